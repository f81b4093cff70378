//! Software statements: the signed text that Adobe's dashboard gives out for an application.
//!
//! Here they are fixed texts. What matters to a client is which of the two errors it gets for a
//! wrong one: a statement that is no signed statement at all, or was changed, is *invalid*; a
//! well-formed one of an application that is not registered is *unapproved*.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

const ALL_PROVIDERS: &str = "tvpass-sandbox-app";
const REF40_ONLY: &str = "tvpass-sandbox-ref40-app";
const UNAPPROVED: &str = "tvpass-sandbox-withdrawn-app";

/// The statement of an approved application, good for every service provider.
#[must_use]
pub fn software_statement() -> String {
    statement_of(ALL_PROVIDERS)
}

/// The statement of an approved application that belongs to service provider `REF40`: its tokens
/// are refused elsewhere with `invalid_access_token_service_provider`.
#[must_use]
pub fn software_statement_of_ref40() -> String {
    statement_of(REF40_ONLY)
}

/// A well-formed statement of an application that is not approved.
#[must_use]
pub fn unapproved_software_statement() -> String {
    statement_of(UNAPPROVED)
}

fn statement_of(software_id: &str) -> String {
    let header = json!({"alg": "RS256"}).to_string();
    let payload = json!({
        "software_id": software_id, "client_name": "tvpass sandbox application", "iss": "auth.sandbox.invalid",
    });
    let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        encode(&header),
        encode(&payload.to_string()),
        encode("not a real signature")
    )
}

/// What the registration endpoint makes of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Approved, and for which service providers: `None` is all.
    Approved(Option<Vec<String>>),
    Unapproved,
    Invalid,
}

pub(crate) fn judge(statement: &str) -> Verdict {
    if statement == software_statement() {
        return Verdict::Approved(None);
    }
    if statement == software_statement_of_ref40() {
        return Verdict::Approved(Some(vec!["REF40".to_owned()]));
    }
    match software_id(statement).as_deref() {
        // The id of an approved application in another text: somebody changed it.
        None | Some(ALL_PROVIDERS | REF40_ONLY) => Verdict::Invalid,
        Some(_) => Verdict::Unapproved,
    }
}

/// The `software_id` of a text that looks like a signed statement: three base64url segments, the
/// first two of them JSON objects.
fn software_id(statement: &str) -> Option<String> {
    let segments: Vec<&str> = statement.split('.').collect();
    let [header, payload, signature] = segments.as_slice() else {
        return None;
    };
    let decode = |segment: &str| {
        BASE64_URL_SAFE_NO_PAD
            .decode(segment)
            .ok()
            .filter(|bytes| !bytes.is_empty())
    };
    let object = |segment: &str| serde_json::from_slice::<Value>(&decode(segment)?).ok();
    object(header)?.get("alg")?.as_str()?;
    decode(signature)?;
    Some(object(payload)?.get("software_id")?.as_str()?.to_owned())
}
