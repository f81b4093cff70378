//! Preauthorize and authorize: permits, every kind of denial, degradation, limits, media tokens.

use std::time::Duration;

use serde_json::{Value, json};
use tvpass_sandbox::{
    DecisionKind, DecisionRule, Degradation, DegradationRule, Effect, MediaTokenVerdict,
    ProfileEnd, Quirks, RESOURCES, ResourceLimits,
};

use crate::client::{DEVICE, owned, replaced};
use crate::tv::{Tv, text, tv};

fn signed_in() -> (tvpass_sandbox::Running, Tv) {
    let (sandbox, tv) = tv();
    tv.sign_in(&sandbox, "Cablevision", &[]);
    (sandbox, tv)
}

fn preauthorize(tv: &Tv, resources: &[&str]) -> Vec<Value> {
    let answer = tv.decide_with("preauthorize", "Cablevision", resources, &[]);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["decisions"].as_array().unwrap().clone()
}

#[test]
fn a_permit_has_a_media_token_that_is_good_once() {
    let (sandbox, tv) = signed_in();
    let decision = tv.authorize("Cablevision", "channel", &[]);
    assert_eq!(
        (&decision["authorized"], &decision["source"]),
        (&json!(true), &json!("mvpd"))
    );
    let time = |value: &Value| value.as_u64().unwrap();
    let lasts = |value: &Value| time(&value["notAfter"]) - time(&value["notBefore"]);
    assert_eq!(
        (lasts(&decision), lasts(&decision["token"])),
        (3_600_000, 420_000)
    );
    let token = text(&decision["token"]["serializedToken"]);
    assert!(
        token.starts_with("PHNpZ25hdHVyZUluZm8"),
        "as in Adobe's samples"
    );

    let verify = |token: &str, resource| sandbox.verify_media_token(token, "REF30", resource);
    assert_eq!(verify("x", "channel"), MediaTokenVerdict::Unknown);
    assert_eq!(verify(&token, "other"), MediaTokenVerdict::Elsewhere);
    assert_eq!(verify(&token, "channel"), MediaTokenVerdict::Valid);
    assert_eq!(verify(&token, "channel"), MediaTokenVerdict::Used);
    let token = text(&tv.authorize("Cablevision", "channel", &[])["token"]["serializedToken"]);
    sandbox.clock().advance(Duration::from_secs(420));
    assert_eq!(verify(&token, "channel"), MediaTokenVerdict::Expired);
    assert_eq!(sandbox.counters().media_tokens, 2);
}

#[test]
fn preauthorization_has_neither_token_nor_times() {
    let (_sandbox, tv) = signed_in();
    let decisions = preauthorize(&tv, &["a", "Sandbox_Denied", "b"]);
    let authorized: Vec<_> = decisions
        .iter()
        .map(|decision| &decision["authorized"])
        .collect();
    assert_eq!(authorized, [true, false, true]);
    for decision in &decisions {
        for absent in ["token", "notBefore", "notAfter"] {
            assert!(decision.get(absent).is_none());
        }
    }
    assert_eq!(
        decisions[1]["error"]["code"],
        "preauthorization_denied_by_mvpd"
    );
}

#[test]
fn each_kind_of_denial_has_its_error() {
    let (_sandbox, tv) = signed_in();
    let table: Value =
        serde_json::from_str(include_str!("../../../tests/data/vectors/error-codes.json")).unwrap();
    for (resource, code) in RESOURCES {
        let decision = tv.authorize("Cablevision", resource, &[]);
        assert_eq!(decision["authorized"], false, "{resource}");
        assert!(decision.get("token").is_none());
        let rows = table["rest_api_v2"].as_array().unwrap();
        let row = rows.iter().find(|row| row["code"] == code).unwrap();
        let error = &decision["error"];
        assert_eq!(error["code"], code);
        assert_eq!(
            (&error["action"], &error["status"]),
            (&row["action"], &row["status"][0])
        );
        assert_eq!(error["message"], row["message"]);
    }
    let details = &tv.authorize("Cablevision", "Sandbox_Denied", &[])["error"]["details"];
    assert!(
        text(details).contains("\"Live\""),
        "quotes within a text are escaped"
    );
    assert_eq!(
        tv.authorize("Cablevision", "Sandbox_RetryOnce", &[])["authorized"],
        true
    );
    assert_eq!(
        tv.authorize("Cablevision", "Sandbox_RetryOnce", &[])["authorized"],
        false
    );
}

