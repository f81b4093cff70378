//! Several calls of one client: one registration and one token request for all, whoever leads and
//! however that ends.

use tvpass::error::Delivery;
use tvpass::{Error, ErrorCode};

use crate::calls::host::{
    Host, Kind, Reply, START, Sent, answer, client, config, lost, registered, throttled,
};

#[test]
fn sixty_four_calls_on_a_fresh_client_share_one_registration_and_one_token_request() {
    let mut host = Host::well(client(config().pacing(false)));
    let calls: Vec<_> = (0..64).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    assert_eq!(host.count(Kind::Register), 1);
    assert_eq!(host.count(Kind::Token), 1);
    assert_eq!(host.count(Kind::Logout), 64);
    assert_eq!(host.stored.len(), 2);
}

#[test]
fn sixty_four_paced_calls_all_end_and_share_them_too() {
    let mut host = Host::well(client(config()));
    let calls: Vec<_> = (0..64).map(|_| host.logout_within(120_000)).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    assert_eq!(
        (host.count(Kind::Register), host.count(Kind::Token)),
        (1, 1)
    );
}

/// How the call that leads leaves.
#[derive(Clone, Copy, Debug)]
enum Leave {
    Cancel,
    Drop,
    Deadline,
}

const WAYS: [Leave; 3] = [Leave::Cancel, Leave::Drop, Leave::Deadline];

/// Three calls, of which the first leads. It leaves `after_ms` after the start; the others have to
/// get through.
fn leader_leaves(
    way: Leave,
    after_ms: u64,
    script: impl FnMut(&Sent) -> Option<Reply> + 'static,
) -> Host {
    let mut host = Host::new(client(config()), script);
    let leader = match way {
        Leave::Deadline => host.logout_within(after_ms),
        _ => host.logout(),
    };
    let others = [host.logout(), host.logout()];
    host.run_until(START + after_ms);
    match way {
        Leave::Cancel => host.cancel(leader),
        Leave::Drop => host.drop_call(leader),
        Leave::Deadline => {}
    }
    host.run();
    match way {
        Leave::Cancel => assert_eq!(
            host.result(leader).unwrap_err().code(),
            ErrorCode::Cancelled
        ),
        Leave::Drop => {}
        Leave::Deadline => {
            let error = host.result(leader).unwrap_err();
            // At once, if what it waits for cannot end before.
            let early = matches!(error.http_status(), Some(429 | 503));
            assert!(early || error.code() == ErrorCode::DeadlineExceeded);
        }
    }
    for other in others {
        host.result(other)
            .unwrap_or_else(|e| panic!("{way:?} after {after_ms} ms: {e}"));
        assert!(host.ended[other].unwrap() < START + after_ms + 8000);
    }
    host
}

#[test]
fn a_leader_that_leaves_while_registering_is_followed_by_another() {
    for way in WAYS {
        let host = leader_leaves(way, 10, |_| None);
        // The first one's answer is lost with it.
        assert_eq!(host.count(Kind::Register), 2, "{way:?}");
        assert_eq!(host.count(Kind::Token), 1);
        assert!(host.sent[2].body.contains("client-id-2"));
    }
}

#[test]
fn a_leader_that_leaves_while_getting_the_token_is_followed_by_another() {
    for way in WAYS {
        let host = leader_leaves(way, 30, |_| None);
        assert_eq!(host.count(Kind::Register), 1, "{way:?}");
        assert_eq!(host.count(Kind::Token), 2);
    }
}

#[test]
fn a_leader_that_leaves_in_backoff_is_followed_by_another_at_once() {
    for way in WAYS {
        let script =
            |sent: &Sent| (sent.kind == Kind::Token && sent.nth == 0).then(|| answer(503, ""));
        let host = leader_leaves(way, 100, script);
        assert_eq!(host.count(Kind::Token), 2, "{way:?}");
        // A call that has no time for the pause ends when it is told.
        let at = if matches!(way, Leave::Deadline) {
            40
        } else {
            100
        };
        assert_eq!(host.sent[2].at, START + at);
    }
}

#[test]
fn a_leader_that_leaves_while_throttled_is_followed_by_another_after_the_silence() {
    for way in WAYS {
        let script = |sent: &Sent| (sent.kind == Kind::Register && sent.nth == 0).then(throttled);
        let host = leader_leaves(way, 500, script);
        assert_eq!(host.count(Kind::Register), 2, "{way:?}");
        let at = host.sent[1].at - START;
        assert!((1020..=2020).contains(&at), "{at}");
    }
}

#[test]
fn a_leader_that_leaves_while_it_waits_for_its_place_is_followed_by_another() {
    for way in WAYS {
        // Ten logouts with a token that is then rejected use up the burst.
        let mut host = Host::new(client(config()), |sent| {
            (sent.token.as_deref() == Some("access-token-1-4d") && sent.nth > 0)
                .then(|| answer(401, ""))
        });
        host.outcome().unwrap();
        for _ in 0..7 {
            host.logout();
        }
        host.run_until(START + 70);
        assert_eq!(host.sent.len(), 10);
        // They were all rejected; one leads, and waits for its place until 1050.
        let leader = 1;
        assert_eq!(host.count(Kind::Token), 1);
        host.run_until(START + 500);
        match way {
            Leave::Drop => host.drop_call(leader),
            _ => host.cancel(leader),
        }
        host.run();
        assert_eq!(host.count(Kind::Token), 2, "{way:?}");
        for call in 2..8 {
            host.result(call).unwrap();
        }
        let times: Vec<_> = host.sent[10..].iter().map(|sent| sent.at - START).collect();
        assert_eq!(times, [1050, 2100, 3150, 4200, 5250, 6300, 7350]);
    }
}

