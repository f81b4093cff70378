//! Sessions, profiles and the configuration against Prism on Adobe's description of REST API V2.
//!
//! Prism is Adobe's OpenAPI file taken at its word. Where the file lacks what Adobe's pages have,
//! the difference is named here.

use super::{NONE, REST, request_for};
use crate::support::prism::{Answer, Prism, Sent, operation};
use tvpass::error::ErrorAction;
use tvpass::operation::{
    AccessStatus, AnyOperation, AnyOutcome, CreateSession, PartnerFrameworkStatus, RequestExtras,
    ResumeSession, RetrieveConfiguration, RetrieveProfileForCode, RetrieveProfileForMvpd,
    RetrieveProfiles, RetrieveSession, Runnable as _, SessionParameters, TempPassIdentity,
};
use tvpass::outcome::{AuthenticationCode, SessionAction};
use tvpass::{Error, RedirectUrl};

/// An operation of the description.
struct Documented {
    path: &'static str,
    method: &'static str,
    /// The optional headers of its page.
    optional: &'static [&'static str],
    /// Headers of Adobe's pages that the description lacks, and that are sent.
    pages_only: &'static [&'static str],
    /// The operation with this id and these headers.
    make: fn(&str, RequestExtras) -> AnyOperation,
}

/// Whether the answer is Prism's complaint about its own: the description demands of an address's
/// bytes a pattern that what Prism makes up for them does not have. Nothing is wrong with the
/// request then.
fn is_own_fault(answer: &Answer) -> bool {
    let list = answer.header("sl-violations").unwrap_or("[]");
    let faults: Vec<serde_json::Value> = serde_json::from_str(list).unwrap();
    let is_address = |fault: &serde_json::Value| {
        let place = fault["location"].as_array().unwrap();
        place[0] == "response" && place.contains(&"ipAddress".into())
    };
    !faults.is_empty() && faults.iter().all(is_address)
}

const FORWARDED: &str = "X-Forwarded-For";
const ROKU: &str = "X-Roku-Reserved-Roku-Connect-Token";
const SUBJECT: &str = "Adobe-Subject-Token";
const SERVICE: &str = "AD-Service-Token";
const VISITOR: &str = "AP-Visitor-Identifier";
const AGENT: &str = "User-Agent";
const STATUS: &str = "AP-Partner-Framework-Status";
const IDENTITY: &str = "AP-TempPass-Identity";

