//! A client that is careless on purpose: one mistake after the other.

use std::time::Duration;

use serde_json::json;
use tvpass_sandbox::{
    Answer as Faulty, Fault, Reply, Running, software_statement, software_statement_of_ref40,
};

use crate::client::{base64, form_headers, replaced};
use crate::rules::{decide, device, device_with, get, logout, sign_in, wait};
use crate::tv::ALL;

/// One way to break one rule.
pub(crate) type Mistake = (&'static str, fn() -> Running);

pub(crate) const MISTAKES: &[Mistake] = &[
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
        let query = format!(
            "redirectUrl=https%3A%2F%2Fadobe.com&access_token={}",
            tv.token
        );
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
            let _ = tv
                .client
                .try_send("GET", &tv.path("profiles"), &tv.headers(&[]), None);
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
        let token = answer["decisions"][0]["token"]["serializedToken"]
            .as_str()
            .unwrap();
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
        let headers = replaced(
            &tv.headers(&[]),
            "AP-Device-Identifier",
            Some(&base64("a TV")),
        );
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
        let headers = replaced(
            &tv.headers(&[]),
            "X-Device-Info",
            Some(&base64("{\"model\" \"x\"}")),
        );
        assert_eq!(get(&tv, "profiles", &headers), 400);
        sandbox
    }),
    ("device-info", || {
        let (sandbox, tv) = device();
        let (id, secret) = tv.client.credentials(&software_statement());
        let headers = replaced(&form_headers(), "X-Device-Info", None);
        let body = format!("client_id={id}&client_secret={secret}&grant_type=client_credentials");
        tv.client
            .send("POST", "/o/client/token", &headers, Some(&body));
        sandbox
    }),
    ("device-info-values", || {
        let (sandbox, tv) = device();
        let info = json!({"model": "x", "version": "1", "osName": "Roku", "osVersion": "1",
            "connectionType": "WiFi", "type": "TV"});
        let headers = replaced(
            &tv.headers(&[]),
            "X-Device-Info",
            Some(&base64(&info.to_string())),
        );
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
        tv.profile_with(
            "flexibleTempPass",
            &[("AP-TempPass-Identity", "ann@example.com")],
        );
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
        let reply = Reply {
            status: 429,
            headers: Vec::new(),
            body: String::new(),
        };
        sandbox
            .inject(Fault::answer("/api/v2/", Faulty::Reply(reply)))
            .unwrap();
        get(&tv, "profiles", &tv.headers(&[]));
        sandbox.clock().advance(Duration::from_millis(500));
        tv.profile_with("Cablevision", &[]);
        sandbox
    }),
];
