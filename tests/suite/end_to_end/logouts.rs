//! Every scenario of Adobe's samples.

use tvpass::driver::UreqDriver;
use tvpass::operation::{InitiateLogout, InitiateLogoutV1, Operation as _, RequestExtras};
use tvpass::outcome::PARTNER_SETTINGS;
use tvpass::{AccessToken, Error, FollowUp, Logout, LogoutAction, RedirectUrl};
use tvpass_sandbox::{Config, Sandbox, catalogue};

use super::{DEVICE, client, options, parameters, redirect_url, site};

/// `key actionName actionType` of each profile.
fn summary(logout: &Logout) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
    logout
        .profiles
        .iter()
        .map(|p| {
            format!(
                "{} {} {}",
                p.key,
                text(p.action_name.as_deref()),
                text(p.action_type.as_deref())
            )
        })
        .collect()
}

#[test]
fn each_provider_answers_as_documented_and_the_second_time_invalid() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let client = client(&sandbox);
    let cases: [(&str, &[&str]); 8] = [
        ("Cablevision", &["Cablevision logout interactive"]),
        ("Dish", &["Dish complete none"]),
        ("Spectrum", &["Spectrum logout interactive"]),
        ("Comcast_SSO", &["Comcast_SSO logout interactive"]),
        (
            "Cablevision_Apple",
            &["Cablevision_Apple partner_logout partner_interactive"],
        ),
        ("ATTOTT", &["ATTOTT complete none"]),
        ("TempPass_5mins", &["TempPass_5mins complete none"]),
        (
            "Sandbox_Several",
            &[
                "Verizon logout interactive",
                "Cox logout interactive",
                "Mediacom complete none",
                "AlticeOne partner_logout partner_interactive",
            ],
        ),
    ];
    for (mvpd, expected) in cases {
        let extras = || match mvpd {
            "Spectrum" => RequestExtras::new()
                .service_token(catalogue::SERVICE_TOKEN)
                .unwrap(),
            "Comcast_SSO" => RequestExtras::new()
                .subject_token(catalogue::SUBJECT_TOKEN)
                .unwrap(),
            _ => RequestExtras::new(),
        };
        let logout = client
            .run(parameters(mvpd).with_extras(extras()).unwrap(), options())
            .unwrap();
        assert_eq!(summary(&logout), expected, "{mvpd}");
        assert!(
            logout
                .profiles
                .iter()
                .all(|p| !p.contradicts_documentation())
        );
        let again = client
            .run(parameters(mvpd).with_extras(extras()).unwrap(), options())
            .unwrap();
        assert_eq!(summary(&again), [format!("{mvpd} invalid none")]);
    }
    assert_eq!(sandbox.profiles(DEVICE, "REF30").unwrap(), []);
}

#[test]
fn the_roku_token_is_a_platform_identity_too() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let extras = RequestExtras::new()
        .roku_connect_token(catalogue::SUBJECT_TOKEN)
        .unwrap();
    let parameters = parameters("Comcast_SSO").with_extras(extras).unwrap();
    let logout = client(&sandbox).run(parameters, options()).unwrap();
    assert_eq!(summary(&logout), ["Comcast_SSO logout interactive"]);
}

#[test]
fn without_the_service_token_the_single_sign_on_profile_stays() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let logout = client(&sandbox)
        .run(parameters("Spectrum"), options())
        .unwrap();
    assert_eq!(summary(&logout), ["Spectrum invalid none"]);
    let profiles = sandbox.profiles(DEVICE, "REF30").unwrap();
    assert!(profiles.iter().any(|profile| profile.mvpd == "Spectrum"));
}

#[test]
fn the_follow_ups_are_what_is_left_to_do_in_order() {
    let sandbox = Sandbox::start(Config {
        downgrade_redirect: true,
        ..Config::unthrottled()
    })
    .unwrap();
    let logout = client(&sandbox)
        .run(parameters("Sandbox_Several"), options())
        .unwrap();
    let mut done = Vec::new();
    for follow_up in logout.follow_ups() {
        match follow_up {
            FollowUp::OpenUrl { url, profile } => {
                walk(url.as_str(), &redirect_url());
                done.push(format!("opened for {}", profile.key));
            }
            FollowUp::PartnerSignOut { profile, settings } => {
                assert_eq!(settings, PARTNER_SETTINGS);
                done.push(format!("explained for {}", profile.key));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        done,
        [
            "opened for Verizon",
            "opened for Cox",
            "explained for AlticeOne"
        ]
    );
    for mvpd in ["Verizon", "Cox"] {
        assert_eq!(
            sandbox.mvpd_session_open(DEVICE, "REF30", mvpd),
            Some(false),
            "{mvpd}"
        );
    }
}

/// Follows redirects as a browser does, until the matcher says that the leg is complete.
fn walk(url: &str, redirect_url: &RedirectUrl) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .into();
    let mut url = url::Url::parse(url).unwrap();
    for _ in 0..10 {
        if redirect_url.is_reached_by(url.as_str()) {
            return;
        }
        let page = agent.get(url.as_str()).call().unwrap();
        assert_eq!(page.status(), 302, "{url}");
        url = url
            .join(page.headers()["Location"].to_str().unwrap())
            .unwrap();
    }
    panic!("never reached");
}

#[test]
fn an_app_with_its_own_token_needs_no_client() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let token = AccessToken::new(&sandbox.access_token()).unwrap();
    let operation = InitiateLogout::new("REF30", "Cablevision", &redirect_url()).unwrap();
    let logout = UreqDriver::new()
        .run(&operation, &site(&sandbox), &token)
        .unwrap();
    let LogoutAction::OpenUrl(url) = &logout.profiles[0].action else {
        panic!("{logout:?}")
    };
    assert!(url.as_str().starts_with(sandbox.base_url()));
}

#[test]
fn the_legacy_logout_deletes_without_a_token_and_without_the_providers_page() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    // The device is known once it has asked for something.
    client(&sandbox).run(parameters("Dish"), options()).unwrap();
    let site = site(&sandbox);
    let user_agent = RequestExtras::new().user_agent("test/1.0 (Linux)").unwrap();
    let operation = InitiateLogoutV1::new("REF30")
        .unwrap()
        .device_type("SetTopBox")
        .unwrap()
        .with_extras(user_agent)
        .unwrap();
    let request = operation.request_without_token(&site);
    let response = UreqDriver::new().send(&request).unwrap();
    assert_eq!(response.status(), 204);
    InitiateLogoutV1::interpret(&request, &response).unwrap();
    assert_eq!(sandbox.profiles(DEVICE, "REF30").unwrap(), []);
    assert_eq!(
        sandbox.mvpd_session_open(DEVICE, "REF30", "Cablevision"),
        Some(true)
    );

    let operation = InitiateLogoutV1::new("NOBODY").unwrap();
    let request = operation.request_without_token(&site);
    let response = UreqDriver::new().send(&request).unwrap();
    let error = InitiateLogoutV1::interpret(&request, &response).unwrap_err();
    assert_eq!(error.adobe_code(), Some("invalid_requestor"));
}

#[test]
fn a_refusal_is_reported_with_adobes_code_and_trace() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let error = client(&sandbox)
        .run(parameters("Nobody"), options())
        .unwrap_err();
    assert_eq!(error.adobe_code(), Some("invalid_parameter_mvpd"));
    assert_eq!(error.http_status(), Some(400));
    assert!(error.trace().is_some_and(|trace| trace.len() == 36));
    assert!(matches!(error, Error::Enhanced(_)));
}
