//! `Retry-After` of whatever is tried again: 429, 5xx, `action: retry`; for registration, token and
//! logout.

use tvpass::{ErrorCode, Response};

use crate::calls::host::{Host, Kind, Reply, START, Sent, answer, client, config};

const KINDS: [Kind; 3] = [Kind::Register, Kind::Token, Kind::Logout];

const RETRY: &str =
    r#"{"action":"retry","status":403,"code":"network_received_error","trace":"trace-7"}"#;
const INTERNAL: &str =
    r#"{"action":"none","status":500,"code":"internal_server_error","trace":"trace-8"}"#;

fn pausing(status: u16, body: &str, retry_after: &str) -> Reply {
    let response = Response::new(status, body).with_header("Retry-After", retry_after);
    Reply::Answer(20, response)
}

/// Whether a pause is as long as was asked for, and not longer than with its random part: half of
/// that, a second at least.
fn honours(pause: u64, asked: u64) -> bool {
    (asked..=asked + (asked / 2).max(1000)).contains(&pause)
}

/// All that is tried again and is not a 429.
fn refusals(retry_after: &str) -> Vec<Reply> {
    let mut replies: Vec<_> = [500, 502, 503, 504, 599]
        .map(|status| pausing(status, "<html>gateway</html>", retry_after))
        .into();
    replies.push(pausing(403, RETRY, retry_after));
    replies.push(pausing(500, INTERNAL, retry_after));
    replies.push(pausing(
        503,
        r#"{"error":"temporarily_unavailable"}"#,
        retry_after,
    ));
    replies
}

/// A host whose first `many` requests of a kind are refused.
fn refused(kind: Kind, many: usize, reply: Reply) -> Host {
    Host::new(client(config()), move |sent: &Sent| {
        (sent.kind == kind && sent.nth < many).then(|| reply.clone())
    })
}

/// How long after the refusal of the first request of a kind the second one goes out.
fn pause(kind: Kind, reply: Reply) -> u64 {
    let mut host = refused(kind, 1, reply);
    let call = host.logout_within(200_000);
    host.run();
    host.result(call).unwrap();
    let times = host.times(kind);
    assert_eq!(times.len(), 2);
    times[1] - times[0] - 20
}

#[test]
fn the_next_attempt_waits_for_it_whatever_was_refused() {
    for kind in KINDS {
        for (retry_after, expected) in [("3", 3000), (" 20 ", 20_000), ("60", 60_000)] {
            for reply in refusals(retry_after) {
                let shown = format!("{kind:?} {reply:?}");
                let pause = pause(kind, reply);
                assert!(honours(pause, expected), "{shown}: {pause}");
            }
        }
    }
}

#[test]
fn it_is_capped_at_a_minute() {
    for retry_after in ["61", "3600", "18446744073709551"] {
        for reply in refusals(retry_after) {
            let pause = pause(Kind::Logout, reply);
            assert!(honours(pause, 60_000), "{retry_after}: {pause}");
        }
    }
}

#[test]
fn the_backoff_is_kept_where_it_is_shorter_or_not_a_number_of_seconds() {
    for retry_after in [
        "0",
        "",
        "-5",
        "1.5",
        "soon",
        "5, 6",
        "18446744073709551615",
        "Fri, 20 Nov 2026 21:00:00 GMT",
        "Friday, 20-Nov-26 21:00:00 GMT",
        "Fri Nov 20 21:00:00 2026",
    ] {
        for reply in refusals(retry_after) {
            let pause = pause(Kind::Logout, reply);
            assert!((500..=1000).contains(&pause), "{retry_after:?}: {pause}");
        }
    }
}

#[test]
fn no_call_sends_anything_meanwhile_and_the_burst_is_there_afterwards() {
    for reply in refusals("30") {
        let mut host = refused(Kind::Logout, 1, reply);
        let first = host.logout();
        host.run_until(START + 5000);
        // Registration, token, and the logout that was refused.
        assert_eq!(host.sent.len(), 3);
        let others: Vec<_> = (0..6).map(|_| host.logout()).collect();
        host.run();
        for call in others.into_iter().chain([first]) {
            host.result(call).unwrap();
        }
        let times = &host.times(Kind::Logout)[1..];
        assert!(honours(times[0] - 60, 30_000), "{times:?}");
        assert_eq!(times, [times[0]; 7]);
    }
}

#[test]
fn it_holds_after_the_last_attempt_too() {
    let mut host = refused(Kind::Logout, 3, pausing(503, "", "10"));
    let error = host.outcome().unwrap_err();
    assert_eq!(error.http_status(), Some(503));
    assert_eq!(host.count(Kind::Logout), 3);
    let failed_at = host.now;
    host.outcome().unwrap();
    // The next call's request.
    let pause = host.sent.last().unwrap().at - failed_at;
    assert!(honours(pause, 10_000), "{pause}");
}

#[test]
fn what_is_not_tried_again_holds_nobody_up() {
    let refusals = [
        pausing(400, "", "30"),
        pausing(404, "<html>", "30"),
        pausing(302, "", "30"),
        pausing(
            403,
            r#"{"action":"authentication","code":"authenticated_profile_expired"}"#,
            "30",
        ),
        pausing(200, "<html>captive portal</html>", "30"),
    ];
    for reply in refusals {
        let mut host = refused(Kind::Logout, 1, reply);
        host.outcome().unwrap_err();
        let failed_at = host.now;
        host.outcome().unwrap();
        assert_eq!(host.sent.last().unwrap().at, failed_at);
    }
}

