//! Failures below HTTP, as the host's HTTP client reports them.

use std::borrow::Cow;
use std::fmt;

use super::Redactor;
use crate::shown::printable;

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The host name was not resolved.
    Dns,
    /// No connection was made.
    Connect,
    /// TLS failed: certificate, protocol version, …
    Tls,
    /// A time limit ran out.
    Timeout,
    /// The connection was lost while sending or receiving.
    ConnectionLost,
    /// The answer exceeds the size limit.
    ResponseTooLarge,
    /// The request was refused before sending: not https, or not to the client's own base.
    Refused,
    /// The answer is not HTTP.
    Protocol,
    /// Anything else.
    Other,
}

impl TransportErrorKind {
    /// A name for logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::ConnectionLost => "connection_lost",
            Self::ResponseTooLarge => "response_too_large",
            Self::Refused => "refused",
            Self::Protocol => "protocol",
            Self::Other => "other",
        }
    }
}

/// Whether the server may have acted on a request whose answer did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It certainly did not reach the server.
    NotSent,
    /// It may have. If in doubt, report this.
    Possible,
}

/// A failure below HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// What failed.
    pub kind: TransportErrorKind,
    /// Whether the server may have acted on the request.
    pub delivery: Delivery,
    message: Box<str>,
}

impl TransportError {
    /// A failure as the host reports it. `message` is the HTTP client's own words, best without
    /// URLs and headers; it is kept [`printable`], and a call removes the secrets that its client
    /// holds.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        delivery: Delivery,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::made(kind, delivery, &message.into())
    }

    #[cold]
    #[inline(never)]
    fn made(kind: TransportErrorKind, delivery: Delivery, message: &str) -> Self {
        Self {
            kind,
            delivery,
            message: printable(message).into(),
        }
    }

    /// The HTTP client's own words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same without what must not be shown.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        Self {
            message: redactor.text(&self.message).into(),
            ..self
        }
    }

    /// Whether sending the request again may help.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        !matches!(
            self.kind,
            TransportErrorKind::Refused | TransportErrorKind::ResponseTooLarge
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delivery = match self.delivery {
            Delivery::NotSent => "the request was not sent",
            Delivery::Possible => "the server may have received the request",
        };
        write!(f, "{} ({delivery}): {}", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for TransportError {}
