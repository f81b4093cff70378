//! The log and the counters.

use tvpass_sandbox::catalogue::{SERVICE_TOKEN, SUBJECT_TOKEN};
use tvpass_sandbox::software_statement;

use crate::client::{Client, form_headers, start_unthrottled};

#[test]
fn the_log_has_requests_in_order_and_without_secrets() {
    let (sandbox, client) = start_unthrottled();
    let (id, secret) = client.credentials(&software_statement());
    let token = client.token(&id, &secret).json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let sso = [
        ("AD-Service-Token", SERVICE_TOKEN),
        ("Adobe-Subject-Token", SUBJECT_TOKEN),
        ("X-Roku-Reserved-Roku-Connect-Token", "roku-secret"),
    ];
    client.logout_with(&token, "Dish", &sso);
    let careless = format!("/o/client/token?client_secret={secret}&client_id={id}");
    client.send("POST", &careless, &form_headers(), Some(""));

    let log = sandbox.log();
    let seen: Vec<_> = log
        .iter()
        .map(|entry| (entry.method.as_str(), entry.path.as_str(), entry.status))
        .collect();
    assert_eq!(
        seen,
        [
            ("POST", "/o/client/register", Some(201)),
            ("POST", "/o/client/token", Some(201)),
            ("GET", "/api/v2/REF30/logout/Dish", Some(200)),
            ("POST", "/o/client/token", Some(400)),
        ]
    );
    assert_eq!(
        log.iter().map(|entry| entry.number).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(
        log[2].query,
        [("redirectUrl".to_owned(), "https://adobe.com".to_owned())]
    );
    assert_eq!(log[2].header("user-agent"), Some("sandbox tests"));
    assert_eq!(log[2].header("authorization"), Some("Bearer <secret 1>"));
    assert_eq!(
        log[3].query[0],
        ("client_secret".to_owned(), "<secret 5>".to_owned())
    );
    assert_eq!(log[3].query[1].1, id);

    let over_http = client.get("/sandbox/log").body;
    let in_rust = format!("{log:?}");
    for secret in [
        &token,
        &secret,
        &software_statement(),
        SERVICE_TOKEN,
        SUBJECT_TOKEN,
        "roku-secret",
    ] {
        assert!(
            !over_http.contains(secret) && !in_rust.contains(secret),
            "{secret}"
        );
    }
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&over_http).unwrap()[2]["path"],
        "/api/v2/REF30/logout/Dish"
    );

    sandbox.clear_log();
    assert!(sandbox.log().is_empty());
    client.logout(&token, "Dish");
    assert_eq!(sandbox.log()[0].number, 5);
    assert_eq!(
        sandbox.log()[0].header("authorization"),
        Some("Bearer <secret 1>"),
        "equal secrets, equal numbers"
    );
    client.logout(&sandbox.access_token(), "Dish");
    assert_eq!(
        sandbox.log()[1].header("authorization"),
        Some("Bearer <secret 6>")
    );
}

#[test]
fn the_log_tells_the_time_of_the_sandboxs_clock() {
    let (sandbox, client) = start_unthrottled();
    client.logout("x", "Dish");
    sandbox
        .clock()
        .advance(std::time::Duration::from_secs(3_600));
    client.logout("x", "Dish");
    let log = sandbox.log();
    assert!((3_600_000..3_660_000).contains(&(log[1].at_ms - log[0].at_ms)));
}

#[test]
fn connections_are_counted() {
    let (sandbox, client) = start_unthrottled();
    for _ in 0..5 {
        client.logout("x", "Dish");
    }
    assert_eq!(
        sandbox.counters().connections,
        1,
        "one client keeps its connection"
    );
    assert!(sandbox.log().iter().all(|entry| entry.connection == 1));
    Client::new(sandbox.base_url()).logout("x", "Dish");
    assert_eq!(
        (sandbox.counters().connections, sandbox.log()[5].connection),
        (2, 2)
    );
    sandbox.reset();
    let counters = sandbox.counters();
    assert_eq!(
        (
            counters.connections,
            counters.requests,
            counters.unauthorized
        ),
        (2, 0, 0)
    );
}

#[test]
fn idle_connections_can_be_closed() {
    use std::io::{Read as _, Write as _};
    let (sandbox, client) = start_unthrottled();
    let mut idle = std::net::TcpStream::connect(sandbox.address()).unwrap();
    idle.set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .unwrap();
    idle.write_all(b"GET /app/signed-out HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"</html>\n") {
        let mut part = [0; 1024];
        let count = idle.read(&mut part).unwrap();
        assert_ne!(count, 0, "open until told otherwise");
        answer.extend_from_slice(&part[..count]);
    }
    sandbox.close_connections();
    assert_eq!(idle.read(&mut [0; 16]).unwrap(), 0, "closed");
    assert_eq!(
        client.get("/app/signed-out").status,
        200,
        "new ones are welcome"
    );
}
