//! Services that answer oddly, wrongly or with malice: every flow comes to an end, nothing is
//! hammered, nothing that no request could name is kept.

use tvpass::Response;
use tvpass::flow::{SignInInput, SignInOptions, SignInOutcome, SignInStep};

use super::host::{
    Driving, HOUR, Host, Kind, MINUTE, Reply, SERVICE_CLOCK, no_need, ok, profile, profiles,
    session, status,
};
use super::second_screen::{begin, options, screen, signed_in};

/// Ids that no request could name.
fn unusable() -> [String; 5] {
    [
        String::new(),
        "..".to_owned(),
        "a\\nb".to_owned(),
        "\\u0085".to_owned(),
        "x".repeat(300),
    ]
}

#[test]
fn a_profile_that_no_request_could_name_is_neither_kept_nor_in_the_way() {
    for id in unusable() {
        let entries = [profile(&id, "regular", 9 * HOUR)];
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Profiles | Kind::ForMvpd => ok(profiles(&entries)),
            _ => None,
        });
        host.run(host.account.status()).unwrap();
        host.run(host.account.status())
            .unwrap_or_else(|error| panic!("{id:?}: {error}"));
        host.run(host.account.sign_out().unwrap())
            .unwrap_or_else(|error| panic!("{id:?}: {error}"));
        assert!(host.account.profiles().is_empty(), "{id:?}");
        assert_eq!(host.account.mvpd(), None, "{id:?}");
    }
}

#[test]
fn an_mvpd_of_a_session_that_no_request_could_name_does_not_count() {
    for id in unusable() {
        let answer = no_need("authenticated", &id);
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Create => ok(answer.clone()),
            _ => None,
        });
        let signed_in = signed_in(
            host.run(host.account.sign_in(options()).unwrap())
                .unwrap_or_else(|error| panic!("{id:?}: {error}")),
        );
        assert_eq!(signed_in.mvpd.id, "Cablevision", "{id:?}");
    }
}

#[test]
fn a_provider_of_the_list_that_no_request_could_name_is_not_offered() {
    for id in unusable() {
        let list = format!(
            r#"{{"requestor":{{"mvpds":[{{"id":"{id}","displayName":"Odd"}},{{"id":"Dish"}}]}}}}"#
        );
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Configuration => ok(list.clone()),
            _ => None,
        });
        let providers = host.run(host.account.providers()).unwrap();
        let ids: Vec<_> = providers
            .all()
            .iter()
            .map(|mvpd| mvpd.id.to_string())
            .collect();
        assert_eq!(ids, ["Dish"], "{id:?}");
    }
}

fn browser(
    script: impl FnMut(&super::host::Sent) -> Option<Reply> + 'static,
) -> (Host, Driving<tvpass::flow::SignIn>) {
    let mut host = Host::new(script);
    let options = SignInOptions::browser().mvpd("Cablevision").unwrap();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 1000);
    (host, driving)
}

#[test]
fn a_code_that_has_ended_is_not_polled_when_the_browser_comes_back() {
    let (mut host, mut driving) = browser(|_| None);
    let SignInStep::OpenBrowser(screen) = driving.last() else {
        panic!();
    };
    let end = screen.expires_at_ms;
    host.drive(&mut driving, end - 7000);
    host.tell(&mut driving, SignInInput::RedirectReached);
    host.pass(&mut driving, HOUR);
    driving.result().unwrap();
    let polls = host.times(Kind::ForCode);
    assert_eq!(polls.len(), 2, "{polls:?}");
    assert!(
        polls.iter().all(|at| *at < end),
        "{polls:?}, the end is {end}"
    );
}

#[test]
fn who_came_back_after_the_code_has_ended_is_found_by_the_mvpd() {
    let (mut host, mut driving) = browser(|sent| match sent.kind {
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "regular", 9 * HOUR)])),
        _ => None,
    });
    // The TV was suspended while its browser was open; the first that it hears is the redirect.
    host.now += 3 * HOUR;
    driving
        .flow
        .tell(host.now, SignInInput::RedirectReached)
        .unwrap();
    let mut driving = Driving::new(driving.flow);
    host.pass(&mut driving, HOUR);
    signed_in(driving.result().unwrap());
    assert_eq!(
        (host.count(Kind::ForCode), host.count(Kind::ForMvpd)),
        (0, 1)
    );
}

#[test]
fn a_pause_of_years_between_checks_is_not_kept() {
    for after in ["100000", "1000000000000", "18446744073709551615"] {
        let (mut host, mut driving) = browser(move |sent| match sent.kind {
            Kind::ForCode if sent.nth == 0 => Some(Reply::Answer(
                20,
                Response::new(503, "").with_header("Retry-After", after),
            )),
            _ => None,
        });
        host.tell(&mut driving, SignInInput::RedirectReached);
        host.pass(&mut driving, 15 * MINUTE);
        assert!(driving.is_done(), "{after}");
        assert_eq!(driving.result().unwrap(), SignInOutcome::NotCompleted);
    }
}

#[test]
fn a_code_of_a_thousand_years_is_not_polled_for_ever() {
    let not_after = SERVICE_CLOCK + 1000 * 365 * 24 * HOUR;
    let long = session("authenticate", "CODE0", 0, &[]).replace(
        &format!("\"notAfter\":\"{SERVICE_CLOCK}\""),
        &format!("\"notAfter\":\"{not_after}\""),
    );
    let mut host = Host::new(move |sent| match sent.kind {
        Kind::Create => ok(long.clone()),
        _ => None,
    });
    let mut driving = begin(&mut host, options());
    assert!(screen(&driving).remaining_ms(host.now) <= 24 * HOUR);
    host.pass(&mut driving, 25 * HOUR);
    assert!(driving.is_done());
    assert_eq!(driving.result().unwrap(), SignInOutcome::CodeExpired);
}

