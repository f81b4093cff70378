//! Each operation as the foreign side sees it: what is sent, what comes back, what is not shown.

use super::*;
use crate::ffi::uniffi::authenticate::authenticate_url;
use crate::ffi::uniffi::extras::TempPassIdentity;
use crate::ffi::uniffi::operation::{
    ConfigurationInput, CreateSessionInput, DecisionsInput, PartnerProfileInput,
    PartnerRequestInput, ProfileForCodeInput, ProfileForMvpdInput, ProfilesInput,
    ResumeSessionInput, RetrieveSessionInput, SamlResponse, SessionParameters,
};
use crate::ffi::uniffi::outcome::{ProfileType, SessionAction};
use crate::ffi::uniffi::partner_status::{FrameworkProvider, PartnerFrameworkStatus};
use crate::ffi::uniffi::resource::{MrssRating, mrss_resource};

const CODE: &str = "8ER640M";

fn provider() -> String {
    "REF30".to_owned()
}

fn parameters() -> SessionParameters {
    SessionParameters {
        mvpd: None,
        domain_name: Some("example.com".to_owned()),
        redirect_url: Some(REDIRECT.to_owned()),
    }
}

fn status(access_status: &str) -> PartnerFrameworkStatus {
    PartnerFrameworkStatus {
        access_status: access_status.to_owned(),
        permission_error: None,
        provider: Some(FrameworkProvider {
            id: "apple.spectrum".to_owned(),
            expiration_date_ms: Some(2_025_430_636_000),
        }),
        provider_error: None,
    }
}

fn decisions(extras: Extras) -> DecisionsInput {
    DecisionsInput {
        service_provider: provider(),
        mvpd: "Cablevision".to_owned(),
        resources: vec!["TestStream1".to_owned(), "TestStream2".to_owned()],
        extras,
    }
}

/// All that take a token, each with method and path.
fn all() -> Vec<(Operation, &'static str)> {
    let service_provider = provider;
    let (code, extras) = (|| CODE.to_owned(), Extras::default);
    vec![
        (
            Operation::Configuration {
                input: ConfigurationInput {
                    service_provider: service_provider(),
                    extras: extras(),
                },
            },
            "GET /REF30/configuration",
        ),
        (
            Operation::CreateSession {
                input: CreateSessionInput {
                    service_provider: service_provider(),
                    parameters: parameters(),
                    extras: extras(),
                },
            },
            "POST /REF30/sessions",
        ),
        (
            Operation::ResumeSession {
                input: ResumeSessionInput {
                    service_provider: service_provider(),
                    code: code(),
                    parameters: parameters(),
                    extras: extras(),
                },
            },
            "POST /REF30/sessions/…",
        ),
        (
            Operation::RetrieveSession {
                input: RetrieveSessionInput {
                    service_provider: service_provider(),
                    code: code(),
                    extras: extras(),
                },
            },
            "GET /REF30/sessions/…",
        ),
        (
            Operation::Profiles {
                input: ProfilesInput {
                    service_provider: service_provider(),
                    extras: extras(),
                },
            },
            "GET /REF30/profiles",
        ),
        (
            Operation::ProfileForMvpd {
                input: ProfileForMvpdInput {
                    service_provider: service_provider(),
                    mvpd: "Dish".to_owned(),
                    extras: extras(),
                },
            },
            "GET /REF30/profiles/Dish",
        ),
        (
            Operation::ProfileForCode {
                input: ProfileForCodeInput {
                    service_provider: service_provider(),
                    code: code(),
                    extras: extras(),
                },
            },
            "GET /REF30/profiles/code/…",
        ),
        (
            Operation::PartnerRequest {
                input: PartnerRequestInput {
                    service_provider: service_provider(),
                    status: status("granted"),
                    parameters: parameters(),
                    extras: extras(),
                },
            },
            "POST /REF30/sessions/sso/Apple",
        ),
        (
            Operation::PartnerProfile {
                input: PartnerProfileInput {
                    service_provider: service_provider(),
                    status: status("granted"),
                    saml_response: SamlResponse::Xml {
                        xml: "<samlp:Response/>".to_owned(),
                    },
                    extras: extras(),
                },
            },
            "POST /REF30/profiles/sso/Apple",
        ),
        (
            Operation::Preauthorize {
                input: decisions(extras()),
            },
            "POST /REF30/decisions/preauthorize/Cablevision",
        ),
        (
            Operation::Authorize {
                input: decisions(extras()),
            },
            "POST /REF30/decisions/authorize/Cablevision",
        ),
    ]
}

