//! Any answer to a question for decisions or to a partner's operation: an outcome or an error, no
//! panic, and nothing shown of who the user is. A media token comes with a permit alone, and once;
//! what is asked again was asked before, and is no permit.
//!
//! Input: the operation (`p`reauthorize, `a`uthorize, the partner's request `r`, its profile `s`),
//! a character for the status, then the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tvpass::operation::{
    APPLE, AccessStatus, Authorize, CreatePartnerProfile, Operation as _, PartnerFrameworkStatus,
    Preauthorize, RequestExtras, RetrievePartnerRequest, SamlResponse, SessionParameters,
    TempPassIdentity,
};
use tvpass::outcome::{AuthorizationDecisions, Expectation, Session, SessionAction, Verdict};
use tvpass::secret::Secret;
use tvpass::{Error, Response};
use tvpass_fuzz::{
    ACCESS_TOKEN, SERVICE_TOKEN, access_token, assert_no_secret, assert_shows_none, redirect_url,
    site, status,
};

/// Who the user is, in the clear.
const IDENTITY: &str = "somebody-4f7a@home.example";
/// The same in a SAML response.
const SAML: &str = "saml-assertion-90c2";
/// What is asked for.
const RESOURCES: [&str; 4] = ["TNT", "TBS", "a b", "\"odd\\"];

const SECRETS: [&str; 4] = [ACCESS_TOKEN, SERVICE_TOKEN, IDENTITY, SAML];

fuzz_target!(|input: &[u8]| {
    let [operation, status_byte, body @ ..] = input else {
        return;
    };
    let response = Response::new(status(*status_byte & 0x1f), body);
    let (site, token) = (site(), access_token());
    let framework = PartnerFrameworkStatus::new(AccessStatus::Granted)
        .and_then(|status| status.provider("Cablevision_apple", Some(2_025_430_636_000)))
        .expect("a status");
    let error = match operation {
        b'p' => {
            let operation = Preauthorize::new("REF30", "Cablevision", RESOURCES)
                .and_then(|operation| operation.with_extras(extras()))
                .expect("an operation");
            let request = operation.request(&site, &token);
            let answer = Preauthorize::interpret(&request, &response);
            answer
                .map(|outcome| {
                    let again = operation.again(&outcome);
                    for resource in again.iter().flat_map(Preauthorize::resources) {
                        assert!(RESOURCES.contains(&resource));
                        let decision = outcome.about(resource).expect("a decision");
                        assert_ne!(decision.expectation, Expectation::ProbablyPermitted);
                    }
                    assert_hidden(&format!("{outcome:?}"), body);
                })
                .err()
        }
        b'a' => {
            let operation = Authorize::new("REF30", "Cablevision", RESOURCES)
                .and_then(|operation| operation.with_extras(extras()))
                .expect("an operation");
            let request = operation.request(&site, &token);
            let answer = Authorize::interpret(&request, &response);
            answer
                .map(|outcome| assert_playable(&operation, outcome))
                .err()
        }
        b'r' => {
            let parameters = SessionParameters::new().redirect_url(&redirect_url());
            let operation = RetrievePartnerRequest::new("REF30", APPLE, &framework, parameters);
            let request = operation.expect("an operation").request(&site, &token);
            let answer = RetrievePartnerRequest::interpret(&request, &response);
            answer.map(assert_request_hidden).err()
        }
        _ => {
            let xml = format!("<samlp:Response>{SAML}</samlp:Response>");
            let saml = SamlResponse::from_xml(&xml).expect("a response");
            let operation = CreatePartnerProfile::new("REF30", APPLE, &framework, &saml);
            let request = operation.expect("an operation").request(&site, &token);
            CreatePartnerProfile::interpret(&request, &response).err()
        }
    };
    if let Some(error) = error {
        // Only what the request carried is known to be secret.
        let carried: &[_] = match operation {
            b'p' | b'a' => &[ACCESS_TOKEN, SERVICE_TOKEN],
            _ => &[ACCESS_TOKEN],
        };
        assert_no_secret(&error, carried);
        if let Error::HttpStatus(_) | Error::Malformed(_) = error {
            // Nothing is kept of what is no page.
            let is_page = body.trim_ascii_start().starts_with(b"<");
            assert!(is_page || !format!("{error:?}").contains("decisions"));
        }
        if matches!(operation, b'p' | b'a') {
            assert_no_secret(&error, &[IDENTITY]);
        }
    }
});

fn extras() -> RequestExtras {
    let json = format!("{{\"email\":\"{IDENTITY}\"}}");
    let identity = TempPassIdentity::raw_json(&json).expect("an identity");
    let extras = RequestExtras::new().service_token(SERVICE_TOKEN);
    extras.expect("a token").temp_pass_identity(&identity)
}

/// Nothing of the secrets is in a denial's words. Elsewhere an outcome has the texts of the answer,
/// so this holds only if they are in it as `message` or `details` alone; bodies that have them in
/// another place prove nothing.
fn assert_hidden(shown: &str, body: &[u8]) {
    let body = String::from_utf8_lossy(body);
    let elsewhere = ["resource", "mvpd", "serviceProvider", "source"];
    if !elsewhere.iter().any(|name| body.contains(name)) {
        assert_shows_none(shown, &SECRETS);
    }
}

/// What is shown of a session does not depend on the partner's request: another is shown the same.
/// (That the request's text is not in it proves less: the answer may have it in another member.)
fn assert_request_hidden(mut session: Session) {
    let shown = format!("{session:?}");
    if let SessionAction::AskPartner(partner) = &mut session.action {
        let length = partner.request.expose().len();
        partner.request = Secret::new("\u{1}".repeat(length));
        assert_eq!(format!("{session:?}"), shown);
    }
}

fn assert_playable(operation: &Authorize, mut outcome: AuthorizationDecisions) {
    let again = operation.again(&outcome);
    for resource in again.iter().flat_map(Authorize::resources) {
        assert!(RESOURCES.contains(&resource));
        let decision = outcome.about(resource).expect("a decision");
        assert_ne!(decision.verdict, Verdict::Permit);
    }
    for resource in RESOURCES {
        let playable = outcome.about(resource).map(|decision| {
            assert_eq!(decision.resource.trim(), resource);
            decision.is_playable()
        });
        let token = outcome.take_media_token(resource);
        assert_eq!(token.is_some(), playable.unwrap_or_default());
        if let Some(token) = token {
            token.hand_over(|serialized| assert!(!serialized.is_empty()));
            assert_eq!(outcome.take_media_token(resource), None);
        }
    }
    for decision in &mut outcome.decisions {
        if let Some(token) = decision.take_media_token() {
            assert_eq!(decision.verdict, Verdict::Permit);
            token.hand_over(|serialized| assert!(!serialized.contains('\u{fffd}')));
        }
    }
    drop(format!("{outcome:?}"));
}
