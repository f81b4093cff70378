//! A session, as public types of Swift and Kotlin.

use super::logout::UrlRefusal;
use super::open_enum::open_enum;
use super::text::{HiddenText, UncheckedUrl, text};
use crate::ffi::uniffi::number::signed;
use crate::outcome::{self, AuthenticateUrl};

/// A session: one attempt to sign in, and what the device has to do next about it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Session {
    /// What the device must do next.
    pub action: SessionAction,
    /// `actionName` as received.
    pub action_name: String,
    /// `actionType`. The action's name decides.
    pub action_type: Option<ActionType>,
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`.
    pub contradicts_documentation: bool,
    /// Why the action is this one.
    pub reason: Option<SessionReason>,
    /// The code that names the session: show it to the user, and ask for the profile with it.
    /// Whoever has it while it is valid can sign this device in: keep it out of logs. Absent if
    /// there is a profile already.
    pub code: Option<HiddenText>,
    /// Whether the code is not the one that was asked with: go on with this one. One of Adobe's
    /// samples is so.
    pub code_differs_from_request: bool,
    /// An opaque id for support.
    pub session_id: Option<String>,
    /// The MVPD, as far as it is known.
    pub mvpd: Option<String>,
    /// The service provider.
    pub service_provider: Option<String>,
    /// What has to be supplied to resume the session, in the answer's order.
    pub missing_parameters: Vec<SessionParameter>,
    /// Since when the code is valid, in milliseconds since 1970 by the service's clock.
    pub not_before_ms: Option<i64>,
    /// Until when, in the same way. The device's clock may be wrong.
    pub not_after_ms: Option<i64>,
    /// How long the code is valid from the answer on, in milliseconds, whatever the device's clock
    /// says. Absent if the answer does not say; Adobe's codes are valid for 30 minutes.
    pub valid_for_ms: Option<i64>,
    /// `url` as received, for actions that do not open one. Not checked: do not open it, do not
    /// request it.
    pub raw_url: Option<UncheckedUrl>,
}

/// What the device must do next about a session. No URL of an answer is ever requested: the next
/// request is built from ids.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SessionAction {
    /// `authenticate`: the user has to sign in at this URL, on this device or another; then the
    /// profile is found by the code.
    Authenticate {
        /// The absolute URL: open it in a user agent, or show it as a link or a QR code of exactly
        /// this text. Whoever has it can sign this device in while the code is valid: keep it out
        /// of logs, and never request it.
        url: AuthenticateUrl,
    },
    /// `authenticate`, but the answer's URL is missing or must not be opened. The code can still be
    /// typed on a second device.
    UrlRefused {
        /// Why.
        reason: UrlRefusal,
        /// The reason in words, for logs.
        explanation: String,
    },
    /// `resume` (of a new session) and `retry` (of a resumed one): supply the missing parameters,
    /// from this device or another.
    SupplyMissing,
    /// `authorize`: nothing; a profile exists, go on to decisions with the session's MVPD.
    Authorize,
    /// `partner_profile`: hand the request to the partner's framework, then create the profile with
    /// its response.
    AskPartner {
        /// What the framework is to be given.
        request: PartnerAuthenticationRequest,
    },
    /// `partner_profile` without the request for the partner: sign in without it.
    PartnerRequestMissing,
    /// An action that was not documented when this version was made; its name is the session's
    /// action name. Nothing is to be opened.
    Unknown,
}

/// What the partner's framework is to be given; for Apple, members of `VSAccountMetadataRequest`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PartnerAuthenticationRequest {
    /// The language of the request.
    pub protocol: Option<PartnerProtocol>,
    /// The request in base64, as received: `verificationToken`.
    pub request: HiddenText,
    /// `attributeNames`, in the answer's order.
    pub attribute_names: Vec<String>,
}

open_enum! {
    /// How an action is carried out.
    ActionType of outcome::ActionType {
        /// `interactive`: in a user agent, by the user.
        Interactive = Interactive,
        /// `direct`: by the app, with another operation.
        Direct = Direct,
    }
}

// Swift would take `none` for the `nil` of an optional.
open_enum! {
    /// Why a session's action is what it is.
    SessionReason of outcome::SessionReason {
        /// `none`: the user has to sign in.
        Unauthenticated = None,
        /// `authenticated`: a regular profile exists.
        Authenticated = Authenticated,
        /// `authenticatedSSO`: a profile of single sign-on exists.
        AuthenticatedSso = AuthenticatedSso,
        /// `temporary`: the MVPD is temporary access, which needs no sign-in.
        Temporary = Temporary,
        /// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
        Degraded = Degraded,
        /// `pfs_fallback`: the partner framework's status is missing or not valid: sign in without
        /// the partner.
        PartnerStatusFallback = PartnerStatusFallback,
        /// `configuration_fallback`: single sign-on with the partner is not set up for this MVPD:
        /// sign in without it.
        ConfigurationFallback = ConfigurationFallback,
        /// `missing_parameters_fallback`: a parameter is missing or not valid: resume.
        MissingParametersFallback = MissingParametersFallback,
    }
}

open_enum! {
    /// What a session may lack.
    SessionParameter of outcome::SessionParameter {
        /// `mvpd`: the MVPD.
        Mvpd = Mvpd,
        /// `domainName`: the app's domain.
        DomainName = DomainName,
        /// `redirectUrl`: the redirect URL.
        RedirectUrl = RedirectUrl,
    }
}

open_enum! {
    /// The language of a partner's request.
    PartnerProtocol of outcome::PartnerProtocol {
        /// `saml`: SAML 2.0.
        Saml = Saml,
    }
}

impl From<&outcome::Session> for Session {
    fn from(session: &outcome::Session) -> Self {
        let code = session.code.as_ref();
        let raw_url = session.raw_url.as_ref();
        Self {
            action: (&session.action).into(),
            action_name: session.action_name.as_str().to_owned(),
            action_type: session.action_type.as_ref().map(ActionType::from),
            contradicts_documentation: session.contradicts_documentation(),
            reason: session.reason.as_ref().map(SessionReason::from),
            code: code.map(|code| HiddenText(code.expose().to_owned())),
            code_differs_from_request: session.code_differs_from_request,
            session_id: text(session.session_id.as_ref()),
            mvpd: text(session.mvpd.as_ref()),
            service_provider: text(session.service_provider.as_ref()),
            missing_parameters: parameters(&session.missing_parameters),
            not_before_ms: session.not_before_ms.map(signed),
            not_after_ms: session.not_after_ms.map(signed),
            valid_for_ms: session.valid_for_ms().map(signed),
            raw_url: raw_url.map(|url| UncheckedUrl(url.expose().to_owned())),
        }
    }
}

pub(super) fn parameters(parameters: &[outcome::SessionParameter]) -> Vec<SessionParameter> {
    parameters.iter().map(SessionParameter::from).collect()
}

impl From<&outcome::SessionAction> for SessionAction {
    fn from(action: &outcome::SessionAction) -> Self {
        use outcome::SessionAction as Core;
        match action {
            Core::Authenticate(url) => Self::Authenticate { url: url.clone() },
            Core::UrlRefused(reason) => Self::UrlRefused {
                reason: (*reason).into(),
                explanation: reason.as_str().to_owned(),
            },
            Core::SupplyMissing => Self::SupplyMissing,
            Core::Authorize => Self::Authorize,
            Core::AskPartner(request) => Self::AskPartner {
                request: request.into(),
            },
            Core::PartnerRequestMissing => Self::PartnerRequestMissing,
            Core::Unknown => Self::Unknown,
        }
    }
}

impl From<&outcome::PartnerAuthenticationRequest> for PartnerAuthenticationRequest {
    fn from(asked: &outcome::PartnerAuthenticationRequest) -> Self {
        let names = asked.attribute_names.iter();
        Self {
            protocol: asked.protocol.as_ref().map(PartnerProtocol::from),
            request: HiddenText(asked.request.expose().to_owned()),
            attribute_names: names.map(|name| name.as_str().to_owned()).collect(),
        }
    }
}
