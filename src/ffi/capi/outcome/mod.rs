//! `tvpass_outcome`: what a successful answer says. One file for each result.

mod logout;

use std::ptr;

use self::logout::tvpass_logout;
use super::arena::Owned;
use super::boundary::{Poison, free, get, handle};
use crate::operation::AnyOutcome;

/// What a successful answer says. Each operation's description names the function that tells it;
/// for another operation's outcome that returns NULL. Immutable.
pub struct tvpass_outcome {
    poison: Poison,
    result: Result,
}

handle!(tvpass_outcome, "outcome");

enum Result {
    Logout(Owned<tvpass_logout>),
    Nothing,
}

impl tvpass_outcome {
    pub(super) fn new(outcome: &AnyOutcome) -> Box<Self> {
        Box::new(Self {
            poison: Poison::default(),
            result: match outcome {
                AnyOutcome::Logout(logout) => Result::Logout(tvpass_logout::new(logout)),
                _ => Result::Nothing,
            },
        })
    }
}

/// Frees an outcome, and all that was borrowed from it.
///
/// @param outcome consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_free(outcome: Option<Box<tvpass_outcome>>) {
    free(outcome);
}

/// What a logout means for the device.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL if it is another operation's, and for
///   NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_logout(outcome: Option<&tvpass_outcome>) -> *const tvpass_logout {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Logout(logout) => logout.as_ptr(),
        Result::Nothing => ptr::null(),
    })
}
