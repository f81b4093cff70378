//! Profiles: all six types, who finds them, how they end, and the logout of each.

use std::time::Duration;

use serde_json::{Value, json};
use tvpass_sandbox::{Profile, ProfileEnd, ProfileKind, Quirks, SsoToken};

use crate::client::DEVICE;
use crate::tv::{Tv, pair, text, tv, types};

const HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn a_sign_in_makes_a_profile_with_all_its_fields() {
    let (sandbox, tv) = tv();
    assert!(
        types(&tv.profiles_with(&[])).is_empty(),
        "a device that was never seen"
    );
    let code = tv.sign_in(&sandbox, "Spectrum", &[]);
    let polled = tv.poll(&code).json();
    assert_eq!(polled, tv.profile_with("Spectrum", &[]).json());
    assert_eq!(polled, tv.profiles_with(&[]).json());
    let profile = &polled["profiles"]["Spectrum"];
    assert_eq!(
        (&profile["type"], &profile["issuer"]),
        (&json!("regular"), &json!("Spectrum"))
    );
    let time = |name: &str| profile[name].as_u64().unwrap();
    assert_eq!(time("notAfter") - time("notBefore"), 365 * 86_400_000);
    let attributes = profile["attributes"].as_object().unwrap();
    for (name, state) in [("userID", "plain"), ("zip", "enc"), ("maxRating", "plain")] {
        assert_eq!(attributes[name]["state"], state, "{name}");
    }
    assert!(attributes["channelID"]["value"].is_array());
    assert!(attributes["maxRating"]["value"].is_object());
    assert!(attributes["hba_status"]["value"].is_boolean());
    assert!(types(&tv.profile_with("Dish", &[])).is_empty());
    assert_eq!(
        tv.profile_with("Nobody", &[]).code(),
        "invalid_parameter_mvpd"
    );

    assert_eq!(tv.logout("Spectrum", &[]), "logout");
    assert_eq!(
        sandbox.mvpd_session_open(DEVICE, "REF30", "Spectrum"),
        Some(true)
    );
    assert!(types(&tv.profiles_with(&[])).is_empty() && types(&tv.poll(&code)).is_empty());
    assert_eq!(tv.logout("Spectrum", &[]), "invalid");
    assert_eq!(
        tv.logout("Cablevision", &[]),
        "invalid",
        "it did not begin with a logout"
    );
}

#[test]
fn all_six_types() {
    let (sandbox, tv) = tv();
    let status = sandbox.framework_status("granted", Some("apple.spectrum"), HOUR);
    let sso = SsoToken::Service("a.b.c".into());
    let platform = SsoToken::Platform("d.e.f".into());
    sandbox.set_profiles(
        DEVICE,
        "REF30",
        vec![
            Profile::new("Cablevision", ProfileKind::AbsoluteUrl),
            Profile::new("Dish", ProfileKind::RelativeUrl).bound_to(sso),
            Profile::new("Comcast_SSO", ProfileKind::RelativeUrl).bound_to(platform),
            Profile::new("Spectrum", ProfileKind::AppleSso),
            Profile::new("ATTOTT", ProfileKind::Degraded),
            Profile::new("ElasticSSO", ProfileKind::TempPass),
        ],
    );
    let all = [
        ("AD-Service-Token", "a.b.c"),
        ("Adobe-Subject-Token", "d.e.f"),
        ("AP-Partner-Framework-Status", status.as_str()),
    ];
    let expected = [
        ("Cablevision", "regular", "Cablevision", None),
        ("Dish", "serviceTokenSSO", "Dish", Some(all[0])),
        ("Comcast_SSO", "platformSSO", "Comcast_SSO", Some(all[1])),
        ("Spectrum", "appleSSO", "Apple", Some(all[2])),
        ("ATTOTT", "degraded", "Adobe", None),
        ("ElasticSSO", "temporary", "Adobe", None),
    ];
    for (mvpd, kind, issuer, needs) in expected {
        let with: Vec<_> = needs.into_iter().collect();
        let json = tv.profile_with(mvpd, &with).json();
        let profile = &json["profiles"][mvpd];
        assert_eq!(
            (&profile["type"], &profile["issuer"]),
            (&json!(kind), &json!(issuer))
        );
        assert_eq!(
            types(&tv.profile_with(mvpd, &[])).is_empty(),
            needs.is_some(),
            "{mvpd}"
        );
        let decision = tv.decide_with("authorize", mvpd, &["a"], &with);
        assert_eq!(
            decision.json()["decisions"][0]["authorized"],
            true,
            "{mvpd}"
        );
        let without = tv.decide_with("authorize", mvpd, &["a"], &[]);
        assert_eq!(
            without.status,
            if needs.is_some() { 403 } else { 200 },
            "{mvpd}"
        );
    }
    assert_eq!(
        types(&tv.profiles_with(&[])),
        [pair("Cablevision", "regular")]
    );
    assert_eq!(
        types(&tv.profiles_with(&all)).len(),
        4,
        "neither degraded nor temporary"
    );
    sandbox.set_quirks(Quirks {
        list_special_profiles: true,
        ..Quirks::default()
    });
    assert_eq!(types(&tv.profiles_with(&all)).len(), 6);

    for (mvpd, action) in [
        ("Cablevision", "logout"),
        ("Dish", "logout"),
        ("Spectrum", "partner_logout"),
        ("ATTOTT", "complete"),
        ("ElasticSSO", "complete"),
    ] {
        let token: Vec<_> = all
            .iter()
            .filter(|_| mvpd == "Dish")
            .take(1)
            .copied()
            .collect();
        assert_eq!(tv.logout(mvpd, &token), action, "{mvpd}");
    }
}

