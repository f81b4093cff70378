//! `tvpass_call`: a logout on its way.

use std::ffi::c_char;
use std::sync::Arc;

use super::boundary::{Failure, Handle, Poison, borrowed, change, clear, free, get, put, store};
use super::error::tvpass_error;
use super::event::{
    TVPASS_DELIVERY_NOT_SENT, TVPASS_DELIVERY_POSSIBLE, TVPASS_DELIVERY_UNKNOWN,
    TVPASS_WAIT_UNKNOWN, tvpass_delivery, tvpass_wait_reason, wait_reason,
};
use super::logout::tvpass_logout;
use super::request::tvpass_request;
use super::response::tvpass_response;
use super::status::tvpass_status;
use super::text::{Span, Texts, lenient_text, text, tvpass_str};
use crate::call::{Call, Step};
use crate::error::{Delivery, Error, ErrorCode, TransportError, TransportErrorKind};
use crate::operation::InitiateLogout;
use crate::outcome::Logout;
use crate::token::AccessToken;

/// What the host has to do next.
pub type tvpass_step = i32;

/// Something that this version of the header does not know. Does not happen with a library of the same version.
pub const TVPASS_STEP_UNKNOWN: tvpass_step = 0;
/// Send `tvpass_call_request` as it is and once, without following redirects, with an HTTP client that repeats nothing by itself; then
/// `tvpass_call_respond` or `tvpass_call_fail`.
pub const TVPASS_STEP_SEND: tvpass_step = 1;
/// Poll again at `tvpass_call_wait_until_ms`, or as soon as another call of the client was given an answer, was cancelled or freed. Polling
/// earlier is harmless.
pub const TVPASS_STEP_WAIT: tvpass_step = 2;
/// Store `tvpass_call_state`, durably and in place of the old one; then `tvpass_call_persisted`, even if the call has ended meanwhile: until
/// then, or until the call is freed, no other call of the client is told to store.
pub const TVPASS_STEP_PERSIST: tvpass_step = 3;
/// Get a token from the app's own source; then `tvpass_call_provide_token` or `tvpass_call_token_failed`.
pub const TVPASS_STEP_PROVIDE_TOKEN: tvpass_step = 4;
/// The call has ended: `tvpass_call_take_logout`, then free it.
pub const TVPASS_STEP_DONE: tvpass_step = 5;

/// The remaining lifetime of a token that is not known: it is used until it is rejected.
pub const TVPASS_LIFETIME_UNKNOWN: u64 = 0xffff_ffff_ffff_ffff;

/// A logout on its way. Freeing it leaves the client and its other calls undisturbed.
pub struct tvpass_call {
    poison: Poison,
    /// A panic in a call may leave the client half changed, too.
    client: Arc<Poison>,
    call: Call<InitiateLogout>,
    step: tvpass_step,
    /// These two stay until there is another one: the host's HTTP client may be reading them whatever becomes of the call.
    request: Option<Box<tvpass_request>>,
    state: Option<(Texts, Span)>,
    wait_until_ms: u64,
    wait_reason: tvpass_wait_reason,
    token_rejected: bool,
    result: Option<Result<Logout, Error>>,
}

impl Handle for tvpass_call {
    const NAME: &'static str = "call";

    fn poison(&self) {
        self.poison.set();
        self.client.set();
    }

    fn is_poisoned(&self) -> bool {
        self.poison.is_set() || self.client.is_set()
    }
}

impl tvpass_call {
    pub(super) fn new(call: Call<InitiateLogout>, client: Arc<Poison>) -> Self {
        Self {
            poison: Poison::default(),
            client,
            call,
            step: TVPASS_STEP_UNKNOWN,
            request: None,
            state: None,
            wait_until_ms: 0,
            wait_reason: TVPASS_WAIT_UNKNOWN,
            token_rejected: false,
            result: None,
        }
    }

    fn poll(&mut self, now_ms: u64) -> Result<tvpass_step, Failure> {
        if self.step == TVPASS_STEP_DONE {
            return Err(Error::OutOfOrder("the call has ended; start another one").into());
        }
        self.wait_until_ms = 0;
        self.wait_reason = TVPASS_WAIT_UNKNOWN;
        self.step = match self.call.poll(now_ms) {
            Step::Send(request) => {
                self.request = Some(Box::new(tvpass_request::new(request)));
                TVPASS_STEP_SEND
            }
            Step::Wait { until_ms, reason } => {
                self.wait_until_ms = until_ms;
                self.wait_reason = wait_reason(reason);
                TVPASS_STEP_WAIT
            }
            Step::Persist(state) => {
                let mut texts = Texts::with_capacity(state.expose().len() + 1);
                let span = texts.push(state.expose());
                self.state = Some((texts, span));
                TVPASS_STEP_PERSIST
            }
            Step::ProvideToken { rejected } => {
                self.token_rejected = rejected;
                TVPASS_STEP_PROVIDE_TOKEN
            }
            Step::Done(result) => {
                self.result = Some(result);
                TVPASS_STEP_DONE
            }
        };
        Ok(self.step)
    }

