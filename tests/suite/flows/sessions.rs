//! Signing in, by what the session's answer says: signed in already, parameters that are missing,
//! actions of the future; and where the MVPD is chosen.

use tvpass::flow::{
    AccountSettings, Obstacle, SignInInput, SignInLink, SignInOptions, SignInOutcome, SignInStep,
};
use tvpass::outcome::{SessionParameter, SessionReason};

use super::host::{HOUR, Host, Kind, no_need, ok, profile, profiles, session, status};
use super::second_screen::{begin, options, screen, signed_in, signs_in_at};

#[test]
fn somebody_who_is_signed_in_already_sees_no_code() {
    for (reason, kind) in [
        ("authenticated", "regular"),
        ("authenticatedSSO", "platformSSO"),
        ("degraded", "degraded"),
    ] {
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Create => ok(no_need(reason, "Cablevision")),
            Kind::ForMvpd => ok(profiles(&[profile("Cablevision", kind, HOUR)])),
            _ => None,
        });
        let driving = host.account.sign_in(options()).unwrap();
        let signed_in = signed_in(host.run(driving).unwrap());
        assert_eq!(signed_in.already.unwrap().as_str(), reason);
        assert_eq!(
            signed_in.profile.unwrap().profile_type.unwrap().as_str(),
            kind
        );
        assert_eq!(host.kinds(), [Kind::Create, Kind::ForMvpd]);
        assert_eq!(host.account.mvpd().unwrap().id, "Cablevision");
    }
}

#[test]
fn signed_in_without_a_profile_to_show_is_signed_in_all_the_same() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(no_need("authenticated", "Dish")),
        Kind::ForMvpd => status(500),
        _ => None,
    });
    let flow = host.account.sign_in(options()).unwrap();
    let signed_in = signed_in(host.run(flow).unwrap());
    assert_eq!(
        (signed_in.mvpd.id.as_str(), signed_in.profile),
        ("Dish", None)
    );
    assert_eq!(signed_in.already, Some(SessionReason::Authenticated));
}

#[test]
fn a_temp_pass_needs_no_sign_in_and_is_not_remembered() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(no_need("temporary", "TempPass")),
        _ => None,
    });
    let options = SignInOptions::second_screen().mvpd("TempPass").unwrap();
    let outcome = host.run(host.account.sign_in(options).unwrap()).unwrap();
    let SignInOutcome::TemporaryAccess { mvpd } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(mvpd, "TempPass");
    assert_eq!(host.account.mvpd(), None);
    assert_eq!(host.kinds(), [Kind::Create], "its time has not begun");
}

#[test]
fn what_was_refused_is_resumed_once_with_all_that_is_known() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("resume", "CODE0", 30, &["redirectUrl"])),
        _ => None,
    });
    let driving = begin(&mut host, options());
    assert_eq!(host.kinds(), [Kind::Create, Kind::Resume]);
    assert_eq!(host.last(Kind::Resume).last, "CODE0");
    assert!(host.last(Kind::Resume).body.contains("redirectUrl="));
    assert!(matches!(
        screen(&driving).link,
        Some(SignInLink::Authenticate(_))
    ));

    // Still refused: the second screen may know better, but not by a link that needs nothing.
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("resume", "CODE0", 30, &["domain"])),
        Kind::Resume => ok(session("retry", "OTHER", 30, &["domain"])),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    assert_eq!(host.count(Kind::Resume), 1);
    let shown = screen(&driving);
    // The code that was asked with stays the one that counts (trap 23).
    assert_eq!(shown.code.expose(), "CODE0");
    assert_eq!(shown.missing_parameters, [SessionParameter::DomainName]);
    let link = shown.link.as_ref().unwrap().expose();
    assert_eq!(link, "https://example.com/tv?code=CODE0");
    host.pass(&mut driving, 6000);
    assert_eq!(host.last(Kind::ForCode).last, "CODE0");
}

#[test]
fn a_link_that_needs_nothing_is_there_only_if_nothing_is_missing() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("authenticate", "CODE0", 30, &["mvpd"])),
        _ => None,
    });
    let driving = begin(&mut host, options());
    let link = screen(&driving).link.as_ref().unwrap();
    assert_eq!(link.expose(), "https://example.com/tv?code=CODE0");
}

#[test]
fn the_choice_may_be_left_to_the_second_screen() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("resume", "CODE0", 30, &["mvpd"])),
        Kind::ForCode => ok(profiles(&[profile("Dish", "regular", HOUR)])),
        _ => None,
    });
    let options = SignInOptions::second_screen().choose_on_second_screen();
    let mut driving = begin(&mut host, options);
    assert!(matches!(
        screen(&driving).link,
        Some(SignInLink::ActivationPage(_))
    ));
    host.pass(&mut driving, 6000);
    assert_eq!(signed_in(driving.result().unwrap()).mvpd.id, "Dish");
    assert_eq!(host.kinds(), [Kind::Create, Kind::ForCode]);
    let no_page = AccountSettings::new("REF30").unwrap();
    let host = Host::with(no_page, |_| None);
    let options = SignInOptions::second_screen().choose_on_second_screen();
    assert_eq!(
        host.account.sign_in(options).unwrap_err().field(),
        "activation_page"
    );
}

#[test]
fn without_a_page_nobody_is_shown_a_code_that_leads_nowhere() {
    let mut host = Host::with(AccountSettings::new("REF30").unwrap(), |sent| {
        match sent.kind {
            Kind::Create => ok(session(
                "resume",
                "CODE0",
                30,
                &["domainName", "redirectUrl"],
            )),
            _ => None,
        }
    });
    let outcome = host.run(host.account.sign_in(options()).unwrap()).unwrap();
    let SignInOutcome::NotPossible(Obstacle::MissingParameters(missing)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(missing.len(), 2);
    assert_eq!(host.count(Kind::Resume), 0, "nothing to add");
}

#[test]
fn the_user_chooses_on_the_tv_and_the_name_is_kept() {
    let mut host = Host::new(signs_in_at(0));
    let mut driving = begin(&mut host, SignInOptions::second_screen());
    let SignInStep::ChooseProvider(providers) = driving.last() else {
        panic!();
    };
    assert_eq!(providers.all().len(), 5, "without TempPass");
    assert_eq!(host.kinds(), [Kind::Configuration]);
    host.tell(
        &mut driving,
        SignInInput::ProviderChosen("Cablevision".into()),
    );
    host.pass(&mut driving, 6000);
    let signed_in = signed_in(driving.result().unwrap());
    assert_eq!(signed_in.mvpd.name(), "Optimum");
    let again = host.restarted(|_| None);
    let kept = again.account.mvpd().unwrap();
    assert_eq!(kept.display_name.unwrap(), "Optimum");
    assert_eq!(kept.logo_url.unwrap(), "https://logos.example/c.png");
}

#[test]
fn an_action_of_the_future_opens_and_asks_nothing() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("dance", "CODE0", 30, &[])),
        _ => None,
    });
    let outcome = host.run(host.account.sign_in(options()).unwrap()).unwrap();
    let SignInOutcome::NotPossible(Obstacle::UnknownAction(name)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(name, "dance");
    assert_eq!(host.kinds(), [Kind::Create]);
}
