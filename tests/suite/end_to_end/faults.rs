//! What goes wrong on the way.

use std::time::Duration;

use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::uri::UrlRefusal;
use tvpass::{Error, ErrorCode, FollowUp, LogoutAction};
use tvpass_sandbox::{Answer, Config, Fault, Profile, ProfileKind, Reply, Running, Sandbox};

use super::{DEVICE, client, config, options, parameters};

fn sandbox() -> Running {
    Sandbox::start(Config::unthrottled()).unwrap()
}

#[test]
fn an_answer_that_was_lost_leaves_doubt_about_invalid() {
    let sandbox = sandbox();
    sandbox
        .inject(Fault::close("/api/v2/").server_acts())
        .unwrap();
    let logout = client(&sandbox)
        .run(parameters("Cablevision"), options())
        .unwrap();
    assert_eq!(
        logout.profiles[0].action,
        LogoutAction::InvalidAfterLostAnswer
    );
    assert!(matches!(
        logout.follow_ups().collect::<Vec<_>>()[..],
        [FollowUp::SessionMayBeOpen { .. }]
    ));
    assert_eq!(sandbox.counters().profiles_deleted, 1);
}

#[test]
fn a_request_that_was_lost_before_it_was_acted_on_is_sent_again() {
    let sandbox = sandbox();
    sandbox.inject(Fault::close("/api/v2/")).unwrap();
    let logout = client(&sandbox)
        .run(parameters("Cablevision"), options())
        .unwrap();
    assert!(matches!(
        logout.profiles[0].action,
        LogoutAction::OpenUrl(_)
    ));
}

#[test]
fn after_three_attempts_the_last_error_is_the_result() {
    let sandbox = sandbox();
    sandbox
        .inject(Fault::reply("/api/v2/", 503, "text/html", "<html>busy</html>").times(9))
        .unwrap();
    let error = client(&sandbox)
        .run(parameters("Dish"), options())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::HttpStatus);
    assert_eq!(sandbox.pending_faults()[0].times, 6);
}

#[test]
fn what_says_retry_is_retried_although_its_status_is_403() {
    let sandbox = sandbox();
    sandbox
        .inject(Fault::error("/api/v2/", "network_connection_timeout").times(2))
        .unwrap();
    client(&sandbox).run(parameters("Dish"), options()).unwrap();
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn a_client_that_the_service_has_forgotten_is_reported_and_not_replaced_unasked() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.run(parameters("Dish"), options()).unwrap();
    sandbox.delete_all_clients();
    let requests = |sandbox: &Running| sandbox.counters().requests;
    let error = client
        .run(parameters("Cablevision"), options())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::RegistrationLost);
    assert_eq!(
        error.adobe_code(),
        Some("invalid_access_token_client_application")
    );
    let before = requests(&sandbox);
    let error = client
        .run(parameters("Cablevision"), options())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::RegistrationLost);
    assert_eq!(requests(&sandbox), before);
    assert_eq!(sandbox.counters().registrations, 1);

    client.client().forget_registration();
    client.run(parameters("Cablevision"), options()).unwrap();
    assert_eq!(sandbox.counters().registrations, 2);
}

#[test]
fn invalid_client_from_the_token_endpoint_means_the_same() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.run(parameters("Dish"), options()).unwrap();
    sandbox.expire_tokens();
    let gone = Fault::reply(
        "/o/client/token",
        403,
        "application/json",
        r#"{"error":"invalid_client"}"#,
    );
    sandbox.inject(gone).unwrap();
    let error = client
        .run(parameters("Cablevision"), options())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::RegistrationLost);
    assert_eq!(error.adobe_code(), Some("invalid_client"));
}

#[test]
fn registering_again_happens_only_when_the_app_allowed_it() {
    let sandbox = sandbox();
    let config = config(&sandbox).register_again(true);
    let client = BlockingClient::without_store(config, UreqDriver::new());
    client.run(parameters("Dish"), options()).unwrap();
    sandbox.delete_all_clients();
    client.run(parameters("Cablevision"), options()).unwrap();
    assert_eq!(sandbox.counters().registrations, 2);
}

