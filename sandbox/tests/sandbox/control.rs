//! `/sandbox/…`: the same as the Rust API, for other languages.

use serde_json::{Value, json};

use crate::client::{Client, DEVICE, owned, start_unthrottled};

fn delete(client: &Client, target: &str) -> u16 {
    client.send("DELETE", target, &owned(&[]), None).status
}

#[test]
fn hello_says_what_works_here() {
    let (sandbox, client) = start_unthrottled();
    let hello = client.get("/sandbox/hello").json();
    assert_eq!(hello["baseUrl"], sandbox.base_url());
    let register = |name: &str| {
        client
            .register(&json!({"software_statement": hello[name]}))
            .status
    };
    assert_eq!(register("softwareStatement"), 201);
    assert_eq!(register("softwareStatementOfRef40"), 201);
    assert_eq!(register("unapprovedSoftwareStatement"), 400);
    let token = client.post("/sandbox/access-token", &json!({})).json()["accessToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let sso = [
        ("AD-Service-Token", hello["serviceToken"].as_str().unwrap()),
        (
            "Adobe-Subject-Token",
            hello["subjectToken"].as_str().unwrap(),
        ),
    ];
    for mvpd in hello["mvpds"].as_array().unwrap() {
        assert_eq!(
            client
                .logout_with(&token, mvpd.as_str().unwrap(), &sso)
                .status,
            200,
            "{mvpd}"
        );
    }
    assert_eq!(hello["serviceProviders"], json!(["REF30", "REF40"]));
}

#[test]
fn help_lists_every_control() {
    let (_sandbox, client) = start_unthrottled();
    let help = client.get("/").body;
    assert_eq!(help, client.get("/sandbox").body);
    for line in help.lines().filter(|line| line.contains(" /sandbox/")) {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let path = path.replace("{id}", "x").replace("{code}", "x");
        let body = (method == "POST").then_some("");
        // A connection of its own: one of the controls closes those that are idle.
        let answer = Client::new(&client.base).send(method, &path, &owned(&[]), body);
        let is_page = answer.status != 405 && !answer.body.contains("has nothing at this path");
        assert!(is_page, "{method} {path}: {answer:?}");
    }
}

#[test]
fn profiles_and_sessions() {
    let (sandbox, client) = start_unthrottled();
    let target = format!("/sandbox/profiles?device={DEVICE}&serviceProvider=REF30");
    assert_eq!(client.get(&target).json(), Value::Null);
    let answer = client.post(
        "/sandbox/profiles",
        &json!({"device": DEVICE, "serviceProvider": "REF30", "profiles": [
            {"mvpd": "Dish", "kind": "absoluteUrl", "boundTo": {"service": "t"}},
            {"mvpd": "Other", "key": "K", "requestedAs": "Dish",
             "kind": {"custom": {"actionName": "a", "actionType": "b", "url": "c:d"}}},
        ]}),
    );
    assert_eq!((answer.status, answer.body.as_str()), (200, "{}"));
    let profiles = client.get(&target).json();
    assert_eq!(profiles[0]["key"], "Dish");
    assert_eq!(profiles[1]["requestedAs"], "Dish");
    let (key, entry) = client.logout(&sandbox.access_token(), "Dish").only_logout();
    assert_eq!(key, "K");
    assert_eq!(
        entry,
        json!({"actionName": "a", "actionType": "b", "mvpd": "Other", "url": "c:d"})
    );
    let session =
        json!([{"device": DEVICE, "serviceProvider": "REF30", "mvpd": "Dish", "open": true}]);
    assert_eq!(client.get("/sandbox/sessions").json(), session);
    assert_eq!(client.get("/sandbox/profiles").status, 400);
}

