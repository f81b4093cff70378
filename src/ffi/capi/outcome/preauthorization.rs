//! `tvpass_preauthorization_decisions`: what the user can probably watch, for locks and filters.

use super::decision::{denial, size, source, tvpass_decision_source, tvpass_denial};
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{
    DecisionSource, Expectation, PreauthorizationDecision, PreauthorizationDecisions,
};

/// What an authorization would probably say.
pub type tvpass_expectation = i32;

/// Neither yes nor no: show neither an open nor a closed lock.
pub const TVPASS_EXPECTATION_NO_ANSWER: tvpass_expectation = 0;
/// The user can probably watch it. That is no permit: authorize before playing.
pub const TVPASS_EXPECTATION_PROBABLY_PERMITTED: tvpass_expectation = 1;
/// The user can probably not watch it.
pub const TVPASS_EXPECTATION_PROBABLY_DENIED: tvpass_expectation = 2;

/// A decision of a preauthorization. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_preauthorization_decision {
    /// The resource, as the answer has it; Adobe's samples add white space
    /// (`tvpass_is_same_resource`).
    pub resource: tvpass_str,
    /// The service provider, as the answer has it; else empty.
    pub service_provider: tvpass_str,
    /// The MVPD, as the answer has it; else empty.
    pub mvpd: tvpass_str,
    /// `source` as received. Empty if the answer has none.
    pub source_text: tvpass_str,
    /// Why not; NULL if the answer does not say.
    pub denial: *const tvpass_denial,
    /// What an authorization would probably say: a `TVPASS_EXPECTATION_…`.
    pub expectation: tvpass_expectation,
    /// Who decided: a `TVPASS_DECISION_SOURCE_…`.
    pub source: tvpass_decision_source,
    /// Whether asking again, for this resource alone, may help: 2 or 3 times at most.
    pub is_retryable: bool,
}

/// A successful preauthorization. It informs: what counts is `tvpass_authorize_new`. Keep permits
/// in memory while the app runs, denials not. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_preauthorization_decisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for: find yours by its resource. NULL if there are none.
    pub decisions: *const *const tvpass_preauthorization_decision,
    /// How many there are. Nothing about a resource is no answer: neither yes nor no.
    pub decision_count: usize,
    /// How many entries of the answer name no resource.
    pub skipped_count: usize,
}

impl tvpass_preauthorization_decisions {
    /// How much memory all of them take, about.
    pub(super) fn size(decisions: &PreauthorizationDecisions) -> usize {
        let bytes = decisions.decisions.iter().map(|decision| {
            let own = size_of::<tvpass_preauthorization_decision>() + size_of::<*const ()>();
            own + decision.resource.len() + size(decision.denial.as_ref())
        });
        size_of::<Self>() + bytes.sum::<usize>()
    }

    pub(super) fn fill(arena: &Arena, decisions: &PreauthorizationDecisions) -> Self {
        let all = &decisions.decisions;
        let made = all.iter().map(|decision| self::decision(arena, decision));
        let made = arena.list(all.len(), made);
        Self {
            decisions: pointers(made),
            decision_count: made.len(),
            skipped_count: decisions.skipped,
        }
    }
}

fn decision<'a>(
    arena: &'a Arena,
    decision: &PreauthorizationDecision,
) -> &'a tvpass_preauthorization_decision {
    let source = decision.source.as_ref();
    arena.put(tvpass_preauthorization_decision {
        resource: arena.text(&decision.resource),
        service_provider: arena.optional(decision.service_provider.as_deref()),
        mvpd: arena.optional(decision.mvpd.as_deref()),
        source_text: arena.optional(source.map(DecisionSource::as_str)),
        denial: denial(arena, decision.denial.as_ref()),
        expectation: match decision.expectation {
            Expectation::ProbablyPermitted => TVPASS_EXPECTATION_PROBABLY_PERMITTED,
            Expectation::ProbablyDenied => TVPASS_EXPECTATION_PROBABLY_DENIED,
            Expectation::NoAnswer => TVPASS_EXPECTATION_NO_ANSWER,
        },
        source: self::source(source),
        is_retryable: decision.is_retryable(),
    })
}
