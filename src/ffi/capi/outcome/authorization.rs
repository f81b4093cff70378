//! `tvpass_authorization_decisions`: whether the user may watch something now.

use super::decision::{denial, size, source, tvpass_decision_source, tvpass_denial};
use crate::ffi::capi::arena::{Arena, Owned, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{
    AuthorizationDecision, AuthorizationDecisions, DecisionSource, MediaToken, Verdict,
};

/// What was decided about a resource.
pub type tvpass_verdict = i32;

/// Neither yes nor no.
pub const TVPASS_VERDICT_NO_ANSWER: tvpass_verdict = 0;
/// The user may watch it now. To play it takes a media token, too: `is_playable`.
pub const TVPASS_VERDICT_PERMIT: tvpass_verdict = 1;
/// The user may not watch it now. Never sign out because of that.
pub const TVPASS_VERDICT_DENY: tvpass_verdict = 2;

/// A decision of an authorization. The media token is not in it: `tvpass_outcome_take_media_token`.
/// It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_authorization_decision {
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
    /// From when the service keeps the decision, in ms since 1970 by the service's clock. 0: not
    /// said.
    pub not_before_unix_ms: u64,
    /// Until when, in the same way. Of a TempPass: when it ends, and the app has to stop the
    /// stream.
    pub not_after_unix_ms: u64,
    /// What was decided: a `TVPASS_VERDICT_…`.
    pub verdict: tvpass_verdict,
    /// Who decided: a `TVPASS_DECISION_SOURCE_…`.
    pub source: tvpass_decision_source,
    /// Whether it is a permit that came with a media token. One without cannot be played.
    pub is_playable: bool,
    /// Whether asking again, for this resource alone, may help: 2 or 3 times at most.
    pub is_retryable: bool,
}

/// A successful authorization request, for one playback. It says nothing about whether the
/// decisions are permits. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_authorization_decisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for: find yours by its resource. NULL if there are none.
    pub decisions: *const *const tvpass_authorization_decision,
    /// How many there are. Nothing about a resource is no answer: neither yes nor no.
    pub decision_count: usize,
    /// How many entries of the answer name no resource.
    pub skipped_count: usize,
}

impl tvpass_authorization_decisions {
    /// How much memory all of them take, about.
    pub(super) fn size(decisions: &AuthorizationDecisions) -> usize {
        let bytes = decisions.decisions.iter().map(|decision| {
            let own = size_of::<tvpass_authorization_decision>() + size_of::<*const ()>();
            own + decision.resource.len() + size(decision.denial.as_ref())
        });
        size_of::<Self>() + bytes.sum::<usize>()
    }

    pub(super) fn fill(arena: &Arena, decisions: &AuthorizationDecisions) -> Self {
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
    decision: &AuthorizationDecision,
) -> &'a tvpass_authorization_decision {
    let source = decision.source.as_ref();
    arena.put(tvpass_authorization_decision {
        resource: arena.text(&decision.resource),
        service_provider: arena.optional(decision.service_provider.as_deref()),
        mvpd: arena.optional(decision.mvpd.as_deref()),
        source_text: arena.optional(source.map(DecisionSource::as_str)),
        denial: denial(arena, decision.denial.as_ref()),
        not_before_unix_ms: decision.not_before_ms.unwrap_or(0),
        not_after_unix_ms: decision.not_after_ms.unwrap_or(0),
        verdict: match decision.verdict {
            Verdict::Permit => TVPASS_VERDICT_PERMIT,
            Verdict::Deny => TVPASS_VERDICT_DENY,
            Verdict::NoAnswer => TVPASS_VERDICT_NO_ANSWER,
        },
        source: self::source(source),
        is_playable: decision.is_playable(),
        is_retryable: decision.is_retryable(),
    })
}

/// A media token: the proof for the programmer's server that this user may watch this resource now
/// (Adobe: *Media tokens*). For one playback: send it at once, over TLS, and free it. When it runs
/// out while the stream plays, the stream goes on. Freed with `tvpass_media_token_free`, which
/// overwrites it with zeros.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_media_token {
    /// `serializedToken` exactly as received. Log and store it nowhere.
    pub serialized: tvpass_str,
    /// From when it is valid, in ms since 1970 by the service's clock. 0: not said.
    pub not_before_unix_ms: u64,
    /// Until when the server accepts it, in the same way: some minutes ahead.
    pub not_after_unix_ms: u64,
}

impl tvpass_media_token {
    pub(super) fn new(token: MediaToken) -> Owned<Self> {
        let (not_before_ms, not_after_ms) = (token.not_before_ms(), token.not_after_ms());
        token.hand_over(|serialized| {
            Owned::new(serialized.len() + 1, |arena| Self {
                serialized: arena.text(serialized),
                not_before_unix_ms: not_before_ms.unwrap_or(0),
                not_after_unix_ms: not_after_ms.unwrap_or(0),
            })
        })
    }
}
