//! What an observer, a support report and an error tell, and what they never tell.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use tvpass::call::{CallOptions, Client, Event, EventKind, Purpose};
use tvpass::error::Delivery;
use tvpass::operation::RequestExtras;
use tvpass::{ErrorCode, Method, Response};

use crate::calls::host::{
    DEVICE_ID, Host, Kind, LIFETIME_S, Reply, SERVICE_TOKEN, START, STATEMENT, Sent, answer,
    client, config, enhanced, lost, parameters, throttled,
};

type Events = Arc<Mutex<Vec<Event>>>;

fn observed(config: tvpass::call::ClientConfig) -> (Client, Events) {
    let events = Events::default();
    let seen = events.clone();
    let observer = move |event: &Event| seen.lock().unwrap().push(event.clone());
    (client(config.observer(Arc::new(observer))), events)
}

#[test]
fn a_cold_logout_is_told_from_its_first_request_to_its_end() {
    let (client, events) = observed(config());
    let mut host = Host::well(client);
    host.outcome().unwrap();
    let request = |purpose, method, operation| EventKind::Request {
        purpose,
        method,
        operation,
    };
    let status = |purpose, status| EventKind::Status {
        purpose,
        status,
        duration_ms: 20,
        error: None,
        adobe_code: None,
        trace: None,
    };
    let expected = [
        (0, request(Purpose::Register, Method::Post, "registration")),
        (20, status(Purpose::Register, 201)),
        (20, EventKind::Registered),
        (20, EventKind::Persisted),
        (20, request(Purpose::Token, Method::Post, "token")),
        (40, status(Purpose::Token, 201)),
        (
            40,
            EventKind::TokenRenewed {
                expires_in_s: LIFETIME_S,
            },
        ),
        (40, EventKind::Persisted),
        (40, request(Purpose::Operation, Method::Get, "logout")),
        (60, status(Purpose::Operation, 200)),
        (
            60,
            EventKind::Done {
                error: None,
                duration_ms: 60,
            },
        ),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(at, kind)| (START + at, 1, kind))
        .collect();
    let events = events.lock().unwrap();
    let told: Vec<_> = events
        .iter()
        .map(|event| (event.at_ms, event.call, event.kind.clone()))
        .collect();
    assert_eq!(told, expected);
    let report = host.client.support_report(host.now);
    for event in events.iter() {
        assert!(
            report.contains(&event.to_string()),
            "{event} is not in {report}"
        );
    }
    // The operation is named, its path is not: the paths of some operations hold codes.
    for part in ["/api/", "/o/client", "REF30", "Cablevision"] {
        assert!(!report.contains(part), "{part} is in {report}");
        assert!(
            events
                .iter()
                .all(|event| !format!("{event} {event:?}").contains(part))
        );
    }
}

#[test]
fn waits_retries_failures_and_adobes_trace_are_told() {
    let (client, events) = observed(config());
    let mut host = Host::new(client, |sent: &Sent| match (sent.kind, sent.nth) {
        (Kind::Register, 0) => Some(throttled()),
        (Kind::Token, 0) => Some(lost(Delivery::Possible)),
        (Kind::Logout, 0) => Some(answer(401, "")),
        (Kind::Logout, 1) => Some(enhanced(400, 400, "invalid_parameter_mvpd", "none")),
        _ => None,
    });
    let error = host.outcome().unwrap_err();
    assert_eq!(error.trace(), Some("trace-invalid_parameter_mvpd"));
    let report = host.client.support_report(host.now);
    for text in [
        "HTTP 429 after 20 ms, throttled",
        "ms (Throttled)",
        "connection_lost after 20 ms, possibly delivered",
        "attempt 2 after transport_connection_lost",
        "token rejected",
        "HTTP 400 after 20 ms, enhanced_error, invalid_parameter_mvpd, trace trace-invalid_parameter_mvpd",
        "registered: yes",
    ] {
        assert!(report.contains(text), "{text} is not in {report}");
    }
    let events = events.lock().unwrap();
    let last = events.last().unwrap();
    assert!(matches!(
        last.kind,
        EventKind::Done {
            error: Some(ErrorCode::EnhancedError),
            ..
        }
    ));
    let ends = events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Done { .. }));
    assert_eq!(ends.count(), 1);
}

#[test]
fn the_report_keeps_the_last_events_and_says_how_many_it_does_not() {
    let mut host = Host::well(client(config()));
    for _ in 0..50 {
        host.run_until(host.now + 2000);
        host.outcome().unwrap();
    }
    let report = host.client.support_report(host.now);
    // Each of 49 warm logouts is three events; the cold one eleven.
    assert!(
        report.contains(&format!("({} earlier events not kept)", 49 * 3 + 11 - 64)),
        "{report}"
    );
    assert!(report.contains("call 50: done"));
}

/// All that must not be seen, in the forms in which it is sent.
fn secrets() -> Vec<String> {
    let mut secrets: Vec<String> = [STATEMENT, SERVICE_TOKEN, DEVICE_ID, "query-9b"]
        .map(str::to_owned)
        .to_vec();
    secrets.push(base64::engine::general_purpose::STANDARD.encode(DEVICE_ID));
    for number in 1..5 {
        secrets.push(format!("client-secret-{number}-e7"));
        secrets.push(format!("access-token-{number}-4d"));
    }
    secrets
}

