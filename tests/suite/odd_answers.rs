//! Answers with values of the wrong type and with what is not a character: each loses itself and
//! nothing else.

use crate::support::{ADOBE, interpret, logout, site};
use tvpass::operation::{
    ClientCredentials, GrantedToken, RegisterClient, RetrieveAccessToken, SoftwareStatement,
};
use tvpass::uri::UrlRefusal;
use tvpass::{Error, LogoutAction, Response};

/// JSON that is no text.
const NO_TEXTS: [&str; 9] = [
    "null",
    "true",
    "7",
    "1.5",
    "12345678901234567890123",
    "[]",
    r#"["https://evil.example/"]"#,
    r#"{"href": "https://evil.example/"}"#,
    r#"{"a": {"b": "https://evil.example/"}}"#,
];

fn register(body: &str) -> Result<ClientCredentials, Error> {
    let statement = SoftwareStatement::new("statement").unwrap();
    let request = RegisterClient::new(&statement).request(&site(ADOBE));
    RegisterClient::interpret(&request, &Response::new(201, body))
}

fn token(body: &str) -> Result<GrantedToken, Error> {
    let credentials = ClientCredentials::new("id", "a-secret").unwrap();
    let request = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
    RetrieveAccessToken::interpret(&request, &Response::new(201, body))
}

fn reason<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Malformed(malformed)) => malformed.reason,
        other => panic!("{other:?}"),
    }
}

fn failure(body: impl Into<Vec<u8>>) -> Error {
    interpret(&Response::new(403, body)).unwrap_err()
}

#[test]
fn only_a_text_is_a_url_or_an_actions_name() {
    for value in NO_TEXTS {
        let read = logout(&format!(
            r#"{{"logouts": {{
                "A": {{"actionName": "logout", "url": {value}}},
                "B": {{"actionName": "logout", "url": "/good", "url": {value}}},
                "C": {{"actionName": {value}, "actionType": {value}, "mvpd": {value}, "url": "/x"}},
                "D": {{"actionName": "complete", "url": {value}}}
            }}}}"#
        ));
        let [a, b, c, d] = &read.profiles[..] else {
            panic!("{read:?}");
        };
        for profile in [a, b] {
            let LogoutAction::UrlRefused(refused) = &profile.action else {
                panic!("{value}: {profile:?}");
            };
            assert_eq!(refused.reason, UrlRefusal::Missing, "{value}");
            assert!(refused.reason.as_str().contains("not a text"));
            assert_eq!(refused.raw, "", "{value}");
        }
        assert_eq!(c.action, LogoutAction::Unknown, "{value}");
        assert_eq!((&c.action_name, &c.action_type), (&None, &None), "{value}");
        assert_eq!(c.mvpd.as_deref(), (value == "7").then_some("7"), "{value}");
        assert_eq!(d.raw_url, None, "{value}");
    }
}

