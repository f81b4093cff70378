//! `GET /api/v2/{serviceProvider}/logout/{mvpd}`.

use serde_json::json;
use tvpass_sandbox::catalogue::{self, SERVICE_TOKEN, SUBJECT_TOKEN};
use tvpass_sandbox::{Config, Profile, ProfileKind, SsoToken, UnknownIds};

use crate::client::{Answer, DEVICE, REDIRECT, logout_headers, start, start_unthrottled};

fn assert_pair(answer: &Answer, name: &str, kind: &str) {
    let (_, entry) = answer.only_logout();
    assert_eq!(
        (&entry["actionName"], &entry["actionType"]),
        (&json!(name), &json!(kind)),
        "{answer:?}"
    );
}

#[test]
fn each_provider_answers_as_documented_and_invalid_afterwards() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    for (mvpd, name, kind, has_url) in [
        ("Cablevision", "logout", "interactive", true),
        ("Dish", "complete", "none", false),
        ("Spectrum", "logout", "interactive", true),
        ("Comcast_SSO", "logout", "interactive", true),
        (
            "Cablevision_Apple",
            "partner_logout",
            "partner_interactive",
            false,
        ),
        ("ATTOTT", "complete", "none", false),
        ("TempPass_5mins", "complete", "none", false),
        ("Sandbox_NoProfile", "invalid", "none", false),
    ] {
        let sso = [
            ("AD-Service-Token", SERVICE_TOKEN),
            ("Adobe-Subject-Token", SUBJECT_TOKEN),
        ];
        let answer = client.logout_with(&token, mvpd, &sso);
        assert_eq!(
            answer.header("content-type"),
            Some("application/json;charset=UTF-8")
        );
        let (key, entry) = answer.only_logout();
        assert_eq!((key.as_str(), &entry["mvpd"]), (mvpd, &json!(mvpd)));
        assert_pair(&answer, name, kind);
        assert_eq!(entry["url"].is_string(), has_url, "{mvpd}");
        assert_eq!(
            entry.as_object().unwrap().len(),
            if has_url { 4 } else { 3 },
            "{mvpd}"
        );
        assert_pair(&client.logout_with(&token, mvpd, &sso), "invalid", "none");
    }
    let counters = sandbox.counters();
    assert_eq!((counters.logouts_v2, counters.profiles_deleted), (16, 7));
    assert_eq!(
        sandbox.profiles(DEVICE, "REF30").unwrap().len(),
        4,
        "those of Sandbox_Several are left"
    );
}

#[test]
fn the_urls_are_those_of_the_samples() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    let (_, entry) = client.logout(&token, "Cablevision").only_logout();
    let base = sandbox.base_url();
    let expected = format!(
        "{base}/adobe-services/logout?noflash=true&mso_id=Cablevision&requestor_id=REF30&\
         redirect_url=https%3A%2F%2Fadobe.com&pt_device_id="
    );
    assert!(
        entry["url"].as_str().unwrap().starts_with(&expected),
        "{entry}"
    );
    let (_, entry) = client
        .logout_with(&token, "Spectrum", &[("AD-Service-Token", SERVICE_TOKEN)])
        .only_logout();
    let expected = "/adobe-services/logout?requestor_id=REF30&mso_id=Spectrum&pt_device_id=";
    assert!(
        entry["url"].as_str().unwrap().starts_with(expected),
        "{entry}"
    );
}

#[test]
fn several_profiles_in_one_answer_keep_their_order() {
    let (sandbox, client) = start_unthrottled();
    let answer = client.logout(&sandbox.access_token(), "Sandbox_Several");
    let json = answer.json();
    let expected = [
        ("Verizon", "Verizon", "logout"),
        ("Cox", "Cox", "logout"),
        ("Mediacom", "Sandbox_Degraded", "complete"),
        ("AlticeOne", "AlticeOne", "partner_logout"),
    ];
    let mut last = 0;
    for (key, mvpd, action) in expected {
        let at = answer
            .body
            .find(&format!("\"{key}\":{{"))
            .unwrap_or_else(|| panic!("{key}: {answer:?}"));
        assert!(at > last, "{key} comes too early: {}", answer.body);
        last = at;
        let entry = &json["logouts"][key];
        assert_eq!(
            (&entry["mvpd"], &entry["actionName"]),
            (&json!(mvpd), &json!(action))
        );
    }
    assert_eq!(json["logouts"].as_object().unwrap().len(), expected.len());
    assert!(
        json["logouts"]["Verizon"]["url"]
            .as_str()
            .unwrap()
            .starts_with('/')
    );
    assert!(
        json["logouts"]["Cox"]["url"]
            .as_str()
            .unwrap()
            .starts_with("http://")
    );
    assert_eq!(
        client.logout(&sandbox.access_token(), "Cox").code(),
        "invalid_parameter_mvpd"
    );
}