#[test]
fn rules_decide_by_resource_kind_and_number() {
    let (sandbox, tv) = signed_in();
    sandbox
        .add_decision_rule(DecisionRule::deny("a", "no_such_code"))
        .unwrap_err();
    let rule = DecisionRule::deny("a", "authorization_denied_by_parental_controls");
    sandbox
        .add_decision_rule(rule.times(1).on(DecisionKind::Authorize))
        .unwrap();
    assert_eq!(preauthorize(&tv, &["a"])[0]["authorized"], true);
    assert_eq!(tv.authorize("Cablevision", "b", &[])["authorized"], true);
    assert_eq!(tv.authorize("Cablevision", "a", &[])["authorized"], false);
    assert!(sandbox.decision_rules().is_empty(), "used up");
    assert_eq!(tv.authorize("Cablevision", "a", &[])["authorized"], true);

    sandbox
        .add_decision_rule(DecisionRule::new("a", Effect::Omit))
        .unwrap();
    assert_eq!(
        preauthorize(&tv, &["a", "b"]).len(),
        1,
        "no decision about one"
    );
    let dummy = DecisionRule {
        source: Some("dummy".into()),
        ..DecisionRule::new("a", Effect::Permit)
    };
    sandbox.add_decision_rule(dummy).unwrap();
    assert_eq!(
        tv.authorize("Cablevision", "a", &[])["source"],
        "dummy",
        "the last one counts"
    );
    sandbox.clear_decision_rules();
    assert_eq!(tv.authorize("Cablevision", "a", &[])["source"], "mvpd");
}

#[test]
fn who_is_not_signed_in_is_told_so() {
    let (sandbox, tv) = signed_in();
    let refused = |code: &str| {
        for kind in ["preauthorize", "authorize"] {
            let answer = tv.decide_with(kind, "Cablevision", &["a"], &[]);
            assert_eq!((answer.status, &*answer.code()), (403, code));
        }
    };
    let missing = tv.decide_with("authorize", "Spectrum", &["a"], &[]);
    assert_eq!(missing.code(), "authenticated_profile_missing");
    let end = |how| assert!(sandbox.end_profiles(DEVICE, "REF30", Some("Cablevision"), how));
    end(ProfileEnd::Invalidated);
    refused("authenticated_profile_invalidated");
    end(ProfileEnd::Deleted);
    refused("authenticated_profile_missing");
    tv.sign_in(&sandbox, "Cablevision", &[]);
    assert_eq!(tv.authorize("Cablevision", "a", &[])["authorized"], true);
    sandbox.clock().advance(Duration::from_secs(365 * 86_400));
    let tv = Tv {
        token: sandbox.access_token(),
        ..tv
    };
    let answer = tv.decide_with("authorize", "Cablevision", &["a"], &[]);
    assert_eq!(answer.code(), "authenticated_profile_expired");

    sandbox.set_quirks(Quirks {
        missing_profile_per_item: true,
        ..Quirks::default()
    });
    let answer = tv.decide_with("preauthorize", "Cablevision", &["a", "b"], &[]);
    assert_eq!(answer.status, 200);
    for decision in answer.json()["decisions"].as_array().unwrap() {
        assert_eq!(decision["error"]["code"], "authenticated_profile_expired");
    }
}

