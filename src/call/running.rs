//! An operation on its way: the machine with the types of its operation.

use std::convert::Infallible;

use super::event::{Purpose, WaitReason};
use super::machine::{Machine, MachineStep};
use crate::error::{Error, TransportError};
use crate::http::{Request, Response};
use crate::operation::{GrantedToken, Runnable};
use crate::secret::Secret;
use crate::token::AccessToken;

/// What the host has to do next. A call has nothing to present; a flow
/// ([`crate::flow`]) presents `P`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step<T, P = Infallible> {
    /// Send this request as it is, without following redirects; then [`Call::respond`] or
    /// [`Call::fail`].
    Send(Request),
    /// Poll again at this time, or as soon as another call of the client was given an answer, was
    /// cancelled or dropped. Polling earlier is harmless.
    Wait {
        /// When, in milliseconds on the host's scale.
        until_ms: u64,
        /// What for.
        reason: WaitReason,
    },
    /// Store this text, durably and in place of the old one, then [`Call::persisted`], even if the
    /// call has ended meanwhile. It contains the client credentials and the token: only this app
    /// may be able to read it.
    ///
    /// One store of a client is out at a time: until the host reports, or drops the call, no call
    /// is told to store. Others wait up to 30 s for credentials to be stored; then they use them
    /// all the same, as if storing had failed.
    Persist(Secret),
    /// Get a token from the app's own source, then [`Call::provide_token`] or
    /// [`Call::token_failed`].
    ProvideToken {
        /// The last one was not accepted: a new one is needed.
        rejected: bool,
    },
    /// Show this to the user, or do with it what it says; then poll again. What the user does is
    /// told with [`Flow::tell`](crate::flow::Flow::tell), whenever it happens.
    Present(P),
    /// The call has ended. Polling again is out of order.
    Done(Result<T, Error>),
}

/// An operation on its way. Dropping it, or [`cancel`](Self::cancel), leaves the client and its
/// other calls undisturbed.
///
/// It may be moved between threads, but only one at a time may drive it.
#[derive(Debug)]
pub struct Call<O: Runnable> {
    operation: O,
    machine: Machine,
    result: Option<Result<O::Outcome, Error>>,
}

impl<O: Runnable> Call<O> {
    pub(super) fn new(operation: O, machine: Machine) -> Self {
        Self {
            operation,
            machine,
            result: None,
        }
    }

    /// The call's number in events: 1 for a client's first.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.machine.id()
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &O {
        &self.operation
    }

    /// When the call ends at the latest, in milliseconds on the host's scale. Do not let a request
    /// run longer.
    #[must_use]
    pub fn deadline_ms(&self) -> u64 {
        self.machine.deadline()
    }

    /// Until when the host waits for the answer to the request of the last [`Step::Send`], on its
    /// scale; then it says [`fail`](Self::fail) with
    /// [`TransportErrorKind::Timeout`](crate::error::TransportErrorKind::Timeout), and the call
    /// tries again if it may. Never after [`deadline_ms`](Self::deadline_ms), which it is while no
    /// request is out.
    #[must_use]
    pub fn attempt_deadline_ms(&self) -> u64 {
        self.machine.attempt_deadline()
    }

    /// Whether this call found the registration lost and registered again, as the configuration
    /// allowed: the user's profiles are gone.
    #[must_use]
    pub fn registration_was_lost(&self) -> bool {
        self.machine.registered_again()
    }

    /// What to do next. `now_ms` is the time on the scale of
    /// [`StartTime::now_ms`](super::StartTime::now_ms).
    pub fn poll(&mut self, now_ms: u64) -> Step<O::Outcome> {
        if let Some(result) = self.result.take() {
            return Step::Done(result);
        }
        let operation = &self.operation;
        match self
            .machine
            .poll(now_ms, &|site, token| operation.request(site, token))
        {
            MachineStep::Send(request) => Step::Send(request),
            MachineStep::Wait { until, reason } => Step::Wait {
                until_ms: until,
                reason,
            },
            MachineStep::Persist(state) => Step::Persist(state),
            MachineStep::ProvideToken { rejected } => Step::ProvideToken { rejected },
            MachineStep::Fail(error) => Step::Done(Err(error)),
        }
    }

    /// The answer to the request of the last [`Step::Send`], whatever its status.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: there is no such request, or it was given up at the deadline. The call is unchanged.
    pub fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
        self.machine.confide();
        let Some(sent) = self.machine.sent() else {
            return Err(Error::OutOfOrder("no request is waiting for an answer"));
        };
        if sent.purpose != Purpose::Operation {
            self.machine.auth_answered(now_ms, response);
            return Ok(());
        }
        let lost_answer = self.machine.doubts_outcome();
        match self
            .operation
            .interpret(&sent.request, response, lost_answer)
        {
            Ok(outcome) => {
                self.machine.clock_of_service(now_ms, response);
                self.machine.operation_succeeded(now_ms, response);
                self.result = Some(Ok(outcome));
            }
            Err(error) => {
                let result = self.machine.operation_failed(now_ms, response, error);
                self.result = result.map(Err);
            }
        }
        Ok(())
    }

    /// The request of the last [`Step::Send`], or its answer, was lost.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: there is no such request, or it was given up at the deadline. The call is unchanged.
    pub fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
        if self.machine.sent().is_none() {
            return Err(Error::OutOfOrder("no request is waiting for an answer"));
        }
        self.machine.confide();
        self.result = self.machine.transport_failed(now_ms, failure).map(Err);
        Ok(())
    }

    /// The state of the last [`Step::Persist`] was stored, or could not be. If not, the call goes
    /// on all the same, the observer is told, and the next call asks again. A call that ended while
    /// the host was storing takes the report too: the client then knows, and another call may
    /// store.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: nothing was to be stored, or it was reported already.
    pub fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
        match self.machine.stored(now_ms, success) {
            true => Ok(()),
            false => Err(Error::OutOfOrder("no state is being stored")),
        }
    }

    /// The token that [`Step::ProvideToken`] asked for, with its remaining lifetime in seconds
    /// (`None`: unknown, used until it is rejected).
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: no token was asked for.
    pub fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error> {
        self.provided(
            now_ms,
            Ok(GrantedToken {
                access_token,
                expires_in_s: expires_in_s.unwrap_or(u64::MAX),
            }),
        )
    }

    /// The app has no token: the call, and those that wait for the token, end with
    /// [`Error::TokenSource`]; unless the last token is still good, which is then used, and the
    /// next one asked for half a minute later.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: no token was asked for.
    pub fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error> {
        self.provided(now_ms, Err(reason.to_owned()))
    }

    fn provided(&mut self, now_ms: u64, token: Result<GrantedToken, String>) -> Result<(), Error> {
        match self.machine.provided(now_ms, token) {
            true => Ok(()),
            false => Err(Error::OutOfOrder("no token was asked for")),
        }
    }

    /// Ends the call: the next poll is [`Error::Cancelled`]. The host also ends the request that it
    /// is sending. A logout that is already on its way may still happen.
    pub fn cancel(&mut self, now_ms: u64) {
        if self.result.is_none() && self.machine.cancel(now_ms) {
            self.result = Some(Err(Error::Cancelled));
        }
    }

    /// Whether the result has come in, and waits for the next poll.
    pub(crate) fn has_result(&self) -> bool {
        self.result.is_some()
    }

    /// Ends the call as [`cancel`](Self::cancel) does, unless the host is about to report
    /// something: then it is to be asked again.
    pub(crate) fn withdraw(&mut self, now_ms: u64) {
        if !self.machine.is_with_host() {
            self.cancel(now_ms);
        }
    }
}
