//! Preauthorize and authorize beyond Adobe's samples, which are in `vectors_v2`: odd inputs, odd
//! answers, and what must not be shown.

use crate::support::{ACCESS_TOKEN, ADOBE, site};
use serde_json::{Value, json};
use tvpass::error::{DocumentedCode, ErrorAction};
use tvpass::operation::{
    AnyOperation, Authorize, Mrss, Operation, Preauthorize, Repeat, RequestExtras, TempPassIdentity,
};
use tvpass::outcome::{AuthorizationDecisions, Verdict};
use tvpass::{AccessToken, Error, Request, Response};

fn token() -> AccessToken {
    AccessToken::new(ACCESS_TOKEN).unwrap()
}

fn ask<const N: usize>(resources: [&str; N]) -> (Authorize, Request) {
    let authorize = Authorize::new("REF30", "Cablevision", resources).unwrap();
    let request = authorize.request(&site(ADOBE), &token());
    (authorize, request)
}

fn authorized(request: &Request, decisions: &Value) -> AuthorizationDecisions {
    let body = json!({ "decisions": decisions }).to_string();
    Authorize::interpret(request, &Response::new(200, body)).unwrap()
}

fn denied(resource: &str, error: &Value) -> Value {
    json!({"resource": resource, "authorized": false, "error": error})
}

