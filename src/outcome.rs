//! What a logout means for the device: one action per deleted profile, and what is left to do.

use std::borrow::Cow;
use std::fmt;

use crate::shown::printable;
use crate::uri::{Base, OpenableUrl, RefusedUrl, UrlRefusal, resolve};
use crate::wire::LogoutWire;

/// A successful logout (Adobe: *Initiate logout for specific MVPD*): the profiles are deleted on Adobe's side.
///
/// There is one entry per deleted profile, in the answer's order: none, one or several, and each has to be followed. Then the
/// app forgets what it cached of the profile: MVPD selection, attributes, decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logout {
    profiles: Vec<ProfileLogout>,
}

/// What the device must do about one deleted profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogoutAction {
    /// `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one may stop here; the
    /// provider's own session then stays open.
    OpenUrl(OpenableUrl),
    /// `logout`, but its URL must not be opened. The provider's own session stays open.
    UrlRefused(RefusedUrl),
    /// `partner_logout`: the user has to sign out in the system's settings too; see [`PARTNER_SETTINGS`]. No app can do it.
    PartnerLogout,
    /// `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
    Complete,
    /// `invalid`: nothing; no valid profile was found.
    Invalid,
    /// `invalid` in answer to a repeated request, after an answer was lost: the profile may already have been removed by the first
    /// one, and its URL with it. The provider's own session may still be open. Only calls report this; the lost answer may be that of
    /// an earlier call of the same client, which failed, ran into its deadline or was cancelled.
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

/// One deleted profile. Its texts are handed out as they were received, so that an app can compare them; to show one, pass it through
/// [`printable`], as `Debug` does.
#[derive(Clone, PartialEq, Eq)]
pub struct ProfileLogout {
    key: String,
    mvpd: Mvpd,
    action: LogoutAction,
    action_name: Option<Cow<'static, str>>,
    action_type: Option<Cow<'static, str>>,
    raw_url: Option<String>,
    followed: bool,
}

impl fmt::Debug for ProfileLogout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileLogout")
            .field("key", &printable(&self.key))
            .field("mvpd", &self.mvpd().map(printable))
            .field("action", &self.action)
            .field("action_name", &self.action_name().map(printable))
            .field("action_type", &self.action_type().map(printable))
            .field("raw_url", &self.raw_url().map(printable))
            .field("followed", &self.followed)
            .finish()
    }
}

/// Usually the entry's `mvpd` repeats its key, which then needs no second copy.
#[derive(Clone, PartialEq, Eq)]
enum Mvpd {
    SameAsKey,
    Other(String),
    Missing,
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
        Self {
            mvpd: match wire.mvpd {
                Some(mvpd) if mvpd == key => Mvpd::SameAsKey,
                Some(mvpd) => Mvpd::Other(mvpd.into_owned()),
                None => Mvpd::Missing,
            },
            key: key.to_owned(),
            action,
            action_name: wire.action_name.map(documented_text),
            action_type: wire.action_type.map(documented_text),
            raw_url: url.map(Cow::into_owned),
            followed: false,
        }
    }

    /// The entry's key in the answer.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The entry's `mvpd`, which may differ from its key (one of Adobe's samples does); `None` if the answer has none.
    #[must_use]
    pub fn mvpd(&self) -> Option<&str> {
        match &self.mvpd {
            Mvpd::SameAsKey => Some(&self.key),
            Mvpd::Other(mvpd) => Some(mvpd),
            Mvpd::Missing => None,
        }
    }

    /// What the device must do.
    #[must_use]
    pub fn action(&self) -> &LogoutAction {
        &self.action
    }

    /// `actionName` as received.
    #[must_use]
    pub fn action_name(&self) -> Option<&str> {
        self.action_name.as_deref()
    }

    /// `actionType` as received.
    #[must_use]
    pub fn action_type(&self) -> Option<&str> {
        self.action_type.as_deref()
    }

    /// `url` as received, for actions that do not open one. Not checked: do not open it.
    #[must_use]
    pub fn raw_url(&self) -> Option<&str> {
        self.raw_url.as_deref()
    }

    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name decides what the action is.
    #[must_use]
    pub fn contradicts_documentation(&self) -> bool {
        match (self.action.documented_type(), self.action_type()) {
            (Some(documented), Some(received)) => documented != received,
            _ => false,
        }
    }

    /// Whether [`Logout::mark_followed`] was called for it.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.followed
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