    fn take_result(&mut self) -> Result<tvpass_logout, Failure> {
        match self.result.take() {
            Some(Ok(logout)) => Ok(tvpass_logout::new(logout)),
            Some(Err(error)) => {
                // An error may be asked for again; a result is handed over once.
                self.result = Some(Err(error.clone()));
                Err(error.into())
            }
            None => Err(Error::OutOfOrder(match self.step {
                TVPASS_STEP_DONE => "the result was taken already",
                _ => "the call has not ended; poll it",
            })
            .into()),
        }
    }
}

/// Frees a call, and with it what was borrowed from it. If it has not ended, it is cancelled: end its transfer first.
///
/// @param call consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_free(call: *mut tvpass_call) {
    // SAFETY: the caller's promise.
    unsafe { free(call) };
}

/// The call's number in events: 1 for a client's first.
///
/// @param call borrowed.
/// @return 0 for NULL.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_id(call: *const tvpass_call) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(call, 0, |call| call.call.id()) }
}

/// When the call ends at the latest. Do not let a request run longer.
///
/// @param call borrowed.
/// @return In milliseconds on the host's scale; 0 for NULL.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_deadline_ms(call: *const tvpass_call) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(call, 0, |call| call.call.deadline_ms()) }
}

/// Whether this call found the registration lost and registered again, as the configuration allowed: the user's profiles are gone.
///
/// @param call borrowed.
/// @return `false` for NULL.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_registration_was_lost(call: *const tvpass_call) -> bool {
    // SAFETY: the caller's promise.
    unsafe { get(call, false, |call| call.call.registration_was_lost()) }
}

/// What to do next.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds on the scale that the client was made with.
/// @param step receives a `TVPASS_STEP_…`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (the call has ended), or a common status. That the logout failed is not an error
///   of this function: the step is `TVPASS_STEP_DONE`, and `tvpass_call_take_logout` tells.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_poll(
    call: *mut tvpass_call,
    now_ms: u64,
    step: *mut tvpass_step,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            // First, so that no step is lost.
            store(step, "step", TVPASS_STEP_UNKNOWN)?;
            store(step, "step", call.poll(now_ms)?)
        })
    }
}

/// The request to send, after `TVPASS_STEP_SEND`.
///
/// @param call borrowed.
/// @return Borrowed from `call`, until the next `TVPASS_STEP_SEND` or until `call` is freed. NULL if there is none. Not to be freed.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_request(call: *const tvpass_call) -> *const tvpass_request {
    // SAFETY: the caller's promise.
    unsafe {
        get(call, std::ptr::null(), |call| {
            call.request
                .as_deref()
                .map_or(std::ptr::null(), std::ptr::from_ref)
        })
    }
}

/// When to poll again, after `TVPASS_STEP_WAIT`.
///
/// @param call borrowed.
/// @return In milliseconds on the host's scale; 0 after any other step.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_wait_until_ms(call: *const tvpass_call) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(call, 0, |call| call.wait_until_ms) }
}

/// Why to wait, after `TVPASS_STEP_WAIT`.
///
/// @param call borrowed.
/// @return A `TVPASS_WAIT_…`; `TVPASS_WAIT_UNKNOWN` after any other step.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_wait_reason(call: *const tvpass_call) -> tvpass_wait_reason {
    // SAFETY: the caller's promise.
    unsafe { get(call, TVPASS_WAIT_UNKNOWN, |call| call.wait_reason) }
}

/// The state to store, after `TVPASS_STEP_PERSIST`. It has the client credentials and the token: only this app may be able to read it.
///
/// @param call borrowed.
/// @return Borrowed from `call`, until the next `TVPASS_STEP_PERSIST` or until `call` is freed. Empty if there is none.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_state(call: *const tvpass_call) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(call, tvpass_str::EMPTY, |call| {
            call.state
                .as_ref()
                .map_or(tvpass_str::EMPTY, |(texts, span)| texts.get(*span))
        })
    }
}

/// Whether the last token was not accepted, so that a new one is needed; after `TVPASS_STEP_PROVIDE_TOKEN`.
///
/// @param call borrowed.
/// @return `false` for NULL.
///
/// Threads: any, while no thread changes the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_token_rejected(call: *const tvpass_call) -> bool {
    // SAFETY: the caller's promise.
    unsafe { get(call, false, |call| call.token_rejected) }
}

/// The answer to the request of the last `TVPASS_STEP_SEND`, whatever its HTTP status.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param response borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up at the deadline; the call is unchanged), or
///   a common status. What the answer means is told by the next poll.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_respond(
    call: *mut tvpass_call,
    now_ms: u64,
    response: *const tvpass_response,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            let response = borrowed(response)?;
            Ok(call.call.respond(now_ms, &response.response)?)
        })
    }
}

