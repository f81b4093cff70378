//! One store of a client is out at a time, however long the host takes over it.

use std::sync::{Arc, Mutex};

use tvpass::call::{Call, CallOptions, Client, Event, EventKind, Step, WaitReason};
use tvpass::operation::InitiateLogout;
use tvpass::{ErrorCode, Response};

use crate::calls::host::{
    Kind, LIFETIME_S, START, client, config, granted, kind, logouts, parameters, registered,
};

fn call_within(client: &Client, now: u64, deadline_ms: u64) -> Call<InitiateLogout> {
    let options = CallOptions::new().deadline_ms(deadline_ms);
    client.start(now, parameters(), options)
}

/// Polls at `now` to a request of this kind.
fn sends(call: &mut Call<InitiateLogout>, now: u64, wanted: Kind) {
    match call.poll(now) {
        Step::Send(request) => assert_eq!(kind(&request), wanted),
        step => panic!("{step:?} instead of {wanted:?}"),
    }
}

/// Polls at `now` to the state to store.
fn stores(call: &mut Call<InitiateLogout>, now: u64) -> String {
    match call.poll(now) {
        Step::Persist(state) => state.expose().to_owned(),
        step => panic!("{step:?} instead of the state"),
    }
}

fn waits(call: &mut Call<InitiateLogout>, now: u64) {
    match call.poll(now) {
        Step::Wait {
            reason: WaitReason::OtherCall,
            ..
        } => {}
        step => panic!("at {now}: {step:?}"),
    }
}

/// The call has registered, and the host is storing that.
fn storing(client: &Client, deadline_ms: u64) -> Call<InitiateLogout> {
    let mut call = call_within(client, START, deadline_ms);
    sends(&mut call, START, Kind::Register);
    call.respond(START, &registered(1)).unwrap();
    assert!(stores(&mut call, START).contains("client-id-1"));
    call
}

/// How the storing call ends while the host is at it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Deadline,
    Polled,
    Cancel,
}

#[test]
fn a_call_that_ends_while_the_host_stores_for_it_holds_the_store_until_the_host_reports() {
    for end in [End::Deadline, End::Polled, End::Cancel] {
        for success in [true, false] {
            let client = client(config());
            let mut storer = storing(&client, 500);
            let mut other = call_within(&client, START, 60_000);
            waits(&mut other, START);
            let mut now = START + 500;
            match end {
                // As with a driver that is inside `save`: it does not poll.
                End::Deadline => {}
                End::Polled => assert!(matches!(storer.poll(now), Step::Done(Err(_)))),
                End::Cancel => {
                    storer.cancel(now);
                    assert!(matches!(storer.poll(now), Step::Done(Err(_))));
                }
            }
            for _ in 0..10 {
                waits(&mut other, now);
                now += 1000;
            }
            storer.persisted(now, success).unwrap();
            let late = storer.persisted(now, success).unwrap_err();
            assert_eq!(late.code(), ErrorCode::OutOfOrder);
            if !success {
                assert!(stores(&mut other, now).contains("client-id-1"));
                other.persisted(now, true).unwrap();
            }
            sends(&mut other, now, Kind::Token);
        }
    }
}

#[test]
fn a_call_that_is_dropped_while_the_host_stores_for_it_lets_another_one_store() {
    for ended in [false, true] {
        let client = client(config());
        let mut storer = storing(&client, 60_000);
        let mut other = call_within(&client, START, 60_000);
        waits(&mut other, START);
        if ended {
            storer.cancel(START);
            waits(&mut other, START);
        }
        drop(storer);
        assert!(stores(&mut other, START).contains("client-id-1"));
        other.persisted(START, true).unwrap();
        sends(&mut other, START, Kind::Token);
    }
}

#[test]
fn a_host_that_never_says_that_it_stored_is_waited_for_half_a_minute_and_never_stores_twice() {
    for deadline_ms in [5000, 60_000, u64::MAX] {
        let events: Arc<Mutex<Vec<EventKind>>> = Arc::default();
        let seen = events.clone();
        let observer = move |event: &Event| seen.lock().unwrap().push(event.kind.clone());
        let client = client(config().observer(Arc::new(observer)));
        let told = |wanted: EventKind| events.lock().unwrap().contains(&wanted);
        let mut storer = storing(&client, deadline_ms);
        let mut other = call_within(&client, START, u64::MAX);
        for now in [START, START + 5000, START + 29_999] {
            waits(&mut other, now);
        }
        assert!(!told(EventKind::NotPersisted));
        // Then as if storing had failed: the credentials are used, and the observer is told.
        let now = START + 30_000;
        sends(&mut other, now, Kind::Token);
        assert!(told(EventKind::NotPersisted));
        other.respond(now, &granted(1, LIFETIME_S)).unwrap();
        // The new token is not stored beside what is still being stored.
        sends(&mut other, now, Kind::Logout);
        other.respond(now, &logouts("complete")).unwrap();
        assert!(matches!(other.poll(now), Step::Done(Ok(_))));
        // When the host reports after all, it is believed, and the rest is stored.
        storer.persisted(now + 7, true).unwrap();
        assert!(told(EventKind::Persisted));
        let mut third = call_within(&client, now + 8, 60_000);
        assert!(stores(&mut third, now + 8).contains("access-token-1"));
        let failures = events.lock().unwrap();
        let failures = failures
            .iter()
            .filter(|kind| **kind == EventKind::NotPersisted);
        assert_eq!(failures.count(), 1);
    }
}

#[test]
fn the_end_of_a_call_is_not_the_end_of_anothers_store() {
    let ends: [fn(Call<InitiateLogout>, u64); 4] = [
        |call, _| drop(call),
        |mut call, now| call.cancel(now),
        |mut call, _| {
            let end = call.deadline_ms();
            assert!(matches!(call.poll(end), Step::Done(Err(_))));
        },
        // It stored something itself before.
        |mut call, now| {
            assert!(call.persisted(now, true).is_err());
            drop(call);
        },
    ];
    for end in ends {
        let client = client(config());
        let storer = storing(&client, 60_000);
        let mut third = call_within(&client, START, 60_000);
        let mut other = call_within(&client, START, 1000);
        waits(&mut other, START);
        end(other, START);
        waits(&mut third, START + 1000);
        drop(storer);
        stores(&mut third, START + 1000);
    }
}

#[test]
fn what_changes_while_the_state_is_being_stored_is_stored_afterwards() {
    let client = client(config());
    let mut first = storing(&client, 60_000);
    first.persisted(START, true).unwrap();
    sends(&mut first, START, Kind::Token);
    first.respond(START, &granted(1, LIFETIME_S)).unwrap();
    let mut others = [(); 2].map(|()| call_within(&client, START, 60_000));
    // One has the first token stored, while the service rejects it and the other one gets the
    // second.
    let [storer, other] = &mut others;
    assert!(stores(storer, START).contains("access-token-1"));
    sends(other, START, Kind::Logout);
    other.respond(START, &Response::new(401, "")).unwrap();
    sends(other, START, Kind::Token);
    other.respond(START, &granted(2, LIFETIME_S)).unwrap();
    sends(other, START, Kind::Logout);
    storer.persisted(START, true).unwrap();
    // That is not what was stored.
    let state = stores(&mut first, START);
    assert!(state.contains("access-token-2"));
    first.persisted(START, true).unwrap();
    sends(&mut first, START, Kind::Logout);
    sends(storer, START, Kind::Logout);
}
