//! What a V2 logout refuses, and with which error.

use serde_json::json;
use tvpass_sandbox::Config;

use crate::client::{
    Answer, DEVICE, REDIRECT, base64, device_info, logout_headers, owned, replaced, start,
    start_unthrottled,
};

fn assert_complete(answer: &Answer) {
    assert_eq!(
        answer.only_logout().1["actionName"],
        "complete",
        "{answer:?}"
    );
}

#[test]
fn errors_have_adobes_code_action_status_and_message() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    let documented: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/data/vectors/error-codes.json")).unwrap();
    let row = |code: &str| {
        let rows = documented["rest_api_v2"].as_array().unwrap();
        rows.iter()
            .find(|row| row["code"] == code)
            .unwrap_or_else(|| panic!("{code}"))
            .clone()
    };
    let check = |target: &str, headers: &[(String, String)], code: &str| {
        let answer = client.send("GET", target, headers, None);
        assert_eq!(answer.code(), code, "{target} {headers:?}");
        let (json, row) = (answer.json(), row(code));
        assert_eq!(json["action"], row["action"]);
        assert_eq!(json["message"], row["message"]);
        assert_eq!(json["status"], row["status"][0]);
    };

    for (target, code) in [
        (
            format!("/api/v2/REF31/logout/Dish?{REDIRECT}"),
            "invalid_parameter_service_provider",
        ),
        (
            format!("/api/v2/%FF/logout/Dish?{REDIRECT}"),
            "invalid_parameter_service_provider",
        ),
        (
            format!("/api/v2//logout/Dish?{REDIRECT}"),
            "invalid_parameter_service_provider",
        ),
        (
            format!("/api/v2/REF30/logout/Dish2?{REDIRECT}"),
            "invalid_parameter_mvpd",
        ),
        (
            format!("/api/v2/REF30/logout/?{REDIRECT}"),
            "invalid_parameter_mvpd",
        ),
        (
            format!("/api/v2/REF30/logout?{REDIRECT}"),
            "invalid_parameter_mvpd",
        ),
        (
            format!("/api/v2/REF30/logout/dish?{REDIRECT}"),
            "invalid_parameter_mvpd",
        ),
        (
            format!("/api/v2/REF40/logout/Spectrum?{REDIRECT}"),
            "invalid_integration",
        ),
        (
            "/api/v2/REF30/logout/Dish".into(),
            "invalid_parameter_redirect_url",
        ),
        (
            "/api/v2/REF30/logout/Dish?redirectUrl=".into(),
            "invalid_parameter_redirect_url",
        ),
        (
            "/api/v2/REF30/logout/Dish?redirectUrl=adobe.com".into(),
            "invalid_parameter_redirect_url",
        ),
        (
            "/api/v2/REF30/logout/Dish?redirectUrl=%2Fdone".into(),
            "invalid_parameter_redirect_url",
        ),
        (
            format!("/api/v2/REF30/logout/Dish?{REDIRECT}&{REDIRECT}"),
            "invalid_parameter_redirect_url",
        ),
    ] {
        check(&target, &headers, code);
    }

    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}");
    let encoded = base64(DEVICE);
    let unpadded = encoded.trim_end_matches('=');
    assert_ne!(unpadded, base64("x"));
    for wrong in [
        None,
        Some(""),
        Some(encoded.as_str()),
        Some("fingerprint"),
        Some("fingerprint "),
        Some("fingerprint YQ"),
        Some("fingerprint _-8="),
        Some("fingerprint /w=="),
        Some("Fingerprint YQ=="),
        Some("fingerprint  YQ=="),
    ] {
        check(
            &target,
            &replaced(&headers, "AP-Device-Identifier", wrong),
            "invalid_header_device_identifier",
        );
    }

    let complete = json!({"model": "m", "version": "1", "osName": "tvOS", "osVersion": "1", "connectionType": "WiFi"});
    let mut infos = vec![
        None,
        Some(String::new()),
        Some("{}".into()),
        Some(base64("")),
        Some(base64("[]")),
    ];
    infos.push(Some(device_info().trim_end_matches('=').to_owned() + "*"));
    // The samples' own: no comma between two of its members.
    infos.push(Some(base64(
        "{\"osName\": \"tvOS\"\n\"osVendor\": \"Apple\"}",
    )));
    for key in ["model", "version", "osName", "osVersion", "connectionType"] {
        for value in [None, Some(json!("")), Some(json!(1)), Some(json!(null))] {
            let mut info = complete.as_object().unwrap().clone();
            info.remove(key);
            info.extend(value.map(|value| (key.to_owned(), value)));
            infos.push(Some(base64(&serde_json::to_string(&info).unwrap())));
        }
    }
    for nested in [json!(null), json!([1920]), json!({"pixels": 1920})] {
        let mut info = complete.clone();
        info["displayWidth"] = nested;
        infos.push(Some(base64(&info.to_string())));
    }
    for info in infos {
        check(
            &target,
            &replaced(&headers, "X-Device-Info", info.as_deref()),
            "invalid_header_device_info",
        );
    }
    let mut more = complete.clone();
    more["displayWidth"] = json!(1920);
    more["connectionSecure"] = json!(true);
    let more = replaced(&headers, "X-Device-Info", Some(&base64(&more.to_string())));
    let another = format!("/api/v2/REF30/logout/ATTOTT?{REDIRECT}");
    assert_complete(&client.send("GET", &another, &more, None));
    let enough = replaced(
        &headers,
        "X-Device-Info",
        Some(&base64(&complete.to_string())),
    );
    assert_complete(&client.send("GET", &target, &enough, None));
}

