//! HTTP as plain data: what to send and what came back. Nothing here opens a socket.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::header::{CONTENT_TYPE, Headers, ReceivedHeader};
use crate::secret::{Secret, Wiped, WipedBytes};
use crate::shown::printable;
use crate::uri::{Base, RedirectUrl};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as it is written in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request to send exactly as it is: no header added that Adobe does not document, no redirect
/// followed.
///
/// `Debug` shows neither tokens nor the body nor an authentication code nor the device's
/// identifier, which is a header of V2 and in the query of V1.
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) base: Base,
    pub(crate) url: String,
    pub(crate) headers: Headers,
    /// Secret as a whole: it carries the software statement, the client secret, or what the app
    /// knows of its user.
    pub(crate) body: Option<Secret>,
    /// What must not be shown about the answer, beside what the headers and the URL have: the texts
    /// inside of the body, and with a call what else its client holds.
    pub(crate) confidential: Vec<Confidential>,
    /// What an error may keep of the answer's body.
    pub(crate) kept: Kept,
}

/// What an error may keep of the body of an answer, for diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Its beginning.
    Beginning,
    /// The beginning of a page (HTML), which a proxy or a portal has sent. What the service itself
    /// says holds a sign-in code or is about the user.
    Page,
    /// Nothing: it brings secrets that nobody knows yet.
    Nothing,
}

/// A text that must not be shown, whoever repeats it.
#[derive(Clone)]
pub(crate) enum Confidential {
    Secret(Secret),
    /// The same in base64, which may be undone.
    Base64(Secret),
    /// An authentication code, which is the last segment of the path.
    Code(Secret),
    /// The device's identifier, as the header has it.
    Identifier(Arc<str>),
    /// A redirect URL, of which the query may be the app's own secret.
    RedirectUrl(RedirectUrl),
}

impl Request {
    /// A request for `target` (path and query) at `base`, without a body.
    pub(crate) fn new(method: Method, base: &Base, target: &str, headers: Headers) -> Self {
        let mut url = String::with_capacity(base.as_str().len() + target.len());
        url.push_str(base.as_str());
        url.push_str(target);
        Self {
            method,
            base: base.clone(),
            url,
            headers,
            body: None,
            confidential: Vec::new(),
            kept: Kept::Beginning,
        }
    }

    /// With a body, and the confidential texts inside of it.
    pub(crate) fn with_body(mut self, body: Secret, confidential: Vec<Confidential>) -> Self {
        self.body = Some(body);
        self.confidential.extend(confidential);
        self
    }

    /// With `code`, which ends the path, as one of the texts that must not be shown.
    pub(crate) fn with_code(mut self, code: &Secret) -> Self {
        self.confidential.push(Confidential::Code(code.clone()));
        self
    }

    /// With what an error may keep of the answer's body.
    pub(crate) fn keeping(mut self, kept: Kept) -> Self {
        self.kept = kept;
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The absolute URL: ASCII, percent-encoded, without a fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base that the request goes to. Relative URLs in the answer are resolved against it.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The headers, in order. `Host` and `Content-Length` are the HTTP client's.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body in UTF-8; empty for `GET` and `DELETE`.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body
            .as_ref()
            .map_or(&[], |body| body.expose().as_bytes())
    }

    /// The URL as a log may show it: without the query, and without the code that ends the path.
    pub(crate) fn shown_url(&self) -> String {
        match (self.url.split_once('?'), self.url.rsplit_once('/')) {
            (_, Some((place, _))) if self.code().is_some() => format!("{place}/…"),
            (Some((place, _)), _) => format!("{place}?…"),
            _ => self.url.clone(),
        }
    }

    pub(crate) fn confidential(&self) -> &[Confidential] {
        &self.confidential
    }

    /// The authentication code that the path ends in.
    pub(crate) fn code(&self) -> Option<&Secret> {
        self.confidential.iter().find_map(|one| match one {
            Confidential::Code(code) => Some(code),
            _ => None,
        })
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.shown_url();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &url)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body().len())
            .finish()
    }
}

