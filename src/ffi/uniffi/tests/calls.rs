//! What a call tells beside its outcome: for how long to wait, and whether the profiles are gone.

use super::*;

#[test]
fn an_attempt_may_take_a_part_of_the_call_s_time() {
    for (attempt_timeout_ms, deadline_ms, expected) in [
        (None, DEADLINE_MS, 15_000),
        (Some(2_000), DEADLINE_MS, 2_000),
        (None, 5_000, 5_000),
    ] {
        let config = ClientConfig {
            attempt_timeout_ms,
            ..config(TokenSource::App)
        };
        let client = Client::new(device(), config, None, start()).unwrap();
        let call = client.start(0, logout("Dish"), deadline_ms).unwrap();
        call.advance(0, Input::Poll).unwrap();
        let token = Input::Token {
            access_token: TOKEN.to_owned(),
            expires_in_s: None,
        };
        let Step::Send { timeout_ms, .. } = call.advance(0, token).unwrap().step else {
            panic!("no request")
        };
        assert_eq!(timeout_ms, expected);
    }
}

#[test]
fn a_lost_registration_is_told_by_the_call_even_if_it_fails() {
    let source = TokenSource::Registration {
        software_statement: "statement".to_owned(),
        redirect_uri: None,
    };
    let config = ClientConfig {
        register_again: true,
        persistence: false,
        ..config(source)
    };
    let client = Client::new(device(), config, None, start()).unwrap();
    let call = client.start(0, logout("Dish"), DEADLINE_MS).unwrap();
    let registered = r#"{"client_id":"id","client_secret":"hush"}"#;
    let token = r#"{"access_token":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln","expires_in":"86400"}"#;
    let said: Vec<bool> = [
        response(201, registered),
        response(201, token),
        response(
            401,
            r#"{"status":401,"code":"invalid_client_application","action":"application-registration"}"#,
        ),
        response(201, registered),
        response(201, token),
        response(
            403,
            r#"{"status":403,"code":"authenticated_profile_missing","action":"authentication"}"#,
        ),
    ]
    .into_iter()
    .scan(sent(&call, Input::Poll), |_, input| {
        Some(call.advance(0, input).unwrap().registration_was_lost)
    })
    .collect();
    assert_eq!(said, [false, false, true, true, true, true]);
}
