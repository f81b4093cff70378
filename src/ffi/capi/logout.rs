//! `tvpass_logout`: what a logout means for the device.

use super::boundary::{Failure, Poison, change, free, get, get_with, handle, read, store};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::{Span, Texts, tvpass_str};
use crate::outcome::{FollowUp, Logout, LogoutAction, ProfileLogout};
use crate::uri::UrlRefusal;

/// What the device must do about a deleted profile.
pub type tvpass_logout_action = i32;

/// An action that this version does not know: see `tvpass_logout_profile_action_name`.
pub const TVPASS_LOGOUT_ACTION_UNKNOWN: tvpass_logout_action = 0;
/// `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one may stop here; the provider's own session
/// then stays open.
pub const TVPASS_LOGOUT_ACTION_OPEN_URL: tvpass_logout_action = 1;
/// `logout`, but its URL must not be opened. The provider's own session stays open.
pub const TVPASS_LOGOUT_ACTION_URL_REFUSED: tvpass_logout_action = 2;
/// `partner_logout`: the user has to sign out in the system's settings too; see `tvpass_partner_settings_count`. No app can do it.
pub const TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT: tvpass_logout_action = 3;
/// `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
pub const TVPASS_LOGOUT_ACTION_COMPLETE: tvpass_logout_action = 4;
/// `invalid`: nothing; no valid profile was found.
pub const TVPASS_LOGOUT_ACTION_INVALID: tvpass_logout_action = 5;
/// `invalid` in answer to a repeated request, after an answer was lost: the profile may have been removed by the first one, and its URL with
/// it. The provider's own session may still be open. Only calls report this.
pub const TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER: tvpass_logout_action = 6;

/// Why a URL of an answer must not be opened.
pub type tvpass_url_refusal = i32;

/// It was not refused, or for a reason that this version does not know.
pub const TVPASS_URL_REFUSAL_UNKNOWN: tvpass_url_refusal = 0;
/// There is no URL.
pub const TVPASS_URL_REFUSAL_MISSING: tvpass_url_refusal = 1;
/// Not a URL, or one that browsers read differently from the standard.
pub const TVPASS_URL_REFUSAL_MALFORMED: tvpass_url_refusal = 2;
/// A scheme other than `https`; `http` is good on this machine alone, for a service on it.
pub const TVPASS_URL_REFUSAL_SCHEME: tvpass_url_refusal = 3;
/// User information before the host.
pub const TVPASS_URL_REFUSAL_USER_INFORMATION: tvpass_url_refusal = 4;
/// A reference that leads to another host than the service's.
pub const TVPASS_URL_REFUSAL_OTHER_HOST: tvpass_url_refusal = 5;
/// No usable host or port.
pub const TVPASS_URL_REFUSAL_HOST: tvpass_url_refusal = 6;

/// The next thing to do.
pub type tvpass_remaining = i32;

/// Something that this version does not know.
pub const TVPASS_REMAINING_UNKNOWN: tvpass_remaining = 0;
/// Nothing is left to do.
pub const TVPASS_REMAINING_DONE: tvpass_remaining = 1;
/// Open `tvpass_logout_profile_url` in a user agent until `tvpass_redirect_url_is_reached_by` says that it is done, or the user closes it.
pub const TVPASS_REMAINING_OPEN_URL: tvpass_remaining = 2;
/// Tell the user to sign out in the system's settings too; see `tvpass_partner_settings_count`.
pub const TVPASS_REMAINING_PARTNER_SIGN_OUT: tvpass_remaining = 3;
/// Nothing can be done, but the provider's own session may still be open, which a user on a shared device may want to know.
pub const TVPASS_REMAINING_SESSION_MAY_BE_OPEN: tvpass_remaining = 4;

/// A successful logout: the profiles are deleted on Adobe's side. There is one entry per deleted profile: none, one or several, and each
/// has to be followed (`tvpass_logout_remaining`). Then forget what the app cached of the profile: MVPD selection, attributes, decisions.
pub struct tvpass_logout {
    poison: Poison,
    logout: Logout,
    followed: Vec<bool>,
    profiles: Vec<Spans>,
    texts: Texts,
}

