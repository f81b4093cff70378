//! What flows have in common with calls: one loop, and one store at a time.

use tvpass::call::{CallOptions, Step};
use tvpass::operation::RetrieveProfiles;
use tvpass::{Error, Response};

use super::host::{HOUR, Host, Kind, ok, profile, profiles};
use super::second_screen::{begin, options, signed_in, signs_in_at};

fn all_profiles() -> RetrieveProfiles {
    RetrieveProfiles::new("REF30").unwrap()
}

#[test]
fn the_loop_for_flows_drives_calls_too() {
    let mut host = Host::new(|_| None);
    let client = host.account.client().clone();
    let call = client.start(host.now, all_profiles(), CallOptions::new());
    assert!(host.run(call).unwrap().profiles.is_empty());
    assert_eq!(host.kinds(), [Kind::Profiles]);
}

#[test]
fn a_flow_waits_for_a_store_that_is_out_and_then_stores() {
    let mut host = Host::new(signs_in_at(0));
    host.store_works = false;
    let mut driving = begin(&mut host, options());
    let client = host.account.client().clone();
    let mut call = client.start(host.now, all_profiles(), CallOptions::new());
    assert!(matches!(call.poll(host.now), Step::Persist(_)));
    host.store_works = true;
    let stored = host.stored.len();
    host.pass(&mut driving, 8000);
    assert!(!driving.is_done() && host.stored.len() == stored);
    call.persisted(host.now, true).unwrap();
    host.pass(&mut driving, 1000);
    signed_in(driving.result().unwrap());
    assert_eq!(host.stored.len(), stored + 1);
    assert!(host.stored[stored].contains("user-of-Cablevision-77"));
}

/// Signed in, and about to store that it is so no more.
fn signing_out() -> (Host, tvpass::flow::SignOut) {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    let mut flow = host.account.sign_out().unwrap();
    assert!(matches!(flow.poll(host.now), Step::Send(_)));
    let answer = r#"{"logouts":{"Cablevision":{"actionName":"complete","actionType":"none"}}}"#;
    flow.respond(host.now, &Response::new(200, answer)).unwrap();
    assert!(matches!(flow.poll(host.now), Step::Persist(_)));
    (host, flow)
}

#[test]
fn a_flow_that_is_cancelled_while_it_stores_takes_the_report() {
    let (host, mut flow) = signing_out();
    flow.cancel(host.now);
    // What it was for is done; only the store was waited for.
    assert!(matches!(flow.poll(host.now), Step::Done(Ok(_))));
    flow.persisted(host.now, true).unwrap();
    assert!(flow.persisted(host.now, true).is_err(), "once");
    assert!(matches!(
        flow.poll(host.now),
        Step::Done(Err(Error::OutOfOrder(_)))
    ));
}

#[test]
fn a_store_that_says_nothing_is_waited_for_half_a_minute() {
    let (host, mut flow) = signing_out();
    let Step::Wait { until_ms, .. } = flow.poll(host.now + 1) else {
        panic!();
    };
    assert_eq!(until_ms, host.now + 30_000);
    assert_eq!(flow.deadline_ms(), until_ms);
    assert!(matches!(flow.poll(until_ms), Step::Done(Ok(_))));
    // It is still out: no second one begins beside it, until this flow is dropped.
    let client = host.account.client().clone();
    let mut call = client.start(until_ms, all_profiles(), CallOptions::new());
    assert!(matches!(call.poll(until_ms), Step::Send(_)));
    drop(flow);
    let mut call = client.start(until_ms, all_profiles(), CallOptions::new());
    assert!(matches!(call.poll(until_ms), Step::Persist(_)));
}
