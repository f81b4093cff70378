//! Any answer to any request: an outcome or an error, no panic, no secret in what is shown, and no
//! URL handed out that a browser would take elsewhere. A byte order mark, and what is not a
//! character in a member that nobody reads, change nothing.
//!
//! Input: the operation (`l`ogout, legacy logout `1`, `r`egistration, `t`oken), a character for the
//! status, then the body.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use tvpass::operation::{
    InitiateLogout, InitiateLogoutV1, Operation as _, RegisterClient, RequestExtras,
    RetrieveAccessToken,
};
use tvpass::{Error, FollowUp, Logout, LogoutAction, Response};
use tvpass_fuzz::{
    ACCESS_TOKEN, CLIENT_SECRET, SERVICE_TOKEN, SOFTWARE_STATEMENT, access_token, assert_no_secret,
    assert_safe, credentials, redirect_url, site, software_statement, status,
    with_what_is_not_a_character,
};

fuzz_target!(|input: &[u8]| {
    let [operation, status_byte, body @ ..] = input else {
        return;
    };
    // Both letter cases of the character mean the same status, with and without a type and a
    // Retry-After that come from the body too.
    let mut response = Response::new(status(*status_byte & 0x1f), body);
    if status_byte.is_ascii_lowercase() {
        let text = String::from_utf8_lossy(body.get(..16).unwrap_or(body));
        response = response
            .with_header("content-type", text.clone())
            .with_header("Retry-After", text);
    }
    let site = site();
    let (error, secrets): (_, &[&str]) = match operation {
        b'1' => {
            let operation = InitiateLogoutV1::new("REF30").expect("an operation");
            (
                InitiateLogoutV1::interpret(&operation.request_without_token(&site), &response)
                    .err(),
                &[],
            )
        }
        b'r' => {
            let operation = RegisterClient::new(&software_statement());
            let request = operation.request(&site);
            (
                RegisterClient::interpret(&request, &response).err(),
                &[SOFTWARE_STATEMENT],
            )
        }
        b't' => {
            let operation = RetrieveAccessToken::new(&credentials());
            (
                RetrieveAccessToken::interpret(&operation.request(&site), &response).err(),
                &[CLIENT_SECRET],
            )
        }
        _ => {
            let extras = RequestExtras::new()
                .service_token(SERVICE_TOKEN)
                .expect("a service token");
            let operation = InitiateLogout::new("REF30", "Cablevision", &redirect_url())
                .and_then(|operation| operation.with_extras(extras))
                .expect("an operation");
            let request = operation.request(&site, &access_token());
            let answer = InitiateLogout::interpret(&request, &response);
            if let Some(odd) = with_what_is_not_a_character(&response) {
                let odd = InitiateLogout::interpret(&request, &odd);
                assert_eq!(meaning(&answer), meaning(&odd));
            }
            (
                answer.map(assert_followable).err(),
                &[ACCESS_TOKEN, SERVICE_TOKEN],
            )
        }
    };
    if let Some(error) = error {
        assert_no_secret(&error, secrets);
    }
});

/// What an app goes by. The head of a body and the position in it are left out.
fn meaning(answer: &Result<Logout, Error>) -> Result<&Logout, impl PartialEq + Debug + '_> {
    let meaning = |error| (Error::code(error), error.action(), error.adobe_code());
    answer.as_ref().map_err(meaning)
}

/// Every URL is safe, and nothing is left to do about more profiles than there are.
fn assert_followable(logout: Logout) {
    for follow_up in logout.follow_ups() {
        if let FollowUp::OpenUrl { url, .. } = follow_up {
            assert_safe(url);
        }
    }
    let opened =
        |profile: &&tvpass::ProfileLogout| matches!(profile.action, LogoutAction::OpenUrl(_));
    let openable = logout.profiles.iter().filter(opened).count();
    assert!(openable <= logout.follow_ups().count());
    assert!(logout.follow_ups().count() <= logout.profiles.len());
}
