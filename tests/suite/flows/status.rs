//! Who is signed in at the start: at once from what is kept, then by one request.

use tvpass::Error;
use tvpass::error::Delivery;
use tvpass::flow::{RefreshStatus, SignInOptions, Status, StatusSource};
use tvpass::outcome::ProfileType;

use super::host::{
    Driving, HOUR, Host, Kind, Reply, Sent, TV_CLOCK, enhanced, lost, ok, profile, profiles, status,
};

fn ids(status: &Status) -> Vec<&str> {
    status
        .profiles
        .iter()
        .map(|profile| profile.mvpd.as_str())
        .collect()
}

fn ask(host: &mut Host) -> (Status, Status) {
    let mut driving: Driving<RefreshStatus> = Driving::new(host.account.status());
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.presented.len(), 1, "at once, and once");
    let (_, kept) = driving.presented.remove(0);
    assert!(matches!(kept.source, StatusSource::Kept));
    (kept, driving.result().unwrap())
}

/// A host whose last start signed in with Cablevision, for `valid_ms`.
fn signed_in(valid_ms: u64, script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> Host {
    let mut host = Host::new(move |sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[profile("Cablevision", "regular", valid_ms)])),
        _ => None,
    });
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    host.run(host.account.sign_in(options).unwrap()).unwrap();
    host.restarted(script)
}

#[test]
fn the_first_start_asks_for_all_profiles_and_chooses_nothing_by_itself_that_is_temporary() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[
            profile("Free", "temporary", 9 * HOUR),
            profile("Short", "regular", HOUR),
            profile("Long", "platformSSO", 3 * HOUR),
        ])),
        _ => None,
    });
    let (kept, status) = ask(&mut host);
    assert!(!kept.is_signed_in() && kept.mvpd.is_none());
    assert!(matches!(status.source, StatusSource::Service));
    // Not temporary before temporary, then the longest.
    assert_eq!(ids(&status), ["Long", "Short", "Free"]);
    assert_eq!(status.current().unwrap().mvpd, "Long");
    assert_eq!(host.kinds(), [Kind::Profiles]);
    assert_eq!(host.account.mvpd().unwrap().id, "Long");

    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[profile("Free", "temporary", HOUR)])),
        _ => None,
    });
    let (_, status) = ask(&mut host);
    assert_eq!((ids(&status), host.account.mvpd()), (vec!["Free"], None));
}

#[test]
fn a_later_start_knows_at_once_and_asks_for_that_mvpd() {
    let mut host = signed_in(HOUR, |sent| match sent.kind {
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "degraded", 2 * HOUR)])),
        _ => None,
    });
    let mut driving = Driving::new(host.account.status());
    let first = driving.flow.poll(host.now);
    let tvpass::call::Step::Present(kept) = first else {
        panic!("nothing comes before it: {first:?}");
    };
    assert_eq!(
        kept.current().unwrap().user_metadata.user_id().unwrap(),
        "user-of-Cablevision-77"
    );
    host.pass(&mut driving, HOUR);
    let status = driving.result().unwrap();
    assert_eq!(host.kinds(), [Kind::ForMvpd]);
    assert_eq!(host.last(Kind::ForMvpd).last, "Cablevision");
    // Degraded profiles are in no list (trap 40).
    assert_eq!(
        status.current().unwrap().profile_type,
        Some(ProfileType::Degraded)
    );
    assert!(
        host.stored.last().unwrap().contains("degraded"),
        "it is kept"
    );
}

#[test]
fn who_is_not_signed_in_any_more_is_asked_whether_it_is_still_the_same_mvpd() {
    type Answer = fn() -> Option<Reply>;
    let answers: [Answer; 2] = [
        || ok(profiles(&[])),
        || {
            enhanced(
                403,
                "temporary_access_duration_limit_exceeded",
                "authentication",
            )
        },
    ];
    for answer in answers {
        let mut host = signed_in(HOUR, move |sent| match sent.kind {
            Kind::ForMvpd => answer(),
            _ => None,
        });
        let (kept, status) = ask(&mut host);
        assert!(kept.is_signed_in() && !status.is_signed_in());
        assert_eq!(status.mvpd.unwrap().id, "Cablevision");
        assert_eq!(host.count(Kind::Configuration), 0);
        let again = host.restarted(|_| None);
        assert!(again.account.profiles().is_empty());
        assert_eq!(again.account.mvpd().unwrap().id, "Cablevision");
    }
}

