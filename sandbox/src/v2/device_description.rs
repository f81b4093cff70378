//! `device` of a retrieved session: what `X-Device-Info` said, in the shape of Adobe's sample.

use serde_json::{Map, Value, json};

/// The description. What was not said is null, a version that was not said is 0.0.0.
pub(super) fn describe(info: &Map<String, Value>, address: &str) -> Value {
    let text = |key: &str| match info.get(key) {
        Some(Value::String(text)) => json!(text),
        Some(Value::Null) | None => Value::Null,
        Some(other) => json!(other.to_string()),
    };
    let number = |key: &str| text(key).as_str().and_then(|text| text.parse().ok());
    let pixels = |key: &str| json!(number(key).unwrap_or(0_u32));
    let user_agent = text("userAgent");
    let browser = if user_agent.is_null() && text("browserName").is_null() {
        Value::Null
    } else {
        json!({
            "name": text("browserName"),
            "vendor": text("browserVendor"),
            "version": version(text("browserVersion").as_str()),
            "userAgent": user_agent,
            "originalUserAgent": user_agent,
        })
    };
    let type_name = text("primaryHardwareType");
    let told_address = text("connectionIp");
    json!({
        "type": if type_name.is_null() { json!("Unknown") } else { type_name },
        "model": text("model"),
        "version": version(text("version").as_str()),
        "hardware": {
            "name": text("model"),
            "vendor": text("vendor"),
            "version": version(text("version").as_str()),
            "manufacturer": text("manufacturer"),
        },
        "operatingSystem": {
            "name": text("osName"),
            "family": text("osFamily"),
            "vendor": text("osVendor"),
            "version": version(text("osVersion").as_str()),
        },
        "browser": browser,
        "display": {
            "width": pixels("displayWidth"),
            "height": pixels("displayHeight"),
            "ppi": pixels("displayPpi"),
            "name": "DISPLAY",
            "vendor": null,
            "version": null,
            "diagonalSize": text("diagonalScreenSize"),
        },
        "applicationId": text("applicationId"),
        "connection": {
            "ipAddress": if told_address.is_null() { json!(address) } else { told_address },
            "port": text("connectionPort"),
            "secure": text("connectionSecure") == "true",
            "type": text("connectionType"),
        },
    })
}

/// The first three numbers of a version, however they are separated.
fn version(text: Option<&str>) -> Value {
    let mut parts = text
        .unwrap_or_default()
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(0_u32));
    let mut next = || parts.next().unwrap_or(0);
    json!({"major": next(), "minor": next(), "patch": next(), "profile": ""})
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn versions_are_taken_apart() {
        let numbers = |text| {
            let version = version(Some(text));
            [&version["major"], &version["minor"], &version["patch"]].map(Value::as_u64)
        };
        assert_eq!(numbers("14,1"), [Some(14), Some(1), Some(0)]);
        assert_eq!(numbers("10.15.7"), [Some(10), Some(15), Some(7)]);
        assert_eq!(numbers("4K (2nd gen)"), [Some(4), Some(2), Some(0)]);
        assert_eq!(numbers("99999999999"), [Some(0); 3]);
    }
}
