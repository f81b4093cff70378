//! The C header: up to date, and every function says what a C programmer has to know.
#![cfg(feature = "capi-header")]
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/c_header.rs"]
mod c_header;

use c_header::{Function, functions};

const COMMITTED: &str = include_str!("../include/tvpass.h");
const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/tvpass.h"));

#[test]
fn the_committed_header_is_the_generated_one() {
    let differs = COMMITTED
        .lines()
        .zip(GENERATED.lines())
        .position(|(committed, generated)| committed != generated);
    assert!(
        COMMITTED == GENERATED,
        "include/tvpass.h is out of date (from line {:?}): run `cargo xtask header`",
        differs.map(|line| line + 1)
    );
}

#[test]
fn every_function_is_documented() {
    let functions = functions(COMMITTED);
    assert!(functions.len() > 100, "{}", functions.len());
    let complaints: Vec<_> = functions.iter().flat_map(complaints).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn an_undocumented_function_is_noticed() {
    let header = "/**\n * Does it.\n *\n * @param base borrowed.\n */\n\
        tvpass_status tvpass_do(const tvpass_base *base,\n    tvpass_error **error);\n";
    let functions = functions(header);
    assert_eq!(functions.len(), 1);
    let complaints = complaints(&functions[0]).join("\n");
    for missing in ["@param error", "@return", "Threads:"] {
        assert!(complaints.contains(missing), "{complaints}");
    }
}

/// What is missing in a function's comment.
fn complaints(function: &Function) -> Vec<String> {
    let mut missing = Vec::new();
    let mut complain = |what: String| missing.push(format!("{}: {what}", function.name));
    let doc = &function.doc;
    if doc.trim_start().is_empty() || doc.trim_start().starts_with('@') {
        complain("no description".to_owned());
    }
    for parameter in &function.parameters {
        let Some(text) = function.parameter_doc(&parameter.name) else {
            complain(format!("no @param {}", parameter.name));
            continue;
        };
        let handle = parameter.kind.contains("tvpass_") && parameter.is_pointer();
        let says: &[&str] = if parameter.kind.ends_with("**") {
            &["receives"]
        } else if !handle {
            &[]
        } else if parameter.kind.starts_with("const ") {
            &["borrowed"]
        } else {
            &["changed", "consumed", "receives"]
        };
        if !says.is_empty() && !says.iter().any(|word| text.contains(word)) {
            complain(format!("@param {} does not say {says:?}", parameter.name));
        }
        if parameter.kind.ends_with("**") && !text.contains("caller frees with `tvpass_") {
            complain(format!(
                "@param {} does not say who frees it",
                parameter.name
            ));
        }
    }
    match doc.split_once("@return") {
        None if function.returns != "void" => complain("no @return".to_owned()),
        Some((_, text)) => {
            let said = match function.returns.as_str() {
                "tvpass_status" => text.contains("TVPASS_STATUS_OK"),
                "tvpass_str" => {
                    text.contains("Borrowed from `")
                        || text.contains("Lives as long as the library")
                }
                _ => true,
            };
            if !said {
                complain("@return does not say the statuses, or who owns the text".to_owned());
            }
        }
        None => {}
    }
    if !doc.contains("Threads: ") {
        complain("no \"Threads:\"".to_owned());
    }
    missing
}
