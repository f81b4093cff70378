//! The loop inside of a flow: at most one call at a time, what is presented between calls, and the
//! state that is stored when something to be kept has changed.

use std::fmt;

use crate::call::{Call, CallOptions, Client, Driven, Saving, SavingStep, Step, WaitReason};
use crate::error::{Error, TransportError};
use crate::http::Response;
use crate::operation::{AnyOperation, AnyOutcome};
use crate::token::AccessToken;

/// Longer than this, in milliseconds, no wait is said to be, also one that only the user ends.
const LONGEST_WAIT_MS: u64 = 3600 * 1000;

/// What a flow consists of: this library's own, see [`crate::flow`]. Times are the client's.
pub trait Plan: sealed::Sealed {
    /// What the user does.
    type Input;
    /// What the user is shown.
    type Presented;
    /// What there is at the end.
    type Output;

    /// The client whose calls it makes.
    fn client(&self) -> &Client;

    /// What comes next, while no call runs.
    fn next(&mut self, now: u64) -> Next<Self::Presented, Self::Output>;

    /// The call has ended.
    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>);

    /// Whether nothing more may be sent, however far the call that runs has come: another flow has
    /// taken its place. A request that is out already is waited for.
    fn is_replaced(&self) -> bool;

    /// Whether what is to be kept is stored before the end, and while it waits, also if it was
    /// another flow that changed it. Not by a plan that has to end in time: a slow disk may take
    /// half a minute.
    fn stores(&self) -> bool;

    /// The user did something.
    ///
    /// # Errors
    /// Nothing that was presented asks for it.
    fn told(&mut self, now: u64, input: Self::Input) -> Result<(), Error>;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// What a plan wants next.
#[derive(Debug)]
#[non_exhaustive]
pub enum Next<P, T> {
    /// This call; then [`Plan::answered`].
    Call(Box<AnyOperation>, CallOptions),
    /// This to be presented; then it is asked again.
    Present(P),
    /// To be asked again at this time, or when the user did something.
    Wait(u64),
    /// The end.
    Done(Result<T, Error>),
}

/// A flow on its way. It is driven as a [`Call`] is, and by the same loop ([`Driven`]), with one
/// step more: [`Step::Present`]. Dropping it, or [`cancel`](Self::cancel), leaves everything as it
/// was but for what has been done already.
///
/// `Debug` shows nothing of what it presents.
pub struct Flow<P: Plan> {
    plan: P,
    running: Running,
    /// The host was told to store and has not reported yet.
    storing: bool,
    /// What had the state stored and has ended meanwhile: until the host reports, no other store
    /// begins.
    unreported: Option<Running>,
    /// The result, once it is known and until it is handed out.
    result: Option<Result<P::Output, Error>>,
    ended: bool,
    /// An answer has been taken in since the last poll.
    answered: bool,
    /// One of its calls has registered again.
    registration_was_lost: bool,
    /// The change of the state that this flow has tried to have stored.
    saved: Option<u64>,
}

enum Running {
    Nothing,
    Call(Box<Call<AnyOperation>>),
    Saving(Saving),
}

impl Running {
    fn persisted(&mut self, now_ms: u64, success: bool) -> bool {
        match self {
            Self::Call(call) => call.persisted(now_ms, success).is_ok(),
            Self::Saving(saving) => saving.stored(now_ms, success),
            Self::Nothing => false,
        }
    }
}

impl<P: Plan> Flow<P> {
    pub(super) fn new(plan: P) -> Self {
        Self {
            plan,
            running: Running::Nothing,
            storing: false,
            unreported: None,
            result: None,
            ended: false,
            answered: false,
            registration_was_lost: false,
            saved: None,
        }
    }

    /// The same flow with another plan, which is made of this one. Only before it was polled.
    #[cfg(feature = "flows")]
    pub(crate) fn with_plan<Q: Plan>(self, make: impl FnOnce(P) -> Q) -> Flow<Q> {
        Flow::new(make(self.plan))
    }

    fn client(&self) -> &Client {
        self.plan.client()
    }

