//! What a sign-in presents, what the user does about it, and how it ends.

use std::fmt;

use crate::call::KeptMvpd;
use crate::flow::providers::Providers;
use crate::operation::{PartnerFrameworkStatus, SamlResponse};
use crate::outcome::{
    AuthenticateUrl, AuthenticationCode, PARTNER_SETTINGS, PartnerAuthenticationRequest,
    PartnerSettings, Profile, ReceivedText, SessionParameter, SessionReason,
};
use crate::secret::Secret;
use crate::uri::{RedirectUrl, UrlRefusal};

/// What a sign-in presents.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SignInStep {
    /// Let the user choose an MVPD; then [`SignInInput::ProviderChosen`].
    ChooseProvider(Providers),
    /// Show the code, in place of an earlier one, until the next step. Polling goes on by itself;
    /// the user may ask for [`SignInInput::NewCode`].
    ShowCode(CodeScreen),
    /// Open the URL in a user agent, and show nothing over it; then
    /// [`SignInInput::RedirectReached`] or [`SignInInput::BrowserClosed`].
    OpenBrowser(BrowserScreen),
    /// Something for Apple's framework.
    Partner(PartnerStep),
}

/// What the user, or the platform, did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SignInInput {
    /// The id of the MVPD that the user chose.
    ProviderChosen(String),
    /// The user wants another code.
    NewCode,
    /// The user agent has reached the redirect URL, and was closed.
    RedirectReached,
    /// The user closed the user agent.
    BrowserClosed,
    /// What Apple's framework says now: to [`PartnerStep::QueryStatus`] and
    /// [`PartnerStep::ShowPicker`].
    PartnerStatus(PartnerFrameworkStatus),
    /// The user chose a provider in Apple's picker that cannot sign in there (an error of
    /// `VSErrorDomain` with code 1): its `VSErrorInfoKeyUnsupportedProviderIdentifier`.
    PartnerUnsupported(String),
    /// Apple's response to [`PartnerStep::RequestResponse`], with a fresh status.
    PartnerResponse {
        /// `samlAttributeQueryResponse`
        response: SamlResponse,
        /// What the framework says now.
        status: PartnerFrameworkStatus,
    },
    /// The framework gave nothing, for whatever reason.
    PartnerFailed,
}

/// What Apple's Video Subscriber Account framework is to do. Each is answered, but for
/// [`PermissionMissing`](Self::PermissionMissing).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PartnerStep {
    /// Ask for permission and for the account, without interrupting the user
    /// (`isInterruptionAllowed` is false).
    QueryStatus,
    /// Let the framework interrupt the user with its picker of providers
    /// (`supportedAccountProviderIdentifiers` are these).
    ShowPicker {
        /// Apple's ids.
        provider_ids: Vec<ReceivedText>,
    },
    /// Ask the framework for a response to this request (`verificationToken`, `attributeNames`,
    /// `channelIdentifier` is [`CHANNEL_IDENTIFIER`]). The login form may have to appear:
    /// `isInterruptionAllowed` is true, unless the app means otherwise.
    RequestResponse(PartnerAuthenticationRequest),
    /// The user does not let the app see the subscription. Tell where that can be changed, if you
    /// like; the sign-in goes on without.
    PermissionMissing {
        /// Where, by operating system.
        settings: &'static [PartnerSettings],
    },
}

/// The `channelIdentifier` of a request to Apple's framework (Adobe: *Apple SSO Cookbook*).
pub const CHANNEL_IDENTIFIER: &str = "https://saml.sp.auth.adobe.com";

pub(super) const PERMISSION_MISSING: PartnerStep = PartnerStep::PermissionMissing {
    settings: PARTNER_SETTINGS,
};