handle!(tvpass_logout, "logout");

/// The texts of one profile.
struct Spans {
    key: Span,
    mvpd: Span,
    action_name: Span,
    action_type: Span,
    url: Span,
    raw_url: Span,
}

impl tvpass_logout {
    pub(super) fn new(logout: Logout) -> Self {
        let mut texts = Texts::with_capacity(256 * logout.profiles.len());
        let profiles = logout
            .profiles
            .iter()
            .map(|profile| Spans::new(&mut texts, profile))
            .collect();
        Self {
            poison: Poison::default(),
            followed: vec![false; logout.profiles.len()],
            logout,
            profiles,
            texts,
        }
    }
}

impl Spans {
    fn new(texts: &mut Texts, profile: &ProfileLogout) -> Self {
        let (url, raw_url) = match &profile.action {
            LogoutAction::OpenUrl(url) => (Some(url.as_str()), None),
            LogoutAction::UrlRefused(refused) => (None, Some(refused.raw.as_str())),
            _ => (None, profile.raw_url.as_deref()),
        };
        Self {
            key: texts.push(&profile.key),
            mvpd: texts.push_optional(profile.mvpd.as_deref()),
            action_name: texts.push_optional(profile.action_name.as_deref()),
            action_type: texts.push_optional(profile.action_type.as_deref()),
            url: texts.push_optional(url),
            raw_url: texts.push_optional(raw_url),
        }
    }
}

/// One of the texts of a profile.
///
/// # Safety
/// The caller's promise.
unsafe fn text(
    logout: *const tvpass_logout,
    index: usize,
    which: fn(&Spans) -> Span,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(logout, tvpass_str::EMPTY, |logout| {
            let spans = logout.profiles.get(index);
            spans.map_or(tvpass_str::EMPTY, |spans| logout.texts.get(which(spans)))
        })
    }
}

/// Something else of a profile.
///
/// # Safety
/// The caller's promise.
unsafe fn property<R: Copy>(
    logout: *const tvpass_logout,
    index: usize,
    fallback: R,
    which: fn(&ProfileLogout) -> R,
) -> R {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(logout, fallback, |logout| {
            logout.logout.profiles.get(index).map_or(fallback, which)
        })
    }
}

/// Frees an outcome.
///
/// @param logout consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_free(logout: *mut tvpass_logout) {
    // SAFETY: the caller's promise.
    unsafe { free(logout) };
}

/// How many profiles were deleted. None is a successful logout, too.
///
/// @param logout borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_count(logout: *const tvpass_logout) -> usize {
    // SAFETY: the caller's promise.
    unsafe { get(logout, 0, |logout| logout.profiles.len()) }
}

/// The key of a profile's entry in the answer.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_key(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.key) }
}

/// The profile's MVPD, which may differ from its key.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_mvpd(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.mvpd) }
}

/// What the device must do.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return A `TVPASS_LOGOUT_ACTION_…`; `TVPASS_LOGOUT_ACTION_UNKNOWN` also for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_action(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_logout_action {
    // SAFETY: the caller's promise.
    unsafe {
        property(
            logout,
            index,
            TVPASS_LOGOUT_ACTION_UNKNOWN,
            |profile| match &profile.action {
                LogoutAction::OpenUrl(_) => TVPASS_LOGOUT_ACTION_OPEN_URL,
                LogoutAction::UrlRefused(_) => TVPASS_LOGOUT_ACTION_URL_REFUSED,
                LogoutAction::PartnerLogout => TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT,
                LogoutAction::Complete => TVPASS_LOGOUT_ACTION_COMPLETE,
                LogoutAction::Invalid => TVPASS_LOGOUT_ACTION_INVALID,
                LogoutAction::InvalidAfterLostAnswer => {
                    TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER
                }
                LogoutAction::Unknown => TVPASS_LOGOUT_ACTION_UNKNOWN,
            },
        )
    }
}

/// `actionName` as received.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_action_name(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.action_name) }
}

/// `actionType` as received.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_action_type(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.action_type) }
}

