//! What a preauthorization says: which resources the user can probably watch. For locks and filters
//! only.

use super::decision::{DecisionSource, position};
use super::text::{ReceivedText, received};
use crate::error::Denial;
use crate::wire::DecisionWire;

/// A successful preauthorization (Adobe: *Retrieve preauthorization decisions using specific
/// mvpd*).
///
/// It informs: the answer to *play* comes from [`Authorize`](crate::operation::Authorize) alone,
/// which takes resources and never one of these. There is no token in it, whatever the service
/// answers:
/// ```compile_fail,E0599
/// # fn play(mut preauthorized: tvpass::outcome::PreauthorizationDecisions) {
/// let token: tvpass::outcome::MediaToken = preauthorized.take_media_token("TestStream1").unwrap();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreauthorizationDecisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for. See [`about`](Self::about).
    pub decisions: Vec<PreauthorizationDecision>,
    /// How many entries of the answer name no resource.
    pub skipped: usize,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreauthorizationDecision {
    /// The resource, as the answer has it.
    pub resource: ReceivedText,
    /// The service provider, as the answer has it.
    pub service_provider: Option<ReceivedText>,
    /// The MVPD, as the answer has it.
    pub mvpd: Option<ReceivedText>,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// What an authorization would probably say.
    pub expectation: Expectation,
    /// Why not, if the answer says.
    pub denial: Option<Denial>,
}

/// What an authorization would probably say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expectation {
    /// The user can probably watch it.
    ProbablyPermitted,
    /// The user can probably not watch it.
    ProbablyDenied,
    /// The answer is neither yes nor no: show neither an open nor a closed lock.
    NoAnswer,
}

impl PreauthorizationDecisions {
    pub(crate) fn new(decisions: Vec<PreauthorizationDecision>, skipped: usize) -> Self {
        Self { decisions, skipped }
    }

    /// The decision about a resource, by its text as it was asked for; white space at the ends does
    /// not matter. `None` is no answer: neither yes nor no.
    #[must_use]
    pub fn about(&self, resource: &str) -> Option<&PreauthorizationDecision> {
        let decided = self.decisions.iter().map(|decision| &*decision.resource);
        self.decisions.get(position(decided, resource)?)
    }
}

impl PreauthorizationDecision {
    pub(crate) fn from_wire(wire: DecisionWire<'_>) -> Self {
        Self {
            resource: wire.resource.into(),
            service_provider: received(wire.service_provider),
            mvpd: received(wire.mvpd),
            source: wire.source.map(DecisionSource::from_wire),
            expectation: match wire.authorized {
                Some(true) => Expectation::ProbablyPermitted,
                Some(false) => Expectation::ProbablyDenied,
                None => Expectation::NoAnswer,
            },
            denial: wire.denial,
        }
    }

    /// Whether asking for this resource again, alone, may bring another answer.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let denial = self.denial.as_ref();
        self.expectation != Expectation::ProbablyPermitted
            && denial.is_some_and(Denial::is_retryable)
    }
}
