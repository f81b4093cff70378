//! `tvpass_session`: what the device has to do next about a sign-in.

use std::ptr;

use super::partner_request::{partner_request, tvpass_partner_authentication_request};
use super::session_parameter::{missing, tvpass_session_parameter};
use super::url_refusal::{TVPASS_URL_REFUSAL_UNKNOWN, refusal, tvpass_url_refusal};
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{ActionType, Session, SessionAction, SessionReason};

/// What the device must do next about a session.
pub type tvpass_session_action = i32;

/// An action that this version does not know: see `action_name`. Open nothing.
pub const TVPASS_SESSION_ACTION_UNKNOWN: tvpass_session_action = 0;
/// `authenticate`: the user has to sign in at `url`, on this device or another; then the profile is
/// found by the code.
pub const TVPASS_SESSION_ACTION_AUTHENTICATE: tvpass_session_action = 1;
/// `authenticate`, but the answer's URL is missing or must not be opened. The code can still be
/// typed on a second device.
pub const TVPASS_SESSION_ACTION_URL_REFUSED: tvpass_session_action = 2;
/// `resume` and `retry`: supply `missing_parameters` (`tvpass_resume_session_new`), from this
/// device or another.
pub const TVPASS_SESSION_ACTION_SUPPLY_MISSING: tvpass_session_action = 3;
/// `authorize`: nothing; a profile exists, go on to decisions with `mvpd`.
pub const TVPASS_SESSION_ACTION_AUTHORIZE: tvpass_session_action = 4;
/// `partner_profile`: hand `partner_request` to the partner's framework, and its response to
/// `tvpass_partner_profile_new`.
pub const TVPASS_SESSION_ACTION_ASK_PARTNER: tvpass_session_action = 5;
/// `partner_profile` without the request for the partner: sign in without it.
pub const TVPASS_SESSION_ACTION_PARTNER_REQUEST_MISSING: tvpass_session_action = 6;

/// How an action is carried out.
pub type tvpass_action_type = i32;

/// The answer does not say, or something that this version does not know: see `action_type_text`.
pub const TVPASS_ACTION_TYPE_UNKNOWN: tvpass_action_type = 0;
/// `interactive`: in a user agent, by the user.
pub const TVPASS_ACTION_TYPE_INTERACTIVE: tvpass_action_type = 1;
/// `direct`: by the app, with another operation.
pub const TVPASS_ACTION_TYPE_DIRECT: tvpass_action_type = 2;

/// Why a session's action is what it is.
pub type tvpass_session_reason = i32;

/// The answer does not say, or something that this version does not know: see `reason_text`.
pub const TVPASS_SESSION_REASON_UNKNOWN: tvpass_session_reason = 0;
/// `none`: the user has to sign in.
pub const TVPASS_SESSION_REASON_NONE: tvpass_session_reason = 1;
/// `authenticated`: a regular profile exists.
pub const TVPASS_SESSION_REASON_AUTHENTICATED: tvpass_session_reason = 2;
/// `authenticatedSSO`: a profile of single sign-on exists.
pub const TVPASS_SESSION_REASON_AUTHENTICATED_SSO: tvpass_session_reason = 3;
/// `temporary`: temporary access, which needs no sign-in.
pub const TVPASS_SESSION_REASON_TEMPORARY: tvpass_session_reason = 4;
/// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
pub const TVPASS_SESSION_REASON_DEGRADED: tvpass_session_reason = 5;
/// `pfs_fallback`: the framework's status is missing or not valid: sign in without the partner.
pub const TVPASS_SESSION_REASON_PARTNER_STATUS_FALLBACK: tvpass_session_reason = 6;
/// `configuration_fallback`: the partner is not set up for this MVPD: sign in without it.
pub const TVPASS_SESSION_REASON_CONFIGURATION_FALLBACK: tvpass_session_reason = 7;
/// `missing_parameters_fallback`: a parameter is missing or not valid: resume.
pub const TVPASS_SESSION_REASON_MISSING_PARAMETERS_FALLBACK: tvpass_session_reason = 8;

