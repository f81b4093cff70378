//! Properties that hold for any input: what is accepted arrives unchanged, nothing breaks out of a
//! header or a URL, and no answer makes the library panic.

use crate::support::cases::cases;
use crate::support::strategies::{answer, any_text, assert_clean, assert_sound, breaks_out, input};
use crate::support::{ADOBE, device, logout_request, logout_v1_request, site};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::{Value, json};
use tvpass::device::{
    ConnectionType, Device, DeviceIdentifier, DeviceInfo, DeviceInfoBuilder, OsName,
};
use tvpass::input::InvalidInput;
use tvpass::operation::{
    ClientCredentials, InitiateLogout, InitiateLogoutV1, Operation as _, RegisterClient,
    RequestExtras, RetrieveAccessToken, Site, SoftwareStatement,
};
use tvpass::{AccessToken, Base, FollowUp, RedirectUrl, Request};

/// The value that an accepted input is sent as, exactly; an input that would break out is never
/// accepted.
fn sent<T>(
    input: &str,
    made: Result<T, InvalidInput>,
    value: impl FnOnce(T) -> (Request, &'static str),
    expected: &str,
) {
    match made {
        Ok(made) => {
            assert!(!breaks_out(input), "{input:?}");
            let (request, header) = value(made);
            assert_clean(&request);
            assert_eq!(
                request.headers().get(header).expect(header).as_str(),
                expected
            );
        }
        Err(refused) => assert!(!refused.field().is_empty() && !refused.reason().is_empty()),
    }
}

fn logout_with(extras: RequestExtras) -> Request {
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    InitiateLogout::new("REF30", "Dish", &redirect_url)
        .unwrap()
        .with_extras(extras)
        .unwrap()
        .request(&site(ADOBE), &AccessToken::new("token").unwrap())
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn what_goes_into_a_header_is_sent_unchanged_or_refused(
        text in prop_oneof![any_text(), "[ -~]{0,40}", "[!-~]{1,60}"],
    ) {
        sent(&text, AccessToken::new(&text), |token| {
            let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
            let operation =
                InitiateLogout::new("REF30", "Dish", &redirect_url).unwrap();
            (operation.request(&site(ADOBE), &token), "Authorization")
        }, &format!("Bearer {text}"));
        let extras = RequestExtras::new;
        sent(&text, extras().user_agent(&text), |e| (logout_with(e), "User-Agent"), &text);
        sent(&text, extras().visitor_identifier(&text), |e| (logout_with(e), "AP-Visitor-Identifier"), &text);
        sent(&text, extras().service_token(&text), |e| (logout_with(e), "AD-Service-Token"), &text);
        sent(&text, extras().subject_token(&text), |e| (logout_with(e), "Adobe-Subject-Token"), &text);
        sent(
            &text,
            extras().roku_connect_token(&text),
            |e| (logout_with(e), "X-Roku-Reserved-Roku-Connect-Token"),
            &text,
        );
        sent(&text, DeviceIdentifier::from_text(&text), |identifier| {
            let device = Device::new(identifier, device().info().clone());
            let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
            let operation =
                InitiateLogout::new("REF30", "Dish", &redirect_url).unwrap();
            let site = Site::new(Base::new(ADOBE).unwrap(), device);
            (operation.request(&site, &AccessToken::new("token").unwrap()), "AP-Device-Identifier")
        }, &format!("fingerprint {}", STANDARD.encode(&text)));
    }

    #[test]
    fn nothing_breaks_out_of_a_request(
        base in input(ADOBE),
        service_provider in input("REF30"),
        mvpd in input("Comcast_SSO"),
        redirect_url in input("https://adobe.com/signed-out"),
        identifier in input("ba23d141-d715-561c-94f4-e9e4c966b1eb"),
        (client_id, client_secret, statement) in (input("s6BhdRkqt3"), input("t7AkePiru4"), input("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")),
    ) {
        let base = Base::new(&base).unwrap_or_else(|_| Base::new(ADOBE).unwrap());
        let identifier = DeviceIdentifier::from_text(&identifier)
            .unwrap_or_else(|_| DeviceIdentifier::from_text("x").unwrap());
        let site = Site::new(base, Device::new(identifier, device().info().clone()));
        let redirect_url = RedirectUrl::new(&redirect_url);
        if let Ok(redirect_url) = &redirect_url {
            let operation = InitiateLogout::new(&service_provider, &mvpd, redirect_url);
            if let Ok(operation) = operation {
                prop_assert!(!breaks_out(&service_provider) && !breaks_out(&mvpd));
                assert_clean(&operation.request(&site, &AccessToken::new("token").unwrap()));
            }
        }
        if let Ok(operation) = InitiateLogoutV1::new(&service_provider) {
            assert_clean(&operation.request_without_token(&site));
            let all = operation
                .device_type(&mvpd)
                .and_then(|operation| operation.device_user(&client_id))
                .and_then(|operation| operation.app_id(&statement));
            if let Ok(operation) = all {
                assert_clean(&operation.request_without_token(&site));
            }
        }
        if let Ok(statement) = SoftwareStatement::new(&statement) {
            let operation = RegisterClient::new(&statement);
            assert_clean(&operation.redirect_uri(redirect_url.ok()).request(&site));
        }
        if let Ok(credentials) = ClientCredentials::new(&client_id, &client_secret) {
            let request = RetrieveAccessToken::new(&credentials).request(&site);
            assert_clean(&request);
            // Read as every server reads a form.
            let form: Vec<_> = url::form_urlencoded::parse(request.body()).into_owned().collect();
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            prop_assert_eq!(form, [
                pair("client_id", &client_id),
                pair("client_secret", &client_secret),
                pair("grant_type", "client_credentials"),
            ]);
            let shown = format!("{request:?} {credentials:?}");
            prop_assert!(client_secret.len() < 8 || !shown.contains(&client_secret), "{}", shown);
        }
    }
}

type Setter = fn(DeviceInfoBuilder, &str) -> DeviceInfoBuilder;

/// The keys of X-Device-Info that hold text.
const TEXT_KEYS: [(&str, Setter); 15] = [
    ("model", |b, text| b.model(text)),
    ("version", |b, text| b.version(text)),
    ("osVersion", |b, text| b.os_version(text)),
    ("manufacturer", |b, text| b.manufacturer(text)),
    ("vendor", |b, text| b.vendor(text)),
    ("browserVersion", |b, text| b.browser_version(text)),
    ("userAgent", |b, text| b.user_agent(text)),
    ("diagonalScreenSize", |b, text| b.diagonal_screen_size(text)),
    ("applicationId", |b, text| b.application_id(text)),
    ("osName", |b, text| {
        b.os_name(OsName::Undocumented(text.to_owned().into()))
    }),
    ("osFamily", |b, text| {
        b.os_family(tvpass::device::OsFamily::Undocumented(
            text.to_owned().into(),
        ))
    }),
    ("osVendor", |b, text| {
        b.os_vendor(tvpass::device::OsVendor::Undocumented(
            text.to_owned().into(),
        ))
    }),
    ("browserName", |b, text| {
        b.browser_name(tvpass::device::BrowserName::Undocumented(
            text.to_owned().into(),
        ))
    }),
    ("primaryHardwareType", |b, text| {
        b.primary_hardware_type(tvpass::device::PrimaryHardwareType::Undocumented(
            text.to_owned().into(),
        ))
    }),
    ("connectionType", |b, text| {
        b.connection_type(ConnectionType::Undocumented(text.to_owned().into()))
    }),
];

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn device_info_is_valid_json_with_any_text_in_it(text in any_text(), key in 0..TEXT_KEYS.len(), other in any_text()) {
        let (name, set) = TEXT_KEYS[key];
        let (other_name, set_other) = TEXT_KEYS[(key + 1) % TEXT_KEYS.len()];
        let required = DeviceInfo::builder()
            .model("m")
            .version("v")
            .os_name(OsName::TvOs)
            .os_version("o")
            .connection_type(ConnectionType::Lan);
        match set_other(set(required, &text), &other).build() {
            Ok(info) => {
                let json: Value = serde_json::from_slice(&STANDARD.decode(info.header()).unwrap()).unwrap();
                prop_assert_eq!(&json[name], &text);
                prop_assert_eq!(&json[other_name], &other);
                prop_assert_eq!(info.json(), String::from_utf8(STANDARD.decode(info.header()).unwrap()).unwrap());
            }
            Err(error) => {
                let refused = if error.field() == name { &text } else { &other };
                prop_assert!(
                    refused.is_empty() || refused.len() > 512 || refused.chars().any(char::is_control),
                    "{}: {:?}", error, refused
                );
            }
        }
    }
}

