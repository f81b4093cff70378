//! What a logout means, as public types of Swift and Kotlin.

use super::text::UncheckedUrl;
use crate::outcome;
use crate::uri::{self, OpenableUrl};

/// A successful logout: the profiles are deleted on Adobe's side. Follow each of the follow-ups,
/// then forget what the app has cached of the profiles: MVPD selection, attributes, decisions.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Logout {
    /// The deleted profiles, in the answer's order. Empty if there were none: that is a successful
    /// logout too.
    pub profiles: Vec<ProfileLogout>,
    /// What is left to do, in the answer's order: nothing for profiles that need nothing.
    pub follow_ups: Vec<FollowUp>,
}

/// One deleted profile.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ProfileLogout {
    /// The entry's key in the answer.
    pub key: String,
    /// The entry's `mvpd`, which may differ from its key (one of Adobe's samples does); absent if
    /// the answer has none.
    pub mvpd: Option<String>,
    /// What the device must do.
    pub action: LogoutAction,
    /// `actionName` as received.
    pub action_name: Option<String>,
    /// `actionType` as received.
    pub action_type: Option<String>,
    /// `url` as received, for actions that do not open one. Not checked: do not open it.
    pub raw_url: Option<UncheckedUrl>,
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`.
    pub contradicts_documentation: bool,
}

/// What the device must do about a deleted profile.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogoutAction {
    /// `logout`: open the URL, which has been checked, in a user agent.
    OpenUrl {
        /// The absolute URL. It may name the user's session: keep it out of logs.
        url: OpenableUrl,
    },
    /// `logout`, but its URL must not be opened. The provider's own session stays open.
    UrlRefused {
        /// Why.
        reason: UrlRefusal,
        /// The reason in words, for logs.
        explanation: String,
        /// What the answer said.
        raw: UncheckedUrl,
    },
    /// `partner_logout`: the user has to sign out in the system's settings too. No app can do it.
    PartnerLogout,
    /// `complete`: nothing.
    Complete,
    /// `invalid`: nothing; no valid profile was found.
    Invalid,
    /// `invalid` in answer to a repeated request, after an answer was lost: the profile may have
    /// been deleted by the first one, and the provider's own session may still be open.
    InvalidAfterLostAnswer,
    /// An action that was not documented when this version was made; its name is the profile's
    /// action name.
    Unknown,
}

/// Why a URL must not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum UrlRefusal {
    /// There is none.
    Missing,
    /// Not a URL, or one that browsers read differently.
    Malformed,
    /// Not `https`.
    Scheme,
    /// User information before the host.
    UserInformation,
    /// A reference that leads to another host.
    OtherHost,
    /// No usable host or port.
    Host,
}

/// What is left to do after a logout.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FollowUp {
    /// Open the URL in a user agent until the redirect URL is reached, or the user closes it. On a
    /// device without one, show it for another screen, or skip it: the provider's own session then
    /// stays open.
    OpenUrl {
        /// The profile.
        profile: ProfileLogout,
        /// The URL. It may name the user's session: keep it out of logs.
        url: OpenableUrl,
    },
    /// Tell the user to sign out in the system's settings too. No app can do it.
    PartnerSignOut {
        /// The profile.
        profile: ProfileLogout,
        /// Where, by operating system.
        settings: Vec<PartnerSettings>,
    },
    /// Nothing can be done, but the provider's own session may still be open, which a user on a
    /// shared device may want to know: the URL was refused, the action is not documented, or an
    /// earlier answer was lost.
    SessionMayBeOpen {
        /// The profile.
        profile: ProfileLogout,
    },
}

/// Where a user signs out of a TV provider at the system level.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PartnerSettings {
    /// `tvOS` or `iOS`.
    pub os_name: String,
    /// The way through the system's settings, in English; show it in the user's language.
    pub path: Vec<String>,
}

impl From<&outcome::Logout> for Logout {
    fn from(logout: &outcome::Logout) -> Self {
        Self {
            profiles: logout.profiles.iter().map(ProfileLogout::from).collect(),
            follow_ups: logout.follow_ups().map(FollowUp::from).collect(),
        }
    }
}

impl From<&outcome::ProfileLogout> for ProfileLogout {
    fn from(profile: &outcome::ProfileLogout) -> Self {
        Self {
            key: (*profile.key).to_owned(),
            mvpd: profile.mvpd.as_deref().map(str::to_owned),
            action: LogoutAction::from(&profile.action),
            action_name: profile.action_name.as_deref().map(str::to_owned),
            action_type: profile.action_type.as_deref().map(str::to_owned),
            raw_url: profile.raw_url.clone().map(UncheckedUrl),
            contradicts_documentation: profile.contradicts_documentation(),
        }
    }
}

impl From<outcome::FollowUp<'_>> for FollowUp {
    fn from(follow_up: outcome::FollowUp<'_>) -> Self {
        use outcome::FollowUp as Core;
        match follow_up {
            Core::OpenUrl { profile, url } => Self::OpenUrl {
                profile: profile.into(),
                url: url.clone(),
            },
            Core::PartnerSignOut { profile, settings } => Self::PartnerSignOut {
                profile: profile.into(),
                settings: settings.iter().map(PartnerSettings::from).collect(),
            },
            Core::SessionMayBeOpen { profile } => Self::SessionMayBeOpen {
                profile: profile.into(),
            },
        }
    }
}

impl From<&outcome::PartnerSettings> for PartnerSettings {
    fn from(settings: &outcome::PartnerSettings) -> Self {
        Self {
            os_name: settings.os_name.to_owned(),
            path: settings.path.iter().map(|&step| step.to_owned()).collect(),
        }
    }
}

impl From<&outcome::LogoutAction> for LogoutAction {
    fn from(action: &outcome::LogoutAction) -> Self {
        use outcome::LogoutAction as Core;
        match action {
            Core::OpenUrl(url) => Self::OpenUrl { url: url.clone() },
            Core::UrlRefused(refused) => Self::UrlRefused {
                reason: refused.reason.into(),
                explanation: refused.reason.as_str().to_owned(),
                raw: UncheckedUrl(refused.raw.clone()),
            },
            Core::PartnerLogout => Self::PartnerLogout,
            Core::Complete => Self::Complete,
            Core::Invalid => Self::Invalid,
            Core::InvalidAfterLostAnswer => Self::InvalidAfterLostAnswer,
            Core::Unknown => Self::Unknown,
        }
    }
}

impl From<uri::UrlRefusal> for UrlRefusal {
    fn from(reason: uri::UrlRefusal) -> Self {
        match reason {
            uri::UrlRefusal::Missing => Self::Missing,
            uri::UrlRefusal::Malformed => Self::Malformed,
            uri::UrlRefusal::Scheme => Self::Scheme,
            uri::UrlRefusal::UserInformation => Self::UserInformation,
            uri::UrlRefusal::OtherHost => Self::OtherHost,
            uri::UrlRefusal::Host => Self::Host,
        }
    }
}