const BASE: &str = "https://sp.auth.adobe.com";

fn done(operation: Operation, body: &str) -> Outcome {
    let token = Some(TOKEN.to_owned());
    let prepared = prepare(device(), BASE.to_owned(), operation, token).unwrap();
    let Input::Response { response } = response(200, body) else {
        unreachable!()
    };
    prepared.exchange.interpret(response).unwrap()
}

#[test]
fn each_is_sent_to_its_place_and_no_log_shows_a_code() {
    for (operation, place) in all() {
        let token = Some(TOKEN.to_owned());
        let prepared = prepare(device(), BASE.to_owned(), operation, token).unwrap();
        let request = prepared.request;
        let shown = request.shown_url.replace(&format!("{BASE}/api/v2"), "");
        assert_eq!(format!("{} {shown}", request.method), place);
        assert_eq!(
            request.url.replace(CODE, "…"),
            request.shown_url,
            "no query, no other difference"
        );
        // What has no content is sent as such, or servers wait for it.
        assert_eq!(request.body.is_some(), request.method == "POST", "{place}");
        assert!(!format!("{:?}", prepared.exchange).contains(CODE));
    }
}

#[test]
fn an_empty_session_has_an_empty_body() {
    let parameters = SessionParameters {
        mvpd: None,
        domain_name: None,
        redirect_url: None,
    };
    let operation = Operation::CreateSession {
        input: CreateSessionInput {
            service_provider: provider(),
            parameters,
            extras: Extras::default(),
        },
    };
    let token = Some(TOKEN.to_owned());
    let prepared = prepare(device(), BASE.to_owned(), operation, token).unwrap();
    assert_eq!(prepared.request.body, Some(Vec::new()));
}

#[test]
fn what_is_about_the_user_is_in_its_header_and_encoded() {
    let extras = Extras {
        temp_pass_identity: Some(TempPassIdentity::Hashed {
            key: "email".to_owned(),
            value: "ann@example.com".to_owned(),
        }),
        partner_framework_status: Some(status("stolen")),
        ..Extras::default()
    };
    let input = decisions(extras);
    let token = Some(TOKEN.to_owned());
    let operation = Operation::Preauthorize { input };
    let request = prepare(device(), BASE.to_owned(), operation, token)
        .unwrap()
        .request;
    let headers: Vec<_> = request
        .headers
        .iter()
        .filter(|header| header.secret)
        .map(|header| header.name.as_str())
        .collect();
    assert_eq!(
        headers,
        [
            "Authorization",
            "AP-Partner-Framework-Status",
            "AP-TempPass-Identity"
        ]
    );
}

#[test]
fn bad_input_is_refused_by_name() {
    let input = ProfileForCodeInput {
        service_provider: provider(),
        code: " ".to_owned(),
        extras: Extras::default(),
    };
    let token = || Some(TOKEN.to_owned());
    let operation = Operation::ProfileForCode { input };
    let refused = prepare(device(), BASE.to_owned(), operation, token());
    assert_eq!(
        failure(refused.err().unwrap()).field.as_deref(),
        Some("code")
    );
    let mut input = decisions(Extras::default());
    input.resources.clear();
    let refused = prepare(
        device(),
        BASE.to_owned(),
        Operation::Authorize { input },
        token(),
    );
    assert_eq!(
        failure(refused.err().unwrap()).field.as_deref(),
        Some("resources")
    );
}

