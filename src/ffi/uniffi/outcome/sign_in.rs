//! What a sign-in presents, and how it ends, as public types of Swift and Kotlin.

use super::logout::{PartnerSettings, UrlRefusal};
use super::profile::Profile;
use super::providers::Providers;
use super::session::{PartnerAuthenticationRequest, SessionParameter, SessionReason};
use super::status::KeptMvpd;
use super::text::{HiddenText, text};
use crate::ffi::uniffi::number::signed;
use crate::flow;
use crate::outcome::AuthenticateUrl;

/// What a sign-in presents.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SignInStep {
    /// Let the user choose an MVPD, then tell which one.
    ChooseProvider {
        /// From these.
        providers: Providers,
    },
    /// Show the code, in place of an earlier one, until the next step. Polling goes on by itself;
    /// the user may ask for a new code.
    ShowCode {
        /// The code.
        screen: CodeScreen,
    },
    /// Open the URL in a user agent, and show nothing over it; then tell whether the redirect URL
    /// was reached, or the user agent closed.
    OpenBrowser {
        /// What to open.
        screen: BrowserScreen,
    },
    /// Something for Apple's framework.
    Partner {
        /// What.
        step: PartnerStep,
    },
}

/// A code on the screen of a TV. Whoever has the code, or the link, can sign this device in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CodeScreen {
    /// The code. Show it large and monospaced, exactly as it is, in its groups.
    pub code: HiddenText,
    /// The code in groups of three or four characters, to be drawn with a gap between them. The
    /// gap is no part of the code: do not put a space there that people type.
    pub groups: Vec<String>,
    /// The code for a screen reader: one character at a time.
    pub spelled: HiddenText,
    /// The address of the page where it is typed in, if there is one.
    pub address: Option<String>,
    /// What a QR code leads to, if anything.
    pub link: Option<SignInLink>,
    /// How long the code is good, in milliseconds from when it is presented: the clock of the TV
    /// does not matter.
    pub remaining_ms: i64,
    /// What the second screen has to supply.
    pub missing_parameters: Vec<SessionParameter>,
}

/// What the QR code of a sign-in leads to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SignInLink {
    /// The MVPD's login page, by way of Adobe: it needs no page of the programmer's. Only if
    /// nothing is missing in the session.
    Authenticate {
        /// The absolute URL, to make a QR code of it.
        url: HiddenText,
    },
    /// The programmer's page, with the code typed in already.
    ActivationPage {
        /// The absolute URL, to make a QR code of it.
        url: HiddenText,
    },
}

/// A browser on this device.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct BrowserScreen {
    /// What to open.
    pub url: AuthenticateUrl,
    /// Where it ends: look at each navigation.
    pub redirect_url: String,
    /// How long the code behind it is good, in milliseconds from when this is presented.
    pub remaining_ms: i64,
}

/// What Apple's Video Subscriber Account framework is to do. Each is answered, but for the missing
/// permission.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PartnerStep {
    /// Ask for permission and for the account, without interrupting the user
    /// (`isInterruptionAllowed` is false).
    QueryStatus,
    /// Let the framework interrupt the user with its picker of providers
    /// (`supportedAccountProviderIdentifiers` are these).
    ShowPicker {
        /// Apple's ids.
        provider_ids: Vec<String>,
    },
    /// Ask the framework for a response to this request (`verificationToken`, `attributeNames`,
    /// `channelIdentifier`). The login form may have to appear: `isInterruptionAllowed` is true,
    /// unless the app means otherwise.
    RequestResponse {
        /// The request.
        request: PartnerAuthenticationRequest,
        /// `channelIdentifier`
        channel_identifier: String,
    },
    /// The user does not let the app see the subscription. Tell where that can be changed, if you
    /// like; the sign-in goes on without.
    PermissionMissing {
        /// Where, by operating system.
        settings: Vec<PartnerSettings>,
    },
}

/// How a sign-in ended.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SignInOutcome {
    /// The user is signed in.
    SignedIn {
        /// With whom, as it is kept.
        mvpd: KeptMvpd,
        /// The profile; none if the service says that the user is signed in, and has none to show.
        profile: Option<Profile>,
        /// Why no sign-in was needed, if it was not: signed in already, single sign-on, an outage
        /// of the MVPD.
        already: Option<SessionReason>,
    },
    /// The MVPD is a TempPass, which needs no sign-in: authorize with it.
    TemporaryAccess {
        /// Its id.
        mvpd: String,
    },
    /// The browser was closed, or came back, without a profile: back to the choice of an MVPD.
    NotCompleted,
    /// The code ended before anybody signed in.
    CodeExpired,
    /// Another sign-in, or a sign-out, has taken its place.
    Replaced,
    /// It cannot be done as it is set up.
    NotPossible {
        /// Why.
        obstacle: Obstacle,
    },
}

