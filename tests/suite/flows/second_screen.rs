//! Signing in on a second screen: the code, the QR code's link, polling, new codes, and every end.

use tvpass::error::{Delivery, ErrorCode};
use tvpass::flow::{
    CodeScreen, SignIn, SignInInput, SignInLink, SignInOptions, SignInOutcome, SignInStep,
};
use tvpass::{Error, Response};

use super::host::{
    Driving, HOUR, Host, Kind, LATENCY, MINUTE, Reply, START, Sent, enhanced, lost, ok, profile,
    profiles, session, status,
};

pub(crate) fn options() -> SignInOptions {
    SignInOptions::second_screen().mvpd("Cablevision").unwrap()
}

pub(crate) fn begin(host: &mut Host, options: SignInOptions) -> Driving<SignIn> {
    let flow = host.account.sign_in(options).unwrap();
    let mut driving = Driving::new(flow);
    host.pass(&mut driving, 1000);
    driving
}

pub(crate) fn screen(driving: &Driving<SignIn>) -> &CodeScreen {
    match driving.last() {
        SignInStep::ShowCode(screen) => screen,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn signed_in(outcome: SignInOutcome) -> tvpass::flow::SignedIn {
    match outcome {
        SignInOutcome::SignedIn(signed_in) => *signed_in,
        other => panic!("{other:?}"),
    }
}

/// The answer to the poll number `nth` is a profile.
pub(crate) fn signs_in_at(nth: usize) -> impl FnMut(&Sent) -> Option<super::host::Reply> {
    move |sent| match sent.kind {
        Kind::ForCode if sent.nth == nth => {
            ok(profiles(&[profile("Cablevision", "regular", HOUR)]))
        }
        _ => None,
    }
}

#[test]
fn the_code_is_shown_with_page_link_and_time_and_polled_until_there_is_a_profile() {
    let mut host = Host::new(signs_in_at(2));
    let mut driving = begin(&mut host, options());
    let shown = screen(&driving);
    assert_eq!(shown.code.expose(), "CODE0");
    assert_eq!(shown.address.as_deref(), Some("example.com/tv"));
    // Nothing is missing: the link needs no page of the programmer's (trap 63).
    let Some(SignInLink::Authenticate(url)) = &shown.link else {
        panic!("{shown:?}");
    };
    assert_eq!(
        url.expose(),
        "https://sp.auth.adobe.com/api/v2/authenticate/REF30/CODE0"
    );
    // Counted from the receipt, whatever the TV's clock says.
    let received = host.last(Kind::Create).at + LATENCY;
    assert_eq!(shown.expires_at_ms, received + 30 * MINUTE);
    assert_eq!(shown.remaining_ms(received + MINUTE), 29 * MINUTE);
    assert!(host.last(Kind::Create).body.contains("mvpd=Cablevision"));
    assert_eq!(host.count(Kind::Configuration), 0, "the MVPD is known");

    host.pass(&mut driving, MINUTE);
    let signed_in = signed_in(driving.result().unwrap());
    assert_eq!(signed_in.mvpd.id, "Cablevision");
    assert_eq!(signed_in.already, None);
    let profile = signed_in.profile.unwrap();
    assert_eq!(
        profile.user_metadata.user_id().unwrap(),
        "user-of-Cablevision-77"
    );
    // 5 s from the end of one poll to the start of the next, the first after one interval.
    let polls = host.times(Kind::ForCode);
    let expected: Vec<_> = (0..3)
        .map(|n| received + 5000 + n * (5000 + LATENCY))
        .collect();
    assert_eq!(polls, expected);
    // What is kept is stored before the flow ends.
    assert_eq!(host.account.mvpd().unwrap().id, "Cablevision");
    assert!(
        host.stored
            .last()
            .unwrap()
            .contains("user-of-Cablevision-77")
    );
    assert_eq!(host.restarted(|_| None).account.profiles().len(), 1);
}

#[test]
fn the_code_has_groups_to_draw_and_letters_to_read_out() {
    for (code, groups, spelled) in [
        ("8ER640M", &["8ER6", "40M"][..], "8 E R 6 4 0 M"),
        ("ABC123", &["ABC", "123"], "A B C 1 2 3"),
        ("ÄB", &["ÄB"], "Ä B"),
    ] {
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Create => ok(session("authenticate", code, 30, &[])),
            _ => None,
        });
        let driving = begin(&mut host, options());
        assert_eq!(screen(&driving).groups(), groups);
        assert_eq!(screen(&driving).spelled(), spelled);
    }
}

