//! What to do when the user presses *play*, and the end of temporary access.

use std::sync::Arc;

use super::authorization::MediaTokens;
use super::caught::CaughtError;
use super::decision::{DecisionSource, Denial};
use crate::ffi::uniffi::failure::{CoreError, guarded};
use crate::ffi::uniffi::number::signed;
use crate::ffi::uniffi::words::Words;
use crate::flow;

/// What to do, as it crosses. The hand-written layers make of it what apps see, since a permit has
/// what can be used only once.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum PlayAnswer {
    /// Play.
    Play {
        /// By this.
        permit: PlayPermit,
    },
    /// Offer to sign in.
    SignIn {
        /// Why.
        refusal: Refusal,
    },
    /// Explain why not; trying again changes nothing.
    Explain {
        /// Why.
        refusal: Refusal,
    },
    /// Offer to try again later.
    TryLater {
        /// Why.
        refusal: Refusal,
    },
}

/// A permit for one playback, as it crosses.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PlayPermit {
    /// The media token, at place 0.
    pub media_tokens: Arc<MediaTokens>,
    /// From when the media token is valid, in milliseconds since 1970 by the service's clock.
    pub media_token_not_before_ms: Option<i64>,
    /// Until when the programmer's server accepts the media token, in the same way.
    pub media_token_not_after_ms: Option<i64>,
    /// The MVPD that permitted it.
    pub mvpd: String,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// By a TempPass: the app has to stop the stream at its end.
    pub temporary: Option<Arc<TemporaryPlay>>,
}

/// A playback by a TempPass. Whose it is stays inside.
#[derive(Debug, uniffi::Object)]
pub struct TemporaryPlay {
    pub(in crate::ffi::uniffi) access: flow::TemporaryAccess,
}

#[uniffi::export]
impl TemporaryPlay {
    /// The id of the TempPass.
    pub fn mvpd(&self) -> Result<String, CoreError> {
        guarded(|| Ok(self.access.mvpd.clone()))
    }

    /// When it ends, as the decision says, in milliseconds since 1970 by the service's clock.
    pub fn not_after_ms(&self) -> Result<Option<i64>, CoreError> {
        guarded(|| Ok(self.access.not_after_ms.map(signed)))
    }
}

/// Why it is not played.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Refusal {
    /// What helps, and what may be shown to the user: the MVPD's own message first.
    pub words: Words,
    /// The denial, if the service has decided.
    pub denial: Option<Denial>,
    /// The failure, if it has not.
    pub error: Option<CaughtError>,
}

/// How much is left of temporary access.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TemporaryAccessRemaining {
    /// When the stream has to stop, in milliseconds from when this is presented: the clock of the
    /// TV does not matter. Absent: nobody says.
    pub remaining_ms: Option<i64>,
    /// How many more resources can be watched, of a promotional one.
    pub remaining_resources: Option<i64>,
}

/// Temporary access has ended, or has no end.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TemporaryAccessEnd {
    /// Stop the stream, and say this: sign in to go on.
    Ended {
        /// What to say.
        words: Words,
    },
    /// No answer told when it ends: nothing is to be stopped.
    Unknown,
}

impl From<flow::PlayOutcome> for PlayAnswer {
    fn from(outcome: flow::PlayOutcome) -> Self {
        use flow::PlayOutcome as Core;
        match outcome {
            Core::Play(play) => Self::Play {
                permit: (*play).into(),
            },
            Core::SignIn(refusal) => Self::SignIn {
                refusal: (*refusal).into(),
            },
            Core::Explain(refusal) => Self::Explain {
                refusal: (*refusal).into(),
            },
            Core::TryLater(refusal) => Self::TryLater {
                refusal: (*refusal).into(),
            },
        }
    }
}

impl From<flow::Play> for PlayPermit {
    fn from(play: flow::Play) -> Self {
        let temporary = play.temporary;
        Self {
            media_token_not_before_ms: play.media_token.not_before_ms().map(signed),
            media_token_not_after_ms: play.media_token.not_after_ms().map(signed),
            media_tokens: MediaTokens::of(play.media_token),
            mvpd: play.mvpd,
            source: play.source.as_ref().map(DecisionSource::from),
            temporary: temporary.map(|access| Arc::new(TemporaryPlay { access })),
        }
    }
}

impl From<flow::Refusal> for Refusal {
    fn from(refusal: flow::Refusal) -> Self {
        Self {
            words: refusal.words.into(),
            denial: refusal.denial.as_ref().map(Denial::from),
            error: refusal.error.as_ref().map(CaughtError::from),
        }
    }
}

impl TemporaryAccessRemaining {
    pub(super) fn read(remaining: &flow::TemporaryAccessRemaining, now_ms: u64) -> Self {
        let ends_at_ms = remaining.ends_at_ms;
        Self {
            remaining_ms: ends_at_ms.map(|ends| signed(ends.saturating_sub(now_ms))),
            remaining_resources: remaining.remaining_resources.map(signed),
        }
    }
}

impl From<flow::TemporaryAccessEnd> for TemporaryAccessEnd {
    fn from(end: flow::TemporaryAccessEnd) -> Self {
        match end {
            flow::TemporaryAccessEnd::Ended(words) => Self::Ended {
                words: words.into(),
            },
            flow::TemporaryAccessEnd::Unknown => Self::Unknown,
        }
    }
}
