//! `tvpass_event`: something that happened in a call; and the queue that events wait in.
//!
//! Events are fetched from a queue, not delivered by a callback: no foreign code runs inside the library, so none can unwind or `longjmp`
//! through it, free the client it is called for, or be called on a thread that its author did not think of. An event loop fetches them
//! after each poll.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::boundary::{Poison, free, get, handle};
use super::request::method;
use super::status::{TVPASS_STATUS_OK, tvpass_status};
use super::text::{Span, Texts, tvpass_str};
use crate::call::{Event, EventKind, Observer, Purpose, WaitReason};
use crate::error::{Delivery, Error, ErrorCode, TransportError};

/// What happened.
pub type tvpass_event_kind = i32;

/// Something that this version does not know: see `tvpass_event_text`.
pub const TVPASS_EVENT_UNKNOWN: tvpass_event_kind = 0;
/// A request goes out: purpose, method, operation.
pub const TVPASS_EVENT_REQUEST: tvpass_event_kind = 1;
/// An answer came in: purpose, HTTP status, duration; if it means an error: status, Adobe's code, trace.
pub const TVPASS_EVENT_ANSWER: tvpass_event_kind = 2;
/// The request or its answer was lost: purpose, status, delivery, duration.
pub const TVPASS_EVENT_TRANSPORT_FAILURE: tvpass_event_kind = 3;
/// The call waits: wait reason, duration (at most).
pub const TVPASS_EVENT_WAIT: tvpass_event_kind = 4;
/// A request is tried again: attempt, and the status that it recovers from.
pub const TVPASS_EVENT_RETRY: tvpass_event_kind = 5;
/// There is a new access token: duration (its lifetime).
pub const TVPASS_EVENT_TOKEN_RENEWED: tvpass_event_kind = 6;
/// The service did not accept the token.
pub const TVPASS_EVENT_TOKEN_REJECTED: tvpass_event_kind = 7;
/// The app was registered.
pub const TVPASS_EVENT_REGISTERED: tvpass_event_kind = 8;
/// The registration is lost, and the user's profiles with it.
pub const TVPASS_EVENT_REGISTRATION_LOST: tvpass_event_kind = 9;
/// The state was stored.
pub const TVPASS_EVENT_PERSISTED: tvpass_event_kind = 10;
/// The state could not be stored. If the process ends now, the next start registers again.
pub const TVPASS_EVENT_NOT_PERSISTED: tvpass_event_kind = 11;
/// The call ended: status, duration (from its start).
pub const TVPASS_EVENT_DONE: tvpass_event_kind = 12;

/// What a request is for.
pub type tvpass_purpose = i32;

/// The event is about no request, or about something that this version does not know.
pub const TVPASS_PURPOSE_UNKNOWN: tvpass_purpose = 0;
/// Registration of the app.
pub const TVPASS_PURPOSE_REGISTER: tvpass_purpose = 1;
/// An access token.
pub const TVPASS_PURPOSE_TOKEN: tvpass_purpose = 2;
/// The call's own operation.
pub const TVPASS_PURPOSE_OPERATION: tvpass_purpose = 3;

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
/// Another call is registering, getting the token, or having the state stored. Poll again when that call was given an answer.
pub const TVPASS_WAIT_OTHER_CALL: tvpass_wait_reason = 4;
/// Its own request is still out, or its state is being stored.
pub const TVPASS_WAIT_ANSWER: tvpass_wait_reason = 5;

/// Whether the server may have acted on a request whose answer did not arrive.
pub type tvpass_delivery = i32;

/// Not known; counts as possible.
pub const TVPASS_DELIVERY_UNKNOWN: tvpass_delivery = 0;
/// The request certainly did not reach the server.
pub const TVPASS_DELIVERY_NOT_SENT: tvpass_delivery = 1;
/// It may have. If in doubt, report this.
pub const TVPASS_DELIVERY_POSSIBLE: tvpass_delivery = 2;

/// Something that happened in a call. Never a secret: no token, no body, no path, no query.
pub struct tvpass_event {
    poison: Poison,
    at_ms: u64,
    call: u64,
    kind: tvpass_event_kind,
    purpose: tvpass_purpose,
    wait_reason: tvpass_wait_reason,
    delivery: tvpass_delivery,
    status: tvpass_status,
    http_status: u16,
    attempt: u32,
    duration_ms: u64,
    method: tvpass_str,
    operation: Span,
    adobe_code: Span,
    trace: Span,
    text: Span,
    texts: Texts,
}

handle!(tvpass_event, "event");