#[test]
fn a_token_endpoint_that_keeps_failing_does_not_loop() {
    let sandbox = sandbox();
    sandbox
        .inject(Fault::reply("/o/client/token", 500, "text/html", "no").times(99))
        .unwrap();
    let error = client(&sandbox)
        .run(parameters("Dish"), options())
        .unwrap_err();
    assert_eq!(error.http_status(), Some(500));
    assert_eq!(sandbox.pending_faults()[0].times, 96);
}

#[test]
fn a_refused_software_statement_is_not_tried_again() {
    let sandbox = sandbox();
    let refused = r#"{"error":"unapproved_software_statement"}"#;
    sandbox
        .inject(Fault::reply(
            "/o/client/register",
            400,
            "application/json",
            refused,
        ))
        .unwrap();
    let error = client(&sandbox)
        .run(parameters("Dish"), options())
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::DcrError);
    assert_eq!(error.adobe_code(), Some("unapproved_software_statement"));
}

#[test]
fn a_redirect_is_reported_and_never_followed() {
    let (sandbox, elsewhere) = (sandbox(), sandbox());
    let location = format!("{}/api/v2/stolen", elsewhere.base_url());
    sandbox
        .inject(Fault::redirect("/api/v2/", &location))
        .unwrap();
    let error = client(&sandbox)
        .run(parameters("Dish"), options())
        .unwrap_err();
    assert_eq!(
        (error.code(), error.http_status()),
        (ErrorCode::HttpStatus, Some(302))
    );
    assert_eq!(elsewhere.counters().connections, 0);
}

#[test]
fn answers_that_are_cut_too_large_or_not_json_are_errors() {
    let sandbox = sandbox();
    let page = |body: &str| Reply {
        status: 200,
        headers: vec![("Content-Type".into(), "text/html".into())],
        body: body.into(),
    };
    let driver = UreqDriver::builder().max_response_bytes(10_000).build();
    let client = BlockingClient::without_store(config(&sandbox), driver);
    client.run(parameters("Dish"), options()).unwrap();

    let portal = Answer::Reply(page("<html>Welcome to the hotel</html>"));
    sandbox.inject(Fault::answer("/api/v2/", portal)).unwrap();
    let error = client.run(parameters("Dish"), options()).unwrap_err();
    let Error::Malformed(malformed) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(malformed.body_head, "<html>Welcome to the hotel</html>");
    assert_eq!(malformed.content_type.as_deref(), Some("text/html"));

    sandbox
        .inject(Fault::answer(
            "/api/v2/",
            Answer::Oversized { bytes: 20_000 },
        ))
        .unwrap();
    let error = client.run(parameters("Dish"), options()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::TransportResponseTooLarge);

    let cut = Answer::Truncated(page(r#"{"logouts": {"Dish": {}}}"#));
    sandbox
        .inject(Fault::answer("/api/v2/", cut).times(3))
        .unwrap();
    let error = client.run(parameters("Dish"), options()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::TransportConnectionLost);
}

#[test]
fn a_hostile_url_is_reported_and_not_openable() {
    let sandbox = sandbox();
    let hostile = |url: &str| ProfileKind::Custom {
        action_name: "logout".into(),
        action_type: "interactive".into(),
        url: Some(url.into()),
    };
    sandbox.set_profiles(
        DEVICE,
        "REF30",
        vec![Profile::new("Dish", hostile("javascript:alert(1)"))],
    );
    let logout = client(&sandbox).run(parameters("Dish"), options()).unwrap();
    let LogoutAction::UrlRefused(refused) = &logout.profiles[0].action else {
        panic!()
    };
    assert_eq!(
        (refused.reason, refused.raw.as_str()),
        (UrlRefusal::Scheme, "javascript:alert(1)")
    );
}

#[test]
fn a_connection_that_the_server_closed_meanwhile_costs_no_doubt() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.run(parameters("Dish"), options()).unwrap();
    sandbox.close_connections();
    std::thread::sleep(Duration::from_millis(50));
    let logout = client.run(parameters("Cablevision"), options()).unwrap();
    assert!(matches!(
        logout.profiles[0].action,
        LogoutAction::OpenUrl(_)
    ));
}
