//! What an app sees when the service refuses: every documented code in every documented form, and
//! what is none of them.

use crate::support::{interpret, logout_v1_request, text, vectors};
use serde_json::{Value, json};
use tvpass::error::{
    Delivery, EnhancedError, ErrorAction, ListedFor, TransportError, TransportErrorKind,
};
use tvpass::operation::{InitiateLogoutV1, Operation as _};
use tvpass::{Error, ErrorCode, Response};

const TRACE: &str = "12f6fef9-d2e0-422b-a9d7-60d799abe353";
const HELP: &str = "https://experienceleague.adobe.com/docs/primetime/authentication/errors.html";

fn documented(list: &str) -> Vec<Value> {
    vectors("error-codes.json")[list]
        .as_array()
        .expect("a list")
        .clone()
}

/// An entry of the list, once for each status that the page has for it, as a whole enhanced error.
fn answers(entry: &Value) -> Vec<Value> {
    entry["status"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|status| {
            json!({
                "action": entry["action"], "status": status, "code": entry["code"], "message": entry["message"],
                "details": "Subscription required.", "helpUrl": HELP, "trace": TRACE,
            })
        })
        .collect()
}

fn status(answer: &Value) -> u16 {
    u16::try_from(answer["status"].as_u64().expect("a status")).unwrap()
}

fn v2(status: u16, body: impl Into<Vec<u8>>) -> Error {
    interpret(&Response::new(status, body)).unwrap_err()
}

fn v1(status: u16, body: impl Into<Vec<u8>>) -> Error {
    InitiateLogoutV1::interpret(&logout_v1_request(), &Response::new(status, body)).unwrap_err()
}

fn enhanced(error: &Error) -> &EnhancedError {
    match error {
        Error::Enhanced(enhanced) => enhanced,
        _ => panic!("not an enhanced error: {error:?}"),
    }
}

fn assert_is_whole(error: &Error, answer: &Value) {
    let enhanced = enhanced(error);
    assert_eq!(error.code(), ErrorCode::EnhancedError);
    assert_eq!(error.http_status(), Some(status(answer)));
    assert_eq!(enhanced.http_status, status(answer));
    assert_eq!(enhanced.status, Some(status(answer)));
    assert_eq!(enhanced.code, text(answer, "code"));
    assert_eq!(error.adobe_code(), Some(text(answer, "code")));
    assert_eq!(enhanced.action.as_str(), text(answer, "action"));
    assert_eq!(error.action(), Some(&enhanced.action));
    assert_eq!(enhanced.message.as_deref(), answer["message"].as_str());
    assert_eq!(enhanced.details.as_deref(), answer["details"].as_str());
    assert_eq!(enhanced.help_url.as_deref(), answer["helpUrl"].as_str());
    assert_eq!(enhanced.trace.as_deref(), Some(TRACE));
    assert_eq!(error.trace(), Some(TRACE));
    let known = enhanced.documented_code().expect("documented");
    assert_eq!(known.as_str(), text(answer, "code"));
    assert_eq!(known.action(), enhanced.action);
    // What an app shows in its log must be enough for a ticket.
    let shown = error.to_string();
    assert!(
        shown.contains(text(answer, "code")) && shown.contains(TRACE),
        "{shown}"
    );
}

#[test]
fn all_47_codes_of_v2_are_read_whole() {
    let list = documented("rest_api_v2");
    assert_eq!(list.len(), 47);
    for answer in list.iter().flat_map(answers) {
        let error = v2(status(&answer), answer.to_string());
        assert_is_whole(&error, &answer);
        let listed = enhanced(&error).documented_code().unwrap().listed_for();
        assert_ne!(listed, ListedFor::V1);
        // Item level: the same object under `error`.
        let item = json!({"decisions": [], "error": answer}).to_string();
        assert_is_whole(&v2(status(&answer), item), &answer);
    }
}

#[test]
fn all_25_codes_of_v1_are_read_whole_from_json_and_from_xml() {
    let list = documented("rest_api_v1");
    assert_eq!(list.len(), 25);
    for answer in list.iter().flat_map(answers) {
        let error = v1(status(&answer), answer.to_string());
        assert_is_whole(&error, &answer);
        let listed = enhanced(&error).documented_code().unwrap().listed_for();
        assert_ne!(listed, ListedFor::V2);
        assert_is_whole(&v1(status(&answer), xml(&answer)), &answer);
    }
}

fn xml(answer: &Value) -> String {
    let mut document = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n");
    for (name, value) in answer.as_object().expect("an object") {
        let value = match value {
            Value::String(text) => text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
            other => other.to_string(),
        };
        document += &format!("    <{name}>{value}</{name}>\n");
    }
    document + "</error>\n"
}

