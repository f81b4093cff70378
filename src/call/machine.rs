//! The state machine of a call, without the types of its operation, so that a device carries it
//! once.

use std::sync::Arc;

use super::auth::{Asking, Need};
use super::config::{CallOptions, TokenSource};
use super::event::{EventKind, Purpose, WaitReason};
use super::pacing::{Turn, Waiting};
use super::retry::MAX_REQUESTS_PER_CALL;
use super::shared::{Inner, LOOK_AGAIN_MS, Shared};
use super::stage::{Sent, Stage};
use crate::error::{Delivery, Error, ErrorCode, TransportError, TransportErrorKind};
use crate::http::Request;
use crate::operation::{OperationKind, RegisterClient, Repeat, RetrieveAccessToken, Site};
use crate::secret::Secret;
use crate::token::AccessToken;

/// How many tokens a call gets at most because the one before has expired already.
const TOKENS_BY_LIFETIME: u32 = 2;

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) shared: Arc<Shared>,
    pub(super) id: u64,
    pub(super) kind: OperationKind,
    started: u64,
    pub(super) deadline: u64,
    /// The first failure of the operation is the result.
    pub(super) once: bool,
    stage: Stage,
    /// The host was told to store and has not reported yet, even if the call has ended meanwhile.
    storing: bool,
    /// How many requests it has sent.
    requests: u32,
    /// Nothing is sent before, after a failure.
    pub(super) not_before: u64,
    pub(super) operation_attempts: u32,
    pub(super) auth_attempts: u32,
    pub(super) throttles: u32,
    pub(super) tokens_granted: u32,
    pub(super) renewed_after_401: bool,
    pub(super) registered_again: bool,
    /// An answer to the operation was lost, after the service may have acted.
    pub(super) lost_answer: bool,
    /// What the operation is about, for [`Doubts`](super::doubt::Doubts), if doubts about it are
    /// remembered.
    subject: Option<u64>,
    pub(super) last_error: Option<Error>,
    /// The result, to be handed out by the next poll.
    pub(super) failure: Option<Error>,
    waited_for: Option<u64>,
    /// The change of the state that this call has tried to have stored.
    storing_tried: u64,
    /// The last wait that was told to the observer.
    told_wait: Option<(WaitReason, u64)>,
}

/// The operation's request.
pub(super) type Build<'a> = dyn Fn(&Site, &AccessToken) -> Request + 'a;

/// A step, before the operation's type comes in.
pub(super) enum MachineStep {
    Send(Request),
    Wait { until: u64, reason: WaitReason },
    Persist(Secret),
    ProvideToken { rejected: bool },
    Fail(Error),
}

