//! When requests go out: the burst, one a second after it, silence after 429.

use tvpass::ErrorCode;
use tvpass::Response;

use crate::calls::host::{Host, Kind, Reply, START, Sent, answer, client, config, throttled};

/// When all requests went out, counted from the start.
fn times(host: &Host) -> Vec<u64> {
    host.sent.iter().map(|sent| sent.at - START).collect()
}

fn throttled_for(retry_after: &str) -> Reply {
    Reply::Answer(
        20,
        Response::new(429, "").with_header("retry-after", retry_after),
    )
}

#[test]
fn ten_requests_at_once_then_one_every_1050_ms_whichever_call_sends_them() {
    let mut host = Host::well(client(config()));
    for _ in 0..12 {
        host.logout();
    }
    host.run();
    let times = times(&host);
    assert_eq!(times[..10], [0, 20, 40, 40, 40, 40, 40, 40, 40, 40]);
    assert_eq!(times[10..], [1050, 2100, 3150, 4200]);
    // The burst does not come back.
    host.run_until(START + 60_000);
    host.logout();
    host.logout();
    host.run();
    let later: Vec<_> = host.sent[14..].iter().map(|sent| sent.at - START).collect();
    assert_eq!(later, [60_000, 61_050]);
}

#[test]
fn without_pacing_everything_goes_out_at_once() {
    let mut host = Host::well(client(config().pacing(false)));
    for _ in 0..40 {
        host.logout();
    }
    host.run();
    assert_eq!(host.times(Kind::Logout), [40; 40]);
}

#[test]
fn calls_that_are_polled_late_do_not_make_up_for_lost_time() {
    // The device slept, or its event loop was held up: every place in the order has passed when the
    // calls are polled again.
    let mut host = Host::well(client(config()));
    host.outcome().unwrap();
    for _ in 0..12 {
        host.logout();
    }
    host.run_until(START + 100);
    assert_eq!(host.sent.len(), 10);
    host.sleep_until(START + 20_000);
    host.run();
    let late: Vec<_> = host.sent[10..].iter().map(|sent| sent.at - START).collect();
    assert_eq!(late, [20_000, 21_050, 22_100, 23_150, 24_200]);
}

#[test]
fn calls_that_are_never_driven_again_keep_their_places_until_their_deadlines() {
    let mut host = Host::well(client(config()));
    for _ in 0..8 {
        host.logout();
    }
    host.run();
    // Thirty more wait for their places, and the host forgets them: it neither polls nor drops
    // them.
    let forgotten: Vec<_> = (0..30).map(|_| host.logout_within(40_000)).collect();
    host.run_until(START + 100);
    let forgotten: Vec<_> = forgotten
        .into_iter()
        .map(|call| host.forget_call(call))
        .collect();
    host.run_until(START + 41_000);
    let at = host.now;
    for _ in 0..3 {
        host.logout();
    }
    host.run();
    let late: Vec<_> = host.sent[10..].iter().map(|sent| sent.at - at).collect();
    assert_eq!(late, [0, 1050, 2100]);
    drop(forgotten);
}

#[test]
fn after_429_nothing_goes_out_for_a_second_whichever_call_asks() {
    for pacing in [true, false] {
        let mut host = Host::new(client(config().pacing(pacing)), |sent: &Sent| {
            (sent.kind == Kind::Logout && sent.nth == 1).then(throttled)
        });
        host.outcome().unwrap();
        let throttled_call = host.logout();
        let at = host.now;
        host.run_until(at + 20);
        let other = host.logout();
        host.run();
        host.result(throttled_call).unwrap();
        host.result(other).unwrap();
        let times: Vec<_> = host.sent[3..].iter().map(|sent| sent.at - at).collect();
        assert_eq!(times[0], 0);
        assert!((1020..=2020).contains(&times[1]), "{times:?}");
        assert_eq!(times[2] - times[1], if pacing { 1050 } else { 0 });
    }
}

#[test]
fn places_that_were_given_before_a_429_are_void() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        // The tenth request, after a while.
        (sent.kind == Kind::Logout && sent.nth == 7)
            .then(|| Reply::Answer(900, Response::new(429, "")))
    });
    let calls: Vec<_> = (0..10).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    // Two calls had places at 1050 and 2100 when the 429 came, at 940.
    let late: Vec<_> = host.sent[10..].iter().map(|sent| sent.at - START).collect();
    assert!((1940..=2940).contains(&late[0]), "{late:?}");
    assert_eq!(late[1..], [late[0] + 1050, late[0] + 2100]);
}

#[test]
fn retry_after_is_honoured_within_a_minute() {
    let cases = [
        ("5", 5000),
        (" 7 ", 7000),
        ("0", 1000),
        ("61", 60_000),
        ("86400", 60_000),
        // Not in seconds, or absurd: as if it were not there.
        ("18446744073709551615", 1000),
        ("Fri, 20 Nov 2026 21:00:00 GMT", 1000),
        ("-1", 1000),
        ("", 1000),
    ];
    for (retry_after, silence) in cases {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == Kind::Token && sent.nth == 0).then(|| throttled_for(retry_after))
        });
        let call = host.logout_within(120_000);
        host.run();
        host.result(call).unwrap();
        let times = host.times(Kind::Token);
        let pause = times[1] - 40;
        let longest = silence + (silence / 2).max(1000);
        assert!(
            (silence..=longest).contains(&pause),
            "{retry_after:?}: {pause}"
        );
    }
}

#[test]
fn a_call_waits_out_ten_429_and_no_more() {
    for kind in [Kind::Register, Kind::Token, Kind::Logout] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == kind).then(throttled)
        });
        let call = host.logout_within(3_600_000);
        host.run();
        let error = host.result(call).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Throttled);
        assert_eq!(host.count(kind), 11);
        let times = host.times(kind);
        // Twice as long each time, up to a minute; then a random part.
        let shortest = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map(|seconds| seconds * 1000);
        for (pair, shortest) in times.windows(2).zip(shortest) {
            let longest = shortest + (shortest / 2).max(1000);
            let pause = pair[1] - pair[0] - 20;
            assert!((shortest..=longest).contains(&pause), "{times:?}");
        }
    }
}

#[test]
fn a_429_is_not_one_of_the_three_attempts() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        match (sent.kind, sent.nth) {
            (Kind::Logout, 0 | 2 | 4) => Some(throttled()),
            (Kind::Logout, 1 | 3) => Some(crate::calls::host::answer(502, "")),
            _ => None,
        }
    });
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Logout), 6);
}

#[test]
fn a_silence_beyond_the_deadline_is_not_waited_out() {
    for reply in [throttled(), throttled_for("30")] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == Kind::Logout).then(|| reply.clone())
        });
        let call = host.logout_within(1000);
        host.run();
        let error = host.result(call).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Throttled);
        assert_eq!(host.ended[call], Some(START + 60));
        assert_eq!(host.count(Kind::Logout), 1);
    }
}

#[test]
fn the_call_that_gets_the_token_does_not_queue_behind_those_that_wait_for_it() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        (sent.kind == Kind::Logout && sent.nth == 0).then(|| answer(401, ""))
    });
    let calls: Vec<_> = (0..14).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    // Six calls have places from 1050 on when the token is rejected at 60.
    assert_eq!(host.times(Kind::Token), [20, 1050]);
    let late = &host.times(Kind::Logout)[8..];
    assert_eq!(late, [2100, 3150, 4200, 5250, 6300, 7350, 8400]);
}
