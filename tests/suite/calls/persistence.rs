//! Stored state: when it is written, and what is made of it.

use std::sync::{Arc, Mutex};

use tvpass::call::{CallOptions, Client, Event, EventKind, STATE_VERSION, Step, WaitReason};
use tvpass::error::StateError;
use tvpass::{Error, ErrorCode};

use crate::calls::host::{
    Host, Kind, START, STATEMENT, client, config, parameters, registered, registration_with, site,
    start,
};

/// What a cold logout leaves behind.
fn stored() -> String {
    let mut host = Host::well(client(config()));
    host.outcome().unwrap();
    host.stored.pop().unwrap()
}

#[test]
fn a_store_that_fails_is_told_and_tried_again_by_the_next_call() {
    let events: Arc<Mutex<Vec<EventKind>>> = Arc::default();
    let seen = events.clone();
    let observer = move |event: &Event| seen.lock().unwrap().push(event.kind.clone());
    let mut host = Host::well(client(config().observer(Arc::new(observer))));
    host.store_works = false;
    host.outcome().unwrap();
    let failures = |kind: &EventKind| events.lock().unwrap().iter().filter(|k| *k == kind).count();
    // Once for the credentials, once for the token: the call goes on.
    assert_eq!(
        (host.stored.len(), failures(&EventKind::NotPersisted)),
        (2, 2)
    );
    assert_eq!(host.kinds(), [Kind::Register, Kind::Token, Kind::Logout]);
    host.outcome().unwrap();
    assert_eq!(host.stored.len(), 3);
    host.store_works = true;
    host.outcome().unwrap();
    host.outcome().unwrap();
    assert_eq!((host.stored.len(), failures(&EventKind::Persisted)), (4, 1));
    assert_eq!(host.count(Kind::Register), 1);
}

#[test]
fn the_leader_waits_while_another_call_has_its_credentials_stored() {
    let client = client(config());
    let new_call = || {
        let options = CallOptions::new();
        client.start(START, parameters(), options)
    };
    let [mut leader, mut other] = [new_call(), new_call()];
    assert!(matches!(leader.poll(START), Step::Send(_)));
    leader.respond(START, &registered(1)).unwrap();
    // The other one is polled first, and has the state to store.
    assert!(matches!(other.poll(START), Step::Persist(_)));
    for _ in 0..3 {
        let step = leader.poll(START);
        let waits = matches!(
            step,
            Step::Wait {
                reason: WaitReason::OtherCall,
                ..
            }
        );
        assert!(waits, "{step:?}");
    }
    other.persisted(START, true).unwrap();
    assert!(matches!(leader.poll(START), Step::Send(_)));
}

#[test]
fn without_persistence_nothing_is_to_be_stored() {
    let mut host = Host::well(client(config().persistence(false)));
    host.outcome().unwrap();
    assert!(host.stored.is_empty());
    assert!(host.client.state().is_some());
}

#[test]
fn the_state_is_what_was_to_be_stored() {
    let mut host = Host::well(client(config()));
    assert!(host.client.state().is_none());
    let call = host.logout();
    host.run_until(START + 20);
    assert_eq!(host.client.state().unwrap().expose(), host.stored[0]);
    host.run();
    host.result(call).unwrap();
    assert_eq!(host.client.state().unwrap().expose(), host.stored[1]);
    // A client that is given it says the same.
    let again = host.restarted(1000);
    assert_eq!(again.state().unwrap().expose(), host.stored[1]);
}

#[test]
fn a_crash_between_the_answer_and_storing_it_costs_a_registration_that_nothing_used() {
    let mut host = Host::well(client(config()));
    host.logout();
    host.run_until(START + 19);
    // The process ends here: the answer was on its way.
    assert!(host.stored.is_empty());
    let mut again = Host::well(client(config()));
    again.outcome().unwrap();
    assert_eq!(host.count(Kind::Token) + host.count(Kind::Logout), 0);
    assert_eq!(again.count(Kind::Register), 1);
}

#[test]
fn a_crash_between_storing_the_credentials_and_the_token_costs_no_registration() {
    let mut host = Host::well(client(config()));
    host.logout();
    host.run_until(START + 30);
    assert_eq!(host.stored.len(), 1);
    let mut again = Host::well(host.restarted(5000));
    again.outcome().unwrap();
    assert_eq!(again.kinds(), [Kind::Token, Kind::Logout]);
}

#[test]
fn every_cut_and_every_altered_byte_of_the_state_is_an_error() {
    let good = stored();
    for end in 0..good.len() {
        let error = Client::with_state(config(), &good.as_bytes()[..end], start(), 1).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StateCorrupt, "cut at {end}");
    }
    for at in 0..good.len() {
        for change in [0x01, 0x02, 0x20, 0x80, 0xff] {
            let mut bad = good.clone().into_bytes();
            bad[at] ^= change;
            let result = Client::with_state(config(), &bad, start(), 1);
            assert!(
                matches!(result, Err(Error::State(_))),
                "byte {at} xor {change}: {result:?}"
            );
        }
    }
    Client::with_state(config(), good.as_bytes(), start(), 1).unwrap();
}

#[test]
fn state_of_another_app_environment_or_version_is_refused_and_says_which() {
    let state = stored();
    let read =
        |config, state: &str| Client::with_state(config, state.as_bytes(), start(), 1).unwrap_err();
    let other_app = tvpass::call::ClientConfig::new(
        site(crate::calls::host::BASE),
        registration_with("another"),
    );
    assert!(matches!(
        read(other_app, &state),
        Error::State(StateError::OfAnotherApp("software statement"))
    ));
    let staging = site("https://sp.auth-staging.adobe.com");
    let other_base = tvpass::call::ClientConfig::new(staging, registration_with(STATEMENT));
    let error = read(other_base, &state);
    assert!(matches!(
        error,
        Error::State(StateError::OfAnotherApp("environment (base URL)"))
    ));
    assert!(error.to_string().contains("environment"));
    let newer = state.replace(&format!("\"version\":{STATE_VERSION}"), "\"version\":7");
    let error = read(config(), &newer);
    assert!(matches!(
        error,
        Error::State(StateError::TooNew {
            version: 7,
            newest: STATE_VERSION
        })
    ));
    assert!(error.to_string().contains('7'));
    // What is not state at all.
    for text in [
        "",
        "null",
        "[]",
        "{}",
        "\u{0}",
        "{\"format\":\"tvpass-state\"}",
        "tvpass",
    ] {
        assert_eq!(
            read(config(), text).code(),
            ErrorCode::StateCorrupt,
            "{text:?}"
        );
    }
    let huge = " ".repeat(300 * 1024);
    assert_eq!(read(config(), &huge).code(), ErrorCode::StateCorrupt);
}

#[test]
fn state_is_refused_where_the_app_supplies_the_tokens() {
    let config = tvpass::call::ClientConfig::new(
        site(crate::calls::host::BASE),
        tvpass::call::TokenSource::App,
    );
    let error = Client::with_state(config, stored().as_bytes(), start(), 1).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
}

#[test]
fn forgetting_the_registration_leaves_the_stored_state_until_there_is_something_new() {
    let mut host = Host::well(client(config()));
    host.outcome().unwrap();
    let before = host.stored.len();
    host.client.forget_registration();
    assert!(!host.client.is_registered() && host.client.state().is_none());
    assert_eq!(host.stored.len(), before);
    host.outcome().unwrap();
    assert!(host.stored[before].contains("client-id-2"));
}
