//! `tvpass_call`: an operation or a flow on its way.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use super::access_token::tvpass_access_token;
use super::arena::Owned;
use super::boundary::{Handle, Poison, change, changed, free, given, take};
use super::delivery::{reported, tvpass_delivery};
use super::error::tvpass_error;
use super::failure::Failure;
#[cfg(feature = "flows")]
use super::flow::face::{CFlow, Shown};
#[cfg(feature = "flows")]
use super::flow::faces::failed;
use super::flow::presented::tvpass_presented;
use super::outcome::tvpass_outcome;
use super::request::Prepared;
use super::response::tvpass_response;
use super::result::tvpass_text;
#[cfg(feature = "ureq")]
use super::run::Told;
use super::run::{Output, Run};
use super::status::{TVPASS_STATUS_OK, tvpass_status};
#[cfg(feature = "flows")]
use super::step::TVPASS_STEP_PRESENT;
use super::step::{
    TVPASS_STEP_DONE, TVPASS_STEP_PERSIST, TVPASS_STEP_PROVIDE_TOKEN, TVPASS_STEP_SEND,
    TVPASS_STEP_UNKNOWN, TVPASS_STEP_WAIT, tvpass_step, wait_reason,
};
use super::text::{Text, tvpass_str};
use crate::call::{Call, CallOptions, Driven, Step};
#[cfg(feature = "ureq")]
use crate::driver::{BlockingClient, Drive, FlowHandle, Turn, Unfinished};
use crate::error::{Error, ErrorCode, TransportError, TransportErrorKind};
use crate::operation::AnyOperation;

const ENDED: Error = Error::OutOfOrder("the call has ended");

/// The remaining lifetime of a token that is not known: it is used until it is rejected.
pub const TVPASS_LIFETIME_UNKNOWN: u64 = 0xffff_ffff_ffff_ffff;

/// An operation, or a flow of several, on its way. Freeing it leaves the client and its other calls
/// undisturbed.
pub struct tvpass_call {
    poison: Poison,
    /// A panic in a call may leave the client half changed, too.
    client: Arc<Poison>,
    /// None once a blocking client has run it to its end.
    run: Option<Run>,
    /// In memory of its own: C reads it while the rest changes.
    step: Box<tvpass_step>,
    /// These stay until there is another one: the host's HTTP client, or its screen, may be reading
    /// them whatever becomes of the call.
    request: Option<Owned<Prepared>>,
    state: Option<Owned<tvpass_text>>,
    #[cfg(feature = "flows")]
    shown: Option<Shown>,
    #[cfg(feature = "flows")]
    is_flow: bool,
    result: Option<Result<Owned<tvpass_outcome>, Error>>,
    #[cfg(feature = "ureq")]
    unfinished: Option<Unfinished>,
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

/// A deadline as the caller gives it: 0 is the default.
pub(super) fn options(deadline_ms: u64) -> CallOptions {
    match deadline_ms {
        0 => CallOptions::new(),
        _ => CallOptions::new().deadline_ms(deadline_ms),
    }
}

impl tvpass_call {
    pub(super) fn new(call: Call<AnyOperation>, client: Arc<Poison>) -> Self {
        Self::running(Run::Call(Box::new(call)), client)
    }

    #[cfg(feature = "flows")]
    pub(super) fn of_flow(flow: CFlow, client: Arc<Poison>) -> Self {
        Self::running(Run::Flow(Box::new(flow)), client)
    }

    fn running(run: Run, client: Arc<Poison>) -> Self {
        Self {
            poison: Poison::default(),
            client,
            #[cfg(feature = "flows")]
            is_flow: matches!(run, Run::Flow(_)),
            run: Some(run),
            step: Box::new(tvpass_step::new(TVPASS_STEP_UNKNOWN, TVPASS_STATUS_OK)),
            request: None,
            state: None,
            #[cfg(feature = "flows")]
            shown: None,
            result: None,
            #[cfg(feature = "ureq")]
            unfinished: None,
        }
    }

    /// What is driven.
    pub(super) fn run(&mut self) -> Result<&mut Run, Error> {
        self.run.as_mut().ok_or(ENDED)
    }

    fn poll(&mut self, now_ms: u64) -> *const tvpass_step {
        if self.step.kind != TVPASS_STEP_DONE {
            let step = self.next(now_ms);
            *self.step = step;
        }
        &raw const *self.step
    }

