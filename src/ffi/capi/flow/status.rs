//! `tvpass_sign_in_status` and `tvpass_signed_in`: who is signed in, and with whom.

use std::ptr;

use super::words::{WORDS, optional_words, tvpass_words};
use crate::call::KeptMvpd;
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::outcome::profiles::{profile, profile_size, tvpass_profile};
use crate::ffi::capi::outcome::session::{
    TVPASS_SESSION_REASON_UNKNOWN, reason, tvpass_session_reason,
};
use crate::ffi::capi::status::{TVPASS_STATUS_OK, tvpass_status};
use crate::ffi::capi::text::tvpass_str;
use crate::flow::{SignedIn, Status, StatusSource, Words};
use crate::outcome::SessionReason;

/// Where a status comes from.
pub type tvpass_sign_in_status_source = i32;

/// Something that this version does not know.
pub const TVPASS_SIGN_IN_STATUS_UNKNOWN: tvpass_sign_in_status_source = 0;
/// From an earlier start: for a greeting, while the service is asked. It proves nothing.
pub const TVPASS_SIGN_IN_STATUS_KEPT: tvpass_sign_in_status_source = 1;
/// The service has said so.
pub const TVPASS_SIGN_IN_STATUS_SERVICE: tvpass_sign_in_status_source = 2;
/// The service could not be asked, so it is what was kept. Playing asks anyway.
pub const TVPASS_SIGN_IN_STATUS_UNREACHABLE: tvpass_sign_in_status_source = 3;

/// What is kept of an MVPD: enough to ask *still with this one?* without the configuration. It
/// belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_kept_mvpd {
    /// Its id.
    pub id: tvpass_str,
    /// The name to show: the id, if there is no other.
    pub name: tvpass_str,
    /// Where the logo is, as received and not checked. Empty if there is none.
    pub logo_url: tvpass_str,
}

/// Who is signed in. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_sign_in_status {
    /// The MVPD that the user chose last; NULL if there is none. If there are no profiles: *still
    /// with this one?*
    pub mvpd: *const tvpass_kept_mvpd,
    /// The profiles, in the order in which they are offered: not temporary before temporary, then
    /// the one that is valid longest. NULL: nobody is signed in, as far as is known.
    pub profiles: *const *const tvpass_profile,
    /// How many there are.
    pub profile_count: usize,
    /// The profile to use if the user does not choose: that of the MVPD that was chosen last, else
    /// the first. NULL if there are none.
    pub current: *const tvpass_profile,
    /// What the user may be told about `failure`; NULL if there is none.
    pub words: *const tvpass_words,
    /// Where this comes from: a `TVPASS_SIGN_IN_STATUS_…`.
    pub source: tvpass_sign_in_status_source,
    /// With `TVPASS_SIGN_IN_STATUS_UNREACHABLE`, why; `TVPASS_STATUS_OK` with every other.
    pub failure: tvpass_status,
}

/// A successful sign-in. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_signed_in {
    /// With whom.
    pub mvpd: *const tvpass_kept_mvpd,
    /// The profile; NULL if the service says that the user is signed in, and has none to show.
    pub profile: *const tvpass_profile,
    /// Why no sign-in was needed, if it was not, as the service says it. Empty if one was.
    pub already_text: tvpass_str,
    /// The same as a number: a `TVPASS_SESSION_REASON_…`; `TVPASS_SESSION_REASON_UNKNOWN` if one
    /// was needed.
    pub already: tvpass_session_reason,
}

/// How much memory an MVPD takes, about.
const MVPD: usize = size_of::<tvpass_kept_mvpd>() + 256;

fn mvpd<'a>(arena: &'a Arena, mvpd: &KeptMvpd) -> &'a tvpass_kept_mvpd {
    arena.put(tvpass_kept_mvpd {
        id: arena.text(&mvpd.id),
        name: arena.text(mvpd.name()),
        logo_url: arena.optional(mvpd.logo_url.as_deref()),
    })
}

pub(super) fn status_size(status: &Status) -> usize {
    let profiles: usize = status.profiles.iter().map(profile_size).sum();
    size_of::<tvpass_sign_in_status>() + MVPD + WORDS + profiles
}

pub(super) fn status<'a>(arena: &'a Arena, status: &Status) -> &'a tvpass_sign_in_status {
    let all = &status.profiles;
    let profiles = all.iter().map(|one| profile(arena, one));
    let profiles = arena.list(all.len(), profiles);
    let current = status.current();
    let mut pairs = profiles.iter().zip(all);
    let current = pairs.find(|(_, one)| current.is_some_and(|current| ptr::eq(current, *one)));
    let failure = match &status.source {
        StatusSource::Unreachable(error) => Some(error),
        StatusSource::Kept | StatusSource::Service => None,
    };
    let words = failure.map(Words::of_error);
    arena.put(tvpass_sign_in_status {
        mvpd: status
            .mvpd
            .as_ref()
            .map_or(ptr::null(), |kept| mvpd(arena, kept)),
        profiles: pointers(profiles),
        profile_count: profiles.len(),
        current: current.map_or(ptr::null(), |(made, _)| ptr::from_ref(*made)),
        words: optional_words(arena, words.as_ref()),
        source: match &status.source {
            StatusSource::Kept => TVPASS_SIGN_IN_STATUS_KEPT,
            StatusSource::Service => TVPASS_SIGN_IN_STATUS_SERVICE,
            StatusSource::Unreachable(_) => TVPASS_SIGN_IN_STATUS_UNREACHABLE,
        },
        failure: failure.map_or(TVPASS_STATUS_OK, |error| error.code().number()),
    })
}

pub(super) fn signed_in_size(signed_in: &SignedIn) -> usize {
    let profile = signed_in.profile.as_ref().map_or(0, profile_size);
    size_of::<tvpass_signed_in>() + MVPD + profile + 64
}

pub(super) fn signed_in<'a>(arena: &'a Arena, signed_in: &SignedIn) -> &'a tvpass_signed_in {
    let already = signed_in.already.as_ref();
    let found = signed_in.profile.as_ref();
    arena.put(tvpass_signed_in {
        mvpd: mvpd(arena, &signed_in.mvpd),
        profile: found.map_or(ptr::null(), |found| profile(arena, found)),
        already_text: arena.optional(already.map(SessionReason::as_str)),
        already: already.map_or(TVPASS_SESSION_REASON_UNKNOWN, reason),
    })
}
