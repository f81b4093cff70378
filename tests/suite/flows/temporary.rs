//! A stream by a TempPass stops in time, whatever else is waited for.

use tvpass::call::Step;
use tvpass::flow::{AwaitTemporaryAccessEnd, TemporaryAccessEnd};
use tvpass::{Error, Response};

use super::host::{HOUR, Host, Kind, MINUTE, ok, profile, profiles};
use super::play::{play, temp_pass, temporary};

/// Plays by a TempPass that ends in ten minutes, with a profile of another MVPD.
fn playing() -> (Host, AwaitTemporaryAccessEnd) {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => ok(temporary(Some(10 * MINUTE))),
        Kind::Profiles => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    let flow = host.account.authorize(&temp_pass().0, "TNT").unwrap();
    let access = play(host.run(flow).unwrap()).temporary.unwrap();
    let flow = host.account.temporary_access_end(&access);
    (host, flow)
}

fn has_ended<P>(step: Step<TemporaryAccessEnd, P>) -> bool {
    matches!(step, Step::Done(Ok(TemporaryAccessEnd::Ended(_))))
}

#[test]
fn the_end_of_temporary_access_does_not_wait_for_another_flows_store() {
    let (mut host, mut flow) = playing();
    assert!(matches!(flow.poll(host.now), Step::Send(_)));
    let found = profiles(&[profile("TempPass", "temporary", 10 * MINUTE)]);
    flow.respond(host.now, &Response::new(200, found)).unwrap();
    let Step::Present(remaining) = flow.poll(host.now) else {
        panic!();
    };
    let ends = remaining.ends_at_ms.unwrap();
    // Ten seconds before, a sign-out has something to store, and the disk is slow.
    host.now = ends - 10_000;
    let mut sign_out = host.account.sign_out().unwrap();
    assert!(matches!(sign_out.poll(host.now), Step::Send(_)));
    let answer = r#"{"logouts":{"Cablevision":{"actionName":"complete","actionType":"none"}}}"#;
    let response = Response::new(200, answer);
    sign_out.respond(host.now, &response).unwrap();
    assert!(matches!(sign_out.poll(host.now), Step::Persist(_)));
    let Step::Wait { until_ms, .. } = flow.poll(host.now) else {
        panic!();
    };
    assert_eq!(until_ms, ends);
    assert!(has_ended(flow.poll(ends)));
}

#[test]
fn the_end_of_temporary_access_does_not_wait_for_an_answer() {
    let (mut host, mut flow) = playing();
    host.now += 9 * MINUTE + 45_000;
    assert!(matches!(flow.poll(host.now), Step::Send(_)));
    let ends = flow.deadline_ms();
    assert!(ends <= host.now + 16_000, "as the decision says: {ends}");
    let Step::Present(remaining) = flow.poll(ends) else {
        panic!();
    };
    assert!(remaining.ends_at_ms.unwrap() <= ends);
    assert!(has_ended(flow.poll(ends)));
    let late = flow.respond(ends, &Response::new(200, "{}"));
    assert!(matches!(late, Err(Error::OutOfOrder(_))));
}