    fn next(&mut self, now_ms: u64) -> tvpass_step {
        let mut next = tvpass_step::new(TVPASS_STEP_UNKNOWN, TVPASS_STATUS_OK);
        let Some(run) = &mut self.run else {
            return next;
        };
        let mut until_ms = now_ms;
        next.kind = match run.poll(now_ms) {
            Step::Send(request) => {
                self.request = Some(Prepared::owned(request));
                until_ms = run.attempt_deadline_ms();
                TVPASS_STEP_SEND
            }
            Step::Wait {
                until_ms: until,
                reason,
            } => {
                next.wait_until_ms = until;
                next.wait_reason = wait_reason(reason);
                until_ms = until;
                TVPASS_STEP_WAIT
            }
            Step::Persist(state) => {
                self.state = Some(tvpass_text::new(state.expose().as_bytes()));
                TVPASS_STEP_PERSIST
            }
            Step::ProvideToken { rejected } => {
                next.token_rejected = rejected;
                TVPASS_STEP_PROVIDE_TOKEN
            }
            #[cfg(feature = "flows")]
            Step::Present(shown) => {
                self.shown = Some(shown);
                TVPASS_STEP_PRESENT
            }
            #[cfg(not(feature = "flows"))]
            Step::Present(nothing) => match nothing {},
            Step::Done(result) => {
                next.status = self.end(result);
                TVPASS_STEP_DONE
            }
        };
        tvpass_step {
            timeout_ms: until_ms.saturating_sub(now_ms),
            ..self.filled(next)
        }
    }

    /// A step with what stays beyond it.
    fn filled(&self, step: tvpass_step) -> tvpass_step {
        let (run, request, state) = (self.run.as_ref(), &self.request, &self.state);
        tvpass_step {
            call: run.map_or(0, Run::id),
            deadline_ms: run.map_or(0, |run| run.deadline_ms()),
            registration_was_lost: run.is_some_and(Driven::registration_was_lost),
            request: request
                .as_ref()
                .map_or(ptr::null(), |request| request.visible()),
            state: state.as_ref().map_or(tvpass_str::EMPTY, |state| state.text),
            presented: self.presented(),
            ..step
        }
    }

    /// Whether it works on this client's data.
    #[cfg(feature = "ureq")]
    pub(super) fn is_of(&self, client: &Arc<Poison>) -> bool {
        Arc::ptr_eq(&self.client, client)
    }

    /// To the next thing that is presented, or to the end.
    #[cfg(feature = "ureq")]
    pub(super) fn poll_blocking(
        &mut self,
        client: &BlockingClient,
        handle: Option<&FlowHandle<Told>>,
    ) -> *const tvpass_step {
        let is_running = self.step.kind != TVPASS_STEP_DONE;
        if let Some(run) = self.run.take_if(|_| is_running) {
            let drive = Drive {
                call: run,
                unfinished: self.unfinished.take(),
            };
            let mut step = tvpass_step::new(TVPASS_STEP_DONE, TVPASS_STATUS_OK);
            match client.run_until_presented(drive, handle) {
                #[cfg(feature = "flows")]
                Ok(Turn::Presented(drive, shown)) => {
                    self.run = Some(drive.call);
                    self.unfinished = drive.unfinished;
                    self.shown = Some(shown);
                    step.kind = TVPASS_STEP_PRESENT;
                }
                #[cfg(not(feature = "flows"))]
                Ok(Turn::Presented(_, nothing)) => match nothing {},
                Ok(Turn::Ended(result)) => step.status = self.end(result),
                Err(error) => step.status = self.end(Err(error)),
            }
            *self.step = self.filled(step);
        }
        &raw const *self.step
    }

    #[cfg(feature = "flows")]
    fn presented(&self) -> *const tvpass_presented {
        self.shown.as_ref().map_or(ptr::null(), Owned::as_ptr)
    }

    #[cfg(not(feature = "flows"))]
    fn presented(&self) -> *const tvpass_presented {
        ptr::null()
    }

    /// Keeps the result, and says its status.
    fn end(&mut self, result: Result<Output, Error>) -> tvpass_status {
        let status = match &result {
            Ok(_) => TVPASS_STATUS_OK,
            Err(error) => error.code().number(),
        };
        self.result = Some(match result {
            Ok(Output::Outcome(outcome)) => Ok(tvpass_outcome::new(outcome)),
            #[cfg(feature = "flows")]
            Ok(Output::Ended(ended)) => {
                self.shown = Some(ended.shown);
                Ok(tvpass_outcome::of_flow(ended.played))
            }
            Err(error) => {
                #[cfg(feature = "flows")]
                if self.is_flow {
                    self.shown = Some(failed(&error));
                }
                Err(error)
            }
        });
        status
    }

