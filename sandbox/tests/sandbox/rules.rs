//! Adobe's rules: a client that is careless on purpose breaks each of them, and nothing else; one
//! that is careful breaks none.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use tvpass_sandbox::rules::{Level, RULES};
use tvpass_sandbox::{
    Answer as Faulty, Clock, Config, Fault, Reply, Running, software_statement,
    software_statement_of_ref40,
};

use crate::client::{base64, form_headers, owned, replaced};
use crate::tv::{ALL, Tv, tv_with};

/// A device with credentials of its own.
fn device() -> (Running, Tv) {
    device_with(false)
}

fn device_with(browser_on_device: bool) -> (Running, Tv) {
    let (sandbox, mut tv) = tv_with(Config {
        clock: Clock::frozen(),
        browser_on_device,
        ..Config::unthrottled()
    });
    tv.token = tv.client.access_token(&software_statement());
    (sandbox, tv)
}

fn wait(sandbox: &Running, seconds: u64) {
    sandbox.clock().advance(Duration::from_secs(seconds));
}

/// The ids of the rules that were broken.
fn broken(sandbox: &Running) -> BTreeSet<String> {
    let clients = sandbox.report().clients;
    let findings = clients.into_iter().flat_map(|client| client.findings);
    findings.map(|finding| finding.rule).collect()
}

/// Signs in as a careful application does: by a code, and one poll at the end.
fn sign_in(sandbox: &Running, tv: &Tv, extra: &[(&str, &str)]) -> String {
    let code = tv.sign_in(sandbox, "Cablevision", extra);
    wait(sandbox, 5);
    assert_eq!(tv.poll(&code).status, 200);
    code
}

fn get(tv: &Tv, rest: &str, headers: &[(String, String)]) -> u16 {
    tv.client.send("GET", &tv.path(rest), headers, None).status
}

/// Decisions without a look at the answer.
fn decide(tv: &Tv, kind: &str, resources: &[&str]) -> serde_json::Value {
    let mut headers = tv.headers(&[]);
    headers.extend(owned(&[("Content-Type", "application/json")]));
    let path = tv.path(&format!("decisions/{kind}/Cablevision"));
    let body = json!({"resources": resources}).to_string();
    tv.client.send("POST", &path, &headers, Some(&body)).json()
}

fn logout(tv: &Tv, mvpd: &str, extra: &[(&str, &str)]) -> serde_json::Value {
    tv.client.logout_with(&tv.token, mvpd, extra).json()
}

