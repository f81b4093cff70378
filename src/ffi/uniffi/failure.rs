//! Errors as one record, with everything that the core knows, so that asking for details needs no
//! second call.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::words::Words;
use crate::error::{Delivery, Error, ErrorAction, TransportErrorKind};
use crate::flow::{self, Remedy, TextKey};

/// What a panic inside is reported as; the same number and name as in the C API.
const PANIC: (i32, &str) = (9003, "panic");

/// Which of the core's errors it is. The error's code is finer, and stable; see `name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FailureKind {
    /// An input was refused; nothing was sent.
    InvalidInput,
    /// The request or its answer was lost below HTTP.
    Transport,
    /// A failure status without an error that Adobe documents.
    HttpStatus,
    /// Status 429.
    Throttled,
    /// The service refused and said why.
    Enhanced,
    /// Registration or token request refused.
    Dcr,
    /// A successful status with a body that is not what Adobe documents.
    Malformed,
    /// The service no longer accepts the app's registration.
    RegistrationLost,
    /// The deadline passed.
    DeadlineExceeded,
    /// The call was cancelled.
    Cancelled,
    /// The driver called something at the wrong time.
    OutOfOrder,
    /// Stored state that cannot be used.
    State,
    /// The host could not read or write stored state.
    Storage,
    /// The app's own token source gave no usable token.
    TokenSource,
    /// A mistake in the library: it stopped halfway.
    Internal,
}

/// Whether the server may have acted on a request whose answer did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RequestDelivery {
    /// It certainly did not reach the server.
    NotSent,
    /// It may have.
    Possible,
}

impl From<Delivery> for RequestDelivery {
    fn from(delivery: Delivery) -> Self {
        match delivery {
            Delivery::NotSent => Self::NotSent,
            Delivery::Possible => Self::Possible,
        }
    }
}

impl From<RequestDelivery> for Delivery {
    fn from(delivery: RequestDelivery) -> Self {
        match delivery {
            RequestDelivery::NotSent => Self::NotSent,
            RequestDelivery::Possible => Self::Possible,
        }
    }
}

/// What failed below HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TransportFailureKind {
    /// The host name was not resolved.
    Dns,
    /// No connection was made.
    Connect,
    /// TLS failed.
    Tls,
    /// A time limit ran out.
    Timeout,
    /// The connection was lost while sending or receiving.
    ConnectionLost,
    /// The answer exceeds the size limit.
    ResponseTooLarge,
    /// The request was refused before sending.
    Refused,
    /// The answer is not HTTP.
    Protocol,
    /// Anything else.
    Other,
}

impl From<TransportFailureKind> for TransportErrorKind {
    fn from(kind: TransportFailureKind) -> Self {
        match kind {
            TransportFailureKind::Dns => Self::Dns,
            TransportFailureKind::Connect => Self::Connect,
            TransportFailureKind::Tls => Self::Tls,
            TransportFailureKind::Timeout => Self::Timeout,
            TransportFailureKind::ConnectionLost => Self::ConnectionLost,
            TransportFailureKind::ResponseTooLarge => Self::ResponseTooLarge,
            TransportFailureKind::Refused => Self::Refused,
            TransportFailureKind::Protocol => Self::Protocol,
            TransportFailureKind::Other => Self::Other,
        }
    }
}

/// An error with all that is known about it. No text in it contains a secret of the request.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Failure {
    /// Which error.
    pub kind: FailureKind,
    /// The stable number.
    pub code: i32,
    /// The number's name, e.g. `enhanced_error`.
    pub name: String,
    /// What happened, for a log.
    pub message: String,
    /// What helps, in a sentence for a developer.
    pub advice: String,
    /// Whether sending the same request again may help.
    pub retryable: bool,
    /// The input that was refused.
    pub field: Option<String>,
    /// For device information without its required keys: all of them.
    pub missing_keys: Vec<String>,
    /// The HTTP status of the answer.
    pub http_status: Option<u16>,
    /// Adobe's own code as received.
    pub adobe_code: Option<String>,
    /// What Adobe recommends, as received.
    pub action: Option<String>,
    /// The status in an enhanced error's body, which may differ from the HTTP status.
    pub status: Option<u16>,
    /// Adobe's message.
    pub adobe_message: Option<String>,
    /// The provider's message.
    pub details: Option<String>,
    /// Adobe's page about the error.
    pub help_url: Option<String>,
    /// Adobe's identifier of the answer, for support tickets.
    pub trace: Option<String>,
    /// For lost requests: whether the service may have acted.
    pub delivery: Option<RequestDelivery>,
    /// For answers that are not what Adobe documents: the first bytes of the body, secrets removed.
    pub body_head: Option<String>,
    /// The answer's `Content-Type`, for the same.
    pub content_type: Option<String>,
    /// `Retry-After`, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// What it means for the user.
    pub words: Words,
}