    /// What to do next: as [`Call::poll`].
    ///
    /// While a flow waits for the user, or until it polls again, it says [`Step::Wait`] with
    /// [`WaitReason::Answer`].
    pub fn poll(&mut self, now_ms: u64) -> Step<P::Output, P::Presented> {
        if self.ended {
            return Step::Done(Err(Error::OutOfOrder(
                "the flow has ended; start another one",
            )));
        }
        self.answered = false;
        loop {
            if let Running::Call(call) = &mut self.running {
                // It may have waited out a pause since it began.
                if self.plan.is_replaced() {
                    call.withdraw(now_ms);
                }
            }
            match &mut self.running {
                Running::Nothing => {}
                Running::Call(call) => match call.poll(now_ms) {
                    Step::Send(request) => return Step::Send(request),
                    Step::Wait { until_ms, reason } => return Step::Wait { until_ms, reason },
                    Step::Persist(state) => {
                        self.storing = true;
                        return Step::Persist(state);
                    }
                    Step::ProvideToken { rejected } => return Step::ProvideToken { rejected },
                    Step::Present(nothing) => match nothing {},
                    Step::Done(result) => self.take_in(now_ms, result),
                },
                Running::Saving(saving) => match saving.poll(now_ms) {
                    SavingStep::Persist(state) => {
                        self.storing = true;
                        return Step::Persist(state);
                    }
                    SavingStep::Wait(until_ms) => {
                        let reason = WaitReason::Answer;
                        return Step::Wait { until_ms, reason };
                    }
                    SavingStep::Done => self.leave(),
                },
            }
            if let Some(step) = self.next(now_ms) {
                return step;
            }
        }
    }

    /// The next step of the plan itself; none if that was to begin something.
    fn next(&mut self, now_ms: u64) -> Option<Step<P::Output, P::Presented>> {
        if let Some(result) = self.result.take() {
            self.ended = true;
            return Some(Step::Done(result));
        }
        let now = self.client().time(now_ms);
        match self.plan.next(now) {
            Next::Call(operation, options) => {
                let call = self.client().start(now_ms, *operation, options);
                self.running = Running::Call(Box::new(call));
                None
            }
            Next::Present(presented) => Some(Step::Present(presented)),
            Next::Wait(until) => {
                if self.save(now_ms) {
                    return None;
                }
                let until = until.min(now.saturating_add(LONGEST_WAIT_MS));
                Some(Step::Wait {
                    until_ms: self.client().host_time(until),
                    reason: WaitReason::Answer,
                })
            }
            Next::Done(result) => {
                self.save(now_ms);
                self.result = Some(result);
                None
            }
        }
    }

    fn take_in(&mut self, now_ms: u64, result: Result<AnyOutcome, Error>) {
        self.leave();
        let now = self.client().time(now_ms);
        self.plan.answered(now, result);
    }

    /// Takes in what the call has ended with as soon as it is known: the service has acted, whether
    /// or not the host polls once more.
    fn take_in_result(&mut self, now_ms: u64) {
        let Running::Call(call) = &mut self.running else {
            return;
        };
        if !call.has_result() {
            return;
        }
        if let Step::Done(result) = call.poll(now_ms) {
            self.take_in(now_ms, result);
            self.answered = true;
        }
    }

    /// What ran has ended, or is not waited for any more.
    fn leave(&mut self) {
        self.registration_was_lost = self.registration_was_lost();
        let ended = std::mem::replace(&mut self.running, Running::Nothing);
        if std::mem::take(&mut self.storing) {
            self.unreported = Some(ended);
        }
    }

    /// Begins to store what has changed, if it was not tried already. Calls store by themselves
    /// what has changed before them.
    fn save(&mut self, now_ms: u64) -> bool {
        let unsaved = self.client().unsaved();
        if unsaved.is_none() || unsaved == self.saved || !self.plan.stores() {
            return false;
        }
        self.saved = unsaved;
        self.running = Running::Saving(self.client().save(now_ms));
        true
    }

