//! An operation, or a flow, on its way: one crossing tells it what happened and gets what to do
//! next.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::event::{Collector, TvPassEvent, WaitReason};
use super::failure::{CoreError, Failure, guarded, panicked};
use super::http::{HttpRequest, HttpResponse, TransportFailure};
use super::outcome::{Outcome, Present, Presented};
use super::user_input::{Told, UserInput};
use crate::call::{self, Driven};
use crate::error::Error;
use crate::token::AccessToken;

/// What has happened since the last step.
#[derive(Clone, uniffi::Enum)]
pub enum Input {
    /// Nothing: the call begins, or a wait is over.
    Poll,
    /// The request of the last `Send` was answered, whatever the status.
    Response {
        /// The answer.
        response: HttpResponse,
    },
    /// That request, or its answer, was lost.
    TransportFailed {
        /// How.
        failure: TransportFailure,
    },
    /// The state of the last `Persist` was stored, or could not be.
    Persisted {
        /// Whether it was.
        success: bool,
    },
    /// The token that `ProvideToken` asked for.
    Token {
        /// The token, a secret.
        access_token: String,
        /// Its remaining lifetime in seconds; `None`: unknown.
        expires_in_s: Option<u64>,
    },
    /// There is no token.
    TokenFailed {
        /// Why.
        reason: String,
    },
    /// The call is to end. The host ends the request that it is sending, too.
    Cancel,
}

