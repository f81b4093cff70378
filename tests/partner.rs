//! Single sign-on with Apple: the partner's request and the profile that its response makes. Adobe's samples,
//! requests and answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/samples.rs"]
mod samples;
mod support;

use samples::{
    Kind, access_token, assert_request, base, error_json, extras, framework_status, response_of,
    samples,
};
use serde_json::{Value, json};
use support::{ACCESS_TOKEN, ADOBE, site, text};
use tvpass::operation::{
    APPLE, AccessStatus, CreatePartnerProfile, Operation, PartnerFrameworkStatus, Repeat,
    RequestExtras, RetrievePartnerRequest, SamlResponse, SessionParameters, TempPassIdentity,
};
use tvpass::outcome::{
    ActionType, AttributeState, PartnerProtocol, Profiles, Session, SessionAction, SessionReason,
};
use tvpass::{AccessToken, Error, RedirectUrl, Response};

fn partner_request(sample: &Value) -> RetrievePartnerRequest {
    let inputs = &sample["inputs"];
    let mut parameters = SessionParameters::new();
    if let Some(domain_name) = inputs["domain_name"].as_str() {
        parameters = parameters.domain_name(domain_name).unwrap();
    }
    if let Some(redirect_url) = inputs["redirect_url"].as_str() {
        parameters = parameters.redirect_url(&RedirectUrl::new(redirect_url).unwrap());
    }
    RetrievePartnerRequest::new(
        text(inputs, "service_provider"),
        text(inputs, "partner"),
        &framework_status(inputs),
        parameters,
    )
    .and_then(|operation| operation.with_extras(extras(inputs)))
    .unwrap()
}

fn partner_profile(sample: &Value) -> CreatePartnerProfile {
    let inputs = &sample["inputs"];
    let saml = SamlResponse::from_base64(text(inputs, "saml_response_base64")).unwrap();
    CreatePartnerProfile::new(
        text(inputs, "service_provider"),
        text(inputs, "partner"),
        &framework_status(inputs),
        &saml,
    )
    .and_then(|operation| operation.with_extras(extras(inputs)))
    .unwrap()
}

fn session_json(session: &Session) -> Value {
    let request = match &session.action {
        SessionAction::AskPartner(request) => json!({
            "protocol": request.protocol.as_ref().map(PartnerProtocol::as_str),
            "request": request.request.expose(),
            "attribute_names": request.attribute_names.iter().map(|n| n.as_str()).collect::<Vec<_>>(),
        }),
        _ => Value::Null,
    };
    let (next, url) = match &session.action {
        SessionAction::Authenticate(url) => ("open_in_user_agent", Some(url.expose())),
        SessionAction::SupplyMissing => ("supply_missing", None),
        SessionAction::Authorize => ("decide", None),
        SessionAction::AskPartner(_) => ("ask_partner", None),
        other => panic!("{other:?}"),
    };
    let missing = session
        .missing_parameters
        .iter()
        .map(|one| match one.as_str() {
            "domainName" => "domain_name",
            "redirectUrl" => "redirect_url",
            other => other,
        });
    json!({
        "action": session.action_name.as_str(),
        "interaction": session.action_type.as_ref().map(ActionType::as_str),
        "reason": session.reason.as_ref().map(SessionReason::as_str),
        "next": next,
        "url": url,
        "code": session.code.as_ref().map(|code| code.expose()),
        "session_id": session.session_id.as_deref(),
        "mvpd": session.mvpd.as_deref(),
        "service_provider": session.service_provider.as_deref(),
        "missing": missing.collect::<Vec<_>>(),
        "not_before_ms": session.not_before_ms,
        "not_after_ms": session.not_after_ms,
        "valid_for_ms": session.valid_for_ms(),
        "partner_request": request,
    })
}

fn profiles_json(profiles: &Profiles) -> Value {
    let profiles = profiles.profiles.iter().map(|profile| {
        let attributes = profile.user_metadata.attributes.iter().map(|attribute| {
            let value = attribute.value.as_ref().and_then(|value| value.text());
            let json = json!({
                "state": attribute.state.as_ref().map(AttributeState::as_str),
                "value": value,
                "error": attribute.error.as_deref(),
            });
            (attribute.name.as_str().to_owned(), json)
        });
        json!({
            "mvpd": profile.mvpd.as_str(),
            "issuer": profile.issuer.as_deref(),
            "type": profile.profile_type.as_ref().map(|one| one.as_str()),
            "not_before_ms": profile.not_before_ms,
            "not_after_ms": profile.not_after_ms,
            "attributes": attributes.collect::<serde_json::Map<_, _>>(),
        })
    });
    json!({"profiles": profiles.collect::<Vec<_>>()})
}

#[test]
fn requests_are_those_of_every_sample() {
    let mut count = 0;
    for sample in samples("partner-request") {
        let request = partner_request(&sample).request(&base(&sample), &access_token(&sample));
        assert_request(&sample, &request);
        count += 1;
    }
    for sample in samples("partner-profile") {
        let request = partner_profile(&sample).request(&base(&sample), &access_token(&sample));
        assert_request(&sample, &request);
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn answers_are_read_as_every_sample_says() {
    for sample in samples("partner-request") {
        let request = partner_request(&sample).request(&base(&sample), &access_token(&sample));
        samples::each_answer(&sample, |kind, response, expected| {
            let outcome = RetrievePartnerRequest::interpret(&request, response);
            match kind {
                Kind::Outcome => {
                    let session = outcome.unwrap();
                    let mut read = session_json(&session);
                    // Where a URL is opened, nothing else is kept of it.
                    let raw = session.raw_url.as_ref().map(|url| url.expose().to_owned());
                    read["url_raw"] = match read["url"].is_null() {
                        true => json!(raw),
                        false => expected["url_raw"].clone(),
                    };
                    // It is a remark that nobody need make.
                    read["anomalies"] = expected["anomalies"].clone();
                    assert_eq!(*expected, read);
                    assert!(!session.contradicts_documentation());
                }
                Kind::Malformed => assert!(matches!(outcome, Err(Error::Malformed(_)))),
                Kind::Error => assert_eq!(error_json(&outcome.unwrap_err()), *expected),
            }
        });
    }
    for sample in samples("partner-profile") {
        let request = partner_profile(&sample).request(&base(&sample), &access_token(&sample));
        samples::each_answer(&sample, |kind, response, expected| {
            assert_eq!(kind, Kind::Outcome);
            let outcome = CreatePartnerProfile::interpret(&request, response).unwrap();
            assert_eq!(*expected, profiles_json(&outcome));
        });
    }
}

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
        let answer = response_of(status, r#"{"profiles": {}}"#);
        let outcome = CreatePartnerProfile::interpret(&request, &answer).unwrap();
        assert!(outcome.profiles.is_empty());
    }
    for body in ["", "{}", r#"{"profiles": null}"#, r#"{"profiles": []}"#] {
        let outcome = CreatePartnerProfile::interpret(&request, &response_of(201, body));
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
    let sample = &samples("partner-request")[0];
    let request = partner_request(sample).request(&base(sample), &access_token(sample));
    let outcome = RetrievePartnerRequest::interpret(&request, &samples::response(sample)).unwrap();
    assert!(matches!(outcome.action, SessionAction::AskPartner(_)));
    assert!(!format!("{outcome:?}").contains("PD94bW"));
    // Without it the user signs in as everywhere.
    let body = r#"{"actionName": "partner_profile", "actionType": "direct"}"#;
    let outcome = RetrievePartnerRequest::interpret(&request, &response_of(200, body)).unwrap();
    assert_eq!(outcome.action, SessionAction::PartnerRequestMissing);
}