/// A code on the screen of a TV. Whoever has the code, or the link, can sign this device in, so
/// `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeScreen {
    /// The code. Show it large and monospaced, exactly as it is; see [`groups`](Self::groups).
    pub code: AuthenticationCode,
    /// The address of the page where it is typed in, if there is one.
    pub address: Option<String>,
    /// What a QR code leads to, if anything.
    pub link: Option<SignInLink>,
    /// When the code ends, in milliseconds on the host's scale: counted from its receipt, so that
    /// the clock of the TV does not matter.
    pub expires_at_ms: u64,
    /// What the second screen has to supply.
    pub missing_parameters: Vec<SessionParameter>,
}

impl CodeScreen {
    /// The code in groups of three or four characters, to be drawn with a gap between them. The
    /// gap is no part of the code: do not put a space there that people type.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let code: Vec<char> = self.code.expose().chars().collect();
        let groups = code.len().div_ceil(4).max(1);
        let length = code.len().div_ceil(groups).max(1);
        code.chunks(length).map(String::from_iter).collect()
    }

    /// The code for a screen reader: one character at a time.
    #[must_use]
    pub fn spelled(&self) -> String {
        let code = self.code.expose();
        let mut spelled = String::with_capacity(2 * code.len());
        for c in code.chars() {
            if !spelled.is_empty() {
                spelled.push(' ');
            }
            spelled.push(c);
        }
        spelled
    }

    /// How long the code is still good, in milliseconds.
    #[must_use]
    pub fn remaining_ms(&self, now_ms: u64) -> u64 {
        self.expires_at_ms.saturating_sub(now_ms)
    }
}

impl fmt::Debug for CodeScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeScreen")
            .field("address", &self.address)
            .field("has_link", &self.link.is_some())
            .field("expires_at_ms", &self.expires_at_ms)
            .field("missing_parameters", &self.missing_parameters)
            .finish_non_exhaustive()
    }
}

/// What the QR code of a sign-in leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignInLink {
    /// The MVPD's login page, by way of Adobe: it needs no page of the programmer's. Only if
    /// nothing is missing in the session.
    Authenticate(AuthenticateUrl),
    /// The programmer's page, with the code typed in already.
    ActivationPage(Secret),
}

impl SignInLink {
    /// The absolute URL, to make a QR code of it.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Authenticate(url) => url.expose(),
            Self::ActivationPage(url) => url.expose(),
        }
    }
}

/// A browser on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrowserScreen {
    /// What to open.
    pub url: AuthenticateUrl,
    /// Where it ends: for each navigation, see [`RedirectUrl::is_reached_by`].
    pub redirect_url: RedirectUrl,
    /// When the code behind it ends, in milliseconds on the host's scale.
    pub expires_at_ms: u64,
}

/// How a sign-in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignInOutcome {
    /// The user is signed in.
    SignedIn(Box<SignedIn>),
    /// The MVPD is a TempPass, which needs no sign-in: authorize with it.
    TemporaryAccess {
        /// Its id.
        mvpd: ReceivedText,
    },
    /// The browser was closed, or came back, without a profile: back to the choice of an MVPD.
    NotCompleted,
    /// The code ended before anybody signed in.
    CodeExpired,
    /// Another sign-in, or a sign-out, has taken its place.
    Replaced,
    /// It cannot be done as it is set up.
    NotPossible(Obstacle),
}

/// A successful sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedIn {
    /// With whom, as it is kept.
    pub mvpd: KeptMvpd,
    /// The profile; none if the service says that the user is signed in, and has none to show.
    pub profile: Option<Profile>,
    /// Why no sign-in was needed, if it was not: signed in already, single sign-on, an outage of
    /// the MVPD.
    pub already: Option<SessionReason>,
}

/// Why a sign-in cannot be done as it is set up: for the developer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// The session lacks these, although all that is known was sent: one was refused, or one is not
    /// in the settings.
    MissingParameters(Vec<SessionParameter>),
    /// The URL of the login page must not be opened.
    UrlRefused(UrlRefusal),
    /// The service answered without a code.
    NoCode,
    /// An action that this version does not know.
    UnknownAction(ReceivedText),
}
