//! `tvpass_lock`, `tvpass_play` and `tvpass_temporary_access`: what may be watched.

use super::words::{WORDS, optional_words, tvpass_words};
use crate::ffi::capi::arena::Arena;
use crate::ffi::capi::outcome::decision::{
    denial, size, source, tvpass_decision_source, tvpass_denial,
};
use crate::ffi::capi::text::tvpass_str;
use crate::flow::{Lock, LockState, Play, TemporaryAccessRemaining, Words};
use crate::outcome::DecisionSource;

/// Whether a resource can probably be watched.
pub type tvpass_lock_state = i32;

/// Nobody knows: show neither.
pub const TVPASS_LOCK_UNKNOWN: tvpass_lock_state = 0;
/// It probably can.
pub const TVPASS_LOCK_OPEN: tvpass_lock_state = 1;
/// It probably cannot.
pub const TVPASS_LOCK_CLOSED: tvpass_lock_state = 2;

/// The lock of one resource, for showing alone: what may be played says `tvpass_account_authorize`.
/// It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_lock {
    /// The resource as it was asked for.
    pub resource: tvpass_str,
    /// Why it is closed, or not known; NULL if the answer does not say.
    pub denial: *const tvpass_denial,
    /// What the user may be told about that; NULL if there is nothing.
    pub words: *const tvpass_words,
    /// A `TVPASS_LOCK_…`.
    pub state: tvpass_lock_state,
}

/// A permit for one playback, whose media token `tvpass_outcome_take_media_token` hands over, once.
/// For the next playback, also of the same resource, authorize again. When the media token runs out
/// while the stream plays, the stream goes on. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_play {
    /// The MVPD that permitted it.
    pub mvpd: tvpass_str,
    /// Who decided, as received. Empty if the answer does not say.
    pub source_text: tvpass_str,
    /// By a TempPass: until when, in ms since 1970 by the service's clock. 0: not said.
    pub temporary_not_after_unix_ms: u64,
    /// Who decided: a `TVPASS_DECISION_SOURCE_…`.
    pub source: tvpass_decision_source,
    /// By a TempPass: the app has to stop the stream at its end, which
    /// `tvpass_account_temporary_access_end` waits for.
    pub is_temporary: bool,
}

/// How much is left of temporary access. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_temporary_access {
    /// When the stream has to stop, in milliseconds on the host's scale: the clock of the TV does
    /// not matter. 0: nobody says.
    pub ends_at_ms: u64,
    /// How many more resources can be watched, of a promotional one.
    pub remaining_resources: u64,
    /// Whether that is known.
    pub has_remaining_resources: bool,
}

pub(super) fn lock_size(lock: &Lock) -> usize {
    let denial = lock.denial.as_ref();
    let words = denial.map_or(0, |_| WORDS);
    size_of::<tvpass_lock>() + lock.resource.len() + size(denial) + words
}

pub(super) fn lock<'a>(arena: &'a Arena, lock: &Lock) -> &'a tvpass_lock {
    let words = lock.denial.as_ref().map(Words::of_denial);
    arena.put(tvpass_lock {
        resource: arena.text(&lock.resource),
        denial: denial(arena, lock.denial.as_ref()),
        words: optional_words(arena, words.as_ref()),
        state: match lock.state {
            LockState::Open => TVPASS_LOCK_OPEN,
            LockState::Closed => TVPASS_LOCK_CLOSED,
            LockState::Unknown => TVPASS_LOCK_UNKNOWN,
        },
    })
}

pub(super) fn play<'a>(arena: &'a Arena, play: &Play) -> &'a tvpass_play {
    let temporary = play.temporary.as_ref();
    arena.put(tvpass_play {
        mvpd: arena.text(&play.mvpd),
        source_text: arena.optional(play.source.as_ref().map(DecisionSource::as_str)),
        temporary_not_after_unix_ms: temporary
            .and_then(|temporary| temporary.not_after_ms)
            .unwrap_or(0),
        source: source(play.source.as_ref()),
        is_temporary: temporary.is_some(),
    })
}

pub(super) fn remaining<'a>(
    arena: &'a Arena,
    remaining: &TemporaryAccessRemaining,
) -> &'a tvpass_temporary_access {
    arena.put(tvpass_temporary_access {
        ends_at_ms: remaining.ends_at_ms.unwrap_or(0),
        remaining_resources: remaining.remaining_resources.unwrap_or(0),
        has_remaining_resources: remaining.remaining_resources.is_some(),
    })
}