fn assert_hidden(shown: &str) {
    for secret in secrets() {
        assert!(!shown.contains(&secret), "{secret} is in {shown}");
    }
}

/// An answer that repeats what a careless server could repeat of the request.
fn echo(sent: &Sent, status: u16) -> Reply {
    let tokens = match &sent.token {
        Some(token) => format!("Bearer {token} {SERVICE_TOKEN}"),
        None => String::new(),
    };
    let body = sent.body.replace('"', "'");
    let text = format!("{tokens} {body}");
    let body = format!(
        r#"{{"action":"none","status":{status},"code":"c {text}","message":"m {text}","details":"d {text}","trace":"t {text}"}}"#
    );
    Reply::Answer(
        20,
        Response::new(status, body).with_header("content-type", text),
    )
}

#[test]
fn no_event_report_or_error_shows_a_secret() {
    // For every kind of request: answers that fail in several ways and repeat the request, then an
    // answer that is well.
    for kind in [Kind::Register, Kind::Token, Kind::Logout] {
        for status in [200, 201, 400, 401, 403, 500] {
            let (client, events) = observed(config().register_again(true));
            let mut host = Host::new(client, move |sent: &Sent| {
                (sent.kind == kind && sent.nth < 2).then(|| echo(sent, status))
            });
            for _ in 0..3 {
                if let Err(error) = host.outcome() {
                    assert_hidden(&format!("{error} {error:?} {}", error.advice()));
                }
            }
            host.outcome().unwrap();
            let report = host.client.support_report(host.now);
            assert_hidden(&report);
            assert_hidden(&format!("{:?}", host.client));
            for event in events.lock().unwrap().iter() {
                assert_hidden(&format!("{event} {event:?}"));
            }
            for state in &host.stored {
                // The check can fail: the state does hold secrets.
                assert!(state.contains("client-secret-"));
            }
        }
    }
}

#[test]
fn calls_and_steps_show_no_secret() {
    let extras = RequestExtras::new().user_agent("App/1").unwrap();
    let client = client(config().extras(extras).unwrap());
    let mut call = client.start(START, parameters(), CallOptions::new());
    for _ in 0..5 {
        // The redirect URL is not a secret to who holds the request itself.
        let step = call.poll(START);
        let shown = format!("{step:?} {call:?}").replace("query-9b", "");
        assert!(
            !shown.contains(&base64::engine::general_purpose::STANDARD.encode(DEVICE_ID))
                || shown.contains("AP-Device-Identifier")
        );
        for secret in secrets()
            .iter()
            .filter(|secret| !secret.starts_with("ZGV2"))
        {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }
        match step {
            tvpass::call::Step::Send(request) => {
                let response = match crate::calls::host::kind(&request) {
                    Kind::Register => crate::calls::host::registered(1),
                    Kind::Token => crate::calls::host::granted(1, 60),
                    Kind::Logout => crate::calls::host::logouts("complete"),
                };
                call.respond(START, &response).unwrap();
            }
            tvpass::call::Step::Persist(_) => call.persisted(START, true).unwrap(),
            _ => {}
        }
    }
}

#[test]
fn an_observer_may_use_the_client() {
    let slot: Arc<Mutex<Option<Client>>> = Arc::default();
    let held = slot.clone();
    let reports = Arc::new(Mutex::new(0));
    let counted = reports.clone();
    let observer = move |event: &Event| {
        let client = held.lock().unwrap().clone();
        if let Some(client) = client {
            assert!(client.support_report(event.at_ms).contains("tvpass"));
            let _ = (client.state(), client.is_registered());
            if matches!(event.kind, EventKind::Done { .. }) && event.call == 1 {
                // Even a call: it is started, polled and dropped.
                let mut call = client.start(event.at_ms, parameters(), CallOptions::new());
                let _ = call.poll(event.at_ms);
            }
            *counted.lock().unwrap() += 1;
        }
    };
    let client = client(config().observer(Arc::new(observer)));
    *slot.lock().unwrap() = Some(client.clone());
    let mut host = Host::well(client);
    host.outcome().unwrap();
    host.outcome().unwrap();
    assert!(*reports.lock().unwrap() >= 14);
    slot.lock().unwrap().take();
}

#[test]
fn an_observer_that_panics_holds_up_no_later_call() {
    let panics = Arc::new(Mutex::new(0_u32));
    let left = panics.clone();
    let observer = move |_: &Event| {
        let mut left = left.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            drop(left);
            panic!("an observer's own mistake");
        }
    };
    for nth in 1..6 {
        let client = client(config().observer(Arc::new(observer.clone())));
        let mut host = Host::well(client);
        // The call that is being driven when it happens gets the panic of the app's own observer,
        // and is dropped.
        *panics.lock().unwrap() = 1;
        host.logout();
        let result = catch_unwind(AssertUnwindSafe(|| host.run_until(START + nth * 10)));
        assert!(result.is_err());
        host.drop_call(0);
        host.outcome().unwrap();
    }
}
