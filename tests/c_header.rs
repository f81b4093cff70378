//! The C header: up to date, and every function says what a C programmer has to know.
#![cfg(feature = "capi-header")]
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;

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
    let known = names();
    let complaints: Vec<_> = functions
        .iter()
        .flat_map(|function| complaints(function, &known))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The C++ layer has every function, so that nobody has to mix the two.
#[test]
fn every_function_has_its_counterpart_in_cpp() {
    const LAYER: [&str; 3] = [
        include_str!("../include/tvpass.hpp"),
        include_str!("../include/tvpass_client.hpp"),
        include_str!("../include/tvpass_driver.hpp"),
    ];
    let mut used: BTreeSet<String> = LAYER
        .iter()
        .copied()
        .flat_map(named)
        .map(str::to_owned)
        .collect();
    for handle in LAYER
        .iter()
        .flat_map(|text| text.split("TVPASS_HANDLE(").skip(1))
    {
        let name = handle.split(')').next().unwrap_or_default();
        used.insert(format!("tvpass_{name}_free"));
    }
    let missing: Vec<_> = functions(COMMITTED)
        .into_iter()
        .map(|function| function.name)
        .filter(|name| !used.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_undocumented_function_is_noticed() {
    let header = "/**\n * Does it, or `TVPASS_STATUS_IMAGINARY`.\n *\n * @param base borrowed.\n * @param text the text.\n\
        * @param how what becomes of `TVPASS_STATUS_TRANSPORT_…`.\n */\n\
        tvpass_status tvpass_do(const tvpass_base *base,\n    const char *text, tvpass_step *how, tvpass_error **error);\n";
    let functions = functions(header);
    assert_eq!(functions.len(), 1);
    let complaints = complaints(&functions[0], &names()).join("\n");
    assert!(!complaints.contains("TRANSPORT"), "{complaints}");
    for missing in [
        "@param text does not",
        "@param how does not",
        "@param error",
        "@return",
        "Threads:",
        "TVPASS_STATUS_IMAGINARY",
    ] {
        assert!(complaints.contains(missing), "{complaints}");
    }
}

/// The numbers and functions of this library that a comment names.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("TVPASS_") || word.starts_with("tvpass_"))
}

/// The names that the header has.
fn names() -> BTreeSet<&'static str> {
    let code = COMMITTED
        .lines()
        .filter(|line| !line.trim_start().starts_with(['*', '/']));
    code.flat_map(named).collect()
}

/// What is missing in a function's comment.
fn complaints(function: &Function, known: &BTreeSet<&str>) -> Vec<String> {
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
        let kind = parameter.kind.as_str();
        let says: &[&str] = if !parameter.is_pointer() {
            &[]
        } else if kind.ends_with("**") || kind == "size_t *" {
            &["receives"]
        } else if kind == "const char *" || kind == "const void *" {
            &["borrowed", "copied"]
        } else if kind.starts_with("const ") {
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
    for name in named(doc) {
        // `TVPASS_STATUS_TRANSPORT_…` stands for several.
        let is_it =
            |known: &&str| known == &name || (name.ends_with('_') && known.starts_with(name));
        if !known.iter().any(is_it) {
            complain(format!("{name} is not in the header"));
        }
    }
    if !["Threads: any", "Threads: one at a time per handle"]
        .iter()
        .any(|words| doc.contains(words))
    {
        complain("no \"Threads:\" with one of the header's two terms".to_owned());
    }
    missing
}
