//! Why a function of the C API does not do what it was asked to.

use super::status::{
    TVPASS_STATUS_INVALID_UTF8, TVPASS_STATUS_NO_MEDIA_TOKEN, TVPASS_STATUS_NULL_ARGUMENT,
    TVPASS_STATUS_OUT_OF_RANGE, TVPASS_STATUS_PANIC, TVPASS_STATUS_POISONED,
    TVPASS_STATUS_UNKNOWN_INPUT, tvpass_status,
};
use crate::error::Error;
use crate::input::InvalidInput;

/// Why a function does not do what it was asked to.
///
/// One pointer: nearly every line of the C API may fail, and a result that fits into registers is
/// passed on by a few instructions (docs/performance.md).
pub(super) struct Failure(Box<Cause>);

const _: () = assert!(size_of::<Result<(), Failure>>() == size_of::<usize>());

/// The same, to be told apart.
pub(super) enum Cause {
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
    Library(Error),
}

impl Failure {
    /// [`Cause::Null`]
    #[cold]
    #[inline(never)]
    pub(super) fn null(name: &'static str) -> Self {
        Cause::Null(name).into()
    }

    /// [`Cause::Utf8`]
    #[cold]
    #[inline(never)]
    pub(super) fn utf8(name: &'static str) -> Self {
        Cause::Utf8(name).into()
    }

    /// [`Cause::OutOfRange`]
    #[cold]
    #[inline(never)]
    pub(super) fn out_of_range(name: &'static str) -> Self {
        Cause::OutOfRange(name).into()
    }

    /// [`Cause::Size`]
    #[cold]
    pub(super) fn size(structure: &'static str) -> Self {
        Cause::Size(structure).into()
    }

    /// [`Cause::UnknownInput`]
    #[cold]
    pub(super) fn unknown_input(structure: &'static str) -> Self {
        Cause::UnknownInput(structure).into()
    }

    /// [`Cause::NoMediaToken`]
    #[cold]
    pub(super) fn no_media_token(reason: &'static str) -> Self {
        Cause::NoMediaToken(reason).into()
    }

    /// [`Cause::Panicked`]
    #[cold]
    #[inline(never)]
    pub(super) fn panicked() -> Self {
        Cause::Panicked.into()
    }

    /// [`Cause::Poisoned`]
    #[cold]
    #[inline(never)]
    pub(super) fn poisoned() -> Self {
        Cause::Poisoned.into()
    }

    /// What it is.
    pub(super) fn cause(&self) -> &Cause {
        &self.0
    }

    /// Whether the library panicked in this call.
    pub(super) fn is_panic(&self) -> bool {
        matches!(*self.0, Cause::Panicked)
    }

    /// What the function returns.
    pub(super) fn status(&self) -> tvpass_status {
        match self.cause() {
            Cause::Null(_) => TVPASS_STATUS_NULL_ARGUMENT,
            Cause::Utf8(_) => TVPASS_STATUS_INVALID_UTF8,
            Cause::OutOfRange(_) | Cause::Size(_) => TVPASS_STATUS_OUT_OF_RANGE,
            Cause::UnknownInput(_) => TVPASS_STATUS_UNKNOWN_INPUT,
            Cause::NoMediaToken(_) => TVPASS_STATUS_NO_MEDIA_TOKEN,
            Cause::Panicked => TVPASS_STATUS_PANIC,
            Cause::Poisoned => TVPASS_STATUS_POISONED,
            Cause::Library(error) => error.code().number(),
        }
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self(Box::new(cause))
    }
}

impl From<Error> for Failure {
    #[cold]
    #[inline(never)]
    fn from(error: Error) -> Self {
        Cause::Library(error).into()
    }
}

impl From<InvalidInput> for Failure {
    #[cold]
    #[inline(never)]
    fn from(error: InvalidInput) -> Self {
        Error::from(error).into()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Cause, Failure};

    /// Why it failed.
    pub(in crate::ffi::capi) fn cause<T>(result: Result<T, Failure>) -> Option<Cause> {
        result.err().map(|failure| *failure.0)
    }
}
