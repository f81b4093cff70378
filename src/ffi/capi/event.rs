//! `tvpass_event`: something that happened in a call.

use super::arena::{Arena, Owned};
use super::delivery::{TVPASS_DELIVERY_UNKNOWN, delivery, tvpass_delivery};
use super::request::method;
use super::status::{TVPASS_STATUS_OK, tvpass_status};
use super::step::{TVPASS_WAIT_UNKNOWN, tvpass_wait_reason, wait_reason};
use super::text::tvpass_str;
use crate::call::{Event, EventKind, Purpose};
use crate::error::{Error, ErrorCode, TransportError};

/// What happened.
pub type tvpass_event_kind = i32;

/// Something that this version does not know: see `text`.
pub const TVPASS_EVENT_UNKNOWN: tvpass_event_kind = 0;
/// A request goes out: purpose, method, operation.
pub const TVPASS_EVENT_REQUEST: tvpass_event_kind = 1;
/// An answer came in: purpose, HTTP status, duration; if it means an error: status, Adobe's code,
/// trace.
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

/// Something that happened in a call. Never a secret: no token, no body, no path, no query. Freed
/// with `tvpass_event_free`, and all that it refers to with it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_event {
    /// What happened: a `TVPASS_EVENT_…`.
    pub kind: tvpass_event_kind,
    /// What the request is for: a `TVPASS_PURPOSE_…`, `TVPASS_PURPOSE_UNKNOWN` for events without
    /// one.
    pub purpose: tvpass_purpose,
    /// The error that it is about: a `TVPASS_STATUS_…`, `TVPASS_STATUS_OK` for events without one.
    pub status: tvpass_status,
    /// The answer's HTTP status; 0 for events without one.
    pub http_status: i32,
    /// Whether the server may have acted on a lost request: a `TVPASS_DELIVERY_…`,
    /// `TVPASS_DELIVERY_UNKNOWN` for events without one.
    pub delivery: tvpass_delivery,
    /// Why the call waits: a `TVPASS_WAIT_…`, `TVPASS_WAIT_UNKNOWN` for events without one.
    pub wait_reason: tvpass_wait_reason,
    /// The number of the next attempt, 2 or 3; 0 for events without one.
    pub attempt: u32,
    /// When, in milliseconds on the host's scale.
    pub at_ms: u64,
    /// Which call: see `call` of `tvpass_step`.
    pub call: u64,
    /// A duration in milliseconds; the kind says of what. 0 for events without one.
    pub duration_ms: u64,
    /// The event as a line for a log.
    pub text: tvpass_str,
    /// The request's method. Empty for events without one.
    pub method: tvpass_str,
    /// The operation that the request is of, e.g. `logout`; `registration` and `token` for what a
    /// call does by itself. Never its path, which may hold ids and codes. Empty for events without
    /// one.
    pub operation: tvpass_str,
    /// Adobe's own code. Empty for events without one.
    pub adobe_code: tvpass_str,
    /// Adobe's identifier of the answer. Empty for events without one.
    pub trace: tvpass_str,
}

/// What the texts of an event usually take.
const USUAL: usize = 256;

impl tvpass_event {
    pub(super) fn new(event: &Event) -> Owned<Self> {
        Owned::new(USUAL, |arena| {
            let mut this = Self {
                kind: TVPASS_EVENT_UNKNOWN,
                purpose: TVPASS_PURPOSE_UNKNOWN,
                status: TVPASS_STATUS_OK,
                http_status: 0,
                delivery: TVPASS_DELIVERY_UNKNOWN,
                wait_reason: TVPASS_WAIT_UNKNOWN,
                attempt: 0,
                at_ms: event.at_ms,
                call: event.call,
                duration_ms: 0,
                text: arena.text(&event.to_string()),
                method: tvpass_str::EMPTY,
                operation: tvpass_str::EMPTY,
                adobe_code: tvpass_str::EMPTY,
                trace: tvpass_str::EMPTY,
            };
            this.kind = this.fill(arena, &event.kind);
            this
        })
    }

    fn fill(&mut self, arena: &Arena, kind: &EventKind) -> tvpass_event_kind {
        match kind {
            EventKind::Request {
                purpose: what,
                method: how,
                operation,
            } => {
                self.purpose = purpose(*what);
                self.method = method(*how);
                self.operation = arena.text(operation);
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
                self.http_status = (*status).into();
                self.duration_ms = *duration_ms;
                self.status = error.map_or(TVPASS_STATUS_OK, ErrorCode::number);
                self.adobe_code = arena.optional(adobe_code.as_deref());
                self.trace = arena.optional(trace.as_deref());
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
                self.delivery = self::delivery(*delivery);
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
