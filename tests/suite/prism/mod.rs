//! Our requests against Adobe's own OpenAPI descriptions, judged by Prism: a server that this
//! project did not write.
//!
//! Needs Node.js; `cargo xtask test prism` installs Prism and runs these tests. A plain
//! `cargo test` lists them as ignored.
//!
//! What Prism cannot judge: the V1 logout is in no description, 429 is in no description, and
//! values of headers are plain strings there (what is inside `X-Device-Info` is checked by the
//! sandbox).

mod decisions;
mod registration;
mod sign_in;

use std::net::Ipv4Addr;

use crate::support::prism::{Prism, Sent, operation, samples};
use tvpass::device::{ConnectionType, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::error::ErrorAction;
use tvpass::operation::{AnyOperation, InitiateLogout, Operation as _, RequestExtras, Site};
use tvpass::{AccessToken, Base, Device, Error, LogoutAction, RedirectUrl, Request};

const REST: &str = "restApiV2.json";
const DCR: &str = "dcrApi.json";
const LOGOUT: &str = "/{serviceProvider}/logout/{mvpd}";

const NONE: [&str; 0] = [];

fn device() -> Device {
    let info = DeviceInfo::builder()
        .model("AppleTV")
        .version("14,1")
        .os_name(OsName::TvOs)
        .os_version("17.4")
        .connection_type(ConnectionType::Lan)
        .build();
    Device::new(
        DeviceIdentifier::from_os_identifier("E621E1F8-C36C-495A-93FC-0C247A3E6E5F").unwrap(),
        info.unwrap(),
    )
}

fn site(prism: &Prism) -> Site {
    Site::new(Base::new(&prism.base()).unwrap(), device())
}

fn logout(service_provider: &str, mvpd: &str, redirect_url: &str) -> InitiateLogout {
    let redirect_url = RedirectUrl::new(redirect_url).unwrap();
    InitiateLogout::new(service_provider, mvpd, &redirect_url).unwrap()
}

fn token() -> AccessToken {
    AccessToken::new("eyJhbGciOiJSUzI1NiJ9.e30.c2ln").unwrap()
}

fn request(prism: &Prism) -> Request {
    let logout = logout("REF30", "Cablevision", "https://adobe.com");
    request_for(prism, &logout.into())
}

fn request_for(prism: &Prism, operation: &AnyOperation) -> Request {
    tvpass::operation::Runnable::request(operation, &site(prism), &token())
}

/// Every optional header that a logout can have.
fn all_extras() -> RequestExtras {
    RequestExtras::new()
        .subject_token("eyJhbGciOiJSUzI1NiJ9.e30.c3Vi")
        .and_then(|extras| extras.roku_connect_token("cm9rdQ"))
        .and_then(|extras| extras.service_token("eyJhbGciOiJSUzI1NiJ9.e30.c3Zj"))
        .and_then(|extras| extras.visitor_identifier("18450744073709551615"))
        .and_then(|extras| extras.user_agent("Example/1.0 (tvOS 17.4)"))
        .map(|extras| extras.forwarded_for(Ipv4Addr::new(203, 0, 113, 7).into()))
        .unwrap()
}

/// The check is alive: what breaks the description is reported, with or without our code in it.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn prism_reports_what_breaks_the_description() {
    let prism = Prism::of(REST);
    let good = Sent::from(&request(prism));
    for required in ["Authorization", "AP-Device-Identifier", "X-Device-Info"] {
        let answer = prism.send(&good.clone().without(required));
        assert_eq!(answer.status, 400, "{answer:?}");
        let violations = answer.violations();
        assert_eq!(violations.len(), 1, "{violations:?}");
        assert!(violations[0].contains(&required.to_ascii_lowercase()));
    }

    let mut elsewhere = good.clone();
    elsewhere.url = elsewhere.url.replace("/api/v2/", "/api/v3/");
    let mut delete = good.clone();
    delete.method = "DELETE".to_owned();
    let mut html = good.clone().without("Accept");
    html.headers
        .push(("Accept".to_owned(), "text/html".to_owned()));
    // 429 is in no description: Prism cannot play it.
    for bad in [elsewhere, delete, html, good.prefer("code=429")] {
        assert_eq!(prism.send(&bad).violations().len(), 1, "{bad:?}");
    }
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_logout_request_is_accepted() {
    let prism = Prism::of(REST);
    let redirect_urls = [
        "https://adobe.com",
        "https://example.com:8443/signed%20out/?a=b&c=%C3%BC#top",
        "com.example.tv://signed-out",
    ];
    // Ids are opaque: whatever is in them stays one path segment.
    let ids = [
        "REF30",
        "Comcast_SSO",
        "a/b?c#d&e=f",
        "%2F%2e",
        "žluť 電視",
        "+;,:@",
    ];
    for id in ids {
        for redirect_url in redirect_urls {
            for extras in [RequestExtras::new(), all_extras()] {
                let logout = logout(id, id, redirect_url).with_extras(extras).unwrap();
                let request = logout.request(&site(prism), &token());
                let answer = prism.send(&Sent::from(&request));
                assert_eq!(answer.violations(), NONE, "{request:?}");
                assert_eq!(answer.status, 200, "{request:?}");
            }
        }
    }
}

/// "Unexpected parameters or headers risk a 400", and Prism lets them pass: so the names are
/// compared here.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn nothing_undocumented_is_sent() {
    // On Adobe's page about the headers, but not in the description.
    const PAGES_ONLY: [&str; 2] = ["X-Forwarded-For", "X-Roku-Reserved-Roku-Connect-Token"];
    let prism = Prism::of(REST);
    let documented = operation(REST, LOGOUT, "get");
    let names = |place: &str| -> Vec<String> {
        let parameters = documented["parameters"].as_array().unwrap().iter();
        let there = parameters.filter(|parameter| parameter["in"] == place);
        there
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect()
    };

    let logout = logout("REF30", "Cablevision", "https://adobe.com");
    let sent = Sent::from(
        &logout
            .with_extras(all_extras())
            .unwrap()
            .request(&site(prism), &token()),
    );
    let mut headers: Vec<_> = sent.headers.iter().map(|(name, _)| name.as_str()).collect();
    let mut expected = names("header");
    expected.extend(PAGES_ONLY.map(str::to_owned));
    // All extras are set, so this is more than "nothing undocumented": it is everything documented.
    headers.sort_unstable();
    expected.sort_unstable();
    assert_eq!(headers, expected);

    let (_, query) = sent.url.split_once('?').unwrap();
    let query: Vec<_> = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap())
        .collect();
    assert_eq!(query, names("query"));
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_documented_status_is_understood() {
    let prism = Prism::of(REST);
    let documented = operation(REST, LOGOUT, "get");
    let mut statuses: Vec<_> = documented["responses"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    statuses.sort();
    assert_eq!(statuses, ["200", "302", "400", "401", "405", "500"]);

    let request = request(prism);
    for status in statuses {
        let answer = prism.send(&Sent::from(&request).prefer(&format!("code={status}")));
        assert_eq!(answer.violations(), NONE);
        assert_eq!(answer.status.to_string(), *status);
        let outcome = InitiateLogout::interpret(&request, &answer.response());
        if status == "200" {
            // The example that Prism makes from the schema: two profiles, every text is "string".
            let outcome = outcome.unwrap();
            assert_eq!(outcome.profiles.len(), 2);
            for profile in outcome.profiles {
                assert_eq!(profile.mvpd.as_deref(), Some("string"));
                assert_eq!(profile.action_name.as_deref(), Some("string"));
                assert_eq!(profile.action, LogoutAction::Unknown);
            }
            continue;
        }
        // The example's `message` is an object and its `status` -2147483648: neither may hide the
        // rest.
        let error = outcome.unwrap_err();
        let Error::Enhanced(enhanced) = &error else {
            panic!("{status}: {error:?}");
        };
        assert_eq!(enhanced.http_status.to_string(), *status);
        assert_eq!(enhanced.status, None);
        assert_eq!(enhanced.code, "string");
        assert_eq!(enhanced.documented_code(), None);
        assert_eq!(
            enhanced.action,
            ErrorAction::Undocumented("string".to_owned())
        );
        assert_eq!(enhanced.trace.as_deref(), Some("string"));
        assert_eq!(error.is_retryable(), status == "500");
    }

    // A path that the server does not know: an answer that no page of Adobe's describes.
    let mut elsewhere = Sent::from(&request);
    elsewhere.url = elsewhere.url.replace("/api/v2/", "/api/v3/");
    let answer = prism.send(&elsewhere);
    let error = InitiateLogout::interpret(&request, &answer.response()).unwrap_err();
    assert!(matches!(error, Error::HttpStatus(_)), "{error:?}");
    assert_eq!(error.http_status(), Some(404));
}

/// Prism invents an answer within the schema each time; all of them are successes by the
/// description.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn any_answer_within_the_schema_is_understood() {
    let prism = Prism::of(REST);
    let request = request(prism);
    let mut profiles = 0;
    for _ in 0..50 {
        let answer = prism.send(&Sent::from(&request).prefer("dynamic=true"));
        assert_eq!((answer.status, answer.violations()), (200, vec![]));
        // `logouts` is not required by the schema, but there is no logout without it.
        let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let outcome = InitiateLogout::interpret(&request, &answer.response());
        match body["logouts"].as_object() {
            Some(logouts) => {
                let outcome = outcome.unwrap();
                let keys: Vec<_> = outcome
                    .profiles
                    .iter()
                    .map(|profile| &*profile.key)
                    .collect();
                let mut sorted = keys.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, logouts.keys().collect::<Vec<_>>());
                profiles += keys.len();
            }
            None => assert!(matches!(outcome, Err(Error::Malformed(_))), "{outcome:?}"),
        }
    }
    assert!(profiles > 0, "no answer had a profile");
}