// SAFETY: the only pointer, `method`, is to static text.
unsafe impl Send for tvpass_event {}
// SAFETY: as above.
unsafe impl Sync for tvpass_event {}

impl tvpass_event {
    pub(super) fn new(event: &Event) -> Self {
        let mut texts = Texts::with_capacity(256);
        let mut this = Self {
            poison: Poison::default(),
            at_ms: event.at_ms,
            call: event.call,
            kind: TVPASS_EVENT_UNKNOWN,
            purpose: TVPASS_PURPOSE_UNKNOWN,
            wait_reason: TVPASS_WAIT_UNKNOWN,
            delivery: TVPASS_DELIVERY_UNKNOWN,
            status: TVPASS_STATUS_OK,
            http_status: 0,
            attempt: 0,
            duration_ms: 0,
            method: tvpass_str::EMPTY,
            operation: Span::default(),
            adobe_code: Span::default(),
            trace: Span::default(),
            text: texts.push(&event.to_string()),
            texts,
        };
        this.kind = this.fill(&event.kind);
        this
    }

    fn fill(&mut self, kind: &EventKind) -> tvpass_event_kind {
        match kind {
            EventKind::Request {
                purpose: what,
                method: how,
                operation,
            } => {
                self.purpose = purpose(*what);
                self.method = method(*how);
                self.operation = self.texts.push(operation);
                TVPASS_EVENT_REQUEST
            }
            EventKind::Status {
                purpose: what,
                status,
                duration_ms,
                error,
                adobe_code,
                trace,
            } => {
                self.purpose = purpose(*what);
                self.http_status = *status;
                self.duration_ms = *duration_ms;
                self.status = error.map_or(TVPASS_STATUS_OK, ErrorCode::number);
                self.adobe_code = self.texts.push_optional(adobe_code.as_deref());
                self.trace = self.texts.push_optional(trace.as_deref());
                TVPASS_EVENT_ANSWER
            }
            EventKind::TransportFailure {
                purpose: what,
                kind,
                delivery,
                duration_ms,
            } => {
                self.purpose = purpose(*what);
                let error = TransportError::new(*kind, *delivery, "");
                self.status = Error::Transport(error).code().number();
                self.delivery = match delivery {
                    Delivery::NotSent => TVPASS_DELIVERY_NOT_SENT,
                    Delivery::Possible => TVPASS_DELIVERY_POSSIBLE,
                };
                self.duration_ms = *duration_ms;
                TVPASS_EVENT_TRANSPORT_FAILURE
            }
            EventKind::Wait { reason, for_ms } => {
                self.wait_reason = wait_reason(*reason);
                self.duration_ms = *for_ms;
                TVPASS_EVENT_WAIT
            }
            EventKind::Retry { attempt, error } => {
                self.attempt = *attempt;
                self.status = error.number();
                TVPASS_EVENT_RETRY
            }
            EventKind::TokenRenewed { expires_in_s } => {
                self.duration_ms = expires_in_s.saturating_mul(1000);
                TVPASS_EVENT_TOKEN_RENEWED
            }
            EventKind::TokenRejected => TVPASS_EVENT_TOKEN_REJECTED,
            EventKind::Registered => TVPASS_EVENT_REGISTERED,
            EventKind::RegistrationLost => TVPASS_EVENT_REGISTRATION_LOST,
            EventKind::Persisted => TVPASS_EVENT_PERSISTED,
            EventKind::NotPersisted => TVPASS_EVENT_NOT_PERSISTED,
            EventKind::Done { error, duration_ms } => {
                self.status = error.map_or(TVPASS_STATUS_OK, ErrorCode::number);
                self.duration_ms = *duration_ms;
                TVPASS_EVENT_DONE
            }
        }
    }
}

fn purpose(purpose: Purpose) -> tvpass_purpose {
    match purpose {
        Purpose::Register => TVPASS_PURPOSE_REGISTER,
        Purpose::Token => TVPASS_PURPOSE_TOKEN,
        Purpose::Operation => TVPASS_PURPOSE_OPERATION,
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

/// The events that the app has not fetched yet: the last ones.
pub(super) struct Queue {
    capacity: usize,
    waiting: Mutex<(VecDeque<Event>, u64)>,
}

impl Queue {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            waiting: Mutex::default(),
        }
    }

    pub(super) fn pop(&self) -> Option<Event> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0.pop_front()
    }

    pub(super) fn dropped(&self) -> u64 {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
    }
}