/// One way to break one rule.
type Mistake = (&'static str, fn() -> Running);

const MISTAKES: &[Mistake] = &[
    ("registration-scope", || {
        let (sandbox, mut tv) = device();
        tv.token = tv.client.access_token(&software_statement_of_ref40());
        assert_eq!(get(&tv, "profiles", &tv.headers(&[])), 401);
        sandbox
    }),
    ("client-credentials-reused", || {
        let (sandbox, mut tv) = device();
        tv.profiles_with(&[]);
        tv.token = tv.client.access_token(&software_statement());
        tv.profile_with("Cablevision", &[]);
        sandbox
    }),
    ("access-token-reused", || {
        let (sandbox, tv) = device();
        let (id, secret) = tv.client.credentials(&software_statement());
        for _ in 0..2 {
            assert_eq!(tv.client.token(&id, &secret).status, 201);
        }
        sandbox
    }),
    ("access-token-checked", || {
        let (sandbox, tv) = device();
        wait(&sandbox, 21_602);
        assert_eq!(get(&tv, "profiles", &tv.headers(&[])), 401);
        sandbox
    }),
    ("token-renewed-after-401", || {
        let (sandbox, tv) = device();
        sandbox.expire_tokens();
        for _ in 0..2 {
            assert_eq!(get(&tv, "profiles", &tv.headers(&[])), 401);
        }
        sandbox
    }),
    ("no-secret-in-url", || {
        let (sandbox, tv) = device();
        let query = format!("redirectUrl=https%3A%2F%2Fadobe.com&access_token={}", tv.token);
        get(&tv, &format!("logout/Dish?{query}"), &tv.headers(&[]));
        sandbox
    }),
    ("configuration-when-needed", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        tv.configuration();
        sandbox
    }),
    ("configuration-cached", || {
        let (sandbox, tv) = device();
        tv.configuration();
        wait(&sandbox, 60);
        tv.configuration();
        sandbox
    }),
    ("polling-start", || {
        let (sandbox, tv) = device_with(true);
        let code = tv.code_for("Cablevision", &[]);
        for _ in 0..2 {
            wait(&sandbox, 5);
            tv.poll(&code);
        }
        sandbox
    }),
    ("polling-interval", || {
        let (sandbox, tv) = device();
        let code = tv.code_for("Cablevision", &[]);
        tv.poll(&code);
        wait(&sandbox, 1);
        tv.poll(&code);
        sandbox
    }),
    ("polling-stop", || {
        let (sandbox, tv) = device();
        let code = sign_in(&sandbox, &tv, &[]);
        wait(&sandbox, 5);
        tv.poll(&code);
        sandbox
    }),
    ("polling-stop", || {
        let (sandbox, tv) = device();
        let code = tv.code_for("Cablevision", &[]);
        wait(&sandbox, 1_806);
        tv.poll(&code);
        sandbox
    }),
    ("polling-stop", || {
        let (sandbox, tv) = device();
        let code = tv.code_for("Cablevision", &[]);
        wait(&sandbox, 5);
        tv.code_for("Cablevision", &[]);
        wait(&sandbox, 5);
        tv.poll(&code);
        sandbox
    }),
    ("profiles-cached", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        for _ in 0..3 {
            wait(&sandbox, 5);
            tv.profiles_with(&[]);
        }
        sandbox
    }),
    ("code-validated", || {
        let (sandbox, tv) = device();
        let answer = tv.client.get("/api/v2/authenticate/REF30/AAAAAAA");
        assert_eq!(answer.status, 400);
        sandbox
    }),
    ("preauthorize-not-for-playback", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        decide(&tv, "preauthorize", &["channel-1", "channel-2"]);
        tv.profile_with("Cablevision", &[]);
        decide(&tv, "preauthorize", &["channel-1"]);
        sandbox
    }),
    ("preauthorize-cached", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        decide(&tv, "preauthorize", &["channel-1", "channel-2"]);
        decide(&tv, "preauthorize", &["channel-2", "channel-3"]);
        sandbox
    }),
    ("retries-limited", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        for _ in 0..5 {
            wait(&sandbox, 2);
            decide(&tv, "authorize", &["Sandbox_NetworkError"]);
        }
        sandbox
    }),
    ("retries-limited", || {
        let (sandbox, tv) = device();
        sandbox.inject(Fault::close("/api/v2/").times(4)).unwrap();
        for _ in 0..5 {
            wait(&sandbox, 2);
            let _ = tv.client.try_send("GET", &tv.path("profiles"), &tv.headers(&[]), None);
        }
        sandbox
    }),
    ("action-obeyed", || {
        let (sandbox, tv) = device();
        for _ in 0..2 {
            wait(&sandbox, 1);
            decide(&tv, "authorize", &["channel-1"]);
        }
        sandbox
    }),
    ("resource-limit", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        decide(&tv, "authorize", &["channel-1", "channel-2"]);
        sandbox
    }),
    ("media-token-once", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        let answer = decide(&tv, "authorize", &["channel-1"]);
        let token = answer["decisions"][0]["token"]["serializedToken"].as_str().unwrap();
        for _ in 0..2 {
            let _ = sandbox.verify_media_token(token, "REF30", "channel-1");
        }
        sandbox
    }),
    ("logout-followed", || {
        let (sandbox, tv) = device();
        logout(&tv, "Cablevision", &[]);
        sandbox
    }),
    ("logout-with-sso-token", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[("AD-Service-Token", "a.b.c")]);
        let url = logout(&tv, "Cablevision", &[])["logouts"]["Cablevision"]["url"].clone();
        tv.client.get(url.as_str().unwrap());
        sandbox
    }),
    ("logout-by-user", || {
        let (sandbox, tv) = device();
        sign_in(&sandbox, &tv, &[]);
        decide(&tv, "authorize", &["Sandbox_Denied"]);
        wait(&sandbox, 1);
        logout(&tv, "Dish", &[]);
        sandbox
    }),
    ("authorization-header", || {
        let (sandbox, tv) = device();
        let headers = replaced(&tv.headers(&[]), "Authorization", None);
        assert_eq!(get(&tv, "profiles", &headers), 401);
        sandbox
    }),
    ("device-identifier", || {
        let (sandbox, tv) = device();
        let headers = replaced(&tv.headers(&[]), "AP-Device-Identifier", Some(&base64("a TV")));
        assert_eq!(get(&tv, "profiles", &headers), 400);
        sandbox
    }),
    ("device-identifier-stable", || {
        let (sandbox, tv) = device();
        tv.profiles_with(&[]);
        tv.other("another", "REF30").profiles_with(&[]);
        sandbox
    }),
    ("device-info", || {
        let (sandbox, tv) = device();
        let headers = replaced(&tv.headers(&[]), "X-Device-Info", Some(&base64("{\"model\" \"x\"}")));
        assert_eq!(get(&tv, "profiles", &headers), 400);
        sandbox
    }),
    ("device-info", || {
        let (sandbox, tv) = device();
        let (id, secret) = tv.client.credentials(&software_statement());
        let headers = replaced(&form_headers(), "X-Device-Info", None);
        let body = format!("client_id={id}&client_secret={secret}&grant_type=client_credentials");
        tv.client.send("POST", "/o/client/token", &headers, Some(&body));
        sandbox
    }),
    ("device-info-values", || {
        let (sandbox, tv) = device();
        let info = json!({"model": "x", "version": "1", "osName": "Roku", "osVersion": "1",
            "connectionType": "WiFi", "type": "TV"});
        let headers = replaced(&tv.headers(&[]), "X-Device-Info", Some(&base64(&info.to_string())));
        assert_eq!(get(&tv, "profiles", &headers), 200);
        sandbox
    }),
    ("partner-framework-status", || {
        let (sandbox, tv) = device();
        let status = sandbox.framework_status("granted", Some("apple.spectrum"), Duration::ZERO);
        tv.profiles_with(&[("AP-Partner-Framework-Status", &status)]);
        sandbox
    }),
    ("temp-pass-identity", || {
        let (sandbox, tv) = device();
        tv.profile_with("flexibleTempPass", &[("AP-TempPass-Identity", "ann@example.com")]);
        sandbox
    }),
    ("sso-token-unexpired", || {
        let (sandbox, tv) = device();
        // {"exp":1}
        tv.profiles_with(&[("AD-Service-Token", "e30.eyJleHAiOjF9.x")]);
        sandbox
    }),
    ("headers-expected", || {
        let (sandbox, tv) = device();
        let code = tv.code_for("Cablevision", &[]);
        get(&tv, &format!("sessions/{code}"), &tv.headers(&[]));
        sandbox
    }),
    ("parameters-expected", || {
        let (sandbox, tv) = device();
        tv.create(&[ALL[0], ALL[1], ALL[2], ("domain", "adobe.com")]);
        sandbox
    }),
    ("parameters-expected", || {
        let (sandbox, tv) = device();
        get(&tv, "profiles?mvpd=Cablevision", &tv.headers(&[]));
        sandbox
    }),
    ("paths-expected", || {
        let (sandbox, tv) = device();
        get(&tv, "decision/authorize/Cablevision", &tv.headers(&[]));
        sandbox
    }),
    ("request-accepted", || {
        let (sandbox, tv) = device();
        tv.create(&[("mvpd", "Cabelvision")]);
        sandbox
    }),
    ("pause-after-429", || {
        let (sandbox, tv) = device();
        let reply = Reply { status: 429, headers: Vec::new(), body: String::new() };
        sandbox.inject(Fault::answer("/api/v2/", Faulty::Reply(reply))).unwrap();
        get(&tv, "profiles", &tv.headers(&[]));
        sandbox.clock().advance(Duration::from_millis(500));
        tv.profile_with("Cablevision", &[]);
        sandbox
    }),
];

