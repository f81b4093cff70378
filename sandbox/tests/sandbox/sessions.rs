//! Create, resume and retrieve an authentication session; configuration.

use std::time::Duration;

use serde_json::{Value, json};
use tvpass_sandbox::{Degradation, DegradationRule, Quirks, SignIn};

use crate::tv::{ALL, pair, text, tv, types};

fn action(json: &Value) -> [&str; 3] {
    ["actionName", "actionType", "reasonType"].map(|name| json[name].as_str().unwrap())
}

#[test]
fn with_everything_the_user_has_to_authenticate() {
    let (sandbox, tv) = tv();
    let json = tv.create(&ALL).json();
    assert_eq!(action(&json), ["authenticate", "interactive", "none"]);
    let code = text(&json["code"]);
    assert_eq!(json["url"], format!("/api/v2/authenticate/REF30/{code}"));
    assert_eq!(
        (&json["mvpd"], &json["serviceProvider"]),
        (&json!("Cablevision"), &json!("REF30"))
    );
    assert!(json.get("missingParameters").is_none());
    let [start, end]: [u64; 2] =
        ["notBefore", "notAfter"].map(|name| text(&json[name]).parse().unwrap());
    assert_eq!(end - start, 30 * 60 * 1_000);
    let state = &sandbox.authentication_sessions()[0];
    assert_eq!(
        (&state.code, state.sign_in, state.not_after),
        (&code, SignIn::Pending, end)
    );
}

#[test]
fn what_is_missing_can_be_supplied_from_a_second_screen() {
    let (sandbox, tv) = tv();
    let json = tv.create(&[]).json();
    assert_eq!(action(&json), ["resume", "direct", "none"]);
    assert_eq!(
        json["missingParameters"],
        json!(["mvpd", "domainName", "redirectUrl"])
    );
    let code = text(&json["code"]);
    assert_eq!(json["url"], format!("/api/v2/REF30/sessions/{code}"));
    assert!(json.get("mvpd").is_none());

    let phone = tv.other("a phone", "REF30");
    let json = phone.resume(&code, &ALL[..2]).json();
    assert_eq!(action(&json), ["retry", "direct", "none"]);
    assert_eq!(json["missingParameters"], json!(["redirectUrl"]));
    assert_eq!(json["code"], code);

    let json = phone.retrieve(&code).json();
    assert_eq!(json["missingParameters"], json!(["redirectUrl"]));
    let existing =
        json!({"mvpd": "Cablevision", "domainName": "adobe.com", "serviceProvider": "REF30"});
    assert_eq!(json["existingParameters"], existing);
    assert_eq!(json["device"]["model"], "TV 5th Gen");
    assert_eq!(json["device"]["type"], "SetTopBox");
    assert_eq!(json["device"]["version"]["major"], 5);
    assert_eq!(json["device"]["operatingSystem"]["version"]["major"], 11);
    assert!(json["notAfter"].is_string());

    let json = phone.resume(&code, &ALL).json();
    assert_eq!(action(&json), ["authenticate", "interactive", "none"]);
    assert!(
        phone
            .retrieve(&code)
            .json()
            .get("missingParameters")
            .is_none()
    );
    sandbox.sign_in(&code).unwrap();
    assert_eq!(types(&tv.poll(&code)), [pair("Cablevision", "regular")]);
    assert!(
        types(&phone.profiles_with(&[])).is_empty(),
        "the phone is not signed in"
    );
}

#[test]
fn nobody_has_to_sign_in_where_there_is_access() {
    let (sandbox, tv) = tv();
    tv.sign_in(&sandbox, "Cablevision", &[]);
    for (mvpd, reason) in [
        ("Cablevision", "authenticated"),
        ("TempPass_TEST40", "temporary"),
        ("Spectrum", "degraded"),
    ] {
        sandbox.set_degradation(Degradation {
            service_provider: "REF30".into(),
            mvpd: "Spectrum".into(),
            rule: Some(DegradationRule::AuthNAll),
            message: None,
        });
        let json = tv.create(&[("mvpd", mvpd)]).json();
        assert_eq!(action(&json), ["authorize", "direct", reason]);
        assert_eq!(
            json["url"],
            format!("/api/v2/REF30/decisions/authorize/{mvpd}")
        );
        for absent in ["code", "notBefore", "notAfter", "missingParameters"] {
            assert!(json.get(absent).is_none(), "{mvpd} {absent}");
        }
        assert!(json["sessionId"].is_string());
        // The same by resume; then the waiting device finds the profile by its code.
        let code = text(&tv.create(&[]).json()["code"]);
        let json = tv.resume(&code, &[("mvpd", mvpd)]).json();
        assert_eq!(action(&json), ["authorize", "direct", reason]);
        let found = types(&tv.poll(&code));
        assert_eq!(
            found.is_empty(),
            mvpd == "TempPass_TEST40",
            "{mvpd}: {found:?}"
        );
    }
}