#[test]
fn polling_becomes_slow_after_five_minutes_and_never_faster_than_three_seconds() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options().renew_codes(false));
    host.pass(&mut driving, 29 * MINUTE);
    let polls = host.times(Kind::ForCode);
    let pauses: Vec<_> = polls.windows(2).map(|two| two[1] - two[0]).collect();
    let fast = pauses.iter().take_while(|pause| **pause == 5000 + LATENCY);
    assert_eq!(fast.count(), 60 - 1, "5 minutes of 5 s");
    assert!(
        pauses[59..].iter().all(|pause| *pause == 10_000 + LATENCY),
        "{pauses:?}"
    );
    let error = SignInOptions::second_screen()
        .poll_interval_ms(2999)
        .unwrap_err();
    assert_eq!(error.field(), "poll_interval_ms");
    let mut host = Host::new(|_| None);
    let fastest = options().poll_interval_ms(3000).unwrap();
    let mut driving = begin(&mut host, fastest);
    host.pass(&mut driving, MINUTE);
    let polls = host.times(Kind::ForCode);
    assert!(polls.windows(2).all(|two| two[1] - two[0] >= 3000));
    assert_eq!(polls.len(), 20);
}

#[test]
fn a_429_a_5xx_and_a_lost_answer_delay_the_next_poll_and_end_nothing() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, 0) => lost(Delivery::Possible),
        (Kind::ForCode, 1) => status(503),
        (Kind::ForCode, 2) => enhanced(403, "network_connection_timeout", "retry"),
        (Kind::ForCode, 3) => status(429),
        (Kind::ForCode, 4) => enhanced(400, "authenticated_profile_missing", "authentication"),
        (Kind::ForCode, 6) => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 2 * MINUTE);
    signed_in(driving.result().unwrap());
    let polls = host.times(Kind::ForCode);
    let pauses: Vec<_> = polls.windows(2).map(|two| two[1] - two[0]).collect();
    // Each failure is one poll: nothing is sent again before the next one's time. After the 429 all
    // are slow.
    assert_eq!(pauses, [5020, 5020, 5020, 10_020, 10_020, 10_020]);
}

#[test]
fn retry_after_is_honoured_by_the_next_poll() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, 0) => {
            let response = tvpass::Response::new(503, "").with_header("Retry-After", "40");
            Some(super::host::Reply::Answer(LATENCY, response))
        }
        (Kind::ForCode, 1) => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 2 * MINUTE);
    signed_in(driving.result().unwrap());
    let polls = host.times(Kind::ForCode);
    assert!(polls[1] - polls[0] >= 40_000, "{polls:?}");
}

#[test]
fn a_401_is_renewed_below_the_flow() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, 0) => status(401),
        (Kind::ForCode, 1) => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, MINUTE);
    signed_in(driving.result().unwrap());
    assert_eq!(host.count(Kind::Token), 2);
}

#[test]
fn other_failures_end_it_at_the_third_in_a_row() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, 2) => None,
        (Kind::ForCode, _) => enhanced(400, "invalid_parameter_mvpd", "none"),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 5 * MINUTE);
    let error = driving.result().unwrap_err();
    assert_eq!(error.adobe_code(), Some("invalid_parameter_mvpd"));
    assert_eq!(host.count(Kind::ForCode), 6, "two, one that is good, three");
}

#[test]
fn a_new_code_replaces_the_old_one_shortly_before_its_end() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 31 * MINUTE);
    let created = host.times(Kind::Create);
    assert_eq!(created[1], created[0] + LATENCY + 30 * MINUTE - 30_000);
    assert_eq!(screen(&driving).code.expose(), "CODE1");
    assert_eq!(
        screen(&driving).expires_at_ms,
        created[1] + LATENCY + 30 * MINUTE
    );
    // The old code is polled no more, and the new one fast again.
    let after: Vec<_> = host
        .sent
        .iter()
        .filter(|sent| sent.kind == Kind::ForCode && sent.at > created[1])
        .collect();
    assert!(after.iter().all(|sent| sent.last == "CODE1"));
    assert_eq!(after[1].at - after[0].at, 5000 + LATENCY);
}