#[test]
fn only_a_text_is_a_token_or_a_credential() {
    for value in NO_TEXTS {
        assert_eq!(
            reason(token(&format!(
                r#"{{"access_token": {value}, "expires_in": 1}}"#
            ))),
            "access_token is missing or not a text",
            "{value}"
        );
        assert_eq!(
            reason(register(&format!(
                r#"{{"client_id": {value}, "client_secret": "b"}}"#
            ))),
            "client_id is missing or not a text",
            "{value}"
        );
        assert_eq!(
            reason(register(&format!(
                r#"{{"client_id": "a", "client_secret": {value}}}"#
            ))),
            "client_secret is missing or not a text",
            "{value}"
        );
    }
    assert_eq!(
        reason(token(r#"{"access_token": "t", "expires_in": 1e3}"#)),
        "expires_in is missing or not a whole number of seconds"
    );
}

#[test]
fn only_a_text_is_a_code_or_an_action() {
    for value in NO_TEXTS {
        // Without a code there is no enhanced error, and without an action that of the code is
        // taken.
        let body = format!(r#"{{"code": {value}, "message": "m"}}"#);
        assert!(matches!(failure(&*body), Error::HttpStatus(_)), "{value}");
        let error = failure(format!(
            r#"{{"action": {value}, "code": "network_received_error"}}"#
        ));
        assert!(error.is_retryable(), "{value}: {error:?}");
        let error = failure(format!(
            r#"{{"action": "retry", "code": {value}, "error": {value}}}"#
        ));
        assert!(error.is_retryable(), "{value}: {error:?}");
        assert_eq!(error.adobe_code(), None, "{value}");
    }
}

#[test]
fn a_number_that_is_shown_keeps_its_digits() {
    for number in ["12345678901234567890123", "-7", "1.50", "1e999", "12345"] {
        let error = failure(format!(
            r#"{{"code": "c", "trace": {number}, "message": {number}}}"#
        ));
        assert_eq!(error.trace(), Some(number));
    }
}

/// What depends on the odd text is refused, and nothing else.
#[test]
fn what_is_not_a_character_loses_the_text_that_it_is_in() {
    for odd in [
        r"\ud800",
        r"\udfff",
        r"\ud83dx",
        r"\ud83d\u0041",
        r"\x41",
        "\t",
        "\u{1}",
    ] {
        let body = format!(
            r#"{{"more{odd}": {{"{odd}": ["{odd}"]}}, "logouts": {{
                "A{odd}": {{"actionName": "logout", "url": "https://mvpd.example/a", "more": "{odd}"}},
                "B": {{"actionName": "logout", "url": "https://mvpd.example/{odd}"}},
                "C": {{"actionName": "log{odd}out", "url": "https://mvpd.example/c"}},
                "D": {{"{odd}url": "x", "actionName": "partner_logout"}}
            }}}}"#
        );
        let read = logout(&body);
        let [a, b, c, d] = &read.profiles[..] else {
            panic!("{odd}: {read:?}");
        };
        assert!(a.key.starts_with("A\u{fffd}"), "{odd}: {}", a.key);
        assert!(
            matches!(&a.action, LogoutAction::OpenUrl(url) if url.as_str() == "https://mvpd.example/a"),
            "{odd}: {a:?}"
        );
        assert!(
            matches!(&b.action, LogoutAction::UrlRefused(refused)
                if refused.reason == UrlRefusal::Malformed && refused.raw.contains('\u{fffd}')),
            "{odd}: {b:?}"
        );
        assert_eq!(c.action, LogoutAction::Unknown, "{odd}");
        assert_eq!(d.action, LogoutAction::PartnerLogout, "{odd}");

        let granted = token(&format!(
            r#"{{"id": "{odd}", "access_token": "t", "expires_in": 1, "{odd}": 0}}"#
        ));
        assert_eq!(granted.unwrap().access_token.expose(), "t", "{odd}");
        let refused = token(&format!(r#"{{"access_token": "t{odd}", "expires_in": 1}}"#));
        assert!(reason(refused).starts_with("access_token has"), "{odd}");
        let refused = register(&format!(
            r#"{{"client_id": "a", "client_secret": "b{odd}"}}"#
        ));
        assert!(reason(refused).contains("client_secret has"), "{odd}");
    }
}

#[test]
fn what_is_not_a_character_hides_no_instruction() {
    for odd in [r"\ud800", r"\udc00", "\u{1}"] {
        let error = failure(format!(
            r#"{{"{odd}": "{odd}", "details": {{"{odd}": "a{odd}"}}, "message": "denied{odd}",
                "code": "network_received_error", "action": "retry", "trace": "{odd}"}}"#
        ));
        assert!(error.is_retryable(), "{odd}: {error:?}");
        let Error::Enhanced(enhanced) = &error else {
            panic!("{error:?}");
        };
        assert_eq!(enhanced.code, "network_received_error");
        assert_eq!(enhanced.message.as_deref(), Some("denied\u{fffd}"));
        assert_eq!(enhanced.details.as_deref(), Some("a\u{fffd}"));

        let error = failure(format!(
            r#"{{"error": {{"action": "application-registration", "code": "{odd}"}}}}"#
        ));
        assert_eq!(
            error.action().map(tvpass::error::ErrorAction::as_str),
            Some("application-registration"),
            "{odd}"
        );
        let error = failure(format!(
            r#"{{"error": "invalid_client", "error_description": "{odd}"}}"#
        ));
        assert!(
            matches!(&error, Error::Dcr(dcr) if dcr.code == "invalid_client"),
            "{error:?}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_answer() {
    let read = logout("\u{feff}{\"logouts\": {\"M\": {\"actionName\": \"complete\"}}}");
    assert_eq!(read.profiles[0].action, LogoutAction::Complete);
    assert!(token("\u{feff}{\"access_token\": \"t\", \"expires_in\": 1}").is_ok());
    assert!(register("\u{feff}{\"client_id\": \"a\", \"client_secret\": \"b\"}").is_ok());
    let error = failure("\u{feff}{\"action\": \"retry\"}");
    assert!(error.is_retryable(), "{error:?}");
    // One, at the beginning.
    for body in [
        "\u{feff}\u{feff}{\"logouts\": {}}",
        "{\"logouts\": {}}\u{feff}",
    ] {
        assert!(matches!(
            interpret(&Response::new(200, body)),
            Err(Error::Malformed(_))
        ));
    }
}

#[test]
fn every_success_is_read_and_one_that_cannot_be_is_malformed() {
    let body = r#"{"logouts": {"M": {"actionName": "logout", "url": "/x"}}}"#;
    for status in [200, 201, 202, 203, 204, 205, 206, 299] {
        let read = interpret(&Response::new(status, body)).unwrap();
        assert!(
            matches!(read.profiles[0].action, LogoutAction::OpenUrl(_)),
            "{status}"
        );
        for unreadable in ["", "<html>", "{}", &body[..body.len() - 1]] {
            let error = interpret(&Response::new(status, unreadable)).unwrap_err();
            assert!(
                matches!(error, Error::Malformed(_)),
                "{status} {unreadable}: {error:?}"
            );
            assert_eq!(error.http_status(), Some(status));
        }
    }
    for status in [199, 300, 302, 400, 500] {
        let error = interpret(&Response::new(status, body)).unwrap_err();
        assert!(matches!(error, Error::HttpStatus(_)), "{status}: {error:?}");
    }
}