const OPERATIONS: [Documented; 7] = [
    Documented {
        path: "/{serviceProvider}/configuration",
        method: "get",
        optional: &[FORWARDED, AGENT],
        pages_only: &[FORWARDED, "AP-Device-Identifier", "X-Device-Info"],
        make: |id, extras| {
            let operation = RetrieveConfiguration::new(id).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/sessions",
        method: "post",
        optional: &[FORWARDED, SUBJECT, ROKU, SERVICE, VISITOR, AGENT],
        pages_only: &[FORWARDED, ROKU],
        make: |id, extras| {
            let operation = CreateSession::new(id, parameters(id)).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/sessions/{code}",
        method: "post",
        optional: &[FORWARDED, VISITOR, AGENT],
        pages_only: &[FORWARDED],
        make: |id, extras| {
            let operation = ResumeSession::new(id, &code(id), parameters(id)).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/sessions/{code}",
        method: "get",
        optional: &[FORWARDED, VISITOR, AGENT],
        pages_only: &[FORWARDED],
        make: |id, extras| {
            let operation = RetrieveSession::new(id, &code(id)).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/profiles",
        method: "get",
        optional: &[FORWARDED, SUBJECT, ROKU, SERVICE, STATUS, VISITOR, AGENT],
        pages_only: &[FORWARDED, ROKU],
        make: |id, extras| {
            let operation = RetrieveProfiles::new(id).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/profiles/{mvpd}",
        method: "get",
        optional: &[
            FORWARDED, SUBJECT, ROKU, SERVICE, STATUS, IDENTITY, VISITOR, AGENT,
        ],
        pages_only: &[FORWARDED, ROKU],
        make: |id, extras| {
            let operation = RetrieveProfileForMvpd::new(id, id).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
    Documented {
        path: "/{serviceProvider}/profiles/code/{code}",
        method: "get",
        optional: &[FORWARDED, IDENTITY, VISITOR, AGENT],
        pages_only: &[FORWARDED, IDENTITY],
        make: |id, extras| {
            let operation = RetrieveProfileForCode::new(id, &code(id)).unwrap();
            operation.with_extras(extras).unwrap().into()
        },
    },
];

fn code(id: &str) -> AuthenticationCode {
    AuthenticationCode::new(id).unwrap()
}

fn parameters(id: &str) -> SessionParameters {
    let redirect_url = RedirectUrl::new("https://example.com/?a=b&c=%20#d").unwrap();
    SessionParameters::new()
        .mvpd(id)
        .and_then(|parameters| parameters.domain_name("example.com"))
        .unwrap()
        .redirect_url(&redirect_url)
}

fn extras(names: &[&str]) -> RequestExtras {
    let token = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
    let set = |extras: RequestExtras, name: &&str| match *name {
        FORWARDED => extras.forwarded_for("203.0.113.7".parse().unwrap()),
        SUBJECT => extras.subject_token(token).unwrap(),
        ROKU => extras.roku_connect_token(token).unwrap(),
        SERVICE => extras.service_token(token).unwrap(),
        VISITOR => extras.visitor_identifier("18450744073709551615").unwrap(),
        AGENT => extras.user_agent("Example/1.0 (tvOS 17.4)").unwrap(),
        STATUS => extras
            .partner_framework_status(&PartnerFrameworkStatus::new(AccessStatus::Denied).unwrap()),
        IDENTITY => extras
            .temp_pass_identity(&TempPassIdentity::hashed("email", "user@example.com").unwrap()),
        other => panic!("{other}"),
    };
    names.iter().fold(RequestExtras::new(), set)
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_request_is_accepted_whatever_is_in_its_ids() {
    let prism = Prism::of(REST);
    for documented in OPERATIONS {
        for id in ["REF30", "a/b?c#d&e=f", "%2F%2e", "žluť 電視", "+;,:@"] {
            for names in [&[], documented.optional] {
                let operation = (documented.make)(id, extras(names));
                let request = request_for(prism, &operation);
                let answer = prism.send(&Sent::from(&request));
                if is_own_fault(&answer) {
                    assert_eq!(operation.kind().name, "retrieve_session");
                    continue;
                }
                assert_eq!(answer.violations(), NONE, "{} {request:?}", documented.path);
                assert_eq!(answer.status, 200, "{request:?}");
            }
        }
    }
    // The description lets all parameters of a session be missing, and so does a sample.
    let operation = CreateSession::new("REF30", SessionParameters::new()).unwrap();
    let sent = Sent::from(&request_for(prism, &operation.into()));
    assert_eq!(sent.body, b"");
    let answer = prism.send(&sent);
    assert_eq!((answer.violations(), answer.status), (vec![], 200));
}

/// Prism lets unknown headers pass, and Adobe's service may not: so the names are compared here.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn what_is_sent_is_what_is_documented() {
    let prism = Prism::of(REST);
    for documented in OPERATIONS {
        let place = format!("{} {}", documented.method, documented.path);
        let parameters = operation(REST, documented.path, documented.method)["parameters"].clone();
        let parameters = parameters.as_array().unwrap().iter();
        let headers = parameters.filter(|parameter| parameter["in"] == "header");
        let lower = |name: &str| name.to_ascii_lowercase();
        let mut expected: Vec<_> = headers
            .map(|header| lower(header["name"].as_str().unwrap()))
            .collect();
        expected.extend(documented.pages_only.iter().map(|name| lower(name)));
        expected.sort();

        let operation = (documented.make)("REF30", extras(documented.optional));
        let sent = Sent::from(&request_for(prism, &operation));
        let mut names: Vec<_> = sent.headers.iter().map(|(name, _)| lower(name)).collect();
        names.sort();
        // All optional ones are set, so this is more than "nothing undocumented".
        assert_eq!(names, expected, "{place}");
        assert_eq!(sent.method.to_ascii_lowercase(), documented.method);
        assert!(!sent.url.contains('?'), "{place}");
    }
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_documented_status_is_understood() {
    let prism = Prism::of(REST);
    for documented in OPERATIONS {
        let responses = operation(REST, documented.path, documented.method)["responses"].clone();
        let mut statuses: Vec<_> = responses.as_object().unwrap().keys().cloned().collect();
        statuses.sort();
        assert_eq!(statuses, ["200", "400", "401", "405", "500"]);
        let operation = (documented.make)("REF30", RequestExtras::new());
        let request = request_for(prism, &operation);
        for status in statuses {
            let answer = prism.send(&Sent::from(&request).prefer(&format!("code={status}")));
            if is_own_fault(&answer) {
                continue;
            }
            assert_eq!(answer.violations(), NONE);
            let outcome = operation.interpret(&request, &answer.response(), false);
            match status.as_str() {
                "200" => assert_example(&outcome.unwrap()),
                _ => assert_error(&outcome.unwrap_err(), &status),
            }
        }
    }
}

/// What Prism makes of the schema: every text is `string`, every list has one item, every map two.
fn assert_example(outcome: &AnyOutcome) {
    let example = Some("string");
    match outcome {
        AnyOutcome::Configuration(configuration) => {
            assert_eq!(configuration.service_provider.as_deref(), example);
            assert_eq!(configuration.domains.len(), 1);
            assert_eq!(configuration.mvpds.len(), 1);
            assert_eq!(configuration.mvpds[0].id, "string");
            let status = configuration.mvpds[0].boarding_status.as_ref();
            assert_eq!(status.map(|status| status.as_str()), example);
        }
        AnyOutcome::Session(session) => {
            assert_eq!(session.action, SessionAction::Unknown);
            assert_eq!(session.action_name, "string");
            assert_eq!(session.code.as_ref().map(|code| code.expose()), example);
            assert_eq!(session.missing_parameters.len(), 1);
            // The description's times are texts: no time that could be read.
            assert_eq!(session.not_after_ms, None);
        }
        AnyOutcome::Profiles(profiles) => {
            assert_eq!(profiles.profiles.len(), 2);
            for profile in &profiles.profiles {
                assert_eq!(profile.issuer.as_deref(), example);
                // The example's is the least number that the description allows.
                assert_eq!(profile.not_after_ms, None);
                assert_eq!(profile.user_metadata.attributes.len(), 2);
            }
        }
        outcome => panic!("{outcome:?}"),
    }
}

fn assert_error(error: &Error, status: &str) {
    let Error::Enhanced(enhanced) = error else {
        panic!("{status}: {error:?}");
    };
    assert_eq!(enhanced.http_status.to_string(), status);
    assert_eq!(enhanced.code, "string");
    let action = ErrorAction::Undocumented("string".to_owned());
    assert_eq!(enhanced.action, action);
    assert_eq!(error.is_retryable(), status == "500");
}

/// Prism invents an answer within the schema each time; all of them are successes by the
/// description.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn any_answer_within_the_schema_is_understood() {
    let prism = Prism::of(REST);
    let mut understood = 0;
    for documented in OPERATIONS {
        let operation = (documented.make)("REF30", RequestExtras::new());
        let request = request_for(prism, &operation);
        let container = match documented.path {
            path if path.ends_with("/configuration") => "requestor",
            path if path.contains("/profiles") => "profiles",
            _ if documented.method == "get" => "existingParameters",
            _ => "actionName",
        };
        for _ in 0..20 {
            let answer = prism.send(&Sent::from(&request).prefer("dynamic=true"));
            if is_own_fault(&answer) {
                continue;
            }
            assert_eq!((answer.status, answer.violations()), (200, vec![]));
            let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            let outcome = operation.interpret(&request, &answer.response(), false);
            // The schema requires none of these, and without them there is no answer.
            match body[container].is_null() {
                true => assert!(matches!(outcome, Err(Error::Malformed(_))), "{outcome:?}"),
                false => {
                    outcome.unwrap();
                    understood += 1;
                }
            }
        }
    }
    assert!(understood > 20, "{understood}");
}
