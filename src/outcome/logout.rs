//! What a logout means for the device: one action per deleted profile, and what is left to do.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::shown::printable;
use crate::uri::{Base, OpenableUrl, RefusedUrl, UrlRefusal, resolve};
use crate::wire::LogoutWire;

/// A successful logout (Adobe: *Initiate logout for specific MVPD*): the profiles are deleted on
/// Adobe's side.
///
/// What the device has to do about them is in [`follow_ups`](Self::follow_ups). Then the app
/// forgets what it cached of the profiles: MVPD selection, attributes, decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Logout {
    /// The deleted profiles, in the answer's order. Empty if there were none: that is a successful
    /// logout too.
    pub profiles: Vec<ProfileLogout>,
}

/// What the device must do about one deleted profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogoutAction {
    /// `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one
    /// may stop here; the provider's own session then stays open.
    OpenUrl(OpenableUrl),
    /// `logout`, but its URL must not be opened. The provider's own session stays open.
    UrlRefused(RefusedUrl),
    /// `partner_logout`: the user has to sign out in the system's settings too; see
    /// [`PARTNER_SETTINGS`]. No app can do it.
    PartnerLogout,
    /// `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
    Complete,
    /// `invalid`: nothing; no valid profile was found.
    Invalid,
    /// `invalid` in answer to a repeated request, after an answer was lost: the profile may already
    /// have been removed by the first one, and its URL with it. The provider's own session may
    /// still be open. Only calls report this; the lost answer may be that of an earlier call of the
    /// same client, which failed, ran into its deadline or was cancelled.
    InvalidAfterLostAnswer,
    /// An action that is not documented; see [`ProfileLogout::action_name`].
    Unknown,
}

impl LogoutAction {
    /// The `actionType` that Adobe's table has for it.
    fn documented_type(&self) -> Option<&'static str> {
        match self {
            Self::OpenUrl(_) | Self::UrlRefused(_) => Some("interactive"),
            Self::PartnerLogout => Some("partner_interactive"),
            Self::Complete | Self::Invalid | Self::InvalidAfterLostAnswer => Some("none"),
            Self::Unknown => None,
        }
    }
}

/// One deleted profile. Its texts are as they were received, so that an app can compare them; to
/// show one, pass it through [`printable`], as `Debug` does.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileLogout {
    /// The entry's key in the answer.
    pub key: Arc<str>,
    /// The entry's `mvpd`, which may differ from its key (one of Adobe's samples does); `None` if
    /// the answer has none.
    pub mvpd: Option<Arc<str>>,
    /// What the device must do.
    pub action: LogoutAction,
    /// `actionName` as received.
    pub action_name: Option<Cow<'static, str>>,
    /// `actionType` as received.
    pub action_type: Option<Cow<'static, str>>,
    /// `url` as received, for actions that do not open one. Not checked: do not open it.
    pub raw_url: Option<String>,
}

impl fmt::Debug for ProfileLogout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileLogout")
            .field("key", &printable(&self.key))
            .field("mvpd", &self.mvpd.as_deref().map(printable))
            .field("action", &self.action)
            .field("action_name", &self.action_name.as_deref().map(printable))
            .field("action_type", &self.action_type.as_deref().map(printable))
            .field("raw_url", &self.raw_url.as_deref().map(printable))
            .finish()
    }
}

impl ProfileLogout {
    pub(crate) fn from_wire(base: &Base, key: &str, wire: LogoutWire<'_>) -> Self {
        let mut url = wire.url;
        let action = match wire.action_name.as_deref() {
            Some("logout") => match resolve(base, url.take().as_deref().unwrap_or_default()) {
                Ok(url) => LogoutAction::OpenUrl(url),
                Err(refused) => LogoutAction::UrlRefused(refused),
            },
            Some("partner_logout") => LogoutAction::PartnerLogout,
            Some("complete") => LogoutAction::Complete,
            Some("invalid") => LogoutAction::Invalid,
            _ => LogoutAction::Unknown,
        };
        let key: Arc<str> = key.into();
        Self {
            // Usually it repeats the key, which then needs no second copy.
            mvpd: wire.mvpd.map(|mvpd| match *mvpd == *key {
                true => key.clone(),
                false => mvpd.into(),
            }),
            key,
            action,
            action_name: wire.action_name.map(documented_text),
            action_type: wire.action_type.map(documented_text),
            raw_url: url.map(Cow::into_owned),
        }
    }

    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name
    /// decides what the action is.
    #[must_use]
    pub fn contradicts_documentation(&self) -> bool {
        match (self.action.documented_type(), &self.action_type) {
            (Some(documented), Some(received)) => documented != received,
            _ => false,
        }
    }

