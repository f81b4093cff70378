//! Properties of sessions, profiles and the configuration that hold for any input: nothing breaks
//! out of a request, what is accepted arrives unchanged, and no answer makes the library panic or
//! hand out what cannot be used.

use crate::support::cases::cases;
use crate::support::strategies::{answer, assert_clean, assert_sound, breaks_out, input};
use crate::support::{ACCESS_TOKEN, ADOBE, site};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::json;
use tvpass::operation::{
    AnyOperation, AnyOutcome, Authenticate, CreateSession, ResumeSession, RetrieveConfiguration,
    RetrieveProfileForCode, RetrieveProfileForMvpd, RetrieveProfiles, RetrieveSession, Runnable,
    SessionParameters,
};
use tvpass::outcome::{AuthenticationCode, SessionAction};
use tvpass::{AccessToken, Base, RedirectUrl, Request};

fn request(operation: impl Into<AnyOperation>) -> Request {
    let token = AccessToken::new(ACCESS_TOKEN).unwrap();
    Runnable::request(&operation.into(), &site(ADOBE), &token)
}

/// The segments of the request's path behind `/api/v2/`, decoded as a server does it.
fn segments(url: &str) -> Vec<String> {
    let path = url
        .strip_prefix(ADOBE)
        .unwrap()
        .strip_prefix("/api/v2/")
        .unwrap();
    let decode = |segment| {
        percent_decode_str(segment)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    path.split('/').map(decode).collect()
}

/// A request of the operation goes to these segments, or one of its inputs cannot be sent.
fn assert_goes_to<O: Into<AnyOperation>>(
    operation: Result<O, tvpass::input::InvalidInput>,
    wanted: &[&str],
) {
    match operation {
        Ok(operation) => {
            let request = request(operation);
            assert_clean(&request);
            assert_eq!(segments(request.url()), wanted);
            assert!(!wanted.iter().any(|text| breaks_out(text)));
        }
        Err(refused) => assert!(!refused.field().is_empty() && !refused.reason().is_empty()),
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn ids_and_codes_arrive_as_they_are_each_as_one_segment(
        sp in input("REF30"), mvpd in input("Comcast_SSO"), typed in input(" 8ER640M "),
    ) {
        let parameters = SessionParameters::new;
        assert_goes_to(RetrieveConfiguration::new(&sp), &[&sp, "configuration"]);
        assert_goes_to(CreateSession::new(&sp, parameters()), &[&sp, "sessions"]);
        assert_goes_to(RetrieveProfiles::new(&sp), &[&sp, "profiles"]);
        assert_goes_to(RetrieveProfileForMvpd::new(&sp, &mvpd), &[&sp, "profiles", &mvpd]);
        match AuthenticationCode::new(&typed) {
            Ok(code) => {
                let sent = typed.trim();
                prop_assert_eq!(code.expose(), sent);
                assert_goes_to(ResumeSession::new(&sp, &code, parameters()), &[&sp, "sessions", sent]);
                assert_goes_to(RetrieveSession::new(&sp, &code), &[&sp, "sessions", sent]);
                assert_goes_to(RetrieveProfileForCode::new(&sp, &code), &[&sp, "profiles", "code", sent]);
                if let Ok(page) = Authenticate::new(&sp, &code) {
                    let url = page.url(&Base::new(ADOBE).unwrap());
                    prop_assert_eq!(segments(url.expose()), ["authenticate", &*sp, sent]);
                    prop_assert!(url::Url::parse(url.expose()).unwrap().as_str() == url.expose());
                }
            }
            Err(refused) => prop_assert_eq!(refused.field(), "code"),
        }
    }

    #[test]
    fn parameters_arrive_as_they_are_and_only_those_that_are_set(
        mvpd in proptest::option::of(input("Cablevision")),
        domain_name in proptest::option::of(input("example.com")),
        redirect_url in proptest::option::of(input("https://example.com/?a=b&c=%20#d")),
    ) {
        let mut parameters = SessionParameters::new();
        let mut wanted = Vec::new();
        if let Some(Ok(set)) = mvpd.as_ref().map(|mvpd| parameters.clone().mvpd(mvpd)) {
            parameters = set;
            wanted.push(("mvpd".to_owned(), mvpd.unwrap()));
        }
        if let Some(Ok(set)) = domain_name.as_ref().map(|name| parameters.clone().domain_name(name)) {
            parameters = set;
            wanted.push(("domainName".to_owned(), domain_name.unwrap()));
        }
        if let Some(Ok(url)) = redirect_url.as_ref().map(|url| RedirectUrl::new(url)) {
            parameters = parameters.redirect_url(&url);
            wanted.push(("redirectUrl".to_owned(), redirect_url.unwrap()));
        }
        let code = AuthenticationCode::new("8ER640M").unwrap();
        for request in [
            request(CreateSession::new("REF30", parameters.clone()).unwrap()),
            request(ResumeSession::new("REF30", &code, parameters).unwrap()),
        ] {
            assert_clean(&request);
            let form: Vec<_> = url::form_urlencoded::parse(request.body()).into_owned().collect();
            prop_assert_eq!(&form, &wanted);
        }
    }
}

/// Answers as Adobe documents them.
fn documents() -> Vec<String> {
    vec![
        json!({"actionName": "authenticate", "actionType": "interactive", "reasonType": "none", "url": "/api/v2/authenticate/REF30/8ER640M",
            "code": "8ER640M", "sessionId": "s", "mvpd": "A", "serviceProvider": "REF30", "notBefore": "1733735289035",
            "notAfter": "1733737089035", "missingParameters": ["mvpd"],
            "authenticationRequest": {"type": "saml", "request": "PD94", "attributesNames": ["uid"]}})
        .to_string(),
        json!({"existingParameters": {"mvpd": "A", "redirectUrl": "https://a.example"}, "missingParameters": ["domain"],
            "device": {"type": "TV", "operatingSystem": {"name": "tvOS", "version": {"major": 17, "minor": 4, "patch": 0}},
                "connection": {"ipAddress": {"hostAddress": "x"}}}, "notBefore": "1", "notAfter": "2"})
        .to_string(),
        json!({"profiles": {"A": {"notBefore": 1, "notAfter": 2, "issuer": "A", "type": "regular", "attributes": {
            "userID": {"value": "u", "state": "plain"}, "zip": {"value": ["1", "2"], "state": "enc"},
            "maxRating": {"value": {"MPAA": "NR"}, "state": "plain"}, "bad": {"error": "e"}}}}})
        .to_string(),
        json!({"device": "tv", "requestor": {"id": "REF30", "name": "R", "domains": [{"name": "a.example", "mvpdInitiated": true}],
            "mvpds": [{"id": "A", "displayName": "A", "isTempPass": false, "boardingStatus": "PICKER"}]}})
        .to_string(),
        json!({"status": 400, "code": "invalid_authentication_session", "action": "none", "message": "m"}).to_string(),
    ]
}

fn operations() -> Vec<AnyOperation> {
    let code = AuthenticationCode::new("QX7ZP0O").unwrap();
    let parameters = SessionParameters::new;
    vec![
        RetrieveConfiguration::new("REF30").unwrap().into(),
        CreateSession::new("REF30", parameters()).unwrap().into(),
        ResumeSession::new("REF30", &code, parameters())
            .unwrap()
            .into(),
        RetrieveSession::new("REF30", &code).unwrap().into(),
        RetrieveProfiles::new("REF30").unwrap().into(),
        RetrieveProfileForCode::new("REF30", &code).unwrap().into(),
    ]
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_answer_gives_an_outcome_or_an_error(response in answer(documents())) {
        for operation in operations() {
            let token = AccessToken::new(ACCESS_TOKEN).unwrap();
            let request = Runnable::request(&operation, &site(ADOBE), &token);
            let outcome = match operation.interpret(&request, &response, false) {
                Ok(outcome) => outcome,
                Err(error) => {
                    assert_sound(&error);
                    continue;
                }
            };
            prop_assert!(matches!(response.status(), 200 | 201));
            // The same answer means the same again.
            prop_assert_eq!(&outcome, &operation.interpret(&request, &response, true).unwrap());
            match outcome {
                AnyOutcome::Session(session) => {
                    if let SessionAction::Authenticate(url) = &session.action {
                        prop_assert!(url.expose().get(..8).is_some_and(|s| s.eq_ignore_ascii_case("https://")));
                    }
                    if let Some(code) = session.code {
                        let next = RetrieveProfileForCode::new("REF30", &code).unwrap();
                        assert_clean(&Runnable::request(&next, &site(ADOBE), &token));
                    }
                }
                AnyOutcome::Profiles(profiles) => {
                    prop_assert_eq!(profiles.longest().is_none(), profiles.profiles.is_empty());
                    for profile in &profiles.profiles {
                        let user = &profile.user_metadata;
                        let _ = (user.user_id(), user.zip(), user.max_rating(), user.is_head_of_household());
                    }
                }
                AnyOutcome::Configuration(configuration) => {
                    prop_assert!(configuration.choices().count() <= configuration.mvpds.len());
                }
                AnyOutcome::SessionDetails(details) => {
                    prop_assert!(details.valid_for_ms() <= details.not_after_ms);
                }
                _ => prop_assert!(false),
            }
        }
    }
}
