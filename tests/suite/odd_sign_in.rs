//! Odd answers of sessions, profiles and the configuration: what is strange loses itself alone;
//! what lacks its one container is no answer.

use crate::support::{ACCESS_TOKEN, ADOBE, site};
use serde_json::json;
use tvpass::operation::{
    CreateSession, Operation, ResumeSession, RetrieveConfiguration, RetrieveProfiles,
    RetrieveSession, SessionParameters,
};
use tvpass::outcome::{
    AttributeState, AuthenticationCode, BoardingStatus, Configuration, ProfileType, Profiles,
    Session, SessionAction, SessionDetails, SessionParameter,
};
use tvpass::uri::UrlRefusal;
use tvpass::{AccessToken, Error, Response};

fn read<O: Operation>(operation: &O, status: u16, body: &str) -> Result<O::Outcome, Error> {
    let token = AccessToken::new(ACCESS_TOKEN).unwrap();
    let request = operation.request(&site(ADOBE), &token);
    O::interpret(&request, &Response::new(status, body))
}

fn configuration(body: &str) -> Result<Configuration, Error> {
    read(&RetrieveConfiguration::new("REF30").unwrap(), 200, body)
}

fn session(body: &str) -> Result<Session, Error> {
    let operation = CreateSession::new("REF30", SessionParameters::new()).unwrap();
    read(&operation, 200, body)
}

fn details(body: &str) -> Result<SessionDetails, Error> {
    let code = AuthenticationCode::new("8ER640M").unwrap();
    read(&RetrieveSession::new("REF30", &code).unwrap(), 200, body)
}

fn profiles(body: &str) -> Result<Profiles, Error> {
    read(&RetrieveProfiles::new("REF30").unwrap(), 200, body)
}

fn assert_malformed<T: std::fmt::Debug>(result: Result<T, Error>, body: &str) {
    assert!(
        matches!(result, Err(Error::Malformed(_))),
        "{body}: {result:?}"
    );
}

