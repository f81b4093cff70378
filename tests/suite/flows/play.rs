//! Playing: one authorization each time, and what its answer means for the user; temporary access
//! and its end.

use tvpass::error::Delivery;
use tvpass::flow::{
    Access, Play, PlayOutcome, Refusal, Remedy, SignInOptions, TemporaryAccessEnd, TextKey,
};
use tvpass::operation::TempPassIdentity;

use super::host::{
    Driving, HOUR, Host, Kind, LATENCY, MINUTE, Reply, SERVICE_CLOCK, Sent, decisions_of, deny,
    enhanced, lost, ok, permit, profile, profiles, status,
};

fn access() -> Access {
    Access::mvpd("Cablevision").unwrap()
}

fn press_play(host: &mut Host) -> PlayOutcome {
    host.run(host.account.authorize(&access(), "TNT").unwrap())
        .unwrap()
}

pub(crate) fn play(outcome: PlayOutcome) -> Play {
    match outcome {
        PlayOutcome::Play(play) => *play,
        other => panic!("{other:?}"),
    }
}

fn refusal(outcome: PlayOutcome) -> Refusal {
    match outcome {
        PlayOutcome::SignIn(refusal)
        | PlayOutcome::Explain(refusal)
        | PlayOutcome::TryLater(refusal) => *refusal,
        other => panic!("{other:?}"),
    }
}

/// Denies everything.
fn denying(code: &'static str, action: &'static str) -> impl FnMut(&Sent) -> Option<Reply> {
    move |sent| match sent.kind {
        Kind::Authorize => ok(decisions_of([deny("TNT", code, action)].into_iter())),
        _ => None,
    }
}

#[test]
fn each_playback_is_asked_for_and_its_token_is_handed_over_once() {
    let mut host = Host::new(|_| None);
    // What was preauthorized does not matter.
    host.run(host.account.preauthorize(&access(), ["TNT"]).unwrap())
        .unwrap();
    for nth in 1..=3 {
        let play = play(press_play(&mut host));
        play.media_token
            .hand_over(|text| assert_eq!(text, "media-token-TNT"));
        assert_eq!((play.mvpd.as_str(), play.temporary), ("Cablevision", None));
        assert_eq!(host.count(Kind::Authorize), nth);
    }
    assert_eq!(host.last(Kind::Authorize).resources(), ["TNT"]);
}

