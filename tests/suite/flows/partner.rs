//! Single sign-on with Apple's framework, and every way out of it.

use tvpass::Response;
use tvpass::call::Step;
use tvpass::error::Delivery;
use tvpass::flow::{
    CHANNEL_IDENTIFIER, PartnerStep, SignIn, SignInInput, SignInOptions, SignInOutcome, SignInStep,
};
use tvpass::operation::{AccessStatus, PartnerFrameworkStatus, SamlResponse};
use tvpass::outcome::ProfileType;

use super::host::{
    Driving, HOUR, Host, Kind, Reply, SERVICE_CLOCK, Sent, enhanced, lost, no_need, ok, profile,
    profiles, session, status,
};

fn granted(provider: Option<&str>) -> PartnerFrameworkStatus {
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    match provider {
        Some(id) => status.provider(id, Some(SERVICE_CLOCK + HOUR)).unwrap(),
        None => status,
    }
}

fn denied() -> PartnerFrameworkStatus {
    PartnerFrameworkStatus::new(AccessStatus::Denied).unwrap()
}

fn response() -> SignInInput {
    SignInInput::PartnerResponse {
        response: SamlResponse::from_xml("<samlp:Response>s3cret</samlp:Response>").unwrap(),
        status: granted(Some("apple.optimum")),
    }
}

fn partner_profile() -> String {
    r#"{"actionName":"partner_profile","actionType":"direct","reasonType":"none","sessionId":"s","mvpd":"Cablevision","serviceProvider":"REF30",
    "authenticationRequest":{"type":"saml","request":"c2FtbA==","attributesNames":["a"]}}"#
        .to_owned()
}

fn begin(script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> (Host, Driving<SignIn>) {
    let mut host = Host::new(script);
    let options = SignInOptions::second_screen().partner_first();
    let mut driving = Driving::new(host.account.sign_in(options).unwrap());
    host.pass(&mut driving, 1000);
    assert!(matches!(
        driving.last(),
        SignInStep::Partner(PartnerStep::QueryStatus)
    ));
    assert_eq!(host.sent.len(), 0);
    (host, driving)
}

fn tell(host: &mut Host, driving: &mut Driving<SignIn>, input: SignInInput) {
    host.tell(driving, input);
    host.pass(driving, 1000);
}

fn is_code(driving: &Driving<SignIn>) -> bool {
    matches!(driving.last(), SignInStep::ShowCode(_))
}

fn is_own_picker(driving: &Driving<SignIn>) -> bool {
    matches!(driving.last(), SignInStep::ChooseProvider(_))
}

/// Up to the question for a SAML response.
fn asked(script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> (Host, Driving<SignIn>) {
    let mut script = script;
    let (mut host, mut driving) = begin(move |sent| match sent.kind {
        Kind::PartnerRequest => ok(partner_profile()),
        _ => script(sent),
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    let SignInStep::Partner(PartnerStep::RequestResponse(request)) = driving.last() else {
        panic!("{:?}", driving.last());
    };
    assert_eq!(request.request.expose(), "c2FtbA==");
    assert_eq!(request.attribute_names[0], "a");
    assert_eq!(CHANNEL_IDENTIFIER, "https://saml.sp.auth.adobe.com");
    (host, driving)
}

#[test]
fn the_whole_way_with_a_provider_that_the_system_knows() {
    let (mut host, mut driving) = asked(|sent| match sent.kind {
        Kind::PartnerProfile => ok(profiles(&[profile("Cablevision", "appleSSO", HOUR)])),
        _ => None,
    });
    // The system knows: nobody has to choose, and no configuration is asked for.
    assert_eq!(host.kinds(), [Kind::Profiles, Kind::PartnerRequest]);
    let header = "AP-Partner-Framework-Status";
    assert!(host.last(Kind::Profiles).headers.contains_key(header));
    assert!(!host.last(Kind::PartnerRequest).body.contains("mvpd="));
    tell(&mut host, &mut driving, response());
    let SignInOutcome::SignedIn(signed_in) = driving.result().unwrap() else {
        panic!();
    };
    assert_eq!(
        signed_in.profile.unwrap().profile_type,
        Some(ProfileType::AppleSso)
    );
    assert!(host.last(Kind::PartnerProfile).headers.contains_key(header));
    // Such a profile is found with the status alone: what comes next has it, too.
    host.run(host.account.status()).unwrap();
    assert!(host.last(Kind::ForMvpd).headers.contains_key(header));
    // Not what the framework said before, if it has changed its mind.
    host.account.set_partner_status(Some(denied()));
    host.run(host.account.status()).unwrap();
    assert!(!host.last(Kind::ForMvpd).headers.contains_key(header));
    // Nor what has expired by the service's clock.
    host.account
        .set_partner_status(Some(granted(Some("apple.optimum"))));
    host.now += 2 * HOUR;
    host.run(host.account.status()).unwrap();
    host.run(host.account.status()).unwrap();
    assert!(!host.last(Kind::ForMvpd).headers.contains_key(header));
}

#[test]
fn a_profile_that_is_there_already_is_enough() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[profile("Cablevision", "appleSSO", HOUR)])),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    assert!(matches!(
        driving.result().unwrap(),
        SignInOutcome::SignedIn(_)
    ));
    assert_eq!(host.kinds(), [Kind::Profiles]);
}

#[test]
fn temporary_access_is_no_sign_in() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::Profiles => ok(profiles(&[profile("TempPass", "temporary", HOUR)])),
        Kind::PartnerRequest => ok(partner_profile()),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    assert!(!driving.is_done(), "signed in by a TempPass");
    assert_eq!(host.count(Kind::PartnerRequest), 1);
}

