//! What a sign-in is about (its code, the page of it, what is told about the user) appears in
//! nothing that an app might log, whatever the service sends back.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use crate::support::{ACCESS_TOKEN, ADOBE, site};
use tvpass::call::{CallOptions, Client, ClientConfig, Event, StartTime, Step, TokenSource};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::operation::{
    AnyOperation, AnyOutcome, Authenticate, CreateSession, ResumeSession, RetrieveProfileForCode,
    RetrieveProfileForMvpd, RetrieveProfiles, RetrieveSession, Runnable, SessionParameters,
};
use tvpass::outcome::AuthenticationCode;
use tvpass::{AccessToken, Base, Error, RedirectUrl, Request, Response};

/// The code that requests name.
const CODE: &str = "8ER640M";
/// The code that answers name.
const NEW_CODE: &str = "QX7ZP0O";
/// What answers tell about the user.
const USER: &str = "user-9c4e77ab";
/// In the query of the redirect URL.
const STATE: &str = "state-3b7d21f0";

const SECRETS: [&str; 5] = [CODE, NEW_CODE, USER, STATE, ACCESS_TOKEN];

fn assert_hidden(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

fn code() -> AuthenticationCode {
    AuthenticationCode::new(CODE).unwrap()
}

fn parameters() -> SessionParameters {
    let redirect_url = format!("https://example.com/?state={STATE}");
    SessionParameters::new()
        .mvpd("Cablevision")
        .and_then(|parameters| parameters.domain_name("example.com"))
        .map(|parameters| parameters.redirect_url(&RedirectUrl::new(&redirect_url).unwrap()))
        .unwrap()
}

/// Every operation whose request or answer has something to hide.
fn operations() -> Vec<AnyOperation> {
    vec![
        CreateSession::new("REF30", parameters()).unwrap().into(),
        ResumeSession::new("REF30", &code(), parameters())
            .unwrap()
            .into(),
        RetrieveSession::new("REF30", &code()).unwrap().into(),
        RetrieveProfiles::new("REF30").unwrap().into(),
        RetrieveProfileForMvpd::new("REF30", "Cablevision")
            .unwrap()
            .into(),
        RetrieveProfileForCode::new("REF30", &code())
            .unwrap()
            .into(),
    ]
}

/// An answer that all of them understand.
fn body() -> String {
    format!(
        r#"{{"actionName": "authenticate", "url": "/api/v2/authenticate/REF30/{NEW_CODE}", "code": "{NEW_CODE}",
        "existingParameters": {{"redirectUrl": "https://example.com/?state={STATE}"}}, "missingParameters": [],
        "device": {{"connection": {{"ipAddress": "{USER}"}}}},
        "profiles": {{"Cablevision": {{"attributes": {{
            "userID": {{"value": "{USER}", "state": "plain"}}, "zip": {{"value": ["{USER}"], "state": "enc"}}}}}}}}}}"#
    )
}

