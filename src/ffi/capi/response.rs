//! `tvpass_response`: what came back.

use std::ffi::{c_char, c_void};

use super::boundary::{Failure, Poison, change, free, get, handle, make};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::{bytes, lenient_text};
use crate::http::Response;

/// The longest body that `tvpass_response_append_body` takes, in bytes. Adobe's answers are a few kilobytes.
pub const TVPASS_MAX_RESPONSE_BODY: usize = 1048576;

/// An answer as the HTTP client received it, after removal of transfer and content encodings.
pub struct tvpass_response {
    poison: Poison,
    pub(super) response: Response,
}

handle!(tvpass_response, "response");

impl tvpass_response {
    pub(super) fn new(response: Response) -> Self {
        Self {
            poison: Poison::default(),
            response,
        }
    }
}

/// An answer without headers and body.
///
/// @param status the HTTP status, whatever it is.
/// @param out receives the answer; caller frees with `tvpass_response_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_new(
    status: u16,
    out: *mut *mut tvpass_response,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || Ok(tvpass_response::new(Response::new(status, Vec::new())));
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees an answer.
///
/// @param response consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_free(response: *mut tvpass_response) {
    // SAFETY: the caller's promise.
    unsafe { free(response) };
}

/// Sets the status, for HTTP clients that tell it last.
///
/// @param response changed.
/// @param status the HTTP status, whatever it is.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_set_status(
    response: *mut tvpass_response,
    status: u16,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(response, error, |response| {
            response.response.set_status(status);
            Ok(())
        })
    }
}

/// Adds a received header. Only `Content-Type` and `Retry-After` are read, the first of each; passing all of them is fine, the others are
/// not kept.
///
/// @param response changed.
/// @param name the field name; copied.
/// @param name_len its length in bytes.
/// @param value the value; copied. It need not be UTF-8.
/// @param value_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_add_header(
    response: *mut tvpass_response,
    name: *const c_char,
    name_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(response, error, |response| {
            let name = lenient_text("name", name, name_len)?;
            let value = lenient_text("value", value, value_len)?;
            response.response.add_header(&name, value);
            Ok(())
        })
    }
}

/// Adds a received header line as libcurl's header callback gets it, `Name: value`, with or without a line break at the end. A status line
/// (`HTTP/1.1 200 OK`) begins another answer: the headers before it, of an interim answer or a proxy's, are forgotten. Other lines without a
/// colon (the empty line at the end) are ignored.
///
/// @param response changed.
/// @param line the line; copied. It need not be UTF-8.
/// @param line_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_add_header_line(
    response: *mut tvpass_response,
    line: *const c_char,
    line_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(response, error, |response| {
            let line = lenient_text("line", line, line_len)?;
            if line.starts_with("HTTP/") {
                response.response.clear_headers();
            } else if let Some((name, value)) = line.split_once(':') {
                let (name, value) = (name.trim(), value.trim());
                response.response.add_header(name, value.into());
            }
            Ok(())
        })
    }
}

/// Appends a piece of the body.
///
/// @param response changed.
/// @param data the bytes; copied. NULL is accepted if `data_len` is 0.
/// @param data_len how many.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` if the body becomes longer than `TVPASS_MAX_RESPONSE_BODY` (it is left as it
///   was; end the transfer and report `TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE`), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_append_body(
    response: *mut tvpass_response,
    data: *const c_void,
    data_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(response, error, |response| {
            let data = bytes("data", data, data_len)?;
            let length = response.response.body().len();
            if data.len() > TVPASS_MAX_RESPONSE_BODY.saturating_sub(length) {
                return Err(Failure::OutOfRange("data"));
            }
            response.response.append_body(data);
            Ok(())
        })
    }
}

/// The HTTP status.
///
/// @param response borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_response_status(response: *const tvpass_response) -> u16 {
    // SAFETY: the caller's promise.
    unsafe { get(response, 0, |response| response.response.status()) }
}