#[test]
fn values_are_answered_as_they_were_set() {
    let (sandbox, tv) = tv();
    let attributes = json!({
        "userID": {"value": "u", "state": "plain"},
        "zip": {"state": "enc", "error": "invalid_configuration_user_metadata_certificate"},
        "later": {"value": 7, "state": "sealed"},
    });
    let Value::Object(attributes) = attributes else {
        panic!()
    };
    let now = u64::try_from(sandbox.clock().now().as_millis()).unwrap();
    let mut profile = Profile::new("Cablevision", ProfileKind::AbsoluteUrl)
        .with_attributes(attributes.clone())
        .with_key("Other")
        .valid(now - 5, now + 1_000);
    profile.issuer = Some("Spectrum".into());
    profile.profile_type = Some("tomorrow".into());
    sandbox.set_profiles(DEVICE, "REF30", vec![profile]);
    let json = tv.profile_with("Cablevision", &[]).json();
    let expected = json!({"profiles": {"Other": {"type": "tomorrow", "issuer": "Spectrum",
        "notBefore": now - 5, "notAfter": now + 1_000, "attributes": attributes}}});
    assert_eq!(json, expected);
    sandbox.set_quirks(Quirks {
        other_times_as_text: true,
        ..Quirks::default()
    });
    let answer = tv
        .client
        .send("GET", &tv.path("profiles"), &tv.headers(&[]), None);
    assert_eq!(
        answer.json()["profiles"]["Other"]["notAfter"],
        (now + 1_000).to_string()
    );
    sandbox.set_quirks(Quirks::default());
    sandbox.clock().advance(Duration::from_secs(1));
    assert!(types(&tv.profiles_with(&[])).is_empty(), "its time is over");
    assert_eq!(tv.logout("Cablevision", &[]), "invalid");
}

#[test]
fn a_profile_belongs_to_client_device_and_service_provider() {
    let (sandbox, tv) = tv();
    tv.sign_in(&sandbox, "Cablevision", &[]);
    let found = |tv: &Tv| types(&tv.profiles_with(&[])).len();
    assert_eq!(found(&tv), 1);
    assert_eq!(found(&tv.other("another TV", "REF30")), 0);
    assert_eq!(found(&tv.other(DEVICE, "REF40")), 0);
    let again = Tv {
        token: sandbox.access_token(),
        ..tv.other(DEVICE, "REF30")
    };
    assert_eq!(found(&again), 1, "another token of the same client");
    let token = tv
        .client
        .access_token(&tvpass_sandbox::software_statement());
    let registered_again = Tv {
        token,
        ..tv.other(DEVICE, "REF30")
    };
    assert_eq!(
        found(&registered_again),
        0,
        "new client credentials lose the profiles"
    );
    assert_eq!(registered_again.logout("Cablevision", &[]), "invalid");
    assert_eq!(found(&tv), 1);
}