#[test]
fn without_permission_the_user_is_told_where_and_signs_in_as_everywhere() {
    let (mut host, mut driving) = begin(|_| None);
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(denied()),
    );
    let steps: Vec<_> = driving.presented.iter().map(|(_, step)| step).collect();
    assert!(matches!(
        steps[1],
        SignInStep::Partner(PartnerStep::PermissionMissing { settings }) if !settings.is_empty()
    ));
    assert!(is_own_picker(&driving));
    assert_eq!(
        host.kinds(),
        [Kind::Configuration],
        "nothing was asked of the partner"
    );
    tell(
        &mut host,
        &mut driving,
        SignInInput::ProviderChosen("Dish".into()),
    );
    assert!(is_code(&driving));
    let create = host.last(Kind::Create);
    assert!(!create.headers.contains_key("AP-Partner-Framework-Status"));

    let (mut host, mut driving) = begin(|_| None);
    tell(&mut host, &mut driving, SignInInput::PartnerFailed);
    assert!(is_own_picker(&driving));
}

#[test]
fn apples_picker_has_the_ids_of_those_that_may_stand_in_it() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::PartnerRequest => ok(partner_profile()),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(None)),
    );
    let SignInStep::Partner(PartnerStep::ShowPicker { provider_ids }) = driving.last() else {
        panic!("{:?}", driving.last());
    };
    let ids: Vec<_> = provider_ids.iter().map(|id| id.as_str()).collect();
    assert_eq!(ids, ["apple.optimum", "apple.dish"]);
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    assert!(matches!(
        driving.last(),
        SignInStep::Partner(PartnerStep::RequestResponse(_))
    ));
    assert_eq!(
        host.kinds(),
        [Kind::Profiles, Kind::Configuration, Kind::PartnerRequest]
    );
}

