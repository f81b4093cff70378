//! `tvpass_response`: what came back.

use std::mem::MaybeUninit;

use super::boundary::{Poison, change, free, get, handle, make};
use super::error::tvpass_error;
use super::failure::Failure;
use super::status::tvpass_status;
use super::text::Text;
use crate::http::Response;

/// The longest body that `tvpass_response_append_body` takes, in bytes. Adobe's answers are a few
/// kilobytes.
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
/// @param status the HTTP status, whatever it is; 0 if the HTTP client tells it last.
/// @param out receives the answer; caller frees with `tvpass_response_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_new(
    status: u16,
    out: Option<&mut MaybeUninit<*mut tvpass_response>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        let response = Response::new(status, Vec::new());
        Ok(Box::new(tvpass_response::new(response)))
    })
}

/// Frees an answer.
///
/// @param response consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_free(response: Option<Box<tvpass_response>>) {
    free(response);
}

/// Sets the status, for HTTP clients that tell it last.
///
/// @param response changed.
/// @param status the HTTP status, whatever it is.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_set_status(
    response: Option<&mut tvpass_response>,
    status: u16,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(response, error, |response| {
        response.response.set_status(status);
        Ok(())
    })
}

/// Adds a received header. Only `Content-Type` and `Retry-After` are read, the first of each;
/// passing all of them is fine, the others are not kept.
///
/// @param response changed.
/// @param name the field name; copied. It need not be UTF-8.
/// @param value the value; copied. It need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_add_header(
    response: Option<&mut tvpass_response>,
    name: Text<'_>,
    value: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(response, error, |response| {
        let name = name.lenient("name")?;
        response.response.add_header(&name, value.lenient("value")?);
        Ok(())
    })
}

/// Adds a received header line as libcurl's header callback gets it, `Name: value`, with or without
/// a line break at the end. A status line (`HTTP/1.1 200 OK`) begins another answer: the headers
/// before it, of an interim answer or a proxy's, are forgotten. Other lines without a colon (the
/// empty line at the end) are ignored.
///
/// @param response changed.
/// @param line the line; copied. It need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_add_header_line(
    response: Option<&mut tvpass_response>,
    line: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(response, error, |response| {
        let line = line.lenient("line")?;
        if line.starts_with("HTTP/") {
            response.response.clear_headers();
        } else if let Some((name, value)) = line.split_once(':') {
            let (name, value) = (name.trim(), value.trim());
            response.response.add_header(name, value.into());
        }
        Ok(())
    })
}

/// Appends a piece of the body.
///
/// @param response changed.
/// @param data the bytes; copied. They need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` if the body becomes longer than
///   `TVPASS_MAX_RESPONSE_BODY` (it is left as it was; end the transfer and report
///   `TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE`), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_append_body(
    response: Option<&mut tvpass_response>,
    data: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(response, error, |response| {
        let data = data.bytes("data")?;
        let length = response.response.body().len();
        if data.len() > TVPASS_MAX_RESPONSE_BODY.saturating_sub(length) {
            return Err(Failure::out_of_range("data"));
        }
        response.response.append_body(data);
        Ok(())
    })
}

/// The HTTP status.
///
/// @param response borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_response_status(response: Option<&tvpass_response>) -> u16 {
    get(response, 0, |response| response.response.status())
}