impl Machine {
    pub(super) fn new(
        shared: Arc<Shared>,
        id: u64,
        now: u64,
        kind: OperationKind,
        options: CallOptions,
    ) -> Self {
        Self {
            shared,
            id,
            kind,
            started: now,
            deadline: now.saturating_add(options.deadline_ms),
            once: options.once,
            stage: Stage::Running,
            storing: false,
            requests: 0,
            not_before: 0,
            operation_attempts: 0,
            auth_attempts: 0,
            throttles: 0,
            tokens_granted: 0,
            renewed_after_401: false,
            registered_again: false,
            lost_answer: false,
            subject: None,
            last_error: None,
            failure: None,
            waited_for: None,
            storing_tried: 0,
            told_wait: None,
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn registered_again(&self) -> bool {
        self.registered_again
    }

    /// Whether an earlier request may have counted, and the operation's outcome has to say so.
    pub(super) fn doubts_outcome(&self) -> bool {
        self.lost_answer && self.kind.repeat == Repeat::Doubtful
    }

    /// The request that the host is sending.
    pub(super) fn sent(&self) -> Option<&Sent> {
        match &self.stage {
            Stage::Sent(sent) => Some(sent),
            _ => None,
        }
    }

    /// Before an answer or its loss is looked at: no error about it may show anything that the
    /// client holds.
    pub(super) fn confide(&mut self) {
        if let Stage::Sent(sent) = &mut self.stage {
            let held = self.shared.with(|inner| self.shared.confidential(inner));
            sent.request.confidential.extend(held);
        }
    }

    /// The deadline on the host's scale.
    pub(super) fn deadline(&self) -> u64 {
        self.shared.with(|inner| inner.host_time(self.deadline))
    }

    /// Until when the answer to the request that is out is worth waiting for, on the host's scale.
    pub(super) fn attempt_deadline(&self) -> u64 {
        let limit = self.shared.config.attempt_timeout_ms;
        let attempt = self.sent().map(|sent| sent.at.saturating_add(limit));
        let until = attempt.unwrap_or(self.deadline).min(self.deadline);
        self.shared.with(|inner| inner.host_time(until))
    }

    pub(super) fn poll(&mut self, now_ms: u64, build: &Build<'_>) -> MachineStep {
        let shared = self.shared.clone();
        shared.with(|inner| {
            // As the host was told it: a jump of more than a year moves the client's time by less.
            let told = inner.host_time(self.deadline);
            let now = inner.now(now_ms);
            let over = now >= self.deadline || now_ms >= told;
            let step = self.step(inner, now, over, build);
            match step {
                Ok(step) => self.told(inner, now, step),
                Err(error) => {
                    if !matches!(self.stage, Stage::Ended) {
                        self.end(inner, now, Some(error.code()));
                    }
                    if matches!(error, Error::RegistrationLost(_)) {
                        inner.auth.told_of_loss();
                    }
                    MachineStep::Fail(error)
                }
            }
        })
    }

    fn step(
        &mut self,
        inner: &mut Inner,
        now: u64,
        over: bool,
        build: &Build<'_>,
    ) -> Result<MachineStep, Error> {
        if matches!(self.stage, Stage::Ended) {
            return Err(Error::OutOfOrder("the call has ended; start another one"));
        }
        if let Some(error) = self.failure.take() {
            return Err(error);
        }
        if over {
            return Err(self.deadline_exceeded());
        }
        match self.stage {
            Stage::Running => {}
            _ => return Ok(self.wait(self.deadline, WaitReason::Answer)),
        }
        if let Some(state) = self.state_to_store(inner, now) {
            self.stage = Stage::Storing;
            self.storing = true;
            return Ok(MachineStep::Persist(state));
        }
        if let Some(call) = inner.auth.overdue_store(now) {
            inner.record(now, call, EventKind::NotPersisted);
        }
        if let Some(cause) = inner.pacer.silent_beyond(self.deadline) {
            return Err(cause.clone());
        }
        if now < self.not_before {
            return Ok(self.wait(self.not_before, WaitReason::Backoff));
        }
        self.registered_again |= inner.auth.begin_again(now);
        let need = match self.kind.needs_token {
            true => inner.auth.need(now, self.asking(), &mut self.waited_for),
            false => Need::Nothing {
                access_token: AccessToken::none(),
                generation: 0,
            },
        };
        match need {
            Need::Fail(error) => return Err(error),
            Need::Wait => {
                return Ok(self.wait(now.saturating_add(LOOK_AGAIN_MS), WaitReason::OtherCall));
            }
            Need::Provide { rejected } => {
                self.stage = Stage::Providing;
                return Ok(MachineStep::ProvideToken { rejected });
            }
            _ => {}
        }
        if self.requests >= MAX_REQUESTS_PER_CALL {
            return Err(self.spent(inner));
        }
        let leads = matches!(need, Need::Register | Need::Token { .. });
        let asking = Waiting {
            call: self.id,
            deadline: self.deadline,
        };
        match inner.pacer.turn(now, asking, leads) {
            Turn::Now => {}
            Turn::At(until) => return Ok(self.wait(until, WaitReason::Pacing)),
            Turn::Throttled(until) => return Ok(self.wait(until, WaitReason::Throttled)),
        }
        let config = &self.shared.config;
        let (purpose, request, generation) = match need {
            Need::Nothing {
                access_token,
                generation,
            } => (
                Purpose::Operation,
                build(&config.site, &access_token),
                generation,
            ),
            Need::Token {
                credentials,
                generation,
            } => {
                let request = RetrieveAccessToken::new(&credentials).request(&config.site);
                (Purpose::Token, request, generation)
            }
            _ => (Purpose::Register, self.registration()?, 0),
        };
        self.send(inner, now, purpose, request, generation)
    }

    fn registration(&self) -> Result<Request, Error> {
        let config = &self.shared.config;
        let TokenSource::Registration {
            software_statement,
            redirect_uri,
        } = &config.token_source
        else {
            return Err(Error::OutOfOrder("no software statement to register with"));
        };
        let operation = RegisterClient::new(software_statement).redirect_uri(redirect_uri.clone());
        Ok(operation.request(&config.site))
    }

    fn send(
        &mut self,
        inner: &mut Inner,
        now: u64,
        purpose: Purpose,
        request: Request,
        generation: u64,
    ) -> Result<MachineStep, Error> {
        *self.attempts(purpose) += 1;
        self.requests += 1;
        if purpose == Purpose::Operation && self.kind.repeat == Repeat::Doubtful {
            let subject = super::doubt::subject(super::doubt::path(&request));
            self.lost_answer |= inner.doubts.contains(subject);
            self.subject = Some(subject);
        }
        let kind = EventKind::Request {
            purpose,
            method: request.method(),
            operation: match purpose {
                Purpose::Register => RegisterClient::NAME,
                Purpose::Token => RetrieveAccessToken::NAME,
                Purpose::Operation => self.kind.name,
            },
        };
        inner.record(now, self.id, kind);
        self.told_wait = None;
        self.stage = Stage::Sent(Box::new(Sent {
            purpose,
            request: request.clone(),
            at: now,
            generation,
            epoch: inner.pacer.epoch(),
        }));
        Ok(MachineStep::Send(request))
    }

    fn asking(&self) -> Asking {
        Asking {
            call: self.id,
            deadline: self.deadline,
            app_supplies: matches!(self.shared.config.token_source, TokenSource::App),
            any_lifetime: self.tokens_granted >= TOKENS_BY_LIFETIME,
        }
    }

    fn state_to_store(&mut self, inner: &mut Inner, now: u64) -> Option<Secret> {
        if !self.shared.config.persistence {
            return None;
        }
        let begun = self
            .shared
            .begin_storing(inner, now, self.id, self.storing_tried);
        let (tried, state) = begun?;
        self.storing_tried = tried;
        state
    }

    fn wait(&self, until: u64, reason: WaitReason) -> MachineStep {
        MachineStep::Wait {
            until: until.min(self.deadline),
            reason,
        }
    }

    /// Tells the observer of a new wait, and puts its end on the host's scale.
    fn told(&mut self, inner: &mut Inner, now: u64, step: MachineStep) -> MachineStep {
        let MachineStep::Wait { until, reason } = step else {
            return step;
        };
        let silent = matches!(reason, WaitReason::OtherCall | WaitReason::Answer);
        let told = match self.told_wait {
            Some((told, at)) => told == reason && (silent || at == until),
            None => reason == WaitReason::Answer,
        };
        if !told {
            self.told_wait = Some((reason, until));
            let for_ms = until.saturating_sub(now);
            inner.record(now, self.id, EventKind::Wait { reason, for_ms });
        }
        MachineStep::Wait {
            until: inner.host_time(until),
            reason,
        }
    }

    fn deadline_exceeded(&mut self) -> Error {
        let cause = match &self.stage {
            Stage::Sent(_) => Some(Error::Transport(TransportError::new(
                TransportErrorKind::Timeout,
                Delivery::Possible,
                "no answer before the call's deadline",
            ))),
            _ => self.last_error.take(),
        };
        Error::DeadlineExceeded(cause.map(Box::new))
    }

    /// Why a call ends that has sent all the requests that it may.
    fn spent(&mut self, inner: &Inner) -> Error {
        let error = self.last_error.take();
        error
            .or_else(|| inner.auth.rejection().cloned())
            .unwrap_or(Error::OutOfOrder(
                "the registration is dropped faster than one call can use it",
            ))
    }

    pub(super) fn attempts(&mut self, purpose: Purpose) -> &mut u32 {
        match purpose {
            Purpose::Operation => &mut self.operation_attempts,
            _ => &mut self.auth_attempts,
        }
    }

    /// The host has stored the state, or could not; maybe after the call has ended.
    pub(super) fn stored(&mut self, now_ms: u64, success: bool) -> bool {
        if !std::mem::take(&mut self.storing) {
            return false;
        }
        if matches!(self.stage, Stage::Storing) {
            self.stage = Stage::Running;
        }
        self.shared.stored(now_ms, self.id, success);
        true
    }

    /// Ends the call early. The client and its other calls go on.
    pub(super) fn cancel(&mut self, now_ms: u64) -> bool {
        if matches!(self.stage, Stage::Ended) {
            return false;
        }
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            self.end(inner, now, Some(ErrorCode::Cancelled));
        });
        true
    }

