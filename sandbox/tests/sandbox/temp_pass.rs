//! TempPass: basic and promotional, clock and counter.

use std::time::Duration;

use serde_json::{Value, json};
use tvpass_sandbox::TempPassChange;

use crate::client::base64;
use crate::tv::{Tv, pair, text, tv, types};

const PROMOTIONAL: &str = "flexibleTempPass";

fn code(decision: &Value) -> String {
    assert_eq!(decision["authorized"], false, "{decision}");
    assert_eq!(decision["source"], "temppass");
    assert!(decision.get("token").is_none());
    text(&decision["error"]["code"])
}

fn change(mvpd: &str) -> TempPassChange {
    TempPassChange {
        mvpd: mvpd.into(),
        ..TempPassChange::default()
    }
}

#[test]
fn basic_lasts_from_the_first_authorization_on() {
    let (sandbox, tv) = tv();
    let pass = "TempPass_TEST40";
    assert!(
        types(&tv.profile_with(pass, &[])).is_empty(),
        "not used yet"
    );
    let answer = tv.decide_with("preauthorize", pass, &["a", "b", "c", "d", "e", "f"], &[]);
    let decisions = answer.json()["decisions"].as_array().unwrap().clone();
    assert!(
        decisions
            .iter()
            .all(|decision| decision["authorized"] == true)
    );
    sandbox.clock().advance(Duration::from_secs(3_600));

    let decision = tv.authorize(pass, "a", &[]);
    assert_eq!(
        (&decision["authorized"], &decision["source"]),
        (&json!(true), &json!("temppass"))
    );
    let lasts = decision["notAfter"].as_u64().unwrap() - decision["notBefore"].as_u64().unwrap();
    assert_eq!(lasts, 180_000);
    let json = tv.profile_with(pass, &[]).json();
    let profile = &json["profiles"][pass];
    assert_eq!(
        (&profile["type"], &profile["issuer"]),
        (&json!("temporary"), &json!("Adobe"))
    );
    assert_eq!(profile["notAfter"], decision["notAfter"]);
    assert_eq!(
        profile["attributes"]["expiration_date"]["value"],
        decision["notAfter"]
    );
    assert!(text(&profile["attributes"]["userID"]["value"]).starts_with("temppass_"));
    assert_eq!(tv.logout(pass, &[]), "complete");
    assert_eq!(
        types(&tv.profile_with(pass, &[])),
        [pair(pass, "temporary")],
        "no logout is needed"
    );

    sandbox.clock().advance(Duration::from_secs(180));
    let exceeded = "temporary_access_duration_limit_exceeded";
    assert_eq!(code(&tv.authorize(pass, "a", &[])), exceeded);
    let answer = tv.profile_with(pass, &[]);
    assert_eq!((answer.status, &*answer.code()), (403, exceeded));
    let session = text(&tv.create(&[]).json()["code"]);
    tv.resume(&session, &[("mvpd", pass)]);
    let answer = tv.poll(&session);
    assert_eq!((answer.status, &*answer.code()), (403, exceeded));
    assert_eq!(tv.logout(pass, &[]), "invalid");
    assert_eq!(
        tv.other("another TV", "REF30").authorize(pass, "a", &[])["authorized"],
        true
    );

    sandbox
        .change_temp_pass(&TempPassChange {
            reset: true,
            ..change(pass)
        })
        .unwrap();
    assert_eq!(tv.authorize(pass, "a", &[])["authorized"], true);
    sandbox
        .change_temp_pass(&TempPassChange {
            use_up_time: true,
            ..change(pass)
        })
        .unwrap();
    assert_eq!(code(&tv.authorize(pass, "a", &[])), exceeded);
    assert!(sandbox.change_temp_pass(&change("Dish")).is_err());
}

