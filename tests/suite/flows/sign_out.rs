//! Signing out: the logout, what is left to do, and what is forgotten.

use tvpass::Error;
use tvpass::error::{Delivery, ErrorCode};
use tvpass::flow::{AccountSettings, SignInOptions, SignOut, SignOutInput, SignOutStep};
use tvpass::operation::{AccessStatus, PartnerFrameworkStatus, RequestExtras};

use super::host::{
    Driving, HOUR, Host, Kind, MINUTE, Reply, Sent, enhanced, lost, ok, profile, profiles,
};

/// Signed in with these.
fn signed_in(
    entries: Vec<String>,
    mut script: impl FnMut(&Sent) -> Option<Reply> + 'static,
) -> Host {
    let mut host = Host::new(move |sent| match sent.kind {
        Kind::Profiles => ok(profiles(&entries)),
        _ => script(sent),
    });
    host.run(host.account.status()).unwrap();
    host
}

fn cablevision() -> Vec<String> {
    vec![profile("Cablevision", "regular", HOUR)]
}

fn logout(action: &str) -> Option<Reply> {
    ok(format!(
        r#"{{"logouts":{{"Cablevision":{{"actionName":"{action}","actionType":"x","mvpd":"Cablevision","url":"/out?x=1"}}}}}}"#
    ))
}

#[test]
fn everything_about_the_user_is_forgotten_and_the_registration_stays() {
    let mut host = signed_in(cablevision(), |_| None);
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    let status = status.provider("apple.optimum", None).unwrap();
    host.account.set_partner_status(Some(status));
    let out = host.run(host.account.sign_out().unwrap()).unwrap();
    assert_eq!(out.logouts.len(), 1);
    assert_eq!(host.last(Kind::Logout).last, "Cablevision");
    assert_eq!(
        (host.account.mvpd(), host.account.profiles().len()),
        (None, 0)
    );
    // It is stored by the end of the flow.
    let again = host.restarted(|_| None);
    assert_eq!(
        (again.account.mvpd(), again.account.profiles().len()),
        (None, 0)
    );
    assert!(again.account.client().is_registered());
    assert!(!host.stored.last().unwrap().contains("Cablevision"));
    // The partner's status is gone.
    host.run(host.account.status()).unwrap();
    let headers = &host.last(Kind::Profiles).headers;
    assert!(!headers.contains_key("AP-Partner-Framework-Status"));
    assert_eq!(
        (host.count(Kind::Register), host.count(Kind::Token)),
        (1, 1)
    );
}

#[test]
fn what_is_left_to_do_is_presented_one_by_one_after_everything_is_forgotten() {
    type IsExpected = fn(&SignOutStep) -> bool;
    let expectations: [(&str, IsExpected); 3] = [
        (
            "logout",
            |step| matches!(step, SignOutStep::OpenBrowser { url, .. } if url.as_str().ends_with("/out?x=1")),
        ),
        (
            "partner_logout",
            |step| matches!(step, SignOutStep::SignOutInSettings { settings } if !settings.is_empty()),
        ),
        ("dance", |step| *step == SignOutStep::SessionMayBeOpen),
    ];
    for (action, is_expected) in expectations {
        let mut host = signed_in(cablevision(), move |sent| match sent.kind {
            Kind::Logout => logout(action),
            _ => None,
        });
        let mut driving: Driving<SignOut> = Driving::new(host.account.sign_out().unwrap());
        host.pass(&mut driving, HOUR);
        assert!(
            is_expected(driving.last()),
            "{action}: {:?}",
            driving.last()
        );
        assert!(!driving.is_done(), "it waits for the user");
        assert_eq!(host.account.mvpd(), None, "but nothing else does");
        host.tell(&mut driving, SignOutInput::BrowserClosed);
        driving.result().unwrap();
        let error = driving
            .flow
            .tell(host.now, SignOutInput::Continue)
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::OutOfOrder);
    }
}

#[test]
fn a_sign_out_that_fails_forgets_nothing() {
    let mut host = signed_in(cablevision(), |sent| match sent.kind {
        Kind::Logout => lost(Delivery::NotSent),
        _ => None,
    });
    host.run(host.account.sign_out().unwrap()).unwrap_err();
    assert_eq!(host.account.profiles().len(), 1);
    let mut flow = host.account.sign_out().unwrap();
    flow.cancel(host.now);
    assert!(matches!(host.run(flow), Err(Error::Cancelled)));
    assert_eq!(host.account.profiles().len(), 1);
}

#[test]
fn with_the_registration_the_profiles_are_gone() {
    let mut host = signed_in(cablevision(), |sent| match sent.kind {
        Kind::Logout => enhanced(
            401,
            "invalid_access_token_client_application",
            "application-registration",
        ),
        _ => None,
    });
    let error = host.run(host.account.sign_out().unwrap()).unwrap_err();
    assert!(matches!(error, Error::RegistrationLost(_)));
    assert_eq!(
        (host.account.mvpd(), host.account.profiles().len()),
        (None, 0)
    );
}