/// What the host has to do next.
#[derive(Clone, uniffi::Enum)]
pub enum Step {
    /// Send this request as it is, without following redirects; then `Response` or
    /// `TransportFailed`.
    Send {
        /// The request.
        request: HttpRequest,
        /// How long to wait for its answer; then `TransportFailed` with a timeout, and the call
        /// tries again if it may.
        timeout_ms: u64,
    },
    /// `Poll` at this time; if the reason is `OtherCall`, as soon as another call of the client
    /// has advanced; and as soon as `tell` was called.
    Wait {
        /// When, on the host's scale.
        until_ms: u64,
        /// What for.
        reason: WaitReason,
    },
    /// Store this, a secret, durably and in place of the old; then `Persisted`.
    Persist {
        /// The state.
        state: Vec<u8>,
    },
    /// Get a token from the app's own source; then `Token` or `TokenFailed`.
    ProvideToken {
        /// The last one was not accepted.
        rejected: bool,
    },
    /// Of a flow: present this, in place of what was presented before, and `Poll`. What the user
    /// does about it is told with `tell`.
    Present {
        /// What.
        presented: Presented,
    },
    /// The call has ended well.
    Done {
        /// The result.
        outcome: Outcome,
    },
    /// The call has ended.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// A step, and what has happened in the client since the last one.
#[derive(Clone, uniffi::Record)]
pub struct Turn {
    /// What to do.
    pub step: Step,
    /// What happened, of all calls of the client, if the configuration asks for events.
    pub events: Vec<TvPassEvent>,
    /// Whether this call has found the registration lost and registered again, as the configuration
    /// allows: the user's profiles are gone, however the call ends.
    pub registration_was_lost: bool,
}

/// An operation, or a flow, on its way. Dropping it leaves the client and its other calls
/// undisturbed.
#[derive(uniffi::Object)]
pub struct Call {
    machine: Mutex<Box<dyn Machine>>,
    events: Option<Arc<Collector>>,
    /// For the tests of this boundary alone.
    #[cfg(feature = "uniffi-test-panic")]
    pub(super) panics: bool,
}

impl Call {
    pub(super) fn new(machine: Box<dyn Machine>, events: Option<Arc<Collector>>) -> Self {
        Self {
            machine: Mutex::new(machine),
            events,
            #[cfg(feature = "uniffi-test-panic")]
            panics: false,
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

#[uniffi::export]
impl Call {
    /// Tells what has happened, and gets what to do next. `now_ms` is the time on the scale of the
    /// client's start.
    ///
    /// Fails if `input` does not fit the last step, or after a panic; everything else is a step.
    pub fn advance(&self, now_ms: u64, input: Input) -> Result<Turn, CoreError> {
        guarded(|| {
            // Poisoned: an earlier advance has panicked halfway.
            let mut machine = self.machine.lock().map_err(|_| panicked())?;
            #[cfg(feature = "uniffi-test-panic")]
            super::test_panic::if_asked(self.panics);
            machine.told(now_ms, input)?;
            let step = machine.next(now_ms);
            let registration_was_lost = machine.has_lost_registration();
            drop(machine);
            let events = self.events.as_ref();
            Ok(Turn {
                step,
                events: events.map(|events| events.take()).unwrap_or_default(),
                registration_was_lost,
            })
        })
    }

    /// Tells a flow what the user, or the platform, did. It may be told at any time, also while a
    /// request is out; if it waits, `Poll` at once.
    ///
    /// `false`: nothing that was presented asks for that now, and nothing has changed: it came too
    /// late. A call has no user.
    pub fn tell(&self, now_ms: u64, input: UserInput) -> Result<bool, CoreError> {
        guarded(|| {
            let mut machine = self.machine.lock().map_err(|_| panicked())?;
            machine.told_by_user(now_ms, &input)
        })
    }
}

/// What a call drives: an operation or a flow.
pub(super) trait Machine: Send {
    /// What has happened.
    fn told(&mut self, now_ms: u64, input: Input) -> Result<(), CoreError>;

    /// What the user did; whether it was asked for.
    fn told_by_user(&mut self, now_ms: u64, input: &UserInput) -> Result<bool, CoreError>;

    /// What to do next.
    fn next(&mut self, now_ms: u64) -> Step;

    /// As [`Driven::registration_was_lost`].
    fn has_lost_registration(&self) -> bool;
}

impl<D> Machine for D
where
    D: Driven<Output: Into<Outcome>, Presented: Present, Input: Told> + Send,
{
    fn told(&mut self, now_ms: u64, input: Input) -> Result<(), CoreError> {
        match input {
            Input::Poll => {}
            Input::Response { response } => self.respond(now_ms, &response.into())?,
            Input::TransportFailed { failure } => self.fail(now_ms, failure.into())?,
            Input::Persisted { success } => self.persisted(now_ms, success)?,
            Input::Token {
                access_token,
                expires_in_s,
            } => match AccessToken::new(&access_token) {
                Ok(token) => self.provide_token(now_ms, token, expires_in_s)?,
                // The calls that wait for this token end too.
                Err(error) => self.token_failed(now_ms, &error.to_string())?,
            },
            Input::TokenFailed { reason } => self.token_failed(now_ms, &reason)?,
            Input::Cancel => self.cancel(now_ms),
        }
        Ok(())
    }

    fn told_by_user(&mut self, now_ms: u64, input: &UserInput) -> Result<bool, CoreError> {
        let Some(input) = D::Input::read(input)? else {
            return Ok(false);
        };
        match self.tell(now_ms, input) {
            Ok(()) => Ok(true),
            // The flow has gone on meanwhile.
            Err(Error::OutOfOrder(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn next(&mut self, now_ms: u64) -> Step {
        match self.poll(now_ms) {
            call::Step::Send(request) => Step::Send {
                request: (&request).into(),
                timeout_ms: self.attempt_deadline_ms().saturating_sub(now_ms).max(1),
            },
            call::Step::Wait { until_ms, reason } => Step::Wait {
                until_ms,
                reason: reason.into(),
            },
            call::Step::Persist(state) => Step::Persist {
                state: state.expose().as_bytes().to_vec(),
            },
            call::Step::ProvideToken { rejected } => Step::ProvideToken { rejected },
            call::Step::Present(presented) => Step::Present {
                presented: presented.present(now_ms),
            },
            call::Step::Done(Ok(outcome)) => Step::Done {
                outcome: outcome.into(),
            },
            call::Step::Done(Err(error)) => Step::Failed {
                failure: (&error).into(),
            },
        }
    }

    fn has_lost_registration(&self) -> bool {
        self.registration_was_lost()
    }
}