#[test]
fn an_absent_action_is_the_documented_one() {
    for mut answer in documented("rest_api_v2").iter().flat_map(answers) {
        let action = answer.as_object_mut().unwrap().remove("action").unwrap();
        let error = v2(status(&answer), answer.to_string());
        assert_eq!(enhanced(&error).action.as_str(), action);
    }
    let error = v2(400, r#"{"code": "a_code_of_next_year"}"#);
    assert_eq!(enhanced(&error).action, ErrorAction::None);
}

/// Adobe's pages have two actions for some codes: the table of codes decides, and the answer's is
/// kept.
#[test]
fn a_documented_action_wins_over_that_of_the_answer() {
    let error = v2(
        403,
        r#"{"action": "retry", "code": "invalid_parameter_mvpd"}"#,
    );
    assert_eq!(enhanced(&error).action, ErrorAction::None);
    assert_eq!(enhanced(&error).received_action, Some(ErrorAction::Retry));
    assert!(!error.is_retryable());
    let error = v2(
        403,
        r#"{"action": "none", "code": "network_received_error"}"#,
    );
    assert_eq!(enhanced(&error).action, ErrorAction::Retry);
    assert!(error.is_retryable());
    // Of other codes nothing else is known.
    let error = v2(403, r#"{"action": "retry", "code": "a_code_of_next_year"}"#);
    assert_eq!(enhanced(&error).action, ErrorAction::Retry);
    let error = v2(403, r#"{"code": "network_received_error"}"#);
    assert_eq!(enhanced(&error).received_action, None);
}

#[test]
fn unknown_codes_and_actions_are_kept_as_text() {
    let error = v2(
        403,
        r#"{"action": "upgrade", "status": 403, "code": "subscription_paused", "trace": "t-1"}"#,
    );
    let read = enhanced(&error);
    assert_eq!(read.action, ErrorAction::Undocumented("upgrade".to_owned()));
    assert_eq!(read.action.as_str(), "upgrade");
    assert_eq!(error.adobe_code(), Some("subscription_paused"));
    assert_eq!(read.documented_code(), None);
    assert_eq!(error.trace(), Some("t-1"));
    assert!(!error.is_retryable());

    let error = v2(400, r#"{"action": "retry"}"#);
    assert_eq!(enhanced(&error).code, "");
    assert_eq!(error.adobe_code(), None);
    assert!(error.to_string().contains("no code"), "{error}");
}

#[test]
fn members_of_other_types_do_not_lose_the_others() {
    // Trap 17: Adobe's OpenAPI file has `message` as an object.
    let cases = [
        (json!({"message": {"en": "Denied."}}), Some("Denied.")),
        (
            json!({"message": {"code": {"text": "Denied."}}}),
            Some("Denied."),
        ),
        (json!({"message": ["Denied."]}), Some("Denied.")),
        (json!({"message": ["Denied.", "Refusé."]}), Some("Denied.")),
        (
            json!({"message": {"de": null, "en": "Denied.", "fr": "Refusé."}}),
            Some("Denied."),
        ),
        (json!({"message": {}}), None),
        (json!({"message": null}), None),
        (json!({"message": 7}), Some("7")),
        (json!({"message": false}), Some("false")),
    ];
    for (mut answer, message) in cases {
        answer["code"] = json!("authorization_denied_by_mvpd");
        answer["status"] = json!("403");
        answer["trace"] = json!(12345);
        let error = v2(403, answer.to_string());
        assert_eq!(enhanced(&error).message.as_deref(), message, "{answer}");
        assert_eq!(enhanced(&error).status, Some(403), "{answer}");
        assert_eq!(error.trace(), Some("12345"), "{answer}");
    }
}

#[test]
fn the_status_in_the_body_may_differ_be_a_text_or_be_no_status() {
    let cases = [
        (json!(403), Some(403)),
        (json!("403"), Some(403)),
        (json!(403.0), Some(403)),
        (json!("forbidden"), None),
        (json!(-1), None),
        (json!(1_000_000), None),
        (json!({}), None),
        (json!(null), None),
    ];
    for (status, expected) in cases {
        let body = json!({"code": "network_received_error", "status": status}).to_string();
        let error = v2(400, body);
        assert_eq!(enhanced(&error).status, expected, "{status}");
        assert_eq!(error.http_status(), Some(400));
    }
}

#[test]
fn an_error_member_of_an_unexpected_type_does_not_hide_the_others() {
    for member in ["null", "1", "1.5", "true", "[]", "[{\"a\": 1}]", "{}"] {
        let body =
            format!(r#"{{"error": {member}, "code": "invalid_parameter_mvpd", "trace": "t"}}"#);
        let error = v2(400, body);
        assert_eq!(
            error.adobe_code(),
            Some("invalid_parameter_mvpd"),
            "{member}"
        );
        assert_eq!(error.trace(), Some("t"), "{member}");
    }
}

#[test]
fn a_repeated_member_does_not_lose_the_error() {
    let error = v2(
        400,
        r#"{"code": "invalid_parameter_mvpd", "trace": "one", "trace": "two"}"#,
    );
    assert_eq!(error.adobe_code(), Some("invalid_parameter_mvpd"));
    assert_eq!(error.trace(), Some("two"));
}

#[test]
fn a_429_is_recognised_by_status_alone() {
    const HTML: &str = "<html><head><title>429 Too Many Requests</title></head></html>";
    let throttled = |response: &Response| match interpret(response).unwrap_err() {
        Error::Throttled(throttled) => throttled.retry_after_ms,
        other => panic!("{other:?}"),
    };
    let html = || Response::new(429, HTML).with_header("Content-Type", "text/html");
    assert_eq!(throttled(&html()), None);
    assert_eq!(
        throttled(&html().with_header("Retry-After", "7")),
        Some(7000)
    );
    assert_eq!(
        throttled(&html().with_header("retry-after", " 0 ")),
        Some(0)
    );
    for ignored in [
        "Fri, 31 Dec 2027 23:59:59 GMT",
        "",
        "-1",
        "1.5",
        "soon",
        "99999999999999999999",
        "18446744073709551615",
    ] {
        assert_eq!(
            throttled(&html().with_header("Retry-After", ignored)),
            None,
            "{ignored}"
        );
    }
    // Whatever is in it, even an enhanced error with another instruction.
    let body = r#"{"action": "none", "code": "internal_server_error"}"#;
    assert_eq!(throttled(&Response::new(429, body)), None);

    let error = interpret(&html()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Throttled);
    assert_eq!(error.http_status(), Some(429));
    assert!(error.is_retryable());
    let v1 = InitiateLogoutV1::interpret(&logout_v1_request(), &html()).unwrap_err();
    assert_eq!(v1.code(), ErrorCode::Throttled);
}

#[test]
fn every_error_of_an_answer_tells_its_retry_after_in_seconds() {
    let bodies = [
        (503, "<html>"),
        (
            500,
            r#"{"action": "none", "code": "internal_server_error"}"#,
        ),
        (
            403,
            r#"{"action": "retry", "code": "network_received_error"}"#,
        ),
        (503, r#"{"error": "temporarily_unavailable"}"#),
        (429, ""),
    ];
    for (status, body) in bodies {
        let answer = |retry_after| {
            let response = Response::new(status, body);
            let response = match retry_after {
                Some(text) => response.with_header("Retry-After", text),
                None => response,
            };
            interpret(&response).unwrap_err()
        };
        let error = answer(Some("120"));
        assert_eq!(error.retry_after_ms(), Some(120_000), "{error:?}");
        assert!(
            error.to_string().contains("retry after 120000 ms"),
            "{error}"
        );
        for none in [None, Some("Fri, 31 Dec 2027 23:59:59 GMT"), Some("soon")] {
            let error = answer(none);
            assert_eq!(error.retry_after_ms(), None, "{none:?}: {error:?}");
            assert!(!error.to_string().contains("retry after"), "{error}");
        }
    }
    // Through the errors that carry another one.
    let response = Response::new(503, "").with_header("Retry-After", "2");
    let cause = Box::new(interpret(&response).unwrap_err());
    for error in [
        Error::DeadlineExceeded(Some(cause.clone())),
        Error::RegistrationLost(cause),
    ] {
        assert_eq!(error.retry_after_ms(), Some(2000));
    }
}

#[test]
fn a_status_without_a_documented_error_keeps_the_bodys_head() {
    let html = format!("<html><body>Bad Gateway {}</body></html>", "x".repeat(600));
    for status in [302, 400, 401, 403, 404, 405, 500, 502, 503, 504, 0, 99, 999] {
        let response = Response::new(status, html.clone()).with_header("content-type", "text/html");
        let error = interpret(&response).unwrap_err();
        let Error::HttpStatus(http) = &error else {
            panic!("{status}: {error:?}");
        };
        assert_eq!(error.code(), ErrorCode::HttpStatus);
        assert_eq!(http.status, status);
        assert_eq!(http.content_type.as_deref(), Some("text/html"));
        assert_eq!(http.body_head, &html[..512]);
        assert!(error.to_string().contains(&status.to_string()));
        assert_eq!(error.is_retryable(), status >= 500, "{status}");
        assert_eq!(error.adobe_code(), None);
    }
    // JSON that is not an enhanced error is not read as one.
    for body in [
        "{}",
        "[]",
        "null",
        "1",
        r#"{"message": "Not Found", "status": 404}"#,
        "",
    ] {
        let error = v2(404, body);
        assert!(
            matches!(&error, Error::HttpStatus(http) if http.body_head == body),
            "{error:?}"
        );
    }
}

#[test]
fn garbage_with_a_failure_status_is_an_error_with_its_status() {
    let text = r#"{"code": "invalid_parameter_mvpd", "action": "none"}"#;
    let nested = |open: &str, close: &str| open.repeat(50_000) + text + &close.repeat(50_000);
    let bodies = [
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        [text.as_bytes(), b"\xff"].concat(),
        [&b"\xc3"[..], text.as_bytes()].concat(),
        nested("[", "]").into_bytes(),
        nested("{\"error\":", "}").into_bytes(),
        nested("<error>", "</error>").into_bytes(),
        nested("{\"message\":", "}").into_bytes(),
        text.repeat(2).into_bytes(),
        vec![0; 1024 * 1024],
        vec![0xfe; 1024 * 1024],
        vec![b'{'; 1024 * 1024],
        "<error><code>".repeat(80_000).into_bytes(),
    ];
    for body in bodies {
        for status in [400, 500] {
            let error = v2(status, body.clone());
            let Error::HttpStatus(http) = &error else {
                panic!("{error:?}");
            };
            assert_eq!(http.status, status);
            assert!(http.body_head.len() <= 512);
        }
    }
}

#[test]
fn registration_errors_are_told_apart_by_their_text() {
    for code in ["invalid_request", "invalid_client", "unauthorized_client"] {
        let error = v2(400, json!({"error": code}).to_string());
        let Error::Dcr(dcr) = &error else {
            panic!("{error:?}");
        };
        assert_eq!((dcr.code.as_str(), dcr.http_status), (code, 400));
        assert_eq!(dcr.description, None);
        assert_eq!(error.adobe_code(), Some(code));
        assert!(!error.is_retryable());
        assert!(v2(503, json!({"error": code}).to_string()).is_retryable());
    }
}

#[test]
fn a_servers_own_error_page_in_json_is_no_registration_error() {
    for error in [
        "Unauthorized",
        "Bad Gateway",
        "internal error",
        "",
        "ünknown",
        "1",
        "Gateway_Timeout",
    ] {
        let body =
            json!({"timestamp": 1, "status": 502, "error": error, "path": "/api"}).to_string();
        let error = v2(502, body.clone());
        assert!(
            matches!(&error, Error::HttpStatus(http) if http.body_head == body),
            "{error:?}"
        );
    }
    // Beside a code or an action it says nothing.
    let error = v2(
        403,
        r#"{"error": "Forbidden", "code": "invalid_integration"}"#,
    );
    assert_eq!(enhanced(&error).code, "invalid_integration");
}

#[test]
fn what_may_be_sent_again_is_decided_by_action_not_by_status() {
    let lists = ["rest_api_v2", "rest_api_v1"].map(documented);
    let mut retryable = 0;
    for answer in lists.iter().flatten().flat_map(answers) {
        let error = v2(status(&answer), answer.to_string());
        let expected = match text(&answer, "action") {
            "retry" => true,
            "none" => status(&answer) >= 500,
            _ => false,
        };
        assert_eq!(error.is_retryable(), expected, "{answer}");
        retryable += usize::from(text(&answer, "action") == "retry");
    }
    // The three network codes, in both lists; all of them carry 403.
    assert_eq!(retryable, 6);

    use Delivery::{NotSent, Possible};
    use TransportErrorKind as Kind;
    let transport = |kind, delivery| Error::from(TransportError::new(kind, delivery, "words"));
    for kind in [
        Kind::Dns,
        Kind::Connect,
        Kind::Timeout,
        Kind::ConnectionLost,
    ] {
        assert!(transport(kind, NotSent).is_retryable(), "{kind:?}");
        assert!(transport(kind, Possible).is_retryable(), "{kind:?}");
    }
    for kind in [Kind::Refused, Kind::ResponseTooLarge] {
        assert!(!transport(kind, NotSent).is_retryable(), "{kind:?}");
    }
    assert!(!v2(200, "{").is_retryable());
}
