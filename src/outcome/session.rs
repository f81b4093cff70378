//! A session: one attempt to sign in, and what the device has to do next about it.

use super::authentication_code::AuthenticationCode;
use super::open_enum::open_enum;
use super::text::received;
use super::{AuthenticateUrl, ReceivedText};
use crate::secret::Secret;
use crate::uri::{Base, UrlRefusal, resolve};
use crate::wire::{AuthenticationRequestWire, SessionWire};

/// A session (Adobe: *Create authentication session*, *Resume authentication session*, *Retrieve
/// partner authentication request*).
///
/// ```
/// # fn next(session: &tvpass::outcome::Session) {
/// use tvpass::outcome::SessionAction;
/// match &session.action {
///     SessionAction::Authenticate(url) => println!("show the code, open {}", url.expose()),
///     SessionAction::SupplyMissing => println!("resume with {:?}", session.missing_parameters),
///     SessionAction::Authorize => println!("signed in with {:?} already", session.mvpd),
///     _ => println!("offer the code: {:?}", session.code),
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// What the device must do next.
    pub action: SessionAction,
    /// `actionName` as received.
    pub action_name: ReceivedText,
    /// `actionType`. The action's name decides;
    /// [`contradicts_documentation`](Self::contradicts_documentation) tells if they differ.
    pub action_type: Option<ActionType>,
    /// Why the action is this one.
    pub reason: Option<SessionReason>,
    /// The code that names the session; with [`SessionAction::Authorize`] there is none.
    pub code: Option<AuthenticationCode>,
    /// Whether [`code`](Self::code) is not the one that was asked with: go on with that one. One of
    /// Adobe's samples is so.
    pub code_differs_from_request: bool,
    /// An opaque id for support.
    pub session_id: Option<ReceivedText>,
    /// The MVPD, as far as it is known.
    pub mvpd: Option<ReceivedText>,
    /// The service provider.
    pub service_provider: Option<ReceivedText>,
    /// What *resume* has to supply, in the answer's order.
    pub missing_parameters: Vec<SessionParameter>,
    /// Since when the *code* is valid, in milliseconds since the epoch, by the service's clock.
    pub not_before_ms: Option<u64>,
    /// Until when, in the same way. The device's clock may be wrong: count
    /// [`valid_for_ms`](Self::valid_for_ms) from the answer on.
    pub not_after_ms: Option<u64>,
    /// `url` as received, for actions that do not open one. Not checked: do not open it, do not
    /// request it.
    pub raw_url: Option<Secret>,
}

/// What the device must do next about a session. No URL of an answer is ever requested: the next
/// request is built from ids, so that no answer can lure an access token to another host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionAction {
    /// `authenticate`: the user has to sign in at this URL, on this device or another; then the
    /// profile is found by the code.
    Authenticate(AuthenticateUrl),
    /// `authenticate`, but the answer's URL is missing or must not be opened. The code can still be
    /// typed on a second device.
    UrlRefused(UrlRefusal),
    /// `resume` (of a new session) and `retry` (of a resumed one): supply
    /// [`Session::missing_parameters`], from this device or another.
    SupplyMissing,
    /// `authorize`: nothing; a profile exists, go on to decisions with [`Session::mvpd`].
    Authorize,
    /// `partner_profile`: hand this to the partner's framework, then create the profile with its
    /// response.
    AskPartner(PartnerAuthenticationRequest),
    /// `partner_profile` without the request for the partner: sign in without it.
    PartnerRequestMissing,
    /// An action that this version does not know; see [`Session::action_name`]. Nothing is to be
    /// opened.
    Unknown,
}

open_enum! {
    /// How an action is carried out.
    ActionType {
        /// In a user agent, by the user.
        Interactive = "interactive",
        /// By the app, with another operation.
        Direct = "direct",
    }
}

open_enum! {
    /// Why a session's action is what it is.
    SessionReason {
        /// The user has to sign in.
        None = "none",
        /// A regular profile exists.
        Authenticated = "authenticated",
        /// A profile of single sign-on exists.
        AuthenticatedSso = "authenticatedSSO",
        /// The MVPD is temporary access, which needs no sign-in.
        Temporary = "temporary",
        /// The MVPD has an outage, and the programmer lets everybody in meanwhile.
        Degraded = "degraded",
        /// `AP-Partner-Framework-Status` is missing or not valid: sign in without the partner.
        PartnerStatusFallback = "pfs_fallback",
        /// Single sign-on with the partner is not set up for this MVPD: sign in without it.
        ConfigurationFallback = "configuration_fallback",
        /// A parameter is missing or not valid: resume.
        MissingParametersFallback = "missing_parameters_fallback",
    }
}