/// A session: one attempt to sign in. Whoever has its code or URL while the code is valid can sign
/// the device in: log neither. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_session {
    /// What the device must do next: a `TVPASS_SESSION_ACTION_…`.
    pub action: tvpass_session_action,
    /// A `TVPASS_ACTION_TYPE_…`. The action's name decides; `contradicts_documentation` tells if
    /// they differ.
    pub action_type: tvpass_action_type,
    /// Why: a `TVPASS_SESSION_REASON_…`.
    pub reason: tvpass_session_reason,
    /// With `TVPASS_SESSION_ACTION_URL_REFUSED`: a `TVPASS_URL_REFUSAL_…`;
    /// `TVPASS_URL_REFUSAL_UNKNOWN` with every other.
    pub url_refusal: tvpass_url_refusal,
    /// `actionName` as received.
    pub action_name: tvpass_str,
    /// `actionType` as received. Empty if the answer has none.
    pub action_type_text: tvpass_str,
    /// `reasonType` as received. Empty if the answer has none.
    pub reason_text: tvpass_str,
    /// The code that names the session, to be shown or passed on. Empty if the answer has none.
    pub code: tvpass_str,
    /// Where the user signs in: absolute, `https` (`http` for a service on this machine), checked.
    /// Open it until the redirect URL is reached or the user closes it, or show exactly this as a
    /// QR code; no program requests it. Empty unless the action is
    /// `TVPASS_SESSION_ACTION_AUTHENTICATE`.
    pub url: tvpass_str,
    /// `url` as received, of an action that opens none: not checked, do not open or request it.
    /// Empty if there is none.
    pub raw_url: tvpass_str,
    /// An opaque id for support. Empty if the answer has none.
    pub session_id: tvpass_str,
    /// The MVPD, as far as it is known; else empty.
    pub mvpd: tvpass_str,
    /// The service provider. Empty if the answer has none.
    pub service_provider: tvpass_str,
    /// What *resume* has to supply, in the answer's order; NULL if nothing is missing.
    pub missing_parameters: *const *const tvpass_session_parameter,
    /// How many there are.
    pub missing_parameter_count: usize,
    /// What the partner's framework is to be given; NULL unless the action is
    /// `TVPASS_SESSION_ACTION_ASK_PARTNER`.
    pub partner_request: *const tvpass_partner_authentication_request,
    /// Since when the code is valid, in ms since 1970 by the service's clock. 0: not said.
    pub not_before_unix_ms: u64,
    /// Until when, in the same way. The device's clock may be wrong: count `valid_for_ms`.
    pub not_after_unix_ms: u64,
    /// How long the code is valid from the answer on, in ms: usually 30 minutes. 0: not said.
    pub valid_for_ms: u64,
    /// Whether `code` is not the one that was asked with: go on with that one.
    pub code_differs_from_request: bool,
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`.
    pub contradicts_documentation: bool,
}

/// What lists and texts usually take, without the request for a partner and the URL.
const USUAL: usize = 512;

impl tvpass_session {
    /// How much memory a session takes with its lists and texts, about.
    pub(super) fn size(session: &Session) -> usize {
        let large = match &session.action {
            SessionAction::AskPartner(request) => request.request.expose().len() + USUAL,
            SessionAction::Authenticate(url) => url.expose().len(),
            _ => 0,
        };
        size_of::<Self>() + USUAL + large
    }

    pub(super) fn fill(arena: &Arena, session: &Session) -> Self {
        let missing = missing(arena, &session.missing_parameters);
        let (action, url, refused) = match &session.action {
            SessionAction::Authenticate(url) => {
                (TVPASS_SESSION_ACTION_AUTHENTICATE, url.expose(), None)
            }
            SessionAction::UrlRefused(reason) => {
                (TVPASS_SESSION_ACTION_URL_REFUSED, "", Some(*reason))
            }
            SessionAction::SupplyMissing => (TVPASS_SESSION_ACTION_SUPPLY_MISSING, "", None),
            SessionAction::Authorize => (TVPASS_SESSION_ACTION_AUTHORIZE, "", None),
            SessionAction::AskPartner(_) => (TVPASS_SESSION_ACTION_ASK_PARTNER, "", None),
            SessionAction::PartnerRequestMissing => {
                (TVPASS_SESSION_ACTION_PARTNER_REQUEST_MISSING, "", None)
            }
            SessionAction::Unknown => (TVPASS_SESSION_ACTION_UNKNOWN, "", None),
        };
        let partner_request = match &session.action {
            SessionAction::AskPartner(request) => ptr::from_ref(partner_request(arena, request)),
            _ => ptr::null(),
        };
        let (kind, reason) = (session.action_type.as_ref(), session.reason.as_ref());
        let code = session.code.as_ref();
        Self {
            action,
            action_type: kind.map_or(TVPASS_ACTION_TYPE_UNKNOWN, action_type),
            reason: reason.map_or(TVPASS_SESSION_REASON_UNKNOWN, self::reason),
            url_refusal: refused.map_or(TVPASS_URL_REFUSAL_UNKNOWN, refusal),
            action_name: arena.text(&session.action_name),
            action_type_text: arena.optional(kind.map(ActionType::as_str)),
            reason_text: arena.optional(reason.map(SessionReason::as_str)),
            code: arena.optional(code.map(|code| code.expose())),
            url: arena.text(url),
            raw_url: arena.optional(session.raw_url.as_ref().map(|url| url.expose())),
            session_id: arena.optional(session.session_id.as_deref()),
            mvpd: arena.optional(session.mvpd.as_deref()),
            service_provider: arena.optional(session.service_provider.as_deref()),
            missing_parameters: pointers(missing),
            missing_parameter_count: missing.len(),
            partner_request,
            not_before_unix_ms: session.not_before_ms.unwrap_or(0),
            not_after_unix_ms: session.not_after_ms.unwrap_or(0),
            valid_for_ms: session.valid_for_ms().unwrap_or(0),
            code_differs_from_request: session.code_differs_from_request,
            contradicts_documentation: session.contradicts_documentation(),
        }
    }
}

fn action_type(kind: &ActionType) -> tvpass_action_type {
    match kind {
        ActionType::Interactive => TVPASS_ACTION_TYPE_INTERACTIVE,
        ActionType::Direct => TVPASS_ACTION_TYPE_DIRECT,
        ActionType::Unknown(_) => TVPASS_ACTION_TYPE_UNKNOWN,
    }
}

pub(in crate::ffi::capi) fn reason(reason: &SessionReason) -> tvpass_session_reason {
    match reason {
        SessionReason::None => TVPASS_SESSION_REASON_NONE,
        SessionReason::Authenticated => TVPASS_SESSION_REASON_AUTHENTICATED,
        SessionReason::AuthenticatedSso => TVPASS_SESSION_REASON_AUTHENTICATED_SSO,
        SessionReason::Temporary => TVPASS_SESSION_REASON_TEMPORARY,
        SessionReason::Degraded => TVPASS_SESSION_REASON_DEGRADED,
        SessionReason::PartnerStatusFallback => TVPASS_SESSION_REASON_PARTNER_STATUS_FALLBACK,
        SessionReason::ConfigurationFallback => TVPASS_SESSION_REASON_CONFIGURATION_FALLBACK,
        SessionReason::MissingParametersFallback => {
            TVPASS_SESSION_REASON_MISSING_PARAMETERS_FALLBACK
        }
        SessionReason::Unknown(_) => TVPASS_SESSION_REASON_UNKNOWN,
    }
}
