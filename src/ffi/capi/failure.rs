//! Why a function of the C API does not do what it was asked to.

use super::status::{
    TVPASS_STATUS_INVALID_UTF8, TVPASS_STATUS_NO_MEDIA_TOKEN, TVPASS_STATUS_NULL_ARGUMENT,
    TVPASS_STATUS_OUT_OF_RANGE, TVPASS_STATUS_PANIC, TVPASS_STATUS_POISONED,
    TVPASS_STATUS_UNKNOWN_INPUT, tvpass_status,
};
use crate::error::Error;
use crate::input::InvalidInput;

/// Why a function does not do what it was asked to.
pub(super) enum Failure {
    /// This argument or member is NULL.
    Null(&'static str),
    /// This text is not UTF-8.
    Utf8(&'static str),
    /// This argument or member is outside of what is accepted, or larger.
    OutOfRange(&'static str),
    /// The `size` of this structure is not that of any version.
    Size(&'static str),
    /// This structure has something behind what this library knows of it.
    UnknownInput(&'static str),
    /// There is no media token to take, for this reason.
    NoMediaToken(&'static str),
    /// The library panicked in this call.
    Panicked,
    /// It panicked in an earlier call on the handle.
    Poisoned,
    /// An error of the library.
    Library(Box<Error>),
}

impl Failure {
    /// What the function returns.
    pub(super) fn status(&self) -> tvpass_status {
        match self {
            Self::Null(_) => TVPASS_STATUS_NULL_ARGUMENT,
            Self::Utf8(_) => TVPASS_STATUS_INVALID_UTF8,
            Self::OutOfRange(_) | Self::Size(_) => TVPASS_STATUS_OUT_OF_RANGE,
            Self::UnknownInput(_) => TVPASS_STATUS_UNKNOWN_INPUT,
            Self::NoMediaToken(_) => TVPASS_STATUS_NO_MEDIA_TOKEN,
            Self::Panicked => TVPASS_STATUS_PANIC,
            Self::Poisoned => TVPASS_STATUS_POISONED,
            Self::Library(error) => error.code().number(),
        }
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
