//! Preauthorize, authorize and the partner's two operations against Adobe's own OpenAPI
//! description, judged by Prism: a server that this project did not write. See `mod.rs`.
//!
//! A plain `cargo test` lists these as ignored; `cargo xtask test prism` installs Prism and runs
//! them.

use std::net::Ipv4Addr;

use super::{NONE, REST, request_for};
use crate::support::prism::{Prism, Sent, operation, samples};
use serde_json::Value;
use tvpass::operation::{
    APPLE, AccessStatus, AnyOperation, AnyOutcome, Authorize, CreatePartnerProfile, Mrss,
    PartnerFrameworkStatus, Preauthorize, RequestExtras, RetrievePartnerRequest, Runnable as _,
    SamlResponse, SessionParameters, TempPassIdentity,
};
use tvpass::outcome::{DecisionSource, Expectation, SessionAction, Verdict};
use tvpass::{Error, RedirectUrl};

/// Ids and resources are opaque: whatever is in them stays where it belongs.
const IDS: [&str; 5] = [
    "REF30",
    "a/b?c#d&e=f",
    "%2F%2e",
    "žluť 電視",
    "\"+;,:@'\\<>",
];

/// The paths of the description, in the order of [`operations`].
const PATHS: [&str; 4] = [
    "/{serviceProvider}/decisions/preauthorize/{mvpd}",
    "/{serviceProvider}/decisions/authorize/{mvpd}",
    "/{serviceProvider}/sessions/sso/{partner}",
    "/{serviceProvider}/profiles/sso/{partner}",
];

fn status() -> PartnerFrameworkStatus {
    PartnerFrameworkStatus::new(AccessStatus::Granted)
        .and_then(|status| status.provider("Cablevision_apple", Some(2_025_430_636_000)))
        .unwrap()
}

/// What all four take.
fn common_extras() -> RequestExtras {
    RequestExtras::new()
        .visitor_identifier("18450744073709551615")
        .and_then(|extras| extras.user_agent("Example/1.0 (tvOS 17.4)"))
        .map(|extras| extras.forwarded_for(Ipv4Addr::new(203, 0, 113, 7).into()))
        .unwrap()
}

/// What decisions take besides.
fn decision_extras() -> RequestExtras {
    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    common_extras()
        .subject_token("eyJhbGciOiJSUzI1NiJ9.e30.c3Vi")
        .and_then(|extras| extras.roku_connect_token("cm9rdQ"))
        .and_then(|extras| extras.service_token("eyJhbGciOiJSUzI1NiJ9.e30.c3Zj"))
        .unwrap()
        .partner_framework_status(&status())
        .temp_pass_identity(&identity)
}

