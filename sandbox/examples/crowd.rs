//! Many devices at once on one sandbox, with somebody who looks on: how long answers take, and how
//! much memory that needs.
//!
//! `cargo run --release -p tvpass-sandbox --example crowd -- 1000 60`: 1,000 devices for a minute.
//! Each has a token of its own, asks for its profiles, creates a session, and polls every 4 s.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program to be run by hand, which ends where something is wrong"
)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tvpass_sandbox::{Config, Sandbox};
use ureq::Agent;
use ureq::http::Request;

const INFO: &str =
    r#"{"model":"TV","version":"1","osName":"tvOS","osVersion":"18","connectionType":"WiFi"}"#;

/// How often a device polls.
const POLL: Duration = Duration::from_secs(4);

struct Device {
    agent: Agent,
    base: String,
    bearer: String,
    identifier: String,
    /// How long each answer took.
    waits: Vec<Duration>,
    /// Requests without an answer, and why the first of them.
    lost: Vec<String>,
}

impl Device {
    /// The answer's body; empty if there is no answer.
    fn send(&mut self, method: &str, path: &str, names_device: bool, form: Option<&str>) -> String {
        let url = format!("{}/api/v2/REF30/{path}", self.base);
        let mut request = Request::builder().method(method).uri(url);
        request = request.header("Authorization", &self.bearer);
        if names_device {
            request = request.header("AP-Device-Identifier", &self.identifier);
            request = request.header("X-Device-Info", BASE64_STANDARD.encode(INFO));
        }
        if form.is_some() {
            request = request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        let begun = Instant::now();
        let answer = match form {
            Some(form) => self.agent.run(request.body(form).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        match answer.and_then(|mut answer| answer.body_mut().read_to_string()) {
            Ok(body) => {
                self.waits.push(begun.elapsed());
                body
            }
            Err(error) => {
                self.lost.push(error.to_string());
                String::new()
            }
        }
    }

    fn run(mut self, end: Instant) -> (Vec<Duration>, Vec<String>) {
        self.send("GET", "profiles", true, None);
        let form = "mvpd=Cablevision&domainName=adobe.com&redirectUrl=https%3A%2F%2Fadobe.com";
        let session = self.send("POST", "sessions", true, Some(form));
        let Some((_, code)) = session.split_once("\"code\":\"") else {
            return (self.waits, self.lost);
        };
        let path = format!("profiles/code/{}", &code[..7]);
        while Instant::now() + POLL < end {
            std::thread::sleep(POLL);
            self.send("GET", &path, false, None);
        }
        (self.waits, self.lost)
    }
}

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|text| text.parse::<u32>().expect("a number"));
    let devices = arguments.next().unwrap_or(1_000);
    let end = Instant::now() + Duration::from_secs(arguments.next().unwrap_or(60).into());
    let sandbox = Sandbox::start(Config::unthrottled()).expect("a sandbox");
    let mut events = TcpStream::connect(sandbox.address()).expect("a connection");
    let host = sandbox.base_url().replace("http://", "");
    write!(
        events,
        "GET /sandbox/events HTTP/1.1\r\nHost: {host}\r\n\r\n"
    )
    .expect("a request");
    std::thread::spawn(move || {
        let mut part = [0; 65_536];
        while events.read(&mut part).is_ok_and(|count| count > 0) {}
    });
    let threads: Vec<_> = (0..devices)
        .map(|number| {
            let device = Device {
                agent: Agent::config_builder()
                    .timeout_global(Some(Duration::from_secs(30)))
                    .build()
                    .into(),
                base: sandbox.base_url().to_owned(),
                bearer: format!("Bearer {}", sandbox.access_token()),
                identifier: format!(
                    "fingerprint {}",
                    BASE64_STANDARD.encode(format!("device-{number}"))
                ),
                waits: Vec::new(),
                lost: Vec::new(),
            };
            let run = move || {
                // No two devices are switched on at the same moment.
                std::thread::sleep(POLL * number / devices.max(1));
                device.run(end)
            };
            std::thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(run)
                .expect("a thread")
        })
        .collect();
    let (mut waits, mut lost) = (Vec::new(), Vec::new());
    for thread in threads {
        let (of_device, lost_by_it) = thread.join().expect("a device without trouble");
        waits.extend(of_device);
        lost.extend(lost_by_it);
    }
    assert!(!waits.is_empty(), "no answer at all: {:?}", lost.first());
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    println!(
        "{devices} devices, {} requests; half of the answers within {:?}, 99 of 100 within {:?}, all within {:?}",
        waits.len(),
        at(50),
        at(99),
        at(100)
    );
    println!(
        "most memory, devices and sandbox together: {}",
        peak.replace("VmHWM:", "").trim()
    );
    if let Some(first) = lost.first() {
        println!(
            "{} requests without an answer, the first: {first}",
            lost.len()
        );
    }
    let report = sandbox.report();
    println!(
        "{} clients in the report, {} with a finding",
        report.clients.len(),
        report
            .clients
            .iter()
            .filter(|client| !client.findings.is_empty())
            .count()
    );
}