#[test]
fn the_configuration_says_who_can_be_chosen_where() {
    let (operation, _) = all().remove(0);
    let body = r#"{"requestor":{"id":"REF30","name":"Ref","mvpds":[
        {"id":"A","displayName":"A.","enablePlatformServices":true,"boardingStatus":"PICKER","platformMappingId":"a"},
        {"id":"B","enablePlatformServices":true,"boardingStatus":"NEW","platformMappingId":"b"},
        {"id":"A","enablePlatformServices":true,"displayInPlatformPicker":true,"platformMappingId":"a2"},
        {"id":"T","isTempPass":true}]}}"#;
    let Outcome::Configuration { configuration } = done(operation, body) else {
        panic!("another outcome")
    };
    let mvpds = configuration.mvpds.iter();
    let said: Vec<_> = mvpds
        .map(|mvpd| (mvpd.id.as_str(), mvpd.is_temp_pass, mvpd.is_platform_choice))
        .collect();
    assert_eq!(
        said,
        [
            ("A", false, true),
            ("B", false, false),
            ("A", false, true),
            ("T", true, false)
        ]
    );
    let unknown = format!("{:?}", configuration.mvpds[1].boarding_status);
    assert_eq!(unknown, r#"Some(Unknown { text: "NEW" })"#);
}

#[test]
fn a_session_has_a_code_and_a_url_that_nothing_shows() {
    let (operation, _) = all().remove(1);
    let body = format!(
        r#"{{"actionName":"authenticate","actionType":"interactive","reasonType":"none","code":"{CODE}",
        "url":"/api/v2/authenticate/REF30/{CODE}","notBefore":"1000","notAfter":1801000,"missingParameters":["domain","new"]}}"#
    );
    let Outcome::Session { session } = done(operation, &body) else {
        panic!("another outcome")
    };
    let SessionAction::Authenticate { url } = &session.action else {
        panic!("another action")
    };
    let expected = format!("{BASE}/api/v2/authenticate/REF30/{CODE}");
    assert_eq!(url.expose(), expected);
    assert_eq!(session.code.as_ref().unwrap().0, CODE);
    assert_eq!(
        (session.not_before_ms, session.valid_for_ms),
        (Some(1_000), Some(1_800_000))
    );
    let shown = format!("{session:?}");
    assert!(!shown.contains(CODE), "{shown}");
    assert!(
        shown.contains(r#"[DomainName, Unknown { text: "new" }]"#),
        "{shown}"
    );
    let made = authenticate_url(BASE.to_owned(), provider(), CODE.to_owned()).unwrap();
    assert_eq!(made.expose(), expected);
}

#[test]
fn a_code_names_a_session() {
    let (operation, _) = all().remove(3);
    let body = r#"{"existingParameters":{"mvpd":"Dish","serviceProvider":"REF30","redirectUrl":"https://a.example/?key=hush"},
        "missingParameters":["domainName"],"device":{"model":"AppleTV","ipAddress":{"v4":"192.0.2.7"}}}"#;
    let Outcome::SessionDetails { details } = done(operation, body) else {
        panic!("another outcome")
    };
    let shown = format!("{details:?}");
    assert!(
        shown.contains("Dish") && shown.contains("AppleTV"),
        "{shown}"
    );
    assert!(
        !shown.contains("hush") && !shown.contains("192.0.2.7"),
        "{shown}"
    );
}

