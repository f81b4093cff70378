//! `POST /o/client/register`.

use serde_json::{Value, json};
use tvpass_sandbox::{
    software_statement, software_statement_of_ref40, unapproved_software_statement,
};

use crate::client::{Client, base64, json_headers, owned, replaced, start_unthrottled};

fn error(answer: &crate::client::Answer) -> String {
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(
        answer.header("content-type"),
        Some("application/json;charset=UTF-8")
    );
    let json = answer.json();
    assert_eq!(json.as_object().unwrap().len(), 1);
    json["error"].as_str().unwrap().to_owned()
}

#[test]
fn an_approved_statement_gives_credentials() {
    let (sandbox, client) = start_unthrottled();
    let answer = client.register(&json!({
        "software_statement": software_statement(), "redirect_uri": "adobepass://com.programmer",
    }));
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json;charset=UTF-8")
    );
    let json = answer.json();
    assert_eq!(json["redirect_uris"], json!(["adobepass://com.programmer"]));
    assert_eq!(json["grant_types"], json!(["client_credentials"]));
    assert_eq!(json["scopes"], json!(["api:client:v2"]));
    let now = sandbox.clock().now().as_secs();
    assert!(
        now - json["client_id_issued_at"].as_u64().unwrap() <= 60,
        "in seconds"
    );
    assert_eq!(json.as_object().unwrap().len(), 6);
    assert_eq!(sandbox.client_ids(), [json["client_id"].as_str().unwrap()]);
    assert_eq!(sandbox.counters().registrations, 1);
}

#[test]
fn every_registration_is_another_client() {
    let (sandbox, client) = start_unthrottled();
    let first = client.credentials(&software_statement());
    let second = client.credentials(&software_statement());
    assert_ne!(first.0, second.0);
    assert_ne!(first.1, second.1);
    assert_eq!(sandbox.client_ids(), [first.0, second.0]);
}

#[test]
fn a_redirect_uri_is_made_up_if_none_is_given() {
    let (_sandbox, client) = start_unthrottled();
    let answer = client.register(&json!({"software_statement": software_statement_of_ref40()}));
    assert!(
        answer.json()["redirect_uris"][0]
            .as_str()
            .unwrap()
            .starts_with("app://")
    );
}

#[test]
fn errors_of_the_statement() {
    let (sandbox, client) = start_unthrottled();
    let with = |statement: &str| error(&client.register(&json!({"software_statement": statement})));
    assert_eq!(
        with(&unapproved_software_statement()),
        "unapproved_software_statement"
    );
    let mut tampered = software_statement();
    tampered.push('A');
    for wrong in [
        "",
        "x",
        "a.b.c",
        "..",
        &tampered,
        &software_statement()[1..],
    ] {
        assert_eq!(with(wrong), "invalid_software_statement", "{wrong}");
    }
    assert_eq!(sandbox.counters().registrations, 0);
    assert!(sandbox.client_ids().is_empty());
}

#[test]
fn errors_of_the_redirect_uri() {
    let (_sandbox, client) = start_unthrottled();
    for wrong in [
        json!(""),
        json!("com.programmer"),
        json!("/x"),
        json!(null),
        json!(1),
        json!("app://a b"),
    ] {
        let answer = client
            .register(&json!({"software_statement": software_statement(), "redirect_uri": wrong}));
        assert_eq!(error(&answer), "invalid_redirect_uri", "{wrong}");
    }
}

#[test]
fn errors_of_the_request() {
    let (sandbox, client) = start_unthrottled();
    let send = |client: &Client, target: &str, headers: &[(String, String)], body: &str| {
        error(&client.send("POST", target, headers, Some(body)))
    };
    let statement = software_statement();
    let good = json!({"software_statement": statement}).to_string();
    let repeated =
        format!(r#"{{"software_statement":"{statement}","software_statement":"{statement}"}}"#);
    let unknown = json!({"software_statement": statement, "client_name": "x"}).to_string();
    for body in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"software_statement":1}"#,
        &repeated,
        &unknown,
        "\u{0}",
    ] {
        assert_eq!(
            send(&client, "/o/client/register", &json_headers(), body),
            "invalid_request",
            "{body}"
        );
    }
    let form = replaced(
        &json_headers(),
        "Content-Type",
        Some("application/x-www-form-urlencoded"),
    );
    let no_info = replaced(&json_headers(), "X-Device-Info", None);
    let bad_info = replaced(&json_headers(), "X-Device-Info", Some(&base64("{}")));
    for headers in [form, no_info, bad_info] {
        assert_eq!(
            send(&client, "/o/client/register", &headers, &good),
            "invalid_request",
            "{headers:?}"
        );
    }
    assert_eq!(
        send(&client, "/o/client/register?x=1", &json_headers(), &good),
        "invalid_request"
    );
    assert_eq!(sandbox.counters().registrations, 0);
}

#[test]
fn a_media_type_may_have_parameters() {
    let (_sandbox, client) = start_unthrottled();
    let headers = replaced(
        &json_headers(),
        "Content-Type",
        Some("application/json; charset=utf-8"),
    );
    let body = json!({"software_statement": software_statement()}).to_string();
    assert_eq!(
        client
            .send("POST", "/o/client/register", &headers, Some(&body))
            .status,
        201
    );
}

#[test]
fn only_post() {
    let (_sandbox, client) = start_unthrottled();
    for path in ["/o/client/register", "/o/client/token"] {
        for method in ["GET", "PUT", "DELETE"] {
            let body = (method == "PUT").then_some("{}");
            let answer = client.send(method, path, &owned(&[]), body);
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some("POST")),
                "{method} {path}"
            );
            assert_eq!(
                answer.json(),
                Value::from_iter([("error", "invalid_request")])
            );
        }
    }
}