/// The URL to open in a user agent: absolute, `https` (`http` for a service on this machine), resolved and checked.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty unless the action is `TVPASS_LOGOUT_ACTION_OPEN_URL`.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_url(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.url) }
}

/// A URL as received that must not be opened, for a support ticket: refused, or of an action that opens none.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return Borrowed from `logout`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_raw_url(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(logout, index, |spans| spans.raw_url) }
}

/// Why the URL must not be opened.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return A `TVPASS_URL_REFUSAL_…`; `TVPASS_URL_REFUSAL_UNKNOWN` unless the action is `TVPASS_LOGOUT_ACTION_URL_REFUSED`.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_url_refusal(
    logout: *const tvpass_logout,
    index: usize,
) -> tvpass_url_refusal {
    // SAFETY: the caller's promise.
    unsafe {
        property(logout, index, TVPASS_URL_REFUSAL_UNKNOWN, |profile| {
            let LogoutAction::UrlRefused(refused) = &profile.action else {
                return TVPASS_URL_REFUSAL_UNKNOWN;
            };
            match refused.reason {
                UrlRefusal::Missing => TVPASS_URL_REFUSAL_MISSING,
                UrlRefusal::Malformed => TVPASS_URL_REFUSAL_MALFORMED,
                UrlRefusal::Scheme => TVPASS_URL_REFUSAL_SCHEME,
                UrlRefusal::UserInformation => TVPASS_URL_REFUSAL_USER_INFORMATION,
                UrlRefusal::OtherHost => TVPASS_URL_REFUSAL_OTHER_HOST,
                UrlRefusal::Host => TVPASS_URL_REFUSAL_HOST,
            }
        })
    }
}

/// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name decides what the action is.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return `false` also for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_contradicts_documentation(
    logout: *const tvpass_logout,
    index: usize,
) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        property(
            logout,
            index,
            false,
            ProfileLogout::contradicts_documentation,
        )
    }
}

/// Whether `tvpass_logout_mark_followed` was called for a profile.
///
/// @param logout borrowed.
/// @param index of the profile, from 0.
/// @return `false` also for an index beyond the last, and for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_profile_is_followed(
    logout: *const tvpass_logout,
    index: usize,
) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(logout, false, |logout| {
            logout.followed.get(index).copied().unwrap_or_default()
        })
    }
}

/// The next thing to do. A user interface loops over it: do it, `tvpass_logout_mark_followed`, ask again, until it is
/// `TVPASS_REMAINING_DONE`.
///
/// @param logout borrowed.
/// @param what receives a `TVPASS_REMAINING_…`.
/// @param index receives the index of the profile that it is about (0 if nothing is left).
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_remaining(
    logout: *const tvpass_logout,
    what: *mut tvpass_remaining,
    index: *mut usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(logout, error, |logout| {
            let left = logout.logout.profiles.iter().zip(&logout.followed);
            let next = left.enumerate().find_map(|(index, (profile, followed))| {
                let follow_up = profile.follow_up().filter(|_| !followed)?;
                Some((index, follow_up))
            });
            let (next, at) = match next {
                Some((index, FollowUp::OpenUrl { .. })) => (TVPASS_REMAINING_OPEN_URL, index),
                Some((index, FollowUp::PartnerSignOut { .. })) => {
                    (TVPASS_REMAINING_PARTNER_SIGN_OUT, index)
                }
                Some((index, FollowUp::SessionMayBeOpen { .. })) => {
                    (TVPASS_REMAINING_SESSION_MAY_BE_OPEN, index)
                }
                None => (TVPASS_REMAINING_DONE, 0),
            };
            store(what, "what", next)?;
            store(index, "index", at)
        })
    }
}

/// Says that a profile has been followed.
///
/// @param logout changed.
/// @param index of the profile, from 0.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` for an index beyond the last, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_mark_followed(
    logout: *mut tvpass_logout,
    index: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(logout, error, |logout| {
            let followed = logout.followed.get_mut(index);
            *followed.ok_or(Failure::OutOfRange("index"))? = true;
            Ok(())
        })
    }
}
