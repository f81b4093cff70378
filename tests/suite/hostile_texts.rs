//! Texts of the service, a proxy, an HTTP client or an app's token source that try to steer a
//! terminal, feign lines, hide or reverse what is read, or fill a log: whatever way they are shown,
//! they do none of it.

use std::sync::{Arc, Mutex};

use crate::support::{ADOBE, interpret, logout, logout_v1_request, site};
use serde_json::json;
use tvpass::call::{CallOptions, Client, ClientConfig, Event, StartTime, Step, TokenSource};
use tvpass::error::{Delivery, StorageError, TransportError, TransportErrorKind, printable};
use tvpass::operation::{
    InitiateLogout, InitiateLogoutV1, Operation as _, RegisterClient, SoftwareStatement,
};
use tvpass::{AccessToken, Error, LogoutAction, RedirectUrl, Response};

/// What somebody who controls an answer may write.
fn hostile_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "\u{1b}[2J\u{1b}[1;1Hcleared",
        "\u{1b}]0;title\u{7}",
        "\u{9b}31m\u{9d}8;;http://evil.example\u{9c}link",
        "x\r\n12 ms, call 1: registered",
        "x\u{2028}12 ms, call 1: registered\u{2029}",
        "x\u{85}y\u{b}z\u{c}",
        "\u{8}\u{8}\u{8}\u{7f}\u{0}",
        "gpj.\u{202e}exe\u{202c}",
        "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
        "\u{200e}\u{200f}\u{61c}",
        "in\u{200b}vis\u{200c}i\u{200d}ble\u{2060}\u{feff}\u{ad}\u{34f}\u{180e}",
        "\u{3164}\u{115f}\u{ffa0}\u{fe0f}\u{e0041}\u{e0100}",
    ]
    .map(str::to_owned)
    .into();
    texts.extend(["x", "ü\u{202e}", "\n"].map(|text| text.repeat(60_000 / text.len())));
    texts
}

/// What none of them may do. `limit` is in bytes.
fn assert_harmless(shown: &str, limit: usize) {
    assert!(shown.len() <= limit, "{} bytes", shown.len());
    let bad = shown.chars().find(|c| {
        c.is_control()
            || matches!(u32::from(*c), 0xad | 0x34f | 0x61c | 0x115f | 0x180b..=0x180f
                | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164
                | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xe0000..=0xe0fff)
    });
    assert_eq!(bad, None, "{shown:?}");
}

const CODE: usize = 128;
const TEXT: usize = 512;
/// An error has at most three short texts and three long ones.
const ERROR: usize = 4 * TEXT;

fn assert_error_is_harmless(error: &Error) {
    assert_harmless(&error.to_string(), ERROR);
    assert_harmless(&format!("{error:?}"), 2 * ERROR);
    assert_harmless(error.adobe_code().unwrap_or_default(), CODE);
    assert_harmless(error.trace().unwrap_or_default(), CODE);
    assert_harmless(error.action().map_or("", |action| action.as_str()), CODE);
    let texts: Vec<Option<&str>> = match error.cause() {
        Error::Enhanced(enhanced) => vec![
            enhanced.message.as_deref(),
            enhanced.details.as_deref(),
            enhanced.help_url.as_deref(),
        ],
        Error::Dcr(dcr) => vec![dcr.description.as_deref()],
        Error::HttpStatus(http) => vec![http.content_type.as_deref(), Some(&http.body_head)],
        Error::Malformed(malformed) => vec![
            malformed.content_type.as_deref(),
            Some(&malformed.body_head),
            Some(&malformed.reason),
        ],
        Error::Transport(transport) => vec![Some(transport.message())],
        Error::TokenSource(reason) => vec![Some(reason)],
        _ => vec![],
    };
    for text in texts.into_iter().flatten() {
        assert_harmless(text, TEXT);
    }
}

/// Every kind of answer that has room for `text`.
fn answers(text: &str) -> Vec<Response> {
    let enhanced = json!({"action": text, "status": 400, "code": text, "message": text, "details": text, "helpUrl": text, "trace": text});
    let known = json!({"action": "none", "status": 400, "code": "invalid_parameter_mvpd", "message": text, "trace": text});
    let dcr = json!({"error": "invalid_request", "error_description": text});
    let xml =
        format!("<error><code>{text}</code><trace>{text}</trace><message>{text}</message></error>");
    let mut answers = Vec::new();
    for body in [
        enhanced.to_string(),
        known.to_string(),
        dcr.to_string(),
        xml,
        text.to_owned(),
    ] {
        for status in [200, 400] {
            answers.push(Response::new(status, body.clone()).with_header("Content-Type", text));
        }
    }
    answers
}

