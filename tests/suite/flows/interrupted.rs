//! Flows that end in the middle, by a cancel or by being dropped: whatever comes next works.

use tvpass::Error;
use tvpass::call::Driven;
use tvpass::flow::{Access, SignInOptions};

use super::host::{Driving, HOUR, Host, Kind, MINUTE, ok, profile, profiles};
use super::second_screen::{options, signed_in};

/// Somebody signs in, watches and signs out, and nothing of what was interrupted is in the way.
fn works(host: &mut Host, case: &str) {
    let begun = host.now;
    let flow = host.account.sign_in(options()).unwrap();
    signed_in(host.run(flow).unwrap());
    let status = host.run(host.account.status()).unwrap();
    assert!(status.is_signed_in(), "{case}");
    let flow = host.account.authorize(&Access::current(), "TNT").unwrap();
    super::play::play(host.run(flow).unwrap());
    host.run(host.account.sign_out().unwrap()).unwrap();
    assert!(host.account.profiles().is_empty(), "{case}");
    assert!(host.now - begun < MINUTE, "{case}: {}", host.now - begun);
    assert_eq!(host.count(Kind::Register), 1, "{case}");
}

/// Interrupts what `make` makes at this time, and goes on.
fn interrupt<D: Driven>(at: u64, cancels: bool, make: impl Fn(&Host) -> D) {
    let here = profile("Cablevision", "regular", HOUR);
    let mut host = Host::new(move |sent| match sent.kind {
        Kind::ForCode | Kind::ForMvpd | Kind::Profiles => ok(profiles(std::slice::from_ref(&here))),
        _ => None,
    });
    let client = host.account.client().clone();
    let register = client.start(
        host.now,
        tvpass::operation::RetrieveProfiles::new("REF30").unwrap(),
        tvpass::call::CallOptions::new(),
    );
    host.run(register).unwrap();
    let flow = make(&host);
    let mut driving = Driving::new(flow);
    host.pass(&mut driving, at);
    let case = format!("at {at}, cancelled: {cancels}");
    if cancels {
        driving.flow.cancel(host.now);
        if !driving.is_done() {
            let mut driving = Driving::new(driving.flow);
            host.pass(&mut driving, MINUTE);
            assert!(matches!(driving.result(), Err(Error::Cancelled)), "{case}");
        }
    } else {
        drop(driving);
    }
    works(&mut host, &case);
}

#[test]
fn a_flow_may_end_at_any_moment() {
    let browser = || SignInOptions::browser().mvpd("Cablevision").unwrap();
    for at in (0..200).step_by(10).chain((4980..5100).step_by(10)) {
        for cancels in [true, false] {
            interrupt(at, cancels, |host| host.account.sign_in(options()).unwrap());
            interrupt(at, cancels, |host| host.account.sign_in(browser()).unwrap());
            interrupt(at, cancels, |host| host.account.status());
            interrupt(at, cancels, |host| host.account.providers());
            interrupt(at, cancels, |host| {
                host.account.sign_out_of("Dish").unwrap()
            });
            interrupt(at, cancels, |host| {
                let access = Access::mvpd("Cablevision").unwrap();
                host.account.authorize(&access, "TNT").unwrap()
            });
        }
    }
}