#[test]
fn what_comes_of_apples_picker_otherwise_leads_to_the_usual_sign_in() {
    let picking = || {
        let (mut host, mut driving) = begin(|_| None);
        tell(
            &mut host,
            &mut driving,
            SignInInput::PartnerStatus(granted(None)),
        );
        (host, driving)
    };
    // Chosen there, signed in here: nobody chooses twice.
    let (mut host, mut driving) = picking();
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerUnsupported("apple.dish".into()),
    );
    assert!(is_code(&driving));
    assert!(host.last(Kind::Create).body.contains("mvpd=Dish"));
    // One that nobody here knows.
    let (mut host, mut driving) = picking();
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerUnsupported("apple.other".into()),
    );
    assert!(is_own_picker(&driving));
    for input in [
        SignInInput::PartnerFailed,
        SignInInput::PartnerStatus(granted(None)),
        SignInInput::PartnerStatus(denied()),
    ] {
        let (mut host, mut driving) = picking();
        tell(&mut host, &mut driving, input);
        assert!(is_own_picker(&driving));
        assert_eq!(host.count(Kind::Configuration), 1, "within three minutes");
    }
}

#[test]
fn the_session_of_a_fallback_is_used() {
    for reason in [
        "pfs_fallback",
        "configuration_fallback",
        "missing_parameters_fallback",
    ] {
        let (mut host, mut driving) = begin(move |sent| match sent.kind {
            Kind::PartnerRequest => {
                let answer = session("authenticate", "PCODE", 30, &[]);
                ok(answer.replace("\"none\"", &format!("\"{reason}\",\"mvpd\":\"Dish\"")))
            }
            Kind::ForCode => ok(profiles(&[profile("Dish", "regular", HOUR)])),
            _ => None,
        });
        tell(
            &mut host,
            &mut driving,
            SignInInput::PartnerStatus(granted(Some("apple.dish"))),
        );
        let SignInStep::ShowCode(screen) = driving.last() else {
            panic!("{:?}", driving.last());
        };
        assert_eq!(screen.code.expose(), "PCODE");
        assert_eq!(host.count(Kind::Create), 0, "the code is there");
        host.pass(&mut driving, 10_000);
        assert!(matches!(
            driving.result().unwrap(),
            SignInOutcome::SignedIn(_)
        ));
    }
    // One that lacks the MVPD: it is chosen, and the session resumed.
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::PartnerRequest => ok(session("resume", "PCODE", 30, &["mvpd"])),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.dish"))),
    );
    assert!(is_own_picker(&driving));
    tell(
        &mut host,
        &mut driving,
        SignInInput::ProviderChosen("Dish".into()),
    );
    assert!(is_code(&driving));
    assert_eq!(host.last(Kind::Resume).last, "PCODE");
    assert!(host.last(Kind::Resume).body.contains("mvpd=Dish"));
    assert_eq!(host.count(Kind::Create), 0);
}

#[test]
fn a_partner_request_may_say_that_nothing_is_needed() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::PartnerRequest => ok(no_need("degraded", "Cablevision")),
        Kind::ForMvpd => ok(profiles(&[profile("Cablevision", "degraded", HOUR)])),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    assert!(matches!(
        driving.result().unwrap(),
        SignInOutcome::SignedIn(_)
    ));
}

#[test]
fn a_partner_request_that_is_refused_leads_to_the_usual_sign_in() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::PartnerRequest => enhanced(
            400,
            "invalid_configuration_platform_services",
            "configuration",
        ),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.optimum"))),
    );
    assert!(is_own_picker(&driving));
}

#[test]
fn without_a_response_or_a_profile_the_same_mvpd_signs_in_as_everywhere() {
    let answers: [fn() -> Option<Reply>; 5] = [
        || ok(profiles(&[])),
        || enhanced(400, "invalid_header_pfs_provider_info_expired", "none"),
        || {
            enhanced(
                400,
                "invalid_header_pfs_permission_access_not_granted",
                "none",
            )
        },
        || enhanced(400, "invalid_parameter_saml_response", "none"),
        // Set up wrongly for the partner: nobody has to do without television for it.
        || {
            enhanced(
                403,
                "invalid_configuration_mvpd_platform_services",
                "configuration",
            )
        },
    ];
    for answer in answers {
        let (mut host, mut driving) = asked(move |sent| match sent.kind {
            Kind::PartnerProfile => answer(),
            _ => None,
        });
        tell(&mut host, &mut driving, response());
        assert!(is_code(&driving), "{:?}", driving.last());
        assert!(host.last(Kind::Create).body.contains("mvpd=Cablevision"));
        assert_eq!(host.count(Kind::PartnerProfile), 1);
    }
    let (mut host, mut driving) = asked(|_| None);
    tell(&mut host, &mut driving, SignInInput::PartnerFailed);
    assert!(is_code(&driving));
}

