//! The list of providers: how old it may be, what is left out, what is found; and the words for
//! errors without a service behind them.

use tvpass::Error;
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::flow::{Language, Providers, Remedy, SignInOptions, TextKey, Words};
use tvpass::outcome::Mvpd;

use super::host::{HOUR, Host, Kind, MINUTE, ok, profile, profiles, settings, status};

fn load(host: &mut Host) -> Providers {
    host.run(host.account.providers()).unwrap()
}

fn ids(mvpds: &[&Mvpd]) -> Vec<String> {
    mvpds
        .iter()
        .map(|mvpd| mvpd.id.as_str().to_owned())
        .collect()
}

#[test]
fn the_list_is_three_minutes_in_memory_and_never_stored() {
    let mut host = Host::new(|_| None);
    load(&mut host);
    host.now += 3 * MINUTE - 1000;
    load(&mut host);
    assert_eq!(host.count(Kind::Configuration), 1);
    host.now += 2000;
    load(&mut host);
    assert_eq!(host.count(Kind::Configuration), 2);
    assert!(host.stored.iter().all(|state| !state.contains("Optimum")));
    let mut host = Host::new(|_| status(500));
    assert!(host.run(host.account.providers()).is_err());
}

#[test]
fn temp_passes_and_hidden_entries_are_left_out_unless_asked_for() {
    let mut host = Host::with(settings().hidden_mvpds(["Test_MVPD"]), |_| None);
    let providers = load(&mut host);
    assert_eq!(
        ids(&providers.all()),
        ["Cablevision", "Dish", "Quebec", "att"]
    );
    let all = providers.clone().with_hidden().with_temp_passes();
    assert_eq!(all.all().len(), 6);
    assert_eq!(ids(&all.search("free")), ["TempPass"]);
    assert!(ids(&providers.search("optimum t")).is_empty());
}

#[test]
fn the_one_of_last_time_comes_first() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[profile("Quebec", "regular", HOUR)])),
        _ => None,
    });
    let options = SignInOptions::second_screen().mvpd("Quebec").unwrap();
    host.run(host.account.sign_in(options).unwrap()).unwrap();
    let providers = load(&mut host);
    assert_eq!(providers.remembered().unwrap().id, "Quebec");
    assert_eq!(ids(&providers.all())[..2], ["Quebec", "Cablevision"]);
}

#[test]
fn names_are_found_as_they_are_typed_on_a_remote() {
    let mut host = Host::new(|_| None);
    let providers = load(&mut host);
    for (typed, expected) in [
        (
            "",
            &["Cablevision", "Dish", "Quebec", "att", "Test_MVPD"][..],
        ),
        ("OPT", &["Cablevision", "Test_MVPD"]),
        ("tele q", &["Quebec"]),
        ("teleq", &["Quebec"]),
        ("québec", &["Quebec"]),
        ("att", &["att"]),
        ("at&t u", &["att"]),
        ("uverse", &["att"]),
        // At the beginning of the name, then of a word, then anywhere.
        ("t", &["Quebec", "Test_MVPD", "Cablevision", "att"]),
        ("zzz", &[]),
    ] {
        assert_eq!(ids(&providers.search(typed)), expected, "{typed}");
    }
}

#[test]
fn words_for_what_no_service_has_said() {
    let lost = Error::from(TransportError::new(
        TransportErrorKind::Dns,
        Delivery::NotSent,
        "no such host",
    ));
    for (error, remedy, key) in [
        (lost.clone(), Remedy::TryLater, TextKey::CheckNetwork),
        (
            Error::DeadlineExceeded(Some(Box::new(lost))),
            Remedy::TryLater,
            TextKey::CheckNetwork,
        ),
        (
            Error::DeadlineExceeded(None),
            Remedy::TryLater,
            TextKey::TryLater,
        ),
        (Error::Cancelled, Remedy::Nothing, TextKey::TryLater),
        (
            Error::RegistrationLost(Box::new(Error::Cancelled)),
            Remedy::SignIn,
            TextKey::SignInAgain,
        ),
        (
            Error::OutOfOrder("x"),
            Remedy::ContactSupport,
            TextKey::ContactSupport,
        ),
    ] {
        let words = Words::of_error(&error);
        assert_eq!((words.remedy, words.key), (remedy, key), "{error}");
        assert_eq!(words.text(Language::Spanish), key.text(Language::Spanish));
    }
}