/// Mistakes that cannot be made without another one.
const ALONG_WITH: [(&str, &str); 1] = [("no-secret-in-url", "parameters-expected")];

#[test]
fn a_careless_client_breaks_each_rule_and_nothing_else() {
    for (rule, mistake) in MISTAKES {
        let along = ALONG_WITH.iter().filter(|(with, _)| with == rule).map(|(_, other)| *other);
        let expected: BTreeSet<String> = along.chain([*rule]).map(str::to_owned).collect();
        let sandbox = mistake();
        assert_eq!(broken(&sandbox), expected, "{rule}: {}", sandbox.report().human());
    }
    for rule in RULES {
        assert!(MISTAKES.iter().any(|(id, _)| *id == rule.id), "nobody breaks {}", rule.id);
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
    let phone = Tv { token: tv.client.access_token(&software_statement()), ..tv.other("a phone", "REF30") };
    phone.retrieve(&code);
    sandbox.sign_in(&code).unwrap();
    phone.poll(&code);
    wait(&sandbox, 5);
    assert_ne!(tv.poll(&code).json()["profiles"], json!({}));
    decide(&tv, "preauthorize", &["channel-1", "channel-2", "Sandbox_Denied"]);
    for _ in 0..3 {
        decide(&tv, "authorize", &["channel-1"]);
        wait(&sandbox, 600);
    }
    decide(&tv, "authorize", &["Sandbox_Denied"]);
    // The next day, after a restart: a new token for the same credentials.
    wait(&sandbox, 86_400);
    let answer = logout(&tv, "Cablevision", &[]);
    assert_eq!(answer["status"], 401, "this one finds out that the token has expired");
    assert_eq!(broken(&sandbox), BTreeSet::from(["access-token-checked".to_owned()]));
}

#[test]
fn faults_of_the_service_are_not_the_clients() {
    let (sandbox, tv) = device();
    for code in ["invalid_parameter_mvpd", "invalid_access_token_service_provider"] {
        let answer = Faulty::Error { code: code.to_owned() };
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
fn with_a_browser_on_the_device_polling_starts_at_the_redirect_url() {
    let (sandbox, tv) = device_with(true);
    let code = tv.code_for("Sandbox_HomeBased", &[]);
    let mut url = format!("{}/api/v2/authenticate/REF30/{code}", tv.client.base);
    for _ in 0..3 {
        let answer = tv.client.get(&url);
        url = answer.header("location").unwrap().replace(&tv.client.base, "");
        url = if url.starts_with('/') { format!("{}{url}", tv.client.base) } else { url };
    }
    assert_eq!(url, "https://adobe.com/done");
    for _ in 0..2 {
        tv.poll(&code);
        wait(&sandbox, 5);
    }
    assert_eq!(broken(&sandbox), BTreeSet::from(["polling-stop".to_owned()]), "found by the first poll");
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
    assert_eq!((finding.rule.id, finding.rule.level), ("polling-interval", Level::Mandatory));
    assert_eq!(finding.what, "The poll before was sent 0 ms earlier.");
    assert!(finding.rule.page.ends_with("/rest-api-v2-checklist"));
    assert_eq!(entry.sender.as_deref(), Some(&*tv.device), "by its code");
    // Registration and token were sent before the device was known.
    let report = sandbox.report();
    let [client] = report.clients.as_slice() else { panic!("{report:?}") };
    assert_eq!((client.name.as_str(), client.requests), ("device ba23d141…", 6));
    assert_eq!((client.findings[0].times, client.findings[0].requests.as_slice()), (2, &[5, 6][..]));
    assert_eq!(client.findings[0].operation, "profile_for_code");
    let over_http: tvpass_sandbox::Report =
        serde_json::from_str(&tv.client.get("/sandbox/report").body).unwrap();
    assert_eq!(over_http, report);
}
