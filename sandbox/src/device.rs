//! The two headers that tell one device from another: `AP-Device-Identifier` and `X-Device-Info`.

use axum::http::HeaderMap;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value};

/// The keys of `X-Device-Info` without which Adobe's page calls it incomplete.
const REQUIRED: [&str; 5] = ["model", "version", "osName", "osVersion", "connectionType"];

/// The one value of a header: `None` if it is missing, sent twice, or not text.
pub(crate) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    match values.next() {
        Some(_) => None,
        None => first.to_str().ok(),
    }
}

/// The identifier that `AP-Device-Identifier: fingerprint <base64>` carries, decoded; what is wrong
/// with it otherwise.
pub(crate) fn identifier(headers: &HeaderMap) -> Result<String, String> {
    let value =
        single(headers, "ap-device-identifier").ok_or("AP-Device-Identifier must be sent, once")?;
    let encoded = value
        .strip_prefix("fingerprint ")
        .ok_or("the value must start with 'fingerprint '")?;
    let bytes = BASE64_STANDARD
        .decode(encoded)
        .map_err(|error| format!("not padded standard base64: {error}"))?;
    if bytes.is_empty() {
        return Err("the identifier is empty".into());
    }
    String::from_utf8(bytes).map_err(|_| "the identifier is not UTF-8".into())
}

/// Checks the device information of a request's header.
pub(crate) fn check_info_header(headers: &HeaderMap) -> Result<(), String> {
    info(headers).map(drop)
}

/// The device information of a request's header.
pub(crate) fn info(headers: &HeaderMap) -> Result<Map<String, Value>, String> {
    read_info(single(headers, "x-device-info").ok_or("X-Device-Info must be sent, once")?)
}

/// Reads device information: padded standard base64 of a JSON object with all required keys, as
/// texts. The others may be numbers or truth values, too: Adobe's page types none of them, and
/// names widths, a port and `true` among them.
pub(crate) fn read_info(value: &str) -> Result<Map<String, Value>, String> {
    let bytes = BASE64_STANDARD
        .decode(value)
        .map_err(|error| format!("not padded standard base64: {error}"))?;
    let object: Map<String, Value> =
        serde_json::from_slice(&bytes).map_err(|error| format!("not a JSON object: {error}"))?;
    let is_plain = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
    if let Some((key, _)) = object.iter().find(|(_, value)| !is_plain(value)) {
        return Err(format!("the value of '{key}' is not a plain one"));
    }
    let filled = |key: &&str| {
        object
            .get(*key)
            .and_then(Value::as_str)
            .is_some_and(|text| !text.is_empty())
    };
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|key| !filled(key)).collect();
    if missing.is_empty() {
        Ok(object)
    } else {
        Err(format!("missing: {}", missing.join(", ")))
    }
}
