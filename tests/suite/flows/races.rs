//! Flows of one account side by side: no answer about before undoes what has happened since.

use tvpass::flow::{Access, PlayOutcome, SignInOptions};

use super::host::{
    Driving, HOUR, Host, Kind, Reply, Sent, decisions_of, deny, ok, profile, profiles,
};
use super::second_screen::{begin, options, signed_in};
use tvpass::Response;

fn cablevision() -> String {
    profile("Cablevision", "regular", HOUR)
}

/// After this long.
fn late(ms: u64, body: String) -> Option<Reply> {
    Some(Reply::Answer(ms, Response::new(200, body)))
}

/// Somebody who is signed in with Cablevision.
fn at_home(script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> Host {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[cablevision()])),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    host.script(script);
    host
}

fn ids(host: &Host) -> Vec<String> {
    let profiles = host.account.profiles().into_iter();
    profiles.map(|profile| profile.mvpd.to_string()).collect()
}

#[test]
fn a_status_asked_before_a_sign_out_brings_nobody_back() {
    let mut host = at_home(|sent| match sent.kind {
        Kind::ForMvpd => late(3000, profiles(&[cablevision()])),
        _ => None,
    });
    let mut status = Driving::new(host.account.status());
    host.pass(&mut status, 100);
    assert_eq!(host.count(Kind::ForMvpd), 1);
    host.run(host.account.sign_out().unwrap()).unwrap();
    assert!(ids(&host).is_empty() && !status.is_done());
    host.script(|_| None);
    host.pass(&mut status, HOUR);
    let status = status.result().unwrap();
    assert!(ids(&host).is_empty(), "signed in again by an old answer");
    assert_eq!(host.account.mvpd(), None);
    assert!(!status.is_signed_in(), "{status:?}");
}

#[test]
fn a_status_asked_before_a_sign_in_signs_nobody_out() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => late(20_000, profiles(&[])),
        Kind::ForCode => ok(profiles(&[cablevision()])),
        _ => None,
    });
    let mut status = Driving::new(host.account.status());
    host.pass(&mut status, 100);
    let mut signing_in = begin(&mut host, options());
    host.pass(&mut signing_in, 10_000);
    signed_in(signing_in.result().unwrap());
    assert!(!status.is_done());
    host.script(|sent| match sent.kind {
        Kind::ForMvpd => ok(profiles(&[cablevision()])),
        _ => None,
    });
    host.pass(&mut status, HOUR);
    assert!(status.result().unwrap().is_signed_in());
    assert_eq!(ids(&host), ["Cablevision"]);
    // It has asked once more, since the first answer was about before.
    assert_eq!(
        (host.count(Kind::Profiles), host.count(Kind::ForMvpd)),
        (1, 1)
    );
}

#[test]
fn a_status_among_endless_changes_ends() {
    let mut host = at_home(|sent| match sent.kind {
        Kind::ForMvpd => late(2000, profiles(&[cablevision()])),
        _ => None,
    });
    let mut status = Driving::new(host.account.status());
    for _ in 0..20 {
        host.pass(&mut status, 1000);
        if status.is_done() {
            break;
        }
        // Somebody signs out and in again all the time.
        host.run(host.account.sign_out().unwrap()).unwrap();
        let mut other = Driving::new(host.account.status());
        host.pass(&mut other, 5000);
    }
    assert!(status.is_done());
}

#[test]
fn a_playback_asked_before_a_sign_in_drops_no_newer_profile() {
    let mut host = at_home(|sent| match sent.kind {
        Kind::Authorize => {
            let denied = deny("TNT", "authenticated_profile_expired", "authentication");
            late(20_000, decisions_of([denied].into_iter()))
        }
        Kind::ForCode => ok(profiles(&[profile("Cablevision", "regular", 5 * HOUR)])),
        _ => None,
    });
    let mut playing = Driving::new(host.account.authorize(&Access::current(), "TNT").unwrap());
    host.pass(&mut playing, 100);
    let mut signing_in = begin(&mut host, options());
    host.pass(&mut signing_in, 10_000);
    signed_in(signing_in.result().unwrap());
    host.pass(&mut playing, HOUR);
    assert!(matches!(playing.result().unwrap(), PlayOutcome::SignIn(_)));
    assert_eq!(ids(&host), ["Cablevision"], "the new profile is there");
}

#[test]
fn a_sign_out_that_was_made_before_a_sign_in_signs_it_out_too() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[cablevision()])),
        _ => None,
    });
    // The app makes the flow when it draws the button.
    let signing_out = host.account.sign_out().unwrap();
    let mut signing_in = begin(&mut host, options());
    host.pass(&mut signing_in, 10_000);
    signed_in(signing_in.result().unwrap());
    let out = host.run(signing_out).unwrap();
    assert_eq!(out.logouts.len(), 1);
    assert!(ids(&host).is_empty());
}

#[test]
fn who_signs_out_of_one_mvpd_still_watches_with_the_other() {
    let mut host = at_home(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[profile("Dish", "regular", HOUR)])),
        _ => None,
    });
    let dish = SignInOptions::second_screen().mvpd("Dish").unwrap();
    let mut signing_in = begin(&mut host, dish);
    host.pass(&mut signing_in, 10_000);
    signed_in(signing_in.result().unwrap());
    assert_eq!(ids(&host), ["Cablevision", "Dish"]);
    host.run(host.account.sign_out_of("Dish").unwrap()).unwrap();
    assert_eq!(ids(&host), ["Cablevision"]);
    let outcome = host
        .run(host.account.authorize(&Access::current(), "TNT").unwrap())
        .unwrap();
    assert!(matches!(outcome, PlayOutcome::Play(_)), "{outcome:?}");
    assert_eq!(host.last(Kind::Authorize).last, "Cablevision");
}

#[test]
fn a_profile_that_is_left_is_what_is_watched_with() {
    // The chosen MVPD's profile has ended, another one's has not.
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[
            profile("Cablevision", "regular", 2 * HOUR),
            profile("Dish", "regular", HOUR),
        ])),
        Kind::ForMvpd => ok(profiles(&[])),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    assert_eq!(host.account.mvpd().unwrap().id, "Cablevision");
    let status = host.run(host.account.status()).unwrap();
    assert_eq!(status.current().unwrap().mvpd, "Dish");
    host.run(host.account.authorize(&Access::current(), "TNT").unwrap())
        .unwrap();
    assert_eq!(
        host.last(Kind::Authorize).last,
        "Dish",
        "as the status says"
    );
}

/// Whose user ids the MVPD does not tell.
fn nameless(ends: u64) -> String {
    profile("Cablevision", "regular", ends).replace("userID", "zip")
}

#[test]
fn permits_of_somebody_whose_id_is_not_told_end_with_their_sign_in() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[nameless(HOUR + sent.at)])),
        _ => None,
    });
    for round in 1..=2 {
        let mut signing_in = begin(&mut host, options());
        host.pass(&mut signing_in, 10_000);
        signed_in(signing_in.result().unwrap());
        host.run(
            host.account
                .preauthorize(&Access::current(), ["TNT"])
                .unwrap(),
        )
        .unwrap();
        assert_eq!(
            host.count(Kind::Preauthorize),
            round,
            "another user's permit"
        );
    }
}