#[test]
fn codes_end_with_time_and_with_the_next_code() {
    let (sandbox, tv) = tv();
    let first = tv.code_for("Cablevision", &[]);
    let second = tv.code_for("Cablevision", &[]);
    assert_ne!(first, second);
    assert_eq!(tv.poll(&first).code(), "invalid_authentication_session");
    assert_eq!(tv.retrieve(&first).code(), "invalid_authentication_session");
    let other = tv.other("another TV", "REF30").code_for("Cablevision", &[]);
    assert!(
        types(&tv.poll(&second)).is_empty(),
        "another device ends no code"
    );

    sandbox.clock().advance(Duration::from_secs(30 * 60 - 1));
    assert!(types(&tv.poll(&second)).is_empty());
    sandbox.clock().advance(Duration::from_secs(1));
    for code in [&second, &other] {
        assert_eq!(tv.poll(code).code(), "invalid_authentication_session");
        assert_eq!(
            tv.resume(code, &ALL).code(),
            "invalid_authentication_session"
        );
    }
    assert!(sandbox.sign_in(&second).is_err());
    let third = tv.code_for("Cablevision", &[]);
    assert!(sandbox.expire_code(&third) && !sandbox.expire_code(&third));
    assert_eq!(tv.poll(&third).code(), "invalid_authentication_session");
    for code in ["short", "lowerca", "8ER64%200"] {
        assert_eq!(tv.poll(code).code(), "invalid_parameter_code", "{code}");
        assert_eq!(tv.retrieve(code).code(), "invalid_parameter_code", "{code}");
    }
    let elsewhere = tv.other("x", "REF40");
    let fourth = tv.code_for("Cablevision", &[]);
    assert_eq!(
        elsewhere.poll(&fourth).code(),
        "invalid_authentication_session"
    );
}

#[test]
fn parameters_are_checked() {
    let (_sandbox, tv) = tv();
    let code = text(&tv.create(&[]).json()["code"]);
    for (parameter, value, refused) in [
        ("mvpd", "Nobody", "invalid_parameter_mvpd"),
        ("redirectUrl", "adobe.com", "invalid_parameter_redirect_url"),
        ("redirectUrl", "/done", "invalid_parameter_redirect_url"),
        ("domain", "adobe.com", "unexpected_parameter"),
    ] {
        assert_eq!(tv.create(&[(parameter, value)]).code(), refused);
        assert_eq!(tv.resume(&code, &[(parameter, value)]).code(), refused);
    }
    let twice = [ALL[0], ALL[0]];
    assert_eq!(tv.create(&twice).code(), "unexpected_parameter");
    let json = tv.create(&[("mvpd", ""), ALL[1], ALL[2]]).json();
    assert_eq!(
        json["missingParameters"],
        json!(["mvpd"]),
        "empty is missing"
    );
    let other = tv.other("d", "REF40");
    assert_eq!(
        other.create(&[("mvpd", "Spectrum")]).code(),
        "invalid_integration"
    );
}

#[test]
fn other_readings_of_the_pages() {
    let (sandbox, tv) = tv();
    sandbox.set_quirks(Quirks {
        domain_for_domain_name: true,
        pending_as_error: true,
        ..Quirks::default()
    });
    let json = tv.create(&ALL[..1]).json();
    assert_eq!(json["missingParameters"], json!(["domain", "redirectUrl"]));
    let code = text(&json["code"]);
    let answer = tv.poll(&code);
    assert_eq!(
        (answer.status, &*answer.code()),
        (403, "authenticated_profile_missing")
    );
    tv.resume(&code, &ALL);
    let existing = &tv.retrieve(&code).json()["existingParameters"];
    assert_eq!(existing["domain"], "adobe.com");

    // The description has texts here, so that this one is read by hand.
    sandbox.set_quirks(Quirks {
        session_times_as_numbers: true,
        ..Quirks::default()
    });
    let answer = tv.client.send(
        "GET",
        &tv.path(&format!("sessions/{code}")),
        &tv.code_headers(&[]),
        None,
    );
    assert!(answer.json()["notAfter"].is_u64());
}

