//! Any text as the `url` of an answer: what is handed out, a browser takes to the host that it
//! says.
//!
//! Input: the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tvpass::operation::{InitiateLogout, Operation as _};
use tvpass::{LogoutAction, Response};
use tvpass_fuzz::{access_token, assert_safe, redirect_url, site};

fuzz_target!(|input: &[u8]| {
    let Ok(url) = std::str::from_utf8(input) else {
        return;
    };
    let operation = InitiateLogout::new("REF30", "M", &redirect_url()).expect("an operation");
    let answer = serde_json::json!({"logouts": {"M": {"actionName": "logout", "actionType": "interactive", "mvpd": "M", "url": url}}});
    let request = operation.request(&site(), &access_token());
    let logout = InitiateLogout::interpret(&request, &Response::new(200, answer.to_string()))
        .expect("a logout, whatever its URL");
    match &logout.profiles[0].action {
        LogoutAction::OpenUrl(url) => assert_safe(url),
        LogoutAction::UrlRefused(refused) => assert_eq!(refused.raw, url),
        other => panic!("{other:?}"),
    }
});
