//! What may be wished: one line for each operation here, and a file for its input.

mod logout;
mod logout_v1;

pub use logout::LogoutInput;
pub use logout_v1::LogoutV1Input;

use crate::input::InvalidInput;
use crate::operation::AnyOperation;

/// An operation with its input.
#[derive(Clone, uniffi::Enum)]
pub enum Operation {
    /// Logout (REST API V2).
    Logout {
        /// What to log out of.
        input: LogoutInput,
    },
    /// The legacy V1 logout.
    LogoutV1 {
        /// What to log out of.
        input: LogoutV1Input,
    },
}

impl Operation {
    /// The core's operation, which checks the input.
    pub(super) fn read(&self) -> Result<AnyOperation, InvalidInput> {
        match self {
            Self::Logout { input } => Ok(input.read()?.into()),
            Self::LogoutV1 { input } => Ok(input.read()?.into()),
        }
    }
}
