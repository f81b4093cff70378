//! Bad input is refused before anything is sent, with the name of the input; what is just good
//! enough is accepted whole.

use crate::support::{ADOBE, site};
use tvpass::device::{
    DeviceIdentifier, DeviceInfo, MAX_DEVICE_IDENTIFIER_BYTES, MAX_DEVICE_INFO_VALUE_BYTES, OsName,
};
use tvpass::input::{InvalidInput, MAX_ID_BYTES, MAX_TOKEN_BYTES};
use tvpass::operation::{
    ClientCredentials, InitiateLogout, InitiateLogoutV1, Operation as _, RequestExtras,
    SoftwareStatement,
};
use tvpass::uri::MAX_REDIRECT_URL_BYTES;
use tvpass::{AccessToken, Error, ErrorCode, RedirectUrl};

type Check = fn(&str) -> Result<(), InvalidInput>;

fn logout(service_provider: &str, mvpd: &str) -> Result<InitiateLogout, InvalidInput> {
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    InitiateLogout::new(service_provider, mvpd, &redirect_url)
}

fn logout_v1(requestor: &str) -> Result<InitiateLogoutV1, InvalidInput> {
    InitiateLogoutV1::new(requestor)
}

fn model(model: &str) -> Result<DeviceInfo, InvalidInput> {
    DeviceInfo::builder()
        .model(model)
        .version("1")
        .os_name(OsName::Linux)
        .os_version("1")
        .connection_type(tvpass::device::ConnectionType::Lan)
        .build()
}

/// Each input with its name and its limit in bytes.
const INPUTS: [(&str, usize, Check); 18] = [
    ("service_provider", MAX_ID_BYTES, |text| {
        logout(text, "M").map(drop)
    }),
    ("mvpd", MAX_ID_BYTES, |text| logout("S", text).map(drop)),
    ("requestor", MAX_ID_BYTES, |text| logout_v1(text).map(drop)),
    ("device_type", MAX_ID_BYTES, |text| {
        logout_v1("S")?.device_type(text).map(drop)
    }),
    ("device_user", MAX_ID_BYTES, |text| {
        logout_v1("S")?.device_user(text).map(drop)
    }),
    ("app_id", MAX_ID_BYTES, |text| {
        logout_v1("S")?.app_id(text).map(drop)
    }),
    ("access_token", MAX_TOKEN_BYTES, |text| {
        AccessToken::new(text).map(drop)
    }),
    ("software_statement", MAX_TOKEN_BYTES, |text| {
        SoftwareStatement::new(text).map(drop)
    }),
    ("client_id", MAX_TOKEN_BYTES, |text| {
        ClientCredentials::new(text, "s").map(drop)
    }),
    ("client_secret", MAX_TOKEN_BYTES, |text| {
        ClientCredentials::new("c", text).map(drop)
    }),
    ("AD-Service-Token", MAX_TOKEN_BYTES, |text| {
        RequestExtras::new().service_token(text).map(drop)
    }),
    ("Adobe-Subject-Token", MAX_TOKEN_BYTES, |text| {
        RequestExtras::new().subject_token(text).map(drop)
    }),
    (
        "X-Roku-Reserved-Roku-Connect-Token",
        MAX_TOKEN_BYTES,
        |text| RequestExtras::new().roku_connect_token(text).map(drop),
    ),
    ("AP-Visitor-Identifier", MAX_TOKEN_BYTES, |text| {
        RequestExtras::new().visitor_identifier(text).map(drop)
    }),
    ("User-Agent", MAX_TOKEN_BYTES, |text| {
        RequestExtras::new().user_agent(text).map(drop)
    }),
    ("device_identifier", MAX_DEVICE_IDENTIFIER_BYTES, |text| {
        DeviceIdentifier::from_text(text).map(drop)
    }),
    ("device_identifier", MAX_DEVICE_IDENTIFIER_BYTES, |text| {
        DeviceIdentifier::from_os_identifier(text).map(drop)
    }),
    ("model", MAX_DEVICE_INFO_VALUE_BYTES, |text| {
        model(text).map(drop)
    }),
];

fn assert_refused(name: &str, check: Check, text: &str) -> InvalidInput {
    let refused = check(text).expect_err(name);
    assert_eq!(refused.field(), name);
    assert!(refused.to_string().starts_with(name), "{refused}");
    assert!(
        format!("{refused:?}").contains(refused.reason()),
        "{refused:?}"
    );
    refused
}

#[test]
fn limits_are_those_that_the_documentation_states() {
    assert_eq!(MAX_ID_BYTES, 256);
    assert_eq!(MAX_TOKEN_BYTES, 16 * 1024);
    assert_eq!(MAX_REDIRECT_URL_BYTES, 2048);
    assert_eq!(MAX_DEVICE_IDENTIFIER_BYTES, 1024);
    assert_eq!(MAX_DEVICE_INFO_VALUE_BYTES, 512);
}

