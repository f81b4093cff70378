//! What an authorization says: whether the user may watch a resource now, with the token that
//! starts it.

use super::decision::{DecisionSource, position};
use super::media_token::MediaToken;
use super::text::{ReceivedText, received};
use crate::error::Denial;
use crate::wire::DecisionWire;

/// A successful authorization request (Adobe: *Retrieve authorization decisions using specific
/// mvpd*). It says nothing about whether the decisions are permits.
///
/// For one playback: not kept, and asked for anew before the next one, also of the same resource.
/// So it cannot be cloned.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizationDecisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for. See [`about`](Self::about).
    pub decisions: Vec<AuthorizationDecision>,
    /// How many entries of the answer name no resource.
    pub skipped: usize,
}

/// One decision.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizationDecision {
    /// The resource, as the answer has it.
    pub resource: ReceivedText,
    /// The service provider, as the answer has it.
    pub service_provider: Option<ReceivedText>,
    /// The MVPD, as the answer has it.
    pub mvpd: Option<ReceivedText>,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// What was decided.
    pub verdict: Verdict,
    media_token: Option<MediaToken>,
    /// From when the service keeps the decision, in milliseconds since 1970 by its clock.
    pub not_before_ms: Option<u64>,
    /// Until when the service keeps the decision before it asks the MVPD again, in milliseconds
    /// since 1970 by its clock. Of a TempPass: when it ends, and the app has to stop the stream.
    pub not_after_ms: Option<u64>,
    /// Why not, if the answer says.
    pub denial: Option<Denial>,
}

/// What was decided about a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The user may watch it now. To play it takes a media token, too:
    /// [`AuthorizationDecision::is_playable`].
    Permit,
    /// The user may not watch it now. Never sign out because of that.
    Deny,
    /// The answer is neither yes nor no.
    NoAnswer,
}

impl AuthorizationDecisions {
    pub(crate) fn new(decisions: Vec<AuthorizationDecision>, skipped: usize) -> Self {
        Self { decisions, skipped }
    }

    /// The decision about a resource, by its text as it was asked for; white space at the ends does
    /// not matter. `None` is no answer: neither a permit nor a denial.
    #[must_use]
    pub fn about(&self, resource: &str) -> Option<&AuthorizationDecision> {
        self.decisions.get(self.position(resource)?)
    }

    /// Takes the media token out of the decision about a resource: once, and only if it is a
    /// permit.
    pub fn take_media_token(&mut self, resource: &str) -> Option<MediaToken> {
        let at = self.position(resource)?;
        self.decisions.get_mut(at)?.take_media_token()
    }

    fn position(&self, resource: &str) -> Option<usize> {
        let decided = self.decisions.iter().map(|decision| &*decision.resource);
        position(decided, resource)
    }
}

impl AuthorizationDecision {
    pub(crate) fn from_wire(wire: DecisionWire<'_>) -> Self {
        Self {
            resource: wire.resource.into(),
            service_provider: received(wire.service_provider),
            mvpd: received(wire.mvpd),
            source: wire.source.map(DecisionSource::from_wire),
            verdict: match wire.authorized {
                Some(true) => Verdict::Permit,
                Some(false) => Verdict::Deny,
                None => Verdict::NoAnswer,
            },
            media_token: wire.token.map(MediaToken::from_wire),
            not_before_ms: wire.not_before_ms,
            not_after_ms: wire.not_after_ms,
            denial: wire.denial,
        }
    }

    /// The media token as it came, for its times. It cannot be used before it is taken.
    #[must_use]
    pub fn media_token(&self) -> Option<&MediaToken> {
        self.media_token.as_ref()
    }

    /// Whether this is a permit and its media token is here. A permit without one cannot be played.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        self.verdict == Verdict::Permit && self.media_token.is_some()
    }

    /// Takes the media token out: once, and only if this is a permit.
    pub fn take_media_token(&mut self) -> Option<MediaToken> {
        match self.verdict {
            Verdict::Permit => self.media_token.take(),
            _ => None,
        }
    }

    /// Whether asking for this resource again, alone, may bring another answer.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let denial = self.denial.as_ref();
        self.verdict != Verdict::Permit && denial.is_some_and(Denial::is_retryable)
    }
}