#[test]
fn each_code_leads_to_what_helps_with_the_providers_words_first() {
    for (code, action, remedy, key) in [
        (
            "authorization_denied_by_mvpd",
            "none",
            Remedy::Explain,
            TextKey::NotIncluded,
        ),
        (
            "authorization_denied_by_parental_controls",
            "none",
            Remedy::Explain,
            TextKey::ParentalControls,
        ),
        (
            "authenticated_profile_missing",
            "authentication",
            Remedy::SignIn,
            TextKey::SignIn,
        ),
        (
            "authenticated_profile_expired",
            "authentication",
            Remedy::SignIn,
            TextKey::SignInAgain,
        ),
        (
            "authorization_denied_by_hba_policies",
            "authentication",
            Remedy::SignIn,
            TextKey::SignInWithPassword,
        ),
        (
            "authorization_denied_by_session_invalidated",
            "authentication",
            Remedy::SignIn,
            TextKey::SignInAgain,
        ),
        (
            "identity_not_recognized_by_mvpd",
            "authentication",
            Remedy::SignIn,
            TextKey::SignInAgain,
        ),
        (
            "temporary_access_duration_limit_exceeded",
            "authentication",
            Remedy::SignIn,
            TextKey::FreeAccessEnded,
        ),
        (
            "authorization_denied_by_degradation_rule",
            "none",
            Remedy::TryLater,
            TextKey::ProviderUnavailable,
        ),
        (
            "invalid_integration",
            "none",
            Remedy::ChooseProvider,
            TextKey::ProviderGone,
        ),
        (
            "invalid_header_identity_for_temporary_access",
            "none",
            Remedy::CorrectIdentity,
            TextKey::CheckIdentity,
        ),
        (
            "invalid_configuration_temporary_access",
            "configuration",
            Remedy::HideOffer,
            TextKey::FreeAccessUnavailable,
        ),
        (
            "too_many_resources",
            "configuration",
            Remedy::ContactSupport,
            TextKey::ContactSupport,
        ),
        // Of the future: the action decides.
        (
            "new_code",
            "authentication",
            Remedy::SignIn,
            TextKey::SignInAgain,
        ),
        (
            "new_code",
            "none",
            Remedy::ContactSupport,
            TextKey::ContactSupport,
        ),
    ] {
        // As an item's error, and at the top level (Q23).
        let mut host = Host::new(denying(code, action));
        let item = press_play(&mut host);
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Authorize => enhanced(403, code, action),
            _ => None,
        });
        let top = press_play(&mut host);
        assert!(matches!(&top, PlayOutcome::SignIn(_)) == (remedy == Remedy::SignIn));
        assert!(matches!(&top, PlayOutcome::TryLater(_)) == (remedy == Remedy::TryLater));
        for refusal in [refusal(item), refusal(top)] {
            let words = refusal.words;
            assert_eq!((words.remedy, words.key), (remedy, key), "{code}");
            let is_for_users =
                matches!(remedy, Remedy::Explain | Remedy::SignIn | Remedy::TryLater);
            let own = format!("details-{code}");
            assert_eq!(words.provider_text, is_for_users.then_some(own), "{code}");
            assert_eq!(words.reference.unwrap(), format!("{code} trace-1"));
            assert!(refusal.denial.is_some() != refusal.error.is_some());
        }
        assert_eq!(
            host.count(Kind::Logout),
            0,
            "never sign out because of an error"
        );
        assert_eq!(host.count(Kind::Authorize), 1, "a denial is an answer");
    }
}

#[test]
fn what_says_retry_is_asked_three_times_at_most() {
    let mut host = Host::new(denying("network_received_error", "retry"));
    let outcome = press_play(&mut host);
    assert!(matches!(outcome, PlayOutcome::TryLater(_)), "{outcome:?}");
    let times = host.times(Kind::Authorize);
    assert_eq!(times.len(), 3);
    assert!(
        times[1] - times[0] >= 500 && times[2] - times[1] >= 1000,
        "{times:?}"
    );

    let mut host = Host::new(|sent| match (sent.kind, sent.nth) {
        (Kind::Authorize, 0) => ok(decisions_of(
            [deny("TNT", "network_received_error", "retry")].into_iter(),
        )),
        _ => None,
    });
    play(press_play(&mut host));
}

#[test]
fn a_denial_is_an_answer_and_a_counted_resource_is_asked_for_twice_at_most() {
    for (code, action) in [
        ("authorization_denied_by_mvpd", "none"),
        ("authenticated_profile_missing", "authentication"),
        ("authorization_denied_by_degradation_rule", "none"),
    ] {
        let mut host = Host::new(denying(code, action));
        press_play(&mut host);
        assert_eq!(host.count(Kind::Authorize), 1, "{code}");
    }
    let mut host = Host::new(denying("network_received_error", "retry"));
    let flow = host.account.authorize(&temp_pass().0, "TNT").unwrap();
    let outcome = host.run(flow).unwrap();
    assert!(matches!(outcome, PlayOutcome::TryLater(_)), "{outcome:?}");
    assert_eq!(host.count(Kind::Authorize), 2);
}

#[test]
fn without_the_service_the_user_is_told_to_try_later() {
    for answer in [
        || lost(Delivery::NotSent),
        || status(503),
        || ok("<html>hotel</html>"),
    ] {
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Authorize => answer(),
            _ => None,
        });
        let outcome = press_play(&mut host);
        assert!(matches!(outcome, PlayOutcome::TryLater(_)), "{outcome:?}");
    }
}