#[test]
fn the_configuration_has_some_forty_providers_and_their_logos() {
    let (sandbox, tv) = tv();
    let json = tv.configuration().json();
    assert_eq!(json["device"], "SetTopBox");
    assert_eq!(json["requestor"]["id"], "REF30");
    let mvpds = json["requestor"]["mvpds"].as_array().unwrap().clone();
    assert!((40..50).contains(&mvpds.len()), "{}", mvpds.len());
    let by_id = |id: &str| mvpds.iter().find(|mvpd| mvpd["id"] == id).unwrap().clone();
    assert_eq!(by_id("TempPass_TEST40")["isTempPass"], true);
    assert!(by_id("Cablevision").get("isTempPass").is_none());
    assert_eq!(by_id("Spectrum")["platformMappingId"], "apple.spectrum");
    assert_eq!(by_id("Spectrum")["boardingStatus"], "SUPPORTED");
    assert_eq!(by_id("Spectrum")["enablePlatformServices"], true);
    assert_eq!(by_id("ATTOTT")["boardingStatus"], "PICKER");
    assert_eq!(by_id("ATTOTT")["enablePlatformServices"], true);
    assert_eq!(by_id("Sandbox_Dunes")["isProxy"], true);
    for mvpd in &mvpds {
        let logo = tv.client.get(mvpd["logoUrl"].as_str().unwrap());
        assert_eq!(
            (logo.status, logo.header("content-type")),
            (200, Some("image/svg+xml"))
        );
        assert!(
            logo.body.contains("<title>") && !logo.body.contains("<TV>"),
            "{mvpd}"
        );
    }
    assert_eq!(tv.client.get("/logos/Nobody.svg").status, 404);

    let other = tv.other("d", "REF40").configuration().json();
    assert_eq!(other["requestor"]["mvpds"].as_array().unwrap().len(), 2);
    sandbox.set_integration("REF30", "Spectrum", false);
    let json = tv.configuration().json();
    assert_eq!(
        json["requestor"]["mvpds"].as_array().unwrap().len(),
        mvpds.len() - 1
    );
    let wish = [("mvpd", "Spectrum")];
    assert_eq!(tv.create(&wish).code(), "invalid_integration");
    sandbox.set_integration("REF30", "Spectrum", true);
    assert_eq!(tv.create(&wish).json()["actionName"], "resume");

    sandbox.set_quirks(Quirks {
        mvpds_beside_requestor: true,
        ..Quirks::default()
    });
    let json = tv
        .client
        .send(
            "GET",
            &tv.path("configuration?profile=x"),
            &tv.code_headers(&[]),
            None,
        )
        .json();
    assert_eq!(json["mvpds"].as_array().unwrap().len(), mvpds.len());
    assert_eq!(json["device"], "unknown", "the device headers are optional");
}

#[test]
fn a_seed_and_a_clock_make_all_answers_the_same() {
    let run = || {
        let config = tvpass_sandbox::Config {
            seed: Some(42),
            clock: tvpass_sandbox::Clock::frozen_at(Duration::from_secs(1_700_000_000)),
            ..tvpass_sandbox::Config::unthrottled()
        };
        let (sandbox, tv) = crate::tv::tv_with(config);
        let created = tv.create(&ALL).body;
        let code = sandbox.authentication_sessions()[0].code.clone();
        sandbox.sign_in(&code).unwrap();
        let polled = tv.poll(&code).body;
        let permitted = tv.authorize("Cablevision", "a", &[]).to_string();
        sandbox.reset();
        let token = sandbox.access_token();
        assert_eq!(token, tv.token, "a reset starts the seed again");
        [created, polled, permitted, token]
    };
    assert_eq!(run(), run());
}
