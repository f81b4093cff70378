//! `tvpass_request`: what to send.

use super::arena::{Arena, Owned, Root, Within, pointers};
use super::text::tvpass_str;
use crate::header::HeaderName;
use crate::http::{Method, Request};

/// A header of a request. It belongs to the request.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_header {
    /// The name, in the spelling of Adobe's pages. None occurs twice.
    pub name: tvpass_str,
    /// The value: ASCII without control characters.
    pub value: tvpass_str,
    /// Both as a line, `Name: value`, without a line break: what libcurl takes.
    pub line: tvpass_str,
    /// Whether the value is a secret that must stay out of logs.
    pub is_secret: bool,
}

/// A request to send exactly as it is: no header added but `Host` and `Content-Length`, no redirect
/// followed. Its description names the owner.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_request {
    /// `GET`, `POST` or `DELETE`.
    pub method: tvpass_str,
    /// The absolute URL: ASCII, percent-encoded, without a fragment.
    pub url: tvpass_str,
    /// The body, which is secret. Empty for `GET` and `DELETE`.
    pub body: tvpass_str,
    /// The headers, in the order in which they are sent.
    pub headers: *const *const tvpass_header,
    /// How many there are.
    pub header_count: usize,
    /// The same for the built-in HTTP client.
    pub sendable: *const tvpass_sendable,
}

/// A request as the library knows it.
pub struct tvpass_sendable {
    pub(super) request: Request,
}

/// A request for both sides, in the arena of what has it: C's side refers to the library's.
pub(super) struct Prepared {
    visible: Within<tvpass_request>,
    own: tvpass_sendable,
}

// SAFETY: a request and a pointer that may be sent and shared.
unsafe impl Root for Prepared {}

const SEPARATOR: &str = ": ";

impl Prepared {
    /// A request by itself.
    pub(super) fn owned(request: Request) -> Owned<Self> {
        Owned::new_at(Self::size(&request), |arena, place| {
            Self::new(arena, request, place)
        })
    }

    /// How much memory C's side takes, about.
    pub(super) fn size(request: &Request) -> usize {
        let headers = request.headers();
        let per_header = size_of::<tvpass_header>() + size_of::<*const tvpass_header>();
        let texts: usize = headers
            .iter()
            .map(|header| header.name.len() + header.value.as_str().len() + 3)
            .sum();
        let rest = request.url().len() + request.body().len() + 2;
        size_of::<tvpass_request>() + texts + headers.len() * per_header + rest
    }

    /// A request that will be at `place`, which is in this arena.
    pub(super) fn new(arena: &Arena, request: Request, place: *const Self) -> Self {
        let offset = std::mem::offset_of!(Self, own);
        let sendable = place.wrapping_byte_add(offset).cast();
        Self {
            visible: arena.put(shown(arena, &request, sendable)).into(),
            own: tvpass_sendable { request },
        }
    }

    /// What C sees, as long as the arena is there.
    pub(super) fn visible(&self) -> *const tvpass_request {
        self.visible.as_ptr()
    }

    pub(super) fn request(&self) -> &Request {
        &self.own.request
    }
}

fn shown(arena: &Arena, request: &Request, sendable: *const tvpass_sendable) -> tvpass_request {
    let headers = request.headers();
    let made = headers.iter().map(|header| {
        let is_secret = header.value.is_secret();
        arena.put(self::header(
            arena,
            header.name,
            header.value.as_str(),
            is_secret,
        ))
    });
    tvpass_request {
        method: method(request.method()),
        url: arena.text(request.url()),
        body: arena.bytes(request.body()),
        headers: pointers(arena.list(headers.len(), made)),
        header_count: headers.len(),
        sendable,
    }
}

fn header(arena: &Arena, name: HeaderName, value: &str, is_secret: bool) -> tvpass_header {
    let line = arena.joined(&[&name, SEPARATOR], value.as_bytes());
    tvpass_header {
        name: tvpass_str::fixed_with_nul(name.with_nul()),
        value: line.behind(name.len() + SEPARATOR.len()),
        line,
        is_secret,
    }
}

pub(super) fn method(method: Method) -> tvpass_str {
    tvpass_str::fixed(match method {
        Method::Get => c"GET",
        Method::Post => c"POST",
        Method::Delete => c"DELETE",
    })
}
