//! What a logout's answer means, also when it is strange or hostile: nothing is lost, and nothing
//! unsafe is handed out.

use crate::support::{interpret, logout, logout_v1_request};
use serde_json::{Value, json};
use tvpass::operation::{InitiateLogoutV1, Operation as _};
use tvpass::outcome::PARTNER_SETTINGS;
use tvpass::uri::UrlRefusal;
use tvpass::{Error, ErrorCode, FollowUp, Logout, LogoutAction, ProfileLogout, Response};

/// The logout of an answer whose `logouts` is this JSON.
fn logouts(map: impl std::fmt::Display) -> Logout {
    logout(&format!(r#"{{"logouts": {map}}}"#))
}

/// The profile of an answer with one entry.
fn profile(entry: &Value) -> ProfileLogout {
    let logout = logouts(json!({"M": entry}));
    assert_eq!(logout.profiles.len(), 1);
    logout.profiles[0].clone()
}

fn opened(profile: &ProfileLogout) -> &str {
    match &profile.action {
        LogoutAction::OpenUrl(url) => url.as_str(),
        other => panic!("{other:?}"),
    }
}

/// The keys of the profiles about which something is left to do, and what.
fn follow(logout: &Logout) -> Vec<(&str, &'static str)> {
    let follow_ups = logout.follow_ups().map(|follow_up| match follow_up {
        FollowUp::OpenUrl { profile, url } => {
            assert_eq!(profile.action, LogoutAction::OpenUrl(url.clone()));
            (&*profile.key, "open")
        }
        FollowUp::PartnerSignOut { profile, settings } => {
            assert_eq!(profile.action, LogoutAction::PartnerLogout);
            assert_eq!(settings, PARTNER_SETTINGS);
            (&*profile.key, "partner")
        }
        FollowUp::SessionMayBeOpen { profile } => (&*profile.key, "tell"),
        other => panic!("{other:?}"),
    });
    follow_ups.collect()
}

#[test]
fn an_empty_map_is_a_successful_logout_with_nothing_to_do() {
    let logout = logouts("{}");
    assert!(logout.profiles.is_empty());
    assert_eq!(logout.follow_ups().count(), 0);
    assert_eq!(logout.refusal(), None);
}

#[test]
fn profiles_keep_the_answers_order_and_repeated_keys() {
    let logout = logouts(
        r#"{
            "Z": {"actionName": "complete", "actionType": "none", "mvpd": "Z"},
            "A": {"actionName": "logout", "actionType": "interactive", "mvpd": "A", "url": "/1"},
            "Z": {"actionName": "invalid", "actionType": "none", "mvpd": "Z"},
            "M": {"actionName": "partner_logout", "actionType": "partner_interactive", "mvpd": "M"}
        }"#,
    );
    let read: Vec<_> = logout
        .profiles
        .iter()
        .map(|profile| (&*profile.key, profile.action_name.as_deref().unwrap()))
        .collect();
    assert_eq!(
        read,
        [
            ("Z", "complete"),
            ("A", "logout"),
            ("Z", "invalid"),
            ("M", "partner_logout")
        ]
    );
}

#[test]
fn what_is_left_to_do_is_named_in_the_answers_order() {
    let logout = logouts(
        r#"{
            "complete": {"actionName": "complete"},
            "open": {"actionName": "logout", "url": "https://mvpd.example/slo"},
            "refused": {"actionName": "logout", "url": "javascript:alert(1)"},
            "partner": {"actionName": "partner_logout"},
            "invalid": {"actionName": "invalid"},
            "unknown": {"actionName": "shred_the_set_top_box"},
            "open again": {"actionName": "logout", "url": "/adobe-services/logout"}
        }"#,
    );
    assert_eq!(logout.refusal(), Some(UrlRefusal::Scheme));
    assert_eq!(
        follow(&logout),
        [
            ("open", "open"),
            ("refused", "tell"),
            ("partner", "partner"),
            ("unknown", "tell"),
            ("open again", "open")
        ]
    );
}

#[test]
fn partner_sign_out_comes_with_the_settings_path_of_both_apple_systems() {
    let path = |os_name| {
        let settings = PARTNER_SETTINGS
            .iter()
            .find(|settings| settings.os_name == os_name);
        settings.expect(os_name).path
    };
    assert_eq!(path("tvOS"), ["Settings", "Accounts", "TV Provider"]);
    assert_eq!(path("iOS"), ["Settings", "TV Provider"]);
}