#[test]
fn an_answer_without_its_container_is_malformed_and_never_signed_out() {
    let strange = ["null", "[]", "7", "\"text\"", "true"];
    for value in strange
        .map(str::to_owned)
        .into_iter()
        .chain(["{".to_owned()])
    {
        for body in [value.clone(), format!("{{\"x\": {value}}}")] {
            assert_malformed(configuration(&body), &body);
            assert_malformed(session(&body), &body);
            assert_malformed(details(&body), &body);
            assert_malformed(profiles(&body), &body);
        }
        let body = format!(r#"{{"profiles": {value}}}"#);
        assert_malformed(profiles(&body), &body);
        let body = format!(r#"{{"requestor": {value}, "mvpds": []}}"#);
        assert_malformed(configuration(&body), &body);
        let body = format!(r#"{{"existingParameters": {value}, "missingParameters": []}}"#);
        assert_malformed(details(&body), &body);
        if !value.contains("text") {
            let body = format!(r#"{{"actionName": {value}, "code": "8ER640M"}}"#);
            assert_malformed(session(&body), &body);
        }
    }
    // Of two, it is not known which one counts.
    for body in [
        r#"{"profiles": {"A": {}}, "profiles": {}}"#,
        r#"{"profiles": {"A": {}}, "profiles": null}"#,
    ] {
        assert_malformed(profiles(body), body);
    }
    assert!(profiles(r#"{"profiles": {}}"#).unwrap().profiles.is_empty());
    assert!(
        configuration(r#"{"requestor": {}}"#)
            .unwrap()
            .mvpds
            .is_empty()
    );
}

#[test]
fn only_200_and_201_are_an_answer() {
    let operation = RetrieveProfiles::new("REF30").unwrap();
    for status in [200, 201] {
        read(&operation, status, r#"{"profiles": {}}"#).unwrap();
    }
    for status in [100, 202, 203, 204, 302, 304, 400, 401, 403, 404, 500, 999] {
        let error = read(&operation, status, r#"{"profiles": {}}"#).unwrap_err();
        assert!(matches!(error, Error::HttpStatus(_)), "{status}: {error:?}");
    }
    let error = read(&operation, 429, r#"{"profiles": {}}"#).unwrap_err();
    assert!(matches!(error, Error::Throttled(_)));
}

#[test]
fn strange_profiles_and_members_lose_themselves_alone() {
    let body = "\u{feff}".to_owned()
        + r#"{"odd\ud800": [1e999], "profiles": {
        "A": null, "B": [], "C": "text", "D": 7,
        "E": {"notBefore": -1, "notAfter": "soon", "issuer": 7, "type": null, "attributes": []},
        "F": {"notBefore": "1", "notAfter": 9007199254740993, "type": "regular", "attributes": {
            "none": null, "text": "x", "empty": {}, "odd": {"value": null, "state": 7, "error": {"code": "e"}},
            "twice": {"value": 1, "state": "plain"}, "twice": {"value": 2, "state": "plain"}}},
        "F": {"notAfter": 2}, "": {}, "\u0047\ud800": {}}}"#;
    let profiles = profiles(&body).unwrap().profiles;
    let mvpds: Vec<_> = profiles
        .iter()
        .map(|profile| profile.mvpd.as_str())
        .collect();
    assert_eq!(mvpds, ["E", "F", "F", "", "G\u{fffd}"]);
    let (e, f) = (&profiles[0], &profiles[1]);
    assert_eq!((e.not_before_ms, e.not_after_ms), (None, None));
    assert_eq!(e.issuer.as_deref(), Some("7"));
    assert_eq!(
        (&e.profile_type, e.user_metadata.attributes.len()),
        (&None, 0)
    );
    // Beyond what a double holds.
    assert_eq!((f.not_before_ms, f.not_after_ms), (Some(1), None));
    assert_eq!(f.profile_type, Some(ProfileType::Regular));
    let names: Vec<_> = f
        .user_metadata
        .attributes
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(names, ["empty", "odd", "twice", "twice"]);
    let odd = f.user_metadata.get("odd").unwrap();
    assert_eq!((&odd.state, &odd.value), (&None, &None));
    assert_eq!(odd.error.as_deref(), Some("e"));
    let twice = f.user_metadata.plain("twice").unwrap();
    assert_eq!(twice.whole_number(), Some(2));
    assert_eq!(profiles[2].not_after_ms, Some(2));
}

fn with_metadata(attributes: serde_json::Value) -> Profiles {
    let body = json!({"profiles": {"A": {"attributes": attributes}}});
    profiles(&body.to_string()).unwrap()
}

#[test]
fn user_metadata_is_read_in_every_form_that_adobe_has() {
    let plain = |value: serde_json::Value| json!({"value": value, "state": "plain"});
    let answer = with_metadata(json!({
        "userID": plain(json!("u")), "upstreamUserID": plain(json!("up")), "householdID": plain(json!("h")),
        "zip": plain(json!("77754")), "channelID": plain(json!(["a", 7])),
        "maxRating": plain(json!({"MPAA": "NR", "odd": [], "VCHIP": "X"})), "language": plain(json!("en")),
        "is_hoh": plain(json!("1")), "hba_status": plain(json!("true")), "allowMirroring": plain(json!(false)),
        "onNet": plain(json!("TRUE")), "inHome": plain(json!(true)),
        "remaining_resources": plain(json!("3")), "used_assets": plain(json!(["r1"])),
        "expiration_date": plain(json!(1_697_718_710_206_u64)),
    }));
    let user = &answer.profiles[0].user_metadata;
    assert_eq!(user.user_id().as_deref(), Some("u"));
    assert_eq!(user.upstream_user_id().as_deref(), Some("up"));
    assert_eq!(user.household_id().as_deref(), Some("h"));
    assert_eq!(user.zip(), ["77754"]);
    assert_eq!(user.channel_ids(), ["a", "7"]);
    let ratings = [("MPAA", "NR"), ("VCHIP", "X")];
    assert_eq!(
        user.max_rating(),
        ratings.map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!(user.language().as_deref(), Some("en"));
    assert_eq!(user.is_head_of_household(), Some(true));
    assert_eq!(user.hba_status(), Some(true));
    assert_eq!(user.allow_mirroring(), Some(false));
    assert_eq!(user.on_net(), None);
    assert_eq!(user.in_home(), Some(true));
    assert_eq!(user.remaining_resources(), Some(3));
    assert_eq!(user.used_assets(), ["r1"]);
    assert_eq!(user.expiration_date_ms(), Some(1_697_718_710_206));
}

/// Adobe's samples look like base64 where they are plain, too: nothing is decoded.
#[test]
fn what_is_not_plain_is_not_read_and_passed_on_untouched() {
    let zip = "QUJD/+==";
    for state in [json!("enc"), json!("sealed"), json!(null), json!(7)] {
        let answer = with_metadata(json!({"zip": {"value": zip, "state": state}}));
        let user = &answer.profiles[0].user_metadata;
        assert!(user.zip().is_empty() && user.plain("zip").is_none());
        let attribute = user.get("zip").unwrap();
        assert_eq!(
            attribute.value.as_ref().unwrap().as_str(),
            format!("\"{zip}\"")
        );
        let encrypted = attribute.encrypted();
        assert_eq!(encrypted.as_deref(), (state == "enc").then_some(zip));
    }
    let answer = with_metadata(json!({"zip": {"value": zip, "state": "plain"}}));
    assert_eq!(answer.profiles[0].user_metadata.zip(), [zip]);
}

#[test]
fn the_profile_to_offer_is_no_temporary_one_then_the_longest_then_the_first() {
    let choose = |body: &str| {
        let profiles = profiles(body).unwrap();
        profiles
            .longest()
            .map(|profile| profile.mvpd.as_str().to_owned())
    };
    assert_eq!(choose(r#"{"profiles": {}}"#), None);
    let body = r#"{"profiles": {"T": {"type": "temporary", "notAfter": 9}, "U": {"type": "other"},
        "A": {"type": "regular", "notAfter": 2}, "B": {"type": "appleSSO", "notAfter": 3}, "C": {"notAfter": 3}}}"#;
    assert_eq!(choose(body).as_deref(), Some("B"));
    let body = r#"{"profiles": {"T": {"type": "temporary", "notAfter": 9}, "V": {"type": "temporary", "notAfter": 10}}}"#;
    assert_eq!(choose(body).as_deref(), Some("V"));
    let all =
        profiles(r#"{"profiles": {"A": {"notAfter": 1}, "B": {}, "A": {"notAfter": 2}}}"#).unwrap();
    let of_a: Vec<_> = all
        .of_mvpd("A")
        .map(|profile| profile.not_after_ms)
        .collect();
    assert_eq!(of_a, [Some(1), Some(2)]);
}

/// A session with `members` beside its action.
fn session_with(action: &str, members: &str) -> Session {
    session(&format!(r#"{{"actionName": "{action}", "x": 1{members}}}"#)).unwrap()
}

#[test]
fn a_url_to_open_is_checked_as_strictly_as_a_logouts() {
    let refusal = |members: &str| match session_with("authenticate", members).action {
        SessionAction::UrlRefused(reason) => reason,
        action => panic!("{action:?}"),
    };
    assert_eq!(refusal(""), UrlRefusal::Missing);
    for (url, reason) in [
        ("null", UrlRefusal::Missing),
        ("[\"https://sp.auth.adobe.com/\"]", UrlRefusal::Missing),
        ("\"\"", UrlRefusal::Missing),
        ("\"http://sp.auth.adobe.com/x\"", UrlRefusal::Scheme),
        ("\"javascript:alert(1)\"", UrlRefusal::Scheme),
        ("\"//evil.example/x\"", UrlRefusal::OtherHost),
        (
            "\"https://sp.auth.adobe.com@evil.example/\"",
            UrlRefusal::UserInformation,
        ),
        ("\"\\\\\\\\evil.example\"", UrlRefusal::Malformed),
    ] {
        assert_eq!(refusal(&format!(r#", "url": {url}"#)), reason, "{url}");
    }
    let session = session_with("authenticate", r#", "url": "/api/v2/authenticate/REF30/X""#);
    let SessionAction::Authenticate(url) = session.action else {
        panic!("{session:?}")
    };
    assert_eq!(url.expose(), format!("{ADOBE}/api/v2/authenticate/REF30/X"));
    assert_eq!(session.raw_url, None);
}

#[test]
fn a_direct_url_is_a_text_and_nothing_else() {
    for action in [
        "resume",
        "retry",
        "authorize",
        "partner_profile",
        "new_action",
    ] {
        let session = session_with(action, r#", "url": "https://evil.example/""#);
        assert_eq!(session.raw_url.unwrap().expose(), "https://evil.example/");
    }
}

#[test]
fn strange_members_of_a_session_lose_themselves_alone() {
    let session = session_with(
        "resume",
        r#", "actionType": 7, "reasonType": "because", "code": "..", "sessionId": 12, "mvpd": {}, "serviceProvider": null,
        "missingParameters": ["domain", 7, "domainName", null, "favouriteColour"], "notBefore": "2", "notAfter": 1,
        "authenticationRequest": "text""#,
    );
    assert_eq!(session.action, SessionAction::SupplyMissing);
    assert_eq!(session.action_type, None);
    assert_eq!(session.reason.unwrap().as_str(), "because");
    // No request could name this code.
    assert_eq!(session.code, None);
    assert_eq!(session.session_id.as_deref(), Some("12"));
    assert_eq!((&session.mvpd, &session.service_provider), (&None, &None));
    let missing: Vec<_> = session
        .missing_parameters
        .iter()
        .map(SessionParameter::as_str)
        .collect();
    assert_eq!(missing, ["domainName", "domainName", "favouriteColour"]);
    assert_eq!(
        (session.not_before_ms, session.not_after_ms),
        (Some(2), Some(1))
    );
    let session = session_with("resume", r#", "missingParameters": "mvpd""#);
    assert_eq!(session.missing_parameters, []);
}

#[test]
fn times_in_the_wrong_order_are_no_validity() {
    let session = session_with("resume", r#", "notBefore": 2, "notAfter": 1"#);
    assert_eq!(session.valid_for_ms(), None);
    let session = session_with("resume", r#", "notBefore": 2, "notAfter": 2"#);
    assert_eq!(session.valid_for_ms(), Some(0));
}

#[test]
fn a_partners_request_is_whole_or_none() {
    let ask = |request: &str| {
        session_with(
            "partner_profile",
            &format!(r#", "authenticationRequest": {request}"#),
        )
        .action
    };
    for none in ["null", "{}", "[]", r#"{"type": "saml", "request": 7}"#] {
        assert_eq!(ask(none), SessionAction::PartnerRequestMissing, "{none}");
    }
    let SessionAction::AskPartner(request) =
        ask(r#"{"request": "PD94", "attributesNames": ["uid", 7, "uid"]}"#)
    else {
        panic!("no request")
    };
    assert_eq!((request.protocol, request.request.expose()), (None, "PD94"));
    assert_eq!(request.attribute_names, ["uid", "uid"]);
}

#[test]
fn another_code_than_the_one_asked_with_is_reported() {
    let code = AuthenticationCode::new("8ER640M").unwrap();
    let operation = ResumeSession::new("REF30", &code, SessionParameters::new()).unwrap();
    let differs = |members: &str| {
        let body = format!(r#"{{"actionName": "retry"{members}}}"#);
        read(&operation, 200, &body)
            .unwrap()
            .code_differs_from_request
    };
    assert!(!differs(""));
    assert!(!differs(r#", "code": "8ER640M""#));
    assert!(differs(r#", "code": "8er640m""#));
    let created = session_with("resume", r#", "code": "QX7ZP0O""#);
    assert!(!created.code_differs_from_request);
}

#[test]
fn the_action_type_is_compared_with_the_documented_one() {
    let contradicts = |action: &str, action_type: &str| {
        session_with(action, &format!(r#", "actionType": "{action_type}""#))
            .contradicts_documentation()
    };
    for action in ["resume", "retry", "authorize", "partner_profile"] {
        assert!(contradicts(action, "interactive") && !contradicts(action, "direct"));
    }
    assert!(contradicts("authenticate", "direct") && !contradicts("authenticate", "interactive"));
    assert!(contradicts("authenticate", "new") && !contradicts("new", "new"));
}

#[test]
fn strange_details_of_a_session_lose_themselves_alone() {
    let details = details(
        r#"{"existingParameters": {"domain": "a.example", "mvpd": 7, "redirectUrl": {}, "new": 1}, "missingParameters": {},
        "device": {"type": null, "model": ["x"], "hardware": 7, "operatingSystem": {"name": "tvOS", "version": {"major": "17", "minor": 4}},
            "browser": {"name": 1}, "connection": {"ipAddress": {"hostAddress": "192.0.2.7"}}, "applicationId": 9},
        "notBefore": true, "notAfter": "5"}"#,
    )
    .unwrap();
    assert_eq!(details.domain_name.as_deref(), Some("a.example"));
    assert_eq!(details.mvpd.as_deref(), Some("7"));
    assert_eq!(
        (&details.redirect_url, &details.service_provider),
        (&None, &None)
    );
    assert_eq!(details.missing_parameters, []);
    let device = &details.device;
    assert_eq!(
        (&device.device_type, &device.model, &device.manufacturer),
        (&None, &None, &None)
    );
    assert_eq!(device.os_name.as_deref(), Some("tvOS"));
    assert_eq!(device.os_version.as_deref(), Some("17.4"));
    assert_eq!(
        (&device.browser_name, device.application_id.as_deref()),
        (&None, Some("9"))
    );
    let address = device.ip_address.as_ref().unwrap().members();
    assert_eq!(address[0].1.text().as_deref(), Some("192.0.2.7"));
    assert_eq!(
        (details.not_before_ms, details.not_after_ms),
        (None, Some(5))
    );
    assert_eq!(details.valid_for_ms(), None);
}

#[test]
fn strange_mvpds_and_members_lose_themselves_alone() {
    let body = r#"{"os": "tvOS", "requestor": {"id": 7, "name": [], "domains": [{"name": "a.example", "mvpdInitiated": "true"}, {}, 7],
        "mvpds": [null, 7, {}, {"id": null}, {"id": "A", "displayName": 7, "isTempPass": "true", "isProxy": 1},
        {"id": "B", "boardingStatus": "NEW", "platformMappingId": 9, "enablePlatformServices": true, "logoUrl": "javascript:1"},
        {"id": "A"}]}, "mvpds": [{"id": "beside"}]}"#;
    let configuration = configuration(body).unwrap();
    assert_eq!(configuration.service_provider.as_deref(), Some("7"));
    assert_eq!(configuration.service_provider_name, None);
    assert_eq!(configuration.recognized_device.os.as_deref(), Some("tvOS"));
    assert_eq!(configuration.domains.len(), 1);
    assert!(configuration.domains[0].mvpd_initiated);
    let ids: Vec<_> = configuration
        .mvpds
        .iter()
        .map(|mvpd| mvpd.id.as_str())
        .collect();
    assert_eq!(ids, ["A", "B", "A"]);
    let a = configuration.mvpd("A").unwrap();
    assert_eq!(
        (&a.display_name, a.is_temp_pass, a.is_proxy),
        (&None, true, false)
    );
    assert_eq!(configuration.mvpd("C"), None);
    assert_eq!(configuration.choices().count(), 2);
    let b = configuration.mvpd_of_platform("9").unwrap();
    assert_eq!(b.id, "B");
    assert_eq!(b.boarding_status.as_ref().unwrap().as_str(), "NEW");
    // Not known to be boarded, and not to be displayed.
    assert_eq!(configuration.platform_choices().count(), 0);
}

#[test]
fn apples_picker_is_given_what_is_set_up_and_boarded_or_displayed() {
    let ids = |members: &str| {
        let body = format!(r#"{{"requestor": {{"mvpds": [{{"id": "A"{members}}}]}}}}"#);
        configuration(&body).unwrap().platform_choices().count()
    };
    let on = r#", "platformMappingId": "a", "enablePlatformServices": true"#;
    assert_eq!(ids(on), 0);
    assert_eq!(ids(&format!(r#"{on}, "displayInPlatformPicker": true"#)), 1);
    for status in [BoardingStatus::Supported, BoardingStatus::Picker] {
        let status = status.as_str();
        assert_eq!(ids(&format!(r#"{on}, "boardingStatus": "{status}""#)), 1);
        assert_eq!(
            ids(&format!(
                r#", "enablePlatformServices": true, "boardingStatus": "{status}""#
            )),
            0
        );
        assert_eq!(
            ids(&format!(
                r#", "platformMappingId": "a", "boardingStatus": "{status}""#
            )),
            0
        );
    }
}

#[test]
fn an_unknown_state_is_kept_as_text() {
    let answer = with_metadata(json!({"a": {"value": 1, "state": "sealed"}}));
    let state = answer.profiles[0].user_metadata.attributes[0].state.clone();
    let AttributeState::Unknown(text) = state.unwrap() else {
        panic!("a known state")
    };
    assert_eq!(text, "sealed");
}
