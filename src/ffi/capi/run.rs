//! What a `tvpass_call` drives: a call of one operation, or a flow of several.

#[cfg(feature = "flows")]
pub(super) use super::flow::face::Told;
#[cfg(feature = "flows")]
use super::flow::face::{CFlow, Ended, NOT_ASKED, Shown};
use crate::call::{Call, Driven, Step};
use crate::error::{Error, TransportError};
use crate::http::Response;
use crate::operation::{AnyOperation, AnyOutcome};
use crate::token::AccessToken;

/// Nothing of these kinds is ever there.
#[cfg(not(feature = "flows"))]
type Shown = std::convert::Infallible;
#[cfg(not(feature = "flows"))]
pub(super) type Told = std::convert::Infallible;

/// A call or a flow.
pub(super) enum Run {
    Call(Box<Call<AnyOperation>>),
    #[cfg(feature = "flows")]
    Flow(Box<CFlow>),
}

/// What there is at the end.
pub(super) enum Output {
    Outcome(AnyOutcome),
    #[cfg(feature = "flows")]
    Ended(Ended),
}

/// Does the same with either.
macro_rules! either {
    ($run:expr, $it:ident => $action:expr) => {
        match $run {
            Run::Call($it) => $action,
            #[cfg(feature = "flows")]
            Run::Flow($it) => $action,
        }
    };
}

impl Run {
    /// The call's number in events; a flow has several.
    pub(super) fn id(&self) -> u64 {
        match self {
            Self::Call(call) => call.id(),
            #[cfg(feature = "flows")]
            Self::Flow(_) => 0,
        }
    }
}

impl Driven for Run {
    type Output = Output;
    type Presented = Shown;
    type Input = Told;

    fn poll(&mut self, now_ms: u64) -> Step<Output, Shown> {
        match self {
            Self::Call(call) => match call.poll(now_ms) {
                Step::Send(request) => Step::Send(request),
                Step::Wait { until_ms, reason } => Step::Wait { until_ms, reason },
                Step::Persist(state) => Step::Persist(state),
                Step::ProvideToken { rejected } => Step::ProvideToken { rejected },
                Step::Present(nothing) => match nothing {},
                Step::Done(result) => Step::Done(result.map(Output::Outcome)),
            },
            #[cfg(feature = "flows")]
            Self::Flow(flow) => match flow.poll(now_ms) {
                Step::Send(request) => Step::Send(request),
                Step::Wait { until_ms, reason } => Step::Wait { until_ms, reason },
                Step::Persist(state) => Step::Persist(state),
                Step::ProvideToken { rejected } => Step::ProvideToken { rejected },
                Step::Present(shown) => Step::Present(shown),
                Step::Done(result) => Step::Done(result.map(Output::Ended)),
            },
        }
    }

    fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
        either!(self, it => it.respond(now_ms, response))
    }

    fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
        either!(self, it => it.fail(now_ms, failure))
    }

    fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
        either!(self, it => it.persisted(now_ms, success))
    }

    fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error> {
        either!(self, it => it.provide_token(now_ms, access_token, expires_in_s))
    }

    fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error> {
        either!(self, it => it.token_failed(now_ms, reason))
    }

    #[cfg(feature = "flows")]
    fn tell(&mut self, now_ms: u64, told: Told) -> Result<(), Error> {
        match self {
            Self::Call(_) => Err(NOT_ASKED),
            Self::Flow(flow) => flow.tell(now_ms, told),
        }
    }

    #[cfg(not(feature = "flows"))]
    fn tell(&mut self, _now_ms: u64, told: Told) -> Result<(), Error> {
        match told {}
    }

    fn cancel(&mut self, now_ms: u64) {
        either!(self, it => it.cancel(now_ms));
    }

    fn deadline_ms(&self) -> u64 {
        either!(self, it => it.deadline_ms())
    }

    fn attempt_deadline_ms(&self) -> u64 {
        either!(self, it => it.attempt_deadline_ms())
    }

    fn registration_was_lost(&self) -> bool {
        either!(self, it => it.registration_was_lost())
    }
}