#[test]
fn single_sign_on_opens_the_second_application_and_ends_in_both() {
    let (sandbox, first) = tv();
    let token = ("AD-Service-Token", "header.claims.signature");
    let code = first.sign_in(&sandbox, "Cablevision", &[token]);
    assert_eq!(
        types(&first.poll(&code)),
        [pair("Cablevision", "regular")],
        "no token when polling"
    );

    let second = first.other("another TV", "REF40");
    assert!(types(&second.profiles_with(&[])).is_empty());
    let expected = [pair("Cablevision", "serviceTokenSSO")];
    assert_eq!(types(&second.profiles_with(&[token])), expected);
    assert_eq!(
        types(&second.profile_with("Cablevision", &[token])),
        expected
    );
    let json = second
        .create_with(&[("mvpd", "Cablevision")], &[token])
        .json();
    assert_eq!(
        (&json["actionName"], &json["reasonType"]),
        (&json!("authorize"), &json!("authenticatedSSO"))
    );
    assert_eq!(
        second.authorize("Cablevision", "a", &[token])["authorized"],
        true
    );
    assert_eq!(
        second
            .decide_with("authorize", "Cablevision", &["a"], &[])
            .status,
        403
    );
    let end = |tv: &Tv, with: &[(&str, &str)]| {
        let answer = tv.profiles_with(with).json();
        answer["profiles"]["Cablevision"]["notAfter"].clone()
    };
    assert_eq!(
        end(&first, &[]),
        end(&second, &[token]),
        "the first one's expiry"
    );

    // Without the token the first application signs out by itself alone.
    assert_eq!(first.logout("Cablevision", &[]), "logout");
    assert_eq!(types(&second.profiles_with(&[token])), expected);
    assert_eq!(
        types(&first.profiles_with(&[token])),
        expected,
        "signed in again, by the token"
    );
    assert_eq!(second.logout("Cablevision", &[token]), "logout");
    for tv in [&first, &second] {
        assert!(types(&tv.profiles_with(&[token])).is_empty());
    }
    let elsewhere = [("AD-Service-Token", "another")];
    assert!(
        types(&second.profiles_with(&elsewhere)).is_empty(),
        "no error either"
    );
}

#[test]
fn integrations_that_are_off_end_everything() {
    let (sandbox, tv) = tv();
    let code = tv.sign_in(&sandbox, "Cablevision", &[]);
    sandbox.set_integration("REF30", "Cablevision", false);
    assert!(types(&tv.profiles_with(&[])).is_empty());
    assert_eq!(
        tv.profile_with("Cablevision", &[]).code(),
        "invalid_integration"
    );
    assert_eq!(tv.poll(&code).code(), "invalid_integration");
    let answer = tv.decide_with("preauthorize", "Cablevision", &["a"], &[]);
    assert_eq!(answer.code(), "invalid_integration");
    assert_eq!(tv.logout_code("Cablevision"), "invalid_integration");
    sandbox.set_integration("REF30", "Cablevision", true);
    assert_eq!(types(&tv.poll(&code)).len(), 1);
    assert!(sandbox.end_profiles(DEVICE, "REF30", None, ProfileEnd::Deleted));
    assert!(!sandbox.end_profiles(DEVICE, "REF30", None, ProfileEnd::Deleted));
}

#[test]
fn the_poll_after_success_says_the_same_until_the_code_ends() {
    let (sandbox, tv) = tv();
    let code = tv.sign_in(&sandbox, "Dish", &[]);
    let first = text(&tv.poll(&code).json()["profiles"]["Dish"]["type"]);
    assert_eq!((first.as_str(), sandbox.counters().polls), ("regular", 1));
    assert_eq!(types(&tv.poll(&code)).len(), 1);
    sandbox.clock().advance(Duration::from_secs(30 * 60));
    assert_eq!(tv.poll(&code).code(), "invalid_authentication_session");
    assert_eq!(types(&tv.profiles_with(&[])).len(), 1);
}
