//! Starting and stopping.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use tvpass_sandbox::{Config, Fault, Sandbox, software_statement};

use crate::client::{Client, start_unthrottled};

#[test]
fn only_on_loopback_and_each_on_its_own_port() {
    let (first, _) = start_unthrottled();
    let (second, _) = start_unthrottled();
    assert_ne!(first.base_url(), second.base_url());
    assert_eq!(first.base_url(), format!("http://{}", first.address()));
    assert_eq!(first.address().ip().to_string(), "127.0.0.1");
    let _ = first.access_token();
    assert_eq!(
        (first.client_ids().len(), second.client_ids().len()),
        (1, 0),
        "nothing is shared"
    );
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let (sandbox, _) = start_unthrottled();
    let again = Sandbox::start(Config {
        port: sandbox.address().port(),
        ..Config::default()
    });
    assert_eq!(again.unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[test]
fn a_drop_stops_it_and_closes_what_is_open() {
    let (sandbox, client) = start_unthrottled();
    let address = sandbox.address();
    assert_eq!(client.get("/").status, 200);
    let mut idle = TcpStream::connect(address).unwrap();
    let mut waiting = TcpStream::connect(address).unwrap();
    for stream in [&idle, &waiting] {
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
    }
    sandbox
        .inject(Fault::slow("/app/", Duration::from_secs(3_600)))
        .unwrap();
    waiting
        .write_all(b"GET /app/signed-out HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    while !sandbox.pending_faults().is_empty() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let start = Instant::now();
    drop(sandbox);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "a delayed answer does not hold it up"
    );
    for stream in [&mut idle, &mut waiting] {
        assert_eq!(stream.read(&mut [0; 16]).unwrap_or(0), 0, "closed");
    }
    assert_eq!(
        TcpStream::connect(address).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
}

#[test]
fn many_at_once() {
    let (sandbox, _) = start_unthrottled();
    let barrier = Barrier::new(32);
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                let client = Client::new(sandbox.base_url());
                barrier.wait();
                let token = client.access_token(&software_statement());
                assert_eq!(client.logout(&token, "TempPass_5mins").status, 200);
            });
        }
    });
    let counters = sandbox.counters();
    assert_eq!(
        (
            counters.registrations,
            counters.tokens_issued,
            counters.logouts_v2
        ),
        (32, 32, 32)
    );
    assert_eq!((counters.connections, counters.profiles_deleted), (32, 1));
}

#[test]
fn what_is_no_http_harms_nobody() {
    let (sandbox, client) = start_unthrottled();
    for bytes in [
        &b"\x16\x03\x01\x02\x00"[..],
        b"GET\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"), "{bytes:?}");
    }
    assert_eq!(client.get("/").status, 200);
}
