//! Secrets of a request appear in nothing that an app might log, whatever the service sends back.

use std::error::Error as _;

use crate::support::{
    ACCESS_TOKEN, ADOBE, SERVICE_TOKEN, device, logout_request, logout_request_with, site,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tvpass::operation::{
    ClientCredentials, InitiateLogout, InitiateLogoutV1, Operation as _, RegisterClient,
    RequestExtras, RetrieveAccessToken, SoftwareStatement,
};
use tvpass::secret::Secret;
use tvpass::{AccessToken, Error, RedirectUrl, Request, Response};

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
    InitiateLogout::interpret(request, response).unwrap_err()
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
    let v1 = InitiateLogoutV1::new("REF30").unwrap();
    for request in [
        logout_request(ADOBE),
        v1.request_without_token(&site(ADOBE)),
    ] {
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
    let (statement, secret) = ("opaque.statement.1", "opaque.client.secret.2");
    let echo =
        json!({"error": "invalid_request", "error_description": format!("{statement} {secret}")});
    let answers = [
        Response::new(400, echo.to_string()),
        Response::new(500, echo.to_string()),
        Response::new(201, format!("<p>{statement} {secret}")),
    ];
    for answer in &answers {
        let register =
            SoftwareStatement::new(statement).map(|statement| RegisterClient::new(&statement));
        let request = register.unwrap().request(&site(ADOBE));
        let refused = RegisterClient::interpret(&request, answer).unwrap_err();
        assert_hidden(&shown(&refused), &[statement]);

        let credentials = ClientCredentials::new("c", secret).unwrap();
        let request = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
        let refused = RetrieveAccessToken::interpret(&request, answer).unwrap_err();
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

/// What servers make of a text that they echo.
fn echoes(text: &str) -> Vec<String> {
    let each = |escape: &dyn Fn(char) -> String| text.chars().map(escape).collect::<String>();
    let percent = |c: char| format!("%{:02X}", u32::from(c));
    let punctuation = |escape: &dyn Fn(char) -> String| {
        each(&|c| {
            if c.is_ascii_alphanumeric() {
                c.to_string()
            } else {
                escape(c)
            }
        })
    };
    vec![
        text.to_owned(),
        each(&percent),
        each(&percent).to_lowercase(),
        punctuation(&percent),
        punctuation(&|c| percent(c).replace('%', "%25")),
        punctuation(&|c| format!("&#{};", u32::from(c))),
        each(&|c| format!("&#x{:x};", u32::from(c))),
        punctuation(&|c| format!("\\u{:04x}", u32::from(c))),
        each(&|c| format!("\\x{:02x}", u32::from(c))),
        // PHP's addslashes, and what JSON makes of that.
        punctuation(&|c| format!("\\{c}")),
        punctuation(&|c| format!("\\\\\\{c}")),
        text.replace('/', "\\/"),
        STANDARD.encode(text),
        STANDARD.encode(format!("id:{text}")),
    ]
}

/// `shown` has no half of `echo` in a row: what is left of a base64 text at both ends is less.
fn assert_echo_is_hidden(shown: &str, echo: &str) {
    let length = (echo.len() / 2).max(8).min(echo.len());
    for (at, _) in echo.char_indices() {
        if let Some(part) = echo.get(at..at + length) {
            assert!(!shown.contains(part), "{part} of {echo} is in {shown}");
        }
    }
}

/// An error that repeats `echo` in every place where one can.
fn errors_with(request: &Request, echo: &str) -> Vec<Error> {
    [
        json!({"code": "x", "action": echo, "message": echo, "details": echo, "helpUrl": echo, "trace": echo}).to_string(),
        json!({"code": echo}).to_string(),
        json!({"error": "invalid_request", "error_description": echo}).to_string(),
        format!("<html><pre>{echo}</pre>"),
    ]
    .into_iter()
    .flat_map(|body| {
        let response = |status| {
            Response::new(status, body.clone()).with_header("Content-Type", format!("x; y={echo}"))
        };
        [error(request, &response(200)), error(request, &response(500))]
    })
    .collect()
}

#[test]
fn an_echo_in_any_escape_is_masked() {
    let tokens = ["opaque/token+0001==", "a\"quoted\\token~2"];
    let request = logout_request_with(ADOBE, tokens[0], tokens[1]);
    for echo in tokens.iter().flat_map(|token| echoes(token)) {
        for error in errors_with(&request, &echo) {
            assert_echo_is_hidden(&shown(&error), &echo);
        }
    }
}

#[test]
fn an_echo_of_the_headers_names_no_device() {
    let device = device();
    let identifier = device.identifier();
    let (_, base64) = identifier.header().split_once(' ').unwrap();
    let extras = RequestExtras::new().visitor_identifier("55210834506728391017");
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    let v2 = InitiateLogout::new("REF30", "Cablevision", &redirect_url)
        .unwrap()
        .with_extras(extras.unwrap())
        .unwrap()
        .request(&site(ADOBE), &AccessToken::new(ACCESS_TOKEN).unwrap());
    let v1 = InitiateLogoutV1::new("REF30").unwrap();
    let v1 = v1.device_user("someone@home.example").unwrap();
    let v1 = v1.request_without_token(&site(ADOBE));
    let lines = |request: &Request| {
        let lines = request.headers().iter();
        lines
            .map(|header| format!("{}: {}\n", header.name, header.value.as_str()))
            .collect::<String>()
    };
    for request in [v2, v1] {
        let hidden = [
            identifier.as_str(),
            base64,
            "55210834506728391017",
            "someone",
            ACCESS_TOKEN,
        ];
        for text in [
            lines(&request),
            request.url().to_owned(),
            identifier.as_str().to_uppercase(),
        ] {
            for echo in echoes(&text) {
                for error in errors_with(&request, &echo) {
                    assert_hidden(&shown(&error), &hidden);
                }
            }
        }
        let debug = format!("{request:?}");
        assert_hidden(&debug, &hidden);
    }
}

#[test]
fn an_echo_of_the_redirect_urls_query_is_masked() {
    let redirect_url =
        RedirectUrl::new("https://app.example/signed-out?session=s-4711-0815&a=b").unwrap();
    let operation = InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap();
    let request = operation.request(&site(ADOBE), &AccessToken::new(ACCESS_TOKEN).unwrap());
    for text in [
        redirect_url.as_str(),
        request.url(),
        "session is s-4711-0815",
    ] {
        for echo in echoes(text) {
            for error in errors_with(&request, &echo) {
                assert_hidden(&shown(&error), &["4711", "0815"]);
            }
        }
    }
    let statement = SoftwareStatement::new("a-statement").unwrap();
    let register = RegisterClient::new(&statement)
        .redirect_uri(Some(redirect_url.clone()))
        .request(&site(ADOBE));
    let body = json!({"error": "invalid_redirect_uri", "error_description": redirect_url.as_str()});
    let refused = RegisterClient::interpret(&register, &Response::new(400, body.to_string()));
    let shown = shown(&refused.unwrap_err());
    assert_hidden(&shown, &["4711", "0815"]);
    assert!(
        shown.contains("https://app.example/signed-out?[secret]"),
        "{shown}"
    );
}

#[test]
fn our_own_body_quoted_back_is_masked() {
    let (id, secret) = ("an/opaque+client=id", "an/opaque+client=secret");
    let credentials = ClientCredentials::new(id, secret).unwrap();
    let token = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
    let statement = SoftwareStatement::new("an/opaque+statement").unwrap();
    let register = RegisterClient::new(&statement);
    let register = register.request(&site(ADOBE));
    for request in [token, register] {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        for echo in echoes(&body) {
            for error in errors_with(&request, &echo) {
                let shown = shown(&error);
                for hidden in [
                    "an/opaque",
                    "opaque%2B",
                    "clientsecret",
                    "opaque\\u002b",
                    "opaque&#43;",
                ] {
                    assert!(!shown.contains(hidden), "{hidden}: {shown}");
                }
                assert_echo_is_hidden(&shown, &echo);
            }
        }
    }
}

#[test]
fn nothing_is_kept_of_the_body_of_a_registration_or_token_answer() {
    let statement = SoftwareStatement::new("a-statement").unwrap();
    let register = RegisterClient::new(&statement);
    let register = register.request(&site(ADOBE));
    let credentials = ClientCredentials::new("a-client", "a-secret").unwrap();
    let token = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
    // New secrets, which nobody knows by value, under names that nobody knows.
    for body in [
        r#"{"client_id": "fresh-id", "clientPassword": "fresh-secret"}"#,
        r#"{"token": "fresh-secret", "expires_in": "soon"}"#,
        r#"{"access_token": "fresh-secret", "expires_in": "soon"}"#,
        r#"{"access_token": "fresh-secret", "#,
        "fresh-secret",
        "<html>fresh-secret",
    ] {
        for status in [200, 201, 202, 302, 400, 500] {
            let response = Response::new(status, body);
            let errors = [
                RegisterClient::interpret(&register, &response).unwrap_err(),
                RetrieveAccessToken::interpret(&token, &response).unwrap_err(),
            ];
            for error in errors {
                assert_hidden(&shown(&error), &["fresh"]);
                let head = match &error {
                    Error::HttpStatus(http) => &http.body_head,
                    Error::Malformed(malformed) => &malformed.body_head,
                    other => panic!("{other:?}"),
                };
                assert_eq!(head, "");
            }
        }
    }
    // What is documented is kept.
    let body = json!({"error": "invalid_client", "error_description": "Unknown client"});
    let refused = RetrieveAccessToken::interpret(&token, &Response::new(400, body.to_string()));
    assert!(refused.unwrap_err().to_string().contains("Unknown client"));
}

#[test]
fn an_answers_debug_shows_none_of_its_body() {
    let response = Response::new(201, json!({"access_token": ACCESS_TOKEN}).to_string());
    assert_hidden(&format!("{response:?} {response:#?}"), &PARTS);
}