    /// What the device, or its user, has to do about this profile; `None`: nothing.
    #[must_use]
    pub fn follow_up(&self) -> Option<FollowUp<'_>> {
        match &self.action {
            LogoutAction::OpenUrl(url) => Some(FollowUp::OpenUrl { profile: self, url }),
            LogoutAction::PartnerLogout => Some(FollowUp::PartnerSignOut {
                profile: self,
                settings: PARTNER_SETTINGS,
            }),
            LogoutAction::UrlRefused(_)
            | LogoutAction::InvalidAfterLostAnswer
            | LogoutAction::Unknown => Some(FollowUp::SessionMayBeOpen { profile: self }),
            LogoutAction::Complete | LogoutAction::Invalid => None,
        }
    }
}

/// Names and types that are documented need no copy.
fn documented_text(text: Cow<'_, str>) -> Cow<'static, str> {
    const DOCUMENTED: [&str; 7] = [
        "logout",
        "interactive",
        "partner_logout",
        "partner_interactive",
        "complete",
        "none",
        "invalid",
    ];
    match DOCUMENTED
        .into_iter()
        .find(|documented| *documented == text)
    {
        Some(documented) => Cow::Borrowed(documented),
        None => Cow::Owned(text.into_owned()),
    }
}

/// Where a user signs out of a TV provider at the system level (Adobe: *Apple SSO*, partner
/// logout).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartnerSettings {
    /// The operating system, as in X-Device-Info: `tvOS` or `iOS`.
    pub os_name: &'static str,
    /// The way through the system's settings, in English; show it in the user's language.
    pub path: &'static [&'static str],
}

/// The settings paths that Adobe names.
pub const PARTNER_SETTINGS: &[PartnerSettings] = &[
    PartnerSettings {
        os_name: "tvOS",
        path: &["Settings", "Accounts", "TV Provider"],
    },
    PartnerSettings {
        os_name: "iOS",
        path: &["Settings", "TV Provider"],
    },
];

/// What is left to do about a deleted profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FollowUp<'a> {
    /// Open this URL in a user agent until
    /// [`RedirectUrl::is_reached_by`](crate::uri::RedirectUrl::is_reached_by) says that it is done,
    /// or the user closes it.
    OpenUrl {
        /// The profile.
        profile: &'a ProfileLogout,
        /// The URL.
        url: &'a OpenableUrl,
    },
    /// Tell the user to sign out in the system's settings too.
    PartnerSignOut {
        /// The profile.
        profile: &'a ProfileLogout,
        /// Where, by operating system.
        settings: &'static [PartnerSettings],
    },
    /// Nothing can be done, but the provider's own session may still be open, which a user on a
    /// shared device may want to know: the URL was refused, the action is not documented, or an
    /// earlier answer was lost.
    SessionMayBeOpen {
        /// The profile.
        profile: &'a ProfileLogout,
    },
}

impl Logout {
    /// Turns `invalid` into [`LogoutAction::InvalidAfterLostAnswer`].
    pub(crate) fn doubt_invalid(&mut self) {
        for profile in &mut self.profiles {
            if profile.action == LogoutAction::Invalid {
                profile.action = LogoutAction::InvalidAfterLostAnswer;
            }
        }
    }

    /// What is left to do, in the answer's order: nothing for profiles that need nothing.
    ///
    /// ```
    /// # fn follow(logout: &tvpass::Logout) {
    /// use tvpass::FollowUp;
    /// for follow_up in logout.follow_ups() {
    ///     match follow_up {
    ///         FollowUp::OpenUrl { url, .. } => println!("open {url}"),
    ///         FollowUp::PartnerSignOut { settings, .. } => println!("see {settings:?}"),
    ///         FollowUp::SessionMayBeOpen { profile } => println!("tell about {}", profile.key),
    ///         _ => {}
    ///     }
    /// }
    /// # }
    /// ```
    pub fn follow_ups(&self) -> impl Iterator<Item = FollowUp<'_>> {
        self.profiles.iter().filter_map(ProfileLogout::follow_up)
    }

    /// Whether a URL was refused, and why: the first one.
    #[must_use]
    pub fn refusal(&self) -> Option<UrlRefusal> {
        self.profiles
            .iter()
            .find_map(|profile| match &profile.action {
                LogoutAction::UrlRefused(refused) => Some(refused.reason),
                _ => None,
            })
    }
}
