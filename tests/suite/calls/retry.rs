//! Repeated requests, deadlines, and what a lost answer leaves in doubt (trap 18).

use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::{ErrorCode, FollowUp, LogoutAction, Response};

use crate::calls::host::{
    Host, Kind, Reply, START, Sent, answer, client, config, enhanced, logouts, lost, start,
    throttled,
};

fn lost_by(kind: TransportErrorKind) -> Reply {
    Reply::Lost(20, kind, Delivery::Possible)
}

/// A host whose logout is answered by `replies`, one after the other, then as where all is well.
fn logout_gets(replies: Vec<Reply>) -> Host {
    Host::new(client(config()), move |sent: &Sent| {
        (sent.kind == Kind::Logout)
            .then(|| replies.get(sent.nth).cloned())
            .flatten()
    })
}

fn may_be_retried() -> Vec<Reply> {
    use TransportErrorKind as T;
    let mut replies: Vec<_> = [
        T::Dns,
        T::Connect,
        T::Tls,
        T::Timeout,
        T::ConnectionLost,
        T::Protocol,
        T::Other,
    ]
    .into_iter()
    .map(lost_by)
    .collect();
    replies.extend([500, 502, 503, 504].map(|status| answer(status, "<html>gateway</html>")));
    for code in [
        "network_received_error",
        "network_connection_timeout",
        "maximum_execution_time_exceeded",
    ] {
        replies.push(enhanced(403, 403, code, "retry"));
    }
    replies.push(enhanced(500, 500, "internal_server_error", "none"));
    replies
}

#[test]
fn lost_connections_timeouts_5xx_and_retry_are_tried_three_times() {
    for reply in may_be_retried() {
        let shown = format!("{reply:?}");
        for failures in [1, 2] {
            let mut host = logout_gets(vec![reply.clone(); failures]);
            host.outcome().unwrap_or_else(|e| panic!("{shown}: {e}"));
            assert_eq!(host.count(Kind::Logout), failures + 1);
        }
        let mut host = logout_gets(vec![reply.clone(); 9]);
        host.outcome().unwrap_err();
        assert_eq!(host.count(Kind::Logout), 3, "{shown}");
        assert_eq!(
            (host.count(Kind::Register), host.count(Kind::Token)),
            (1, 1)
        );
    }
}

#[test]
fn what_cannot_help_is_not_tried_again() {
    use TransportErrorKind as T;
    let replies = [
        enhanced(400, 400, "invalid_parameter_mvpd", "none"),
        enhanced(403, 403, "authenticated_profile_expired", "authentication"),
        enhanced(500, 500, "x", "configuration"),
        answer(400, ""),
        answer(404, "<html>"),
        answer(405, ""),
        answer(302, ""),
        answer(200, "<html>captive portal</html>"),
        answer(200, "{"),
        answer(204, ""),
        lost_by(T::ResponseTooLarge),
        lost_by(T::Refused),
    ];
    for reply in replies {
        let shown = format!("{reply:?}");
        let mut host = logout_gets(vec![reply]);
        host.outcome().unwrap_err();
        assert_eq!(host.count(Kind::Logout), 1, "{shown}");
    }
}

#[test]
fn registration_and_token_are_tried_three_times_too() {
    for kind in [Kind::Register, Kind::Token] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == kind && sent.nth < 2).then(|| lost(Delivery::NotSent))
        });
        host.outcome().unwrap();
        assert_eq!(host.count(kind), 3);
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == kind).then(|| answer(500, ""))
        });
        assert_eq!(host.outcome().unwrap_err().http_status(), Some(500));
        assert_eq!(host.count(kind), 3);
    }
}

fn pauses(seed: u64) -> [u64; 2] {
    let client = tvpass::call::Client::new(config(), start(), seed);
    let mut host = Host::new(client, |sent: &Sent| {
        (sent.kind == Kind::Logout && sent.nth < 2).then(|| answer(500, ""))
    });
    host.outcome().unwrap();
    let times = host.times(Kind::Logout);
    [times[1] - times[0] - 20, times[2] - times[1] - 20]
}

#[test]
fn pauses_grow_and_their_jitter_comes_from_the_seed() {
    let mut different = std::collections::BTreeSet::new();
    for seed in 0..50 {
        let [first, second] = pauses(seed);
        assert!((500..=1000).contains(&first) && (1000..=2000).contains(&second));
        assert_eq!(pauses(seed), [first, second]);
        different.insert(first);
    }
    assert!(different.len() > 30);
}

