//! What the answers mean: one line for each kind of outcome here, and a file for its types.

mod logout;

pub use logout::Logout;
#[cfg(test)]
pub use logout::{FollowUp, LogoutAction, UncheckedUrl};

use super::failure::{CoreError, panicked};
use crate::operation::AnyOutcome;

/// The outcome of an operation.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Outcome {
    /// Of a logout.
    Logout {
        /// What it says.
        logout: Logout,
    },
    /// Success says nothing more.
    Nothing,
}

impl Outcome {
    /// `registration_was_lost`: the call has registered again, so that the user's profiles are
    /// gone.
    pub(super) fn new(
        outcome: &AnyOutcome,
        registration_was_lost: bool,
    ) -> Result<Self, CoreError> {
        match outcome {
            AnyOutcome::Logout(logout) => Ok(Self::Logout {
                logout: Logout::new(logout, registration_was_lost),
            }),
            AnyOutcome::Nothing => Ok(Self::Nothing),
            // Of an operation that `Operation` cannot name: a mistake in the library.
            #[allow(unreachable_patterns)]
            _ => Err(panicked()),
        }
    }
}
