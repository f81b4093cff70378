//! The one error type, with stable codes, and what the service says when it refuses.

mod action;
mod code;
mod codes;
mod denial;
mod redact;
mod service;
mod state;
mod storage;
mod transport;

pub use action::ErrorAction;
pub use code::ErrorCode;
pub use codes::{DocumentedCode, ListedFor};
pub use denial::Denial;
pub use redact::BODY_HEAD_BYTES;
pub use service::{DcrError, EnhancedError, HttpStatusError, MalformedAnswer, Throttled};
pub use state::StateError;
pub use storage::{StorageError, StorageErrorKind};
pub use transport::{Delivery, TransportError, TransportErrorKind};

pub use crate::shown::printable;

pub(crate) use redact::Redactor;

use crate::input::InvalidInput;

/// Everything that can go wrong.
///
/// No text of the service, of a proxy or of a host's HTTP client is kept as it was received:
/// secrets are removed from it, it is [`printable`], and at most 512 bytes long; codes, actions and
/// traces 128. `Display` is one line.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input was refused; nothing was sent.
    #[error("invalid input: {0}")]
    InvalidInput(#[from] InvalidInput),
    /// The request or its answer was lost below HTTP.
    #[error("transport: {0}")]
    Transport(TransportError),
    /// A failure status without an error that Adobe documents.
    #[error("{0}")]
    HttpStatus(Box<HttpStatusError>),
    /// Too many requests from this device's address.
    #[error("{0}")]
    Throttled(Throttled),
    /// The service refused and said why.
    #[error("the service refused: {0}")]
    Enhanced(Box<EnhancedError>),
    /// Registration or token request refused.
    #[error("registration refused: {0}")]
    Dcr(Box<DcrError>),
    /// A successful status with a body that is not what Adobe documents.
    #[error("malformed answer: {0}")]
    Malformed(Box<MalformedAnswer>),
    /// The service no longer accepts the app's registration (`invalid_client`, or an enhanced error
    /// with action `application-registration`): the user's profiles are gone. The call registers
    /// again only if the app allowed it.
    #[error("the registration is lost, and the user's profiles with it: {0}")]
    RegistrationLost(Box<Error>),
    /// The deadline passed; with the failure that the call was recovering from, if any.
    #[error("the deadline passed{}", after(.0))]
    DeadlineExceeded(Option<Box<Error>>),
    /// The call was cancelled.
    #[error("the call was cancelled")]
    Cancelled,
    /// The driver called something at the wrong time.
    #[error("out of order: {0}")]
    OutOfOrder(&'static str),
    /// Stored state that cannot be used. It is never overwritten without the app's word.
    #[error("stored state: {0}")]
    State(#[from] StateError),
    /// Stored state could not be read or written.
    #[error("storage: {0}")]
    Storage(#[from] StorageError),
    /// The app's own token source gave no usable token.
    #[error("token source: {}", printable(.0))]
    TokenSource(String),
}

// Each `?` moves one: at twice the size that took 17 KB more of the C library
// (docs/notes/size-2026-11.md).
const _: () = assert!(size_of::<Error>() <= 32 && size_of::<InvalidInput>() <= 8);

fn after(cause: &Option<Box<Error>>) -> String {
    match cause {
        Some(cause) => format!(", after: {cause}"),
        None => String::new(),
    }
}

impl Error {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidInput(_) => ErrorCode::InvalidInput,
            Self::Transport(error) => match error.kind {
                TransportErrorKind::Dns => ErrorCode::TransportDns,
                TransportErrorKind::Connect => ErrorCode::TransportConnect,
                TransportErrorKind::Tls => ErrorCode::TransportTls,
                TransportErrorKind::Timeout => ErrorCode::TransportTimeout,
                TransportErrorKind::ConnectionLost => ErrorCode::TransportConnectionLost,
                TransportErrorKind::ResponseTooLarge => ErrorCode::TransportResponseTooLarge,
                TransportErrorKind::Refused => ErrorCode::TransportRefused,
                TransportErrorKind::Protocol => ErrorCode::TransportProtocol,
                TransportErrorKind::Other => ErrorCode::TransportOther,
            },
            Self::HttpStatus(_) => ErrorCode::HttpStatus,
            Self::Throttled(_) => ErrorCode::Throttled,
            Self::Enhanced(_) => ErrorCode::EnhancedError,
            Self::Dcr(_) => ErrorCode::DcrError,
            Self::Malformed(_) => ErrorCode::MalformedAnswer,
            Self::RegistrationLost(_) => ErrorCode::RegistrationLost,
            Self::DeadlineExceeded(_) => ErrorCode::DeadlineExceeded,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::OutOfOrder(_) => ErrorCode::OutOfOrder,
            Self::State(StateError::Corrupt(_)) => ErrorCode::StateCorrupt,
            Self::State(StateError::TooNew { .. }) => ErrorCode::StateTooNew,
            Self::State(StateError::OfAnotherApp(_)) => ErrorCode::StateOfAnotherApp,
            Self::Storage(error) => match error.kind() {
                StorageErrorKind::InUse => ErrorCode::StorageInUse,
                StorageErrorKind::Unreadable => ErrorCode::StorageUnreadable,
                StorageErrorKind::Unwritable => ErrorCode::StorageUnwritable,
            },
            Self::TokenSource(_) => ErrorCode::TokenSourceFailed,
        }
    }

    /// The code's name, e.g. `enhanced_error`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.code().name()
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self.cause() {
            Self::HttpStatus(error) => Some(error.status),
            Self::Throttled(_) => Some(429),
            Self::Enhanced(error) => Some(error.http_status),
            Self::Dcr(error) => Some(error.http_status),
            Self::Malformed(error) => Some(error.status),
            _ => None,
        }
    }

    /// The failure underneath, for errors that carry one: what was lost, what was being recovered
    /// from. Else the error itself.
    #[must_use]
    pub fn cause(&self) -> &Error {
        match self {
            Self::RegistrationLost(cause) | Self::DeadlineExceeded(Some(cause)) => cause.cause(),
            _ => self,
        }
    }

    /// Adobe's own code as received: of an enhanced error (`invalid_parameter_mvpd`) or of
    /// registration (`invalid_client`).
    #[must_use]
    pub fn adobe_code(&self) -> Option<&str> {
        match self.cause() {
            Self::Enhanced(error) if !error.code.is_empty() => Some(&error.code),
            Self::Dcr(error) => Some(&error.code),
            _ => None,
        }
    }

    /// What Adobe recommends.
    #[must_use]
    pub fn action(&self) -> Option<&ErrorAction> {
        match self.cause() {
            Self::Enhanced(error) => Some(&error.action),
            _ => None,
        }
    }

    /// Adobe's identifier of the answer, for support tickets.
    #[must_use]
    pub fn trace(&self) -> Option<&str> {
        match self.cause() {
            Self::Enhanced(error) => error.trace.as_deref(),
            _ => None,
        }
    }

    /// How long the service asks to wait before the next request (`Retry-After`, RFC 9110 §10.2.3),
    /// in milliseconds, as received. `None` if it does not say, or says so with a date: reading
    /// that would take a clock that agrees with the service's, and the device's may be wrong. Calls
    /// wait that long, up to a minute, before they try again.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self.cause() {
            Self::HttpStatus(error) => error.retry_after_ms,
            Self::Throttled(error) => error.retry_after_ms,
            Self::Enhanced(error) => error.retry_after_ms,
            Self::Dcr(error) => error.retry_after_ms,
            _ => None,
        }
    }

    /// What helps, in a sentence for the developer who reads the log.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::InvalidInput(_) => "Correct the named input; nothing was sent.",
            Self::Transport(error) => match error.kind {
                TransportErrorKind::Refused => {
                    "Requests go to https only, and only to the base they were built for."
                }
                TransportErrorKind::ResponseTooLarge => {
                    "Raise the size limit if the answer is genuine."
                }
                TransportErrorKind::Tls => {
                    "Check the device's clock, its root certificates and any proxy in between."
                }
                _ => "Check the network, then try again.",
            },
            Self::HttpStatus(error) if error.body_head.is_empty() => {
                "A proxy or gateway may have answered."
            }
            Self::HttpStatus(_) => "Look at the body's head: a proxy or gateway may have answered.",
            Self::Throttled(_) => {
                "Wait at least a second; Adobe allows 1 request a second per address after a burst of 10."
            }
            Self::Enhanced(error) => match error.action {
                ErrorAction::Configuration => {
                    "The integration's configuration in Adobe's TVE Dashboard has to be changed."
                }
                ErrorAction::ApplicationRegistration => {
                    "The app has to register again; its profiles are gone."
                }
                ErrorAction::Authentication => "The user has to sign in again.",
                ErrorAction::Authorization => "Obtain an authorization for the resource.",
                ErrorAction::Retry => "Try again, with increasing pauses.",
                ErrorAction::None | ErrorAction::Undocumented(_) => {
                    "Correct the request; quote the trace in a ticket to Adobe."
                }
            },
            Self::Dcr(_) => "Check the software statement and the client credentials.",
            Self::Malformed(error) if error.body_head.is_empty() => {
                "A captive portal or proxy may have answered."
            }
            Self::Malformed(_) => {
                "Look at the body's head: a captive portal or proxy may have answered."
            }
            Self::RegistrationLost(_) => {
                "Tell the user that they are signed out; allow registering again, then let them sign in."
            }
            Self::DeadlineExceeded(_) => "Check the network, then try again, with more time.",
            Self::Cancelled => "Nothing to do; the client stays usable.",
            Self::OutOfOrder(_) => {
                "Correct the program: poll the call, then answer the step that it gives."
            }
            Self::State(error) => match error {
                StateError::Corrupt(_) => {
                    "Keep what is stored, which was not changed, and find out what else wrote there; put a copy back if there is one."
                }
                StateError::TooNew { .. } => {
                    "Use the version of this library that wrote the state, or a newer one; it was not changed."
                }
                StateError::OfAnotherApp(_) => {
                    "Correct the base or the software statement, or give each app and environment a place of its own."
                }
            },
            Self::Storage(error) => match error.kind() {
                StorageErrorKind::InUse => {
                    "Close the other store or end the other process, or open one store and share it."
                }
                StorageErrorKind::Unreadable => {
                    "Make the place readable and try again; the registration may still be there, so keep what is there."
                }
                StorageErrorKind::Unwritable => {
                    "Make the place writable or free some space; until then, a new registration lasts as long as the process."
                }
            },
            Self::TokenSource(_) => "Check where the app gets its tokens from.",
        }
    }

    /// Whether sending the same request again may help: lost connections, 5xx without an
    /// instruction, 429, and whatever says `retry`. The HTTP status of an enhanced error does not
    /// decide, except for 5xx with action `none`.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_temporary(),
            Self::HttpStatus(error) => error.status >= 500,
            Self::Throttled(_) => true,
            Self::Enhanced(error) => match error.action {
                ErrorAction::Retry => true,
                ErrorAction::None | ErrorAction::Undocumented(_) => error.http_status >= 500,
                _ => false,
            },
            Self::Dcr(error) => error.http_status >= 500,
            _ => false,
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}
