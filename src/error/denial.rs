//! Why one resource was denied, in an answer that is a success as a whole.

use std::fmt;

use super::action::ErrorAction;
use super::codes::DocumentedCode;

/// The `error` of one decision (Adobe: *Enhanced Error Codes*, item-level information). It is a
/// result, not an [`Error`](super::Error): the request itself succeeded.
///
/// Its texts are fit to be shown: without secrets, on one line, at most 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Denial {
    /// What helps: the action that Adobe documents for the code; for other codes that of the
    /// answer, else [`ErrorAction::None`].
    pub action: ErrorAction,
    /// The action in the answer, if it names one.
    pub received_action: Option<ErrorAction>,
    /// The code; empty if the answer has none.
    pub code: String,
    /// The status that the answer would have if it were about this resource alone.
    pub status: Option<u16>,
    /// What may be shown to the user, in English.
    pub message: Option<String>,
    /// The provider's or the programmer's own words, which may be shown to the user.
    pub details: Option<String>,
    /// Adobe's page about the error.
    pub help_url: Option<String>,
    /// Adobe's identifier of this answer, for support tickets.
    pub trace: Option<String>,
}

impl Denial {
    /// The code, if it is one that Adobe documents.
    #[must_use]
    pub fn documented_code(&self) -> Option<DocumentedCode> {
        DocumentedCode::from_text(&self.code)
    }

    /// Whether asking for this resource again may help: `retry`. Adobe asks for 2 or 3 attempts at
    /// most, and for this resource alone.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.action == ErrorAction::Retry
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.code.is_empty() {
            true => "no code",
            false => &self.code,
        };
        write!(f, "{code} (action {}", self.action.as_str())?;
        if let Some(trace) = &self.trace {
            write!(f, ", trace {trace}")?;
        }
        f.write_str(")")?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}
