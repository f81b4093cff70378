//! The scenarios over HTTP: the same as the Rust API, for other languages.

use serde_json::{Value, json};

use crate::client::DEVICE;
use crate::tv::{ALL, Tv, pair, text, tv, types};

fn done(tv: &Tv, target: &str, body: &Value) {
    let answer = tv.client.post(target, body);
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, "{}"),
        "{target}: {answer:?}"
    );
}

fn refused(tv: &Tv, target: &str, body: &Value, status: u16) {
    let answer = tv.client.post(target, body);
    assert_eq!(answer.status, status, "{target} {body}: {answer:?}");
    assert!(answer.json()["error"].is_string());
}

#[test]
fn sign_ins() {
    let (sandbox, tv) = tv();
    let code = text(&tv.create(&ALL[1..]).json()["code"]);
    let target = format!("/sandbox/authentication-sessions/{code}");
    refused(&tv, &target, &json!({"outcome": "signIn"}), 404);
    refused(&tv, &target, &json!({"outcome": "dance"}), 400);
    refused(
        &tv,
        "/sandbox/authentication-sessions/ZZZZZZZ",
        &json!({"outcome": "cancel"}),
        404,
    );
    done(&tv, &target, &json!({"outcome": "cancel"}));
    let state = tv.client.get("/sandbox/authentication-sessions").json();
    assert_eq!(
        (&state[0]["signIn"], &state[0]["missingParameters"]),
        (&json!("cancelled"), &json!(["mvpd"]))
    );
    assert_eq!(
        (&state[0]["code"], &state[0]["device"]),
        (&json!(code), &json!(DEVICE))
    );
    done(
        &tv,
        &target,
        &json!({"outcome": "signIn", "mvpd": "Dish", "user": "ann"}),
    );
    assert_eq!(types(&tv.poll(&code)), [pair("Dish", "regular")]);
    done(&tv, &target, &json!({"outcome": "expire"}));
    refused(&tv, &target, &json!({"outcome": "expire"}), 404);
    assert_eq!(tv.poll(&code).code(), "invalid_authentication_session");

    let profile = |mvpd: &str, how: &str| json!({"device": DEVICE, "serviceProvider": "REF30", "mvpd": mvpd, "how": how});
    let target = "/sandbox/profiles/end";
    refused(&tv, target, &profile("Dish", "burnt"), 400);
    refused(&tv, target, &profile("Cablevision", "expired"), 404);
    done(&tv, target, &profile("Dish", "invalidated"));
    let answer = tv.decide_with("authorize", "Dish", &["a"], &[]);
    assert_eq!(answer.code(), "authenticated_profile_invalidated");
    assert_eq!(sandbox.counters().sessions_created, 1);
}

