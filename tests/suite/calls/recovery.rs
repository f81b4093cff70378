//! 401, rejected tokens, lost registrations.

use std::sync::{Arc, Mutex};

use tvpass::ErrorCode;
use tvpass::call::{CallOptions, Event, EventKind, Step};
use tvpass::error::ErrorAction;

use crate::calls::host::{
    Host, Kind, LIFETIME_S, Reply, START, Sent, answer, client, config, enhanced, granted,
    parameters,
};

fn is_first_logout(sent: &Sent) -> bool {
    sent.kind == Kind::Logout && sent.nth == 0
}

#[test]
fn after_401_there_is_one_new_token_and_one_retry() {
    let refusals = [
        answer(401, ""),
        answer(401, "<html>401</html>"),
        enhanced(401, 401, "invalid_access_token", "none"),
        // The HTTP status and the body's may differ.
        enhanced(403, 401, "invalid_access_token", "none"),
    ];
    for refusal in refusals {
        let shown = format!("{refusal:?}");
        let mut host = Host::new(client(config()), move |sent| {
            is_first_logout(sent).then(|| refusal.clone())
        });
        host.outcome().unwrap();
        let kinds = [
            Kind::Register,
            Kind::Token,
            Kind::Logout,
            Kind::Token,
            Kind::Logout,
        ];
        assert_eq!(host.kinds(), kinds, "{shown}");
        assert_eq!(host.sent[4].token.as_deref(), Some("access-token-2-4d"));
        assert!(host.stored.last().unwrap().contains("access-token-2-4d"));
    }
}

#[test]
fn a_second_401_is_the_calls_error() {
    let mut host = Host::new(client(config()), |sent| {
        (sent.kind == Kind::Logout).then(|| answer(401, ""))
    });
    let error = host.outcome().unwrap_err();
    assert_eq!(error.http_status(), Some(401));
    assert_eq!((host.count(Kind::Token), host.count(Kind::Logout)), (2, 2));
}

#[test]
fn the_retry_after_401_leaves_the_three_attempts() {
    let mut host = Host::new(client(config()), |sent| match (sent.kind, sent.nth) {
        (Kind::Logout, 0) => Some(answer(401, "")),
        (Kind::Logout, 1 | 2) => Some(answer(503, "")),
        _ => None,
    });
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Logout), 4);
}

#[test]
fn many_calls_whose_common_token_is_rejected_get_one_new_one() {
    let mut host = Host::new(client(config().pacing(false)), |sent| {
        let old = sent.token.as_deref() == Some("access-token-1-4d");
        // The answers come one after the other: some after the new token is there.
        (old && sent.nth > 0)
            .then(|| Reply::Answer(sent.nth as u64 * 9, tvpass::Response::new(401, "")))
    });
    host.outcome().unwrap();
    let calls: Vec<_> = (0..32).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    assert_eq!(host.count(Kind::Token), 2);
    assert_eq!(host.count(Kind::Logout), 1 + 32 + 32);
}

const LOST: [&str; 2] = [
    "invalid_access_token_service_provider",
    "invalid_access_token_client_application",
];

#[test]
fn a_lost_registration_is_an_error_now_and_later_until_the_app_lets_go_of_it() {
    for code in LOST {
        let mut host = Host::new(client(config()), move |sent| {
            is_first_logout(sent).then(|| enhanced(401, 401, code, "application-registration"))
        });
        let stored_before = |host: &Host| host.stored.len();
        let error = host.outcome().unwrap_err();
        assert_eq!(error.code(), ErrorCode::RegistrationLost);
        assert_eq!(error.adobe_code(), Some(code));
        assert_eq!(error.action(), Some(&ErrorAction::ApplicationRegistration));
        assert_eq!(error.trace(), Some(format!("trace-{code}").as_str()));
        let (requests, stored) = (host.sent.len(), stored_before(&host));
        for _ in 0..3 {
            assert_eq!(
                host.outcome().unwrap_err().code(),
                ErrorCode::RegistrationLost
            );
        }
        assert_eq!(
            (host.sent.len(), stored_before(&host)),
            (requests, stored),
            "nothing is sent or stored"
        );
        assert!(
            host.client
                .support_report(host.now)
                .contains("registration lost: yes")
        );
        host.client.forget_registration();
        host.outcome().unwrap();
        assert_eq!(host.count(Kind::Register), 2);
        assert!(host.stored.last().unwrap().contains("client-id-2"));
    }
}

