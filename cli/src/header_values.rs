//! What Adobe's headers say, in plain: base64 and tokens read, people's identities left out.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Map, Value};
use tvpass::device::{ConnectionType, OsFamily, OsName, OsVendor, PrimaryHardwareType};
use tvpass::header::{
    AD_SERVICE_TOKEN, ADOBE_SUBJECT_TOKEN, AP_DEVICE_IDENTIFIER, AP_PARTNER_FRAMEWORK_STATUS,
    AP_TEMPPASS_IDENTITY, AP_VISITOR_IDENTIFIER, AUTHORIZATION, HeaderName, X_DEVICE_INFO,
    X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
};

use crate::times;

/// The headers that are understood, in Adobe's spelling.
const KNOWN: [HeaderName; 9] = [
    AUTHORIZATION,
    AP_DEVICE_IDENTIFIER,
    X_DEVICE_INFO,
    AD_SERVICE_TOKEN,
    ADOBE_SUBJECT_TOKEN,
    X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
    AP_PARTNER_FRAMEWORK_STATUS,
    AP_TEMPPASS_IDENTITY,
    AP_VISITOR_IDENTIFIER,
];

/// The claims of a token that name nobody; of the others only that they are there.
const HARMLESS_CLAIMS: [&str; 12] = [
    "alg",
    "typ",
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "scope",
    "scopes",
    "software_id",
    "client_name",
    "redirect_uris",
];

const HIDDEN: &str = "…";

/// A header and what it says.
#[derive(Debug, Serialize)]
pub(crate) struct Decoded {
    pub(crate) name: String,
    /// What the value says; a text for what has no parts.
    pub(crate) says: Value,
    /// What Adobe would not understand.
    pub(crate) problems: Vec<String>,
}

/// Whether a header of this name is understood here.
pub(crate) fn known(name: &str) -> Option<HeaderName> {
    KNOWN
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
}

/// What the header `name` says; `None` if the name is none of those that are understood.
pub(crate) fn decode(name: &str, value: &str) -> Option<Decoded> {
    let name = known(name)?;
    let value = value.trim();
    let mut problems = Vec::new();
    let says = match name {
        AUTHORIZATION => match value.strip_prefix("Bearer ") {
            Some(token) => token_says(token, &mut problems),
            None => {
                problems.push("does not begin with `Bearer `".into());
                HIDDEN.into()
            }
        },
        AP_DEVICE_IDENTIFIER => identifier_says(value, &mut problems),
        X_DEVICE_INFO => {
            let says = json_in_base64(value, &mut problems);
            check_device_info(&says, &mut problems);
            says
        }
        AP_PARTNER_FRAMEWORK_STATUS => {
            let says = json_in_base64(value, &mut problems);
            check_framework_status(&says, &mut problems);
            says
        }
        AP_TEMPPASS_IDENTITY => identity_says(json_in_base64(value, &mut problems), &mut problems),
        AP_VISITOR_IDENTIFIER => {
            if value.contains('"') {
                problems.push("has quotation marks, which are not part of the ECID".into());
            }
            value.into()
        }
        _ => token_says(value, &mut problems),
    };
    Some(Decoded {
        name: name.as_str().to_owned(),
        says,
        problems,
    })
}

/// What a token says that stands alone, e.g. a software statement; `None` if it is none.
pub(crate) fn decode_token(value: &str) -> Option<Decoded> {
    token_parts(value)?;
    let mut problems = Vec::new();
    Some(Decoded {
        says: token_says(value, &mut problems),
        name: "a signed token".to_owned(),
        problems,
    })
}

/// The header that `value` probably is the value of.
pub(crate) fn guess(value: &str) -> Option<HeaderName> {
    let value = value.trim();
    if value.starts_with("fingerprint ") {
        return Some(AP_DEVICE_IDENTIFIER);
    }
    if value.starts_with("Bearer ") {
        return Some(AUTHORIZATION);
    }
    let Value::Object(object) = json_in_base64(value, &mut Vec::new()) else {
        return None;
    };
    if object.contains_key("frameworkPermissionInfo") {
        return Some(AP_PARTNER_FRAMEWORK_STATUS);
    }
    let is_device = ["model", "osName", "version"]
        .iter()
        .any(|key| object.contains_key(*key));
    Some(if is_device {
        X_DEVICE_INFO
    } else {
        AP_TEMPPASS_IDENTITY
    })
}

fn json_in_base64(value: &str, problems: &mut Vec<String>) -> Value {
    let Ok(bytes) = STANDARD.decode(value) else {
        problems.push("is not base64 (standard alphabet, with padding)".into());
        return Value::Null;
    };
    match serde_json::from_slice(&bytes) {
        Ok(json @ Value::Object(_)) => json,
        Ok(_) => {
            problems.push("is JSON, but not an object".into());
            Value::Null
        }
        // Where, and not what: it may be about a person.
        Err(error) => {
            problems.push(format!(
                "is not JSON inside of the base64: line {}, column {}",
                error.line(),
                error.column()
            ));
            Value::Null
        }
    }
}