#[test]
fn without_the_service_what_is_kept_stays() {
    for answer in [
        || lost(Delivery::NotSent),
        || status(500),
        || enhanced(400, "invalid_integration", "none"),
    ] {
        let mut host = signed_in(HOUR, move |sent| match sent.kind {
            Kind::ForMvpd => answer(),
            _ => None,
        });
        let (_, status) = ask(&mut host);
        assert!(matches!(status.source, StatusSource::Unreachable(_)));
        assert_eq!(ids(&status), ["Cablevision"]);
        assert_eq!(host.account.profiles().len(), 1);
    }
}

#[test]
fn with_the_registration_the_profiles_are_gone() {
    let mut host = signed_in(HOUR, |sent| match sent.kind {
        Kind::ForMvpd => enhanced(
            401,
            "invalid_access_token_client_application",
            "application-registration",
        ),
        _ => None,
    });
    let (_, status) = ask(&mut host);
    assert!(!status.is_signed_in() && status.mvpd.is_some());
    let StatusSource::Unreachable(error) = status.source else {
        panic!();
    };
    assert!(matches!(error, Error::RegistrationLost(_)));
}

#[test]
fn a_wrong_clock_drops_no_profile() {
    // The TV's clock is decades behind the service's, and what was kept ended long ago by any.
    const { assert!(TV_CLOCK < super::host::SERVICE_CLOCK) };
    let mut host = signed_in(1, |sent| match sent.kind {
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let (kept, status) = ask(&mut host);
    assert!(kept.is_signed_in(), "it is asked for, not dropped");
    assert!(status.is_signed_in());
}

#[test]
fn profiles_that_were_not_asked_for_stay_until_they_end_by_the_services_clock() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[
            profile("Cablevision", "regular", 9 * HOUR),
            profile("Over", "regular", 1),
            profile("Dish", "regular", 5 * HOUR),
        ])),
        _ => None,
    });
    ask(&mut host);
    let mut host = host.restarted(|sent| match sent.kind {
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "regular", 2 * HOUR)])),
        _ => None,
    });
    host.now += 5000;
    let (kept, status) = ask(&mut host);
    assert_eq!(ids(&kept), ["Cablevision", "Dish", "Over"]);
    assert_eq!(ids(&status), ["Dish", "Cablevision"]);
    assert_eq!(
        status.current().unwrap().mvpd,
        "Cablevision",
        "chosen before longest"
    );
}

#[test]
fn it_can_be_cancelled() {
    let mut host = signed_in(HOUR, |_| None);
    let mut flow = host.account.status();
    flow.cancel(host.now);
    assert!(matches!(host.run(flow), Err(Error::Cancelled)));
    assert_eq!(host.account.profiles().len(), 1);
}

#[test]
fn an_app_that_was_ended_during_a_sign_in_finds_what_came_of_it() {
    let mut host = Host::new(|_| None);
    let options = SignInOptions::second_screen().mvpd("Dish").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, HOUR / 60);
    drop(driving);
    let mut host = host.restarted(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[profile("Dish", "regular", HOUR)])),
        _ => None,
    });
    let (_, status) = ask(&mut host);
    assert_eq!(ids(&status), ["Dish"]);
    assert_eq!(host.account.mvpd().unwrap().id, "Dish");
    assert_eq!(
        host.kinds(),
        [Kind::Profiles],
        "the code is forgotten, and not polled"
    );
}

#[test]
fn a_403_of_a_failing_network_signs_nobody_out() {
    for kind in [Kind::ForMvpd, Kind::Token] {
        let mut host = signed_in(HOUR, move |sent| match sent.kind {
            asked if asked == kind => enhanced(403, "network_received_error", "retry"),
            _ => None,
        });
        if kind == Kind::Token {
            // Beyond the life of the stored token.
            host.now += 48 * HOUR;
        }
        let (kept, status) = ask(&mut host);
        assert!(matches!(status.source, StatusSource::Unreachable(_)));
        assert!(kept.is_signed_in() && status.is_signed_in(), "{kind:?}");
    }
}
