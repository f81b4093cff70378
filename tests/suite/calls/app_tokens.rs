//! Tokens that the app supplies.

use tvpass::ErrorCode;
use tvpass::call::{CallOptions, Client, ClientConfig, Step, TokenSource, WaitReason};

use crate::calls::host::{
    BASE, Host, Kind, START, Sent, answer, enhanced, parameters, site, start,
};

fn app_client() -> Client {
    Client::new(ClientConfig::new(site(BASE), TokenSource::App), start(), 1)
}

#[test]
fn the_app_is_asked_once_for_all_calls_and_nothing_is_registered_or_stored() {
    let mut host = Host::well(app_client());
    let calls: Vec<_> = (0..5).map(|_| host.logout()).collect();
    host.run();
    for call in calls {
        host.result(call).unwrap();
    }
    assert_eq!(host.asked, [false]);
    assert_eq!(host.kinds(), [Kind::Logout; 5]);
    assert_eq!(host.sent[0].token.as_deref(), Some("app-token-0"));
    assert!(host.stored.is_empty() && host.client.state().is_none());
}

#[test]
fn after_401_the_app_is_asked_again_and_told_why() {
    let mut host = Host::new(app_client(), |sent: &Sent| {
        (sent.kind == Kind::Logout && sent.nth == 0).then(|| answer(401, ""))
    });
    host.outcome().unwrap();
    assert_eq!(host.asked, [false, true]);
    assert_eq!(host.sent[1].token.as_deref(), Some("app-token-1"));
}

#[test]
fn a_second_401_is_the_calls_error() {
    let mut host = Host::new(app_client(), |_| Some(answer(401, "")));
    assert_eq!(host.outcome().unwrap_err().http_status(), Some(401));
    assert_eq!(host.asked, [false, true]);
}

#[test]
fn an_app_without_a_token_fails_all_that_waited_and_later_calls_ask_again() {
    let client = app_client();
    let new_call = || {
        let options = CallOptions::new();
        client.start(START, parameters(), options)
    };
    let mut calls = [new_call(), new_call(), new_call()];
    assert!(matches!(
        calls[0].poll(START),
        Step::ProvideToken { rejected: false }
    ));
    for waiting in &mut calls[1..] {
        let step = waiting.poll(START);
        assert!(
            matches!(
                step,
                Step::Wait {
                    reason: WaitReason::OtherCall,
                    ..
                }
            ),
            "{step:?}"
        );
    }
    calls[0].token_failed(START, "signed out").unwrap();
    for call in &mut calls {
        let Step::Done(Err(error)) = call.poll(START) else {
            panic!("goes on without a token")
        };
        assert_eq!(error.code(), ErrorCode::TokenSourceFailed);
        assert!(error.to_string().contains("signed out"));
    }
    assert!(matches!(
        new_call().poll(START),
        Step::ProvideToken { rejected: false }
    ));
}

#[test]
fn a_token_of_unknown_lifetime_is_used_until_it_is_rejected() {
    let mut host = Host::new(app_client(), |sent: &Sent| {
        (sent.kind == Kind::Logout && sent.nth == 2).then(|| answer(401, ""))
    });
    host.app_tokens = Box::new(|nth| Ok((format!("t{nth}"), None)));
    host.outcome().unwrap();
    host.run_until(START + 100 * 365 * 86_400_000);
    host.outcome().unwrap();
    assert_eq!(host.asked, [false]);
    host.outcome().unwrap();
    assert_eq!(host.asked, [false, true]);
}

#[test]
fn a_token_is_asked_for_shortly_before_the_last_one_ends_and_that_one_serves_if_there_is_none() {
    let mut host = Host::well(app_client());
    host.app_tokens = Box::new(|nth| match nth {
        1 => Err("try later".to_owned()),
        _ => Ok((format!("t{nth}"), Some(3600))),
    });
    host.outcome().unwrap();
    host.run_until(START + 3_600_000 - 50_000);
    host.outcome().unwrap();
    assert_eq!(host.sent[1].token.as_deref(), Some("t0"));
    host.outcome().unwrap();
    assert_eq!(host.asked, [false, false], "not again for half a minute");
    host.run_until(START + 3_600_000 - 10_000);
    host.outcome().unwrap();
    assert_eq!(host.sent[3].token.as_deref(), Some("t2"));
}

#[test]
fn an_app_whose_tokens_have_expired_already_is_not_asked_for_ever() {
    let mut host = Host::well(app_client());
    host.app_tokens = Box::new(|nth| Ok((format!("t{nth}"), Some(0))));
    host.outcome().unwrap();
    assert_eq!(host.asked.len(), 2);
}

#[test]
fn a_lost_registration_is_reported_and_the_next_call_asks_for_a_token_of_the_new_one() {
    let mut host = Host::new(app_client(), |sent: &Sent| {
        let code = "invalid_access_token_client_application";
        (sent.nth == 0).then(|| enhanced(401, 401, code, "application-registration"))
    });
    assert_eq!(
        host.outcome().unwrap_err().code(),
        ErrorCode::RegistrationLost
    );
    assert_eq!(host.count(Kind::Logout), 1);
    host.outcome().unwrap();
    assert_eq!(host.asked, [false, true]);
}