#[test]
fn codes_are_renewed_for_two_hours_and_then_it_ends() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 3 * HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
    assert_eq!(host.count(Kind::Create), 5);
    assert!(host.now - START < 3 * HOUR);
    // Nothing is polled after the end of its code.
    assert!(host.times(Kind::ForCode).iter().all(|at| *at < host.now));

    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options().renew_codes(false));
    host.pass(&mut driving, HOUR);
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
    let end = host.last(Kind::Create).at + LATENCY + 30 * MINUTE;
    assert_eq!(host.now, end);
    assert!(host.times(Kind::ForCode).iter().all(|at| *at < end));
}

#[test]
fn a_session_that_is_over_is_renewed_once_it_has_lived_and_not_in_a_circle() {
    let mut host = Host::new(|sent| match (sent.kind, sent.last.as_str()) {
        (Kind::ForCode, "CODE0") if sent.nth < 20 => None,
        (Kind::ForCode, _) => enhanced(400, "invalid_authentication_session", "none"),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 10 * MINUTE);
    // The first had lived for more than a minute, the second ended at once.
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
    assert_eq!(host.count(Kind::Create), 2);
}

#[test]
fn a_code_that_is_over_is_not_polled_again_when_there_is_no_new_one() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::ForCode, nth) if nth >= 20 => {
            enhanced(400, "invalid_authentication_session", "none")
        }
        (Kind::Create, nth) if nth >= 1 => status(503),
        _ => None,
    });
    let error = host.run(host.account.sign_in(options()).unwrap());
    assert_eq!(error.unwrap_err().code(), ErrorCode::HttpStatus);
    assert_eq!(host.count(Kind::ForCode), 21);
}

#[test]
fn a_code_of_no_time_at_all_is_not_asked_for_in_a_circle() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Create => ok(session("authenticate", "X", 0, &[])),
        _ => None,
    });
    let outcome = host.run(host.account.sign_in(options()).unwrap()).unwrap();
    assert_eq!(outcome, SignInOutcome::CodeExpired);
    assert_eq!(host.count(Kind::Create), 1);
}

#[test]
fn the_user_gets_a_new_code_when_they_want_one() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options().renew_codes(false));
    host.tell(&mut driving, SignInInput::NewCode);
    assert_eq!(screen(&driving).code.expose(), "CODE1");
    host.pass(&mut driving, 6000);
    assert_eq!(host.last(Kind::ForCode).last, "CODE1");
}

#[test]
fn a_new_code_that_is_wanted_while_a_poll_is_out_waits_for_its_answer() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options());
    let poll = screen(&driving).expires_at_ms - 30 * MINUTE + 5000;
    host.drive(&mut driving, poll);
    assert_eq!(host.count(Kind::ForCode), 1);
    driving.flow.tell(host.now, SignInInput::NewCode).unwrap();
    host.pass(&mut driving, 1000);
    assert_eq!(screen(&driving).code.expose(), "CODE1");
}

#[test]
fn a_new_code_that_is_wanted_while_one_is_on_its_way_is_that_one() {
    let mut host = Host::new(|_| None);
    let mut driving = begin(&mut host, options());
    let renewal = screen(&driving).expires_at_ms - 30_000;
    host.drive(&mut driving, renewal);
    assert_eq!(host.count(Kind::Create), 2);
    // The old code is on the screen still.
    assert_eq!(screen(&driving).code.expose(), "CODE0");
    driving.flow.tell(host.now, SignInInput::NewCode).unwrap();
    host.pass(&mut driving, 1000);
    assert_eq!(screen(&driving).code.expose(), "CODE1");
    host.pass(&mut driving, MINUTE);
    assert_eq!(host.count(Kind::Create), 2);
}

#[test]
fn if_no_new_code_is_to_be_had_the_old_one_stays_to_its_end() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::Create, 0) => None,
        (Kind::Create, _) => enhanced(400, "invalid_parameter_mvpd", "none"),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    let end = screen(&driving).expires_at_ms;
    host.drive(&mut driving, end - 1);
    assert!(!driving.is_done());
    assert_eq!(
        host.count(Kind::Create),
        4,
        "at 30, 20 and 10 s before the end"
    );
    host.pass(&mut driving, MINUTE);
    driving.result().unwrap_err();
}