#[test]
fn the_deadline_ends_a_call_that_waits_for_its_place() {
    let mut host = Host::well(client(config()));
    let calls: Vec<_> = (0..20).map(|_| host.logout_within(3000)).collect();
    host.run();
    let mut late = 0;
    for call in calls {
        if let Err(error) = host.result(call) {
            assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
            assert_eq!(host.ended[call], Some(START + 3000));
            late += 1;
        }
    }
    // Eight logouts of the burst, and those at 1050 and 2100.
    assert_eq!(late, 10);
    // Places of calls that have ended are not waited for.
    let next = host.logout();
    host.run();
    host.result(next).unwrap();
    assert!(host.ended[next].unwrap() <= START + 3000 + 1050 + 20);
}

#[test]
fn a_pause_that_cannot_end_before_the_deadline_ends_the_call_at_once_with_the_last_error() {
    for kind in [Kind::Register, Kind::Token, Kind::Logout] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            let retry = || enhanced(403, 403, "network_received_error", "retry");
            (sent.kind == kind && sent.nth < 2).then(retry)
        });
        let hasty = host.logout_within(500);
        host.run();
        let error = host.result(hasty).unwrap_err();
        assert_eq!(error.code(), ErrorCode::EnhancedError);
        assert_eq!(error.adobe_code(), Some("network_received_error"));
        assert_eq!(error.trace(), Some("trace-network_received_error"));
        let answered_at = host.sent.last().unwrap().at + 20;
        assert_eq!(host.ended[hasty], Some(answered_at), "{kind:?}");
        // It says nothing of an attempt that is not made.
        assert!(!host.client.support_report(host.now).contains("attempt 2"));
        host.outcome().unwrap();
    }
}

#[test]
fn those_that_wait_for_such_a_call_and_have_more_time_go_on() {
    for kind in [Kind::Register, Kind::Token] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == kind && sent.nth == 0).then(|| answer(503, ""))
        });
        let [hasty, patient] = [host.logout_within(500), host.logout()];
        host.run();
        assert_eq!(host.result(hasty).unwrap_err().http_status(), Some(503));
        host.result(patient).unwrap();
        assert_eq!(host.count(kind), 2);
    }
}

#[test]
fn a_renewal_that_cannot_be_tried_again_in_time_is_put_off_while_the_token_is_good() {
    let mut host = Host::new(client(config()), |sent: &Sent| {
        (sent.kind == Kind::Token && sent.nth > 0).then(|| answer(503, ""))
    });
    host.outcome().unwrap();
    host.run_until(START + crate::calls::host::LIFETIME_S * 1000 - 30_000);
    let hasty = host.logout_within(400);
    host.run();
    host.result(hasty).unwrap();
    assert_eq!(host.count(Kind::Token), 2);
}

#[test]
fn the_deadline_tells_what_a_call_was_recovering_from() {
    // The second attempt has to wait for its place behind ten others.
    let mut host = logout_gets(vec![enhanced(403, 403, "network_received_error", "retry")]);
    let call = host.logout_within(1900);
    host.run_until(START + 61);
    for _ in 0..12 {
        host.logout();
    }
    host.run();
    let error = host.result(call).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
    assert_eq!(error.adobe_code(), Some("network_received_error"));
    assert!(error.to_string().contains("network_received_error"));
    assert_eq!(host.ended[call], Some(START + 1900));
}

#[test]
fn the_deadline_ends_a_call_whose_request_is_out() {
    for kind in [Kind::Register, Kind::Token, Kind::Logout] {
        let mut host = Host::new(client(config()), move |sent: &Sent| {
            (sent.kind == kind && sent.nth == 0).then_some(Reply::Never)
        });
        let call = host.logout_within(5000);
        host.run();
        let error = host.result(call).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
        assert_eq!(error.cause().code(), ErrorCode::TransportTimeout);
        assert_eq!(host.ended[call], Some(START + 5000));
        host.outcome().unwrap();
    }
}

/// Drivers give a request as much time as the call has left, and report a timeout when that is
/// over.
#[test]
fn a_request_that_the_host_gives_up_at_the_deadline_ends_the_call_as_the_deadline_does() {
    let options = tvpass::call::CallOptions::new().deadline_ms(1000);
    let mut registered = Host::well(client(config()));
    registered.outcome().unwrap();
    for (client, now) in [
        (client(config()), START),
        (registered.client.clone(), registered.now),
    ] {
        let mut call = client.start(now, crate::calls::host::parameters(), options);
        assert!(matches!(call.poll(now), tvpass::call::Step::Send(_)));
        let timeout = TransportError::new(
            TransportErrorKind::Timeout,
            Delivery::Possible,
            "no answer within 1000 ms",
        );
        call.fail(now + 1000, timeout).unwrap();
        let tvpass::call::Step::Done(Err(error)) = call.poll(now + 1000) else {
            panic!("the call goes on after its deadline")
        };
        assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
        assert_eq!(error.cause().code(), ErrorCode::TransportTimeout);
    }
}

