//! How many requests one call sends at the most, and how few come of ten minutes of 429.

use tvpass::call::MAX_REQUESTS_PER_CALL;
use tvpass::{ErrorCode, Response};

use crate::host::{
    Host, Kind, LIFETIME_S, Reply, START, Sent, answer, client, config, enhanced, granted,
    throttled,
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

#[test]
fn calls_that_get_into_each_others_way_are_limited_too() {
    // A service that accepts no token: each call of many gets a new one, and has the others' rejected meanwhile.
    let mut host = Host::new(client(config().pacing(false)), |sent: &Sent| {
        (sent.kind == Kind::Logout)
            .then(|| Reply::Answer(5 + sent.nth as u64 * 7 % 300, Response::new(401, "")))
    });
    let calls: Vec<_> = (0..200).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        assert_eq!(host.result(call).unwrap_err().http_status(), Some(401));
    }
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
