//! Any answer about sessions, profiles or the configuration: an outcome or an error, no panic,
//! nothing shown of what the request holds, and no URL handed out that a browser would take
//! elsewhere. What an outcome hands out can be asked with.
//!
//! Input: the operation (`c`onfiguration, `n`ew session, `r`esume, `d`etails of a session,
//! `p`rofiles, profile for an `m`vpd or a `k`ode), a character for the status, then the body.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use tvpass::operation::{
    AnyOperation, AnyOutcome, CreateSession, RequestExtras, ResumeSession, RetrieveConfiguration,
    RetrieveProfileForCode, RetrieveProfileForMvpd, RetrieveProfiles, RetrieveSession,
    Runnable as _, SessionParameters,
};
use tvpass::outcome::{
    AuthenticationCode, Configuration, Profiles, RawJson, Session, SessionAction, SessionDetails,
};
use tvpass::{Error, RedirectUrl, Response};
use tvpass_fuzz::{
    ACCESS_TOKEN, SERVICE_TOKEN, access_token, assert_no_secret, assert_safe_text, site, status,
    with_what_is_not_a_character,
};

/// What requests name, and answers may echo.
const CODE: &str = "QX7ZP0O";
/// In the query of the redirect URL.
const STATE: &str = "state-3b7d21f0";

/// The latest time that every language has exactly, in milliseconds.
const LATEST_MS: u64 = 1 << 53;

fuzz_target!(|input: &[u8]| {
    let [operation, status_byte, body @ ..] = input else {
        return;
    };
    let (operation, secrets) = operation_of(*operation);
    let mut response = Response::new(status(*status_byte & 0x1f), body);
    if status_byte.is_ascii_lowercase() {
        let text = String::from_utf8_lossy(body.get(..16).unwrap_or(body));
        response = response.with_header("content-type", text);
    }
    let request = operation.request(&site(), &access_token());
    let answer = operation.interpret(&request, &response, false);
    if let Some(odd) = with_what_is_not_a_character(&response) {
        let odd = operation.interpret(&request, &odd, false);
        assert_eq!(meaning(&answer), meaning(&odd));
    }
    match &answer {
        Err(error) => assert_no_secret(error, secrets),
        Ok(outcome) => {
            assert_harmless(&format!("{outcome:?}"));
            match outcome {
                AnyOutcome::Configuration(configuration) => assert_configuration(configuration),
                AnyOutcome::Session(session) => assert_session(session),
                AnyOutcome::SessionDetails(details) => assert_details(details),
                AnyOutcome::Profiles(profiles) => assert_profiles(profiles),
                outcome => panic!("{outcome:?}"),
            }
        }
    }
});

/// The operation, and what its request holds.
fn operation_of(byte: u8) -> (AnyOperation, &'static [&'static str]) {
    let code = AuthenticationCode::new(CODE).expect("a code");
    let parameters = || {
        let redirect_url = format!("https://example.com/?state={STATE}");
        let redirect_url = RedirectUrl::new(&redirect_url).expect("a redirect URL");
        SessionParameters::new().redirect_url(&redirect_url)
    };
    let extras = RequestExtras::new();
    let extras = extras.service_token(SERVICE_TOKEN).expect("a token");
    const OF_CODE: &[&str] = &[ACCESS_TOKEN, CODE];
    const OF_DEVICE: &[&str] = &[ACCESS_TOKEN, SERVICE_TOKEN];
    match byte {
        b'c' => (
            RetrieveConfiguration::new("REF30").expect("ids").into(),
            &[ACCESS_TOKEN],
        ),
        b'n' => {
            let operation = CreateSession::new("REF30", parameters()).expect("ids");
            let operation = operation.with_extras(extras).expect("headers");
            (operation.into(), &[ACCESS_TOKEN, SERVICE_TOKEN, STATE])
        }
        b'r' => {
            let operation = ResumeSession::new("REF30", &code, parameters()).expect("ids");
            (operation.into(), &[ACCESS_TOKEN, CODE, STATE])
        }
        b'd' => {
            let operation = RetrieveSession::new("REF30", &code).expect("ids");
            (operation.into(), OF_CODE)
        }
        b'p' => {
            let operation = RetrieveProfiles::new("REF30").expect("ids");
            let operation = operation.with_extras(extras).expect("headers");
            (operation.into(), OF_DEVICE)
        }
        b'm' => {
            let operation = RetrieveProfileForMvpd::new("REF30", "Cablevision").expect("ids");
            let operation = operation.with_extras(extras).expect("headers");
            (operation.into(), OF_DEVICE)
        }
        _ => {
            let operation = RetrieveProfileForCode::new("REF30", &code).expect("ids");
            (operation.into(), OF_CODE)
        }
    }
}