#[test]
fn details_name_what_is_missing() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    let info = base64(r#"{"model":"m","osName":"tvOS","osVersion":""}"#);
    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}");
    let answer = client.send(
        "GET",
        &target,
        &replaced(&headers, "X-Device-Info", Some(&info)),
        None,
    );
    assert_eq!(
        answer.json()["details"],
        "missing: version, osVersion, connectionType"
    );
}

#[test]
fn what_is_not_documented_is_refused() {
    let (sandbox, client) = start(Config {
        strict_headers: true,
        ..Config::unthrottled()
    });
    let token = sandbox.access_token();
    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}&format=json");
    let answer = client.send("GET", &target, &logout_headers(&token, DEVICE), None);
    assert_eq!(
        (answer.status, answer.code()),
        (400, "unexpected_parameter".into())
    );
    let answer = client.logout_with(&token, "Dish", &[("X-Something", "1")]);
    assert_eq!(
        (answer.status, answer.code()),
        (400, "unexpected_parameter".into())
    );
    assert!(
        answer.json()["details"]
            .as_str()
            .unwrap()
            .contains("x-something")
    );
    let documented = [
        ("X-Forwarded-For", "192.0.2.1"),
        ("Adobe-Subject-Token", "a"),
        ("X-Roku-Reserved-Roku-Connect-Token", "b"),
        ("AD-Service-Token", "c"),
        ("AP-Visitor-Identifier", "d"),
    ];
    assert_complete(&client.logout_with(&token, "Dish", &documented));

    let (sandbox, client) = start_unthrottled();
    let answer = client.logout_with(&sandbox.access_token(), "Dish", &[("X-Something", "1")]);
    assert_complete(&answer);
}

#[test]
fn only_get() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let body = matches!(method, "POST" | "PUT").then_some("");
        let answer = client.send(method, &target, &headers, body);
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET")),
            "{method}"
        );
        assert_eq!(answer.code(), "method_not_allowed");
    }
    assert_eq!(client.send("HEAD", &target, &headers, None).status, 405);
    assert_eq!(sandbox.counters().logouts_v2, 0);
}

#[test]
fn the_order_of_the_misprinted_sample_leads_nowhere() {
    let (sandbox, client) = start_unthrottled();
    let headers = logout_headers(&sandbox.access_token(), DEVICE);
    let target = format!("/api/v2/logout/REF30/TempPass_5mins?{REDIRECT}");
    assert_eq!(client.send("GET", &target, &headers, None).status, 404);
}

#[test]
fn traces_differ() {
    let (_sandbox, client) = start_unthrottled();
    let trace = || {
        client
            .send("GET", "/api/v2/REF30/logout/Dish", &owned(&[]), None)
            .json()["trace"]
            .clone()
    };
    assert_ne!(trace(), trace());
}

/// A crate holds what it is made of: the sandbox has a copy of its own.
#[test]
fn the_table_of_codes_is_the_librarys() {
    let own = include_str!("../../src/error-codes.json");
    assert!(
        own == include_str!("../../../tests/data/vectors/error-codes.json"),
        "copy tests/data/vectors/error-codes.json to sandbox/src"
    );
}