/// Answers as Adobe documents them, of all operations.
fn documents() -> Vec<String> {
    let error = json!({
        "action": "retry", "status": 403, "code": "network_received_error", "message": "m", "details": "d", "helpUrl": "h", "trace": "t",
    });
    vec![
        json!({"logouts": {
            "A": {"actionName": "logout", "actionType": "interactive", "mvpd": "A", "url": "https://mvpd.example/slo?a=1"},
            "B": {"actionName": "partner_logout", "actionType": "partner_interactive", "mvpd": "B"},
            "C": {"actionName": "complete", "actionType": "none", "mvpd": "C"},
        }})
        .to_string(),
        error.to_string(),
        json!({"error": error}).to_string(),
        json!({"error": "invalid_client", "error_description": "d"}).to_string(),
        "<error><action>none</action><status>400</status><code>c</code><message>&lt;&amp;</message></error>".to_owned(),
        json!({"client_id": "a", "client_secret": "b", "client_id_issued_at": 1, "scopes": ["api:client:v2"]}).to_string(),
        json!({"id": "i", "access_token": "t", "created_at": 1, "expires_in": 21600, "token_type": "bearer"}).to_string(),
    ]
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_answer_gives_an_outcome_or_an_error(response in answer(documents())) {
        match InitiateLogout::interpret(&logout_request(ADOBE), &response) {
            Ok(logout) => {
                prop_assert!(logout.follow_ups().count() <= logout.profiles.len());
                for follow_up in logout.follow_ups() {
                    if let FollowUp::OpenUrl { url, .. } = follow_up {
                        prop_assert!(url.as_str().get(..8).is_some_and(|s| s.eq_ignore_ascii_case("https://")));
                    }
                }
            }
            Err(error) => assert_sound(&error),
        }
        if let Err(error) = InitiateLogoutV1::interpret(&logout_v1_request(), &response) {
            assert_sound(&error);
        }
        let statement = SoftwareStatement::new("statement-of-the-app").unwrap();
        let request = RegisterClient::new(&statement).request(&site(ADOBE));
        if let Err(error) = RegisterClient::interpret(&request, &response) {
            assert_sound(&error);
        }
        let credentials = ClientCredentials::new("a", "b").unwrap();
        let request = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
        if let Err(error) = RetrieveAccessToken::interpret(&request, &response) {
            assert_sound(&error);
        }
    }
}