#[test]
fn odd_times_of_a_code_leave_one_that_can_be_shown() {
    for (not_before, not_after) in [
        ("-1", "-1"),
        ("\"soon\"", "\"later\""),
        ("null", "null"),
        ("5", "1"),
        ("1e18", "[]"),
        ("0", "1e999"),
        ("{}", "1.5"),
    ] {
        let odd = format!(
            r#"{{"actionName":"authenticate","url":"/x","code":"CODE0","notBefore":{not_before},"notAfter":{not_after}}}"#
        );
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Create => ok(odd.clone()),
            _ => None,
        });
        let mut driving = Driving::new(host.account.sign_in(options()).unwrap());
        host.pass(&mut driving, 1000);
        let case = format!("{not_before} {not_after}");
        if driving.is_done() {
            // A number that is none is no JSON.
            assert!(driving.result().is_err(), "{case}");
            continue;
        }
        let left = screen(&driving).remaining_ms(host.now);
        assert!((29 * MINUTE..=24 * HOUR).contains(&left), "{case}: {left}");
    }
}

#[test]
fn what_is_too_much_to_keep_leaves_the_choice_of_the_mvpd() {
    let mut entries: Vec<_> = (0..2000)
        .map(|number| profile(&format!("Mvpd{number}"), "regular", HOUR))
        .collect();
    entries.push(profile("Cablevision", "regular", 9 * HOUR));
    let mut host = Host::new(move |sent| match sent.kind {
        Kind::Profiles => ok(profiles(&entries)),
        _ => None,
    });
    host.run(host.account.status()).unwrap();
    assert_eq!(host.account.mvpd().unwrap().id, "Cablevision");
    let again = host.restarted(|_| None);
    assert_eq!(again.account.mvpd().unwrap().id, "Cablevision");
}

#[test]
fn nested_metadata_does_not_lose_what_is_kept_beside_it() {
    let mut refused = 0;
    for depth in 100..140 {
        let value = "[".repeat(depth) + &"]".repeat(depth);
        let entry =
            profile("Cablevision", "regular", HOUR).replace("\"user-of-Cablevision-77\"", &value);
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Profiles => ok(profiles(std::slice::from_ref(&entry))),
            _ => None,
        });
        host.run(host.account.status()).unwrap();
        if host.account.profiles().is_empty() {
            refused += 1;
            continue;
        }
        let again = host.restarted(|_| None);
        assert_eq!(again.account.profiles().len(), 1, "{depth}");
        assert_eq!(again.account.mvpd().unwrap().id, "Cablevision", "{depth}");
    }
    assert!(refused < 40);
}

#[test]
fn members_of_every_wrong_type_end_every_sign_in() {
    const MEMBERS: [&str; 12] = [
        "actionName",
        "actionType",
        "reasonType",
        "url",
        "code",
        "sessionId",
        "mvpd",
        "serviceProvider",
        "missingParameters",
        "notBefore",
        "notAfter",
        "authenticationRequest",
    ];
    let values = [
        "null",
        "-1",
        "1e400",
        "\"..\"",
        "[]",
        "{}",
        "\"javascript:alert(1)\"",
        "\"https://user@evil.example/\"",
        "99999999999999999999999",
        "\"authorize\"",
    ];
    for action in [
        "authenticate",
        "resume",
        "authorize",
        "partner_profile",
        "retry",
    ] {
        for member in MEMBERS {
            for value in values {
                let whole = session(action, "CODE0", 5, &["mvpd"]);
                // Of a repeated member the last counts.
                let odd =
                    whole.trim_end_matches('}').to_owned() + &format!(",\"{member}\":{value}}}");
                let case = format!("{action} {member} {value}");
                for options in [options(), SignInOptions::browser().mvpd("Dish").unwrap()] {
                    let options = options.renew_codes(false);
                    let odd = odd.clone();
                    let mut host = Host::new(move |sent| match sent.kind {
                        Kind::Create | Kind::Resume | Kind::PartnerRequest => ok(odd.clone()),
                        _ => None,
                    });
                    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
                    host.pass(&mut driving, 30 * HOUR);
                    assert!(driving.is_done(), "{case}");
                    let creates = host.count(Kind::Create) + host.count(Kind::Resume);
                    assert!(creates < 12, "{case}: {creates}");
                    for (_, step) in &driving.presented {
                        if let SignInStep::OpenBrowser(open) = step {
                            assert!(!open.url.expose().contains("evil"), "{case}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn statuses_that_say_nothing_end_every_sign_in() {
    for code in [
        100, 204, 205, 301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 418, 500, 502, 599,
    ] {
        for kind in [Kind::Create, Kind::ForCode] {
            let mut host = Host::new(move |sent| match sent.kind {
                it if it == kind => status(code),
                _ => None,
            });
            let mut driving = Driving::new(host.account.sign_in(options()).unwrap());
            host.pass(&mut driving, 4 * HOUR);
            assert!(driving.is_done(), "{code} {kind:?}");
            assert!(host.sent.len() < 2000);
            let polls = host.times(Kind::ForCode);
            // After a 401 there is one more with a new token: the first was turned away unread.
            let is_paced = polls.windows(2).all(|two| two[1] - two[0] >= 3000);
            assert!(is_paced || code == 401, "{code} {kind:?}");
        }
    }
}
