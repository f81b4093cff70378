//! The locks of a catalogue: batches, the cache of permits, and what is asked again alone.

use tvpass::flow::{Access, LoadLocks, LockState, Locks, Remedy, SignInOptions, Words};

use super::host::{
    Driving, HOUR, Host, Kind, MINUTE, Reply, Sent, decisions_of, deny, enhanced, ok, permit,
    profile, profiles, status,
};

fn access() -> Access {
    Access::mvpd("Cablevision").unwrap()
}

fn names(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("channel-{number}")).collect()
}

fn locks(host: &mut Host, resources: &[String]) -> (Vec<Locks>, Locks) {
    let flow = host.account.preauthorize(&access(), resources).unwrap();
    let mut driving: Driving<LoadLocks> = Driving::new(flow);
    host.pass(&mut driving, HOUR);
    let presented = driving
        .presented
        .drain(..)
        .map(|(_, locks)| locks)
        .collect();
    (presented, driving.result().unwrap())
}

fn asked(host: &Host) -> Vec<Vec<String>> {
    let asked = host
        .sent
        .iter()
        .filter(|sent| sent.kind == Kind::Preauthorize);
    asked.map(Sent::resources).collect()
}

fn states(locks: &Locks) -> Vec<LockState> {
    locks.locks.iter().map(|lock| lock.state).collect()
}

/// Denies what `code` says for `resource`, and permits the rest.
fn denying(
    resource: &'static str,
    code: &'static str,
    action: &'static str,
) -> impl FnMut(&Sent) -> Option<Reply> {
    move |sent| match sent.kind {
        Kind::Preauthorize => {
            let resources = sent.resources();
            let decisions = resources.iter().map(|asked| match asked == resource {
                true => deny(asked, code, action),
                false => permit(asked, sent.kind),
            });
            ok(decisions_of(decisions))
        }
        _ => None,
    }
}

#[test]
fn five_are_asked_for_at_once_and_shown_as_they_come() {
    let mut host = Host::new(denying(
        "channel-3",
        "preauthorization_denied_by_mvpd",
        "none",
    ));
    let (presented, last) = locks(&mut host, &names(0..12));
    let sizes: Vec<_> = asked(&host).iter().map(Vec::len).collect();
    assert_eq!(sizes, [5, 5, 2]);
    assert_eq!(presented.len(), 2, "after each but the last");
    let known = |locks: &Locks| {
        states(locks)
            .iter()
            .filter(|s| **s != LockState::Unknown)
            .count()
    };
    assert_eq!(presented.iter().map(known).collect::<Vec<_>>(), [5, 10]);
    let mut expected = vec![LockState::Open; 12];
    expected[3] = LockState::Closed;
    assert_eq!(states(&last), expected);
    let words = Words::of_denial(last.about("channel-3").unwrap().denial.as_ref().unwrap());
    assert_eq!(
        words.provider_text.unwrap(),
        "details-preauthorization_denied_by_mvpd"
    );
    assert!(last.words.is_none() && last.error.is_none());
}

#[test]
fn permits_are_kept_and_denials_are_not() {
    let mut host = Host::new(denying(
        "channel-1",
        "preauthorization_denied_by_mvpd",
        "none",
    ));
    locks(&mut host, &names(0..3));
    let (presented, last) = locks(&mut host, &names(0..4));
    assert_eq!(asked(&host)[1], ["channel-1", "channel-3"]);
    // What is known is shown before anything is asked.
    assert_eq!(
        states(&presented[0])[..3],
        [LockState::Open, LockState::Unknown, LockState::Open]
    );
    assert_eq!(states(&last)[1], LockState::Closed);
    // All known: no request.
    let before = host.sent.len();
    let (presented, _) = locks(&mut host, &names(2..4));
    assert_eq!((presented.len(), host.sent.len()), (0, before));
    // Of another MVPD, they are others.
    let dish = Access::mvpd("Dish").unwrap();
    host.run(host.account.preauthorize(&dish, ["channel-0"]).unwrap())
        .unwrap();
    assert_eq!(asked(&host).last().unwrap(), &["channel-0"]);
}

