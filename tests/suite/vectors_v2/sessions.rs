//! Sessions, and the page at which a user signs in.

use serde_json::{Value, json};
use tvpass::RedirectUrl;
use tvpass::operation::{
    Authenticate, CreateSession, ResumeSession, RetrieveSession, SessionParameters,
};
use tvpass::outcome::{
    AuthenticationCode, Session, SessionAction, SessionDetails, SessionParameter,
};

use crate::support::text;
use crate::vectors_v2::sample::{Sample, of};

pub(crate) const CREATE: &str = "create_session";
pub(crate) const RESUME: &str = "resume_session";
pub(crate) const RETRIEVE: &str = "retrieve_session";
pub(crate) const AUTHENTICATE: &str = "authenticate";

fn parameters(sample: &Sample) -> SessionParameters {
    let mut parameters = SessionParameters::new();
    if let Some(mvpd) = sample.input("mvpd") {
        parameters = parameters.mvpd(mvpd).unwrap();
    }
    if let Some(domain_name) = sample.input("domain_name") {
        parameters = parameters.domain_name(domain_name).unwrap();
    }
    if let Some(redirect_url) = sample.input("redirect_url") {
        parameters = parameters.redirect_url(&RedirectUrl::new(redirect_url).unwrap());
    }
    parameters
}

pub(crate) fn code(sample: &Sample) -> AuthenticationCode {
    AuthenticationCode::new(sample.input("code").expect("a code")).unwrap()
}

#[test]
fn every_created_session_is_as_expected() {
    for sample in of(CREATE) {
        let operation = CreateSession::new(sample.service_provider(), parameters(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, |session| meaning(&sample, session));
    }
}

#[test]
fn every_resumed_session_is_as_expected() {
    for sample in of(RESUME) {
        let (sp, code) = (sample.service_provider(), code(&sample));
        let operation = ResumeSession::new(sp, &code, parameters(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, |session| meaning(&sample, session));
    }
}

#[test]
fn every_retrieved_session_is_as_expected() {
    for sample in of(RETRIEVE) {
        let operation = RetrieveSession::new(sample.service_provider(), &code(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, details);
    }
}

#[test]
fn the_page_of_a_code_is_as_expected() {
    for sample in of(AUTHENTICATE) {
        let page = Authenticate::new(sample.service_provider(), &code(&sample)).unwrap();
        let url = page.url(&sample.base());
        assert_eq!(url.expose(), text(sample.expected(), "url"));
    }
}

/// A session as the samples have it.
pub(crate) fn meaning(sample: &Sample, session: &Session) -> Value {
    let (next, url, partner_request) = match &session.action {
        SessionAction::Authenticate(url) => ("open_in_user_agent", Some(url.expose()), None),
        SessionAction::UrlRefused(_) => ("open_in_user_agent", None, None),
        SessionAction::SupplyMissing => ("supply_missing", None, None),
        SessionAction::Authorize => ("decide", None, None),
        SessionAction::AskPartner(request) => ("ask_partner", None, Some(request)),
        SessionAction::Unknown => ("unknown", None, None),
        action => panic!("{action:?}"),
    };
    // Of a URL to open only the absolute one is kept.
    let printed = sample.expected()["url_raw"].as_str().filter(|raw| {
        url.is_some_and(|url| url == *raw || url.strip_prefix(sample.base().as_str()) == Some(raw))
    });
    let mut anomalies = Vec::new();
    if session.contradicts_documentation() {
        anomalies.push("action_type_contradicts_action");
    }
    if session.code_differs_from_request {
        anomalies.push("code_differs_from_request");
    }
    if matches!(session.action, SessionAction::UrlRefused(_)) {
        anomalies.push("no_usable_url");
    }
    json!({
        "action": session.action_name.as_str(),
        "interaction": session.action_type.as_ref().map(|action_type| action_type.as_str()),
        "reason": session.reason.as_ref().map(|reason| reason.as_str()),
        "next": next,
        "url": url,
        "url_raw": session.raw_url.as_ref().map(|raw| raw.expose()).or(printed),
        "code": session.code.as_ref().map(|code| code.expose()),
        "session_id": session.session_id.as_deref(),
        "mvpd": session.mvpd.as_deref(),
        "service_provider": session.service_provider.as_deref(),
        "missing": missing(&session.missing_parameters),
        "not_before_ms": session.not_before_ms,
        "not_after_ms": session.not_after_ms,
        "valid_for_ms": session.valid_for_ms(),
        "partner_request": partner_request.map(|request| json!({
            "protocol": request.protocol.as_ref().map(|protocol| protocol.as_str()),
            "request": request.request.expose(),
            "attribute_names": request.attribute_names.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        })),
        "anomalies": anomalies,
    })
}

fn missing(parameters: &[SessionParameter]) -> Vec<&str> {
    let neutral = |parameter| match parameter {
        &SessionParameter::Mvpd => "mvpd",
        SessionParameter::DomainName => "domain_name",
        SessionParameter::RedirectUrl => "redirect_url",
        other => other.as_str(),
    };
    parameters.iter().map(neutral).collect()
}

fn details(details: &SessionDetails) -> Value {
    let existing = [
        ("mvpd", &details.mvpd),
        ("domain_name", &details.domain_name),
        ("redirect_url", &details.redirect_url),
        ("service_provider", &details.service_provider),
    ];
    let existing = existing
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_deref()?))));
    let device = &details.device;
    json!({
        "existing": existing.collect::<serde_json::Map<_, _>>(),
        "missing": missing(&details.missing_parameters),
        "device": {
            "type": device.device_type.as_deref(),
            "model": device.model.as_deref(),
            "manufacturer": device.manufacturer.as_deref(),
            "os_name": device.os_name.as_deref(),
            "os_version": device.os_version.as_deref(),
            "browser_name": device.browser_name.as_deref(),
            "application_id": device.application_id.as_deref(),
        },
        "not_before_ms": details.not_before_ms,
        "not_after_ms": details.not_after_ms,
        "valid_for_ms": details.valid_for_ms(),
    })
}