/// The request of the last `TVPASS_STEP_SEND`, or its answer, was lost.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param what a `TVPASS_STATUS_TRANSPORT_…`.
/// @param delivery a `TVPASS_DELIVERY_…`: whether the server may have acted on the request. If in doubt, `TVPASS_DELIVERY_POSSIBLE`.
/// @param message the HTTP client's words for a log, without URLs and headers; copied. It need not be UTF-8: what is not becomes U+FFFD.
/// @param message_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up at the deadline; the call is unchanged),
///   `TVPASS_STATUS_OUT_OF_RANGE` (another status or delivery), or a common status. What follows is told by the next poll.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_fail(
    call: *mut tvpass_call,
    now_ms: u64,
    what: tvpass_status,
    delivery: tvpass_delivery,
    message: *const c_char,
    message_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            let delivery = match delivery {
                TVPASS_DELIVERY_NOT_SENT => Delivery::NotSent,
                TVPASS_DELIVERY_POSSIBLE | TVPASS_DELIVERY_UNKNOWN => Delivery::Possible,
                _ => return Err(Failure::OutOfRange("delivery")),
            };
            let kind = transport_kind(what).ok_or(Failure::OutOfRange("what"))?;
            let message = lenient_text("message", message, message_len)?.into_owned();
            Ok(call
                .call
                .fail(now_ms, TransportError::new(kind, delivery, message))?)
        })
    }
}

fn transport_kind(status: tvpass_status) -> Option<TransportErrorKind> {
    use TransportErrorKind as Kind;
    let code = ErrorCode::ALL.iter().find(|code| code.number() == status)?;
    match code {
        ErrorCode::TransportDns => Some(Kind::Dns),
        ErrorCode::TransportConnect => Some(Kind::Connect),
        ErrorCode::TransportTls => Some(Kind::Tls),
        ErrorCode::TransportTimeout => Some(Kind::Timeout),
        ErrorCode::TransportConnectionLost => Some(Kind::ConnectionLost),
        ErrorCode::TransportResponseTooLarge => Some(Kind::ResponseTooLarge),
        ErrorCode::TransportRefused => Some(Kind::Refused),
        ErrorCode::TransportProtocol => Some(Kind::Protocol),
        ErrorCode::TransportOther => Some(Kind::Other),
        _ => None,
    }
}

/// The state of the last `TVPASS_STEP_PERSIST` was stored, or could not be. If not, the call goes on all the same, and the next call asks again.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param success whether it was stored.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing was to be stored, or it was reported already), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_persisted(
    call: *mut tvpass_call,
    now_ms: u64,
    success: bool,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            Ok(call.call.persisted(now_ms, success)?)
        })
    }
}

/// The token that `TVPASS_STEP_PROVIDE_TOKEN` asked for.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param access_token the token alone, without `Bearer`; copied.
/// @param access_token_len its length in bytes.
/// @param expires_in_s its remaining lifetime in seconds, or `TVPASS_LIFETIME_UNKNOWN`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_provide_token(
    call: *mut tvpass_call,
    now_ms: u64,
    access_token: *const c_char,
    access_token_len: usize,
    expires_in_s: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            let token = AccessToken::new(text("access_token", access_token, access_token_len)?)?;
            let lifetime = (expires_in_s != TVPASS_LIFETIME_UNKNOWN).then_some(expires_in_s);
            Ok(call.call.provide_token(now_ms, token, lifetime)?)
        })
    }
}

/// The app has no token: the call, and those that wait for the token, end with `TVPASS_STATUS_TOKEN_SOURCE_FAILED`.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param reason for a log; copied. It need not be UTF-8: what is not becomes U+FFFD.
/// @param reason_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_token_failed(
    call: *mut tvpass_call,
    now_ms: u64,
    reason: *const c_char,
    reason_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            let reason = lenient_text("reason", reason, reason_len)?;
            Ok(call.call.token_failed(now_ms, &reason)?)
        })
    }
}

/// Ends the call: the next poll is `TVPASS_STEP_DONE` with `TVPASS_STATUS_CANCELLED`. The host also ends the transfer of its request. A
/// logout that is already on its way may still happen. Does nothing to a call that has ended.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_cancel(
    call: *mut tvpass_call,
    now_ms: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(call, error, |call| {
            call.call.cancel(now_ms);
            Ok(())
        })
    }
}

/// The result, after `TVPASS_STEP_DONE`.
///
/// @param call changed.
/// @param out receives the outcome; caller frees with `tvpass_logout_free`. It is handed over once.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; `TVPASS_STATUS_OUT_OF_ORDER` (the call has not ended, or the outcome was taken); any other: why the logout
///   failed.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_take_logout(
    call: *mut tvpass_call,
    out: *mut *mut tvpass_logout,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        clear(out);
        change(call, error, |call| put(out, || call.take_result()))
    }
}