#[test]
fn resources_are_counted_and_checked() {
    let (sandbox, tv) = signed_in();
    let six = ["1", "2", "3", "4", "5", "6"];
    assert_eq!(preauthorize(&tv, &six[..5]).len(), 5);
    let answer = tv.decide_with("preauthorize", "Cablevision", &six, &[]);
    assert_eq!(
        (answer.status, &*answer.code()),
        (403, "too_many_resources")
    );
    let answer = tv.decide_with("authorize", "Cablevision", &six[..2], &[]);
    assert_eq!(answer.code(), "too_many_resources");
    sandbox.set_resource_limits(ResourceLimits {
        preauthorize: 6,
        authorize: 2,
    });
    assert_eq!(preauthorize(&tv, &six).len(), 6);

    let mut headers = tv.headers(&[]);
    headers.extend(owned(&[("Content-Type", "application/json")]));
    let target = tv.path("decisions/preauthorize/Cablevision");
    for body in [
        "",
        "{}",
        "[]",
        "{\"resources\":[]}",
        "{\"resources\":[\"\"]}",
        "{\"resources\":[1]}",
        "{\"resources\":\"a\"}",
        "{\"resources\":[\"a\"],\"mvpd\":\"b\"}",
        "{\"resources\":[\"<rss><![CDATA[a]]></rss>\"]}",
    ] {
        let answer = tv.client.send("POST", &target, &headers, Some(body));
        assert_eq!(answer.code(), "invalid_parameter_resources", "{body}");
    }
    let wrong = replaced(&headers, "Content-Type", Some("text/plain"));
    let answer = tv
        .client
        .send("POST", &target, &wrong, Some("{\"resources\":[\"a\"]}"));
    assert_eq!(answer.code(), "invalid_parameter_resources");
    let mrss = "<rss version=\"2.0\"><channel><title>TNT</title></channel></rss>";
    assert_eq!(preauthorize(&tv, &[mrss])[0]["resource"], mrss);
}

#[test]
fn a_degradation_decides_instead_of_the_mvpd() {
    let (sandbox, tv) = signed_in();
    let degrade = |mvpd: &str, rule, message: Option<&str>| {
        sandbox.set_degradation(Degradation {
            service_provider: "REF30".into(),
            mvpd: mvpd.into(),
            rule,
            message: message.map(str::to_owned),
        });
    };
    // Nobody is signed in with Spectrum.
    degrade("Spectrum", Some(DegradationRule::AuthNAll), None);
    let decision = tv.authorize("Spectrum", "Sandbox_Denied", &[]);
    assert_eq!(
        (&decision["authorized"], &decision["source"]),
        (&json!(true), &json!("degradation"))
    );
    assert!(decision["token"].is_object());
    let answer = tv.decide_with("authorize", "Spectrum", &["a", "b"], &[]);
    assert_eq!(
        answer.json()["decisions"].as_array().unwrap().len(),
        2,
        "no MVPD, no limit"
    );
    let profile = tv.profile_with("Spectrum", &[]).json()["profiles"]["Spectrum"].clone();
    assert_eq!(
        (&profile["type"], &profile["issuer"]),
        (&json!("degraded"), &json!("Adobe"))
    );
    assert_eq!(tv.logout("Spectrum", &[]), "complete");

    for rule in [DegradationRule::AuthZAll, DegradationRule::AuthZNone] {
        degrade("Spectrum", Some(rule), None);
        let answer = tv.decide_with("authorize", "Spectrum", &["a"], &[]);
        assert_eq!(answer.code(), "authenticated_profile_missing");
    }
    degrade("Cablevision", Some(DegradationRule::AuthZAll), None);
    let decision = tv.authorize("Cablevision", "Sandbox_Denied", &[]);
    assert_eq!(decision["source"], "degradation");
    assert!(decision["token"].is_object() && decision.get("notAfter").is_none());
    degrade(
        "Cablevision",
        Some(DegradationRule::AuthZNone),
        Some("Back at noon"),
    );
    let decision = tv.authorize("Cablevision", "a", &[]);
    assert_eq!(
        decision["error"]["code"],
        "authorization_denied_by_degradation_rule"
    );
    assert_eq!(decision["error"]["details"], "Back at noon");
    assert_eq!(preauthorize(&tv, &["a"])[0]["authorized"], false);
    assert_eq!(sandbox.degradations().len(), 2);
    degrade("Cablevision", None, None);
    assert_eq!(tv.authorize("Cablevision", "a", &[])["source"], "mvpd");
}

#[test]
fn truth_and_times_as_text() {
    let (sandbox, tv) = signed_in();
    sandbox.set_quirks(Quirks {
        authorized_as_text: true,
        other_times_as_text: true,
        ..Quirks::default()
    });
    let mut headers = tv.headers(&[]);
    headers.extend(owned(&[("Content-Type", "application/json")]));
    let target = tv.path("decisions/authorize/Cablevision");
    let answer = tv
        .client
        .send("POST", &target, &headers, Some("{\"resources\":[\"a\"]}"));
    let decision = &answer.json()["decisions"][0];
    assert_eq!(decision["authorized"], "true");
    assert!(decision["token"]["notAfter"].is_string() && decision["notAfter"].is_string());
}
