//! What error codes mean and what helps, without asking anybody: Adobe's enhanced errors, those of
//! registration, this library's own, and the HTTP statuses that matter.

mod adobe;
mod helps;
mod own;

use serde::Serialize;
use tvpass::ErrorCode;
use tvpass::error::{DocumentedCode, ListedFor};

/// What is known of a code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explanation {
    pub(crate) code: String,
    /// The number that this library has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<i32>,
    /// Whose code it is.
    pub(crate) origin: &'static str,
    /// What Adobe recommends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<String>,
    /// The HTTP statuses that it comes with.
    pub(crate) http_statuses: Vec<u16>,
    pub(crate) means: &'static str,
    pub(crate) helps: &'static str,
}

/// What is known of `code`, in any letter case: its name, this library's number, or an HTTP status.
pub(crate) fn find(code: &str) -> Option<Explanation> {
    let code = code.trim().to_ascii_lowercase();
    let documented = DocumentedCode::from_text(&code).and_then(of_adobe);
    documented
        .or_else(|| own::of_registration(&code))
        .or_else(|| of_library(&code))
        .or_else(|| own::of_http_status(&code))
}

/// Every code that has a name, for those who have only a part of it.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let adobe = DocumentedCode::ALL.iter().map(|code| code.as_str());
    let library = ErrorCode::ALL.iter().map(|code| code.name());
    adobe.chain(own::registration_names()).chain(library)
}

fn of_adobe(code: DocumentedCode) -> Option<Explanation> {
    let row = adobe::MESSAGES
        .iter()
        .find(|(name, ..)| *name == code.as_str());
    let (_, statuses, means) = row?;
    Some(Explanation {
        code: code.as_str().to_owned(),
        number: None,
        origin: match code.listed_for() {
            ListedFor::V1 => "Adobe, REST API V1",
            ListedFor::V2 => "Adobe, REST API V2",
            _ => "Adobe, REST API V1 and V2",
        },
        action: Some(code.action().as_str().to_owned()),
        http_statuses: statuses.to_vec(),
        means,
        helps: helps::of(code),
    })
}

fn of_library(code: &str) -> Option<Explanation> {
    let is_it = |known: &&ErrorCode| known.name() == code || known.number().to_string() == code;
    let known = *ErrorCode::ALL.iter().find(is_it)?;
    let (means, helps) = own::of_library(known);
    Some(Explanation {
        code: known.name().to_owned(),
        number: Some(known.number()),
        origin: "tvpass",
        action: None,
        http_statuses: Vec::new(),
        means,
        helps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_adobe_has_its_words() {
        let text = include_str!("../../../tests/data/vectors/error-codes.json");
        let vectors: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut seen = 0;
        for list in ["rest_api_v2", "rest_api_v1"] {
            for vector in vectors[list].as_array().unwrap() {
                let code = vector["code"].as_str().unwrap();
                let found = find(code).expect(code);
                assert_eq!(found.action.as_deref(), vector["action"].as_str(), "{code}");
                // Of a code that both pages have, V2's words are kept.
                if found.origin.ends_with("V1 and V2") && list == "rest_api_v1" {
                    continue;
                }
                assert_eq!(found.means, vector["message"].as_str().unwrap(), "{code}");
                let statuses = serde_json::json!(found.http_statuses);
                assert_eq!(statuses, vector["status"], "{code}");
                seen += 1;
            }
        }
        assert_eq!(seen, DocumentedCode::ALL.len());
    }

    #[test]
    fn every_code_of_the_library_is_found_by_name_and_number() {
        for code in ErrorCode::ALL {
            let by_number = find(&code.number().to_string()).unwrap();
            assert_eq!(by_number.code, code.name());
            assert!(!by_number.means.is_empty() && !by_number.helps.is_empty());
        }
        assert!(names().all(|name| find(name).is_some()));
        assert!(find("429").is_some());
        assert!(find("no_such_code").is_none());
    }
}