/// The same through the driver that ships, over its own HTTP client.
#[cfg(feature = "ureq")]
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn the_ureq_driver_is_understood() {
    let prism = Prism::of(REST);
    let logout = logout("REF30", "Cablevision", "https://adobe.com");
    let request = logout
        .clone()
        .with_extras(all_extras())
        .unwrap()
        .request(&site(prism), &token());
    let response = tvpass::driver::UreqDriver::new().send(&request).unwrap();
    assert_eq!(response.header("sl-violations"), None);
    assert_eq!(response.status(), 200, "{response:?}");
    let outcome = InitiateLogout::interpret(&request, &response).unwrap();
    assert_eq!(outcome.profiles.len(), 2);
}

/// Adobe's printed samples against Adobe's description: where they disagree is known, and what this
/// project does about it.
#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn adobes_own_samples_disagree_where_expected() {
    let prism = Prism::of(REST);
    for (number, sample) in samples("logout-v2.json", prism).iter().enumerate() {
        let violations = prism.send(sample).violations();
        match number + 1 {
            // `/api/v2/logout/REF30/…`, a path that exists nowhere else.
            7 => assert!(violations[0].contains("NO_PATH_MATCHED"), "{violations:?}"),
            _ => assert_eq!(violations, NONE, "sample {}", number + 1),
        }
    }

    let prism = Prism::of(DCR);
    let samples = samples("dcr.json", prism);
    let of = |target: &str| {
        let found: Vec<_> = samples
            .iter()
            .filter(|sample| sample.url.ends_with(target))
            .collect();
        assert!(!found.is_empty(), "no sample of {target}");
        found
            .into_iter()
            .map(|sample| prism.send(sample).violations())
    };
    for violations in of("/o/client/token") {
        // The pages say form body, the description says query. A secret never goes into a URL here,
        // so the pages are followed, and no token request can satisfy the description.
        for name in ["client_id", "client_secret", "grant_type"] {
            assert!(
                violations.iter().any(|text| text.contains(name)),
                "{violations:?}"
            );
        }
    }
    for violations in of("/o/client/register") {
        assert_eq!(violations, NONE);
    }
    // The pages say that `redirect_uri` is optional; the description requires it.
    let mut without = samples
        .iter()
        .find(|sample| sample.url.ends_with("/register"))
        .cloned()
        .unwrap();
    without.body = br#"{"software_statement": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}"#.to_vec();
    let violations = prism.send(&without).violations();
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert!(violations[0].contains("redirect_uri"), "{violations:?}");
}
