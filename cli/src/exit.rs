//! How the program ends: its exit statuses, which scripts go by.

use std::process::ExitCode;

use tvpass::error::ErrorAction;
use tvpass::input::InvalidInput;
use tvpass::{Error, ErrorCode};

/// The exit statuses, as `docs/cli.md` lists them. A number keeps its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It is done, or the answer is yes.
    Done = 0,
    /// Something else failed.
    Failed = 1,
    /// An option or an input is wrong; nothing was sent.
    Usage = 2,
    /// Nobody is signed in, or the sign-in was not completed.
    NotSignedIn = 3,
    /// The user may not watch it.
    Denied = 4,
    /// The service refused.
    Refused = 5,
    /// The service was not reached, or not in time.
    Network = 6,
    /// The stored state cannot be used.
    State = 7,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) fn number(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// Why a command has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library says why.
    Library(Box<Error>),
    /// An option, a file that was named, or something that the options lack.
    Usage(String),
    /// Nobody is signed in, or the sign-in was not completed.
    NotSignedIn(String),
    /// Anything else.
    Other(String),
}

impl Failure {
    /// The exit status of it.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Library(error) => of_error(error),
            Self::Usage(_) => Exit::Usage,
            Self::NotSignedIn(_) => Exit::NotSignedIn,
            Self::Other(_) => Exit::Failed,
        }
    }
}

/// The exit status of an error of the library.
pub(crate) fn of_error(error: &Error) -> Exit {
    match error.code() {
        ErrorCode::InvalidInput => Exit::Usage,
        ErrorCode::TransportDns
        | ErrorCode::TransportConnect
        | ErrorCode::TransportTls
        | ErrorCode::TransportTimeout
        | ErrorCode::TransportConnectionLost
        | ErrorCode::TransportResponseTooLarge
        | ErrorCode::TransportRefused
        | ErrorCode::TransportProtocol
        | ErrorCode::TransportOther
        | ErrorCode::Throttled
        | ErrorCode::DeadlineExceeded => Exit::Network,
        ErrorCode::EnhancedError if error.action() == Some(&ErrorAction::Authentication) => {
            Exit::NotSignedIn
        }
        ErrorCode::HttpStatus
        | ErrorCode::EnhancedError
        | ErrorCode::DcrError
        | ErrorCode::MalformedAnswer
        | ErrorCode::RegistrationLost => Exit::Refused,
        ErrorCode::StateCorrupt
        | ErrorCode::StateTooNew
        | ErrorCode::StateOfAnotherApp
        | ErrorCode::StorageInUse
        | ErrorCode::StorageUnreadable
        | ErrorCode::StorageUnwritable => Exit::State,
        _ => Exit::Failed,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(Box::new(error))
    }
}

impl From<InvalidInput> for Failure {
    fn from(error: InvalidInput) -> Self {
        Error::from(error).into()
    }
}

/// What a command comes to.
pub(crate) type Outcome = Result<Exit, Failure>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_code_has_an_exit_status_of_its_kind() {
        // Numbers of the library: 1xxx input, 2xxx transport, 3xxx answers, 4xxx calls and state.
        for code in ErrorCode::ALL {
            let expected: &[Exit] = match code.number() / 1000 {
                1 => &[Exit::Usage],
                2 => &[Exit::Network],
                3 => &[Exit::Refused, Exit::Network, Exit::NotSignedIn],
                _ => &[Exit::State, Exit::Network, Exit::Failed],
            };
            let error = sample(*code);
            if let Some(error) = error {
                assert!(expected.contains(&of_error(&error)), "{code:?}");
            }
        }
        assert_eq!(of_error(&Error::Cancelled), Exit::Failed);
        assert_eq!(of_error(&Error::DeadlineExceeded(None)), Exit::Network);
    }

    fn sample(code: ErrorCode) -> Option<Error> {
        use tvpass::error::{StateError, StorageError};
        Some(match code {
            ErrorCode::StateCorrupt => StateError::Corrupt("x").into(),
            ErrorCode::StateOfAnotherApp => StateError::OfAnotherApp("x").into(),
            ErrorCode::StorageInUse => StorageError::in_use("x").into(),
            ErrorCode::StorageUnreadable => StorageError::unreadable("x").into(),
            ErrorCode::StorageUnwritable => StorageError::unwritable("x").into(),
            ErrorCode::DeadlineExceeded => Error::DeadlineExceeded(None),
            ErrorCode::Cancelled => Error::Cancelled,
            _ => return None,
        })
    }
}
