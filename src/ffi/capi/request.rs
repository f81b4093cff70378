//! `tvpass_request`: what to send.

use super::boundary::{Poison, free, get, get_at, handle};
use super::text::{Span, Texts, tvpass_str};
use crate::http::{Method, Request};

/// A request to send exactly as it is: no header added but `Host` and `Content-Length`, no redirect followed.
pub struct tvpass_request {
    poison: Poison,
    pub(super) request: Request,
    url: Span,
    body: Span,
    headers: Vec<(Span, Span, Span)>,
    texts: Texts,
}

handle!(tvpass_request, "request");

impl tvpass_request {
    pub(super) fn new(request: Request) -> Self {
        const SEPARATOR: &str = ": ";
        let body = std::str::from_utf8(request.body()).unwrap_or_default();
        let headers = request.headers();
        // At its final size: every request carries a secret, and growing would copy it.
        let bytes: usize = headers
            .iter()
            .map(|header| 2 * header.name.len() + header.value.as_str().len() + 4)
            .sum();
        let mut texts = Texts::with_capacity(bytes + request.url().len() + body.len() + 2);
        let mut spans = Vec::with_capacity(headers.len());
        for header in headers {
            let value = header.value.as_str();
            let line = texts.push_joined(&[header.name, SEPARATOR, value]);
            spans.push((
                line,
                texts.push(header.name),
                line.tail(header.name.len() + SEPARATOR.len()),
            ));
        }
        Self {
            poison: Poison::default(),
            url: texts.push(request.url()),
            body: texts.push(body),
            headers: spans,
            texts,
            request,
        }
    }

    fn header(&self, index: usize, which: fn(&(Span, Span, Span)) -> Span) -> tvpass_str {
        self.headers
            .get(index)
            .map_or(tvpass_str::EMPTY, |header| self.texts.get(which(header)))
    }
}

/// Frees a request and overwrites its secrets with zeros. Not for one that a call owns.
///
/// @param request consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_free(request: *mut tvpass_request) {
    // SAFETY: the caller's promise.
    unsafe { free(request) };
}

/// The method: `GET`, `POST` or `DELETE`.
///
/// @param request borrowed.
/// @return Lives as long as the library. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_method(request: *const tvpass_request) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(request, tvpass_str::EMPTY, |request| {
            method(request.request.method())
        })
    }
}

pub(super) fn method(method: Method) -> tvpass_str {
    tvpass_str::fixed(match method {
        Method::Get => c"GET",
        Method::Post => c"POST",
        Method::Delete => c"DELETE",
    })
}

/// The absolute URL: ASCII, percent-encoded, without a fragment.
///
/// @param request borrowed.
/// @return Borrowed from `request`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_url(request: *const tvpass_request) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(request, tvpass_str::EMPTY, |request| {
            request.texts.get(request.url)
        })
    }
}

/// The body. It is secret.
///
/// @param request borrowed.
/// @return Borrowed from `request`, until that is freed. Empty for `GET` and `DELETE`, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_body(request: *const tvpass_request) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(request, tvpass_str::EMPTY, |request| {
            request.texts.get(request.body)
        })
    }
}

/// How many headers there are.
///
/// @param request borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_header_count(request: *const tvpass_request) -> usize {
    // SAFETY: the caller's promise.
    unsafe { get(request, 0, |request| request.headers.len()) }
}

/// A header's name. No name occurs twice.
///
/// @param request borrowed.
/// @param index from 0.
/// @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_header_name(
    request: *const tvpass_request,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_at(request, index, tvpass_str::EMPTY, |request, index| {
            request.header(index, |(_, name, _)| *name)
        })
    }
}

/// A header's value: ASCII without control characters.
///
/// @param request borrowed.
/// @param index from 0.
/// @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_header_value(
    request: *const tvpass_request,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_at(request, index, tvpass_str::EMPTY, |request, index| {
            request.header(index, |(_, _, value)| *value)
        })
    }
}

/// A header as a line, `Name: value`, without a line break: what libcurl takes.
///
/// @param request borrowed.
/// @param index from 0.
/// @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_header_line(
    request: *const tvpass_request,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_at(request, index, tvpass_str::EMPTY, |request, index| {
            request.header(index, |(line, _, _)| *line)
        })
    }
}

/// Whether a header's value is a secret that must stay out of logs.
///
/// @param request borrowed.
/// @param index from 0.
/// @return `true` also for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_request_header_is_secret(
    request: *const tvpass_request,
    index: usize,
) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        get_at(request, index, true, |request, index| {
            let header = request.request.headers().iter().nth(index);
            header.is_none_or(|header| header.value.is_secret())
        })
    }
}