#[test]
fn neither_a_permit_without_a_token_nor_no_answer_is_played() {
    let mut host = Host::new(|sent| match sent.kind {
        // As preauthorize has it: no token.
        Kind::Authorize => ok(decisions_of(
            [permit("TNT", Kind::Preauthorize)].into_iter(),
        )),
        _ => None,
    });
    let outcome = press_play(&mut host);
    assert!(matches!(outcome, PlayOutcome::Explain(_)), "{outcome:?}");
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => ok(decisions_of([permit("other", sent.kind)].into_iter())),
        _ => None,
    });
    let outcome = press_play(&mut host);
    assert!(matches!(outcome, PlayOutcome::TryLater(_)), "{outcome:?}");
}

#[test]
fn who_has_chosen_nothing_is_asked_to_sign_in_without_a_request() {
    let mut host = Host::new(|_| None);
    let flow = host.account.authorize(&Access::current(), "TNT").unwrap();
    let outcome = host.run(flow).unwrap();
    assert!(matches!(outcome, PlayOutcome::SignIn(_)));
    assert_eq!(host.sent.len(), 0);
}

#[test]
fn a_denial_takes_back_what_was_thought_before_and_a_lost_profile_is_not_greeted_any_more() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::ForCode => ok(profiles(&[profile("Cablevision", "regular", HOUR)])),
        _ => None,
    });
    let options = SignInOptions::second_screen().mvpd("Cablevision").unwrap();
    host.run(host.account.sign_in(options).unwrap()).unwrap();
    let ask = |host: &mut Host| {
        host.run(host.account.preauthorize(&access(), ["TNT"]).unwrap())
            .unwrap();
        host.count(Kind::Preauthorize)
    };
    assert_eq!((ask(&mut host), ask(&mut host)), (1, 1));
    host.script(denying("authorization_denied_by_mvpd", "none"));
    press_play(&mut host);
    assert_eq!(ask(&mut host), 2);
    assert_eq!(host.account.profiles().len(), 1);
    host.script(denying(
        "authenticated_profile_invalidated",
        "authentication",
    ));
    press_play(&mut host);
    assert_eq!(host.account.profiles().len(), 0);
    assert_eq!(
        host.account.mvpd().unwrap().id,
        "Cablevision",
        "the choice stays"
    );
}

pub(crate) fn temp_pass() -> (Access, TempPassIdentity) {
    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    (Access::temp_pass("TempPass", &identity).unwrap(), identity)
}

/// A permit by a TempPass that ends so long after the start; none if `None`.
pub(crate) fn temporary(ends: Option<u64>) -> String {
    let permit =
        permit("TNT", Kind::Authorize).replace("\"source\":\"mvpd\"", "\"source\":\"temppass\"");
    match ends {
        Some(ends) => {
            let until = format!("\"notAfter\":{},\"resource\"", SERVICE_CLOCK + ends);
            decisions_of([permit.replacen("\"resource\"", &until, 1)].into_iter())
        }
        None => decisions_of([permit].into_iter()),
    }
}

#[test]
fn a_temp_pass_is_one_authorize_with_the_identity_and_nothing_else() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => ok(temporary(Some(10 * MINUTE))),
        _ => None,
    });
    let (access, _) = temp_pass();
    let outcome = host
        .run(host.account.authorize(&access, "TNT").unwrap())
        .unwrap();
    let temporary = play(outcome).temporary.unwrap();
    assert_eq!(temporary.mvpd, "TempPass");
    assert_eq!(temporary.not_after_ms, Some(SERVICE_CLOCK + 10 * MINUTE));
    assert!(!format!("{temporary:?}").contains("eyJ"));
    assert_eq!(host.kinds(), [Kind::Authorize]);
    assert!(
        host.last(Kind::Authorize)
            .headers
            .contains_key("AP-TempPass-Identity")
    );
    // A basic one needs none, and no other operation gets it.
    play(
        host.run(
            host.account
                .authorize(&Access::mvpd("TempPass").unwrap(), "TNT")
                .unwrap(),
        )
        .unwrap(),
    );
    assert!(
        !host
            .last(Kind::Authorize)
            .headers
            .contains_key("AP-TempPass-Identity")
    );
}