#[test]
fn decisions_degradations_and_passes() {
    let (_sandbox, tv) = tv();
    let target = "/sandbox/decision-rules";
    let rule = json!({"resource": "a", "mvpd": "TempPass_5mins", "on": "authorize", "times": 1,
        "effect": {"deny": {"code": "network_received_error"}}});
    refused(
        &tv,
        target,
        &json!({"resource": "a", "effect": {"deny": {"code": "x"}}}),
        404,
    );
    refused(&tv, target, &json!({"resource": "a"}), 400);
    done(&tv, target, &rule);
    let listed = tv.client.get(target).json();
    assert_eq!(
        (&listed[0]["effect"], &listed[0]["times"]),
        (&rule["effect"], &json!(1))
    );
    let denied = tv.authorize("TempPass_5mins", "a", &[]);
    assert_eq!(denied["error"]["action"], "retry");
    let permitted = tv.authorize("TempPass_5mins", "a", &[]);
    assert_eq!(permitted["authorized"], true);
    let token = json!({"serializedToken": permitted["token"]["serializedToken"],
        "serviceProvider": "REF30", "resource": "a"});
    let verdict = || {
        tv.client
            .post("/sandbox/media-tokens/verify", &token)
            .json()
    };
    assert_eq!(
        [verdict(), verdict()],
        [json!({"verdict": "valid"}), json!({"verdict": "used"})]
    );
    for rule in [json!({"effect": "omit"}), json!({"effect": "permit"})] {
        done(&tv, target, &rule);
    }
    assert_eq!(tv.client.send("DELETE", target, &[], None).status, 200);
    assert_eq!(tv.client.get(target).json(), json!([]));

    done(
        &tv,
        "/sandbox/temp-passes",
        &json!({"mvpd": "TempPass_5mins", "useUpTime": true}),
    );
    refused(&tv, "/sandbox/temp-passes", &json!({"mvpd": "Dish"}), 404);
    assert_eq!(
        tv.authorize("TempPass_5mins", "a", &[])["authorized"],
        false
    );
    let degradation =
        json!({"serviceProvider": "REF30", "mvpd": "Dish", "rule": "AuthNAll", "message": null});
    done(&tv, "/sandbox/degradations", &degradation);
    assert_eq!(
        tv.client.get("/sandbox/degradations").json(),
        json!([degradation])
    );
    assert_eq!(tv.authorize("Dish", "a", &[])["source"], "degradation");
    done(
        &tv,
        "/sandbox/degradations",
        &json!({"serviceProvider": "REF30", "mvpd": "Dish", "rule": null}),
    );
    assert_eq!(tv.decide_with("authorize", "Dish", &["a"], &[]).status, 403);

    let limits = json!({"preauthorize": 1, "authorize": 1});
    done(&tv, "/sandbox/resource-limits", &limits);
    assert_eq!(tv.client.get("/sandbox/resource-limits").json(), limits);
    let off = json!({"serviceProvider": "REF30", "mvpd": "Dish", "active": false});
    done(&tv, "/sandbox/integrations", &off);
    assert_eq!(
        tv.decide_with("authorize", "Dish", &["a"], &[]).code(),
        "invalid_integration"
    );
    assert!(
        tv.client
            .get("/sandbox/integrations")
            .json()
            .as_array()
            .unwrap()
            .len()
            > 40
    );
    done(&tv, "/sandbox/quirks", &json!({"pendingAsError": true}));
    refused(&tv, "/sandbox/quirks", &json!({"unheardOf": true}), 400);
    assert_eq!(
        tv.client.get("/sandbox/quirks").json()["pendingAsError"],
        true
    );
    done(&tv, "/sandbox/reset", &json!({}));
    assert_eq!(
        tv.client.get("/sandbox/quirks").json()["pendingAsError"],
        false
    );
    assert_eq!(tv.client.get("/sandbox/degradations").json(), json!([]));
}

#[test]
fn apples_side() {
    let (_sandbox, tv) = tv();
    let wish =
        json!({"accessStatus": "granted", "providerId": "apple.spectrum", "expiresInMs": 1000});
    let status = tv.client.post("/sandbox/apple/status", &wish).json();
    let status = [(
        "AP-Partner-Framework-Status",
        status["frameworkStatus"].as_str().unwrap(),
    )];
    let json = tv.partner_request(&ALL[1..], &status).json();
    let request = json!({"request": json["authenticationRequest"]["request"]});
    let response = tv.client.post("/sandbox/apple/response", &request).json();
    let xml = text(&response["samlAttributeQueryResponse"]);
    let answer = tv.partner_profile(&crate::client::base64(&xml), &status);
    assert_eq!(
        (
            answer.status,
            answer.json()["profiles"].as_object().unwrap().len()
        ),
        (201, 1)
    );
    refused(
        &tv,
        "/sandbox/apple/response",
        &json!({"request": "x"}),
        404,
    );
    refused(&tv, "/sandbox/apple/status", &json!({}), 400);
    refused(&tv, "/sandbox/media-tokens/verify", &json!({}), 400);
}

#[test]
fn hello_tells_who_can_be_chosen_and_the_password() {
    let (_sandbox, tv) = tv();
    let hello = tv.client.get("/sandbox/hello").json();
    assert!(
        hello["configuredMvpds"]
            .as_array()
            .unwrap()
            .contains(&json!("Sandbox_HomeBased"))
    );
    assert_eq!(hello["password"], tvpass_sandbox::PASSWORD);
}
