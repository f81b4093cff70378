//! Secrets of a request appear in nothing that an app might log, whatever the service sends back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use std::error::Error as _;

use serde_json::json;
use support::{ACCESS_TOKEN, ADOBE, SERVICE_TOKEN, device, logout_request, logout_request_with};
use tvpass::operation::{
    ClientCredentials, LogoutOperation, LogoutV1Operation, Operation as _, RegisterOperation,
    RequestExtras, SoftwareStatement, TokenOperation,
};
use tvpass::secret::Secret;
use tvpass::{AccessToken, Base, Error, Request, Response};

/// All that can be shown of an error.
fn shown(error: &Error) -> String {
    let mut all = format!("{error} {error:?} {error:#?} {}", error.advice());
    let mut source = error.source();
    while let Some(cause) = source {
        all += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    match error {
        Error::HttpStatus(http) => all += &http.body_head,
        Error::Malformed(malformed) => all += &malformed.body_head,
        _ => {}
    }
    all
}

fn assert_hidden(shown: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

fn error(request: &Request, response: &Response) -> Error {
    LogoutOperation::interpret(request, response).unwrap_err()
}

/// The tokens, and the parts of them that would be enough to recognise or use them.
const PARTS: [&str; 6] = [
    ACCESS_TOKEN,
    SERVICE_TOKEN,
    "eyJzdWIiOiJ0ZXN0LWFjY2VzcyJ9",
    "eyJzdWIiOiJ0ZXN0LXNlcnZpY2UifQ",
    "c2lnbmF0dXJlLW9uZQ",
    "c2lnbmF0dXJlLXR3bw",
];

#[test]
fn requests_and_inputs_show_no_secret() {
    let request = logout_request(ADOBE);
    assert_hidden(&format!("{request:?} {request:#?}"), &PARTS);
    assert!(request.url().starts_with(ADOBE), "{}", request.url());
    assert_hidden(request.url(), &PARTS);

    let token = AccessToken::new(ACCESS_TOKEN).unwrap();
    assert_hidden(&format!("{token:?}"), &PARTS);
    assert_eq!(token.expose(), ACCESS_TOKEN);
    assert_hidden(
        &format!("{:?}", Secret::new(ACCESS_TOKEN.to_owned())),
        &PARTS,
    );
    let extras = RequestExtras::new()
        .service_token(SERVICE_TOKEN)
        .and_then(|extras| extras.subject_token(ACCESS_TOKEN))
        .and_then(|extras| extras.roku_connect_token(ACCESS_TOKEN))
        .unwrap();
    assert_hidden(&format!("{extras:?} {extras:#?}"), &PARTS);

    // A token that is refused is not repeated either, and neither is its first or last part.
    let broken = format!("{ACCESS_TOKEN}\r\n{SERVICE_TOKEN}");
    let refused = Error::from(AccessToken::new(&broken).unwrap_err());
    assert_hidden(&shown(&refused), &PARTS);
    let refused = Error::from(RequestExtras::new().service_token(&broken).unwrap_err());
    assert_hidden(&shown(&refused), &PARTS);
}

#[test]
fn requests_show_no_device_identifier() {
    let device = device();
    let identifier = device.identifier();
    let (_, base64) = identifier.header().split_once(' ').unwrap();
    let v1 = LogoutV1Operation::new(&Base::new(ADOBE).unwrap(), &device, "REF30").unwrap();
    for request in [logout_request(ADOBE), v1.request()] {
        let shown = format!("{request:?} {request:#?} {identifier:?} {device:?}");
        assert_hidden(&shown, &[identifier.as_str(), base64]);
        assert!(shown.contains(ADOBE), "{shown}");
    }
}

#[test]
fn an_echo_in_any_member_of_an_error_is_masked() {
    let request = logout_request(ADOBE);
    let echo = format!("got '{ACCESS_TOKEN}' and {SERVICE_TOKEN}.");
    let members = ["action", "code", "message", "details", "helpUrl", "trace"];
    for member in members {
        let mut body = json!({"code": "invalid_parameter_mvpd", "action": "none"});
        body[member] = json!(echo);
        for body in [body.to_string(), json!({"error": body}).to_string()] {
            let error = error(&request, &Response::new(400, body));
            assert!(matches!(error, Error::Enhanced(_)), "{error:?}");
            assert_hidden(&shown(&error), &PARTS);
        }
    }
    let body = json!({"error": "invalid_request", "error_description": echo});
    let refused = error(&request, &Response::new(400, body.to_string()));
    assert!(matches!(refused, Error::Dcr(_)), "{refused:?}");
    assert_hidden(&shown(&refused), &PARTS);
    let body = json!({"error": echo});
    let refused = error(&request, &Response::new(400, body.to_string()));
    assert_hidden(&shown(&refused), &PARTS);
}

#[test]
fn an_echo_in_xml_is_masked() {
    let body = format!("<error><code>x</code><message>{ACCESS_TOKEN}</message></error>");
    let error = error(&logout_request(ADOBE), &Response::new(400, body));
    assert!(matches!(error, Error::Enhanced(_)), "{error:?}");
    assert_hidden(&shown(&error), &PARTS);
}

#[test]
fn an_echo_in_an_unreadable_body_is_masked() {
    let request = logout_request(ADOBE);
    let echo = format!("Authorization: Bearer {ACCESS_TOKEN}\nAD-Service-Token: {SERVICE_TOKEN}\n");
    let bodies = [
        echo.clone(),
        format!("<html><pre>{echo}</pre></html>"),
        format!("{}{echo}", " ".repeat(480)),
        format!("{}{ACCESS_TOKEN}", "x".repeat(500)),
        json!({"headers": {"authorization": format!("Bearer {ACCESS_TOKEN}")}}).to_string(),
    ];
    for body in bodies {
        for status in [200, 302, 400, 500] {
            assert_hidden(
                &shown(&error(&request, &Response::new(status, body.clone()))),
                &PARTS,
            );
        }
    }
}

#[test]
fn an_echo_in_utf_16_or_beside_invalid_bytes_is_masked() {
    let request = logout_request(ADOBE);
    let utf_16: Vec<u8> = ACCESS_TOKEN
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut invalid = vec![0xff, 0xfe];
    invalid.extend_from_slice(ACCESS_TOKEN.as_bytes());
    invalid.push(0xff);
    for body in [utf_16, invalid] {
        for status in [200, 500] {
            let shown = shown(&error(&request, &Response::new(status, body.clone())));
            // A reader's eye skips what separates the characters.
            let shown = shown.replace("\\0", "").replace(['\0', '\u{fffd}'], "");
            assert_hidden(&shown, &PARTS);
        }
    }
}

#[test]
fn a_secret_that_begins_like_another_one_is_masked_to_its_end() {
    let (short, long) = ("opaque-token-0001", "opaque-token-0001-and-its-longer-rest");
    for (access, service) in [(short, long), (long, short)] {
        let request = logout_request_with(ADOBE, access, service);
        let body = format!("{long} {short}");
        for response in [
            Response::new(500, body.clone()),
            Response::new(400, json!({"code": "x", "message": body}).to_string()),
        ] {
            assert_hidden(&shown(&error(&request, &response)), &["longer-rest", short]);
        }
    }
}

#[test]
fn part_of_a_token_in_a_message_is_masked() {
    // Servers like to quote the beginning of a token that they refuse.
    let (head, _) = ACCESS_TOKEN.split_at(40);
    let request = logout_request(ADOBE);
    for body in [
        json!({"code": "x", "message": format!("invalid token {head}...")}).to_string(),
        json!({"error": "invalid_request", "error_description": format!("{head}...")}).to_string(),
        format!("invalid token {head}..."),
    ] {
        let shown = shown(&error(&request, &Response::new(401, body)));
        assert_hidden(&shown, &[head, "eyJzdWIiOiJ"]);
    }
}

#[test]
fn part_of_an_opaque_token_is_masked_wherever_it_is_quoted_or_cut_off() {
    let (access, service) = ("opaque-token-0001", "another-opaque-token-2");
    let request = logout_request_with(ADOBE, access, service);
    for body in [
        json!({"code": "x", "message": "invalid token opaque-token-00..."}).to_string(),
        json!({"error": "invalid_request", "error_description": "another-opaque-tok"}).to_string(),
        // As a code: it has the form of one.
        json!({"error": access}).to_string(),
        // The connection was closed inside of the token.
        "<html>Authorization: Bearer opaque-token-0".to_owned(),
        format!("{}another-opaque-token-2", "x".repeat(495)),
    ] {
        for status in [200, 400] {
            let shown = shown(&error(&request, &Response::new(status, body.clone())));
            assert_hidden(&shown, &["opaque-to", "another-op"]);
        }
    }
}

#[test]
fn an_opaque_software_statement_and_client_secret_are_masked() {
    let base = Base::new(ADOBE).unwrap();
    let (statement, secret) = ("opaque.statement.1", "opaque.client.secret.2");
    let echo =
        json!({"error": "invalid_request", "error_description": format!("{statement} {secret}")});
    let answers = [
        Response::new(400, echo.to_string()),
        Response::new(500, echo.to_string()),
        Response::new(201, format!("<p>{statement} {secret}")),
    ];
    for answer in &answers {
        let register = SoftwareStatement::new(statement)
            .map(|statement| RegisterOperation::new(&base, &device(), &statement));
        let request = register.unwrap().request().unwrap();
        let refused = RegisterOperation::interpret(&request, answer).unwrap_err();
        assert_hidden(&shown(&refused), &[statement]);

        let credentials = ClientCredentials::new("c", secret).unwrap();
        let request = TokenOperation::new(&base, &device(), &credentials).request();
        let refused = TokenOperation::interpret(&request, answer).unwrap_err();
        assert_hidden(&shown(&refused), &[secret]);
    }
}

#[test]
fn an_echo_in_the_content_type_is_masked() {
    let request = logout_request(ADOBE);
    for status in [200, 500] {
        let response = Response::new(status, "x")
            .with_header("Content-Type", format!("text/html; token={ACCESS_TOKEN}"));
        assert_hidden(&shown(&error(&request, &response)), &PARTS);
    }
}

#[test]
fn an_answers_debug_shows_none_of_its_body() {
    let response = Response::new(201, json!({"access_token": ACCESS_TOKEN}).to_string());
    assert_hidden(&format!("{response:?} {response:#?}"), &PARTS);
}