#[test]
fn only_what_is_marked_retry_is_asked_again() {
    let (authorize, request) = ask(["a", "b", "c", "d", "e", "f"]);
    let busy = json!({"code": "network_received_error", "action": "retry"});
    let outcome = authorized(
        &request,
        &json!([
            denied("b", &json!({"code": "authorization_denied_by_mvpd", "action": "none"})),
            denied(" a ", &busy),
            // An unknown code's action counts, a known one's is the table's.
            denied("c", &json!({"code": "some_new_code", "action": "retry"})),
            denied("d", &json!({"code": "authorization_denied_by_mvpd", "action": "retry"})),
            {"resource": "e", "authorized": true, "error": busy},
            denied("unasked", &busy),
        ]),
    );
    let again = authorize.again(&outcome).unwrap();
    assert_eq!(again.resources().collect::<Vec<_>>(), ["a", "c"]);
    let again = again.request(&site(ADOBE), &token());
    assert_eq!(again.url(), request.url());
    assert_eq!(again.body(), br#"{"resources":["a","c"]}"#);

    let outcome = authorized(&request, &json!([{"resource": "a", "authorized": true}]));
    assert!(authorize.again(&outcome).is_none());

    let preauthorize = Preauthorize::new("REF30", "Cablevision", ["a", "b"]).unwrap();
    let request = preauthorize.request(&site(ADOBE), &token());
    let body = json!({"decisions": [denied("b", &busy)]}).to_string();
    let outcome = Preauthorize::interpret(&request, &Response::new(200, body)).unwrap();
    let again = preauthorize.again(&outcome).unwrap();
    assert_eq!(again.resources().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn what_is_asked_again_keeps_its_headers() {
    let extras = RequestExtras::new().service_token("service-token").unwrap();
    let (authorize, _) = ask(["a"]);
    let authorize = authorize.with_extras(extras).unwrap();
    let request = authorize.request(&site(ADOBE), &token());
    let busy = json!({"code": "network_received_error"});
    let outcome = authorized(&request, &json!([denied("a", &busy)]));
    let again = authorize.again(&outcome).unwrap();
    let again = again.request(&site(ADOBE), &token());
    assert_eq!(
        again.headers().get("AD-Service-Token").unwrap().as_str(),
        "service-token"
    );
}

#[test]
fn the_tables_action_wins_and_the_answers_is_kept() {
    let (_, request) = ask(["a"]);
    let error = json!({"code": "temporary_access_duration_limit_exceeded", "action": "none"});
    let outcome = authorized(&request, &json!([denied("a", &error)]));
    let denial = outcome.decisions[0].denial.as_ref().unwrap();
    assert_eq!(denial.action, ErrorAction::Authentication);
    assert_eq!(denial.received_action, Some(ErrorAction::None));
    assert_eq!(
        denial.documented_code(),
        Some(DocumentedCode::TemporaryAccessDurationLimitExceeded)
    );
    // The same as an error of the whole request (trap 36: it is both).
    let refused = Authorize::interpret(&request, &Response::new(403, error.to_string()));
    let Err(Error::Enhanced(refused)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refused.action, ErrorAction::Authentication);
    assert_eq!(refused.received_action, Some(ErrorAction::None));
}

#[test]
fn no_decision_is_neither_permit_nor_denial() {
    let (_, request) = ask(["a", "b"]);
    let outcome = authorized(&request, &json!([{"resource": "b"}]));
    assert_eq!(outcome.about("a"), None);
    assert_eq!(outcome.about("b").unwrap().verdict, Verdict::NoAnswer);
    for odd in [
        json!(null),
        json!("TRUE"),
        json!(" true"),
        json!(1),
        json!([true]),
        json!({}),
    ] {
        let outcome = authorized(
            &request,
            &json!([{"resource": "a", "authorized": odd, "token": {"serializedToken": "t"}}]),
        );
        assert_eq!(outcome.decisions[0].verdict, Verdict::NoAnswer, "{odd}");
    }
}

#[test]
fn an_exact_resource_comes_before_one_with_white_space() {
    let (_, request) = ask(["a"]);
    let mut outcome = authorized(
        &request,
        &json!([
            {"resource": "a ", "authorized": false},
            {"resource": "a", "authorized": true, "token": {"serializedToken": "t"}},
            {"resource": "A", "authorized": true},
        ]),
    );
    assert_eq!(outcome.about("a").unwrap().verdict, Verdict::Permit);
    assert_eq!(outcome.about("a ").unwrap().verdict, Verdict::Deny);
    assert_eq!(
        outcome.about("\ta").unwrap().verdict,
        Verdict::Deny,
        "the first of those"
    );
    assert_eq!(outcome.about("b"), None);
    let token = outcome.take_media_token("a").unwrap();
    assert_eq!(token.hand_over(str::to_owned), "t");
    assert_eq!(outcome.take_media_token("a"), None);
}

#[test]
fn a_token_that_is_no_token_cannot_be_played() {
    let (_, request) = ask(["a"]);
    for token in [
        json!(null),
        json!("t"),
        json!({}),
        json!({"serializedToken": ""}),
        json!({"serializedToken": 1}),
        json!({"serializedToken": ["t"]}),
        json!({"serializedToken": "t\u{fffd}"}),
    ] {
        let decisions = json!([{"resource": "a", "authorized": true, "token": token}]);
        let outcome = authorized(&request, &decisions);
        assert_eq!(outcome.decisions[0].verdict, Verdict::Permit);
        assert!(!outcome.decisions[0].is_playable(), "{token}");
    }
    // Any other text is the server's business, byte for byte.
    for odd in ["t", " t\n", "<signatureInfo>…", "a/b+c=="] {
        let token = json!({"serializedToken": odd, "notAfter": "1697094802367"});
        let decisions = json!([{"resource": "a", "authorized": true, "token": token}]);
        let token = authorized(&request, &decisions)
            .take_media_token("a")
            .unwrap();
        assert_eq!(token.not_after_ms(), Some(1_697_094_802_367));
        token.hand_over(|serialized| assert_eq!(serialized, odd));
    }
}

#[test]
fn an_answer_without_its_list_is_malformed_and_never_a_denial() {
    let (_, request) = ask(["a"]);
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"decisions": null}"#,
        r#"{"decisions": {}}"#,
        r#"{"decisions": "a"}"#,
        r#"{"decisions": [], "decisions": []}"#,
        r#"{"decisions": [{"resource": "a", "authorized": true}"#,
        "<html></html>",
    ] {
        for status in [200, 201] {
            let outcome = Authorize::interpret(&request, &Response::new(status, body));
            assert!(
                matches!(outcome, Err(Error::Malformed(_))),
                "{body}: {outcome:?}"
            );
        }
    }
    // Half of a surrogate pair in one entry: that entry alone is damaged, and none is there twice.
    let body = r#"{"decisions": [{"resource": "a", "authorized": true}, {"resource": "b\ud800"}]}"#;
    let outcome = Authorize::interpret(&request, &Response::new(200, body)).unwrap();
    assert_eq!(outcome.decisions.len(), 2);
    assert_eq!(outcome.decisions[0].verdict, Verdict::Permit);
}

#[test]
fn nothing_shows_a_media_token() {
    let (_, request) = ask(["a"]);
    let secret = "PHNpZ25hdHVyZUluZm8-secret";
    let decision =
        json!({"resource": "a", "authorized": true, "token": {"serializedToken": secret}});
    let outcome = authorized(&request, &json!([decision]));
    assert!(!format!("{outcome:?} {outcome:#?}").contains("secret"));
    let any = tvpass::operation::AnyOutcome::from(outcome);
    assert!(!format!("{any:?}").contains("secret"));
    // Cut off, so that it is no answer: nothing of it is kept.
    let body = json!({"decisions": [decision]}).to_string();
    for body in [&body[..body.len() - 1], &format!("{body}}}")] {
        for status in [200, 500] {
            let error = Authorize::interpret(&request, &Response::new(status, body)).unwrap_err();
            let shown = format!("{error} {error:?}");
            // Neither the token nor what the user may watch.
            let is_hidden = !shown.contains("PHNpZ25") && !shown.contains("authorized");
            assert!(is_hidden, "{shown}");
        }
    }
}

#[test]
fn a_denials_words_are_fit_to_be_shown() {
    let (_, request) = ask(["a"]);
    let error = json!({
        "code": "authorization_denied_by_mvpd",
        "message": format!("no\n\u{202e}{ACCESS_TOKEN}"),
        "details": "x".repeat(10_000),
        "trace": ACCESS_TOKEN,
    });
    let outcome = authorized(&request, &json!([denied("a", &error)]));
    let denial = outcome.decisions[0].denial.as_ref().unwrap();
    assert_eq!(denial.message.as_deref(), Some("no \u{fffd}[secret]"));
    assert!(denial.details.as_ref().unwrap().len() <= 512);
    assert!(!format!("{denial:?} {denial}").contains(ACCESS_TOKEN));
    assert_eq!(
        denial.to_string(),
        "authorization_denied_by_mvpd (action none, trace [secret]): no \u{fffd}[secret]"
    );
    // An error that says nothing is a denial without words.
    let outcome = authorized(
        &request,
        &json!([denied("a", &json!({})), denied("b", &json!(1))]),
    );
    assert_eq!(outcome.decisions[0].denial.as_ref().unwrap().code, "");
    assert_eq!(outcome.decisions[1].denial, None);
}

#[test]
fn an_identity_is_not_shown_whoever_repeats_it() {
    let raw = TempPassIdentity::raw_json(r#"{"e-mail": "foo@home.example", "a": "x\"y-private"}"#);
    let hashed = TempPassIdentity::hashed("email", "foo@home.example").unwrap();
    for identity in [raw.unwrap(), hashed] {
        let extras = RequestExtras::new().temp_pass_identity(&identity);
        let (authorize, _) = ask(["a"]);
        let authorize = authorize.with_extras(extras).unwrap();
        let request = authorize.request(&site(ADOBE), &token());
        let header = request.headers().get("AP-TempPass-Identity").unwrap();
        let json = {
            use base64::Engine as _;
            let engine = base64::engine::general_purpose::STANDARD;
            String::from_utf8(engine.decode(header.as_str()).unwrap()).unwrap()
        };
        let hash = json.split('"').nth(3).unwrap();
        for echo in [header.as_str(), &json, &json.replace('"', "\\\""), hash] {
            let error = json!({"code": "x", "message": echo, "details": format!("<{echo}>")});
            let outcome = authorized(&request, &json!([denied("a", &error)]));
            let shown = format!("{outcome:?} {request:?} {authorize:?}");
            for body in [error.to_string(), format!("<html>{echo}")] {
                let error = Authorize::interpret(&request, &Response::new(400, body)).unwrap_err();
                let shown = format!("{shown} {error} {error:?}");
                assert!(
                    !shown.contains(hash) && !shown.contains(header.as_str()),
                    "{shown}"
                );
                assert!(!shown.contains("private"), "{shown}");
            }
        }
    }
}

#[test]
fn the_names_in_a_body_may_be_in_an_error() {
    // It begins as the request's body does, which is not secret.
    let (_, request) = ask(["TNT"]);
    let error = json!({"code": "x", "message": "{\"resources\":[\"TNT\"]} is too much"});
    let error = Authorize::interpret(&request, &Response::new(400, error.to_string()));
    let shown = error.unwrap_err().to_string();
    assert!(
        shown.contains("{\"resources\":[\"TNT\"]} is too much"),
        "{shown}"
    );
}

#[test]
fn wrong_inputs_are_refused_by_name() {
    let none: [&str; 0] = [];
    let refused = |field: &str, result: Result<Preauthorize, tvpass::input::InvalidInput>| {
        assert_eq!(result.unwrap_err().field(), field);
    };
    refused("service_provider", Preauthorize::new("", "m", ["a"]));
    refused("mvpd", Preauthorize::new("s", "..", ["a"]));
    refused("resources", Preauthorize::new("s", "m", none));
    refused("resources", Preauthorize::new("s", "m", ["a", "a"]));
    refused(
        "resources",
        Preauthorize::new("s", "m", ["<t><![CDATA[a]]></t>"]),
    );
    Authorize::new("s", "m", ["<t><![CDATA[a]]></t>"]).expect("authorize takes any");
    assert!(Authorize::new("s", "m", none).is_err());
    let mrss = Mrss::channel("A&E").and_then(|mrss| mrss.build()).unwrap();
    Preauthorize::new("s", "m", [&mrss]).expect("Media RSS");
    Preauthorize::new("s", "m", vec![String::from("TNT")]).expect("texts");
}

#[test]
fn only_an_identity_makes_an_authorization_count_twice() {
    use tvpass::operation::Runnable as _;
    let (authorize, _) = ask(["a"]);
    assert_eq!(authorize.repeat(), Repeat::Harmless);
    let token = RequestExtras::new().service_token("t").unwrap();
    let plain = authorize.clone().with_extras(token.clone()).unwrap();
    assert_eq!(plain.repeat(), Repeat::Harmless);
    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    let extras = token.temp_pass_identity(&identity);
    let counted = authorize.with_extras(extras.clone()).unwrap();
    assert_eq!(counted.repeat(), Repeat::Once);
    assert_eq!(AnyOperation::from(counted).kind().repeat, Repeat::Once);
    // It counts nothing.
    let preauthorize = Preauthorize::new("s", "m", ["a"]).unwrap();
    let preauthorize = preauthorize.with_extras(extras).unwrap();
    assert_eq!(
        AnyOperation::from(preauthorize).kind().repeat,
        Repeat::Harmless
    );
}

#[test]
fn any_success_is_one() {
    let (_, request) = ask(["a"]);
    let body = r#"{"decisions": [{"resource": "a", "authorized": true, "token": {"serializedToken": "t"}}]}"#;
    for status in [200, 201, 206] {
        let outcome = Authorize::interpret(&request, &Response::new(status, body)).unwrap();
        assert!(outcome.decisions[0].is_playable());
    }
    for status in [302, 0, 199] {
        Authorize::interpret(&request, &Response::new(status, body)).unwrap_err();
    }
}