/// The four, with ids and resources made of `id`, and with all optional headers or none.
fn operations(id: &str, all: bool) -> [AnyOperation; 4] {
    let extras = |extras: RequestExtras| match all {
        true => extras,
        false => RequestExtras::new(),
    };
    let (common, decision) = (extras(common_extras()), extras(decision_extras()));
    let mrss = Mrss::channel(id).and_then(|mrss| mrss.build()).unwrap();
    let resources = [id, mrss.as_str()];
    let preauthorize = Preauthorize::new(id, id, resources).unwrap();
    let authorize = Authorize::new(id, id, resources).unwrap();
    let parameters = SessionParameters::new()
        .domain_name("example.com")
        .unwrap()
        .redirect_url(&RedirectUrl::new("https://example.com/in?a=b&c=%C3%BC#top").unwrap());
    let partner = RetrievePartnerRequest::new(id, APPLE, &status(), parameters).unwrap();
    let saml = SamlResponse::from_xml("<samlp:Response>\n<žluť>?>>~</žluť></samlp:Response>");
    let profile = CreatePartnerProfile::new(id, APPLE, &status(), &saml.unwrap()).unwrap();
    [
        preauthorize.with_extras(decision.clone()).unwrap().into(),
        authorize.with_extras(decision).unwrap().into(),
        partner.with_extras(common.clone()).unwrap().into(),
        profile.with_extras(common).unwrap().into(),
    ]
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_request_is_accepted() {
    let prism = Prism::of(REST);
    for id in IDS {
        for all in [false, true] {
            for operation in operations(id, all) {
                let request = request_for(prism, &operation);
                let answer = prism.send(&Sent::from(&request));
                assert_eq!(answer.violations(), NONE, "{request:?}");
                assert_eq!(answer.status, 200, "{request:?}");
            }
        }
    }
}

/// The check is alive: what breaks the description is reported.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn prism_reports_what_breaks_the_description() {
    let prism = Prism::of(REST);
    for operation in operations("REF30", false) {
        let good = Sent::from(&request_for(prism, &operation));
        for required in ["Authorization", "AP-Device-Identifier", "X-Device-Info"] {
            let answer = prism.send(&good.clone().without(required));
            assert_eq!(answer.violations().len(), 1, "{answer:?}");
        }
        let mut other = good.clone();
        other.method = "GET".to_owned();
        assert_eq!(prism.send(&other).violations().len(), 1);
    }
    let [preauthorize, ..] = operations("REF30", false);
    let mut odd = Sent::from(&request_for(prism, &preauthorize));
    odd.body = br#"{"resources": "REF30"}"#.to_vec();
    assert_eq!(prism.send(&odd).violations().len(), 1);
}

/// "Unexpected parameters or headers risk a 400", and Prism lets them pass: so the names are
/// compared here.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn nothing_undocumented_is_sent() {
    // On Adobe's page about the headers, but not in the description.
    const PAGES_ONLY: [&str; 2] = ["X-Forwarded-For", "X-Roku-Reserved-Roku-Connect-Token"];
    let prism = Prism::of(REST);
    for (at, made) in operations("REF30", true).iter().enumerate() {
        let documented = operation(REST, PATHS[at], "post");
        let parameters = documented["parameters"].as_array().unwrap().iter();
        let mut expected: Vec<_> = parameters
            .filter(|parameter| parameter["in"] == "header")
            .map(|parameter| parameter["name"].as_str().unwrap().to_ascii_lowercase())
            .collect();
        let decides = at < 2;
        let pages_only = PAGES_ONLY.iter().take(if decides { 2 } else { 1 });
        expected.extend(pages_only.map(|name| name.to_ascii_lowercase()));
        let sent = Sent::from(&request_for(prism, made));
        // The description spells the identity's header in another way than its page.
        let headers = sent.headers.iter();
        let mut headers: Vec<_> = headers.map(|(name, _)| name.to_ascii_lowercase()).collect();
        // All extras are set, so this is more than "nothing undocumented": it is everything
        // documented.
        headers.sort_unstable();
        expected.sort_unstable();
        assert_eq!(headers, expected, "{}", PATHS[at]);
        assert!(!sent.url.contains('?'));
    }
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_documented_status_is_understood() {
    let prism = Prism::of(REST);
    for (at, made) in operations("REF30", false).iter().enumerate() {
        let documented = operation(REST, PATHS[at], "post");
        let statuses = documented["responses"].as_object().unwrap();
        let mut statuses: Vec<_> = statuses.keys().collect();
        statuses.sort();
        assert_eq!(statuses, ["200", "400", "401", "405", "500"]);
        let request = request_for(prism, made);
        for status in statuses {
            let answer = prism.send(&Sent::from(&request).prefer(&format!("code={status}")));
            assert_eq!(answer.violations(), NONE);
            assert_eq!(answer.status.to_string(), *status);
            let outcome = made.interpret(&request, &answer.response(), false);
            if status == "200" {
                assert_example(outcome.unwrap());
                continue;
            }
            let error = outcome.unwrap_err();
            let Error::Enhanced(enhanced) = &error else {
                panic!("{status}: {error:?}");
            };
            assert_eq!(enhanced.http_status.to_string(), *status);
            assert_eq!(enhanced.code, "string");
            assert_eq!(error.is_retryable(), status == "500");
        }
    }
}