#[test]
fn all_mvpds_are_signed_out_or_one_and_temporary_access_is_only_forgotten() {
    let all = || {
        vec![
            profile("Cablevision", "regular", HOUR),
            profile("Dish", "regular", 2 * HOUR),
            profile("TempPass", "temporary", HOUR),
        ]
    };
    let mut host = signed_in(all(), |_| None);
    host.run(host.account.sign_out().unwrap()).unwrap();
    let out: Vec<_> = host
        .sent
        .iter()
        .filter(|s| s.kind == Kind::Logout)
        .collect();
    let out: Vec<_> = out.iter().map(|sent| sent.last.as_str()).collect();
    assert_eq!(out, ["Dish", "Cablevision"]);
    assert_eq!(host.account.profiles().len(), 0);

    let mut host = signed_in(all(), |_| None);
    host.run(host.account.sign_out_of("Cablevision").unwrap())
        .unwrap();
    let left = host.account.profiles();
    let left: Vec<_> = left.iter().map(|profile| profile.mvpd.as_str()).collect();
    assert_eq!(left, ["Dish", "TempPass"]);
    assert_eq!(
        host.account.mvpd().unwrap().id,
        "Dish",
        "that was the choice"
    );
    assert_eq!(host.count(Kind::Logout), 1);
}

/// `failing` is what Dish, which is first, is answered with.
fn out_of_two(failing: fn() -> Option<Reply>) -> (Host, Driving<SignOut>) {
    let both = vec![
        profile("Cablevision", "regular", HOUR),
        profile("Dish", "regular", 2 * HOUR),
    ];
    let mut host = signed_in(both, move |sent| match sent.kind {
        Kind::Logout if sent.last == "Dish" => failing(),
        Kind::Logout => logout("logout"),
        _ => None,
    });
    let mut driving = Driving::new(host.account.sign_out().unwrap());
    host.pass(&mut driving, HOUR);
    (host, driving)
}

#[test]
fn an_mvpd_that_refuses_the_logout_is_in_no_others_way() {
    let (mut host, mut driving) =
        out_of_two(|| enhanced(400, "invalid_integration", "configuration"));
    assert!(matches!(driving.last(), SignOutStep::OpenBrowser { .. }));
    let left = host.account.profiles();
    let left: Vec<_> = left.iter().map(|profile| profile.mvpd.as_str()).collect();
    assert_eq!(left, ["Dish"]);
    host.tell(&mut driving, SignOutInput::BrowserClosed);
    let error = driving.result().unwrap_err();
    assert_eq!(error.adobe_code(), Some("invalid_integration"));
}

#[test]
fn without_a_network_one_attempt_is_enough() {
    let (host, mut driving) = out_of_two(|| lost(Delivery::NotSent));
    assert!(matches!(
        driving.result(),
        Err(Error::Transport(_) | Error::DeadlineExceeded(_))
    ));
    assert_eq!(host.account.profiles().len(), 2);
    let asked = host.sent.iter().filter(|sent| sent.kind == Kind::Logout);
    assert!(asked.into_iter().all(|sent| sent.last == "Dish"));
}

#[test]
fn single_sign_on_goes_with_the_logout() {
    let mut host = signed_in(cablevision(), |_| None);
    let extras = RequestExtras::new()
        .service_token("eyJ.service.token")
        .unwrap();
    host.account.set_extras(extras);
    host.run(host.account.sign_out().unwrap()).unwrap();
    assert!(
        host.last(Kind::Logout)
            .headers
            .contains_key("AD-Service-Token")
    );
}

#[test]
fn nobody_is_signed_out_without_a_request_and_a_redirect_url_is_needed() {
    let mut host = Host::new(|_| None);
    let out = host.run(host.account.sign_out().unwrap()).unwrap();
    assert!(out.logouts.is_empty() && host.sent.is_empty());
    let host = Host::with(AccountSettings::new("REF30").unwrap(), |_| None);
    assert_eq!(host.account.sign_out().unwrap_err().field(), "redirect_url");
}

#[test]
fn no_other_flow_signs_anybody_out() {
    let mut host = signed_in(cablevision(), |sent| match sent.kind {
        Kind::ForMvpd | Kind::Authorize | Kind::Preauthorize | Kind::ForCode => {
            enhanced(403, "authenticated_profile_invalidated", "authentication")
        }
        _ => None,
    });
    let access = tvpass::flow::Access::current();
    host.run(host.account.preauthorize(&access, ["TNT"]).unwrap())
        .unwrap();
    host.run(host.account.authorize(&access, "TNT").unwrap())
        .unwrap();
    host.run(host.account.status()).unwrap();
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 2 * MINUTE);
    assert_eq!(host.count(Kind::Logout), 0);
}
