//! How many requests one call sends at the most, how few come of ten minutes of 429, and how long
//! one of them may take.

use tvpass::call::{CallOptions, Client, MAX_REQUESTS_PER_CALL, Step};
use tvpass::{Error, ErrorCode, Response};

use crate::calls::host::{
    Host, Kind, LIFETIME_S, Reply, START, Sent, answer, client, config, enhanced, granted, kind,
    parameters, registered, throttled,
};

/// Answers that make a lone call send as much as it can.
fn worst(sent: &Sent) -> Option<Reply> {
    let lost = || {
        let code = "invalid_access_token_client_application";
        enhanced(401, 401, code, "application-registration")
    };
    match (sent.kind, sent.nth) {
        // Two failures before each success.
        (Kind::Register, nth) if nth % 3 < 2 => Some(answer(503, "")),
        (Kind::Token, nth) if nth % 3 < 2 => Some(answer(503, "")),
        // The first token has expired before it can be used.
        (Kind::Token, 2) => Some(Reply::Answer(20, granted(1, 0))),
        (Kind::Token, 5) => Some(Reply::Answer(20, granted(2, LIFETIME_S))),
        (Kind::Logout, 0..=1) => Some(answer(503, "")),
        // 429, which are no attempts.
        (Kind::Logout, 2..=11) => Some(throttled()),
        (Kind::Logout, 12) => Some(answer(401, "")),
        (Kind::Logout, 13) => Some(lost()),
        (Kind::Logout, _) => Some(answer(503, "")),
        _ => None,
    }
}

#[test]
fn the_worst_service_is_sent_as_many_requests_as_documented_and_no_more() {
    let mut host = Host::new(client(config().register_again(true)), worst);
    let call = host.logout_within(3_600_000);
    host.run();
    assert_eq!(host.result(call).unwrap_err().http_status(), Some(503));
    let counts = [Kind::Register, Kind::Token, Kind::Logout].map(|kind| host.count(kind));
    assert_eq!(counts, [6, 12, 15]);
    assert_eq!(host.sent.len(), MAX_REQUESTS_PER_CALL as usize);
}

/// Polls a call and answers it well, until it has ended or `between` has had its way often enough.
/// The requests that it sent, and its error.
fn drive(client: &Client, between: impl Fn(&Client, Kind)) -> (u32, Error) {
    let mut call = client.start(START, parameters(), CallOptions::new());
    for requests in 0..100 {
        match call.poll(START) {
            Step::Send(request) => {
                let kind = kind(&request);
                let response = match kind {
                    Kind::Register => registered(1),
                    _ => granted(1, LIFETIME_S),
                };
                call.respond(START, &response).unwrap();
                between(client, kind);
            }
            Step::Done(result) => return (requests, result.unwrap_err()),
            step => panic!("{step:?}"),
        }
    }
    panic!("no end")
}

#[test]
fn a_call_whose_work_is_undone_again_and_again_is_limited_too() {
    let quick = || client(config().pacing(false).persistence(false));
    // Others have each token rejected before this call can use it.
    let (requests, error) = drive(&quick(), |client, kind| {
        if kind == Kind::Token {
            let mut other = client.start(START, parameters(), CallOptions::new());
            assert!(matches!(other.poll(START), Step::Send(_)));
            other.respond(START, &Response::new(401, "")).unwrap();
        }
    });
    assert_eq!(requests, MAX_REQUESTS_PER_CALL);
    assert_eq!(error.http_status(), Some(401));
    // The app drops each registration.
    let (requests, error) = drive(&quick(), |client, _| client.forget_registration());
    assert_eq!(requests, MAX_REQUESTS_PER_CALL);
    assert_eq!(error.code(), ErrorCode::OutOfOrder);
}

#[test]
fn ten_minutes_of_429_are_few_requests() {
    const MINUTE: u64 = 60_000;
    for pause in [2000, 20_000] {
        let mut host = Host::new(client(config()), |sent: &Sent| {
            (sent.kind == Kind::Logout).then(throttled)
        });
        // A user, or an app, that asks again and again.
        while host.now < START + 10 * MINUTE {
            let error = host.outcome().unwrap_err();
            assert_eq!(error.code(), ErrorCode::Throttled);
            host.run_until(host.now + pause);
        }
        let logouts = host.count(Kind::Logout);
        assert!((8..=16).contains(&logouts), "{logouts}");
    }
}

#[test]
fn an_answer_that_is_no_429_makes_the_pauses_short_again() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        (sent.kind == Kind::Logout && (sent.nth < 4 || sent.nth == 5)).then(throttled)
    });
    host.outcome().unwrap();
    host.outcome().unwrap();
    let times = host.times(Kind::Logout);
    let pauses: Vec<_> = times
        .windows(2)
        .map(|pair| pair[1] - pair[0] - 20)
        .collect();
    for (pause, shortest) in pauses.iter().zip([1000, 2000, 4000, 8000]) {
        let longest = shortest + (shortest / 2).max(1000);
        assert!((shortest..=longest).contains(pause), "{pauses:?}");
    }
    assert!((1000..=2000).contains(&pauses[5]), "{pauses:?}");
}

#[test]
fn an_attempt_has_15_s_unless_set_and_never_longer_than_its_call() {
    for (set, deadline_ms, expected) in [
        (None, 60_000, 15_000),
        (None, 9_000, 9_000),
        (Some(2_000), 60_000, 2_000),
        (Some(u64::MAX), 60_000, 60_000),
    ] {
        let mut config = config();
        if let Some(limit) = set {
            config = config.attempt_timeout_ms(limit);
        }
        let client = client(config);
        let options = CallOptions::new().deadline_ms(deadline_ms);
        let mut call = client.start(START, parameters(), options);
        assert_eq!(call.attempt_deadline_ms(), START + deadline_ms);
        assert!(matches!(call.poll(START), Step::Send(_)));
        assert_eq!(call.attempt_deadline_ms(), START + expected);
        call.respond(START + 1, &registered(1)).unwrap();
        assert_eq!(call.attempt_deadline_ms(), START + deadline_ms);
    }
}