#[test]
fn every_text_is_accepted_up_to_its_limit_and_refused_beyond_with_both_numbers() {
    for (name, limit, check) in INPUTS {
        assert_eq!(check(&"x".repeat(limit)), Ok(()), "{name}");
        let refused = assert_refused(name, check, &"x".repeat(limit + 1));
        let expected = format!("is {} bytes long; the limit is {limit}", limit + 1);
        assert_eq!(refused.reason(), expected, "{name}");
    }
    let redirect_url = |length: usize| {
        let start = "https://adobe.com/";
        RedirectUrl::new(&format!("{start}{}", "x".repeat(length - start.len())))
    };
    assert!(redirect_url(2048).is_ok());
    assert_eq!(
        redirect_url(2049).unwrap_err().reason(),
        "is 2049 bytes long; the limit is 2048"
    );
}

#[test]
fn bytes_are_counted_not_characters() {
    assert!(logout(&"ü".repeat(128), "M").is_ok());
    assert!(logout(&"ü".repeat(129), "M").is_err());
    assert!(model(&"日".repeat(170)).is_ok());
    assert!(model(&"日".repeat(171)).is_err());
}

#[test]
fn empty_texts_and_control_characters_are_refused_everywhere() {
    for (name, _, check) in INPUTS {
        assert!(
            assert_refused(name, check, "").reason().contains("empty"),
            "{name}"
        );
        for control in ["\0", "\t", "\n", "\r", "\u{1b}", "\u{7f}"] {
            for text in [
                control.to_owned(),
                format!("a{control}"),
                format!("{control}a"),
                format!("a{control}b"),
            ] {
                assert_refused(name, check, &text);
            }
        }
    }
}

#[test]
fn tokens_with_spaces_or_other_alphabets_are_refused() {
    for (name, limit, check) in INPUTS {
        if limit == MAX_TOKEN_BYTES {
            assert_refused(name, check, " a");
            assert_refused(name, check, "a ");
            assert_refused(name, check, "ü");
        }
    }
    for text in ["Bearer abc", "a b"] {
        assert!(AccessToken::new(text).is_err());
        assert!(SoftwareStatement::new(text).is_err());
    }
}

#[test]
fn dot_segments_are_refused_as_ids() {
    for id in [".", ".."] {
        assert!(
            assert_refused("mvpd", |text| logout("S", text).map(drop), id)
                .reason()
                .contains("dot segment")
        );
        assert!(logout(id, "M").is_err());
    }
    for id in ["...", "a.", ".a", "..a", "%2e", "%2E%2E"] {
        assert!(logout(id, id).is_ok(), "{id}");
    }
}

#[test]
fn device_information_names_everything_that_it_lacks_at_once() {
    let refused = DeviceInfo::builder().build().unwrap_err();
    assert_eq!(refused.field(), "device_info");
    assert_eq!(
        refused.missing_keys(),
        ["model", "version", "osName", "osVersion", "connectionType"]
    );
    for key in refused.missing_keys() {
        assert!(refused.to_string().contains(key), "{refused}");
    }
    let refused = DeviceInfo::builder()
        .model("m")
        .os_version("1")
        .build()
        .unwrap_err();
    assert_eq!(
        refused.missing_keys(),
        ["version", "osName", "connectionType"]
    );
    assert!(model("").unwrap_err().missing_keys().is_empty());
}

#[test]
fn a_refused_input_is_an_error_with_a_stable_code_and_advice() {
    let error = Error::from(logout("", "M").unwrap_err());
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert_eq!(error.name(), "invalid_input");
    assert!(error.to_string().contains("service_provider"), "{error}");
    assert!(
        error.advice().contains("nothing was sent"),
        "{}",
        error.advice()
    );
    assert_eq!(
        (error.http_status(), error.adobe_code(), error.trace()),
        (None, None, None)
    );
    assert!(!error.is_retryable());
}

#[test]
fn setting_an_optional_header_again_replaces_it() {
    let extras = RequestExtras::new()
        .service_token("one")
        .and_then(|extras| extras.user_agent("one"))
        .and_then(|extras| extras.service_token("two"))
        .unwrap()
        .forwarded_for("192.0.2.1".parse().unwrap())
        .forwarded_for("2001:db8::7".parse().unwrap());
    let request = logout("S", "M")
        .unwrap()
        .with_extras(extras)
        .unwrap()
        .request(&site(ADOBE), &AccessToken::new("t").unwrap());
    let value = |name| request.headers().get(name).map(|value| value.as_str());
    assert_eq!(value("AD-Service-Token"), Some("two"));
    assert_eq!(value("User-Agent"), Some("one"));
    assert_eq!(value("X-Forwarded-For"), Some("2001:db8::7"));
    let mut names: Vec<_> = request
        .headers()
        .iter()
        .map(|header| header.name.to_ascii_lowercase())
        .collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
}