/// The one error of all exported functions.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
pub enum CoreError {
    /// With all details.
    Failed {
        /// The details.
        failure: Failure,
    },
}

impl fmt::Display for CoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Failed { failure } = self;
        f.write_str(&failure.message)
    }
}

impl std::error::Error for CoreError {}

impl<E: Into<Error>> From<E> for CoreError {
    fn from(error: E) -> Self {
        Self::Failed {
            failure: Failure::from(&error.into()),
        }
    }
}

impl Failure {
    fn new(kind: FailureKind, (code, name): (i32, &str), message: String, advice: &str) -> Self {
        Self {
            kind,
            code,
            name: name.to_owned(),
            message,
            advice: advice.to_owned(),
            retryable: false,
            field: None,
            missing_keys: Vec::new(),
            http_status: None,
            adobe_code: None,
            action: None,
            status: None,
            adobe_message: None,
            details: None,
            help_url: None,
            trace: None,
            delivery: None,
            body_head: None,
            content_type: None,
            retry_after_ms: None,
            words: flow::Words::of_key(Remedy::ContactSupport, TextKey::ContactSupport).into(),
        }
    }

    fn panicked() -> Self {
        Self::new(
            FailureKind::Internal,
            PANIC,
            "a mistake in the library: it stopped halfway".to_owned(),
            "Report it, with the support report. If it happens again, make a new client.",
        )
    }

    fn add_cause(&mut self, cause: &Error) {
        self.retry_after_ms = cause.retry_after_ms();
        match cause {
            Error::InvalidInput(error) => {
                self.field = Some(error.field().to_owned());
                self.missing_keys = error
                    .missing_keys()
                    .iter()
                    .map(|&key| key.to_owned())
                    .collect();
            }
            Error::Transport(error) => self.delivery = Some(error.delivery.into()),
            Error::HttpStatus(error) => {
                self.body_head = Some(error.body_head.clone());
                self.content_type.clone_from(&error.content_type);
            }
            Error::Enhanced(error) => {
                self.status = error.status;
                self.adobe_message.clone_from(&error.message);
                self.details.clone_from(&error.details);
                self.help_url.clone_from(&error.help_url);
            }
            Error::Dcr(error) => self.adobe_message.clone_from(&error.description),
            Error::Malformed(error) => {
                self.body_head = Some(error.body_head.clone());
                self.content_type.clone_from(&error.content_type);
            }
            _ => {}
        }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let kind = match error {
            Error::InvalidInput(_) => FailureKind::InvalidInput,
            Error::Transport(_) => FailureKind::Transport,
            Error::HttpStatus(_) => FailureKind::HttpStatus,
            Error::Throttled(_) => FailureKind::Throttled,
            Error::Enhanced(_) => FailureKind::Enhanced,
            Error::Dcr(_) => FailureKind::Dcr,
            Error::Malformed(_) => FailureKind::Malformed,
            Error::RegistrationLost(_) => FailureKind::RegistrationLost,
            Error::DeadlineExceeded(_) => FailureKind::DeadlineExceeded,
            Error::Cancelled => FailureKind::Cancelled,
            Error::OutOfOrder(_) => FailureKind::OutOfOrder,
            Error::State(_) => FailureKind::State,
            Error::Storage(_) => FailureKind::Storage,
            Error::TokenSource(_) => FailureKind::TokenSource,
        };
        let code = (error.code().number(), error.name());
        let mut failure = Self::new(kind, code, error.to_string(), error.advice());
        failure.retryable = error.is_retryable();
        failure.http_status = error.http_status();
        failure.adobe_code = error.adobe_code().map(str::to_owned);
        failure.action = error.action().map(ErrorAction::as_str).map(str::to_owned);
        failure.trace = error.trace().map(str::to_owned);
        failure.words = flow::Words::of_error(error).into();
        failure.add_cause(error.cause());
        failure
    }
}

/// Runs the body of an exported function; a panic becomes an error of kind
/// [`FailureKind::Internal`].
///
/// uniffi catches panics too, but hands them to Swift as an error of a private type with the
/// panic's text, which nobody has checked for secrets.
pub(super) fn guarded<T>(body: impl FnOnce() -> Result<T, CoreError>) -> Result<T, CoreError> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(panicked()))
}

/// The error for a panic, and for the use of what an earlier one has left half changed.
pub(super) fn panicked() -> CoreError {
    CoreError::Failed {
        failure: Failure::panicked(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_without_the_panics_text() {
        let CoreError::Failed { failure } =
            guarded::<()>(|| panic!("a secret in a panic")).unwrap_err();
        assert_eq!((failure.code, failure.name.as_str()), PANIC);
        assert_eq!(failure.kind, FailureKind::Internal);
        assert!(!format!("{failure:?}").contains("secret in"));
    }
}