#[test]
fn profiles_have_typed_metadata_that_nothing_shows() {
    let (operation, _) = all().remove(4);
    let body = r#"{"profiles":{
        "T":{"notAfter":9000,"issuer":"Adobe","type":"temporary","attributes":{}},
        "Cablevision":{"notBefore":"1","notAfter":"2000","issuer":"Cablevision","type":"regular","attributes":{
            "userID":{"value":"ann-1","state":"plain"},
            "zip":{"value":["10001",10002],"state":"plain"},
            "maxRating":{"value":{"MPAA":"PG-13"},"state":"plain"},
            "householdID":{"value":"c2VjcmV0+/==","state":"enc"}}},
        "N":{"type":"newType"}}}"#;
    let Outcome::Profiles { profiles } = done(operation, body) else {
        panic!("another outcome")
    };
    let longest = profiles.longest.as_ref().unwrap();
    assert_eq!(longest.mvpd, "Cablevision");
    assert_eq!(profiles.profiles[1], *longest);
    let metadata = &longest.user_metadata;
    assert_eq!(metadata.user_id.as_deref(), Some("ann-1"));
    assert_eq!(metadata.zip, ["10001", "10002"]);
    assert_eq!(metadata.max_rating["MPAA"], "PG-13");
    // It is encrypted: for the app's server, as it was received.
    assert_eq!(metadata.household_id, None);
    let household = &metadata.attributes[3];
    assert_eq!(household.text.as_ref().unwrap().0, "c2VjcmV0+/==");
    assert_eq!(household.json.as_ref().unwrap().0, r#""c2VjcmV0+/==""#);
    assert_eq!(
        profiles.profiles[2].profile_type,
        Some(ProfileType::Unknown {
            text: "newType".to_owned()
        })
    );
    let shown = format!("{profiles:?}");
    assert!(shown.contains("householdID"), "{shown}");
    for value in ["ann-1", "1000", "PG-13", "c2Vj"] {
        assert!(!shown.contains(value), "{value}: {shown}");
    }
}

#[test]
fn a_media_token_is_taken_once() {
    let (operation, _) = all().remove(10);
    let body = r#"{"decisions":[
        {"resource":"TestStream1","authorized":false,"error":{"code":"authorization_denied_by_mvpd","details":"No."},
         "token":{"serializedToken":"must not be had"}},
        {"resource":"TestStream2","authorized":true,"source":"mvpd","token":{"serializedToken":"PHNpZ25hdHVyZUluZm8+","notAfter":"5000"}},
        {"authorized":true}]}"#;
    let Outcome::Authorization { answer } = done(operation, body) else {
        panic!("another outcome")
    };
    assert!(!format!("{answer:?}").contains("PHNp"));
    let said: Vec<_> = answer
        .decisions
        .iter()
        .map(|decision| (decision.is_playable, decision.media_token_not_after_ms))
        .collect();
    assert_eq!(said, [(false, None), (true, Some(5_000))]);
    assert_eq!(answer.skipped, 1);
    let denial = answer.decisions[0].denial.as_ref().unwrap();
    assert_eq!(denial.details.as_deref(), Some("No."));
    let taken = [0, 1, 1, 9].map(|place| answer.media_tokens.take(place).unwrap());
    let token = Some("PHNpZ25hdHVyZUluZm8+".to_owned());
    assert_eq!(taken, [None, token, None, None]);
}

#[test]
fn a_preauthorization_has_no_token() {
    let (operation, _) = all().remove(9);
    let body = r#"{"decisions":[{"resource":"TestStream1","authorized":true,"token":{"serializedToken":"PHNp"}},
        {"resource":"TestStream2","error":{"code":"network_connection_timeout","action":"none"}}]}"#;
    let Outcome::Preauthorization { decisions } = done(operation, body) else {
        panic!("another outcome")
    };
    let shown = format!("{decisions:?}");
    assert!(!shown.contains("PHNp"), "{shown}");
    assert!(
        shown.contains("ProbablyPermitted") && shown.contains("NoAnswer"),
        "{shown}"
    );
    // The table's action is the one to follow, and the answer's is kept.
    let denial = decisions.decisions[1].denial.as_ref().unwrap();
    assert_eq!(
        (denial.action.as_str(), denial.received_action.as_deref()),
        ("retry", Some("none"))
    );
    assert!(decisions.decisions[1].is_retryable);
}

#[test]
fn mrss_is_escaped() {
    let rating = MrssRating {
        scheme: "urn:v-chip".to_owned(),
        rating: "TV-14".to_owned(),
    };
    let title = Some("A <b> & C".to_owned());
    let resource = mrss_resource("TNT".to_owned(), title, None, vec![rating]).unwrap();
    assert!(
        resource.contains("<item><title>A &lt;b&gt; &amp; C</title>"),
        "{resource}"
    );
    let refused = mrss_resource(String::new(), None, None, Vec::new());
    assert_eq!(failure(refused.unwrap_err()).field.as_deref(), Some("mrss"));
}
