//! `tvpass_cancellation`: what other threads do to a blocking client's calls: end them, and tell
//! them what the user does.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen,
//! which puts `#if` around them.

use std::mem::MaybeUninit;

use super::boundary::{Poison, free, handle, read};
use super::error::tvpass_error;
#[cfg(feature = "flows")]
use super::flow::tell::{told, tvpass_tell_input};
use super::run::Told;
use super::status::tvpass_status;
use crate::driver::FlowHandle;

/// Ends calls from another thread, and tells flows what the user does.
#[cfg(feature = "ureq")]
pub struct tvpass_cancellation {
    poison: Poison,
    pub(super) handle: FlowHandle<Told>,
}

impl tvpass_cancellation {
    pub(super) fn new(handle: FlowHandle<Told>) -> Self {
        Self {
            poison: Poison::default(),
            handle,
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
        this.handle.cancel();
        Ok(())
    })
}

/// What the user, or the platform, did, for a flow that `tvpass_call_poll_blocking` runs with this
/// cancellation, now or later. If the flow does not ask for it when it gets there, it is too late,
/// and nothing happens.
///
/// @param cancellation borrowed for the call.
/// @param input borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any; that is what it is for.
#[cfg(all(feature = "ureq", feature = "flows"))]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_cancellation_tell(
    cancellation: Option<&tvpass_cancellation>,
    input: *const tvpass_tell_input<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(cancellation, error, |this| {
        // SAFETY: the caller's promise.
        this.handle.tell(unsafe { told(input) }?);
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