/// Bytes from the network as text. What is not UTF-8 becomes U+FFFD, so that a name in another
/// encoding, which may be one that nobody reads, does not lose the rest of an answer. Such a text
/// is no URL to open ([`crate::uri`]), and no token.
#[cfg(any(feature = "capi", feature = "ureq"))]
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    // The check alone is much faster than `from_utf8_lossy`, and usually the end of it.
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// The same for a body, which may be secret: no copy of it is left behind.
pub(crate) fn body_text(bytes: &[u8]) -> BodyText<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return BodyText::AsReceived(text);
    }
    // Each byte may become one U+FFFD. Not `from_utf8_lossy`, which grows the text as it goes.
    let longest = bytes.len() * char::REPLACEMENT_CHARACTER.len_utf8();
    let mut text = Wiped(String::with_capacity(longest));
    for chunk in bytes.utf8_chunks() {
        text.0.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.0.push(char::REPLACEMENT_CHARACTER);
        }
    }
    BodyText::Replaced(text)
}

/// What [`body_text`] makes of a body.
pub(crate) enum BodyText<'a> {
    AsReceived(&'a str),
    Replaced(Wiped),
}

impl std::ops::Deref for BodyText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::AsReceived(text) => text,
            Self::Replaced(text) => &text.0,
        }
    }
}

/// An answer as the host's HTTP client received it, after removal of transfer and content
/// encodings.
///
/// `Debug` shows the body's length only: answers carry secrets too. The body is overwritten with
/// zeros when it is dropped.
#[derive(Clone)]
pub struct Response {
    status: u16,
    headers: Vec<ReceivedHeader>,
    body: WipedBytes,
}

impl Response {
    /// An answer with `status` and `body`; add headers with [`with_header`](Self::with_header).
    ///
    /// Any status is accepted: one outside 100 to 599 is reported as an HTTP status error when it
    /// is interpreted.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: WipedBytes::from(body.into()),
        }
    }

    /// Adds a received header. Only `Content-Type`, `Date` and `Retry-After` are read; passing all
    /// of them is fine.
    #[must_use]
    pub fn with_header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push(ReceivedHeader {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    /// For hosts that learn an answer piece by piece.
    #[cfg(feature = "capi")]
    pub(crate) fn set_status(&mut self, status: u16) {
        self.status = status;
    }

    /// Adds a received header, as [`with_header`](Self::with_header) does, but keeps only what is
    /// read: the first `Content-Type`, `Date` and `Retry-After`. A server may send as many headers
    /// as it likes.
    #[cfg(feature = "capi")]
    pub(crate) fn add_header(&mut self, name: &str, value: Cow<'_, str>) {
        use crate::header::{DATE, RETRY_AFTER};
        let read = [CONTENT_TYPE, DATE, RETRY_AFTER]
            .into_iter()
            .find(|read| read.eq_ignore_ascii_case(name));
        if let Some(name) = read.filter(|name| self.header(name).is_none()) {
            self.headers.push(ReceivedHeader {
                name: name.into(),
                value: value.into_owned(),
            });
        }
    }

    /// Forgets the headers: what follows are those of another answer.
    #[cfg(feature = "capi")]
    pub(crate) fn clear_headers(&mut self) {
        self.headers.clear();
    }

    /// Appends to the body.
    #[cfg(feature = "capi")]
    pub(crate) fn append_body(&mut self, bytes: &[u8]) {
        self.body.extend(bytes);
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers as received.
    #[must_use]
    pub fn headers(&self) -> &[ReceivedHeader] {
        &self.headers
    }

    /// The first value of `name`, without regard to letter case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.as_str())
    }

    /// The body as received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.as_slice()
    }

    /// `Content-Type`, for telling a captive portal's page from a broken answer.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header(&CONTENT_TYPE)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type().map(printable))
            .field("body_bytes", &self.body().len())
            .finish()
    }
}
