//! What a sign-out presents, and what it ends with, as public types of Swift and Kotlin.

use super::logout::{Logout, PartnerSettings};
use crate::flow;
use crate::uri::OpenableUrl;

/// What a sign-out presents; each is answered, and then the next one comes. The profiles are gone
/// already.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SignOutStep {
    /// Open the URL in a user agent, so that the MVPD's own session ends. A device without one may
    /// show it as a QR code, or go on.
    OpenBrowser {
        /// What to open. It may name the user's session: keep it out of logs.
        url: OpenableUrl,
        /// Where it ends: look at each navigation.
        redirect_url: String,
    },
    /// Tell the user to sign out in the system's settings, too. No app can do it.
    SignOutInSettings {
        /// Where, by operating system.
        settings: Vec<PartnerSettings>,
    },
    /// Tell the user, on a shared device, that the MVPD's own session may still be open.
    SessionMayBeOpen,
}

/// Signed out.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SignedOut {
    /// What the service said, for each MVPD. Empty if there was nothing to sign out of.
    pub logouts: Vec<Logout>,
}

impl From<&flow::SignOutStep> for SignOutStep {
    fn from(step: &flow::SignOutStep) -> Self {
        use flow::SignOutStep as Core;
        match step {
            Core::OpenBrowser { url, redirect_url } => Self::OpenBrowser {
                url: url.clone(),
                redirect_url: redirect_url.as_str().to_owned(),
            },
            Core::SignOutInSettings { settings } => Self::SignOutInSettings {
                settings: settings.iter().map(PartnerSettings::from).collect(),
            },
            Core::SessionMayBeOpen => Self::SessionMayBeOpen,
        }
    }
}

impl From<&flow::SignedOut> for SignedOut {
    fn from(signed_out: &flow::SignedOut) -> Self {
        Self {
            logouts: signed_out.logouts.iter().map(Logout::from).collect(),
        }
    }
}
