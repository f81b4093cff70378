//! What a preauthorization says, as public types of Swift and Kotlin.

use super::decision::{DecisionSource, Denial};
use super::text::text;
use crate::ffi::uniffi::number::count;
use crate::outcome;

/// Which resources the user can probably watch: for locks and filters only. It informs: the answer
/// to *play* comes from an authorization alone, and there is no token in this one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreauthorizationDecisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for.
    pub decisions: Vec<PreauthorizationDecision>,
    /// How many entries of the answer name no resource.
    pub skipped: i32,
}

/// What is expected about one resource.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreauthorizationDecision {
    /// The resource, as the answer has it.
    pub resource: String,
    /// The service provider, as the answer has it.
    pub service_provider: Option<String>,
    /// The MVPD, as the answer has it.
    pub mvpd: Option<String>,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// What an authorization would probably say.
    pub expectation: Expectation,
    /// Why not, if the answer says.
    pub denial: Option<Denial>,
    /// Whether asking for this resource again, alone, may bring another answer.
    pub is_retryable: bool,
}

/// What an authorization would probably say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Expectation {
    /// The user can probably watch it.
    ProbablyPermitted,
    /// The user can probably not watch it.
    ProbablyDenied,
    /// The answer is neither yes nor no: show neither an open nor a closed lock.
    NoAnswer,
}

impl From<&outcome::PreauthorizationDecisions> for PreauthorizationDecisions {
    fn from(answer: &outcome::PreauthorizationDecisions) -> Self {
        let decisions = answer.decisions.iter();
        Self {
            decisions: decisions.map(PreauthorizationDecision::from).collect(),
            skipped: count(answer.skipped),
        }
    }
}

impl From<&outcome::PreauthorizationDecision> for PreauthorizationDecision {
    fn from(decision: &outcome::PreauthorizationDecision) -> Self {
        use outcome::Expectation as Core;
        Self {
            resource: decision.resource.as_str().to_owned(),
            service_provider: text(decision.service_provider.as_ref()),
            mvpd: text(decision.mvpd.as_ref()),
            source: decision.source.as_ref().map(DecisionSource::from),
            expectation: match decision.expectation {
                Core::ProbablyPermitted => Expectation::ProbablyPermitted,
                Core::ProbablyDenied => Expectation::ProbablyDenied,
                Core::NoAnswer => Expectation::NoAnswer,
            },
            denial: decision.denial.as_ref().map(Denial::from),
            is_retryable: decision.is_retryable(),
        }
    }
}
