//! Adobe's rules: a client that is careless on purpose breaks each of them, and nothing else; one
//! that is careful breaks none.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use tvpass_sandbox::rules::{Level, RULES};
use tvpass_sandbox::{Answer as Faulty, Clock, Config, Fault, Running, software_statement};

use crate::careless::MISTAKES;
use crate::client::owned;
use crate::tv::{Tv, tv_with};

/// A device with credentials of its own.
pub(crate) fn device() -> (Running, Tv) {
    device_with(false)
}

pub(crate) fn device_with(browser_on_device: bool) -> (Running, Tv) {
    let (sandbox, mut tv) = tv_with(Config {
        clock: Clock::frozen(),
        browser_on_device,
        ..Config::unthrottled()
    });
    tv.token = tv.client.access_token(&software_statement());
    (sandbox, tv)
}

pub(crate) fn wait(sandbox: &Running, seconds: u64) {
    sandbox.clock().advance(Duration::from_secs(seconds));
}

/// The ids of the rules that were broken.
fn broken(sandbox: &Running) -> BTreeSet<String> {
    let clients = sandbox.report().clients;
    let findings = clients.into_iter().flat_map(|client| client.findings);
    findings.map(|finding| finding.rule).collect()
}

/// Signs in as a careful application does: by a code, and one poll at the end.
pub(crate) fn sign_in(sandbox: &Running, tv: &Tv, extra: &[(&str, &str)]) -> String {
    let code = tv.sign_in(sandbox, "Cablevision", extra);
    wait(sandbox, 5);
    assert_eq!(tv.poll(&code).status, 200);
    code
}

pub(crate) fn get(tv: &Tv, rest: &str, headers: &[(String, String)]) -> u16 {
    tv.client.send("GET", &tv.path(rest), headers, None).status
}

/// Decisions without a look at the answer.
pub(crate) fn decide(tv: &Tv, kind: &str, resources: &[&str]) -> serde_json::Value {
    let mut headers = tv.headers(&[]);
    headers.extend(owned(&[("Content-Type", "application/json")]));
    let path = tv.path(&format!("decisions/{kind}/Cablevision"));
    let body = json!({"resources": resources}).to_string();
    tv.client.send("POST", &path, &headers, Some(&body)).json()
}

pub(crate) fn logout(tv: &Tv, mvpd: &str, extra: &[(&str, &str)]) -> serde_json::Value {
    tv.client.logout_with(&tv.token, mvpd, extra).json()
}

/// Mistakes that cannot be made without another one.
const ALONG_WITH: [(&str, &str); 1] = [("no-secret-in-url", "parameters-expected")];

#[test]
fn a_careless_client_breaks_each_rule_and_nothing_else() {
    for (rule, mistake) in MISTAKES {
        let along = ALONG_WITH
            .iter()
            .filter(|(with, _)| with == rule)
            .map(|(_, other)| *other);
        let expected: BTreeSet<String> = along.chain([*rule]).map(str::to_owned).collect();
        let sandbox = mistake();
        assert_eq!(
            broken(&sandbox),
            expected,
            "{rule}: {}",
            sandbox.report().human()
        );
    }
    for rule in RULES {
        assert!(
            MISTAKES.iter().any(|(id, _)| *id == rule.id),
            "nobody breaks {}",
            rule.id
        );
    }
}

#[test]
fn a_careful_client_breaks_none() {
    let (sandbox, tv) = device();
    assert_eq!(tv.profiles_with(&[]).json()["profiles"], json!({}));
    tv.configuration();
    let code = tv.code_for("Cablevision", &[]);
    for _ in 0..3 {
        wait(&sandbox, 5);
        tv.poll(&code);
    }
    // The second screen has credentials and a token of its own.
    let phone = Tv {
        token: tv.client.access_token(&software_statement()),
        ..tv.other("a phone", "REF30")
    };
    phone.retrieve(&code);
    sandbox.sign_in(&code).unwrap();
    phone.poll(&code);
    wait(&sandbox, 5);
    assert_ne!(tv.poll(&code).json()["profiles"], json!({}));
    decide(
        &tv,
        "preauthorize",
        &["channel-1", "channel-2", "Sandbox_Denied"],
    );
    for _ in 0..3 {
        decide(&tv, "authorize", &["channel-1"]);
        wait(&sandbox, 600);
    }
    decide(&tv, "authorize", &["Sandbox_Denied"]);
    // The next day, after a restart: a new token for the same credentials.
    wait(&sandbox, 86_400);
    let answer = logout(&tv, "Cablevision", &[]);
    assert_eq!(
        answer["status"], 401,
        "this one finds out that the token has expired"
    );
    assert_eq!(
        broken(&sandbox),
        BTreeSet::from(["access-token-checked".to_owned()])
    );
}

