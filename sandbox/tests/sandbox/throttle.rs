//! The throttle, over HTTP and in the sandbox's time.

use std::time::Duration;

use tvpass_sandbox::{Clock, Config, software_statement};

use crate::client::{Client, DEVICE, REDIRECT, logout_headers, owned, start, start_unthrottled};

fn frozen() -> Config {
    Config {
        clock: Clock::frozen(),
        ..Config::default()
    }
}

#[test]
fn adobes_table() {
    let (sandbox, client) = start(frozen());
    let token = sandbox.access_token();
    let mut now = 0;
    // Tenths of a second since the first request, and what the table says comes back.
    for (tenths, status) in [
        (0, 200),
        (3, 200),
        (6, 200),
        (9, 200),
        (12, 200),
        (13, 200),
        (14, 200),
        (15, 200),
        (16, 200),
        (17, 200),
        (18, 200),
        (21, 200),
        (22, 200),
        (24, 429),
        (26, 429),
        (28, 429),
        (31, 200),
    ] {
        sandbox
            .clock()
            .advance(Duration::from_millis((tenths - now) * 100));
        now = tenths;
        assert_eq!(
            client.logout(&token, "Dish").status,
            status,
            "at {tenths}/10 s"
        );
    }
    assert_eq!(
        (sandbox.counters().throttled, sandbox.counters().logouts_v2),
        (3, 14)
    );
}

#[test]
fn the_answer_is_adobes_html_without_retry_after() {
    let (sandbox, client) = start(frozen());
    let answers: Vec<_> = (0..12)
        .map(|_| client.logout(&sandbox.access_token(), "Dish"))
        .collect();
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 200).count(),
        11
    );
    let answer = &answers[11];
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (429, Some("text/html"))
    );
    assert_eq!(
        (
            answer.header("retry-after"),
            answer.header("content-length")
        ),
        (None, Some("166"))
    );
    assert!(answer.body.contains("<title>429 Too Many Requests</title>"));
}

#[test]
fn all_endpoints_share_one_count() {
    let (sandbox, client) = start(frozen());
    let send = |client: &Client, number: usize| match number % 4 {
        0 => client.register(&serde_json::json!({"software_statement": software_statement()})),
        1 => client.token("x", "y"),
        2 => client.logout("x", "Dish"),
        _ => client.send("DELETE", "/api/v1/logout", &owned(&[]), None),
    };
    for number in 0..11 {
        assert_ne!(send(&client, number).status, 429, "{number}");
    }
    for number in 0..4 {
        assert_eq!(send(&client, number).status, 429, "{number}");
    }
    assert_eq!(
        client.get("/app/signed-out").status,
        200,
        "the user agent is not throttled"
    );
    assert_eq!(
        client.get("/sandbox/counters").status,
        200,
        "nor are the controls"
    );
    assert_eq!(
        sandbox.counters().token_requests,
        3,
        "a throttled request reaches no endpoint"
    );
}

#[test]
fn devices_behind_a_server_are_told_apart() {
    let (sandbox, client) = start(frozen());
    let token = sandbox.access_token();
    let from = |address: &str| {
        client
            .logout_with(&token, "Dish", &[("X-Forwarded-For", address)])
            .status
    };
    for _ in 0..11 {
        assert_eq!(from("192.0.2.1, 198.51.100.7"), 200);
    }
    assert_eq!(from("192.0.2.1"), 429, "the first address is the device's");
    assert_eq!(from("192.0.2.2, 192.0.2.1"), 200);
    assert_eq!(from("2001:db8::1"), 200);
    assert_eq!(
        from("not an address"),
        200,
        "that counts for the connection's own address"
    );
    for _ in 0..10 {
        assert_eq!(client.logout(&token, "Dish").status, 200);
    }
    assert_eq!(from("not an address"), 429);
}

#[test]
fn it_can_be_switched_off_and_is_forgotten_by_reset() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    assert!((0..40).all(|_| client.logout(&token, "Dish").status == 200));

    let (sandbox, client) = start(frozen());
    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}");
    let status = || {
        client
            .send("GET", &target, &logout_headers("x", DEVICE), None)
            .status
    };
    assert!((0..11).all(|_| status() == 401));
    assert_eq!(status(), 429);
    sandbox.reset();
    assert_eq!(status(), 401);
}
