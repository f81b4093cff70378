//! The workbench from outside: its page, its events, who may use it, and what it costs.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tvpass_sandbox::{Config, Fault, Running};

use crate::client::{
    Client, DEVICE, json_headers, logout_headers, owned, start, start_unthrottled,
};
use crate::tv::tv;

#[test]
fn browsers_get_the_page_and_others_the_list() {
    let (sandbox, client) = start_unthrottled();
    let page = client.send(
        "GET",
        "/",
        &owned(&[("Accept", "text/html,*/*;q=0.8")]),
        None,
    );
    assert!(page.body.starts_with("<!DOCTYPE html>") && page.status == 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe")
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(client.get("/").body.starts_with("A stand-in"));
    assert!(
        client
            .get("/sandbox/workbench.js")
            .body
            .starts_with("\"use strict\"")
    );
    assert!(
        sandbox.log().is_empty(),
        "the workbench is not what it looks at"
    );
}

/// The events of a sandbox, as they come.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(sandbox: &Running) -> Self {
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let host = sandbox.base_url().strip_prefix("http://").unwrap();
        write!(
            stream,
            "GET /sandbox/events HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        Self(BufReader::new(stream))
    }

    /// The next event: its name and its data.
    fn next(&mut self) -> (String, Value) {
        let (mut name, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "it has no end");
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
    }

    /// The entry with this number, once it has been answered.
    fn answered(&mut self, number: u64) -> Value {
        loop {
            let (_, data) = self.next();
            let entries = data.as_array().into_iter().flatten();
            let mut fitting =
                entries.filter(|entry| entry["number"] == number && !entry["status"].is_null());
            if let Some(entry) = fitting.next() {
                return entry.clone();
            }
        }
    }
}

#[test]
fn events_tell_what_was_and_what_comes() {
    let (sandbox, tv) = tv();
    tv.profiles_with(&[]);
    let mut events = Events::of(&sandbox);
    let entry = events.answered(1);
    assert_eq!(
        (&entry["operation"], &entry["status"]),
        (&json!("profiles"), &json!(200))
    );
    assert_eq!(entry["decoded"][1]["value"]["model"], "TV 5th Gen");
    assert_eq!(
        entry["tokenState"],
        json!({"state": "good", "leftMs": 21_600_000})
    );
    assert_eq!(
        (&entry["phase"], &entry["sender"]),
        (&json!("profile"), &json!(DEVICE))
    );
    assert!(!entry.to_string().contains(&tv.token));
    let code = tv.code_for("Cablevision", &[]);
    tv.poll(&code);
    tv.poll(&code);
    let entry = events.answered(4);
    assert_eq!(entry["findings"][0]["id"], "polling-interval");
    sandbox.clear_log();
    while events.next().0 != "emptied" {}
    sandbox.reset();
    while events.next().0 != "emptied" {}
    tv.client.get("/app/signed-out");
    assert_eq!(events.answered(1)["path"], "/app/signed-out");
}

#[test]
fn readers_are_few() {
    let (sandbox, client) = start_unthrottled();
    let readers: Vec<_> = (0..32)
        .map(|_| {
            let mut events = Events::of(&sandbox);
            let mut line = String::new();
            events.0.read_line(&mut line).unwrap();
            (events, line)
        })
        .collect();
    let refused = readers
        .iter()
        .filter(|(_, line)| line.contains(" 503 "))
        .count();
    let answer = client.get("/sandbox/events");
    assert_eq!(answer.status, 503, "{refused} were refused before");
    drop(readers);
}

#[test]
fn a_request_is_shown_with_its_answer_and_secrets_are_asked_for() {
    let (sandbox, client) = start_unthrottled();
    let (_, secret) = client.credentials(&tvpass_sandbox::software_statement());
    let log = sandbox.log();
    let statement = log[0].body.clone().unwrap();
    assert_eq!(statement, "{\n  \"software_statement\": \"<secret>\"\n}");
    let answer = log[0].answer_body.clone().unwrap();
    assert!(
        answer.contains("\"client_id\"") && !answer.contains(&secret),
        "{answer}"
    );
    let revealed = client.get("/sandbox/log/1/secrets").json();
    assert!(revealed["answerBody"].as_str().unwrap().contains(&secret));
    assert!(
        revealed["body"]
            .as_str()
            .unwrap()
            .contains(&tvpass_sandbox::software_statement())
    );
    assert_eq!(client.get("/sandbox/log/2/secrets").status, 404);
}

#[test]
fn faults_and_lost_answers_are_shown() {
    let (sandbox, client) = start_unthrottled();
    sandbox
        .inject(Fault::close("/api/").after(Duration::from_millis(30)))
        .unwrap();
    client.try_logout("x", "Dish").unwrap_err();
    let entry = &sandbox.log()[0];
    assert_eq!((entry.status, entry.is_fault), (None, true));
    assert!(entry.took_ms.unwrap() >= 30);
    assert_eq!(entry.token_state.as_ref().unwrap().state, "unknown");
}

