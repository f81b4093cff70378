//! What helps against an enhanced error: by its code where Adobe's pages say more than its action
//! does.

use tvpass::error::{DocumentedCode, ErrorAction};

pub(super) fn of(code: DocumentedCode) -> &'static str {
    use DocumentedCode as Code;
    match code {
        Code::InvalidParameterServiceProvider | Code::InvalidRequestor => {
            "Correct the service provider's id; ids are case-sensitive."
        }
        Code::InvalidParameterMvpd => {
            "Take an id of `tvpass providers`; ids are case-sensitive, and integrations can be switched off."
        }
        Code::InvalidParameterCode | Code::InvalidAuthenticationSession => {
            "The code is wrong, used up or expired: start the sign-in again. A new code ends the device's previous one."
        }
        Code::InvalidParameterResources | Code::MissingResource | Code::MalformedAuthzRequest => {
            "Send the resource as it was agreed with the MVPD: an id, or well-formed Media RSS."
        }
        Code::InvalidParameterRedirectUrl => {
            "Send an absolute URL, percent-encoded once, of a domain that is registered."
        }
        Code::InvalidParameterPartner => "The only partner is Apple, in this spelling.",
        Code::InvalidParameterSamlResponse => {
            "Send the framework's response as it is, base64 and then form-encoded, once. Fall back to a usual sign-in."
        }
        Code::InvalidHeaderDeviceInfo | Code::InvalidDeviceInfo => {
            "`tvpass decode` shows what the header says; compare its keys with Adobe's table."
        }
        Code::InvalidHeaderDeviceIdentifier | Code::InvalidDeviceId => {
            "Send `fingerprint`, a space, and the identifier in base64; `tvpass decode` shows what it says."
        }
        Code::InvalidHeaderIdentityForTemporaryAccess => {
            "A promotional TempPass needs the user's identity (`--temp-pass-identity`), with the key that is configured with Adobe."
        }
        Code::InvalidHeaderPfsPermissionAccessNotPresent
        | Code::InvalidHeaderPfsPermissionAccessNotDetermined
        | Code::InvalidHeaderPfsPermissionAccessNotGranted => {
            "The user has not permitted access to the TV provider: sign in without Apple's framework, and say how it is permitted in Settings."
        }
        Code::InvalidHeaderPfsProviderIdNotDetermined
        | Code::InvalidHeaderPfsProviderIdMismatch
        | Code::InvalidHeaderPfsProviderInfoExpired => {
            "Ask Apple's framework anew, and send what it says; else sign in without it."
        }
        Code::InvalidIntegration | Code::UnknownIntegration => {
            "Switch the integration on in Adobe's TVE Dashboard, or take an id of `tvpass providers`."
        }
        Code::PreauthorizationDeniedByMvpd | Code::AuthorizationDeniedByMvpd => {
            "The user's subscription does not have it. Show the MVPD's own words (details); never sign the user out."
        }
        Code::AuthorizationDeniedByParentalControls => {
            "Explain it to the user: parental controls are changed at the MVPD."
        }
        Code::AuthorizationDeniedByDegradationRule => {
            "The programmer has switched this off during an outage; show its message (details)."
        }
        Code::TooManyResources => {
            "Ask for fewer at once: preauthorize usually takes 5, authorize 1. Adobe can raise the limit."
        }
        Code::InvalidAccessTokenServiceProvider => {
            "The software statement is of another service provider: correct one of the two."
        }
        Code::InvalidAccessTokenClientApplication => {
            "The application is not registered (any more): `tvpass register --again`, then sign in again."
        }
        Code::TemporaryAccessDurationLimitExceeded
        | Code::TemporaryAccessResourcesLimitExceeded => {
            "The trial is used up: offer a sign-in with a provider."
        }
        Code::AuthorizationDeniedByHbaPolicies => {
            "The user was signed in by the home's network and is elsewhere now: offer a sign-in."
        }
        _ => of_action(&code.action()),
    }
}

fn of_action(action: &ErrorAction) -> &'static str {
    match action {
        ErrorAction::Configuration => {
            "Somebody has to change the configuration in Adobe's TVE Dashboard; nothing helps on the device."
        }
        ErrorAction::ApplicationRegistration => {
            "Register again (`tvpass register --again`); the profiles are gone."
        }
        ErrorAction::Authentication => "The user has to sign in again: `tvpass sign-in`.",
        ErrorAction::Authorization => "Ask for an authorization of the resource.",
        ErrorAction::Retry => "Try again, two or three times, with growing pauses.",
        _ => "Correct the request; quote the trace of the answer in a ticket to Adobe.",
    }
}