#[test]
fn documented_pairs_of_name_and_type_do_not_contradict_and_others_do() {
    let names = ["logout", "partner_logout", "complete", "invalid"];
    let types = ["interactive", "partner_interactive", "none", "none"];
    for (at, name) in names.into_iter().enumerate() {
        for kind in [
            "interactive",
            "partner_interactive",
            "none",
            "Interactive",
            "",
            "new",
        ] {
            let profile = profile(&json!({"actionName": name, "actionType": kind, "url": "/x"}));
            assert_eq!(
                profile.contradicts_documentation(),
                kind != types[at],
                "{name} {kind}"
            );
            // The name decides.
            let by_name = match profile.action {
                LogoutAction::OpenUrl(_) => "logout",
                LogoutAction::PartnerLogout => "partner_logout",
                LogoutAction::Complete => "complete",
                LogoutAction::Invalid => "invalid",
                other => panic!("{other:?}"),
            };
            assert_eq!(by_name, name);
            assert_eq!(profile.action_type.as_deref(), Some(kind));
        }
        let without_type = profile(&json!({"actionName": name, "url": "/x"}));
        assert!(!without_type.contradicts_documentation());
        assert_eq!(without_type.action_type, None);
    }
}

#[test]
fn unknown_actions_keep_their_texts() {
    for name in ["LOGOUT", "logout ", "device_logout", "", "\u{0}", "退出"] {
        let profile = profile(&json!({
            "actionName": name, "actionType": "telepathic", "mvpd": "M", "url": "https://mvpd.example/",
        }));
        assert_eq!(profile.action, LogoutAction::Unknown);
        assert_eq!(profile.action_name.as_deref(), Some(name));
        assert_eq!(profile.action_type.as_deref(), Some("telepathic"));
        assert_eq!(profile.raw_url.as_deref(), Some("https://mvpd.example/"));
        assert!(!profile.contradicts_documentation());
    }
}

#[test]
fn a_url_beside_an_action_that_opens_none_is_kept_but_not_openable() {
    for name in ["complete", "invalid", "partner_logout"] {
        let logout = logouts(json!({"M": {"actionName": name, "url": "https://mvpd.example/"}}));
        assert_eq!(
            logout.profiles[0].raw_url.as_deref(),
            Some("https://mvpd.example/")
        );
        assert!(follow(&logout).iter().all(|(_, what)| *what != "open"));
    }
}

#[test]
fn the_mvpd_may_differ_from_the_key_or_be_absent() {
    let mvpd = |entry: Value| profile(&entry).mvpd;
    assert_eq!(mvpd(json!({"mvpd": "M"})).as_deref(), Some("M"));
    assert_eq!(
        mvpd(json!({"mvpd": "${degradedMvpd}"})).as_deref(),
        Some("${degradedMvpd}")
    );
    assert_eq!(mvpd(json!({"mvpd": ""})).as_deref(), Some(""));
    assert_eq!(mvpd(json!({"mvpd": 42})).as_deref(), Some("42"));
    assert_eq!(mvpd(json!({"mvpd": null})), None);
    assert_eq!(mvpd(json!({})), None);
}

