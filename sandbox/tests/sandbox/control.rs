//! `/sandbox/…`: the same as the Rust API, for other languages.

use std::collections::BTreeSet;

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
fn help_lists_what_is_described() {
    let (_sandbox, client) = start_unthrottled();
    let help = client.get("/").body;
    assert_eq!(help, client.get("/sandbox").body);
    let words = |line: &str| {
        let line = line.split('?').next().unwrap_or_default();
        line.split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let controls = help.lines().filter(|line| line.contains(" /sandbox/"));
    let listed: BTreeSet<String> = controls.map(words).collect();
    let is_for_people =
        |described: &&String| !described.contains('.') || described.ends_with("openapi.json");
    let described: BTreeSet<String> = described(&client)
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .filter(|described| described != "GET /sandbox")
        .filter(|described| is_for_people(&described))
        .collect();
    assert_eq!(listed, described);
}

/// Method, path and description of each operation.
fn described(client: &Client) -> Vec<(String, String, Value)> {
    let description = client.get("/sandbox/openapi.json").json();
    let mut described = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            described.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    described
}

/// The routes in the sources: what is added there has to be described.
fn routes() -> BTreeSet<String> {
    let sources = [
        include_str!("../../src/control.rs"),
        include_str!("../../src/control_scenarios.rs"),
        include_str!("../../src/workbench.rs"),
    ];
    let paths = sources
        .iter()
        .flat_map(|source| source.split(".route(\"").skip(1));
    let paths = paths.map(|rest| rest.split('"').next().unwrap());
    paths
        .map(|path| format!("/sandbox{}", path.trim_end_matches('/')))
        .collect()
}

#[test]
fn the_description_has_every_route_and_each_answers_as_described() {
    let (_sandbox, client) = start_unthrottled();
    let described = described(&client);
    let paths: BTreeSet<String> = described.iter().map(|(_, path, _)| path.clone()).collect();
    assert_eq!(paths, routes());
    for (method, path, operation) in &described {
        let mut target = path.clone();
        let mut query = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let example = match &parameter["example"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let name = parameter["name"].as_str().unwrap();
            match parameter["in"].as_str() {
                Some("path") => target = target.replace(&format!("{{{name}}}"), &example),
                _ => query.push(format!("{name}={example}")),
            }
        }
        target = if query.is_empty() {
            target
        } else {
            format!("{target}?{}", query.join("&"))
        };
        if path == "/sandbox/events" {
            continue; // It has no end, and a test of its own.
        }
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        let body = (!example.is_null()).then(|| example.to_string());
        // A connection of its own: one of the controls closes those that are idle.
        let client = Client::new(&client.base);
        let answer = client.send(method, &target, &owned(&[]), body.as_deref());
        let expected = &operation["responses"][answer.status.to_string()];
        assert!(expected.is_object(), "{method} {path}: {answer:?}");
        let media_type = answer
            .header("content-type")
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        assert!(
            expected["content"][media_type].is_object(),
            "{method} {path}: {answer:?}"
        );
        if body.is_some() {
            let wrong = client.send(method, &target, &owned(&[]), Some("{\"x\":1}"));
            assert_eq!(
                wrong.status, 400,
                "{method} {path}: what is not described is refused"
            );
        }
        let methods: Vec<_> = described
            .iter()
            .filter(|(_, other, _)| other == path)
            .collect();
        for other in ["GET", "POST", "DELETE"] {
            if !methods.iter().any(|(method, _, _)| method == other) {
                let answer = Client::new(&client.base).send(other, &target, &owned(&[]), None);
                assert_eq!(answer.status, 405, "{other} {path} is not described");
            }
        }
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

fn reply(headers: Vec<[String; 2]>) -> Value {
    json!({"on": "/", "answer": {"reply": {"status": 200, "headers": headers}}})
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
        ("/sandbox/clock", json!({})),
        ("/sandbox/clock", json!({"speed": null})),
        (
            "/sandbox/faults",
            reply(vec![["".to_owned(), "v".to_owned()]]),
        ),
        (
            "/sandbox/faults",
            reply(vec![["a".repeat(1_001), "v".to_owned()]]),
        ),
        (
            "/sandbox/faults",
            reply(vec![["a".to_owned(), "v\r\nb: c".to_owned()]]),
        ),
        // A response with 32,768 headers and more would end the task that builds it.
        (
            "/sandbox/faults",
            reply(
                (0..40_000)
                    .map(|n| [format!("a{n}"), String::new()])
                    .collect(),
            ),
        ),
    ] {
        let answer = client.post(target, &body);
        // A code that Adobe does not document is nothing that is wrong with the body.
        let names_code = body["answer"]["error"].is_object();
        let wanted = if names_code { 404 } else { 400 };
        assert_eq!(answer.status, wanted, "{target} {body}");
        assert!(answer.json()["error"].is_string());
    }
}

#[test]
fn every_error_of_a_control_is_json() {
    let (_sandbox, client) = start_unthrottled();
    let too_large = "x".repeat((2 << 20) + 1);
    for (method, target, body, status) in [
        ("GET", "/sandbox/nothing", None, 404),
        ("GET", "/sandbox/log/x/secrets", None, 400),
        ("GET", "/sandbox/log/999/secrets", None, 404),
        ("DELETE", "/sandbox/clients/%FF", None, 400),
        ("PUT", "/sandbox/clock", None, 405),
        ("POST", "/sandbox/clock", None, 400),
        ("POST", "/sandbox/clock", Some(too_large.as_str()), 413),
    ] {
        let answer = Client::new(&client.base).send(method, target, &owned(&[]), body);
        assert_eq!(answer.status, status, "{method} {target}: {answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/json;charset=UTF-8")
        );
        let error = answer.json()["error"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(!error.is_empty(), "{method} {target}: {answer:?}");
    }
    let refused = client.send("PUT", "/sandbox/clock", &owned(&[]), None);
    assert_eq!(refused.header("allow"), Some("GET,HEAD,POST"));
}

#[test]
fn the_clock_leaves_date_alone_and_a_fault_may_write_it() {
    let (_sandbox, client) = start_unthrottled();
    let year = |client: &Client| {
        let answer = client.get("/api/v2/REF30/profiles");
        answer
            .header("date")
            .unwrap()
            .split(' ')
            .nth(3)
            .unwrap()
            .to_owned()
    };
    let now = year(&client);
    client.post(
        "/sandbox/clock",
        &json!({"advanceMs": 86_400_000_u64 * 800}),
    );
    assert_eq!(year(&client), now);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
    let fault = reply(vec![["Date".to_owned(), date]]);
    assert_eq!(client.post("/sandbox/faults", &fault).status, 200);
    assert_eq!(year(&client), "1994");
}
