//! What flows have in common with calls: one loop, and one store at a time.

use tvpass::call::{CallOptions, Step};
use tvpass::flow::{Access, PlayOutcome};
use tvpass::operation::RetrieveProfiles;
use tvpass::{Error, Response};

use super::host::{HOUR, Host, Kind, decisions_of, enhanced, ok, permit, profile, profiles};
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

/// Signed in with `Cablevision`, and what is known of it is stored.
fn at_home() -> Host {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles | Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    host
}

fn logged_out() -> Response {
    let answer = r#"{"logouts":{"Cablevision":{"actionName":"complete","actionType":"none"}}}"#;
    Response::new(200, answer)
}

#[test]
fn what_the_service_said_is_known_however_the_flow_goes_on() {
    for drops in [false, true] {
        let host = at_home();
        let mut flow = host.account.sign_out().unwrap();
        assert!(matches!(flow.poll(host.now), Step::Send(_)));
        flow.respond(host.now, &logged_out()).unwrap();
        match drops {
            true => drop(flow),
            false => {
                // Its result has come in, as that of a call.
                flow.cancel(host.now);
                let Step::Persist(state) = flow.poll(host.now) else {
                    panic!("would greet the user at the next start");
                };
                assert!(!state.expose().contains("user-of-Cablevision-77"));
                flow.persisted(host.now, true).unwrap();
                assert!(matches!(flow.poll(host.now), Step::Done(Ok(_))));
            }
        }
        assert!(host.account.profiles().is_empty() && host.account.mvpd().is_none());
    }
}

#[test]
fn a_flow_that_is_cancelled_with_something_left_to_do_is_cancelled() {
    let host = at_home();
    let mut flow = host.account.sign_out().unwrap();
    assert!(matches!(flow.poll(host.now), Step::Send(_)));
    let answer = r#"{"logouts":{"Cablevision":{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"/out"}}}"#;
    flow.respond(host.now, &Response::new(200, answer)).unwrap();
    flow.cancel(host.now);
    assert!(matches!(flow.poll(host.now), Step::Persist(_)));
    flow.persisted(host.now, true).unwrap();
    assert!(matches!(
        flow.poll(host.now),
        Step::Done(Err(Error::Cancelled))
    ));
    assert!(host.account.profiles().is_empty());
}

#[test]
fn a_playback_does_not_wait_for_what_another_flow_has_to_store() {
    let host = at_home();
    let access = Access::mvpd("Cablevision").unwrap();
    let mut play = host.account.authorize(&access, "TNT").unwrap();
    assert!(matches!(play.poll(host.now), Step::Send(_)));
    let mut sign_out = host.account.sign_out().unwrap();
    assert!(matches!(sign_out.poll(host.now), Step::Send(_)));
    sign_out.respond(host.now, &logged_out()).unwrap();
    let permit = decisions_of([permit("TNT", Kind::Authorize)].into_iter());
    play.respond(host.now, &Response::new(200, permit)).unwrap();
    let Step::Done(Ok(PlayOutcome::Play(_))) = play.poll(host.now) else {
        panic!("waits");
    };
    assert!(matches!(sign_out.poll(host.now), Step::Persist(_)));
}

#[test]
fn a_playback_stores_that_the_profile_is_gone() {
    let mut host = at_home();
    let stored = host.stored.len();
    host.script(|sent| match sent.kind {
        Kind::Authorize => enhanced(403, "authenticated_profile_missing", "authentication"),
        _ => None,
    });
    let access = Access::mvpd("Cablevision").unwrap();
    host.run(host.account.authorize(&access, "TNT").unwrap())
        .unwrap();
    assert_eq!(host.stored.len(), stored + 1);
    assert!(!host.stored[stored].contains("user-of-Cablevision-77"));
}
