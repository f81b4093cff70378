//! `POST /o/client/token`, and what a token is good for afterwards.

use std::time::Duration;

use tvpass_sandbox::{Clock, Config, software_statement, software_statement_of_ref40};

use crate::client::{
    DEVICE, FORM, REDIRECT, base64, form_headers, logout_headers, owned, replaced, start,
    start_unthrottled,
};

#[test]
fn credentials_give_a_token() {
    let (sandbox, client) = start_unthrottled();
    let (id, secret) = client.credentials(&software_statement());
    let answer = client.token(&id, &secret);
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json;charset=UTF-8")
    );
    let json = answer.json();
    assert_eq!(json.as_object().unwrap().len(), 5);
    assert_eq!(json["token_type"], "bearer");
    assert_eq!(json["expires_in"], 21_600);
    assert_eq!(json["id"].as_str().unwrap().len(), 36);
    let now = u64::try_from(sandbox.clock().now().as_millis()).unwrap();
    assert!(
        now - json["created_at"].as_u64().unwrap() <= 60_000,
        "in milliseconds"
    );
    let token = json["access_token"].as_str().unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert!(
        token
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    );
    assert_eq!(client.logout(token, "Dish").status, 200);
}

#[test]
fn a_new_token_leaves_the_old_one_good() {
    let (sandbox, client) = start_unthrottled();
    let (id, secret) = client.credentials(&software_statement());
    let token = |client: &crate::client::Client| {
        client.token(&id, &secret).json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (first, second) = (token(&client), token(&client));
    assert_ne!(first, second);
    assert_eq!(client.logout(&first, "Dish").status, 200);
    assert_eq!(client.logout(&second, "Dish").status, 200);
    assert_eq!(
        (
            sandbox.counters().token_requests,
            sandbox.counters().tokens_issued
        ),
        (2, 2)
    );
}

#[test]
fn errors() {
    let (sandbox, client) = start_unthrottled();
    let (id, secret) = client.credentials(&software_statement());
    let good = format!("client_id={id}&client_secret={secret}&grant_type=client_credentials");
    let error = |target: &str, headers: &[(String, String)], body: &str| {
        let answer = client.send("POST", target, headers, Some(body));
        assert_eq!(answer.status, 400, "{target} {body} {answer:?}");
        answer.json()["error"].as_str().unwrap().to_owned()
    };
    let path = "/o/client/token";
    for (body, expected) in [
        (
            format!("client_id=x&client_secret={secret}&grant_type=client_credentials"),
            "invalid_client",
        ),
        (
            format!("client_id={id}&client_secret=x&grant_type=client_credentials"),
            "invalid_client",
        ),
        (
            format!("client_id={id}&client_secret={secret}&grant_type=password"),
            "unsupported_grant_type",
        ),
        (
            format!("client_id={id}&client_secret={secret}"),
            "invalid_request",
        ),
        (
            format!("client_id={id}&grant_type=client_credentials"),
            "invalid_request",
        ),
        (
            format!("client_id=&client_secret={secret}&grant_type=client_credentials"),
            "invalid_request",
        ),
        (format!("{good}&client_id={id}"), "invalid_request"),
        (format!("{good}&scope=x"), "invalid_request"),
        (String::new(), "invalid_request"),
    ] {
        assert_eq!(error(path, &form_headers(), &body), expected, "{body}");
    }
    let json_type = replaced(&form_headers(), "Content-Type", Some("application/json"));
    assert_eq!(error(path, &json_type, &good), "invalid_request");
    let bad_info = owned(&[("X-Device-Info", &base64("[]")), ("Content-Type", FORM)]);
    assert_eq!(error(path, &bad_info, &good), "invalid_request");
    // A secret in the URL, as Adobe's OpenAPI file would have it.
    assert_eq!(
        error(&format!("{path}?{good}"), &form_headers(), ""),
        "invalid_request"
    );
    assert_eq!(
        error(&format!("{path}?x=1"), &form_headers(), &good),
        "invalid_request"
    );
    assert_eq!(sandbox.counters().tokens_issued, 0);
    assert_eq!(sandbox.counters().token_requests, 13);

    assert!(sandbox.block_client(&id));
    assert_eq!(error(path, &form_headers(), &good), "unauthorized_client");
    assert!(sandbox.delete_client(&id));
    assert_eq!(error(path, &form_headers(), &good), "invalid_client");
    assert!(!sandbox.delete_client(&id) && !sandbox.block_client(&id));
}

#[test]
fn a_token_expires_by_the_sandboxs_clock() {
    let config = Config {
        token_lifetime: Duration::from_secs(60),
        clock: Clock::frozen(),
        ..Config::unthrottled()
    };
    let (sandbox, client) = start(config);
    let (id, secret) = client.credentials(&software_statement());
    let json = client.token(&id, &secret).json();
    assert_eq!(json["expires_in"], 60);
    let token = json["access_token"].as_str().unwrap();
    sandbox.clock().advance(Duration::from_millis(59_999));
    assert_eq!(client.logout(token, "Dish").status, 200);
    sandbox.clock().advance(Duration::from_millis(1));
    let answer = client.logout(token, "Dish");
    assert_eq!(
        (answer.status, answer.code()),
        (401, "invalid_access_token".into())
    );
    assert_ne!(
        answer.json()["action"],
        "application-registration",
        "the client is as good as ever"
    );
    assert_eq!(client.token(&id, &secret).status, 201);
    assert_eq!(sandbox.counters().unauthorized, 1);
}

#[test]
fn tokens_can_be_expired_at_once() {
    let (sandbox, client) = start_unthrottled();
    let (token, minted) = (
        client.access_token(&software_statement()),
        sandbox.access_token(),
    );
    sandbox.expire_tokens();
    for token in [&token, &minted] {
        assert_eq!(client.logout(token, "Dish").code(), "invalid_access_token");
    }
    assert_eq!(client.logout(&sandbox.access_token(), "Dish").status, 200);
}

#[test]
fn a_token_of_a_client_that_is_gone() {
    let (sandbox, client) = start_unthrottled();
    let token = client.access_token(&software_statement());
    assert!(sandbox.delete_client(&sandbox.client_ids()[0]));
    let answer = client.logout(&token, "Dish");
    assert_eq!(
        (answer.status, answer.code()),
        (401, "invalid_access_token_client_application".into())
    );
    assert_eq!(answer.json()["action"], "application-registration");
    assert_eq!(
        answer.json()["message"],
        "The access token is invalid due to invalid client application."
    );

    let token = sandbox.access_token();
    sandbox.delete_all_clients();
    assert_eq!(
        client.logout(&token, "Dish").code(),
        "invalid_access_token_client_application"
    );
}

#[test]
fn a_token_for_another_service_provider() {
    let (_sandbox, client) = start_unthrottled();
    let token = client.access_token(&software_statement_of_ref40());
    let answer = client.logout(&token, "Dish");
    assert_eq!(
        (answer.status, answer.code()),
        (401, "invalid_access_token_service_provider".into())
    );
    assert_eq!(answer.json()["action"], "application-registration");
    let target = format!("/api/v2/REF40/logout/Dish?{REDIRECT}");
    assert_eq!(
        client
            .send("GET", &target, &logout_headers(&token, DEVICE), None)
            .status,
        200
    );
}

#[test]
fn what_is_no_bearer_token() {
    let (sandbox, client) = start_unthrottled();
    let token = sandbox.access_token();
    let target = format!("/api/v2/REF30/logout/Dish?{REDIRECT}");
    let good = logout_headers(&token, DEVICE);
    for wrong in [
        None,
        Some("Bearer"),
        Some(token.as_str()),
        Some(&format!("Basic {token}")),
        Some(&format!("Bearer  {token}")),
        Some(&format!("Bearer {token}x")),
    ] {
        let answer = client.send(
            "GET",
            &target,
            &replaced(&good, "Authorization", wrong),
            None,
        );
        assert_eq!(
            (answer.status, answer.code()),
            (401, "invalid_access_token".into()),
            "{wrong:?}"
        );
    }
    let mut twice = good.clone();
    twice.extend(owned(&[("Authorization", &format!("Bearer {token}"))]));
    assert_eq!(client.send("GET", &target, &twice, None).status, 401);
    assert_eq!(sandbox.counters().unauthorized, 7);
    assert_eq!(
        client.send("GET", &target, &good, None).only_logout().1["actionName"],
        "complete",
        "nothing was deleted"
    );
}