#[test]
fn faults_of_the_service_are_not_the_clients() {
    let (sandbox, tv) = device();
    for code in [
        "invalid_parameter_mvpd",
        "invalid_access_token_service_provider",
    ] {
        let answer = Faulty::Error {
            code: code.to_owned(),
        };
        sandbox.inject(Fault::answer("/api/v2/", answer)).unwrap();
        get(&tv, "profiles", &tv.headers(&[]));
        wait(&sandbox, 5);
    }
    assert_eq!(broken(&sandbox), BTreeSet::new());
    // A client that has to register again may.
    let (sandbox, mut tv) = device();
    tv.profiles_with(&[]);
    sandbox.delete_all_clients();
    assert_eq!(get(&tv, "profiles", &tv.headers(&[])), 401);
    tv.token = tv.client.access_token(&software_statement());
    assert_eq!(get(&tv, "profiles", &tv.headers(&[])), 200);
    assert_eq!(broken(&sandbox), BTreeSet::new());
}

#[test]
fn what_browsers_and_proxies_add_is_not_the_clients() {
    let (sandbox, tv) = device();
    let preflight = owned(&[
        ("Origin", "https://tv.example"),
        ("Access-Control-Request-Method", "GET"),
    ]);
    tv.client
        .send("OPTIONS", &tv.path("profiles"), &preflight, None);
    let added = [
        ("Origin", "https://tv.example"),
        ("Sec-Fetch-Mode", "cors"),
        ("Via", "1.1 proxy"),
    ];
    tv.profiles_with(&added);
    assert_eq!(broken(&sandbox), BTreeSet::new());
}

#[test]
fn with_a_browser_on_the_device_polling_starts_at_the_redirect_url() {
    let (sandbox, tv) = device_with(true);
    let code = tv.code_for("Sandbox_HomeBased", &[]);
    let mut url = format!("{}/api/v2/authenticate/REF30/{code}", tv.client.base);
    for _ in 0..3 {
        let answer = tv.client.get(&url);
        url = answer
            .header("location")
            .unwrap()
            .replace(&tv.client.base, "");
        url = if url.starts_with('/') {
            format!("{}{url}", tv.client.base)
        } else {
            url
        };
    }
    assert_eq!(url, "https://adobe.com/done");
    for _ in 0..2 {
        tv.poll(&code);
        wait(&sandbox, 5);
    }
    assert_eq!(
        broken(&sandbox),
        BTreeSet::from(["polling-stop".to_owned()]),
        "found by the first poll"
    );
}

#[test]
fn findings_are_about_a_request_and_grouped_by_client() {
    let (sandbox, tv) = device();
    let code = tv.code_for("Cablevision", &[]);
    for _ in 0..3 {
        tv.poll(&code);
    }
    let entry = sandbox.log().pop().unwrap();
    let finding = &entry.findings[0];
    assert_eq!(
        (finding.rule.id, finding.rule.level),
        ("polling-interval", Level::Mandatory)
    );
    assert_eq!(finding.what, "The poll before was sent 0 ms earlier.");
    assert!(finding.rule.page.ends_with("/rest-api-v2-checklist"));
    assert_eq!(entry.sender.as_deref(), Some(&*tv.device), "by its code");
    // Registration and token were sent before the device was known.
    let report = sandbox.report();
    let [client] = report.clients.as_slice() else {
        panic!("{report:?}")
    };
    assert_eq!(
        (client.name.as_str(), client.requests),
        ("device ba23d141…", 6)
    );
    assert_eq!(
        (
            client.findings[0].times,
            client.findings[0].requests.as_slice()
        ),
        (2, &[5, 6][..])
    );
    assert_eq!(client.findings[0].operation, "profile_for_code");
    let over_http: tvpass_sandbox::Report =
        serde_json::from_str(&tv.client.get("/sandbox/report").body).unwrap();
    assert_eq!(over_http, report);
}

#[test]
fn the_documentation_lists_the_rules() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox.md");
    let text = std::fs::read_to_string(file).unwrap();
    let listed: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let row = |rule: &tvpass_sandbox::rules::Rule| {
        format!("| `{}` | {} | {} |", rule.id, rule.level.name(), rule.text)
    };
    assert_eq!(listed, RULES.iter().map(row).collect::<Vec<_>>());
}
