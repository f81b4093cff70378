//! Single sign-on with Apple beyond Adobe's samples, which are in `vectors_v2`: odd inputs, odd
//! answers, and what must not be shown.

use crate::support::{ACCESS_TOKEN, ADOBE, site};
use serde_json::json;
use tvpass::operation::{
    APPLE, AccessStatus, CreatePartnerProfile, Operation, PartnerFrameworkStatus, Repeat,
    RequestExtras, RetrievePartnerRequest, SamlResponse, SessionParameters, TempPassIdentity,
};
use tvpass::outcome::SessionAction;
use tvpass::{AccessToken, Error, Response};

fn token() -> AccessToken {
    AccessToken::new(ACCESS_TOKEN).unwrap()
}

fn status() -> PartnerFrameworkStatus {
    PartnerFrameworkStatus::new(AccessStatus::Granted)
        .and_then(|status| status.provider("whose-customer", Some(1)))
        .unwrap()
}

const SAML: &str = "<samlp:Response>\n  <secret-assertion/> </samlp:Response>";

fn profile() -> CreatePartnerProfile {
    let saml = SamlResponse::from_xml(SAML).unwrap();
    CreatePartnerProfile::new("REF30", APPLE, &status(), &saml).unwrap()
}

#[test]
fn created_and_found_are_both_success_and_there_may_be_no_profile() {
    let request = profile().request(&site(ADOBE), &token());
    for status in [200, 201] {
        let answer = Response::new(status, r#"{"profiles": {}}"#);
        let outcome = CreatePartnerProfile::interpret(&request, &answer).unwrap();
        assert!(outcome.profiles.is_empty());
    }
    for body in ["", "{}", r#"{"profiles": null}"#, r#"{"profiles": []}"#] {
        let outcome = CreatePartnerProfile::interpret(&request, &Response::new(201, body));
        assert!(matches!(outcome, Err(Error::Malformed(_))), "{body}");
    }
}

#[test]
fn the_saml_response_is_encoded_once() {
    let saml = SamlResponse::from_base64("a+b/c==").unwrap();
    let operation = CreatePartnerProfile::new("REF30", APPLE, &status(), &saml).unwrap();
    let request = operation.request(&site(ADOBE), &token());
    assert_eq!(request.body(), b"SAMLResponse=a%2Bb%2Fc%3D%3D");
}

#[test]
fn a_profile_is_made_once_and_a_session_as_often_as_it_takes() {
    assert_eq!(profile().repeat(), Repeat::Once);
    let parameters = SessionParameters::new();
    let session = RetrievePartnerRequest::new("REF30", APPLE, &status(), parameters).unwrap();
    assert_eq!(session.repeat(), Repeat::Harmless);
}

#[test]
fn the_frameworks_status_is_an_input_and_no_extra() {
    let parameters = SessionParameters::new();
    let session = RetrievePartnerRequest::new("REF30", APPLE, &status(), parameters).unwrap();
    let request = session.clone().request(&site(ADOBE), &token());
    assert!(
        request
            .headers()
            .get("AP-Partner-Framework-Status")
            .is_some()
    );
    assert_eq!(request.body(), b"");

    let twice = RequestExtras::new().partner_framework_status(&status());
    let refused = session.with_extras(twice.clone()).unwrap_err();
    assert_eq!(refused.field(), "AP-Partner-Framework-Status");
    let refused = profile().with_extras(twice).unwrap_err();
    assert_eq!(refused.field(), "AP-Partner-Framework-Status");
    // What the pages do not list.
    let token = RequestExtras::new().service_token("t").unwrap();
    assert_eq!(
        profile().with_extras(token).unwrap_err().field(),
        "AD-Service-Token"
    );
    let identity = TempPassIdentity::hashed("email", "a@b.example").unwrap();
    let identity = RequestExtras::new().temp_pass_identity(&identity);
    assert_eq!(
        profile().with_extras(identity).unwrap_err().field(),
        "AP-TempPass-Identity"
    );
}

#[test]
fn wrong_inputs_are_refused_by_name() {
    let saml = SamlResponse::from_xml(SAML).unwrap();
    let refused = |sp, partner| {
        let error = CreatePartnerProfile::new(sp, partner, &status(), &saml).unwrap_err();
        let session = SessionParameters::new();
        let same = RetrievePartnerRequest::new(sp, partner, &status(), session).unwrap_err();
        assert_eq!(error.field(), same.field());
        error.field()
    };
    assert_eq!(refused("", APPLE), "service_provider");
    assert_eq!(refused("REF30", ".."), "partner");
    let mvpd = SessionParameters::new().mvpd("Cablevision").unwrap();
    let error = RetrievePartnerRequest::new("REF30", APPLE, &status(), mvpd).unwrap_err();
    assert_eq!(error.field(), "mvpd");
}

#[test]
fn nothing_shows_what_the_partner_said() {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let operation = profile();
    let request = operation.request(&site(ADOBE), &token());
    let status = request
        .headers()
        .get("AP-Partner-Framework-Status")
        .unwrap();
    let status = status.as_str().to_owned();
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    let (_, form) = body.split_once('=').unwrap();
    let base64 = form
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=");
    let xml = String::from_utf8(engine.decode(&base64).unwrap()).unwrap();
    let json = String::from_utf8(engine.decode(&status).unwrap()).unwrap();
    let shown = format!("{operation:?} {request:?}");
    for echo in [&body, form, &base64, &xml, &status, &json] {
        let error = json!({"code": "x", "message": echo, "details": format!("<{echo}>")});
        for (status_code, answer) in [
            (400, error.to_string()),
            (500, format!("<html>{echo}")),
            (201, format!("<html>{echo}")),
            (201, echo.to_owned()),
        ] {
            let answer = Response::new(status_code, answer);
            let error = CreatePartnerProfile::interpret(&request, &answer).unwrap_err();
            let shown = format!("{shown} {error} {error:?}");
            for hidden in [
                form,
                &base64,
                &*status,
                "secret-assertion",
                "whose-customer",
            ] {
                assert!(!shown.contains(hidden), "{hidden} is in {shown}");
            }
        }
    }
    // The names of parameters are no secret.
    let error = json!({"code": "x", "message": "SAMLResponse is not valid"});
    let error = CreatePartnerProfile::interpret(&request, &Response::new(400, error.to_string()));
    let shown = error.unwrap_err().to_string();
    assert!(shown.contains("SAMLResponse is not valid"), "{shown}");
}

#[test]
fn what_the_partner_is_to_be_asked_is_not_shown() {
    let parameters = SessionParameters::new();
    let operation = RetrievePartnerRequest::new("REF30", APPLE, &status(), parameters).unwrap();
    let request = operation.request(&site(ADOBE), &token());
    let body = r#"{"actionName": "partner_profile", "authenticationRequest": {"request": "PD94bWwg-secret"}}"#;
    let outcome = RetrievePartnerRequest::interpret(&request, &Response::new(200, body)).unwrap();
    assert!(matches!(outcome.action, SessionAction::AskPartner(_)));
    assert!(!format!("{outcome:?}").contains("secret"));
    for status in [200, 500] {
        let cut = Response::new(status, &body[..body.len() - 1]);
        let error = RetrievePartnerRequest::interpret(&request, &cut).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("PD94"));
    }
    // Without it the user signs in as everywhere.
    let body = r#"{"actionName": "partner_profile", "actionType": "direct"}"#;
    let outcome = RetrievePartnerRequest::interpret(&request, &Response::new(200, body)).unwrap();
    assert_eq!(outcome.action, SessionAction::PartnerRequestMissing);
}