#[test]
fn pages_from_elsewhere_are_refused_over_http() {
    let (sandbox, client) = start_unthrottled();
    client.logout("x", "Dish");
    for headers in [
        &[("Host", "evil.example")][..],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Sec-Fetch-Site", "cross-site")],
    ] {
        for (method, target) in [
            ("POST", "/sandbox/reset"),
            ("GET", "/sandbox/log"),
            ("GET", "/sandbox/events"),
            ("GET", "/"),
        ] {
            let answer = client.send(
                method,
                target,
                &owned(headers),
                (method == "POST").then_some("{}"),
            );
            assert_eq!(answer.status, 403, "{headers:?} {target}");
        }
    }
    assert_eq!(sandbox.log().len(), 1, "nothing was reset");
    let own = [
        ("Origin", sandbox.base_url()),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(
        client
            .send("POST", "/sandbox/reset", &owned(&own), Some("{}"))
            .status,
        200
    );
    // What applications use is no control, and is reached by any name.
    let answer = client.send(
        "GET",
        "/app/signed-out",
        &owned(&[("Host", "tv.example")]),
        None,
    );
    assert_eq!(answer.status, 200);
}

#[test]
fn on_all_addresses_it_names_one_that_can_be_reached() {
    let (sandbox, _) = start(Config {
        listen: "0.0.0.0".parse().unwrap(),
        ..Config::unthrottled()
    });
    assert!(
        !sandbox.base_url().contains("0.0.0.0"),
        "{}",
        sandbox.base_url()
    );
    let client = Client::new(&format!("http://127.0.0.1:{}", sandbox.address().port()));
    assert_eq!(
        client.get("/sandbox/log").status,
        200,
        "this machine has the controls"
    );
}

#[test]
fn bodies_and_the_log_are_bounded() {
    let (sandbox, client) = start_unthrottled();
    let text = "x".repeat(200 << 10);
    let large = json!({"software_statement": text}).to_string();
    for _ in 0..400 {
        assert_eq!(
            client
                .send("POST", "/o/client/register", &json_headers(), Some(&large))
                .status,
            400
        );
    }
    let kept = sandbox.log().len();
    assert!(
        (100..=330).contains(&kept),
        "{kept} of 400 times 200 KiB in 64 MiB"
    );
    assert_eq!(sandbox.log().last().unwrap().number, 400);
    let longest = sandbox
        .log()
        .iter()
        .filter_map(|entry| entry.body.as_ref())
        .map(String::len)
        .max();
    assert!(longest < Some(20_000), "{longest:?}");
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .write_all(b"POST /o/client/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        .unwrap();
    let part = vec![b'x'; 1 << 20];
    let sent = (0..90)
        .take_while(|_| stream.write_all(&part).is_ok())
        .count();
    assert!(sent < 90, "a body without an end is not read to it");
    let mut answer = [0; 12];
    if stream.read_exact(&mut answer).is_ok() {
        assert_eq!(&answer, b"HTTP/1.1 413");
    }
}

#[test]
fn heads_and_forms_are_bounded() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    let mut long = headers.clone();
    long.extend(owned(&[("X-Long", &"x".repeat(300 << 10))]));
    let answer = client.try_send("GET", "/api/v2/REF30/profiles", &long, None);
    // Or the connection is closed while the rest is being sent.
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status == 431));
    assert!(sandbox.log().is_empty());
    let mut form = headers;
    form.extend(owned(&[(
        "Content-Type",
        "application/x-www-form-urlencoded",
    )]));
    let body = format!(
        "mvpd=Cablevision&redirectUrl=https%3A%2F%2Fa%2F{}",
        "x".repeat(70 << 10)
    );
    let answer = client.send("POST", "/api/v2/REF30/sessions", &form, Some(&body));
    assert_eq!(answer.status, 413);
    assert!(sandbox.authentication_sessions().is_empty());
}

/// Devices at once, each with its own token, for so long; how many requests they sent, and the
/// longest wait for an answer.
fn crowd(sandbox: &Running, devices: usize, time: Duration) -> (usize, Duration) {
    let end = Instant::now() + time;
    let threads: Vec<_> = (0..devices)
        .map(|device| {
            let (base, token) = (sandbox.base_url().to_owned(), sandbox.access_token());
            let pause = Duration::from_millis(4_000).min(time / 4);
            let run = move || {
                // No two devices are switched on at the same moment.
                std::thread::sleep(pause * u32::try_from(device % 100).unwrap() / 100);
                let client = Client::new(&base);
                let headers = logout_headers(&token, &format!("device {device}"));
                let (mut sent, mut longest) = (0, Duration::ZERO);
                while Instant::now() < end {
                    for path in [
                        "/api/v2/REF30/profiles",
                        "/api/v2/REF30/profiles/Cablevision",
                    ] {
                        let begun = Instant::now();
                        assert_eq!(client.send("GET", path, &headers, None).status, 200);
                        longest = longest.max(begun.elapsed());
                        sent += 1;
                    }
                    std::thread::sleep(pause);
                }
                (sent, longest)
            };
            std::thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(run)
                .unwrap()
        })
        .collect();
    let results = threads.into_iter().map(|thread| thread.join().unwrap());
    results.fold((0, Duration::ZERO), |(sent, longest), (more, wait)| {
        (sent + more, longest.max(wait))
    })
}

#[test]
fn a_crowd_of_devices_is_served_while_somebody_looks_on() {
    let (sandbox, _) = start_unthrottled();
    let mut events = Events::of(&sandbox);
    let (sent, _) = crowd(&sandbox, 100, Duration::from_secs(2));
    assert!(sent >= 200, "{sent}");
    assert_eq!(sandbox.log().len(), sent);
    assert!(
        sandbox
            .log()
            .iter()
            .all(|entry| entry.status == Some(200) && entry.sender.is_some())
    );
    events.answered(u64::try_from(sent).unwrap());
}