#[test]
fn a_pause_that_outlasts_a_call_ends_it_at_once_with_the_answers_error() {
    for kind in KINDS {
        let mut replies = refusals("30");
        replies.push(pausing(429, "", "30"));
        for reply in replies {
            let Reply::Answer(_, response) = &reply else {
                unreachable!()
            };
            let status = response.status();
            // Both calls send the logout at once, and both are refused.
            let many = if kind == Kind::Logout { 2 } else { 1 };
            let mut host = refused(kind, many, reply);
            let [hasty, patient] = [host.logout_within(10_000), host.logout_within(50_000)];
            host.run_until(START + 100);
            let refused_at = host.times(kind)[0] + 20;
            let error = host.result(hasty).unwrap_err();
            assert_eq!(host.ended[hasty], Some(START + refused_at));
            assert_eq!(error.http_status(), Some(status));
            assert_eq!(error.retry_after_ms(), Some(30_000));
            assert!(
                error.to_string().contains("retry after 30000 ms"),
                "{error}"
            );
            assert_ne!(error.code(), ErrorCode::DeadlineExceeded);

            // So does one that starts meanwhile, without having sent anything.
            let requests = host.sent.len();
            let late = host.logout_within(20_000);
            host.run_until(START + 200);
            let error = host.result(late).unwrap_err();
            assert_eq!(error.http_status(), Some(status));
            assert_eq!(host.sent.len(), requests);

            // One that can wait takes over when the pause is over.
            host.run();
            host.result(patient).unwrap();
            let again = host.sent[requests].at - START;
            assert!(
                honours(again - refused_at, 30_000),
                "{kind:?} {status}: {again}"
            );
        }
    }
}

#[test]
fn a_pause_up_to_the_deadline_itself_is_of_no_use_and_one_before_it_is() {
    // The answer comes 60 ms after the start. When the pause ends is random, but the same for the
    // same seed.
    let run = |deadline_ms| {
        let mut host = refused(Kind::Logout, 1, pausing(503, "", "5"));
        let call = host.logout_within(deadline_ms);
        host.run();
        let ended = host.ended[call].unwrap() - START;
        (ended, host.times(Kind::Logout))
    };
    let (_, times) = run(60_000);
    let pause_ends = times[1];
    assert!(honours(pause_ends - 60, 5000));
    assert_eq!(run(pause_ends), (60, vec![40]));
    assert_eq!(run(pause_ends + 1), (pause_ends + 1, times));
}

#[test]
fn devices_that_were_turned_away_together_come_back_apart() {
    for (reply, asked) in [(pausing(429, "", "5"), 5000), (pausing(503, "", "5"), 5000)] {
        let mut times: Vec<_> = (0..200)
            .map(|seed| {
                let client = tvpass::call::Client::new(config(), crate::calls::host::start(), seed);
                let reply = reply.clone();
                let mut host = Host::new(client, move |sent: &Sent| {
                    (sent.kind == Kind::Logout && sent.nth == 0).then(|| reply.clone())
                });
                host.outcome().unwrap();
                host.times(Kind::Logout)[1] - 60
            })
            .collect();
        times.sort_unstable();
        assert!(times.iter().all(|time| honours(*time, asked)), "{times:?}");
        assert!(times[199] - times[0] > 2000, "{times:?}");
        times.dedup();
        assert!(times.len() > 150, "{times:?}");
    }
}

#[test]
fn state_is_stored_before_a_pause_ends_a_call() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        (sent.kind == Kind::Logout).then(|| pausing(429, "", "60"))
    });
    host.store_works = false;
    host.outcome().unwrap_err();
    host.store_works = true;
    let stored = host.stored.len();
    // The next call has nothing to send for a minute, but it can do that.
    let call = host.logout_within(1000);
    host.run();
    host.result(call).unwrap_err();
    assert_eq!(host.stored.len(), stored + 1);
}

#[test]
fn a_pause_without_pacing_holds_all_the_same() {
    let client = client(config().pacing(false));
    let mut host = Host::new(client, |sent: &Sent| {
        (sent.kind == Kind::Logout && sent.nth == 0).then(|| pausing(503, "", "4"))
    });
    host.outcome().unwrap();
    let times = host.times(Kind::Logout);
    assert!(honours(times[1] - 60, 4000), "{times:?}");
}

#[test]
fn a_shorter_pause_does_not_cut_a_longer_one() {
    let mut host = Host::new(client(config()), |sent: &Sent| match sent.kind {
        Kind::Logout if sent.nth == 0 => Some(pausing(503, "", "20")),
        // Sent at the same time, answered later.
        Kind::Logout if sent.nth == 1 => Some(pausing(503, "", "2")),
        Kind::Logout if sent.nth == 2 => Some(answer(502, "")),
        _ => None,
    });
    let calls = [host.logout(), host.logout(), host.logout()];
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    let times = &host.times(Kind::Logout)[3..];
    assert!(honours(times[0] - 60, 20_000), "{times:?}");
    assert_eq!(times, [times[0]; 3]);
}