#[test]
fn a_counted_resource_is_not_asked_for_again_when_the_answer_was_lost() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => lost(Delivery::Possible),
        _ => None,
    });
    let (access, _) = temp_pass();
    let outcome = host
        .run(host.account.authorize(&access, "TNT").unwrap())
        .unwrap();
    assert!(matches!(outcome, PlayOutcome::TryLater(_)));
    assert_eq!(host.count(Kind::Authorize), 1);
}

#[test]
fn temporary_access_ends_when_the_first_of_decision_and_profile_does() {
    for (decision, profile_ms, expected) in [
        (Some(10 * MINUTE), Some(HOUR), Some(10 * MINUTE)),
        (Some(HOUR), Some(10 * MINUTE), Some(10 * MINUTE)),
        (None, Some(10 * MINUTE), Some(10 * MINUTE)),
        (Some(10 * MINUTE), None, Some(10 * MINUTE)),
        (None, None, None),
    ] {
        let mut host = Host::new(move |sent| match sent.kind {
            Kind::Authorize => ok(temporary(decision)),
            Kind::ForMvpd => match profile_ms {
                Some(ms) => ok(profiles(&[profile("TempPass", "temporary", ms)])),
                None => status(500),
            },
            _ => None,
        });
        let (access, _) = temp_pass();
        let begun = host.now;
        let outcome = host
            .run(host.account.authorize(&access, "TNT").unwrap())
            .unwrap();
        let access = play(outcome).temporary.unwrap();
        let mut driving = Driving::new(host.account.temporary_access_end(&access));
        host.pass(&mut driving, 9 * MINUTE);
        let ends = driving.last().ends_at_ms;
        // By the service's clock, which the TV's is years behind; `Date` has whole seconds.
        match expected {
            None => assert_eq!(ends, None),
            Some(expected) => {
                assert!(
                    ends.unwrap().abs_diff(begun + expected) <= 1000 + 4 * LATENCY,
                    "{ends:?}"
                );
                assert!(!driving.is_done());
            }
        }
        host.pass(&mut driving, 2 * MINUTE);
        match driving.result().unwrap() {
            TemporaryAccessEnd::Ended(words) => {
                assert_eq!(
                    (expected.is_some(), words.key),
                    (true, TextKey::FreeAccessEnded)
                );
            }
            other => assert_eq!((other, expected), (TemporaryAccessEnd::Unknown, None)),
        }
        let headers = &host.last(Kind::ForMvpd).headers;
        assert!(headers.contains_key("AP-TempPass-Identity"));
    }
}

#[test]
fn temporary_access_that_is_used_up_ends_at_once() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => ok(temporary(Some(HOUR))),
        Kind::ForMvpd => enhanced(
            403,
            "temporary_access_resources_limit_exceeded",
            "authentication",
        ),
        _ => None,
    });
    let outcome = host
        .run(host.account.authorize(&temp_pass().0, "TNT").unwrap())
        .unwrap();
    let access = play(outcome).temporary.unwrap();
    let end = host
        .run(host.account.temporary_access_end(&access))
        .unwrap();
    assert!(matches!(end, TemporaryAccessEnd::Ended(_)));
}

#[test]
fn a_403_of_a_failing_network_does_not_end_temporary_access() {
    let mut host = Host::new(|sent| match sent.kind {
        Kind::Authorize => ok(temporary(Some(HOUR))),
        Kind::ForMvpd => enhanced(403, "network_received_error", "retry"),
        _ => None,
    });
    let outcome = host
        .run(host.account.authorize(&temp_pass().0, "TNT").unwrap())
        .unwrap();
    let access = play(outcome).temporary.unwrap();
    let start = host.now;
    let end = host
        .run(host.account.temporary_access_end(&access))
        .unwrap();
    assert!(matches!(end, TemporaryAccessEnd::Ended(_)));
    assert!(host.now >= start + HOUR - 2000, "the decision's end counts");
}