    fn take_result(&mut self) -> Result<Owned<tvpass_outcome>, Failure> {
        match self.result.take() {
            Some(Ok(outcome)) => Ok(outcome),
            Some(Err(error)) => {
                // An error may be asked for again; a result is handed over once.
                self.result = Some(Err(error.clone()));
                Err(error.into())
            }
            None => Err(Error::OutOfOrder(match self.step.kind {
                TVPASS_STEP_DONE => "the result was taken already",
                _ => "the call has not ended; poll it",
            })
            .into()),
        }
    }
}

/// Frees a call, and with it what was borrowed from it. If it has not ended, it is cancelled: end
/// its transfer first.
///
/// @param call consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_free(call: Option<Box<tvpass_call>>) {
    free(call);
}

/// What to do next.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds on the scale that the client was made with.
/// @return Borrowed from `call`, until it is polled again or freed; never NULL. For a call that
///   cannot go on (NULL, a panic, a poisoned one) the step is `TVPASS_STEP_DONE`, as it is for one
///   that has ended, and its `status` says why.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_poll(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
) -> *const tvpass_step {
    changed(call, |call| Ok(call.poll(now_ms)))
        .unwrap_or_else(|failure| tvpass_step::for_failure(&failure))
}

/// The answer to the request of the last `TVPASS_STEP_SEND`, whatever its HTTP status.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param response borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up
///   at the deadline; the call is unchanged), or a common status. What the answer means is told by
///   the next poll.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_respond(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    response: Option<&tvpass_response>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        Ok(call.run()?.respond(now_ms, &given(response)?.response)?)
    })
}

/// The request of the last `TVPASS_STEP_SEND`, or its answer, was lost.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param what a `TVPASS_STATUS_TRANSPORT_…`.
/// @param delivery a `TVPASS_DELIVERY_…`: whether the server may have acted on the request. If in
///   doubt, `TVPASS_DELIVERY_POSSIBLE`.
/// @param message the HTTP client's words for a log, without URLs and headers; copied. It need not
///   be UTF-8: what is not becomes U+FFFD.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up
///   at the deadline; the call is unchanged), `TVPASS_STATUS_OUT_OF_RANGE` (another status or
///   delivery), or a common status. What follows is told by the next poll.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_fail(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    what: tvpass_status,
    delivery: tvpass_delivery,
    message: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        let delivery = reported(delivery)?;
        let kind = transport_kind(what).ok_or_else(|| Failure::out_of_range("what"))?;
        let message = message.lenient("message")?.into_owned();
        let failure = TransportError::new(kind, delivery, message);
        Ok(call.run()?.fail(now_ms, failure)?)
    })
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

/// The state of the last `TVPASS_STEP_PERSIST` was stored, or could not be. If not, the call goes
/// on all the same, and the next call asks again.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param success whether it was stored.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing was to be stored, or it was
///   reported already), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_persisted(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    success: bool,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        Ok(call.run()?.persisted(now_ms, success)?)
    })
}

/// The token that `TVPASS_STEP_PROVIDE_TOKEN` asked for.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param access_token borrowed for the call.
/// @param expires_in_s its remaining lifetime in seconds, or `TVPASS_LIFETIME_UNKNOWN`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common
///   status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_provide_token(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    access_token: Option<&tvpass_access_token>,
    expires_in_s: u64,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        let token = given(access_token)?.token.clone();
        let lifetime = (expires_in_s != TVPASS_LIFETIME_UNKNOWN).then_some(expires_in_s);
        Ok(call.run()?.provide_token(now_ms, token, lifetime)?)
    })
}

/// The app has no token: the call, and those that wait for the token, end with
/// `TVPASS_STATUS_TOKEN_SOURCE_FAILED`.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param reason for a log; copied. It need not be UTF-8: what is not becomes U+FFFD.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common
///   status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_token_failed(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    reason: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        let reason = reason.lenient("reason")?;
        Ok(call.run()?.token_failed(now_ms, &reason)?)
    })
}

/// Ends the call: the next poll is `TVPASS_STEP_DONE` with `TVPASS_STATUS_CANCELLED`. The host also
/// ends the transfer of its request. What is already on its way may still happen. Does nothing to a
/// call that has ended.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_cancel(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        if let Some(run) = &mut call.run {
            run.cancel(now_ms);
        }
        Ok(())
    })
}

/// The result, after `TVPASS_STEP_DONE`.
///
/// @param call changed.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`. It is handed over
///   once.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; `TVPASS_STATUS_OUT_OF_ORDER` (the call has not ended, or the outcome
///   was taken); any other: why the operation failed.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_take_outcome(
    call: Option<&mut tvpass_call>,
    out: Option<&mut MaybeUninit<*mut tvpass_outcome>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    take(call, out, error, tvpass_call::take_result)
}
