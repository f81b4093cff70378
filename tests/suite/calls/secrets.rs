//! What a client holds is shown by no error of its calls, whoever repeats it and whatever the
//! request was.

use tvpass::call::{CallOptions, Client, ClientConfig, Step, TokenSource};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::{AccessToken, Error, Response};

use crate::calls::host::{
    BASE, DEVICE_ID, SERVICE_TOKEN, START, STATEMENT, client, config, parameters, site,
};

const CLIENT_ID: &str = "client-id-21f0";
const CLIENT_SECRET: &str = "client-secret-9c4e";
const TOKEN: &str = "access-token-3b7d";

/// Everything that the client of these tests holds, in one text.
fn all() -> String {
    [
        CLIENT_ID,
        CLIENT_SECRET,
        TOKEN,
        STATEMENT,
        SERVICE_TOKEN,
        DEVICE_ID,
        "query-9b",
    ]
    .join(" ")
}

fn assert_hidden(shown: &str) {
    for held in [
        "21f0", "9c4e", "3b7d", "5f1c8d", "77ab01", "c0ffee", "query-9b",
    ] {
        assert!(!shown.contains(held), "{held} is in {shown}");
    }
}

/// The result of a logout of which the request is answered with `last`.
fn logout_with(client: &Client, last: &Result<Response, TransportError>) -> Error {
    let mut call = client.start(START, parameters(), CallOptions::default());
    loop {
        match call.poll(START) {
            Step::Send(request) if request.url().ends_with("/register") => {
                let body =
                    format!(r#"{{"client_id":"{CLIENT_ID}","client_secret":"{CLIENT_SECRET}"}}"#);
                call.respond(START, &Response::new(201, body)).unwrap();
            }
            Step::Send(request) if request.url().ends_with("/token") => {
                let body = format!(r#"{{"access_token":"{TOKEN}","expires_in":60}}"#);
                call.respond(START, &Response::new(201, body)).unwrap();
            }
            Step::Send(_) => match last {
                Ok(response) => call.respond(START, response).unwrap(),
                Err(failure) => call.fail(START, failure.clone()).unwrap(),
            },
            Step::Persist(_) => call.persisted(START, true).unwrap(),
            Step::Done(result) => break result.unwrap_err(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_answer_that_repeats_what_it_was_not_sent_is_masked() {
    let bodies = [
        format!(
            r#"{{"code":"x","action":"none","message":"{0}","details":"{0}","trace":"{0}"}}"#,
            all()
        ),
        format!(r#"{{"code":"{}","action":"none"}}"#, all()),
        format!("<html>{}", all()),
    ];
    for body in bodies {
        let client = client(config());
        let error = logout_with(&client, &Ok(Response::new(400, body)));
        assert_hidden(&format!("{error} {error:?}"));
        assert_hidden(&client.support_report(START));
        assert!(format!("{error:?}").contains("[secret]"), "{error:?}");
    }
}

#[test]
fn an_http_clients_words_that_repeat_it_are_masked() {
    let client = client(config());
    let (kind, delivery) = (TransportErrorKind::Refused, Delivery::NotSent);
    let words = format!("cannot send 'Authorization: Bearer {TOKEN}': {}", all());
    let error = logout_with(&client, &Err(TransportError::new(kind, delivery, words)));
    assert_hidden(&format!("{error} {error:?}"));
    assert!(error.to_string().contains("cannot send"), "{error}");
}

#[test]
fn an_apps_reason_that_repeats_its_token_is_masked() {
    let client = client(ClientConfig::new(site(BASE), TokenSource::App));
    let mut call = client.start(START, parameters(), CallOptions::default());
    let token = AccessToken::new(TOKEN).unwrap();
    assert!(matches!(call.poll(START), Step::ProvideToken { .. }));
    call.provide_token(START, token, Some(60)).unwrap();
    // The client still knows the token that has expired.
    let later = START + 61_000;
    let mut call = client.start(later, parameters(), CallOptions::default());
    assert!(matches!(call.poll(later), Step::ProvideToken { .. }));
    let reason = format!("{TOKEN} on {DEVICE_ID} cannot be renewed");
    call.token_failed(later, &reason).unwrap();
    let Step::Done(Err(error)) = call.poll(later) else {
        panic!("the call goes on");
    };
    assert_hidden(&format!("{error} {error:?}"));
    assert!(error.to_string().contains("cannot be renewed"), "{error}");
}
