//! Signing in with a browser on this device: exactly the checks that the service is owed.

use tvpass::error::Delivery;
use tvpass::flow::{
    AccountSettings, Obstacle, SignIn, SignInInput, SignInOptions, SignInOutcome, SignInStep,
};

use super::host::{
    Driving, HOUR, Host, Kind, LATENCY, MINUTE, Reply, Sent, enhanced, lost, ok, profile, profiles,
    redirect_url, session, status,
};

fn begin(script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> (Host, Driving<SignIn>) {
    let mut host = Host::new(script);
    let options = SignInOptions::browser().mvpd("Cablevision").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, MINUTE);
    (host, driving)
}

fn signs_in_at(nth: usize) -> impl FnMut(&Sent) -> Option<Reply> {
    move |sent| match sent.kind {
        Kind::ForCode if sent.nth == nth => {
            ok(profiles(&[profile("Cablevision", "regular", HOUR)]))
        }
        _ => None,
    }
}

#[test]
fn nothing_is_polled_while_the_browser_is_open() {
    let (mut host, mut driving) = begin(|_| None);
    let SignInStep::OpenBrowser(browser) = driving.last() else {
        panic!();
    };
    assert!(browser.url.expose().ends_with("/authenticate/REF30/CODE0"));
    assert_eq!(browser.redirect_url, redirect_url());
    host.pass(&mut driving, 20 * MINUTE);
    assert_eq!(host.kinds(), [Kind::Create]);
    let body = &host.last(Kind::Create).body;
    for parameter in ["mvpd=", "domainName=", "redirectUrl="] {
        assert!(body.contains(parameter), "{body}");
    }
    // The code ends, and with it the sign-in.
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
    assert_eq!(host.count(Kind::ForCode), 0);
}

#[test]
fn when_the_redirect_url_is_reached_it_is_checked_at_once_and_three_times_more() {
    for nth in 0..4 {
        let (mut host, mut driving) = begin(signs_in_at(nth));
        host.tell(&mut driving, SignInInput::RedirectReached);
        host.pass(&mut driving, MINUTE);
        let outcome = driving.result().unwrap();
        assert!(matches!(outcome, SignInOutcome::SignedIn(_)), "{outcome:?}");
        assert_eq!(host.count(Kind::ForCode), nth + 1);
    }
    let (mut host, mut driving) = begin(|_| None);
    let reached = host.now;
    host.tell(&mut driving, SignInInput::RedirectReached);
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::NotCompleted);
    let polls = host.times(Kind::ForCode);
    assert_eq!(polls.len(), 4);
    assert_eq!(polls[0], reached);
    assert!(
        polls
            .windows(2)
            .all(|two| two[1] - two[0] == 5000 + LATENCY)
    );
}

#[test]
fn when_the_user_closes_the_browser_it_is_checked_exactly_once() {
    let (mut host, mut driving) = begin(|_| None);
    host.tell(&mut driving, SignInInput::BrowserClosed);
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::NotCompleted);
    assert_eq!(host.count(Kind::ForCode), 1);

    let (mut host, mut driving) = begin(signs_in_at(0));
    host.tell(&mut driving, SignInInput::BrowserClosed);
    assert!(matches!(
        driving.result().unwrap(),
        SignInOutcome::SignedIn(_)
    ));
    // It was told; telling again is out of order.
    assert!(
        driving
            .flow
            .tell(host.now, SignInInput::BrowserClosed)
            .is_err()
    );
}

#[test]
fn a_check_whose_answer_is_lost_is_made_up_for_at_most_twice() {
    let (mut host, mut driving) = begin(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, 0) => lost(Delivery::NotSent),
        (Kind::ForCode, 1) => status(429),
        _ => None,
    });
    host.tell(&mut driving, SignInInput::BrowserClosed);
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::NotCompleted);
    let polls = host.times(Kind::ForCode);
    assert!(polls.len() == 3 && polls.windows(2).all(|two| two[1] - two[0] >= 5000));

    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::ForCode => lost(Delivery::NotSent),
        _ => None,
    });
    host.tell(&mut driving, SignInInput::BrowserClosed);
    host.pass(&mut driving, HOUR);
    driving.result().unwrap_err();
    assert_eq!(host.count(Kind::ForCode), 3);
}

#[test]
fn a_session_that_is_over_is_said_so() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::ForCode => enhanced(400, "invalid_authentication_session", "none"),
        _ => None,
    });
    host.tell(&mut driving, SignInInput::RedirectReached);
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
    assert_eq!(host.count(Kind::ForCode), 1);
}

#[test]
fn a_parameter_that_is_refused_twice_is_a_mistake_in_the_configuration() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("resume", "CODE0", 30, &["domainName"])),
        Kind::Resume => ok(session("retry", "CODE0", 30, &["domainName"])),
        _ => None,
    });
    let options = SignInOptions::browser().mvpd("Cablevision").unwrap();
    let outcome = host.run(host.account.sign_in(options).unwrap()).unwrap();
    assert!(
        matches!(&outcome, SignInOutcome::NotPossible(Obstacle::MissingParameters(missing)) if missing.len() == 1),
        "{outcome:?}"
    );
    assert_eq!(host.kinds(), [Kind::Create, Kind::Resume]);
}

#[test]
fn a_url_that_must_not_be_opened_is_not_opened() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => {
            let session = session("authenticate", "CODE0", 30, &[]);
            ok(session.replace("/api/v2/authenticate/REF30/CODE0", "javascript:alert(1)"))
        }
        _ => None,
    });
    let options = SignInOptions::browser().mvpd("Cablevision").unwrap();
    let outcome = host.run(host.account.sign_in(options).unwrap()).unwrap();
    assert!(
        matches!(outcome, SignInOutcome::NotPossible(Obstacle::UrlRefused(_))),
        "{outcome:?}"
    );
}

#[test]
fn without_a_redirect_url_there_is_no_browser() {
    let host = Host::with(AccountSettings::new("REF30").unwrap(), |_| None);
    let error = host.account.sign_in(SignInOptions::browser()).unwrap_err();
    assert_eq!(error.field(), "redirect_url");
    let host = Host::new(|_| None);
    let options = SignInOptions::browser().choose_on_second_screen();
    let error = host.account.sign_in(options).unwrap_err();
    assert_eq!(error.field(), "choose_on_second_screen");
}
