//! An error inside of a result: in each language of the type that it is thrown as.

use crate::error::Error;
use crate::ffi::uniffi::failure::Failure;

/// An error that a result tells of, instead of being thrown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaughtError(Failure);

uniffi::custom_type!(CaughtError, Failure, {
    lower: |error| error.0,
    try_lift: |_failure| uniffi::deps::anyhow::bail!("the library makes these errors, and takes none"),
});

impl From<&Error> for CaughtError {
    fn from(error: &Error) -> Self {
        Self(error.into())
    }
}