/// Why a sign-in cannot be done as it is set up: for the developer.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Obstacle {
    /// The session lacks these, although all that is known was sent: one was refused, or one is not
    /// in the settings.
    MissingParameters {
        /// What it lacks.
        parameters: Vec<SessionParameter>,
    },
    /// The URL of the login page must not be opened.
    UrlRefused {
        /// Why.
        reason: UrlRefusal,
    },
    /// The service answered without a code.
    NoCode,
    /// An action that this version does not know.
    UnknownAction {
        /// As it was received.
        action: String,
    },
}

impl SignInStep {
    pub(super) fn read(step: &flow::SignInStep, now_ms: u64) -> Self {
        use flow::SignInStep as Core;
        match step {
            Core::ChooseProvider(providers) => Self::ChooseProvider {
                providers: providers.into(),
            },
            Core::ShowCode(screen) => Self::ShowCode {
                screen: CodeScreen::read(screen, now_ms),
            },
            Core::OpenBrowser(screen) => Self::OpenBrowser {
                screen: BrowserScreen {
                    url: screen.url.clone(),
                    redirect_url: screen.redirect_url.as_str().to_owned(),
                    remaining_ms: signed(screen.expires_at_ms.saturating_sub(now_ms)),
                },
            },
            Core::Partner(step) => Self::Partner { step: step.into() },
        }
    }
}

impl CodeScreen {
    fn read(screen: &flow::CodeScreen, now_ms: u64) -> Self {
        let missing = screen.missing_parameters.iter();
        Self {
            code: HiddenText(screen.code.expose().to_owned()),
            groups: screen.groups(),
            spelled: HiddenText(screen.spelled()),
            address: screen.address.clone(),
            link: screen.link.as_ref().map(SignInLink::from),
            remaining_ms: signed(screen.remaining_ms(now_ms)),
            missing_parameters: missing.map(SessionParameter::from).collect(),
        }
    }
}

impl From<&flow::SignInLink> for SignInLink {
    fn from(link: &flow::SignInLink) -> Self {
        let url = HiddenText(link.expose().to_owned());
        match link {
            flow::SignInLink::Authenticate(_) => Self::Authenticate { url },
            flow::SignInLink::ActivationPage(_) => Self::ActivationPage { url },
        }
    }
}

impl From<&flow::PartnerStep> for PartnerStep {
    fn from(step: &flow::PartnerStep) -> Self {
        use flow::PartnerStep as Core;
        match step {
            Core::QueryStatus => Self::QueryStatus,
            Core::ShowPicker { provider_ids } => Self::ShowPicker {
                provider_ids: provider_ids
                    .iter()
                    .map(|id| id.as_str().to_owned())
                    .collect(),
            },
            Core::RequestResponse(request) => Self::RequestResponse {
                request: request.into(),
                channel_identifier: flow::CHANNEL_IDENTIFIER.to_owned(),
            },
            Core::PermissionMissing { settings } => Self::PermissionMissing {
                settings: settings.iter().map(PartnerSettings::from).collect(),
            },
        }
    }
}

impl From<&flow::SignInOutcome> for SignInOutcome {
    fn from(outcome: &flow::SignInOutcome) -> Self {
        use flow::SignInOutcome as Core;
        match outcome {
            Core::SignedIn(signed_in) => Self::SignedIn {
                mvpd: (&signed_in.mvpd).into(),
                profile: signed_in.profile.as_ref().map(Profile::from),
                already: signed_in.already.as_ref().map(SessionReason::from),
            },
            Core::TemporaryAccess { mvpd } => Self::TemporaryAccess {
                mvpd: mvpd.as_str().to_owned(),
            },
            Core::NotCompleted => Self::NotCompleted,
            Core::CodeExpired => Self::CodeExpired,
            Core::Replaced => Self::Replaced,
            Core::NotPossible(obstacle) => Self::NotPossible {
                obstacle: obstacle.into(),
            },
        }
    }
}

impl From<&flow::Obstacle> for Obstacle {
    fn from(obstacle: &flow::Obstacle) -> Self {
        use flow::Obstacle as Core;
        match obstacle {
            Core::MissingParameters(parameters) => Self::MissingParameters {
                parameters: parameters.iter().map(SessionParameter::from).collect(),
            },
            Core::UrlRefused(reason) => Self::UrlRefused {
                reason: (*reason).into(),
            },
            Core::NoCode => Self::NoCode,
            Core::UnknownAction(action) => Self::UnknownAction {
                action: text(Some(action)).unwrap_or_default(),
            },
        }
    }
}