#[test]
fn a_playback_that_an_mvpd_denies_closes_the_lock_and_one_that_fails_on_the_way_does_not() {
    for (code, action, is_asked_again) in [
        ("authorization_denied_by_mvpd", "none", true),
        ("network_received_error", "retry", false),
    ] {
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Authorize => ok(decisions_of([deny("channel-0", code, action)].into_iter())),
            _ => None,
        });
        locks(&mut host, &names(0..1));
        let access = Access::mvpd("Cablevision").unwrap();
        let flow = host.account.authorize(&access, "channel-0").unwrap();
        host.run(flow).unwrap();
        locks(&mut host, &names(0..1));
        assert_eq!(asked(&host).len() == 2, is_asked_again, "{code}");
    }
}

#[test]
fn permits_are_dropped_with_the_user_the_profile_and_the_partners_status() {
    let asks_again = |change: fn(&mut Host)| {
        let mut host = Host::new(|sent| match sent.kind {
            Kind::Profiles | Kind::ForMvpd => {
                ok(profiles(&[profile("Cablevision", "regular", HOUR)]))
            }
            _ => None,
        });
        host.run(host.account.status()).unwrap();
        locks(&mut host, &names(0..1));
        change(&mut host);
        locks(&mut host, &names(0..1));
        host.count(Kind::Preauthorize) == 2
    };
    assert!(!asks_again(|_| {}));
    assert!(
        !asks_again(|host| drop(host.run(host.account.status()).unwrap())),
        "the same profile"
    );
    assert!(asks_again(|host| drop(
        host.run(host.account.sign_out().unwrap()).unwrap()
    )));
    assert!(asks_again(|host| {
        host.script(|sent| match sent.kind {
            Kind::ForMvpd => ok(profiles(&[])),
            _ => None,
        });
        host.run(host.account.status()).unwrap();
    }));
    assert!(asks_again(|host| {
        let status = tvpass::operation::PartnerFrameworkStatus::new(
            tvpass::operation::AccessStatus::Granted,
        );
        host.account.set_partner_status(Some(status.unwrap()));
    }));
    assert!(asks_again(|host| {
        host.account
            .set_extras(tvpass::operation::RequestExtras::new());
    }));
    // After a day without a restart.
    assert!(asks_again(|host| host.now += 25 * HOUR));
}

#[test]
fn an_answer_about_somebody_who_signed_out_meanwhile_is_not_kept() {
    let mut host = Host::new(|_| None);
    let flow = host.account.preauthorize(&access(), ["TNT"]).unwrap();
    let mut driving = Driving::new(flow);
    let now = host.now;
    // Until the question is out.
    while host.count(Kind::Preauthorize) == 0 {
        let next = host.now + 1;
        host.drive(&mut driving, next);
    }
    host.account
        .set_extras(tvpass::operation::RequestExtras::new());
    host.pass(&mut driving, MINUTE);
    assert!(host.now > now && driving.is_done());
    locks(&mut host, &["TNT".to_owned()]);
    assert_eq!(host.count(Kind::Preauthorize), 2);
}

#[test]
fn what_says_retry_is_asked_again_alone_and_twice_at_most() {
    let mut host = Host::new(denying("channel-1", "network_connection_timeout", "retry"));
    let (_, last) = locks(&mut host, &names(0..3));
    assert_eq!(asked(&host)[1..], [["channel-1"], ["channel-1"]]);
    let times = host.times(Kind::Preauthorize);
    assert!(
        times[1] - times[0] >= 500 && times[2] - times[1] >= 1000,
        "{times:?}"
    );
    // A failure on the way is no denial.
    assert_eq!(
        states(&last),
        [LockState::Open, LockState::Unknown, LockState::Open]
    );

    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::Preauthorize, 0) => ok(decisions_of(
            [deny("TNT", "network_received_error", "retry")].into_iter(),
        )),
        _ => None,
    });
    let (_, last) = locks(&mut host, &["TNT".to_owned()]);
    assert_eq!(states(&last), [LockState::Open]);
}

