//! `tvpass_logout`: what a logout means for the device.

use std::cell::OnceCell;

use super::url_refusal::{TVPASS_URL_REFUSAL_UNKNOWN, refusal, tvpass_url_refusal};
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{FollowUp, Logout, LogoutAction, PartnerSettings, ProfileLogout};

/// What the device must do about a deleted profile.
pub type tvpass_logout_action = i32;

/// An action that this version does not know: see `action_name`.
pub const TVPASS_LOGOUT_ACTION_UNKNOWN: tvpass_logout_action = 0;
/// `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one may
/// stop here; the provider's own session then stays open.
pub const TVPASS_LOGOUT_ACTION_OPEN_URL: tvpass_logout_action = 1;
/// `logout`, but its URL must not be opened. The provider's own session stays open.
pub const TVPASS_LOGOUT_ACTION_URL_REFUSED: tvpass_logout_action = 2;
/// `partner_logout`: the user has to sign out in the system's settings too. No app can do it.
pub const TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT: tvpass_logout_action = 3;
/// `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
pub const TVPASS_LOGOUT_ACTION_COMPLETE: tvpass_logout_action = 4;
/// `invalid`: nothing; no valid profile was found.
pub const TVPASS_LOGOUT_ACTION_INVALID: tvpass_logout_action = 5;
/// `invalid` in answer to a repeated request, after an answer was lost: the profile may have been
/// removed by the first one, and its URL with it. The provider's own session may still be open.
/// Only calls report this.
pub const TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER: tvpass_logout_action = 6;

/// What is left to do about a deleted profile.
pub type tvpass_follow_up_kind = i32;

/// Something that this version does not know.
pub const TVPASS_FOLLOW_UP_UNKNOWN: tvpass_follow_up_kind = 0;
/// Open `url` in a user agent until `tvpass_redirect_url_is_reached_by` says that it is done, or
/// the user closes it.
pub const TVPASS_FOLLOW_UP_OPEN_URL: tvpass_follow_up_kind = 1;
/// Tell the user to sign out in the system's settings too; `settings` says where.
pub const TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT: tvpass_follow_up_kind = 2;
/// Nothing can be done, but the provider's own session may still be open, which a user on a shared
/// device may want to know.
pub const TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN: tvpass_follow_up_kind = 3;

/// A deleted profile. It belongs to the outcome. Its texts are as they were received, so that you
/// can compare them: check them before you print them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_logout_profile {
    /// The key of its entry in the answer.
    pub key: tvpass_str,
    /// The profile's MVPD, which may differ from its key. Empty if the answer has none.
    pub mvpd: tvpass_str,
    /// `actionName` as received. Empty if the answer has none.
    pub action_name: tvpass_str,
    /// `actionType` as received. Empty if the answer has none.
    pub action_type: tvpass_str,
    /// The URL to open in a user agent: absolute, `https` (`http` for a service on this machine),
    /// resolved and checked. Empty unless the action is `TVPASS_LOGOUT_ACTION_OPEN_URL`.
    pub url: tvpass_str,
    /// A URL as received that must not be opened, for a support ticket: refused, or of an action
    /// that opens none. Empty if there is none.
    pub raw_url: tvpass_str,
    /// What the device must do: a `TVPASS_LOGOUT_ACTION_…`.
    pub action: tvpass_logout_action,
    /// Why the URL must not be opened: a `TVPASS_URL_REFUSAL_…`, `TVPASS_URL_REFUSAL_UNKNOWN`
    /// unless the action is `TVPASS_LOGOUT_ACTION_URL_REFUSED`.
    pub url_refusal: tvpass_url_refusal,
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name
    /// decides what the action is.
    pub contradicts_documentation: bool,
}

/// Where a user signs out of a TV provider at the system level. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_settings {
    /// The operating system, as in X-Device-Info: `tvOS` or `iOS`.
    pub os_name: tvpass_str,
    /// The way through the system's settings, in English; show it in the user's language.
    pub steps: *const tvpass_str,
    /// How many steps it has.
    pub step_count: usize,
}

/// What is left to do about a deleted profile. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_follow_up {
    /// What it is: a `TVPASS_FOLLOW_UP_…`.
    pub kind: tvpass_follow_up_kind,
    /// The profile that it is about, one of `profiles`.
    pub profile: *const tvpass_logout_profile,
    /// The URL to open: the profile's. Empty unless the kind is `TVPASS_FOLLOW_UP_OPEN_URL`.
    pub url: tvpass_str,
    /// The settings of each operating system for which Adobe says where; NULL unless the kind is
    /// `TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT`.
    pub settings: *const *const tvpass_partner_settings,
    /// How many there are.
    pub settings_count: usize,
}