    /// The answer to the last request: as [`Call::respond`].
    ///
    /// # Errors
    /// As there.
    pub fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
        match &mut self.running {
            Running::Call(call) => call.respond(now_ms, response)?,
            _ => return Err(NO_REQUEST),
        }
        self.take_in_result(now_ms);
        Ok(())
    }

    /// The last request, or its answer, was lost: as [`Call::fail`].
    ///
    /// # Errors
    /// As there.
    pub fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
        match &mut self.running {
            Running::Call(call) => call.fail(now_ms, failure)?,
            _ => return Err(NO_REQUEST),
        }
        self.take_in_result(now_ms);
        Ok(())
    }

    /// The state was stored, or not: as [`Call::persisted`]. A flow that has ended meanwhile takes
    /// the report, too.
    ///
    /// # Errors
    /// As there.
    pub fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
        let reported = match (&mut self.unreported, self.storing) {
            (Some(ended), _) => ended.persisted(now_ms, success),
            (None, true) => self.running.persisted(now_ms, success),
            (None, false) => false,
        };
        match self.unreported.is_some() {
            true => self.unreported = None,
            false => self.storing = false,
        }
        match reported {
            true => Ok(()),
            false => Err(Error::OutOfOrder("no state is being stored")),
        }
    }

    /// The token that was asked for: as [`Call::provide_token`].
    ///
    /// # Errors
    /// As there.
    pub fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error> {
        match &mut self.running {
            Running::Call(call) => call.provide_token(now_ms, access_token, expires_in_s),
            _ => Err(NO_TOKEN),
        }
    }

    /// There is no token: as [`Call::token_failed`].
    ///
    /// # Errors
    /// As there.
    pub fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error> {
        match &mut self.running {
            Running::Call(call) => call.token_failed(now_ms, reason),
            _ => Err(NO_TOKEN),
        }
    }

    /// What the user, or the platform, did; then poll again. It may be told while a request is
    /// out: a call that runs is not disturbed.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: nothing that was presented asks for this now, or the flow has ended.
    /// Nothing has changed.
    pub fn tell(&mut self, now_ms: u64, input: P::Input) -> Result<(), Error> {
        if self.ended || self.result.is_some() {
            return Err(Error::OutOfOrder("the flow has ended"));
        }
        let now = self.client().time(now_ms);
        self.plan.told(now, input)
    }

    /// Ends the flow: the next poll is [`Error::Cancelled`], or the result, if the answer that
    /// brings it has come in; what that answer has changed is stored first. The host also ends the
    /// request that it is sending. What was known before stays known, and so does what the service
    /// has said.
    pub fn cancel(&mut self, now_ms: u64) {
        if self.ended {
            return;
        }
        if let Running::Call(call) = &mut self.running {
            call.cancel(now_ms);
        }
        self.leave();
        if std::mem::take(&mut self.answered) && self.result.is_none() {
            let now = self.client().time(now_ms);
            if let Next::Done(result) = self.plan.next(now) {
                self.result = Some(result);
            }
            self.save(now_ms);
        }
        // If only the store was waited for, the result stays what it is.
        self.result.get_or_insert(Err(Error::Cancelled));
    }

    /// When the call that runs ends at the latest, in milliseconds on the host's scale: a request
    /// or a store may take until then. A flow as a whole has no deadline.
    #[must_use]
    pub fn deadline_ms(&self) -> u64 {
        match &self.running {
            Running::Call(call) => call.deadline_ms(),
            Running::Saving(saving) => saving.deadline(),
            Running::Nothing => u64::MAX,
        }
    }

    /// Until when the host waits for the answer to the last request: as
    /// [`Call::attempt_deadline_ms`].
    #[must_use]
    pub fn attempt_deadline_ms(&self) -> u64 {
        match &self.running {
            Running::Call(call) => call.attempt_deadline_ms(),
            _ => self.deadline_ms(),
        }
    }

    /// Whether one of its calls found the registration lost and registered again, as the
    /// configuration allowed: the user's profiles are gone.
    #[must_use]
    pub fn registration_was_lost(&self) -> bool {
        let running = match &self.running {
            Running::Call(call) => call.registration_was_lost(),
            _ => false,
        };
        self.registration_was_lost || running
    }
}

const NO_REQUEST: Error = Error::OutOfOrder("no request is waiting for an answer");
const NO_TOKEN: Error = Error::OutOfOrder("no token was asked for");

impl<P: Plan> Driven for Flow<P> {
    type Output = P::Output;
    type Presented = P::Presented;
    type Input = P::Input;

    fn poll(&mut self, now_ms: u64) -> Step<P::Output, P::Presented> {
        self.poll(now_ms)
    }

    fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
        self.respond(now_ms, response)
    }

    fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
        self.fail(now_ms, failure)
    }

    fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
        self.persisted(now_ms, success)
    }

    fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error> {
        self.provide_token(now_ms, access_token, expires_in_s)
    }

    fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error> {
        self.token_failed(now_ms, reason)
    }

    fn tell(&mut self, now_ms: u64, input: P::Input) -> Result<(), Error> {
        self.tell(now_ms, input)
    }

    fn cancel(&mut self, now_ms: u64) {
        self.cancel(now_ms);
    }

    fn deadline_ms(&self) -> u64 {
        self.deadline_ms()
    }

    fn attempt_deadline_ms(&self) -> u64 {
        self.attempt_deadline_ms()
    }

    fn registration_was_lost(&self) -> bool {
        self.registration_was_lost()
    }
}

impl<P: Plan> fmt::Debug for Flow<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running = match &self.running {
            Running::Nothing => "nothing",
            Running::Call(_) => "a call",
            Running::Saving(_) => "storing",
        };
        f.debug_struct("Flow")
            .field("running", &running)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
