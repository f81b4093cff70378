//! Our requests against Adobe's own OpenAPI descriptions, judged by Prism: a server that this project did not write.
//!
//! Needs Node.js; `cargo xtask test prism` installs Prism and runs these tests. A plain `cargo test` lists them as ignored.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/prism.rs"]
mod prism;

use prism::{Prism, Sent, operation};

const REST: &str = "restApiV2.json";
const LOGOUT: &str = "/{serviceProvider}/logout/{mvpd}";

/// A logout request written by hand from the description: the yardstick for the checks on Prism itself.
fn by_hand(prism: &Prism) -> Sent {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Sent {
        method: "GET".to_owned(),
        url: format!(
            "{}/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fadobe.com",
            prism.base()
        ),
        headers: vec![
            header("Authorization", "Bearer token"),
            header("AP-Device-Identifier", "fingerprint YQ=="),
            header("X-Device-Info", "e30="),
            header("Accept", "application/json"),
        ],
        body: Vec::new(),
    }
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn prism_reports_what_breaks_the_description() {
    let prism = Prism::start(REST);
    let good = by_hand(&prism);
    assert_eq!(prism.send(&good).violations(), Vec::<String>::new());

    for required in ["Authorization", "AP-Device-Identifier", "X-Device-Info"] {
        let answer = prism.send(&good.clone().without(required));
        assert_eq!(answer.status, 400, "{answer:?}");
        let violations = answer.violations();
        assert_eq!(violations.len(), 1, "{violations:?}");
        assert!(
            violations[0].contains(&required.to_ascii_lowercase()),
            "{violations:?}"
        );
    }

    let mut elsewhere = good.clone();
    elsewhere.url = elsewhere.url.replace("/api/v2/", "/api/v3/");
    assert_eq!(prism.send(&elsewhere).violations().len(), 1);

    let mut delete = good.clone();
    delete.method = "DELETE".to_owned();
    assert_eq!(prism.send(&delete).violations().len(), 1);

    // 429 is in no description (trap 16 of the protocol): Prism cannot play it.
    assert_eq!(prism.send(&good.prefer("code=429")).violations().len(), 1);
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn every_documented_status_can_be_asked_for() {
    let prism = Prism::start(REST);
    let documented = operation(REST, LOGOUT, "get");
    let mut statuses: Vec<_> = documented["responses"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    statuses.sort();
    assert_eq!(statuses, ["200", "302", "400", "401", "405", "500"]);
    for status in statuses {
        let answer = prism.send(&by_hand(&prism).prefer(&format!("code={status}")));
        assert_eq!(answer.status.to_string(), *status);
        assert_eq!(answer.violations(), Vec::<String>::new());
    }
}