fn request(operation: &AnyOperation) -> Request {
    let token = AccessToken::new(ACCESS_TOKEN).unwrap();
    Runnable::request(operation, &site(ADOBE), &token)
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn requests_and_outcomes_show_none_of_it() {
    for operation in operations() {
        let request = request(&operation);
        // `RedirectUrl` is the app's own text, and shown as it is.
        let shown_request = shown(&request);
        assert_hidden(&shown_request);
        assert!(shown_request.contains("/api/v2/REF30/"), "{shown_request}");
        let shown_operation = shown(&operation).replace(STATE, "");
        assert_hidden(&shown_operation);

        let outcome = operation
            .interpret(&request, &Response::new(200, body()), false)
            .unwrap();
        assert_hidden(&shown(&outcome));
        match outcome {
            AnyOutcome::Session(session) => {
                assert_eq!(session.code.as_ref().unwrap().expose(), NEW_CODE);
            }
            AnyOutcome::SessionDetails(details) => {
                assert!(details.redirect_url.unwrap().contains(STATE));
                assert!(details.device.ip_address.unwrap().as_str().contains(USER));
            }
            AnyOutcome::Profiles(profiles) => {
                let user = profiles.profiles[0].user_metadata.user_id();
                assert_eq!(user.as_deref(), Some(USER));
            }
            outcome => panic!("{outcome:?}"),
        }
    }
    let page = Authenticate::new("REF30", &code()).unwrap();
    let url = page.url(&Base::new(ADOBE).unwrap());
    assert!(url.expose().ends_with(CODE));
    assert_hidden(&shown(&page));
    assert_hidden(&shown(&url));
}

/// A page that must not be opened is as secret as one that may be.
#[test]
fn a_refused_page_is_not_shown() {
    for url in [
        format!("http://sp.auth.adobe.com/{NEW_CODE}"),
        format!("javascript:{NEW_CODE}"),
        format!("//evil.example/{NEW_CODE}"),
    ] {
        let body = format!(r#"{{"actionName": "authenticate", "url": "{url}", "code": 7}}"#);
        let operation = &operations()[0];
        let outcome = operation.interpret(&request(operation), &Response::new(200, body), false);
        let AnyOutcome::Session(session) = outcome.unwrap() else {
            panic!("no session")
        };
        assert_hidden(&shown(&session));
        assert_eq!(session.raw_url.unwrap().expose(), url);
    }
}

/// Answers that are errors, or nothing that is known: what the service says repeats all that there
/// is, and what others say all that the request holds.
fn bad_answers(request: &Request) -> Vec<Response> {
    let body_sent = std::str::from_utf8(request.body()).unwrap();
    let held = [CODE, STATE]
        .into_iter()
        .filter(|secret| request.url().contains(secret) || body_sent.contains(secret));
    let held: Vec<_> = held.chain([ACCESS_TOKEN, request.url()]).collect();
    let (held, all) = (held.join(" "), SECRETS.join(" "));
    let error = format!(
        r#"{{"status": 400, "code": "invalid_authentication_session", "action": "none", "message": "{held}",
        "details": "{held}", "trace": "{held}", "helpUrl": "{held}"}}"#
    );
    vec![
        Response::new(200, body().replace("\"profiles\"", "profiles")),
        Response::new(200, body().replace(':', "")),
        Response::new(200, format!(r#"{{"foo": "{all}"}}"#)),
        Response::new(200, format!(r#"  ["{all}"]"#)),
        Response::new(200, all.clone()),
        Response::new(500, body()),
        Response::new(203, body()),
        Response::new(
            500,
            format!(r#"{{"code": "{NEW_CODE}", "sessionId": "s"}}"#),
        ),
        Response::new(502, all),
        Response::new(400, error.clone()),
        Response::new(403, format!("<html>{held}</html>")),
        Response::new(200, format!("\u{feff}\n<html>{held}</html>")),
        Response::new(404, error).with_header("Content-Type", held.clone()),
        Response::new(503, "").with_header("Content-Type", held),
    ]
}

#[test]
fn errors_show_none_of_it() {
    let mut errors = 0;
    for operation in operations() {
        let request = request(&operation);
        for response in bad_answers(&request) {
            match operation.interpret(&request, &response, false) {
                Ok(outcome) => assert_hidden(&shown(&outcome)),
                Err(error) => {
                    errors += 1;
                    assert_hidden(&format!("{error} {error:?} {error:#?}"));
                }
            }
        }
    }
    assert!(errors > 60, "{errors}");
}

/// A page of something in between is kept, for diagnosis.
#[test]
fn a_portals_page_is_kept_and_what_the_service_says_is_not() {
    for operation in operations() {
        let request = request(&operation);
        let page = Response::new(200, "<html>Welcome to the hotel</html>");
        let Err(Error::Malformed(malformed)) = operation.interpret(&request, &page, false) else {
            panic!("a page is no answer")
        };
        assert!(malformed.body_head.contains("Welcome to the hotel"));
        for (status, body) in [
            (200, "{"),
            (200, "hotel"),
            (500, "{\"hotel\": 1}"),
            (502, "hotel"),
        ] {
            let error = operation.interpret(&request, &Response::new(status, body), false);
            let head = match error.unwrap_err() {
                Error::Malformed(malformed) => malformed.body_head,
                Error::HttpStatus(http) => http.body_head,
                error => panic!("{error:?}"),
            };
            assert_eq!(head, "");
        }
    }
}

#[test]
fn events_and_reports_show_none_of_it() {
    let seen = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&seen);
    let observe = move |event: &Event| {
        let line = format!("{event} {event:?}\n");
        log.lock().unwrap().push_str(&line);
    };
    let config = ClientConfig::new(site(ADOBE), TokenSource::App).observer(Arc::new(observe));
    let client = Client::new(
        config,
        StartTime {
            now_ms: 0,
            unix_ms: 0,
        },
        7,
    );
    let mut now = 0;
    for operation in operations() {
        let mut answers = bad_answers(&request(&operation));
        answers.push(Response::new(200, body()));
        for answer in answers {
            for fails in [true, false] {
                let name = operation.kind().name;
                let mut call = client.start(now, operation.clone(), CallOptions::new());
                let url = loop {
                    match call.poll(now) {
                        Step::Send(request) => break request.url().to_owned(),
                        Step::Wait { until_ms, .. } => now = until_ms,
                        Step::ProvideToken { .. } => {
                            let token = AccessToken::new(ACCESS_TOKEN).unwrap();
                            call.provide_token(now, token, None).unwrap();
                        }
                        step => panic!("{name}: {step:?}"),
                    }
                };
                match fails {
                    true => {
                        let (kind, delivery) = (TransportErrorKind::Other, Delivery::Possible);
                        let failure =
                            TransportError::new(kind, delivery, format!("no way to {url}"));
                        call.fail(now, failure).unwrap();
                    }
                    false => call.respond(now, &answer).unwrap(),
                }
                call.cancel(now);
                now += 2_000;
            }
        }
    }
    let seen = seen.lock().unwrap();
    for operation in operations() {
        assert!(
            seen.contains(operation.kind().name),
            "{}",
            operation.kind().name
        );
    }
    let report = client.support_report(now);
    for text in [seen.as_str(), &report] {
        assert_hidden(text);
    }
}