/// A successful logout: the profiles are deleted on Adobe's side. What the device has to do about
/// them is in `follow_ups`; then forget what the app cached of the profiles: MVPD selection,
/// attributes, decisions. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_logout {
    /// The deleted profiles, in the answer's order; NULL if there are none, which is a successful
    /// logout, too.
    pub profiles: *const *const tvpass_logout_profile,
    /// How many there are.
    pub profile_count: usize,
    /// What is left to do, in the answer's order; NULL if nothing is. Do all of it.
    pub follow_ups: *const *const tvpass_follow_up,
    /// How many there are.
    pub follow_up_count: usize,
}

/// What the settings of partners take: there are two.
const SETTINGS: usize = 512;

impl tvpass_logout {
    /// How much memory a logout takes with its lists and texts, about.
    pub(in crate::ffi::capi) fn size(logout: &Logout) -> usize {
        let profiles = &logout.profiles;
        let per_profile = size_of::<tvpass_logout_profile>()
            + size_of::<tvpass_follow_up>()
            + 2 * size_of::<*const ()>();
        let texts: usize = profiles
            .iter()
            .map(|profile| {
                texts(profile)
                    .iter()
                    .map(|text| text.len() + 1)
                    .sum::<usize>()
            })
            .sum();
        let has_partner = |profile: &ProfileLogout| profile.action == LogoutAction::PartnerLogout;
        let settings = match profiles.iter().any(has_partner) {
            true => SETTINGS,
            false => 0,
        };
        size_of::<Self>() + profiles.len() * per_profile + texts + settings
    }

    pub(in crate::ffi::capi) fn fill(arena: &Arena, logout: &Logout) -> Self {
        let all = &logout.profiles;
        let profiles = all
            .iter()
            .map(|profile| arena.put(self::profile(arena, profile)));
        let profiles = arena.list(all.len(), profiles);
        // The same for all profiles.
        let settings: OnceCell<&[&tvpass_partner_settings]> = OnceCell::new();
        let follow_ups = profiles.iter().zip(all).filter_map(|(made, profile)| {
            let (kind, settings) = match profile.follow_up()? {
                FollowUp::OpenUrl { .. } => (TVPASS_FOLLOW_UP_OPEN_URL, &[][..]),
                FollowUp::PartnerSignOut {
                    settings: known, ..
                } => (
                    TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT,
                    *settings.get_or_init(|| self::settings(arena, known)),
                ),
                FollowUp::SessionMayBeOpen { .. } => {
                    (TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN, &[][..])
                }
            };
            Some(arena.put(tvpass_follow_up {
                kind,
                profile: *made,
                url: made.url,
                settings: pointers(settings),
                settings_count: settings.len(),
            }))
        });
        let follow_ups = arena.list(logout.follow_ups().count(), follow_ups);
        Self {
            profiles: pointers(profiles),
            profile_count: profiles.len(),
            follow_ups: pointers(follow_ups),
            follow_up_count: follow_ups.len(),
        }
    }
}

/// The texts of a profile: key, MVPD, action's name and type, URL, raw URL.
fn texts(profile: &ProfileLogout) -> [&str; 6] {
    let (url, raw_url) = match &profile.action {
        LogoutAction::OpenUrl(url) => (Some(url.as_str()), None),
        LogoutAction::UrlRefused(refused) => (None, Some(refused.raw.as_str())),
        _ => (None, profile.raw_url.as_deref()),
    };
    [
        &profile.key,
        profile.mvpd.as_deref().unwrap_or_default(),
        profile.action_name.as_deref().unwrap_or_default(),
        profile.action_type.as_deref().unwrap_or_default(),
        url.unwrap_or_default(),
        raw_url.unwrap_or_default(),
    ]
}

fn profile(arena: &Arena, profile: &ProfileLogout) -> tvpass_logout_profile {
    let [key, mvpd, action_name, action_type, url, raw_url] =
        texts(profile).map(|text| arena.text(text));
    let (action, url_refusal) = match &profile.action {
        LogoutAction::OpenUrl(_) => (TVPASS_LOGOUT_ACTION_OPEN_URL, None),
        LogoutAction::UrlRefused(refused) => {
            (TVPASS_LOGOUT_ACTION_URL_REFUSED, Some(refused.reason))
        }
        LogoutAction::PartnerLogout => (TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT, None),
        LogoutAction::Complete => (TVPASS_LOGOUT_ACTION_COMPLETE, None),
        LogoutAction::Invalid => (TVPASS_LOGOUT_ACTION_INVALID, None),
        LogoutAction::InvalidAfterLostAnswer => {
            (TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER, None)
        }
        LogoutAction::Unknown => (TVPASS_LOGOUT_ACTION_UNKNOWN, None),
    };
    tvpass_logout_profile {
        key,
        mvpd,
        action_name,
        action_type,
        url,
        raw_url,
        action,
        url_refusal: url_refusal.map_or(TVPASS_URL_REFUSAL_UNKNOWN, refusal),
        contradicts_documentation: profile.contradicts_documentation(),
    }
}