impl Observer for Queue {
    fn event(&self, event: &Event) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (events, dropped) = &mut *waiting;
        if events.len() >= self.capacity {
            events.pop_front();
            *dropped += 1;
        }
        events.push_back(event.clone());
    }
}

/// Frees an event.
///
/// @param event consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_free(event: *mut tvpass_event) {
    // SAFETY: the caller's promise.
    unsafe { free(event) };
}

/// What happened.
///
/// @param event borrowed.
/// @return A `TVPASS_EVENT_…`; `TVPASS_EVENT_UNKNOWN` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_what(event: *const tvpass_event) -> tvpass_event_kind {
    // SAFETY: the caller's promise.
    unsafe { get(event, TVPASS_EVENT_UNKNOWN, |event| event.kind) }
}

/// When, in milliseconds on the host's scale.
///
/// @param event borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_at_ms(event: *const tvpass_event) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(event, 0, |event| event.at_ms) }
}

/// Which call: see `tvpass_call_id`.
///
/// @param event borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_call(event: *const tvpass_event) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(event, 0, |event| event.call) }
}

/// The event as a line for a log.
///
/// @param event borrowed.
/// @return Borrowed from `event`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_text(event: *const tvpass_event) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(event, tvpass_str::EMPTY, |event| {
            event.texts.get(event.text)
        })
    }
}

/// What the request is for.
///
/// @param event borrowed.
/// @return A `TVPASS_PURPOSE_…`; `TVPASS_PURPOSE_UNKNOWN` for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_purpose(event: *const tvpass_event) -> tvpass_purpose {
    // SAFETY: the caller's promise.
    unsafe { get(event, TVPASS_PURPOSE_UNKNOWN, |event| event.purpose) }
}

/// The request's method.
///
/// @param event borrowed.
/// @return Lives as long as the library. Empty for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_method(event: *const tvpass_event) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get(event, tvpass_str::EMPTY, |event| event.method) }
}

/// The operation that the request is of, e.g. `logout`; `registration` and `token` for what a call does by itself. Never its path, which may
/// hold ids and codes.
///
/// @param event borrowed.
/// @return Borrowed from `event`, until that is freed. Empty for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_operation(event: *const tvpass_event) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(event, tvpass_str::EMPTY, |event| {
            event.texts.get(event.operation)
        })
    }
}

/// The answer's HTTP status.
///
/// @param event borrowed.
/// @return 0 for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_http_status(event: *const tvpass_event) -> u16 {
    // SAFETY: the caller's promise.
    unsafe { get(event, 0, |event| event.http_status) }
}

/// The error that it is about.
///
/// @param event borrowed.
/// @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_status(event: *const tvpass_event) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { get(event, TVPASS_STATUS_OK, |event| event.status) }
}

/// Adobe's own code.
///
/// @param event borrowed.
/// @return Borrowed from `event`, until that is freed. Empty for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_adobe_code(event: *const tvpass_event) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(event, tvpass_str::EMPTY, |event| {
            event.texts.get(event.adobe_code)
        })
    }
}

/// Adobe's identifier of the answer.
///
/// @param event borrowed.
/// @return Borrowed from `event`, until that is freed. Empty for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_trace(event: *const tvpass_event) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(event, tvpass_str::EMPTY, |event| {
            event.texts.get(event.trace)
        })
    }
}

/// Whether the server may have acted on a lost request.
///
/// @param event borrowed.
/// @return A `TVPASS_DELIVERY_…`; `TVPASS_DELIVERY_UNKNOWN` for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_delivery(event: *const tvpass_event) -> tvpass_delivery {
    // SAFETY: the caller's promise.
    unsafe { get(event, TVPASS_DELIVERY_UNKNOWN, |event| event.delivery) }
}

/// Why the call waits.
///
/// @param event borrowed.
/// @return A `TVPASS_WAIT_…`; `TVPASS_WAIT_UNKNOWN` for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_wait_reason(
    event: *const tvpass_event,
) -> tvpass_wait_reason {
    // SAFETY: the caller's promise.
    unsafe { get(event, TVPASS_WAIT_UNKNOWN, |event| event.wait_reason) }
}

/// The number of the next attempt: 2 or 3.
///
/// @param event borrowed.
/// @return 0 for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_attempt(event: *const tvpass_event) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { get(event, 0, |event| event.attempt) }
}

/// A duration in milliseconds; the event's kind says of what.
///
/// @param event borrowed.
/// @return 0 for events without one.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_duration_ms(event: *const tvpass_event) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(event, 0, |event| event.duration_ms) }
}