/// The example that Prism makes from the schema: every text is "string", and nothing is permitted.
fn assert_example(outcome: AnyOutcome) {
    match outcome {
        AnyOutcome::Preauthorization(outcome) => {
            let decision = outcome.about("string").unwrap();
            assert_eq!(decision.expectation, Expectation::ProbablyDenied);
            assert_eq!(decision.denial.as_ref().unwrap().code, "string");
        }
        AnyOutcome::Authorization(mut outcome) => {
            let decision = outcome.about("string").unwrap();
            // A denial with a media token, which then is none.
            assert_eq!(decision.verdict, Verdict::Deny);
            assert!(decision.media_token().is_some() && !decision.is_playable());
            assert!(matches!(decision.source, Some(DecisionSource::Unknown(_))));
            assert_eq!(outcome.take_media_token("string"), None);
        }
        AnyOutcome::Session(session) => assert_eq!(session.action, SessionAction::Unknown),
        AnyOutcome::Profiles(profiles) => assert_eq!(profiles.profiles.len(), 2),
        other => panic!("{other:?}"),
    }
}

/// Prism invents an answer within the schema each time; all of them are successes by the
/// description.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn any_decisions_within_the_schema_are_understood() {
    let prism = Prism::of(REST);
    let [preauthorize, authorize, ..] = operations("REF30", false);
    let mut decisions = 0;
    for (made, _) in [(&preauthorize, 0), (&authorize, 1)].repeat(25) {
        let request = request_for(prism, made);
        let answer = prism.send(&Sent::from(&request).prefer("dynamic=true"));
        assert_eq!((answer.status, answer.violations()), (200, vec![]));
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let outcome = made.interpret(&request, &answer.response(), false);
        let Some(listed) = body["decisions"].as_array() else {
            assert!(matches!(outcome, Err(Error::Malformed(_))), "{outcome:?}");
            continue;
        };
        let read: Vec<_> = match outcome.unwrap() {
            AnyOutcome::Preauthorization(outcome) => {
                let read = outcome.decisions.into_iter();
                read.map(|one| {
                    (
                        one.resource,
                        one.expectation == Expectation::ProbablyPermitted,
                    )
                })
                .collect()
            }
            AnyOutcome::Authorization(outcome) => {
                let read = outcome.decisions.into_iter();
                read.map(|one| (one.resource, one.verdict == Verdict::Permit))
                    .collect()
            }
            other => panic!("{other:?}"),
        };
        let listed = listed.iter().filter(|one| one["resource"].is_string());
        let listed: Vec<_> = listed
            .map(|one| (one["resource"].as_str().unwrap(), one["authorized"] == true))
            .collect();
        let read: Vec<_> = read
            .iter()
            .map(|(resource, yes)| (&**resource, *yes))
            .collect();
        assert_eq!(read, listed);
        decisions += read.len();
    }
    assert!(decisions > 0, "no answer had a decision");
}

/// Adobe's printed samples against Adobe's description: where they disagree is known.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn adobes_own_samples_disagree_where_expected() {
    let prism = Prism::of(REST);
    for file in [
        "preauthorize",
        "authorize",
        "partner-request",
        "partner-profile",
    ] {
        for (at, sample) in samples(&format!("v2/{file}-v2.json"), prism)
            .iter()
            .enumerate()
        {
            let violations = prism.send(sample).violations();
            match (file, at) {
                // What is missing, a resume supplies: the pages say so, the description requires it
                // here.
                ("partner-request", 2) => {
                    assert_eq!(violations.len(), 1, "{violations:?}");
                    assert!(violations[0].contains("redirectUrl"), "{violations:?}");
                }
                _ => assert_eq!(violations, NONE, "{file} {at}"),
            }
        }
    }
}