open_enum! {
    /// What a session may lack.
    SessionParameter {
        /// The MVPD.
        Mvpd = "mvpd",
        /// The app's domain; some answers call it `domain`.
        DomainName = "domainName",
        /// The redirect URL.
        RedirectUrl = "redirectUrl",
    }
}

impl SessionParameter {
    /// Adobe's samples have two names for one.
    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "domain" => Self::DomainName,
            name => Self::from_wire(name.into()),
        }
    }
}

open_enum! {
    /// The language of a partner's request.
    PartnerProtocol {
        /// SAML 2.0.
        Saml = "saml",
    }
}

/// What the partner's framework is to be given (Adobe: *Retrieve partner authentication request*);
/// for Apple, members of `VSAccountMetadataRequest`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartnerAuthenticationRequest {
    /// The language of [`request`](Self::request).
    pub protocol: Option<PartnerProtocol>,
    /// The request, base64: `verificationToken`. As received.
    pub request: Secret,
    /// `attributeNames`, in the answer's order.
    pub attribute_names: Vec<ReceivedText>,
}

impl PartnerAuthenticationRequest {
    fn from_wire(wire: AuthenticationRequestWire<'_>) -> Option<Self> {
        let names = wire.attribute_names.into_iter().map(ReceivedText::from);
        Some(Self {
            request: Secret::new(wire.request?.into_owned()),
            protocol: wire.protocol.map(PartnerProtocol::from_wire),
            attribute_names: names.collect(),
        })
    }
}

impl Session {
    /// `asked_with` is the code of the request.
    pub(crate) fn from_wire(
        base: &Base,
        asked_with: Option<&Secret>,
        wire: SessionWire<'_>,
    ) -> Self {
        let mut url = wire.url;
        let action = match &*wire.action_name {
            "authenticate" => match resolve(base, url.as_deref().unwrap_or_default()) {
                Ok(openable) => {
                    url = None;
                    SessionAction::Authenticate(AuthenticateUrl::new(openable.as_str().to_owned()))
                }
                Err(refused) => SessionAction::UrlRefused(refused.reason),
            },
            "resume" | "retry" => SessionAction::SupplyMissing,
            "authorize" => SessionAction::Authorize,
            "partner_profile" => wire
                .authentication_request
                .and_then(PartnerAuthenticationRequest::from_wire)
                .map_or(
                    SessionAction::PartnerRequestMissing,
                    SessionAction::AskPartner,
                ),
            _ => SessionAction::Unknown,
        };
        let code = wire.code.and_then(AuthenticationCode::from_wire);
        let missing = wire.missing_parameters.into_iter();
        Self {
            action,
            action_name: wire.action_name.into(),
            action_type: wire.action_type.map(ActionType::from_wire),
            reason: wire.reason_type.map(SessionReason::from_wire),
            code_differs_from_request: match (asked_with, &code) {
                (Some(asked_with), Some(code)) => asked_with != code.secret(),
                _ => false,
            },
            code,
            session_id: received(wire.session_id),
            mvpd: received(wire.mvpd),
            service_provider: received(wire.service_provider),
            missing_parameters: missing
                .map(|name| SessionParameter::from_name(&name))
                .collect(),
            not_before_ms: wire.not_before_ms,
            not_after_ms: wire.not_after_ms,
            raw_url: url.map(|url| Secret::new(url.into_owned())),
        }
    }

    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name
    /// decides what the action is.
    #[must_use]
    pub fn contradicts_documentation(&self) -> bool {
        let documented = match self.action {
            SessionAction::Authenticate(_) | SessionAction::UrlRefused(_) => {
                ActionType::Interactive
            }
            SessionAction::Unknown => return false,
            _ => ActionType::Direct,
        };
        self.action_type
            .as_ref()
            .is_some_and(|received| *received != documented)
    }

    /// How long the code is valid from the moment of the answer on, in milliseconds: independent of
    /// the device's clock. `None` if the answer does not say; Adobe's codes are valid for 30
    /// minutes.
    #[must_use]
    pub fn valid_for_ms(&self) -> Option<u64> {
        valid_for_ms(self.not_before_ms, self.not_after_ms)
    }
}

/// The time between the two, unless they are in the wrong order.
pub(super) fn valid_for_ms(not_before_ms: Option<u64>, not_after_ms: Option<u64>) -> Option<u64> {
    not_after_ms?.checked_sub(not_before_ms?)
}