/// Where a user signs out of a TV provider at the system level (Adobe: *Apple SSO*, partner logout).
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

/// The next thing to do, as [`Logout::remaining`] answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remaining<'a> {
    /// Open this URL in a user agent until [`RedirectUrl::is_reached_by`](crate::uri::RedirectUrl::is_reached_by) says that it is
    /// done (or the user closes it), then call [`Logout::mark_followed`].
    OpenUrl {
        /// For [`Logout::mark_followed`].
        index: usize,
        /// The profile.
        profile: &'a ProfileLogout,
        /// The URL.
        url: &'a OpenableUrl,
    },
    /// Tell the user to sign out in the system's settings too, then call [`Logout::mark_followed`].
    PartnerSignOut {
        /// For [`Logout::mark_followed`].
        index: usize,
        /// The profile.
        profile: &'a ProfileLogout,
        /// Where, by operating system.
        settings: &'static [PartnerSettings],
    },
    /// Nothing can be done, but the provider's own session may still be open, which a user on a shared device may want to know: the
    /// URL was refused, the action is not documented, or an earlier answer was lost. Then call [`Logout::mark_followed`].
    SessionMayBeOpen {
        /// For [`Logout::mark_followed`].
        index: usize,
        /// The profile.
        profile: &'a ProfileLogout,
    },
    /// Nothing is left to do.
    Done,
}

impl Logout {
    pub(crate) fn new(profiles: Vec<ProfileLogout>) -> Self {
        Self { profiles }
    }

    /// Turns `invalid` into [`LogoutAction::InvalidAfterLostAnswer`].
    pub(crate) fn doubt_invalid(&mut self) {
        for profile in &mut self.profiles {
            if profile.action == LogoutAction::Invalid {
                profile.action = LogoutAction::InvalidAfterLostAnswer;
            }
        }
    }

    /// The deleted profiles, in the answer's order. Empty if there were none: that is a successful logout too.
    #[must_use]
    pub fn profiles(&self) -> &[ProfileLogout] {
        &self.profiles
    }

    /// What is left to do: the next thing, or [`Remaining::Done`]. A UI loops over it:
    ///
    /// ```
    /// # fn follow(mut logout: tvpass::Logout) {
    /// use tvpass::Remaining;
    /// loop {
    ///     let index = match logout.remaining() {
    ///         Remaining::OpenUrl { index, url, .. } => { println!("open {url}"); index }
    ///         Remaining::PartnerSignOut { index, settings, .. } => { println!("see {settings:?}"); index }
    ///         Remaining::SessionMayBeOpen { index, profile } => { println!("tell about {}", profile.key()); index }
    ///         _ => break,
    ///     };
    ///     logout.mark_followed(index);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn remaining(&self) -> Remaining<'_> {
        self.profiles
            .iter()
            .enumerate()
            .filter(|(_, profile)| !profile.followed)
            .find_map(|(index, profile)| match &profile.action {
                LogoutAction::OpenUrl(url) => Some(Remaining::OpenUrl {
                    index,
                    profile,
                    url,
                }),
                LogoutAction::PartnerLogout => Some(Remaining::PartnerSignOut {
                    index,
                    profile,
                    settings: PARTNER_SETTINGS,
                }),
                LogoutAction::UrlRefused(_)
                | LogoutAction::InvalidAfterLostAnswer
                | LogoutAction::Unknown => Some(Remaining::SessionMayBeOpen { index, profile }),
                LogoutAction::Complete | LogoutAction::Invalid => None,
            })
            .unwrap_or(Remaining::Done)
    }

    /// Says that the entry at `index` (of [`profiles`](Self::profiles)) has been followed. An index beyond the last is ignored.
    pub fn mark_followed(&mut self, index: usize) {
        if let Some(profile) = self.profiles.get_mut(index) {
            profile.followed = true;
        }
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