pub(in crate::ffi::capi) fn settings<'a>(
    arena: &'a Arena,
    known: &[PartnerSettings],
) -> &'a [&'a tvpass_partner_settings] {
    let made = known.iter().map(|settings| {
        let steps = settings.path.iter().map(|step| arena.text(step));
        let steps = arena.list(settings.path.len(), steps);
        arena.put(tvpass_partner_settings {
            os_name: arena.text(settings.os_name),
            steps: steps.as_ptr(),
            step_count: steps.len(),
        })
    });
    arena.list(known.len(), made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::capi::arena::Owned;
    use crate::ffi::capi::outcome::{tvpass_outcome, tvpass_outcome_logout};
    use crate::ffi::capi::text::tests::read;
    use crate::http::Response;
    use crate::operation::{AnyOperation, InitiateLogout, Runnable as _, Site};

    /// An outcome, and the logout in it.
    fn logout(answer: &str) -> (Owned<tvpass_outcome>, tvpass_logout) {
        let device = crate::device::Device::new(
            crate::device::DeviceIdentifier::from_text("d").unwrap(),
            crate::device::DeviceInfo::builder()
                .model("m")
                .version("1")
                .os_name(crate::device::OsName::Linux)
                .os_version("1")
                .connection_type(crate::device::ConnectionType::Lan)
                .build()
                .unwrap(),
        );
        let site = Site::new(crate::uri::Environment::Production.into(), device);
        let redirect_url = crate::uri::RedirectUrl::new("app://out").unwrap();
        let operation = InitiateLogout::new("a", "b", &redirect_url).unwrap();
        let operation = AnyOperation::from(operation);
        let token = crate::token::AccessToken::new("t").unwrap();
        let request = operation.request(&site, &token);
        let response = Response::new(200, answer);
        let outcome = operation.interpret(&request, &response, false).unwrap();
        let outcome = tvpass_outcome::new(outcome);
        // SAFETY: it is there as long as the outcome.
        let logout = unsafe { *tvpass_outcome_logout(Some(&outcome)) };
        (outcome, logout)
    }

    #[test]
    fn an_outcome_is_one_piece_of_memory() {
        let entry = |name: &str, action: &str| {
            format!(
                r#""{name}":{{"actionName":"{action}","actionType":"interactive","mvpd":"{name}","url":"/x?{name}"}}"#
            )
        };
        for actions in [
            &["logout"][..],
            &["logout", "partner_logout", "complete", "dance"],
            &[],
        ] {
            let entries: Vec<_> = actions.iter().map(|action| entry(action, action)).collect();
            let (outcome, logout) = logout(&format!(r#"{{"logouts":{{{}}}}}"#, entries.join(",")));
            assert_eq!(outcome.pieces(), 1);
            assert_eq!(logout.profile_count, actions.len());
            assert_eq!(logout.profiles.is_null(), actions.is_empty());
            assert_eq!(logout.follow_ups.is_null(), actions.is_empty());
        }
    }

    #[test]
    fn partners_settings_are_all_there() {
        let (_outcome, logout) = logout(
            r#"{"logouts":{"P":{"actionName":"partner_logout","actionType":"partner_interactive","mvpd":"P"}}}"#,
        );
        // SAFETY: the lists have as many items.
        let paths = unsafe {
            let follow_up = **logout.follow_ups;
            let settings = std::slice::from_raw_parts(follow_up.settings, follow_up.settings_count);
            settings.iter().map(|settings| {
                let settings = **settings;
                let steps = std::slice::from_raw_parts(settings.steps, settings.step_count);
                let steps: Vec<_> = steps.iter().map(|step| read(*step)).collect();
                (read(settings.os_name), steps)
            })
        };
        let known = crate::outcome::PARTNER_SETTINGS.iter().map(|settings| {
            let path = settings.path.iter().map(|step| (*step).to_owned());
            (settings.os_name.to_owned(), path.collect::<Vec<_>>())
        });
        assert!(paths.eq(known));
    }
}
