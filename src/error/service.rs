//! What the service said when it refused: enhanced errors, registration errors, bare statuses,
//! unreadable answers.

use std::fmt;

use super::action::ErrorAction;
use super::codes::DocumentedCode;

/// An enhanced error (Adobe: *Enhanced Error Codes*). Decide by [`action`](Self::action) and
/// [`code`](Self::code), never by the HTTP status alone: codes that may be retried carry 403.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnhancedError {
    /// The HTTP status of the answer.
    pub http_status: u16,
    /// The status in the body, which may differ from the HTTP status.
    pub status: Option<u16>,
    /// What helps: the action that Adobe documents for the code; for other codes that of the
    /// answer, else [`ErrorAction::None`].
    pub action: ErrorAction,
    /// The action in the answer, if it names one.
    pub received_action: Option<ErrorAction>,
    /// The code; empty if the answer has none.
    pub code: String,
    /// A message that may be shown to a user in some cases.
    pub message: Option<String>,
    /// A message of the provider.
    pub details: Option<String>,
    /// Adobe's page about the error.
    pub help_url: Option<String>,
    /// Adobe's identifier of this answer, for support tickets.
    pub trace: Option<String>,
    /// `Retry-After` in milliseconds, if the answer has it in seconds; see
    /// [`Error::retry_after_ms`](super::Error::retry_after_ms).
    pub retry_after_ms: Option<u64>,
}

impl EnhancedError {
    /// The code, if it is one that Adobe documents.
    #[must_use]
    pub fn documented_code(&self) -> Option<DocumentedCode> {
        DocumentedCode::from_text(&self.code)
    }
}

impl fmt::Display for EnhancedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = if self.code.is_empty() {
            "no code"
        } else {
            &self.code
        };
        write!(
            f,
            "{code} (action {}, HTTP {}",
            self.action.as_str(),
            self.http_status
        )?;
        if let Some(trace) = &self.trace {
            write!(f, ", trace {trace}")?;
        }
        retry_after(f, self.retry_after_ms)?;
        f.write_str(")")?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

/// An error of the registration or token endpoint (Adobe: *Dynamic Client Registration API*; RFC
/// 6749 §5.2, RFC 7591 §3.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DcrError {
    /// The HTTP status. Adobe's pages disagree about it (400 or 403): decide by
    /// [`code`](Self::code).
    pub http_status: u16,
    /// `error`, e.g. `invalid_client`.
    pub code: String,
    /// `error_description`, if there is one.
    pub description: Option<String>,
    /// `Retry-After` in milliseconds, if the answer has it in seconds; see
    /// [`Error::retry_after_ms`](super::Error::retry_after_ms).
    pub retry_after_ms: Option<u64>,
}

impl fmt::Display for DcrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (HTTP {}", self.code, self.http_status)?;
        retry_after(f, self.retry_after_ms)?;
        f.write_str(")")?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

/// A status that tells of a failure, without a body that Adobe documents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpStatusError {
    /// The HTTP status.
    pub status: u16,
    /// The answer's `Content-Type`.
    pub content_type: Option<String>,
    /// The first 512 bytes of the body, secrets removed. Empty for registration and token requests,
    /// whose answers may hold secrets that nobody knows yet; and where an answer holds a sign-in
    /// code or is about the user, unless it is a page (HTML) of something in between.
    pub body_head: String,
    /// `Retry-After` in milliseconds, if the answer has it in seconds; see
    /// [`Error::retry_after_ms`](super::Error::retry_after_ms).
    pub retry_after_ms: Option<u64>,
}

impl fmt::Display for HttpStatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "HTTP {} without an error that Adobe documents",
            self.status
        )?;
        content_type(f, self.content_type.as_deref())?;
        retry_after(f, self.retry_after_ms)
    }
}

/// A successful status with a body that is not what Adobe documents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MalformedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The answer's `Content-Type`. `text/html` usually means a captive portal or a proxy.
    pub content_type: Option<String>,
    /// What is wrong and, for JSON, at which line and column.
    pub reason: String,
    /// The first 512 bytes of the body, secrets removed. Empty for registration and token requests,
    /// whose answers may hold secrets that nobody knows yet; and where an answer holds a sign-in
    /// code or is about the user, unless it is a page (HTML) of something in between.
    pub body_head: String,
}

impl fmt::Display for MalformedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}: {}", self.status, self.reason)?;
        content_type(f, self.content_type.as_deref())
    }
}

fn content_type(f: &mut fmt::Formatter<'_>, content_type: Option<&str>) -> fmt::Result {
    match content_type {
        Some(content_type) => write!(f, " (Content-Type {content_type})"),
        None => f.write_str(" (no Content-Type)"),
    }
}

/// Status 429: too many requests from this device's address. Adobe's answer has an HTML body and no
/// `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throttled {
    /// `Retry-After` in milliseconds, if the answer has it in seconds; see
    /// [`Error::retry_after_ms`](super::Error::retry_after_ms).
    pub retry_after_ms: Option<u64>,
}

impl fmt::Display for Throttled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HTTP 429: too many requests from this address")?;
        retry_after(f, self.retry_after_ms)
    }
}

fn retry_after(f: &mut fmt::Formatter<'_>, retry_after_ms: Option<u64>) -> fmt::Result {
    match retry_after_ms {
        Some(ms) => write!(f, ", retry after {ms} ms"),
        None => Ok(()),
    }
}
