//! Numbers, names and texts that apps rely on: the library's own error codes, Adobe's, and the line
//! that goes to a log.

use crate::support::{interpret, text, vectors};
use serde_json::json;
use tvpass::error::{Delivery, DocumentedCode, ListedFor, TransportError, TransportErrorKind};
use tvpass::{Error, ErrorCode, Response};

#[test]
fn the_documented_codes_are_exactly_those_of_the_page() {
    let names = |list: &str| -> Vec<String> {
        let codes = vectors("error-codes.json")[list].take();
        let list = codes.as_array().expect("a list");
        list.iter()
            .map(|entry| text(entry, "code").to_owned())
            .collect()
    };
    let (v2, v1) = (names("rest_api_v2"), names("rest_api_v1"));
    for known in DocumentedCode::ALL {
        let name = known.as_str().to_owned();
        let listed = match (v2.contains(&name), v1.contains(&name)) {
            (true, true) => ListedFor::Both,
            (true, false) => ListedFor::V2,
            (false, true) => ListedFor::V1,
            (false, false) => panic!("{name} is on no page"),
        };
        assert_eq!(known.listed_for(), listed, "{name}");
        assert_eq!(DocumentedCode::from_text(&name), Some(*known));
    }
    for name in v2.iter().chain(&v1) {
        assert!(DocumentedCode::from_text(name).is_some(), "{name}");
    }
}

#[test]
fn codes_and_names_never_change() {
    // A number that an app has in its sources must keep its meaning for good. A new code is a new
    // line; no line ever changes.
    let golden = [
        (1001, "invalid_input"),
        (2001, "transport_dns"),
        (2002, "transport_connect"),
        (2003, "transport_tls"),
        (2004, "transport_timeout"),
        (2005, "transport_connection_lost"),
        (2006, "transport_response_too_large"),
        (2007, "transport_refused"),
        (2008, "transport_protocol"),
        (2009, "transport_other"),
        (3001, "http_status"),
        (3002, "throttled"),
        (3003, "enhanced_error"),
        (3004, "dcr_error"),
        (3005, "malformed_answer"),
        (3006, "registration_lost"),
        (4001, "deadline_exceeded"),
        (4002, "cancelled"),
        (4003, "out_of_order"),
        (4004, "state_corrupt"),
        (4005, "state_too_new"),
        (4006, "state_of_another_app"),
        // 4007 was three things in one, and was split before the first release.
        (4008, "token_source_failed"),
        (4009, "storage_in_use"),
        (4010, "storage_unreadable"),
        (4011, "storage_unwritable"),
    ];
    let codes = ErrorCode::ALL
        .iter()
        .map(|code| (code.number(), code.name()));
    assert_eq!(codes.collect::<Vec<_>>(), golden);

    use TransportErrorKind as Kind;
    let kinds = [
        (Kind::Dns, 2001),
        (Kind::Connect, 2002),
        (Kind::Tls, 2003),
        (Kind::Timeout, 2004),
        (Kind::ConnectionLost, 2005),
        (Kind::ResponseTooLarge, 2006),
        (Kind::Refused, 2007),
        (Kind::Protocol, 2008),
        (Kind::Other, 2009),
    ];
    for (kind, number) in kinds {
        let error = Error::from(TransportError::new(kind, Delivery::Possible, "words"));
        assert_eq!(error.code().number(), number);
        assert_eq!(error.name(), format!("transport_{}", kind.as_str()));
    }
}

#[test]
fn a_text_of_the_service_cannot_feign_a_line_of_a_log() {
    let hostile = "a\r\nERROR root: \u{1b}[2J\u{0}\u{85}\tb";
    let answers = [
        (
            400,
            json!({"code": hostile, "action": hostile, "trace": hostile, "message": hostile}),
        ),
        (
            400,
            json!({"error": "invalid_request", "error_description": hostile}),
        ),
        (500, json!({})),
        (200, json!({})),
    ];
    for (status, body) in answers {
        let response = Response::new(status, body.to_string()).with_header("Content-Type", hostile);
        let error = interpret(&response).unwrap_err();
        let shown = error.to_string();
        assert!(!shown.contains(char::is_control), "{shown:?}");
        assert!(shown.contains("a  ERROR root:  [2J   b"), "{shown:?}");
        // Nor can what an app takes out of it.
        if let Error::Enhanced(enhanced) = &error {
            let shown = "a  ERROR root:  [2J   b";
            assert_eq!(
                (enhanced.code.as_str(), error.trace()),
                (shown, Some(shown))
            );
        }
    }
}

#[test]
fn no_advice_about_stored_state_leads_to_a_start_without_it() {
    use tvpass::error::{StateError, StorageError};
    for (error, helps) in [
        (StorageError::in_use("words").into(), "share it"),
        (StorageError::unreadable("words").into(), "readable"),
        (StorageError::unwritable("words").into(), "free some space"),
        (Error::State(StateError::Corrupt("words")), "a copy"),
        (
            Error::State(StateError::TooNew {
                version: 2,
                newest: 1,
            }),
            "newer one",
        ),
        (Error::State(StateError::OfAnotherApp("words")), "base"),
    ] {
        let advice = error.advice();
        assert!(advice.contains(helps), "{error}: {advice}");
        for ruin in [
            "without",
            "over",
            "anew",
            "register again",
            "delete",
            "remove",
        ] {
            assert!(!advice.contains(ruin), "{error}: {advice}");
        }
    }
}

#[test]
fn every_failure_below_http_says_what_helps() {
    use TransportErrorKind as Kind;
    for (kind, helps) in [
        (Kind::Dns, "network"),
        (Kind::Connect, "network"),
        (Kind::Tls, "clock"),
        (Kind::Timeout, "network"),
        (Kind::ConnectionLost, "network"),
        (Kind::ResponseTooLarge, "size limit"),
        (Kind::Refused, "https"),
        (Kind::Protocol, "network"),
        (Kind::Other, "network"),
    ] {
        let error = Error::from(TransportError::new(kind, Delivery::NotSent, "words"));
        assert!(
            error.advice().contains(helps),
            "{error}: {}",
            error.advice()
        );
    }
}
