//! `tvpass_cancellation`: ends a blocking client's calls from another thread.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen,
//! which puts `#if` around them.

use std::mem::MaybeUninit;

use super::boundary::{Poison, free, handle, read};
use super::error::tvpass_error;
use super::status::tvpass_status;
use crate::driver::Cancellation;

/// Ends calls from another thread.
#[cfg(feature = "ureq")]
pub struct tvpass_cancellation {
    poison: Poison,
    pub(super) cancellation: Cancellation,
}

impl tvpass_cancellation {
    pub(super) fn new(cancellation: Cancellation) -> Self {
        Self {
            poison: Poison::default(),
            cancellation,
        }
    }
}

handle!(tvpass_cancellation, "cancellation");

/// Ends the calls that it was passed to, at once, and every later one that it is passed to. A
/// request that is out is given up and its connection closed. The service may still act on it: a
/// later logout that finds no profile is `TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER` then.
///
/// @param cancellation borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any; that is what it is for.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_cancellation_cancel(
    cancellation: Option<&tvpass_cancellation>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(cancellation, error, |this| {
        this.cancellation.cancel();
        Ok(())
    })
}

/// Frees a cancellation. Calls that it was passed to go on.
///
/// @param cancellation consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_cancellation_free(cancellation: Option<Box<tvpass_cancellation>>) {
    free(cancellation);
}
