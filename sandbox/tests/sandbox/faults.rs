//! Faults.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tvpass_sandbox::{Answer, Config, Fault, Reply, Running, software_statement};

use crate::client::{DEVICE, REDIRECT, logout_headers, owned, start, start_unthrottled};

const V2: &str = "/api/v2/";

/// Sends a logout on a bare socket and gives back every byte until the server closes.
fn raw_logout(sandbox: &Running) -> Vec<u8> {
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut request = format!(
        "GET /api/v2/REF30/logout/Dish?{REDIRECT} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    );
    for (name, value) in logout_headers(&sandbox.access_token(), DEVICE) {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream
        .write_all(format!("{request}\r\n").as_bytes())
        .unwrap();
    let mut bytes = Vec::new();
    stream
        .read_to_end(&mut bytes)
        .expect("the connection is closed in order, not reset");
    bytes
}

#[test]
fn closed_before_the_server_acted() {
    let (sandbox, _client) = start_unthrottled();
    sandbox.inject(Fault::close(V2)).unwrap();
    assert_eq!(raw_logout(&sandbox), b"", "not a byte");
    assert_eq!(
        sandbox.profiles(DEVICE, "REF30"),
        None,
        "and nothing was done"
    );
    assert_eq!(sandbox.log()[0].status, None);
    assert!(
        String::from_utf8(raw_logout(&sandbox))
            .unwrap()
            .contains("\"complete\""),
        "the next one is answered"
    );
    assert_eq!(sandbox.counters().faults, 1);
}

#[test]
fn closed_after_the_server_acted() {
    let (sandbox, client) = start_unthrottled();
    sandbox.inject(Fault::close(V2).server_acts()).unwrap();
    assert_eq!(raw_logout(&sandbox), b"");
    assert_eq!(sandbox.counters().profiles_deleted, 1);
    let answer = client.logout(&sandbox.access_token(), "Dish");
    assert_eq!(
        answer.only_logout().1["actionName"],
        "invalid",
        "the profile is gone already"
    );
}

#[test]
fn a_lost_registration_is_one_all_the_same() {
    let (sandbox, client) = start_unthrottled();
    sandbox
        .inject(Fault::close("/o/client/register").server_acts())
        .unwrap();
    let body = serde_json::json!({"software_statement": software_statement()}).to_string();
    client
        .try_send(
            "POST",
            "/o/client/register",
            &crate::client::json_headers(),
            Some(&body),
        )
        .unwrap_err();
    assert_eq!(
        (sandbox.counters().registrations, sandbox.client_ids().len()),
        (1, 1)
    );
}

#[test]
fn a_body_that_is_posted_is_read_before_the_connection_closes() {
    let (sandbox, _client) = start_unthrottled();
    sandbox.inject(Fault::close("/o/")).unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
        .write_all(b"POST /o/client/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        .unwrap();
    stream.write_all(&[b'x'; 100_000]).unwrap();
    let mut bytes = Vec::new();
    assert_eq!(stream.read_to_end(&mut bytes).expect("not a reset"), 0);
}

#[test]
fn a_truncated_answer() {
    let (sandbox, client) = start_unthrottled();
    let body = r#"{"logouts":{"Dish":{"actionName":"complete"}}}"#;
    let reply = Reply {
        status: 200,
        headers: vec![("content-type".into(), "application/json".into())],
        body: body.into(),
    };
    sandbox
        .inject(Fault::answer(V2, Answer::Truncated(reply.clone())).times(2))
        .unwrap();
    let bytes = String::from_utf8(raw_logout(&sandbox)).unwrap();
    let (head, rest) = bytes.split_once("\r\n\r\n").unwrap();
    assert!(
        head.to_lowercase()
            .contains(&format!("content-length: {}", body.len())),
        "{head}"
    );
    assert_eq!(rest, &body[..body.len() / 2]);
    client
        .try_logout(&sandbox.access_token(), "Dish")
        .unwrap_err();
}

#[test]
fn statuses_bodies_and_headers() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    sandbox
        .inject(Fault::reply(V2, 503, "text/html", "<h1>down</h1>").times(2))
        .unwrap();
    sandbox
        .inject(Fault::reply(
            V2,
            200,
            "application/json",
            "{\"logouts\": {,",
        ))
        .unwrap();
    sandbox
        .inject(Fault::too_many_requests(V2, Some("7")))
        .unwrap();
    sandbox.inject(Fault::too_many_requests(V2, None)).unwrap();
    sandbox
        .inject(Fault::redirect(V2, "http://127.0.0.2:1/elsewhere"))
        .unwrap();
    sandbox
        .inject(Fault::answer(V2, Answer::Oversized { bytes: 3_000_000 }))
        .unwrap();
    assert_eq!(sandbox.pending_faults().len(), 6);
    for _ in 0..2 {
        let answer = client.logout(&token, "Dish");
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (503, "<h1>down</h1>")
        );
        assert_eq!(answer.header("content-type"), Some("text/html"));
    }
    assert!(
        serde_json::from_str::<serde_json::Value>(&client.logout(&token, "Dish").body).is_err()
    );
    let answer = client.logout(&token, "Dish");
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (429, Some("7"))
    );
    let answer = client.logout(&token, "Dish");
    assert_eq!((answer.status, answer.header("retry-after")), (429, None));
    let answer = client.logout(&token, "Dish");
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("http://127.0.0.2:1/elsewhere"))
    );
    let answer = client.logout(&token, "Dish");
    assert_eq!((answer.status, answer.body.len()), (200, 3_000_000));
    assert!(answer.json()["logouts"].as_object().unwrap().is_empty());
    assert_eq!(
        client.logout(&token, "Dish").only_logout().1["actionName"],
        "complete",
        "nothing was done until now"
    );
    assert_eq!(
        (sandbox.counters().faults, sandbox.counters().throttled),
        (7, 0)
    );
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn documented_errors_by_code() {
    let (sandbox, client) = start_unthrottled();
    let documented: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/data/vectors/error-codes.json")).unwrap();
    for (list, path) in [("rest_api_v2", V2), ("rest_api_v1", "/api/v1/logout")] {
        let rows = documented[list].as_array().unwrap();
        assert!(rows.len() >= 25);
        for row in rows {
            let code = row["code"].as_str().unwrap();
            sandbox.inject(Fault::error(path, code)).unwrap();
            let answer = match list {
                "rest_api_v2" => client.logout("x", "Dish"),
                _ => client.send("DELETE", path, &owned(&[]), None),
            };
            assert_eq!(answer.code(), code);
            let json = answer.json();
            assert_eq!(
                (&json["action"], &json["message"]),
                (&row["action"], &row["message"])
            );
            assert_eq!(json["status"], row["status"][0]);
        }
    }
    assert!(
        sandbox
            .inject(Fault::error(V2, "invalid_requestor"))
            .unwrap_err()
            .contains("invalid_requestor")
    );
}

