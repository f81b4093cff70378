//! `tvpass_step`: what the host has to do next.

use std::ptr;

use super::failure::{Cause, Failure};
use super::flow::presented::tvpass_presented;
use super::request::tvpass_request;
use super::status::{
    TVPASS_STATUS_NULL_ARGUMENT, TVPASS_STATUS_OUT_OF_RANGE, TVPASS_STATUS_PANIC,
    TVPASS_STATUS_POISONED, tvpass_status,
};
use super::text::tvpass_str;
use crate::call::WaitReason;

/// What the host has to do next.
pub type tvpass_step_kind = i32;

/// Something that this version of the header does not know. Does not happen with a library of the
/// same version.
pub const TVPASS_STEP_UNKNOWN: tvpass_step_kind = 0;
/// Send `request` as it is and once, without following redirects, with an HTTP client that repeats
/// nothing by itself, and give up after `timeout_ms`; then `tvpass_call_respond` or
/// `tvpass_call_fail`.
pub const TVPASS_STEP_SEND: tvpass_step_kind = 1;
/// Poll again after `timeout_ms`, or as soon as another call of the client was given an answer, was
/// cancelled or freed. Polling earlier is harmless.
pub const TVPASS_STEP_WAIT: tvpass_step_kind = 2;
/// Store `state`, durably and in place of the old one (`tvpass_state_file_save` does); then
/// `tvpass_call_persisted`, even if the call has ended meanwhile: until then, or until the call is
/// freed, no other call of the client is told to store.
pub const TVPASS_STEP_PERSIST: tvpass_step_kind = 3;
/// Get a token from the app's own source; then `tvpass_call_provide_token` or
/// `tvpass_call_token_failed`.
pub const TVPASS_STEP_PROVIDE_TOKEN: tvpass_step_kind = 4;
/// The call has ended: `tvpass_call_take_outcome`, then free it. How a flow ended is in
/// `presented`, too.
pub const TVPASS_STEP_DONE: tvpass_step_kind = 5;
/// Present `presented` to the user, and poll again; what the user does about it is told with
/// `tvpass_call_tell`. Flows only.
pub const TVPASS_STEP_PRESENT: tvpass_step_kind = 6;

/// Why a call waits.
pub type tvpass_wait_reason = i32;

/// It does not wait, or for a reason that this version does not know.
pub const TVPASS_WAIT_UNKNOWN: tvpass_wait_reason = 0;
/// For its place: 1 request a second after the burst.
pub const TVPASS_WAIT_PACING: tvpass_wait_reason = 1;
/// The service answered 429, or asked for a pause (`Retry-After`).
pub const TVPASS_WAIT_THROTTLED: tvpass_wait_reason = 2;
/// Before trying again.
pub const TVPASS_WAIT_BACKOFF: tvpass_wait_reason = 3;
/// Another call is registering, getting the token, or having the state stored. Poll again when that
/// call was given an answer.
pub const TVPASS_WAIT_OTHER_CALL: tvpass_wait_reason = 4;
/// Its own request is still out, or its state is being stored.
pub const TVPASS_WAIT_ANSWER: tvpass_wait_reason = 5;

/// What the host has to do next. It belongs to the call, and stays until the call is polled again
/// or freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_step {
    /// What to do: a `TVPASS_STEP_…`.
    pub kind: tvpass_step_kind,
    /// With `TVPASS_STEP_DONE`: what `tvpass_call_take_outcome` returns. `TVPASS_STATUS_OK` with
    /// every other.
    pub status: tvpass_status,
    /// The call's number in events: 1 for a client's first. 0 of a flow, which makes several calls.
    pub call: u64,
    /// When the call ends at the latest, in milliseconds on the host's scale; of a flow, the call
    /// that it makes now: a flow as a whole has no deadline.
    pub deadline_ms: u64,
    /// With `TVPASS_STEP_SEND`, how long the request may take at most; with `TVPASS_STEP_WAIT`, how
    /// long to wait at most. In milliseconds from the time of the poll; 0 with every other.
    pub timeout_ms: u64,
    /// With `TVPASS_STEP_WAIT`: when to poll again, in milliseconds on the host's scale. 0 with
    /// every other.
    pub wait_until_ms: u64,
    /// With `TVPASS_STEP_WAIT`: why, a `TVPASS_WAIT_…`. `TVPASS_WAIT_UNKNOWN` with every other.
    pub wait_reason: tvpass_wait_reason,
    /// With `TVPASS_STEP_PROVIDE_TOKEN`: whether the last token was not accepted, so that a new one
    /// is needed.
    pub token_rejected: bool,
    /// Whether this call found the registration lost and registered again, as the configuration
    /// allowed: the user's profiles are gone. `false` of a flow.
    pub registration_was_lost: bool,
    /// The request of the last `TVPASS_STEP_SEND`, whatever came after it. It stays until the next
    /// one, or until the call is freed: the host's HTTP client may be reading it. NULL before the
    /// first.
    pub request: *const tvpass_request,
    /// The state of the last `TVPASS_STEP_PERSIST`, which stays until the next one, or until the
    /// call is freed. It has the client credentials and the token: only this app may be able to
    /// read it. Empty before the first.
    pub state: tvpass_str,
    /// What a flow presented last, or how it ended. It stays until something else is presented, or
    /// until the call is freed. NULL before the first, and of a call that is no flow's.
    pub presented: *const tvpass_presented,
}

// SAFETY: what a step refers to belongs to its call, and nobody changes it before the call is
// polled again.
unsafe impl Send for tvpass_step {}
// SAFETY: as above.
unsafe impl Sync for tvpass_step {}

impl tvpass_step {
    pub(super) const fn new(kind: tvpass_step_kind, status: tvpass_status) -> Self {
        Self {
            kind,
            status,
            call: 0,
            deadline_ms: 0,
            timeout_ms: 0,
            wait_until_ms: 0,
            wait_reason: TVPASS_WAIT_UNKNOWN,
            token_rejected: false,
            registration_was_lost: false,
            request: ptr::null(),
            state: tvpass_str::EMPTY,
            presented: ptr::null(),
        }
    }

    /// For a call that cannot be polled: it has ended, with this failure.
    pub(super) fn for_failure(failure: &Failure) -> &'static Self {
        static NULL: tvpass_step = tvpass_step::new(TVPASS_STEP_DONE, TVPASS_STATUS_NULL_ARGUMENT);
        static PANIC: tvpass_step = tvpass_step::new(TVPASS_STEP_DONE, TVPASS_STATUS_PANIC);
        static POISONED: tvpass_step = tvpass_step::new(TVPASS_STEP_DONE, TVPASS_STATUS_POISONED);
        static RANGE: tvpass_step = tvpass_step::new(TVPASS_STEP_DONE, TVPASS_STATUS_OUT_OF_RANGE);
        match failure.cause() {
            Cause::Null(_) => &NULL,
            Cause::OutOfRange(_) => &RANGE,
            Cause::Panicked => &PANIC,
            _ => &POISONED,
        }
    }
}

pub(super) fn wait_reason(reason: WaitReason) -> tvpass_wait_reason {
    match reason {
        WaitReason::Pacing => TVPASS_WAIT_PACING,
        WaitReason::Throttled => TVPASS_WAIT_THROTTLED,
        WaitReason::Backoff => TVPASS_WAIT_BACKOFF,
        WaitReason::OtherCall => TVPASS_WAIT_OTHER_CALL,
        WaitReason::Answer => TVPASS_WAIT_ANSWER,
    }
}