#[test]
fn clients_tokens_and_clock() {
    let (sandbox, client) = start_unthrottled();
    let (id, secret) = client.credentials(&tvpass_sandbox::software_statement());
    assert_eq!(client.get("/sandbox/clients").json(), json!([id]));
    let token = sandbox.access_token();
    client.post("/sandbox/tokens/expire", &json!({}));
    assert_eq!(client.logout(&token, "Dish").status, 401);

    let token = sandbox.access_token();
    assert_eq!(
        client
            .post("/sandbox/clock", &json!({"advanceMs": 21_500_000}))
            .status,
        200
    );
    assert_eq!(client.logout(&token, "Dish").status, 200);
    client.post("/sandbox/clock", &json!({"advanceMs": 100_000}));
    assert_eq!(client.logout(&token, "Dish").code(), "invalid_access_token");

    assert_eq!(
        client
            .post(&format!("/sandbox/clients/{id}/block"), &json!({}))
            .status,
        200
    );
    assert_eq!(
        client.token(&id, &secret).json()["error"],
        "unauthorized_client"
    );
    assert_eq!(delete(&client, &format!("/sandbox/clients/{id}")), 200);
    assert_eq!(client.token(&id, &secret).json()["error"], "invalid_client");
    assert_eq!(delete(&client, &format!("/sandbox/clients/{id}")), 404);
    assert_eq!(delete(&client, "/sandbox/clients"), 200);
    assert!(sandbox.client_ids().is_empty());
}

#[test]
fn faults_and_reset() {
    let (sandbox, client) = start_unthrottled();
    let fault = json!({
        "on": "/api/v2/", "method": "GET", "times": 2, "delayMs": 1, "serverActs": true,
        "answer": {"reply": {"status": 502, "headers": [["x-a", "b"]], "body": "bad"}},
    });
    assert_eq!(client.post("/sandbox/faults", &fault).status, 200);
    assert_eq!(client.get("/sandbox/faults").json(), json!([fault]));
    let answer = client.logout("x", "Dish");
    assert_eq!(
        (answer.status, answer.body.as_str(), answer.header("x-a")),
        (502, "bad", Some("b"))
    );
    assert_eq!(delete(&client, "/sandbox/faults"), 200);
    assert_eq!(client.logout("x", "Dish").status, 401);

    client.post(
        "/sandbox/faults",
        &json!({"on": "/api/v2/", "answer": "close"}),
    );
    client.try_logout("x", "Dish").unwrap_err();
    client.post(
        "/sandbox/faults",
        &json!({"on": "/api/v2/", "answer": {"oversized": {"bytes": 100}}}),
    );
    assert_eq!(client.logout("x", "Dish").body.len(), 100);
    for answer in [
        json!("real"),
        json!({"error": {"code": "invalid_integration"}}),
        json!({"truncated": {"status": 200}}),
    ] {
        assert_eq!(
            client
                .post("/sandbox/faults", &json!({"on": "/", "answer": answer}))
                .status,
            200,
            "{answer}"
        );
    }
    assert_eq!(client.post("/sandbox/reset", &json!({})).status, 200);
    assert!(sandbox.pending_faults().is_empty() && sandbox.log().is_empty());
    assert_eq!(client.get("/sandbox/counters").json()["requests"], 0);
    assert_eq!(delete(&client, "/sandbox/log"), 200);
    assert_eq!(
        client.post("/sandbox/connections/close", &json!({})).status,
        200
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let (_sandbox, client) = start_unthrottled();
    for (target, body) in [
        ("/sandbox/faults", json!({"on": "/"})),
        ("/sandbox/faults", json!({"on": "/", "answer": "explode"})),
        (
            "/sandbox/faults",
            json!({"on": "/", "answer": "close", "time": 1}),
        ),
        (
            "/sandbox/faults",
            json!({"on": "/", "answer": {"reply": {"status": 42}}}),
        ),
        (
            "/sandbox/faults",
            json!({"on": "/", "answer": {"error": {"code": "x"}}}),
        ),
        (
            "/sandbox/profiles",
            json!({"device": "d", "serviceProvider": "s", "profiles": [{"mvpd": "x"}]}),
        ),
        ("/sandbox/clock", json!({"advanceMs": -1})),
    ] {
        let answer = client.post(target, &body);
        assert_eq!(answer.status, 400, "{target} {body}");
        assert!(answer.json()["error"].is_string());
    }
}