#[test]
fn the_failure_of_a_leader_is_shared_by_those_that_waited_and_not_by_later_calls() {
    let mut host = Host::new(client(config()), |sent| {
        (sent.kind == Kind::Register && sent.nth == 0)
            .then(|| answer(400, r#"{"error":"invalid_software_statement"}"#))
    });
    let waiting: Vec<_> = (0..5).map(|_| host.logout()).collect();
    host.run();
    assert_eq!(host.kinds(), [Kind::Register]);
    for call in waiting {
        let error = host.result(call).unwrap_err();
        assert_eq!(error.adobe_code(), Some("invalid_software_statement"));
    }
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Register), 2);
}

#[test]
fn a_failing_token_endpoint_is_asked_three_times_for_all_calls_together() {
    for reply in [
        answer(500, "oops"),
        answer(503, "<html>"),
        lost(Delivery::Possible),
    ] {
        let reply = reply.clone();
        let mut host = Host::new(client(config()), move |sent| {
            (sent.kind == Kind::Token).then(|| reply.clone())
        });
        let calls: Vec<_> = (0..64).map(|_| host.logout()).collect();
        host.run();
        assert_eq!(host.count(Kind::Token), 3);
        assert_eq!(host.count(Kind::Logout), 0);
        for call in calls {
            host.result(call).unwrap_err();
        }
        // The next call tries for itself.
        host.outcome().unwrap_err();
        assert_eq!(
            (host.count(Kind::Register), host.count(Kind::Token)),
            (1, 6)
        );
    }
}

#[test]
fn a_token_endpoint_that_refuses_is_asked_once_for_all_calls_together() {
    let refusals = [
        answer(400, r#"{"error":"unauthorized_client"}"#),
        answer(401, ""),
        answer(201, "<html>captive portal</html>"),
        answer(201, r#"{"access_token":"t"}"#),
        answer(302, ""),
    ];
    for refusal in refusals {
        let mut host = Host::new(client(config()), move |sent| {
            (sent.kind == Kind::Token).then(|| refusal.clone())
        });
        let calls: Vec<_> = (0..8).map(|_| host.logout()).collect();
        host.run();
        assert_eq!(host.kinds(), [Kind::Register, Kind::Token]);
        for call in calls {
            host.result(call).unwrap_err();
        }
    }
}

#[test]
fn a_call_that_is_cancelled_disturbs_no_request_of_others() {
    for drops in [false, true] {
        let mut host = Host::well(client(config()));
        let [leader, other, third] = [host.logout(), host.logout(), host.logout()];
        host.run_until(START + 30);
        if drops {
            host.drop_call(other);
        } else {
            host.cancel(other);
        }
        host.run();
        host.result(leader).unwrap();
        host.result(third).unwrap();
        if !drops {
            assert!(matches!(host.result(other), Err(Error::Cancelled)));
        }
        let kinds = [Kind::Register, Kind::Token, Kind::Logout, Kind::Logout];
        assert_eq!(host.kinds(), kinds);
    }
}

#[test]
fn a_leader_that_is_never_driven_again_holds_the_others_up_until_its_deadline_at_most() {
    let mut host = Host::new(client(config()), |sent| {
        // The host forgets the call: it neither answers nor polls it again.
        (sent.kind == Kind::Register && sent.nth == 0).then_some(Reply::Never)
    });
    let leader = host.logout_within(5000);
    let other = host.logout_within(30_000);
    host.run_until(START + 100);
    let forgotten = host.forget_call(leader);
    host.run();
    host.result(other).unwrap();
    assert_eq!(host.count(Kind::Register), 2);
    assert!(host.sent[1].at >= START + 5000 && host.sent[1].at < START + 5500);
    // Its answer comes after all: the registration that is in use is not replaced.
    let mut forgotten = forgotten;
    let _ = forgotten.respond(host.now, &registered(9));
    assert!(
        host.client
            .state()
            .unwrap()
            .expose()
            .contains("client-id-2")
    );
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Register), 2);
}

#[test]
fn a_leader_that_hangs_is_waited_for_two_minutes_whatever_its_deadline() {
    const TWO_MINUTES: u64 = 120_000;
    for kind in [Kind::Register, Kind::Token] {
        let mut host = Host::new(client(config()), move |sent| {
            (sent.kind == kind && sent.nth == 0).then_some(Reply::Never)
        });
        let hanging = host.logout_within(u64::MAX);
        let [other, hasty] = [host.logout_within(u64::MAX), host.logout()];
        host.run_until(START + 100);
        let sent_at = host.sent.last().unwrap().at;
        let hanging = host.forget_call(hanging);
        host.run();
        // Its own deadline ends the one, the other goes on.
        let error = host.result(hasty).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
        host.result(other).unwrap();
        let times = host.times(kind);
        let again = times[1] - (sent_at - START);
        assert!(
            (TWO_MINUTES..TWO_MINUTES + 500).contains(&again),
            "{times:?}"
        );
        host.outcome().unwrap();
        drop(hanging);
    }
}

#[test]
fn a_leader_that_waits_for_the_longest_silence_is_not_passed_over() {
    // Ten times a minute and a half: it moves all the time.
    let mut host = Host::new(client(config()), |sent| {
        let asks = || tvpass::Response::new(429, "").with_header("Retry-After", "60");
        (sent.kind == Kind::Register && sent.nth < 10).then(|| Reply::Answer(20, asks()))
    });
    let leader = host.logout_within(3_600_000);
    let others = [host.logout_within(3_600_000), host.logout_within(3_600_000)];
    host.run();
    assert_eq!(host.count(Kind::Register), 11);
    for call in others.into_iter().chain([leader]) {
        host.result(call).unwrap();
    }
}