    /// See [`Stage::is_with_host`].
    pub(super) fn is_with_host(&self) -> bool {
        self.stage.is_with_host()
    }

    /// The app has answered. Whether it was asked.
    pub(super) fn end_providing(&mut self) -> bool {
        let asked = matches!(self.stage, Stage::Providing);
        if asked {
            self.stage = Stage::Running;
        }
        asked
    }

    pub(super) fn take_sent(&mut self) -> Option<Box<Sent>> {
        match std::mem::replace(&mut self.stage, Stage::Running) {
            Stage::Sent(sent) => Some(sent),
            other => {
                self.stage = other;
                None
            }
        }
    }

    pub(super) fn end(&mut self, inner: &mut Inner, now: u64, error: Option<ErrorCode>) {
        self.release(inner, error.is_none());
        self.stage = Stage::Ended;
        let duration_ms = now.saturating_sub(self.started);
        inner.record(now, self.id, EventKind::Done { error, duration_ms });
    }

    fn release(&mut self, inner: &mut Inner, success: bool) {
        inner.auth.release(self.id);
        inner.pacer.leave(self.id);
        let out = self.sent().map(|sent| sent.purpose) == Some(Purpose::Operation);
        match self.subject {
            Some(subject) if success => inner.doubts.clear(subject),
            Some(subject) if self.lost_answer || out => inner.doubts.add(subject),
            _ => {}
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let runs = !matches!(self.stage, Stage::Ended);
        if !runs && !self.storing {
            return;
        }
        let shared = self.shared.clone();
        shared.with(|inner| {
            if runs {
                self.release(inner, false);
            }
            if self.storing {
                inner.auth.end_storing(false);
            }
        });
    }
}