#[test]
fn errors_of_every_kind_show_them_harmlessly() {
    for text in hostile_texts() {
        let statement = SoftwareStatement::new("a-statement").unwrap();
        let register = RegisterClient::new(&statement).request(&site(ADOBE));
        for answer in answers(&text) {
            assert_error_is_harmless(&interpret(&answer).unwrap_err());
            assert_error_is_harmless(&RegisterClient::interpret(&register, &answer).unwrap_err());
            if let Err(error) = InitiateLogoutV1::interpret(&logout_v1_request(), &answer) {
                assert_error_is_harmless(&error);
            }
            assert_harmless(&format!("{answer:?}"), ERROR);
            assert_harmless(&format!("{:?}", answer.headers()), ERROR);
        }
        let lost = TransportError::new(TransportErrorKind::Other, Delivery::Possible, text.clone());
        assert_harmless(&lost.to_string(), ERROR);
        assert_error_is_harmless(&Error::from(lost));
        // As an app may make them.
        for error in [
            Error::TokenSource(text.clone()),
            Error::from(StorageError::unwritable(text.clone())),
        ] {
            assert_harmless(&error.to_string(), ERROR);
        }
    }
}

#[test]
fn an_outcome_keeps_them_for_comparing_and_shows_them_harmlessly() {
    for text in hostile_texts() {
        let entry = json!({"actionName": text, "actionType": text, "mvpd": "other", "url": text});
        let script = format!("javascript:{text}");
        let refused = json!({"actionName": "logout", "url": script});
        let body = json!({"logouts": {text.clone(): entry, "b": refused}});
        let outcome = logout(&body.to_string());
        let profile = |key: &str| outcome.profiles.iter().find(|profile| &*profile.key == key);
        let (first, second) = (profile(&text).unwrap(), profile("b").unwrap());
        let names = [&*first.key, first.raw_url.as_deref().unwrap()];
        assert_eq!(names, [&text, &text]);
        assert_harmless(&printable(&first.key), TEXT);
        assert_harmless(&format!("{first:?}"), 2 * ERROR);
        assert!(
            matches!(&second.action, LogoutAction::UrlRefused(refused) if refused.raw == script)
        );
        assert_harmless(&format!("{second:?}"), ERROR);
    }
}

/// Lets a call run against `answer`, or against a token source or an HTTP client that fails with
/// `text`; returns what was shown.
fn run(source: TokenSource, answer: Result<&Response, &str>) -> (Vec<Event>, String, Error) {
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let seen = events.clone();
    let config = ClientConfig::new(site(ADOBE), source).observer(Arc::new(move |event: &Event| {
        seen.lock().unwrap().push(event.clone())
    }));
    let client = Client::new(
        config,
        StartTime {
            now_ms: 0,
            unix_ms: 0,
        },
        1,
    );
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    let parameters = InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap();
    let mut call = client.start(0, parameters, CallOptions::default());
    let mut now = 0;
    let error = loop {
        match call.poll(now) {
            Step::Send(_) => match answer {
                Ok(response) => call.respond(now, response).unwrap(),
                Err(text) => {
                    let kind = TransportErrorKind::Other;
                    let lost = TransportError::new(kind, Delivery::Possible, text.to_owned());
                    call.fail(now, lost).unwrap();
                }
            },
            Step::ProvideToken { .. } => match answer {
                Ok(_) => {
                    let token = AccessToken::new("a-token").unwrap();
                    call.provide_token(now, token, None).unwrap();
                }
                Err(text) => call.token_failed(now, text).unwrap(),
            },
            Step::Wait { until_ms, .. } => now = until_ms,
            Step::Done(result) => break result.unwrap_err(),
            other => panic!("{other:?}"),
        }
    };
    let events = std::mem::take(&mut *events.lock().unwrap());
    (events, client.support_report(now), error)
}

#[test]
fn events_and_the_support_report_show_them_harmlessly() {
    let registration = || TokenSource::Registration {
        software_statement: SoftwareStatement::new("a-statement").unwrap(),
        redirect_uri: None,
    };
    for text in hostile_texts() {
        let answers = answers(&text);
        let outcomes = answers
            .iter()
            .map(Ok)
            .chain([Err(text.as_str())])
            .flat_map(|answer| [run(registration(), answer), run(TokenSource::App, answer)]);
        for (events, report, error) in outcomes {
            assert_error_is_harmless(&error);
            for event in &events {
                assert_harmless(&event.to_string(), 3 * TEXT);
                assert_harmless(&format!("{event:?}"), 3 * TEXT);
            }
            assert!(report.len() <= 16 * 1024, "{} bytes", report.len());
            let lines: Vec<_> = report.split('\n').collect();
            lines
                .iter()
                .for_each(|line| assert_harmless(line, 3 * TEXT));
            // Six about the client, one for each event, and what is behind the last line break.
            assert_eq!(lines.len(), 6 + events.len() + 1, "{report}");
        }
    }
}