/// What an app goes by. The head of a body and the position in it are left out.
fn meaning(answer: &Result<AnyOutcome, Error>) -> Result<&AnyOutcome, impl PartialEq + Debug + '_> {
    let meaning = |error| (Error::code(error), error.action(), error.adobe_code());
    answer.as_ref().map_err(meaning)
}

/// Whatever is in it: one line, and nothing that steers a terminal.
fn assert_harmless(shown: &str) {
    let bad = shown.chars().find(|c| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
    });
    assert_eq!(bad, None, "{shown:?}");
}

fn assert_times(times: &[Option<u64>]) {
    assert!(times.iter().flatten().all(|ms| *ms <= LATEST_MS));
}

fn assert_configuration(configuration: &Configuration) {
    let all = configuration.mvpds.len();
    let offered = configuration.choices().count();
    assert!(offered <= all && configuration.platform_choices().count() <= all);
    for mvpd in configuration.platform_choices() {
        let id = mvpd.platform_mapping_id.as_ref().expect("an id");
        assert!(configuration.mvpd_of_platform(id).is_some());
    }
    for mvpd in &configuration.mvpds {
        assert!(configuration.mvpd(&mvpd.id).is_some());
    }
}

fn assert_session(session: &Session) {
    assert_times(&[
        session.not_before_ms,
        session.not_after_ms,
        session.valid_for_ms(),
    ]);
    if let SessionAction::Authenticate(url) = &session.action {
        assert_safe_text(url.expose());
        assert_eq!(&*session.action_name, "authenticate");
        assert_eq!(session.raw_url, None);
    }
    if let Some(code) = &session.code {
        // It can be polled, and stays one segment of the path.
        let operation = RetrieveProfileForCode::new("REF30", code).expect("a service provider");
        let operation = AnyOperation::from(operation);
        let request = operation.request(&site(), &access_token());
        assert!(request.url().bytes().all(|b| b.is_ascii_graphic()));
        assert_eq!(request.url().matches('/').count(), 8);
    }
}

fn assert_details(details: &SessionDetails) {
    assert_times(&[
        details.not_before_ms,
        details.not_after_ms,
        details.valid_for_ms(),
    ]);
    if let Some(address) = &details.device.ip_address {
        look_at(address);
    }
}

fn assert_profiles(profiles: &Profiles) {
    let longest = profiles.longest();
    assert_eq!(longest.is_none(), profiles.profiles.is_empty());
    for profile in &profiles.profiles {
        assert_times(&[profile.not_before_ms, profile.not_after_ms]);
        assert!(profiles.of_mvpd(&profile.mvpd).count() > 0);
        let user = &profile.user_metadata;
        for attribute in &user.attributes {
            assert!(attribute.plain().is_none() || attribute.encrypted().is_none());
            if let Some(value) = &attribute.value {
                look_at(value);
            }
            assert!(user.get(&attribute.name).is_some());
        }
        let _ = (
            user.user_id(),
            user.zip(),
            user.max_rating(),
            user.used_assets(),
        );
    }
}

/// Every way to read it comes to an end, and at most one of them finds a single value.
fn look_at(value: &RawJson) {
    let found = [
        value.text().is_some(),
        !value.as_str().starts_with('"') && value.boolean().is_some(),
        !value.as_str().starts_with('"') && value.whole_number().is_some(),
        !value.members().is_empty(),
    ];
    assert!(
        found.iter().filter(|found| **found).count() <= 1,
        "{}",
        value.as_str()
    );
    if let Some(text) = value.text() {
        assert_eq!(value.texts(), [text]);
    }
}
