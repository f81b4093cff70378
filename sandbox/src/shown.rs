//! Traffic as it is shown: secrets masked, headers decoded, bodies cut.

use axum::http::HeaderMap;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Serialize;
use serde_json::Value;

use crate::device;

/// Of a longer body the rest is left out.
const LONGEST_BODY: usize = 16 << 10;

/// What stands for a secret in a body.
const MASK: &str = "<secret>";

/// Query parameters that nobody should send, and whose values are kept out of the log all the same.
pub(crate) const SECRET_PARAMETERS: [&str; 4] = [
    "client_secret",
    "software_statement",
    "access_token",
    "refresh_token",
];

/// Parameters and members whose values are secrets.
const SECRETS: [&str; 8] = [
    "client_secret",
    "software_statement",
    "access_token",
    "refresh_token",
    "serializedToken",
    "SAMLResponse",
    "password",
    "assertion",
];

/// A header that stands for more than its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decoded {
    /// The header.
    pub header: &'static str,
    /// What it says.
    pub value: Option<Value>,
    /// Why it cannot be read.
    pub error: Option<String>,
}

/// The headers of a request that are base64, decoded.
pub(crate) fn decoded(headers: &HeaderMap) -> Vec<Decoded> {
    let mut decoded = Vec::new();
    let mut add = |header, read: Result<Value, String>| {
        let (value, error) = match read {
            Ok(value) => (Some(value), None),
            Err(error) => (None, Some(error)),
        };
        decoded.push(Decoded {
            header,
            value,
            error,
        });
    };
    if headers.contains_key("ap-device-identifier") {
        add(
            "AP-Device-Identifier",
            device::identifier(headers).map(Value::from),
        );
    }
    if let Some(info) = device::single(headers, "x-device-info") {
        add("X-Device-Info", json_in_base64(info));
    }
    if let Some(status) = device::single(headers, "ap-partner-framework-status") {
        add("AP-Partner-Framework-Status", json_in_base64(status));
    }
    decoded
}

fn json_in_base64(text: &str) -> Result<Value, String> {
    let bytes = BASE64_STANDARD
        .decode(text)
        .map_err(|error| format!("not padded standard base64: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("not JSON: {error}"))
}

/// A body, for people: secrets are masked in forms and JSON, HTML is as it is, and nothing is shown
/// of what cannot be read.
pub(crate) fn body(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    let announced = device::single(headers, "content-type").unwrap_or_default();
    let announced = announced.to_ascii_lowercase();
    let shown = if let Ok(mut json) = serde_json::from_slice::<Value>(body) {
        mask(&mut json);
        serde_json::to_string_pretty(&json).unwrap_or_default()
    } else if announced.starts_with("application/x-www-form-urlencoded") {
        let pairs = form_urlencoded::parse(body).map(|(name, value)| {
            let value = if SECRETS.contains(&&*name) {
                MASK.into()
            } else {
                value
            };
            format!("{name}={value}")
        });
        pairs.collect::<Vec<_>>().join("\n")
    } else if announced.starts_with("text/html") {
        String::from_utf8_lossy(body).into_owned()
    } else {
        format!("<{} bytes that are neither JSON nor a form>", body.len())
    };
    Some(cut(shown))
}

fn mask(json: &mut Value) {
    match json {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                if SECRETS.contains(&name.as_str()) && value.is_string() {
                    *value = MASK.into();
                } else {
                    mask(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST_BODY {
        let mut end = LONGEST_BODY;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push_str("\n… and more");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::HeaderValue;

    use super::*;

    fn of(media_type: &'static str, text: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(media_type));
        body(&headers, text.as_bytes())
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let form = "application/x-www-form-urlencoded";
        let shown = of(form, "client_id=a%20b&client_secret=hush").unwrap();
        assert_eq!(shown, "client_id=a b\nclient_secret=<secret>");
        let shown = of(
            "application/json",
            r#"{"a":[{"serializedToken":"hush"}],"access_token":"hush"}"#,
        );
        assert!(!shown.unwrap().contains("hush"));
        assert!(
            !of("application/json", r#"{"access_token":"hush"#)
                .unwrap()
                .contains("hush")
        );
        assert!(!of("text/plain", "hush").unwrap().contains("hush"));
        assert_eq!(of(form, ""), None);
    }

    #[test]
    fn a_long_body_is_cut() {
        let shown = of("text/html", &"ü".repeat(20_000)).unwrap();
        assert!(shown.len() < 17_000 && shown.ends_with("and more"));
    }
}
