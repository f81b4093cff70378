//! The C header: up to date, and every function says what a C programmer has to know.

use std::collections::BTreeSet;

use crate::support::c_header::{Function, Header, Parameter, Structure, read};

const COMMITTED: &str = include_str!("../../include/tvpass.h");
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

fn header() -> Header {
    read(COMMITTED)
}

#[test]
fn every_function_is_documented() {
    let functions = header().functions;
    assert!((70..=96).contains(&functions.len()), "{}", functions.len());
    let known = names();
    let complaints: Vec<_> = functions
        .iter()
        .flat_map(|function| complaints(function, &known))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_structure_and_member_is_documented() {
    let structures = header().structures;
    assert!(structures.len() > 15, "{}", structures.len());
    let known = names();
    let complaints: Vec<_> = structures
        .iter()
        .flat_map(|structure| structure_complaints(structure, &known))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The macro that initialises an input.
fn initialiser(structure: &Structure) -> String {
    format!("{}_INIT", structure.name.to_uppercase())
}

/// What is missing in a structure's comments.
fn structure_complaints(structure: &Structure, known: &BTreeSet<&str>) -> Vec<String> {
    let mut missing = Vec::new();
    let name = &structure.name;
    let initialiser = initialiser(structure);
    let is_input = structure.is_input();
    if structure.doc.trim().is_empty() {
        missing.push(format!("{name}: no description"));
    }
    if is_input != structure.doc.contains(&format!("Input; `{initialiser}`.")) {
        missing.push(format!(
            "{name}: an input names its initialiser, and no other"
        ));
    }
    if is_input && !COMMITTED.contains(&format!("#define {initialiser} TVPASS_INIT({name})\n")) {
        missing.push(format!("{name}: no {initialiser}"));
    }
    // A text never grows and owns nothing.
    let owner = [
        "Freed with `tvpass_",
        "It belongs to the",
        "names the owner",
        "never grows",
    ];
    if !is_input && !owner.iter().any(|words| structure.doc.contains(words)) {
        missing.push(format!("{name}: does not say who owns it"));
    }
    let docs = structure
        .members
        .iter()
        .map(|member| (&member.name, &member.doc));
    for (member, doc) in docs.chain([(name, &structure.doc)]) {
        if doc.trim().is_empty() {
            missing.push(format!("{name}.{member}: no description"));
        }
        missing.extend(
            unknown(doc, known)
                .map(|other| format!("{name}.{member}: {other} is not in the header")),
        );
    }
    // A caller that passes its own structures passes them whole: a copy of what the library made is
    // not one.
    let by_value = |member: &&Parameter| !is_plain(&member.kind);
    missing.extend(structure.members.iter().filter(by_value).map(|member| {
        format!(
            "{name}.{}: a structure inside of another cannot grow",
            member.name
        )
    }));
    missing
}

/// Whether a member is a number, a text or a pointer.
fn is_plain(kind: &str) -> bool {
    let number = kind
        .strip_prefix("tvpass_")
        .is_some_and(|_| COMMITTED.contains(&format!("typedef int32_t {kind};")));
    kind.ends_with('*')
        || number
        || [
            "tvpass_str",
            "bool",
            "size_t",
            "int32_t",
            "uint32_t",
            "uint64_t",
        ]
        .contains(&kind)
}

/// The C++ layer has every function, so that nobody has to mix the two.
#[test]
fn every_function_has_its_counterpart_in_cpp() {
    let layer = concat!(
        include_str!("../../include/tvpass.hpp"),
        include_str!("../../include/tvpass_result.hpp")
    );
    let used: BTreeSet<&str> = named(layer).collect();
    let missing: Vec<_> = header()
        .functions
        .into_iter()
        .map(|function| function.name)
        .filter(|name| !used.contains(name.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_undocumented_function_is_noticed() {
    let header = "/// Does it, or `TVPASS_STATUS_IMAGINARY`.\n///\n/// @param site borrowed.\n/// @param text the text.\n\
        /// @param input a structure.\n/// @param how what becomes of
        ///   `TVPASS_STATUS_TRANSPORT_…`.\n\
        tvpass_status tvpass_do(const tvpass_site *site,\n    tvpass_str text, const tvpass_start *input, tvpass_call *how, tvpass_error **error);\n";
    let functions = read(header).functions;
    assert_eq!(functions.len(), 1);
    let complaints = complaints(&functions[0], &names()).join("\n");
    assert!(!complaints.contains("TRANSPORT"), "{complaints}");
    for missing in [
        "@param text does not",
        "@param input does not",
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

/// The names in a comment that the header does not have.
fn unknown<'a>(doc: &'a str, known: &'a BTreeSet<&str>) -> impl Iterator<Item = &'a str> {
    named(doc).filter(|name| {
        // `TVPASS_STATUS_TRANSPORT_…` stands for several.
        let is_it =
            |known: &&str| known == name || (name.ends_with('_') && known.starts_with(name));
        !known.iter().any(is_it)
    })
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
        let says: &[&str] = if parameter.is_text() {
            &["borrowed", "copied"]
        } else if !parameter.is_pointer() {
            &[]
        } else if kind.ends_with("**") {
            &["receives"]
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
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let said = match function.returns.as_str() {
                "tvpass_status" => text.contains("TVPASS_STATUS_OK"),
                kind if kind == "tvpass_str" || kind.ends_with('*') => {
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
    for name in unknown(doc, known) {
        complain(format!("{name} is not in the header"));
    }
    if !["Threads: any", "Threads: one at a time per handle"]
        .iter()
        .any(|words| doc.contains(words))
    {
        complain("no \"Threads:\" with one of the header's two terms".to_owned());
    }
    missing
}