#[test]
fn a_single_sign_on_profile_needs_the_token_of_its_login() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    for (mvpd, right, wrong) in [
        (
            "Spectrum",
            ("AD-Service-Token", SERVICE_TOKEN),
            ("Adobe-Subject-Token", SERVICE_TOKEN),
        ),
        (
            "Comcast_SSO",
            ("Adobe-Subject-Token", SUBJECT_TOKEN),
            ("AD-Service-Token", SUBJECT_TOKEN),
        ),
    ] {
        assert_pair(&client.logout(&token, mvpd), "invalid", "none");
        assert_pair(
            &client.logout_with(&token, mvpd, &[(right.0, "another")]),
            "invalid",
            "none",
        );
        assert_pair(
            &client.logout_with(&token, mvpd, &[wrong]),
            "invalid",
            "none",
        );
        assert_pair(
            &client.logout_with(&token, mvpd, &[right]),
            "logout",
            "interactive",
        );
        assert_pair(
            &client.logout_with(&token, mvpd, &[right]),
            "invalid",
            "none",
        );
    }
}

#[test]
fn rokus_header_is_a_platform_identity() {
    let (sandbox, client) = start_unthrottled();
    let header = ("X-Roku-Reserved-Roku-Connect-Token", SUBJECT_TOKEN);
    assert_pair(
        &client.logout_with(&sandbox.access_token(), "Comcast_SSO", &[header]),
        "logout",
        "interactive",
    );
}

#[test]
fn single_logout_deletes_regular_and_single_sign_on_profiles() {
    let (sandbox, client) = start_unthrottled();
    let regular = Profile::new("Dish", ProfileKind::NoLogoutEndpoint);
    let sso = regular
        .clone()
        .with_key("Dish (SSO)")
        .bound_to(SsoToken::Service("t".into()));
    let token = sandbox.access_token();

    sandbox.set_profiles(DEVICE, "REF30", vec![regular.clone(), sso.clone()]);
    assert_eq!(client.logout(&token, "Dish").only_logout().0, "Dish");
    assert_eq!(
        sandbox.profiles(DEVICE, "REF30").unwrap(),
        std::slice::from_ref(&sso)
    );

    sandbox.set_profiles(DEVICE, "REF30", vec![regular, sso]);
    let answer = client.logout_with(&token, "Dish", &[("AD-Service-Token", "t")]);
    assert_eq!(
        answer.json()["logouts"].as_object().unwrap().len(),
        2,
        "{answer:?}"
    );
}

#[test]
fn profiles_belong_to_a_device_and_a_service_provider() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    let logout = |device: &str, provider: &str| {
        let target = format!("/api/v2/{provider}/logout/Dish?{REDIRECT}");
        client
            .send("GET", &target, &logout_headers(&token, device), None)
            .only_logout()
            .1["actionName"]
            .clone()
    };
    assert_eq!(logout("one", "REF30"), "complete");
    assert_eq!(logout("two", "REF30"), "complete");
    assert_eq!(logout("one", "REF40"), "complete");
    assert_eq!(logout("one", "REF30"), "invalid");
}

#[test]
fn without_default_profiles_nobody_is_signed_in() {
    let (sandbox, client) = start(Config {
        default_profiles: false,
        ..Config::unthrottled()
    });
    assert_pair(
        &client.logout(&sandbox.access_token(), "Dish"),
        "invalid",
        "none",
    );
    sandbox.set_profiles(
        DEVICE,
        "REF30",
        vec![Profile::new("Dish", ProfileKind::NoLogoutEndpoint)],
    );
    assert_pair(
        &client.logout(&sandbox.access_token(), "Dish"),
        "complete",
        "none",
    );
}

#[test]
fn a_profile_can_answer_whatever_a_test_wants() {
    let (sandbox, client) = start_unthrottled();
    let custom = |action_name: &str, action_type: &str, url: Option<&str>| ProfileKind::Custom {
        action_name: action_name.into(),
        action_type: action_type.into(),
        url: url.map(Into::into),
    };
    for (name, kind, url) in [
        ("logout", "none", None),
        (
            "from_the_future",
            "interactive",
            Some("javascript:alert(1)"),
        ),
        ("logout", "interactive", Some("//evil.example/")),
    ] {
        sandbox.set_profiles(
            DEVICE,
            "REF30",
            vec![Profile::new("Anyone", custom(name, kind, url))],
        );
        let answer = client.logout(&sandbox.access_token(), "Anyone");
        assert_pair(&answer, name, kind);
        assert_eq!(answer.only_logout().1["url"].as_str(), url);
    }
}

#[test]
fn ids_are_decoded_once() {
    let (sandbox, client) = start(Config {
        unknown_ids: UnknownIds::NoProfile,
        ..Config::unthrottled()
    });
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    for (encoded, decoded) in [
        ("a%2Fb", "a/b"),
        ("%E4%BD%A0", "你"),
        ("a%2520", "a%20"),
        ("a+b", "a+b"),
        ("%3F", "?"),
    ] {
        let target = format!("/api/v2/{encoded}/logout/{encoded}?{REDIRECT}");
        let answer = client.send("GET", &target, &headers, None);
        let (key, entry) = answer.only_logout();
        assert_eq!(
            (key.as_str(), entry["mvpd"].as_str()),
            (decoded, Some(decoded)),
            "{encoded}"
        );
        assert!(
            sandbox.profiles(DEVICE, decoded).is_some(),
            "the device was seen at service provider {decoded}"
        );
    }
}

#[test]
fn the_catalogue_has_profiles_only_where_it_says() {
    for provider in catalogue::SERVICE_PROVIDERS {
        for profile in catalogue::default_profiles(provider) {
            assert!(
                catalogue::MVPDS.contains(&profile.requested_as.as_str()),
                "{profile:?}"
            );
        }
    }
    assert!(catalogue::default_profiles("x").is_empty());
}
