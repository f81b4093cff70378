//! What a logout means, computed once: the foreign side iterates over plain values.

use super::failure::{CoreError, guarded};
use crate::outcome::{self, PARTNER_SETTINGS};
use crate::uri;

/// A successful logout.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Logout {
    /// The deleted profiles, in the answer's order.
    pub profiles: Vec<ProfileLogout>,
}

/// One deleted profile.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ProfileLogout {
    /// The entry's key in the answer.
    pub key: String,
    /// The entry's `mvpd`, which may differ from its key.
    pub mvpd: Option<String>,
    /// What the device must do.
    pub action: LogoutAction,
    /// What kind of thing is left to do about it.
    pub remaining: RemainingKind,
    /// `actionName` as received.
    pub action_name: Option<String>,
    /// `actionType` as received.
    pub action_type: Option<String>,
    /// `url` as received, for actions that do not open one. Not checked: do not open it.
    pub raw_url: Option<String>,
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`.
    pub contradicts_documentation: bool,
}

/// What the device must do about a deleted profile.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogoutAction {
    /// Open the URL, which has been checked, in a user agent.
    OpenUrl {
        /// The absolute URL.
        url: String,
    },
    /// The URL must not be opened.
    UrlRefused {
        /// Why.
        reason: UrlRefusal,
        /// The reason as a sentence part.
        explanation: String,
        /// What the answer said. Do not open it.
        raw: String,
    },
    /// The user has to sign out in the system's settings too.
    PartnerLogout,
    /// Nothing.
    Complete,
    /// Nothing; no valid profile was found.
    Invalid,
    /// `invalid` after a lost answer: the provider's own session may still be open.
    InvalidAfterLostAnswer,
    /// An action that is not documented.
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

/// What is left to do about a deleted profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RemainingKind {
    /// Nothing.
    Nothing,
    /// Open the action's URL.
    OpenUrl,
    /// Ask the user to sign out in the system's settings.
    PartnerSignOut,
    /// Nothing can be done, but the provider's own session may still be open.
    SessionMayBeOpen,
}

impl From<&outcome::Logout> for Logout {
    fn from(logout: &outcome::Logout) -> Self {
        Self {
            profiles: logout.profiles.iter().map(ProfileLogout::from).collect(),
        }
    }
}

impl From<&outcome::ProfileLogout> for ProfileLogout {
    fn from(profile: &outcome::ProfileLogout) -> Self {
        Self {
            key: (*profile.key).to_owned(),
            mvpd: profile.mvpd.as_deref().map(str::to_owned),
            action: LogoutAction::from(&profile.action),
            remaining: remaining(profile),
            action_name: profile.action_name.as_deref().map(str::to_owned),
            action_type: profile.action_type.as_deref().map(str::to_owned),
            raw_url: profile.raw_url.clone(),
            contradicts_documentation: profile.contradicts_documentation(),
        }
    }
}

fn remaining(profile: &outcome::ProfileLogout) -> RemainingKind {
    match profile.follow_up() {
        Some(outcome::FollowUp::OpenUrl { .. }) => RemainingKind::OpenUrl,
        Some(outcome::FollowUp::PartnerSignOut { .. }) => RemainingKind::PartnerSignOut,
        Some(outcome::FollowUp::SessionMayBeOpen { .. }) => RemainingKind::SessionMayBeOpen,
        None => RemainingKind::Nothing,
    }
}

impl From<&outcome::LogoutAction> for LogoutAction {
    fn from(action: &outcome::LogoutAction) -> Self {
        use outcome::LogoutAction as Core;
        match action {
            Core::OpenUrl(url) => Self::OpenUrl {
                url: url.as_str().to_owned(),
            },
            Core::UrlRefused(refused) => Self::UrlRefused {
                reason: refused.reason.into(),
                explanation: refused.reason.as_str().to_owned(),
                raw: refused.raw.clone(),
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

/// Where a user signs out of a TV provider at the system level.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PartnerSettings {
    /// `tvOS` or `iOS`.
    pub os_name: String,
    /// The way through the system's settings, in English.
    pub path: Vec<String>,
}

/// The settings paths that Adobe names. They never change: ask once.
#[uniffi::export]
pub fn partner_settings() -> Result<Vec<PartnerSettings>, CoreError> {
    guarded(|| {
        let settings = PARTNER_SETTINGS.iter().map(|settings| PartnerSettings {
            os_name: settings.os_name.to_owned(),
            path: settings.path.iter().map(|&step| step.to_owned()).collect(),
        });
        Ok(settings.collect())
    })
}
