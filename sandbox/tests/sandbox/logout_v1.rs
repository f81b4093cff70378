//! `DELETE /api/v1/logout`.

use serde_json::json;

use crate::client::{Answer, Client, DEVICE, base64, device_info, owned, start_unthrottled};

fn logout(client: &Client, query: &str, headers: &[(&str, &str)]) -> Answer {
    client.send(
        "DELETE",
        &format!("/api/v1/logout?{query}"),
        &owned(headers),
        None,
    )
}

#[test]
fn deletes_profiles_and_leaves_the_mvpds_session() {
    let (sandbox, client) = start_unthrottled();
    let info = device_info();
    let query = format!("requestor=REF30&deviceId={DEVICE}");
    for _ in 0..2 {
        let answer = logout(&client, &query, &[("X-Device-Info", &info)]);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    }
    assert_eq!(sandbox.profiles(DEVICE, "REF30"), Some(vec![]));
    assert_eq!(
        sandbox.mvpd_session_open(DEVICE, "REF30", "Cablevision"),
        Some(true)
    );
    assert_eq!(
        client
            .logout(&sandbox.access_token(), "Cablevision")
            .only_logout()
            .1["actionName"],
        "invalid"
    );
    let counters = sandbox.counters();
    assert_eq!((counters.logouts_v1, counters.profiles_deleted), (2, 11));
}

#[test]
fn takes_the_device_information_from_either_place_and_all_optional_parameters() {
    let (_sandbox, client) = start_unthrottled();
    let info = device_info()
        .replace('+', "%2B")
        .replace('=', "%3D")
        .replace('/', "%2F");
    let query =
        format!("requestor=REF30&deviceId=d&device_info={info}&deviceType=TV&deviceUser=u&appId=a");
    assert_eq!(logout(&client, &query, &[]).status, 204);
    // The header wins, whatever the parameter says.
    let wrong = [("X-Device-Info", "x")];
    assert_eq!(
        logout(&client, &query, &wrong).code(),
        "invalid_device_info"
    );
}

#[test]
fn errors_in_json() {
    let (sandbox, client) = start_unthrottled();
    let info = device_info();
    let header = [("X-Device-Info", info.as_str())];
    for (query, headers, code, message) in [
        (
            "deviceId=d",
            &header[..],
            "invalid_requestor",
            "The requestor parameter is missing or invalid.",
        ),
        (
            "requestor=REF31&deviceId=d",
            &header,
            "invalid_requestor",
            "The requestor parameter is missing or invalid.",
        ),
        (
            "requestor=&deviceId=d",
            &header,
            "invalid_requestor",
            "The requestor parameter is missing or invalid.",
        ),
        (
            "requestor=REF30",
            &header,
            "invalid_device_id",
            "The device identifier is missing or invalid.",
        ),
        (
            "requestor=REF30&deviceId=",
            &header,
            "invalid_device_id",
            "The device identifier is missing or invalid.",
        ),
        (
            "requestor=REF30&deviceId=d&deviceId=d",
            &header,
            "invalid_device_id",
            "The device identifier is missing or invalid.",
        ),
        (
            "requestor=REF30&deviceId=d",
            &[],
            "invalid_device_info",
            "The device information is missing or invalid.",
        ),
        (
            "requestor=REF30&deviceId=d&device_info=x",
            &[],
            "invalid_device_info",
            "The device information is missing or invalid.",
        ),
        (
            "requestor=REF30&deviceId=d&x=1",
            &header,
            "internal_error",
            "The request failed due to an internal server error.",
        ),
    ] {
        let answer = logout(&client, query, headers);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, code),
            "{query}"
        );
        assert_eq!(
            (&answer.json()["action"], &answer.json()["message"]),
            (&json!("none"), &json!(message))
        );
    }
    assert_eq!(sandbox.counters().logouts_v1, 0);
    let empty = base64("{}");
    let answer = logout(
        &client,
        "requestor=REF30&deviceId=d",
        &[("X-Device-Info", &empty)],
    );
    assert_eq!(
        answer.json()["details"],
        "missing: model, version, osName, osVersion, connectionType"
    );
}

#[test]
fn errors_in_xml_for_those_who_prefer_it() {
    let (_sandbox, client) = start_unthrottled();
    for accept in [
        "application/xml",
        "text/xml",
        "application/json;q=0.5, application/xml",
        "application/xml, */*;q=0.1",
    ] {
        let answer = logout(&client, "deviceId=d", &[("Accept", accept)]);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/xml")),
            "{accept}"
        );
        let body = &answer.body;
        assert!(
            body.starts_with("<error>") && body.trim_end().ends_with("</error>"),
            "{body}"
        );
        for part in [
            "<action>none</action>",
            "<status>400</status>",
            "<code>invalid_requestor</code>",
            "<message>The requestor parameter is missing or invalid.</message>",
            "<helpUrl>https://experienceleague.adobe.com/",
            "<trace>",
        ] {
            assert!(body.contains(part), "{part} in {body}");
        }
    }
    for accept in [
        "application/json",
        "*/*",
        "application/xml;q=0.5, application/json",
        "text/html",
    ] {
        assert_eq!(
            logout(&client, "deviceId=d", &[("Accept", accept)]).code(),
            "invalid_requestor",
            "{accept}"
        );
    }
    let answer = logout(
        &client,
        "requestor=REF30&deviceId=d&%3Cb%3E=1",
        &[("Accept", "application/xml")],
    );
    assert!(
        answer
            .body
            .contains("<details>unexpected query parameter '&lt;b&gt;'</details>"),
        "{answer:?}"
    );
}

#[test]
fn only_delete() {
    let (sandbox, client) = start_unthrottled();
    for method in ["GET", "POST", "PUT"] {
        let body = (method != "GET").then_some("");
        let answer = client.send(
            method,
            "/api/v1/logout?requestor=REF30&deviceId=d",
            &owned(&[]),
            body,
        );
        assert_eq!(
            (answer.status, answer.code(), answer.header("allow")),
            (405, "internal_error".into(), Some("DELETE"))
        );
    }
    assert_eq!(sandbox.profiles("d", "REF30"), None);
}