#[test]
fn too_many_at_once_is_halved_once_and_remembered() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Preauthorize if sent.resources().len() > 2 => {
            enhanced(403, "too_many_resources", "configuration")
        }
        _ => None,
    });
    let (_, last) = locks(&mut host, &names(0..7));
    assert!(states(&last).iter().all(|state| *state == LockState::Open));
    let sizes: Vec<_> = asked(&host).iter().map(Vec::len).collect();
    assert_eq!(sizes, [5, 2, 2, 2, 1]);
    locks(&mut host, &names(10..14));
    let sizes: Vec<_> = asked(&host).iter().map(Vec::len).collect();
    assert_eq!(sizes[5..], [2, 2]);

    let mut host = Host::new(|sent| match sent.kind {
        Kind::Preauthorize => enhanced(403, "too_many_resources", "configuration"),
        _ => None,
    });
    let (_, last) = locks(&mut host, &names(0..7));
    assert_eq!(host.count(Kind::Preauthorize), 2);
    assert_eq!(last.error.unwrap().adobe_code(), Some("too_many_resources"));
}

#[test]
fn nobody_signed_in_is_said_once_wherever_the_service_says_it() {
    // At the top, or in each item (Q23).
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Preauthorize => enhanced(403, "authenticated_profile_missing", "authentication"),
        _ => None,
    });
    let (_, last) = locks(&mut host, &names(0..7));
    assert_eq!(last.words.unwrap().remedy, Remedy::SignIn);
    assert_eq!(
        host.count(Kind::Preauthorize),
        1,
        "the rest would say the same"
    );
    let mut host = Host::new(denying(
        "channel-0",
        "authenticated_profile_expired",
        "authentication",
    ));
    let (_, last) = locks(&mut host, &names(0..1));
    assert_eq!(last.words.unwrap().remedy, Remedy::SignIn);
    // Or before it is asked.
    let mut host = Host::new(|_| None);
    let flow = host
        .account
        .preauthorize(&Access::current(), ["TNT"])
        .unwrap();
    let last = host.run(flow).unwrap();
    assert_eq!(last.words.unwrap().remedy, Remedy::SignIn);
    assert_eq!(host.sent.len(), 0);
}

#[test]
fn a_failure_leaves_what_is_known_and_no_lock_on_the_rest() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::Preauthorize, 0) => None,
        (Kind::Preauthorize, _) => status(500),
        _ => None,
    });
    let (_, last) = locks(&mut host, &names(0..7));
    assert!(last.error.is_some());
    assert_eq!(
        states(&last)[4..],
        [LockState::Open, LockState::Unknown, LockState::Unknown]
    );
}

#[test]
fn a_resource_without_a_decision_is_neither_open_nor_closed() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Preauthorize => ok(decisions_of([permit("other", sent.kind)].into_iter())),
        _ => None,
    });
    let (_, last) = locks(&mut host, &names(0..1));
    assert_eq!(states(&last), [LockState::Unknown]);
}

#[test]
fn a_resource_that_is_refused_is_refused_before_anything_is_asked() {
    let host = Host::new(|_| None);
    let resources = ["TNT", ""];
    assert!(host.account.preauthorize(&access(), resources).is_err());
    let mut host = Host::new(|_| None);
    let twice = ["TNT".to_owned(), "TNT".to_owned()];
    assert_eq!(locks(&mut host, &twice).1.locks.len(), 1);
    assert_eq!(locks(&mut host, &[]).1.locks.len(), 0);
}

#[test]
fn the_chosen_mvpd_is_asked_for_by_default() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[profile("Dish", "regular", HOUR)])),
        _ => None,
    });
    let options = SignInOptions::second_screen().mvpd("Dish").unwrap();
    host.run(host.account.sign_in(options).unwrap()).unwrap();
    let flow = host
        .account
        .preauthorize(&Access::current(), ["TNT"])
        .unwrap();
    host.run(flow).unwrap();
    assert_eq!(host.last(Kind::Preauthorize).last, "Dish");
}