#[test]
fn promotional_counts_resources_of_an_identity() {
    let (sandbox, tv) = tv();
    let identity = base64("{\"email\":\"f7ee5ec7\"}");
    let known = [("AP-TempPass-Identity", identity.as_str())];
    sandbox
        .change_temp_pass(&TempPassChange {
            resources: Some(2),
            ..change(PROMOTIONAL)
        })
        .unwrap();
    for resource in ["1", "2", "1"] {
        assert_eq!(
            tv.authorize(PROMOTIONAL, resource, &known)["authorized"],
            true
        );
        if resource == "1" {
            continue;
        }
        let answer = tv.profile_with(PROMOTIONAL, &known);
        assert_eq!(answer.code(), "temporary_access_resources_limit_exceeded");
    }
    let exceeded = "temporary_access_resources_limit_exceeded";
    assert_eq!(code(&tv.authorize(PROMOTIONAL, "3", &known)), exceeded);
    let other = tv.other("another TV", "REF30");
    assert_eq!(
        code(&other.authorize(PROMOTIONAL, "3", &known)),
        exceeded,
        "the same identity"
    );
    let new = base64("{\"email\":\"0\"}");
    let new = [("AP-TempPass-Identity", new.as_str())];
    assert_eq!(
        code(&tv.authorize(PROMOTIONAL, "3", &new)),
        exceeded,
        "the same device"
    );
    let third = tv.other("a third TV", "REF30");
    assert_eq!(third.authorize(PROMOTIONAL, "3", &new)["authorized"], true);
    let json = third.profile_with(PROMOTIONAL, &new).json();
    let attributes = &json["profiles"][PROMOTIONAL]["attributes"];
    assert_eq!(attributes["remaining_resources"]["value"], 1);
    assert_eq!(attributes["used_assets"]["value"], json!(["3"]));
    let all_used = TempPassChange {
        use_up_resources: true,
        ..change(PROMOTIONAL)
    };
    sandbox.change_temp_pass(&all_used).unwrap();
    assert_eq!(code(&third.authorize(PROMOTIONAL, "3", &new)), exceeded);
}

#[test]
fn promotional_needs_a_readable_identity() {
    let (_sandbox, tv) = tv();
    let refused = "invalid_header_identity_for_temporary_access";
    let session = text(&tv.create(&[]).json()["code"]);
    tv.resume(&session, &[("mvpd", PROMOTIONAL)]);
    let check = |tv: &Tv, with: &[(&str, &str)]| {
        let decision = tv.authorize(PROMOTIONAL, "a", with);
        assert_eq!(
            (code(&decision).as_str(), &decision["error"]["status"]),
            (refused, &json!(400))
        );
        let answer = tv.decide_with("preauthorize", PROMOTIONAL, &["a"], with);
        assert_eq!(answer.json()["decisions"][0]["error"]["code"], refused);
        for answer in [
            tv.profile_with(PROMOTIONAL, with),
            tv.poll_with(&session, with),
        ] {
            assert_eq!((answer.status, &*answer.code()), (400, refused));
        }
    };
    check(&tv, &[]);
    for wrong in [
        "a@b.c",
        "{\"email\":1}",
        "{\"email\":\"\"}",
        "{}",
        "{\"a\":\"b\",\"c\":\"d\"}",
    ] {
        check(&tv, &[("AP-TempPass-Identity", &base64(wrong))]);
    }
    check(&tv, &[("AP-TempPass-Identity", "{\"email\":\"a\"}")]);
}

#[test]
fn a_pass_can_be_misconfigured() {
    let (sandbox, tv) = tv();
    let pass = "TempPass_5mins";
    let broken = TempPassChange {
        misconfigured: Some(true),
        ..change(pass)
    };
    sandbox.change_temp_pass(&broken).unwrap();
    let decision = tv.authorize(pass, "a", &[]);
    assert_eq!(code(&decision), "invalid_configuration_temporary_access");
    assert_eq!(decision["error"]["status"], 500);
    let answer = tv.profile_with(pass, &[]);
    assert_eq!(
        (answer.status, &*answer.code()),
        (500, "invalid_configuration_temporary_access")
    );
    let mended = TempPassChange {
        misconfigured: Some(false),
        lasts_ms: Some(1),
        ..change(pass)
    };
    sandbox.change_temp_pass(&mended).unwrap();
    assert_eq!(tv.authorize(pass, "a", &[])["authorized"], true);
    sandbox.clock().advance(Duration::from_millis(1));
    assert_eq!(
        code(&tv.authorize(pass, "a", &[])),
        "temporary_access_duration_limit_exceeded"
    );
}