/// The first registration is no longer known; later ones are.
fn first_client_is_unknown(status: u16) -> impl FnMut(&Sent) -> Option<Reply> {
    move |sent| {
        (sent.kind == Kind::Token && sent.body.contains("client-id-1&"))
            .then(|| answer(status, r#"{"error":"invalid_client"}"#))
    }
}

#[test]
fn invalid_client_at_the_token_endpoint_is_a_lost_registration_whatever_its_status() {
    for status in [400, 401, 403] {
        let mut host = Host::new(client(config()), first_client_is_unknown(status));
        let error = host.outcome().unwrap_err();
        assert_eq!(error.code(), ErrorCode::RegistrationLost, "{status}");
        assert_eq!(error.http_status(), Some(status));
        assert_eq!(host.kinds(), [Kind::Register, Kind::Token]);
    }
}

#[test]
fn so_is_a_code_with_that_action_at_the_token_endpoint() {
    for code in LOST {
        let mut host = Host::new(client(config()), move |sent| {
            (sent.kind == Kind::Token).then(|| enhanced(401, 401, code, "application-registration"))
        });
        for _ in 0..2 {
            let error = host.outcome().unwrap_err();
            assert_eq!(error.code(), ErrorCode::RegistrationLost);
            assert_eq!(error.adobe_code(), Some(code));
        }
        assert_eq!(host.kinds(), [Kind::Register, Kind::Token]);
    }
}

#[test]
fn the_call_that_hears_of_the_loss_reports_it_even_if_another_one_was_quicker() {
    let client = client(config());
    let mut host = Host::well(client.clone());
    host.outcome().unwrap();
    let now = host.now;
    let new_call = || {
        let options = CallOptions::new();
        client.start(now, parameters(), options)
    };
    let [mut hearing, mut quicker] = [new_call(), new_call()];
    assert!(matches!(hearing.poll(now), Step::Send(_)));
    let Reply::Answer(_, lost) = enhanced(401, 401, LOST[0], "application-registration") else {
        unreachable!()
    };
    hearing.respond(now, &lost).unwrap();
    // Before the host polls that call, another one tells the app, which starts anew.
    for call in [&mut quicker, &mut hearing] {
        let Step::Done(Err(error)) = call.poll(now) else {
            panic!("goes on")
        };
        assert_eq!(error.code(), ErrorCode::RegistrationLost);
        client.forget_registration();
    }
}

#[test]
fn every_call_that_failed_with_a_loss_may_be_answered_and_the_new_registration_stays() {
    let mut host = Host::new(client(config()), first_client_is_unknown(400));
    let failed: Vec<_> = (0..3).map(|_| host.logout()).collect();
    host.run();
    for call in failed {
        let error = host.result(call).unwrap_err();
        assert_eq!(error.code(), ErrorCode::RegistrationLost);
    }
    // One error after the other is shown, and meanwhile the first is mended.
    for _ in 0..3 {
        host.client.forget_registration();
        host.outcome().unwrap();
        assert_eq!(host.count(Kind::Register), 2);
    }
    // What nobody was told about is a wish of its own.
    host.client.forget_registration();
    assert!(!host.client.is_registered());
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Register), 3);
}

#[test]
fn an_answer_to_a_loss_that_comes_minutes_later_is_a_wish_of_its_own() {
    let mut host = Host::new(client(config()), first_client_is_unknown(400));
    let failed: Vec<_> = (0..2).map(|_| host.logout()).collect();
    host.run();
    for call in failed {
        host.result(call).unwrap_err();
    }
    host.client.forget_registration();
    host.outcome().unwrap();
    host.run_until(host.now + 120_000);
    host.outcome().unwrap();
    host.client.forget_registration();
    assert!(!host.client.is_registered());
}

#[test]
fn a_wish_that_is_taken_for_an_answer_is_granted_when_it_is_repeated() {
    let mut host = Host::new(client(config()), first_client_is_unknown(400));
    let failed: Vec<_> = (0..2).map(|_| host.logout()).collect();
    host.run();
    for call in failed {
        host.result(call).unwrap_err();
    }
    host.client.forget_registration();
    host.outcome().unwrap();
    // The app says nothing about the second call, and wants to start anew.
    host.client.forget_registration();
    assert!(host.client.is_registered());
    host.client.forget_registration();
    assert!(!host.client.is_registered());
}

