//! The pages that a user agent walks through.

use tvpass_sandbox::catalogue::SERVICE_TOKEN;
use tvpass_sandbox::{Config, Running};

use crate::client::{Answer, Client, DEVICE, logout_headers, start, start_unthrottled};

/// Resolves a `Location` or a logout's `url` against the sandbox.
fn resolve(client: &Client, url: &str) -> String {
    if url.starts_with('/') {
        format!("{}{url}", client.base)
    } else {
        url.to_owned()
    }
}

/// Walks from a logout's URL until a redirect leaves the sandbox, and gives back every `Location`
/// on the way.
fn walk(client: &Client, url: &str) -> Vec<String> {
    let mut locations = Vec::new();
    let mut url = resolve(client, url);
    while url.starts_with(&client.base) {
        assert!(locations.len() < 10, "{locations:?}");
        let answer = client.get(&url);
        assert_eq!(answer.status, 302, "{url} {answer:?}");
        let location = answer.header("location").unwrap().to_owned();
        url = resolve(client, &location);
        locations.push(location);
    }
    locations
}

fn url(answer: &Answer) -> String {
    answer.only_logout().1["url"].as_str().unwrap().to_owned()
}

fn session(sandbox: &Running, mvpd: &str) -> Option<bool> {
    sandbox.mvpd_session_open(DEVICE, "REF30", mvpd)
}

#[test]
fn the_leg_ends_at_the_redirect_url_and_closes_the_mvpds_session() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    assert_eq!(session(&sandbox, "Cablevision"), None);
    for (mvpd, sso) in [
        ("Cablevision", &[][..]),
        ("Spectrum", &[("AD-Service-Token", SERVICE_TOKEN)]),
    ] {
        let url = url(&client.logout_with(&token, mvpd, sso));
        assert_eq!(
            session(&sandbox, mvpd),
            Some(true),
            "the logout call alone leaves it open"
        );
        let locations = walk(&client, &url);
        assert_eq!(locations.len(), 3, "{locations:?}");
        assert!(
            locations[0].starts_with(&format!("{}/mvpd/{mvpd}/slo?", client.base)),
            "{locations:?}"
        );
        assert!(
            locations[1].starts_with("/adobe-services/logout/return?"),
            "a relative one: {locations:?}"
        );
        assert_eq!(locations[2], "https://adobe.com");
        assert_eq!(session(&sandbox, mvpd), Some(false));
    }
    assert_eq!(sandbox.counters().mvpd_sessions_closed, 2);
    assert_eq!(session(&sandbox, "Comcast_SSO"), Some(true));
}

#[test]
fn walking_twice_closes_once() {
    let (sandbox, client) = start_unthrottled();
    let url = url(&client.logout(&sandbox.access_token(), "Cablevision"));
    assert_eq!(walk(&client, &url).last(), walk(&client, &url).last());
    assert_eq!(sandbox.counters().mvpd_sessions_closed, 1);
}

#[test]
fn stopping_halfway_is_seen() {
    let (sandbox, client) = start_unthrottled();
    let url = url(&client.logout(&sandbox.access_token(), "Cablevision"));
    let slo = client.get(&url).header("location").unwrap().to_owned();
    assert_eq!(session(&sandbox, "Cablevision"), Some(true));
    let answer = client.get(&slo);
    assert!(
        answer.header("set-cookie").unwrap().contains("Max-Age=0"),
        "{answer:?}"
    );
    assert_eq!(session(&sandbox, "Cablevision"), Some(false));
}

#[test]
fn the_redirect_url_comes_back_byte_for_byte() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    for (encoded, decoded) in [
        (
            "adobepass%3A%2F%2Fcom.programmer",
            "adobepass://com.programmer",
        ),
        (
            "https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%252F%23z",
            "https://a.example/?x=1&y=%2F#z",
        ),
    ] {
        sandbox.reset();
        let token_headers = logout_headers(&sandbox.access_token(), DEVICE);
        assert_eq!(headers.len(), token_headers.len());
        let target = format!("/api/v2/REF30/logout/Cablevision?redirectUrl={encoded}");
        let url = url(&client.send("GET", &target, &token_headers, None));
        assert_eq!(walk(&client, &url).last().unwrap(), decoded);
    }
}

#[test]
fn an_https_redirect_url_may_come_back_as_http() {
    let (sandbox, client) = start(Config {
        downgrade_redirect: true,
        ..Config::unthrottled()
    });
    let url = url(&client.logout(&sandbox.access_token(), "Cablevision"));
    assert!(
        url.contains("redirect_url=http%3A%2F%2Fadobe.com&"),
        "{url}"
    );
    assert_eq!(walk(&client, &url).last().unwrap(), "http://adobe.com");
}

#[test]
fn two_devices_have_two_sessions() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    let logout = |device: &str| {
        let target = format!(
            "/api/v2/REF30/logout/Cablevision?{}",
            crate::client::REDIRECT
        );
        url(&client.send("GET", &target, &logout_headers(&token, device), None))
    };
    let (first, _second) = (logout("one"), logout("two"));
    walk(&client, &first);
    assert_eq!(
        sandbox.mvpd_session_open("one", "REF30", "Cablevision"),
        Some(false)
    );
    assert_eq!(
        sandbox.mvpd_session_open("two", "REF30", "Cablevision"),
        Some(true)
    );
}

#[test]
fn a_changed_url_leads_nowhere() {
    let (sandbox, client) = start_unthrottled();
    let url = url(&client.logout(&sandbox.access_token(), "Cablevision"));
    for (from, to, status) in [
        ("pt_device_id=", "pt_device_id=0", 404),
        ("pt_device_id=", "x=", 404),
        ("mso_id=Cablevision", "mso_id=Dish", 400),
        ("requestor_id=REF30", "requestor_id=REF40", 400),
        ("adobe.com", "evil.example", 400),
    ] {
        let changed = url.replace(from, to);
        assert_ne!(changed, url);
        let answer = client.get(&changed);
        assert_eq!(
            (answer.status, answer.header("location")),
            (status, None),
            "{changed}"
        );
    }
    assert_eq!(client.get("/mvpd/Dish/slo?RelayState=x").status, 404);
    assert_eq!(client.get("/adobe-services/logout/return").status, 404);
    assert_eq!(session(&sandbox, "Cablevision"), Some(true));
}

#[test]
fn there_is_a_page_to_come_back_to() {
    let (_sandbox, client) = start_unthrottled();
    let answer = client.get("/app/signed-out");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Signed out"));
}
