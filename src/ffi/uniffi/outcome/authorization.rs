//! What an authorization says, as public types of Swift and Kotlin, and the media tokens, which
//! stay here until they are used.

use std::sync::{Arc, Mutex};

use super::decision::{DecisionSource, Denial};
use super::text::text;
use crate::ffi::uniffi::failure::{CoreError, guarded, panicked};
use crate::ffi::uniffi::number::{count, signed};
use crate::outcome::{self, MediaToken};

/// Whether the user may watch one resource now. For one playback: not kept, and asked for anew
/// before the next one, also of the same resource.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AuthorizationDecision {
    /// The resource, as the answer has it.
    pub resource: String,
    /// The service provider, as the answer has it.
    pub service_provider: Option<String>,
    /// The MVPD, as the answer has it.
    pub mvpd: Option<String>,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// What was decided.
    pub verdict: Verdict,
    /// Whether this is a permit that came with a media token. A permit without one cannot be
    /// played.
    pub is_playable: bool,
    /// From when the media token is valid, in milliseconds since 1970 by the service's clock.
    pub media_token_not_before_ms: Option<i64>,
    /// Until when the programmer's server accepts the media token, in the same way: some minutes
    /// ahead. The device's clock may be another; the server decides.
    pub media_token_not_after_ms: Option<i64>,
    /// From when the service keeps the decision, in milliseconds since 1970 by its clock.
    pub not_before_ms: Option<i64>,
    /// Until when the service keeps the decision before it asks the MVPD again, in the same way. Of
    /// a TempPass: when it ends, and the app has to stop the stream.
    pub not_after_ms: Option<i64>,
    /// Why not, if the answer says.
    pub denial: Option<Denial>,
    /// Whether asking for this resource again, alone, may bring another answer.
    pub is_retryable: bool,
}

/// What was decided about a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Verdict {
    /// The user may watch it now. To play it takes a media token, too.
    Permit,
    /// The user may not watch it now. Never sign out because of that.
    Deny,
    /// The answer is neither yes nor no.
    NoAnswer,
}

/// What an authorization says, as it crosses. The decisions are values; a media token crosses when
/// it is used, once, and what is not used is overwritten with zeros with this.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Authorization {
    /// The decisions in the answer's order.
    pub decisions: Vec<AuthorizationDecision>,
    /// How many entries of the answer name no resource.
    pub skipped: i32,
    /// The tokens of the permits among them.
    pub media_tokens: Arc<MediaTokens>,
}

/// The media tokens of an answer, by the place of their decision.
#[derive(Debug, uniffi::Object)]
pub struct MediaTokens(Mutex<Vec<Option<MediaToken>>>);

#[uniffi::export]
impl MediaTokens {
    /// The token of a permit, for its one use. `None`: used already, or there never was one.
    pub fn take(&self, place: u32) -> Result<Option<String>, CoreError> {
        guarded(|| {
            let mut tokens = self.0.lock().map_err(|_| panicked())?;
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let token = tokens.get_mut(place).and_then(Option::take);
            Ok(token.map(|token| token.hand_over(str::to_owned)))
        })
    }
}

impl MediaTokens {
    /// The one token of a permit, at place 0.
    pub(super) fn of(token: MediaToken) -> Arc<Self> {
        Arc::new(Self(Mutex::new(vec![Some(token)])))
    }
}

impl From<outcome::AuthorizationDecisions> for Authorization {
    fn from(mut answer: outcome::AuthorizationDecisions) -> Self {
        let decisions = answer.decisions.iter();
        let decisions = decisions.map(AuthorizationDecision::from).collect();
        let permits = answer.decisions.iter_mut();
        let tokens = permits.map(outcome::AuthorizationDecision::take_media_token);
        Self {
            decisions,
            skipped: count(answer.skipped),
            media_tokens: Arc::new(MediaTokens(Mutex::new(tokens.collect()))),
        }
    }
}

impl From<&outcome::AuthorizationDecision> for AuthorizationDecision {
    fn from(decision: &outcome::AuthorizationDecision) -> Self {
        use outcome::Verdict as Core;
        let token = decision.media_token();
        let token = token.filter(|_| decision.is_playable());
        Self {
            resource: decision.resource.as_str().to_owned(),
            service_provider: text(decision.service_provider.as_ref()),
            mvpd: text(decision.mvpd.as_ref()),
            source: decision.source.as_ref().map(DecisionSource::from),
            verdict: match decision.verdict {
                Core::Permit => Verdict::Permit,
                Core::Deny => Verdict::Deny,
                Core::NoAnswer => Verdict::NoAnswer,
            },
            is_playable: decision.is_playable(),
            media_token_not_before_ms: token.and_then(MediaToken::not_before_ms).map(signed),
            media_token_not_after_ms: token.and_then(MediaToken::not_after_ms).map(signed),
            not_before_ms: decision.not_before_ms.map(signed),
            not_after_ms: decision.not_after_ms.map(signed),
            denial: decision.denial.as_ref().map(Denial::from),
            is_retryable: decision.is_retryable(),
        }
    }
}