#[test]
fn a_strange_entry_does_not_lose_the_others() {
    // The profiles are already deleted, and the answer cannot be had again.
    let strange = [
        "null",
        "1",
        "-1",
        "1.5",
        "true",
        "\"text\"",
        "[]",
        "[{\"actionName\": \"logout\"}]",
        "{}",
        r#"{"actionName": null}"#,
        r#"{"actionName": {"a": {"b": "logout"}}}"#,
        r#"{"actionName": 1, "actionType": [], "mvpd": {}, "url": 1.5e300}"#,
        r#"{"actionName": "complete", "actionName": "complete"}"#,
        r#"{"more": {"of": ["this", {"and": "that"}]}, "actionName": "complete"}"#,
    ];
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let deep = format!(r#"{{"actionName": {deep}, "url": {deep}}}"#);
    for entry in strange.into_iter().chain([deep.as_str()]) {
        let logout = logouts(format!(
            r#"{{"strange": {entry}, "M": {{"actionName": "logout", "url": "/x"}}}}"#
        ));
        assert_eq!(logout.profiles.len(), 2, "{entry}");
        assert_eq!(&*logout.profiles[0].key, "strange");
        assert!(
            !matches!(logout.profiles[0].action, LogoutAction::OpenUrl(_)),
            "{entry}"
        );
        assert_eq!(
            opened(&logout.profiles[1]),
            "https://sp.auth.adobe.com/x",
            "{entry}"
        );
    }
}

#[test]
fn an_entry_that_is_only_a_text_is_kept_as_an_actions_name() {
    let logout = logouts(r#"{"M": "logout"}"#);
    let profile = logout.profiles[0].clone();
    // Without its members there is no URL to open.
    assert_eq!(profile.action_name.as_deref(), Some("logout"));
    assert_eq!(logout.refusal(), Some(UrlRefusal::Missing));
    assert_eq!(follow(&logout), [("M", "tell")]);
    let logout = logouts(r#"{"M": "gone"}"#);
    assert_eq!(logout.profiles[0].action, LogoutAction::Unknown);
    assert_eq!(logout.profiles[0].action_name.as_deref(), Some("gone"));
}

#[test]
fn answers_that_are_not_the_documented_object_are_malformed() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let mut bodies: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "1",
        "\"logouts\"",
        "[]",
        "{}",
        "{\"logouts\": null}",
        "{\"logouts\": []}",
        "{\"logouts\": \"none\"}",
        "{\"logouts\": {}",
        "{\"logouts\": {}}}",
        "{\"logouts\": {},}",
        "{\"Logouts\": {}}",
        "{'logouts': {}}",
        "<html>Sign in to the hotel's network</html>",
        "{\"logouts\": {}, \"logouts\": {}}",
    ]
    .map(Vec::from)
    .to_vec();
    bodies.push(
        "{\"logouts\": {}}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    );
    bodies.push(vec![0; 1024]);
    bodies.push(vec![b'['; 1024 * 1024]);
    bodies.push(deep("{\"a\":", "}").into_bytes());
    bodies.push(vec![0xff; 1024 * 1024]);
    for body in bodies {
        let start = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let error = interpret(&Response::new(200, body)).unwrap_err();
        let Error::Malformed(malformed) = error else {
            panic!("{start}: {error:?}");
        };
        assert!(malformed.body_head.len() <= 512, "{start}");
        assert!(
            malformed.reason.contains("line"),
            "{start}: {}",
            malformed.reason
        );
    }
}

#[test]
fn a_malformed_answer_says_whether_it_is_json_at_all_and_where_it_stops_being_right() {
    for (body, reason) in [
        (
            "{\"logouts\": []}",
            "the body is not the JSON that Adobe documents (line 1, column 14)",
        ),
        (
            "{\n  \"logouts\": {},\n}",
            "the body is not valid JSON (line 3, column 1)",
        ),
        (
            "{\"logouts\": {",
            "the body is not valid JSON (line 1, column 13)",
        ),
    ] {
        let Error::Malformed(malformed) = interpret(&Response::new(200, body)).unwrap_err() else {
            panic!("{body}");
        };
        assert_eq!(malformed.reason, reason, "{body}");
    }
}

/// An answer cannot be had again, so a text in another encoding loses itself alone.
#[test]
fn bytes_outside_utf_8_lose_nothing_else() {
    let mut body = b"{\"logouts\": {\"T\xc3\xa9l\xe9\": ".to_vec();
    body.extend(br#"{"actionName": "logout", "url": "https://mvpd.example/slo?x=1"}, "M": {"actionName": "logout", "url": "#);
    body.extend(b"\"https://mvpd.example/\xe9\"}}, \"displayName\": \"T\xe9l\xe9\"}");
    let logout = interpret(&Response::new(200, body)).unwrap();
    let [first, second] = &logout.profiles[..] else {
        panic!("{logout:?}");
    };
    assert_eq!(&*first.key, "T\u{e9}l\u{fffd}");
    assert_eq!(opened(first), "https://mvpd.example/slo?x=1");
    let LogoutAction::UrlRefused(refused) = &second.action else {
        panic!("{second:?}");
    };
    assert_eq!(refused.reason, UrlRefusal::Malformed);
    assert_eq!(refused.raw, "https://mvpd.example/\u{fffd}");
}

#[test]
fn other_members_of_the_answer_are_passed_over() {
    let nested = "[".repeat(100_000) + &"]".repeat(100_000);
    let body = format!(r#"{{"more": {nested}, "logouts": {{}}, "trace": "x"}}"#);
    assert!(logout(&body).profiles.is_empty());
}

#[test]
fn the_media_type_of_a_readable_answer_does_not_matter() {
    for media_type in [
        "application/json",
        "application/json;charset=utf-8",
        "text/plain",
        "",
    ] {
        let response =
            Response::new(200, r#"{"logouts": {}}"#).with_header("Content-Type", media_type);
        assert!(interpret(&response).is_ok(), "{media_type}");
    }
}

#[test]
fn a_v1_logout_has_succeeded_without_content_and_only_so() {
    let v1 = |status, body: &str| {
        InitiateLogoutV1::interpret(&logout_v1_request(), &Response::new(status, body))
    };
    assert!(v1(204, "").is_ok());
    assert!(v1(200, "").is_ok());
    let error = v1(200, "<html>Sign in to the hotel's network</html>").unwrap_err();
    assert!(matches!(error, Error::Malformed(_)), "{error:?}");
    for status in [0, 100, 201, 202, 205, 206, 302, 304, 404, 500] {
        let error = v1(status, "").unwrap_err();
        assert_eq!(error.code(), ErrorCode::HttpStatus, "{status}");
        assert_eq!(error.http_status(), Some(status));
    }
}