fn identifier_says(value: &str, problems: &mut Vec<String>) -> Value {
    let Some(encoded) = value.strip_prefix("fingerprint ") else {
        problems.push("does not begin with `fingerprint `".into());
        return Value::Null;
    };
    let text = STANDARD
        .decode(encoded)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match text {
        Some(text) => text.into(),
        None => {
            problems.push("is not text in base64 (standard alphabet, with padding)".into());
            Value::Null
        }
    }
}

/// Whether `text` is one of the documented values.
type IsDocumented = fn(&str) -> bool;

fn check_device_info(says: &Value, problems: &mut Vec<String>) {
    const REQUIRED: [&str; 5] = ["model", "version", "osName", "osVersion", "connectionType"];
    const RESTRICTED: [(&str, IsDocumented); 5] = [
        ("primaryHardwareType", |text| {
            PrimaryHardwareType::documented(text).is_some()
        }),
        ("osName", |text| OsName::documented(text).is_some()),
        ("osFamily", |text| OsFamily::documented(text).is_some()),
        ("osVendor", |text| OsVendor::documented(text).is_some()),
        ("connectionType", |text| {
            ConnectionType::documented(text).is_some()
        }),
    ];
    let Value::Object(object) = says else {
        return;
    };
    for key in REQUIRED.iter().filter(|key| !object.contains_key(**key)) {
        problems.push(format!("lacks {key}, which Adobe requires"));
    }
    for (key, is_documented) in RESTRICTED {
        let text = object.get(key).and_then(Value::as_str);
        if let Some(text) = text.filter(|text| !is_documented(text)) {
            problems.push(format!(
                "{key} is {text:?}, which is not one of Adobe's values: the device may count as unknown"
            ));
        }
    }
}

fn check_framework_status(says: &Value, problems: &mut Vec<String>) {
    let Value::Object(_) = says else {
        return;
    };
    let status = says
        .pointer("/frameworkPermissionInfo/accessStatus")
        .and_then(Value::as_str);
    if status != Some("granted") {
        problems
            .push("the user has not granted access; Adobe falls back to a usual sign-in".into());
    }
    let provider = says
        .pointer("/frameworkProviderInfo/id")
        .and_then(Value::as_str);
    if provider.is_none_or(str::is_empty) {
        problems.push("names no provider".into());
    }
    let expires = says.pointer("/frameworkProviderInfo/expirationDate");
    let expires = expires.and_then(|time| time.as_u64().or_else(|| time.as_str()?.parse().ok()));
    match expires {
        Some(expires) if expires <= times::now_unix_ms() => {
            problems.push(format!("expired {}", times::shown(expires)));
        }
        Some(_) => {}
        None if provider.is_some() => {
            problems.push("has no expirationDate in milliseconds, as a text".into());
        }
        None => {}
    }
}

/// An identity, without saying whose.
fn identity_says(says: Value, problems: &mut Vec<String>) -> Value {
    let Value::Object(object) = says else {
        return says;
    };
    let entries = object.into_iter().map(|(key, value)| {
        let text = value.as_str().unwrap_or_default();
        let is_hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hash {
            problems.push(format!(
                "{key} is no SHA-256 in hex: it leaves the device in clear"
            ));
        }
        let shown = if is_hash { "a SHA-256" } else { HIDDEN };
        (key, shown.into())
    });
    Value::Object(entries.collect())
}

/// Header and claims of a token in the compact form of JWS; `None` if it is none.
fn token_parts(token: &str) -> Option<(Map<String, Value>, Map<String, Value>)> {
    let mut parts = token.split('.');
    let mut part = || {
        let bytes = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
    };
    let (header, claims) = (part()?, part()?);
    // The signature; it makes the token what it is, and is not shown.
    parts.next()?;
    parts.next().is_none().then_some((header, claims))
}