#[test]
fn a_newer_sign_in_or_a_sign_out_ends_the_polling_of_the_older_code() {
    let mut host = Host::new(|_| None);
    let mut first = begin(&mut host, options());
    host.pass(&mut first, 6000);
    let polls = host.count(Kind::ForCode);
    let second = begin(&mut host, options());
    host.pass(&mut first, HOUR);
    assert_eq!(first.result().unwrap(), SignInOutcome::Replaced);
    assert_eq!(host.count(Kind::ForCode), polls);
    drop(second);

    let mut third = begin(&mut host, options());
    host.run(host.account.sign_out().unwrap()).unwrap();
    host.pass(&mut third, HOUR);
    assert_eq!(third.result().unwrap(), SignInOutcome::Replaced);
}

#[test]
fn what_waits_out_a_pause_is_not_sent_when_a_newer_sign_in_has_begun() {
    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::Create, 0) => Some(Reply::Answer(
            LATENCY,
            Response::new(429, "").with_header("Retry-After", "20"),
        )),
        _ => None,
    });
    let mut first = begin(&mut host, options());
    assert_eq!(host.count(Kind::Create), 1);
    let second = host.account.sign_in(options()).unwrap();
    host.pass(&mut first, HOUR);
    assert_eq!(first.result().unwrap(), SignInOutcome::Replaced);
    assert_eq!(host.count(Kind::Create), 1, "it asks for no code any more");
    drop(second);
}

#[test]
fn the_list_of_providers_of_a_replaced_sign_in_is_kept() {
    let mut host = Host::new(|_| None);
    let flow = host
        .account
        .sign_in(SignInOptions::second_screen())
        .unwrap();
    let mut first = Driving::new(flow);
    while host.count(Kind::Configuration) == 0 {
        host.pass(&mut first, 1);
    }
    let second = host
        .account
        .sign_in(SignInOptions::second_screen())
        .unwrap();
    host.pass(&mut first, HOUR);
    assert_eq!(first.result().unwrap(), SignInOutcome::Replaced);
    let mut second = Driving::new(second);
    host.pass(&mut second, 1000);
    assert!(matches!(second.last(), SignInStep::ChooseProvider(_)));
    assert_eq!(host.count(Kind::Configuration), 1);
}

#[test]
fn cancelling_leaves_everything_as_it_was() {
    let mut host = Host::new(signs_in_at(0));
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 10_000);
    signed_in(driving.result().unwrap());
    let (mvpd, known) = (host.account.mvpd(), host.account.profiles());
    let dish = SignInOptions::second_screen().mvpd("Dish").unwrap();
    let mut driving = begin(&mut host, dish);
    let sent = host.sent.len();
    driving.flow.cancel(host.now);
    let mut driving = Driving::new(driving.flow);
    host.pass(&mut driving, HOUR);
    assert!(matches!(driving.result(), Err(Error::Cancelled)));
    assert_eq!(host.sent.len(), sent, "no poll");
    assert_eq!(
        (host.account.mvpd(), host.account.profiles()),
        (mvpd, known)
    );
    let after = driving.flow.tell(host.now, SignInInput::NewCode);
    assert_eq!(after.unwrap_err().code(), ErrorCode::OutOfOrder);
}

#[test]
fn what_nobody_asked_for_is_out_of_order_and_changes_nothing() {
    let mut host = Host::new(signs_in_at(0));
    let mut driving = begin(&mut host, options());
    for input in [
        SignInInput::RedirectReached,
        SignInInput::BrowserClosed,
        SignInInput::ProviderChosen("Dish".into()),
        SignInInput::PartnerFailed,
    ] {
        let error = driving.flow.tell(host.now, input).unwrap_err();
        assert_eq!(error.code(), ErrorCode::OutOfOrder);
    }
    host.pass(&mut driving, 6000);
    signed_in(driving.result().unwrap());
}

#[test]
fn a_lost_registration_ends_the_sign_in() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => enhanced(
            401,
            "invalid_access_token_client_application",
            "application-registration",
        ),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, MINUTE);
    assert!(matches!(driving.result(), Err(Error::RegistrationLost(_))));
}

#[test]
fn the_store_that_fails_or_is_late_does_not_hold_the_user_up() {
    let mut host = Host::new(signs_in_at(0));
    host.store_works = false;
    let mut driving = begin(&mut host, options());
    host.pass(&mut driving, 6000);
    signed_in(driving.result().unwrap());
    // For the registration, the token, the code's screen, the poll's call, the profile.
    assert_eq!(host.stored.len(), 5);
}