#[test]
fn who_chose_at_apple_does_not_choose_again_if_the_service_did_not_say_who_that_is() {
    let (mut host, mut driving) = begin(|sent| match sent.kind {
        Kind::PartnerRequest => ok(partner_profile().replace("\"mvpd\":\"Cablevision\",", "")),
        _ => None,
    });
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(None)),
    );
    tell(
        &mut host,
        &mut driving,
        SignInInput::PartnerStatus(granted(Some("apple.dish"))),
    );
    tell(&mut host, &mut driving, SignInInput::PartnerFailed);
    assert!(is_code(&driving), "{:?}", driving.last());
    assert!(host.last(Kind::Create).body.contains("mvpd=Dish"));
}

#[test]
fn after_a_lost_answer_the_profile_is_looked_for_and_the_response_not_sent_twice() {
    for answer in [|| lost(Delivery::Possible), || status(502)] {
        for is_there in [true, false] {
            let (mut host, mut driving) = asked(move |sent| match sent.kind {
                Kind::PartnerProfile => answer(),
                Kind::ForMvpd if is_there => {
                    ok(profiles(&[profile("Cablevision", "appleSSO", HOUR)]))
                }
                _ => None,
            });
            tell(&mut host, &mut driving, response());
            assert_eq!(host.count(Kind::PartnerProfile), 1);
            assert_eq!(host.count(Kind::ForMvpd), 1);
            match is_there {
                true => {
                    assert!(matches!(
                        driving.result().unwrap(),
                        SignInOutcome::SignedIn(_)
                    ));
                }
                false => assert!(is_code(&driving)),
            }
        }
    }
}

#[test]
fn the_frameworks_answers_to_nothing_are_out_of_order() {
    let (host, mut driving) = begin(|_| None);
    for input in [
        response(),
        SignInInput::PartnerUnsupported("apple.dish".into()),
        SignInInput::NewCode,
    ] {
        driving.flow.tell(host.now, input).unwrap_err();
    }
}

/// Asked for a profile at once; the access token is there.
fn looking() -> (Host, SignIn) {
    let mut host = Host::new(|_| None);
    host.run(host.account.status()).unwrap();
    let options = SignInOptions::second_screen().partner_first();
    let mut flow = host.account.sign_in(options).unwrap();
    assert!(matches!(flow.poll(host.now), Step::Present(_)));
    let status = SignInInput::PartnerStatus(granted(Some("apple.optimum")));
    flow.tell(host.now, status).unwrap();
    assert!(matches!(flow.poll(host.now), Step::Send(_)));
    (host, flow)
}

#[test]
fn a_profile_counts_from_when_it_is_told() {
    for drops in [false, true] {
        let (host, mut flow) = looking();
        let found = profiles(&[profile("Cablevision", "appleSSO", HOUR)]);
        flow.respond(host.now, &Response::new(200, found)).unwrap();
        match drops {
            true => drop(flow),
            false => flow.cancel(host.now),
        }
        assert_eq!(host.account.profiles().len(), 1, "{drops}");
    }
}

#[test]
fn a_code_lives_from_when_it_is_told() {
    let ends = |waits: u64| {
        let (host, mut flow) = looking();
        let nobody = Response::new(200, profiles(&[]));
        flow.respond(host.now, &nobody).unwrap();
        assert!(matches!(flow.poll(host.now), Step::Send(_)));
        let answer = session("authenticate", "PCODE", 30, &[]);
        flow.respond(host.now, &Response::new(200, answer)).unwrap();
        let Step::Present(SignInStep::ShowCode(screen)) = flow.poll(host.now + waits) else {
            panic!("no code");
        };
        screen.expires_at_ms
    };
    assert_eq!(ends(5000), ends(0));
}