fn token_says(token: &str, problems: &mut Vec<String>) -> Value {
    let Some((header, claims)) = token_parts(token) else {
        // Also of an encrypted one (JWE), which nobody here can read.
        return format!("an opaque token of {} characters", token.chars().count()).into();
    };
    let seconds = |name: &str| claims.get(name).and_then(Value::as_u64);
    let now = times::now_unix_ms() / 1000;
    if let Some(exp) = seconds("exp").filter(|exp| *exp <= now) {
        problems.push(format!(
            "expired {}",
            times::shown(exp.saturating_mul(1000))
        ));
    }
    if let Some(nbf) = seconds("nbf").filter(|nbf| *nbf > now) {
        problems.push(format!(
            "is not valid before {}",
            times::shown(nbf.saturating_mul(1000))
        ));
    }
    let harmless = |part: Map<String, Value>| {
        let entries = part.into_iter().map(|(name, value)| {
            let is_harmless = HARMLESS_CLAIMS.contains(&name.as_str());
            (name, if is_harmless { value } else { HIDDEN.into() })
        });
        Value::Object(entries.collect())
    };
    let parts = [("header", harmless(header)), ("claims", harmless(claims))];
    Value::Object(
        parts
            .into_iter()
            .map(|(name, part)| (name.to_owned(), part))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(json: &str) -> String {
        STANDARD.encode(json)
    }

    #[test]
    fn device_headers_are_read_and_judged() {
        let good = r#"{"model":"AppleTV","version":"14,1","osName":"tvOS","osVersion":"17.4","connectionType":"LAN"}"#;
        let decoded = decode("x-device-info", &encoded(good)).unwrap();
        assert_eq!(decoded.name, X_DEVICE_INFO.as_str());
        assert_eq!(decoded.says["osName"], "tvOS");
        assert!(decoded.problems.is_empty(), "{:?}", decoded.problems);

        let decoded = decode(&X_DEVICE_INFO, &encoded(r#"{"model":"x","osName":"TVOS"}"#)).unwrap();
        assert_eq!(decoded.problems.len(), 4, "{:?}", decoded.problems);
        let decoded = decode(&X_DEVICE_INFO, "eyJt!").unwrap();
        assert!(decoded.problems[0].contains("base64"));
        let decoded = decode(&X_DEVICE_INFO, &encoded("{'model'}")).unwrap();
        assert!(decoded.problems[0].contains("column 2"));

        let value = format!("fingerprint {}", encoded("device-1"));
        assert_eq!(
            decode(&AP_DEVICE_IDENTIFIER, &value).unwrap().says,
            "device-1"
        );
        assert_eq!(
            decode(&AP_DEVICE_IDENTIFIER, "device-1")
                .unwrap()
                .problems
                .len(),
            1
        );
    }

    #[test]
    fn a_token_is_shown_without_its_signature_and_its_user() {
        let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let token = format!(
            "{}.{}.c2lnbmF0dXJl",
            part(r#"{"alg":"RS256"}"#),
            part(r#"{"sub":"user-1","iss":"a.example","exp":1000}"#)
        );
        let decoded = decode(&AUTHORIZATION, &format!("Bearer {token}")).unwrap();
        let text = decoded.says.to_string();
        assert!(text.contains("a.example") && text.contains("sub"), "{text}");
        assert!(
            !text.contains("user-1") && !text.contains("c2lnbmF0dXJl"),
            "{text}"
        );
        assert_eq!(decoded.problems, ["expired Thu, 01 Jan 1970 00:16:40 GMT"]);
        let opaque = decode(&AUTHORIZATION, "Bearer opaque-secret").unwrap();
        assert_eq!(opaque.says, "an opaque token of 13 characters");
        assert_eq!(decode(&AUTHORIZATION, "Basic x").unwrap().says, HIDDEN);
    }

    #[test]
    fn an_identity_is_never_shown() {
        let clear = decode(
            &AP_TEMPPASS_IDENTITY,
            &encoded(r#"{"email":"a@b.example"}"#),
        )
        .unwrap();
        assert!(!format!("{clear:?}").contains("a@b"), "{clear:?}");
        assert!(clear.problems[0].contains("in clear"));
        let hash = format!(r#"{{"email":"{}"}}"#, "0f".repeat(32));
        let hashed = decode(&AP_TEMPPASS_IDENTITY, &encoded(&hash)).unwrap();
        assert_eq!(hashed.says["email"], "a SHA-256");
        assert!(hashed.problems.is_empty());
    }

    #[test]
    fn the_framework_status_is_judged() {
        let status = r#"{"frameworkPermissionInfo":{"accessStatus":"denied"},"frameworkProviderInfo":{"id":"a","expirationDate":"1000"}}"#;
        let decoded = decode(&AP_PARTNER_FRAMEWORK_STATUS, &encoded(status)).unwrap();
        assert_eq!(decoded.problems.len(), 2, "{:?}", decoded.problems);
    }

    #[test]
    fn a_value_says_which_header_it_is_of() {
        assert_eq!(guess("fingerprint eA=="), Some(AP_DEVICE_IDENTIFIER));
        assert_eq!(guess("Bearer x"), Some(AUTHORIZATION));
        assert_eq!(guess(&encoded(r#"{"osName":"x"}"#)), Some(X_DEVICE_INFO));
        let status = encoded(r#"{"frameworkPermissionInfo":{}}"#);
        assert_eq!(guess(&status), Some(AP_PARTNER_FRAMEWORK_STATUS));
        assert_eq!(guess("nothing of the kind"), None);
        assert!(decode("Cookie", "x").is_none());
    }
}