#[test]
fn those_that_waited_for_a_call_that_failed_go_on_if_the_app_has_started_anew_meanwhile() {
    for starts_anew in [true, false] {
        let client = client(config());
        let new_call = || {
            let options = CallOptions::new();
            client.start(START, parameters(), options)
        };
        let [mut leader, mut waiting] = [new_call(), new_call()];
        assert!(matches!(leader.poll(START), Step::Send(_)));
        assert!(matches!(waiting.poll(START), Step::Wait { .. }));
        let refusal = r#"{"error":"invalid_software_statement"}"#;
        leader
            .respond(START, &tvpass::Response::new(400, refusal))
            .unwrap();
        if starts_anew {
            client.forget_registration();
            assert!(matches!(waiting.poll(START), Step::Send(_)));
        } else {
            assert!(matches!(waiting.poll(START), Step::Done(Err(_))));
        }
    }
}

#[test]
fn where_the_app_allows_it_a_call_registers_again_once_and_says_so() {
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let seen = events.clone();
    let observer = move |event: &Event| seen.lock().unwrap().push(event.clone());
    let config = config().register_again(true).observer(Arc::new(observer));
    let mut host = Host::new(client(config), first_client_is_unknown(400));
    let call = host.logout();
    host.run();
    host.result(call).unwrap();
    assert!(host.call(call).registration_was_lost());
    assert_eq!(
        host.kinds(),
        [
            Kind::Register,
            Kind::Token,
            Kind::Register,
            Kind::Token,
            Kind::Logout
        ]
    );
    assert!(host.stored.last().unwrap().contains("client-id-2"));
    let events = events.lock().unwrap();
    let count = |kind: &EventKind| events.iter().filter(|event| event.kind == *kind).count();
    assert_eq!(count(&EventKind::RegistrationLost), 1);
    assert_eq!(count(&EventKind::Registered), 2);
}

#[test]
fn the_retry_after_a_new_registration_leaves_the_three_attempts() {
    let mut host = Host::new(client(config().register_again(true)), |sent| {
        match (sent.kind, sent.nth) {
            (Kind::Logout, 0) => Some(enhanced(401, 401, LOST[0], "application-registration")),
            (Kind::Logout, 1 | 2) => Some(answer(503, "")),
            _ => None,
        }
    });
    host.outcome().unwrap();
    assert_eq!(
        (host.count(Kind::Register), host.count(Kind::Logout)),
        (2, 4)
    );
}

#[test]
fn a_registration_that_is_refused_again_at_once_does_not_loop() {
    let mut host = Host::new(client(config().register_again(true)), |sent| {
        (sent.kind == Kind::Token).then(|| answer(400, r#"{"error":"invalid_client"}"#))
    });
    assert_eq!(
        host.outcome().unwrap_err().code(),
        ErrorCode::RegistrationLost
    );
    assert_eq!(
        (host.count(Kind::Register), host.count(Kind::Token)),
        (2, 2)
    );
    let mut host = Host::new(client(config().register_again(true)), |sent| {
        (sent.kind == Kind::Logout).then(|| enhanced(401, 401, LOST[0], "application-registration"))
    });
    assert_eq!(
        host.outcome().unwrap_err().code(),
        ErrorCode::RegistrationLost
    );
    assert_eq!(
        (host.count(Kind::Register), host.count(Kind::Token)),
        (2, 2)
    );
}

#[test]
fn after_a_pause_each_call_may_register_again() {
    const PAUSE: u64 = 60_000;
    // The service drops every registration, until it recovers.
    let mut host = Host::new(client(config().register_again(true)), |sent| {
        (sent.kind == Kind::Logout && sent.at < START + 200_000)
            .then(|| enhanced(401, 401, LOST[0], "application-registration"))
    });
    let lost = |host: &mut Host| {
        let call = host.logout();
        host.run();
        assert!(host.result(call).unwrap_err().code() == ErrorCode::RegistrationLost);
        host.call(call).registration_was_lost()
    };
    assert!(lost(&mut host));
    assert_eq!(host.count(Kind::Register), 2);
    let lost_at = host.now;
    // During the pause nothing is sent.
    let sent = host.sent.len();
    for at in [0, 1000, PAUSE - 1] {
        host.run_until(lost_at + at);
        assert!(!lost(&mut host));
        assert_eq!(host.sent.len(), sent);
    }
    // Then one call tries, once.
    host.run_until(lost_at + PAUSE);
    assert!(lost(&mut host));
    assert_eq!(host.count(Kind::Register), 3);
    assert!(!lost(&mut host));
    assert_eq!(host.count(Kind::Register), 3);
    // Hours later the service has recovered, and so does the client.
    host.run_until(START + 7 * 3_600_000);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Register), 4);
    assert!(host.stored.last().unwrap().contains("client-id-4"));
}