#[test]
fn faults_that_cannot_be_answered_are_refused() {
    let (sandbox, _client) = start_unthrottled();
    for status in [0, 100, 199, 600] {
        assert!(
            sandbox
                .inject(Fault::reply(V2, status, "text/plain", ""))
                .unwrap_err()
                .contains(&status.to_string())
        );
    }
    assert!(
        sandbox
            .inject(Fault::reply(V2, 200, "text/\nplain", ""))
            .unwrap_err()
            .contains("content-type")
    );
    assert!(sandbox.pending_faults().is_empty());
}

#[test]
fn late_answers_before_and_after_the_server_acted() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    let delay = Duration::from_millis(150);
    sandbox.inject(Fault::slow(V2, delay)).unwrap();
    let start = Instant::now();
    assert_eq!(
        client.logout(&token, "Dish").only_logout().1["actionName"],
        "complete"
    );
    assert!(start.elapsed() >= delay);

    // A client that gives up: whether the server has acted by then is what the two differ in.
    let give_up = || {
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        let mut request =
            format!("GET /api/v2/REF30/logout/ATTOTT?{REDIRECT} HTTP/1.1\r\nHost: x\r\n");
        for (name, value) in logout_headers(&token, DEVICE) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{request}\r\n").as_bytes())
            .unwrap();
        while sandbox.pending_faults().len() == 1 {
            std::thread::sleep(Duration::from_millis(1));
        }
    };
    let deleted = || sandbox.counters().profiles_deleted;
    let long = Duration::from_secs(600);
    sandbox.inject(Fault::slow(V2, long)).unwrap();
    give_up();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(deleted(), 1);
    sandbox.inject(Fault::slow(V2, long).server_acts()).unwrap();
    give_up();
    let start = Instant::now();
    while deleted() != 2 && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(deleted(), 2);
}

#[test]
fn faults_match_by_path_and_method_in_their_order() {
    let (sandbox, client) = start_unthrottled();
    let mut delete_only = Fault::reply("/api/", 500, "text/plain", "delete");
    delete_only.method = Some("DELETE".into());
    sandbox.inject(delete_only).unwrap();
    sandbox
        .inject(Fault::reply("/api/", 500, "text/plain", "first"))
        .unwrap();
    sandbox
        .inject(Fault::reply("/", 500, "text/plain", "second").times(2))
        .unwrap();
    assert_eq!(client.logout("x", "Dish").body, "first");
    assert_eq!(client.token("x", "y").body, "second");
    assert_eq!(
        client
            .send("DELETE", "/api/v1/logout", &owned(&[]), None)
            .body,
        "delete"
    );
    assert_eq!(
        client.get("/app/signed-out").body,
        "second",
        "the user agent's pages can fail too"
    );
    assert_eq!(client.get("/app/signed-out").status, 200);
    sandbox.inject(Fault::close("/").times(100)).unwrap();
    assert_eq!(
        client.get("/sandbox/counters").status,
        200,
        "the controls cannot"
    );
    sandbox.clear_faults();
    assert_eq!(client.get("/app/signed-out").status, 200);
}

#[test]
fn a_request_that_a_fault_took_is_not_throttled_unless_the_server_acts() {
    let (sandbox, client) = start(Config {
        clock: tvpass_sandbox::Clock::frozen(),
        ..Config::default()
    });
    sandbox
        .inject(Fault::reply(V2, 500, "text/plain", "").times(50))
        .unwrap();
    assert!((0..50).all(|_| client.logout("x", "Dish").status == 500));
    assert!((0..11).all(|_| client.logout("x", "Dish").status == 401));
    sandbox
        .inject(Fault::slow(V2, Duration::ZERO).server_acts())
        .unwrap();
    assert_eq!(client.logout("x", "Dish").status, 429);
}