#[test]
fn a_deadline_of_nothing_sends_nothing() {
    let mut host = Host::well(client(config()));
    let call = host.logout_within(0);
    host.run();
    assert_eq!(
        host.result(call).unwrap_err().code(),
        ErrorCode::DeadlineExceeded
    );
    assert!(host.sent.is_empty());
}

/// The action of the one profile of a successful logout.
fn action(host: &mut Host) -> LogoutAction {
    host.outcome().unwrap().profiles[0].action.clone()
}

fn invalid() -> Reply {
    Reply::Answer(20, logouts("invalid"))
}

#[test]
fn invalid_after_a_lost_answer_is_reported_as_doubt() {
    let doubts = [
        vec![lost(Delivery::Possible), invalid()],
        vec![answer(500, ""), invalid()],
        vec![answer(504, "<html>"), lost(Delivery::NotSent), invalid()],
        vec![lost(Delivery::Possible), throttled(), invalid()],
        vec![lost(Delivery::Possible), answer(401, ""), invalid()],
        vec![
            enhanced(500, 500, "internal_server_error", "none"),
            invalid(),
        ],
    ];
    for replies in doubts {
        let shown = format!("{replies:?}");
        let mut host = logout_gets(replies);
        let logout = host.outcome().unwrap();
        let profile = &logout.profiles[0];
        assert_eq!(
            profile.action,
            LogoutAction::InvalidAfterLostAnswer,
            "{shown}"
        );
        assert!(matches!(
            logout.follow_ups().collect::<Vec<_>>()[..],
            [FollowUp::SessionMayBeOpen { .. }]
        ));
    }
}

#[test]
fn invalid_without_a_lost_answer_is_just_that() {
    let plain = [
        vec![invalid()],
        vec![lost(Delivery::NotSent), invalid()],
        vec![throttled(), invalid()],
        vec![answer(401, ""), invalid()],
    ];
    for replies in plain {
        let shown = format!("{replies:?}");
        assert_eq!(
            action(&mut logout_gets(replies)),
            LogoutAction::Invalid,
            "{shown}"
        );
    }
    // A lost registration or token answer says nothing about the profile.
    let mut host = Host::new(client(config()), |sent: &Sent| {
        match (sent.kind, sent.nth) {
            (Kind::Register | Kind::Token, 0) => Some(lost(Delivery::Possible)),
            (Kind::Logout, _) => Some(invalid()),
            _ => None,
        }
    });
    assert_eq!(action(&mut host), LogoutAction::Invalid);
}

#[test]
fn what_is_not_invalid_is_not_doubted() {
    for name in ["complete", "logout", "partner_logout"] {
        let reply = Reply::Answer(20, logouts(name));
        let certain = action(&mut logout_gets(vec![reply.clone()]));
        let repeated = action(&mut logout_gets(vec![lost(Delivery::Possible), reply]));
        assert_eq!(certain, repeated, "{name}");
    }
}

#[test]
fn an_answer_that_is_in_before_the_call_is_polled_at_its_deadline_counts() {
    let client = client(config());
    let mut host = Host::well(client.clone());
    host.outcome().unwrap();
    let now = host.now;
    let options = tvpass::call::CallOptions::new().deadline_ms(1000);
    let mut call = client.start(now, crate::calls::host::parameters(), options);
    assert!(matches!(call.poll(now), tvpass::call::Step::Send(_)));
    call.respond(now + 1000, &logouts("logout")).unwrap();
    let tvpass::call::Step::Done(Ok(logout)) = call.poll(now + 2000) else {
        panic!("a logout URL was received and lost")
    };
    assert!(matches!(
        logout.profiles[0].action,
        LogoutAction::OpenUrl(_)
    ));
    // Once the call has given the request up, an answer is out of order, and nothing of it is kept.
    let mut call = client.start(now + 2000, crate::calls::host::parameters(), options);
    assert!(matches!(call.poll(now + 2000), tvpass::call::Step::Send(_)));
    assert!(matches!(
        call.poll(now + 3000),
        tvpass::call::Step::Done(Err(_))
    ));
    let late = call
        .respond(now + 3001, &Response::new(200, "{}"))
        .unwrap_err();
    assert_eq!(late.code(), ErrorCode::OutOfOrder);
}