#[test]
fn without_being_allowed_no_call_ever_registers_again() {
    let mut host = Host::new(client(config()), |sent| {
        is_first_logout(sent).then(|| enhanced(401, 401, LOST[0], "application-registration"))
    });
    for _ in 0..3 {
        let error = host.outcome().unwrap_err();
        assert_eq!(error.code(), ErrorCode::RegistrationLost);
        host.run_until(host.now + 86_400_000);
    }
    assert_eq!(host.count(Kind::Register), 1);
}

#[test]
fn calls_that_discover_it_together_register_once() {
    let mut host = Host::new(
        client(config().register_again(true).pacing(false)),
        |sent| {
            let old = sent.token.as_deref() == Some("access-token-1-4d") && sent.nth > 0;
            let reply = enhanced(401, 401, LOST[1], "application-registration");
            match reply {
                // One hears of it at once, another after the new registration is in use.
                Reply::Answer(_, response) if old => {
                    Some(Reply::Answer(10 + 15 * sent.nth as u64, response))
                }
                _ => None,
            }
        },
    );
    host.outcome().unwrap();
    let calls: Vec<_> = (0..8).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    assert_eq!(host.count(Kind::Register), 2);
    assert_eq!(host.count(Kind::Token), 2);
}

#[test]
fn a_token_that_was_asked_for_with_credentials_that_are_gone_is_not_used() {
    let mut host = Host::new(client(config()), |sent| {
        // The first token takes half a second.
        (sent.kind == Kind::Token && sent.nth == 0)
            .then(|| Reply::Answer(500, granted(1, LIFETIME_S)))
    });
    let first = host.logout();
    host.run_until(START + 100);
    host.client.forget_registration();
    let second = host.logout();
    host.run();
    host.result(first).unwrap();
    host.result(second).unwrap();
    assert_eq!(host.count(Kind::Register), 2);
    for sent in host.sent.iter().filter(|sent| sent.kind == Kind::Logout) {
        assert_eq!(sent.token.as_deref(), Some("access-token-2-4d"));
    }
    let stored = host.stored.last().unwrap();
    assert!(stored.contains("client-id-2") && stored.contains("access-token-2-4d"));
}

#[test]
fn a_late_answer_to_a_request_with_gone_credentials_disturbs_nobody_who_leads_now() {
    for late in [Ok(granted(1, LIFETIME_S)), Err(())] {
        let mut host = Host::new(client(config()), move |sent| {
            match (sent.kind, sent.nth, &late) {
                // A renewal that takes long …
                (Kind::Token, 1, Ok(response)) => Some(Reply::Answer(400, response.clone())),
                (Kind::Token, 1, Err(())) => Some(Reply::Answer(
                    400,
                    tvpass::Response::new(400, r#"{"error":"invalid_request"}"#),
                )),
                // … while a logout hears that the registration is lost …
                (Kind::Logout, 1, _) => {
                    Some(enhanced(401, 401, LOST[0], "application-registration"))
                }
                // … and a new registration takes even longer.
                (Kind::Register, 1, _) => {
                    Some(Reply::Answer(600, crate::calls::host::registered(2)))
                }
                _ => None,
            }
        });
        host.outcome().unwrap();
        host.run_until(START + 40 + LIFETIME_S * 1000 - 30_000);
        let now = host.now;
        let [renewing, hearing] = [host.logout(), host.logout()];
        host.run_until(now + 100);
        assert_eq!(
            host.result(hearing).unwrap_err().code(),
            ErrorCode::RegistrationLost
        );
        host.client.forget_registration();
        let [third, fourth] = [host.logout(), host.logout()];
        host.run();
        for call in [renewing, third, fourth] {
            host.result(call).unwrap();
        }
        assert_eq!(host.count(Kind::Register), 2);
        assert!(
            host.client
                .state()
                .unwrap()
                .expose()
                .contains("client-id-2")
        );
    }
}

#[test]
fn the_registration_after_an_answer_about_gone_credentials_has_all_its_attempts() {
    let mut host = Host::new(client(config()), |sent| match (sent.kind, sent.nth) {
        (Kind::Token, 0) => Some(Reply::Answer(
            400,
            tvpass::Response::new(400, r#"{"error":"invalid_client"}"#),
        )),
        (Kind::Register, 1 | 2) => Some(answer(503, "")),
        _ => None,
    });
    let call = host.logout();
    host.run_until(START + 100);
    host.client.forget_registration();
    host.run();
    host.result(call).unwrap();
    assert_eq!(host.count(Kind::Register), 4);
}
