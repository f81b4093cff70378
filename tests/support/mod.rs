//! What several test files need: the published samples, a device, a request to interpret answers
//! for.
// Each program uses only a part of this, and each selection of features.
#![allow(dead_code)]

#[allow(unreachable_pub, reason = "xtask reads the file, too")]
pub(crate) mod c_header;
pub(crate) mod cases;
pub(crate) mod prism;
pub(crate) mod raw_server;
pub(crate) mod strategies;

use serde_json::Value;
use tvpass::device::{
    ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName, PrimaryHardwareType,
};
use tvpass::error::Error;
use tvpass::operation::{InitiateLogout, InitiateLogoutV1, Operation as _, RequestExtras, Site};
use tvpass::{AccessToken, Base, Logout, RedirectUrl, Request, Response};

/// An access token of the usual form that Adobe never printed.
pub(crate) const ACCESS_TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0LWFjY2VzcyJ9.c2lnbmF0dXJlLW9uZQ";
/// A service token of the usual form.
pub(crate) const SERVICE_TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0LXNlcnZpY2UifQ.c2lnbmF0dXJlLXR3bw";

pub(crate) const ADOBE: &str = "https://sp.auth.adobe.com";

/// A file of `tests/data/vectors`.
pub(crate) fn vectors(name: &str) -> Value {
    let path = format!("{}/tests/data/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The text under `key`, which must be there.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("no text {key} in {value}"))
}

pub(crate) fn device() -> Device {
    Device::new(
        DeviceIdentifier::from_text("ba23d141-d715-561c-94f4-e9e4c966b1eb").unwrap(),
        DeviceInfo::builder()
            .primary_hardware_type(PrimaryHardwareType::SetTopBox)
            .model("TV 5th Gen")
            .version("5")
            .os_name(OsName::TvOs)
            .os_version("11.0")
            .connection_type(ConnectionType::WiFi)
            .build()
            .unwrap(),
    )
}

/// A logout of `Cablevision` for `REF30` at `base`, with an access token and a service token.
pub(crate) fn logout_request(base: &str) -> Request {
    logout_request_with(base, ACCESS_TOKEN, SERVICE_TOKEN)
}

pub(crate) fn logout_request_with(base: &str, access_token: &str, service_token: &str) -> Request {
    let extras = RequestExtras::new().service_token(service_token).unwrap();
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    InitiateLogout::new("REF30", "Cablevision", &redirect_url)
        .unwrap()
        .with_extras(extras)
        .unwrap()
        .request(&site(base), &AccessToken::new(access_token).unwrap())
}

/// The device at `base`.
pub(crate) fn site(base: &str) -> Site {
    Site::new(Base::new(base).unwrap(), device())
}

pub(crate) fn logout_v1_request() -> Request {
    InitiateLogoutV1::new("REF30")
        .unwrap()
        .request_without_token(&site("https://api.auth.adobe.com"))
}

/// Interprets an answer to [`logout_request`] at Adobe's production.
pub(crate) fn interpret(response: &Response) -> Result<Logout, Error> {
    InitiateLogout::interpret(&logout_request(ADOBE), response)
}

/// The logout that an answer with status 200 and this body tells of.
pub(crate) fn logout(body: &str) -> Logout {
    interpret(&Response::new(200, body)).unwrap_or_else(|e| panic!("{e}: {body}"))
}
