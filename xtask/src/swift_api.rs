//! The recorded public API of the Swift package: a line for each declaration, as Swift's symbol
//! graph has it.
//!
//! Swift's own comparison (`diagnose-api-breaking-changes`) builds another version of the package,
//! and shows nobody what the API is. This record is read in reviews.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::files;
use crate::project::Project;

/// The modules that apps import, and what is recorded of them.
const MODULES: [(&str, &str); 2] = [
    ("TVPass", "bindings/swift/api/TVPass.txt"),
    ("TVPassTesting", "bindings/swift/api/TVPassTesting.txt"),
];

/// Where `check-docs.sh` writes the graphs.
const GRAPHS: &str = "target/swift/apple/api";

/// `cargo xtask swift-api`
pub(crate) fn record(project: &Project) -> Result<(), String> {
    for (module, recorded) in MODULES {
        let file = project.root.join(recorded);
        if let Some(folder) = file.parent() {
            files::make(folder)?;
        }
        let mut text = declarations(project, module)?.join("\n");
        text.push('\n');
        files::write(&file, text)?;
    }
    println!("recorded what suite swift has seen; look at the differences before committing them");
    Ok(())
}

/// Compares the API with the recorded one.
pub(crate) fn compare(project: &Project) -> Result<(), String> {
    let mut differences = Vec::new();
    for (module, recorded) in MODULES {
        let file = project.root.join(recorded);
        let text = files::read(&file)?;
        let now = declarations(project, module)?;
        differences.extend(difference(&text, &now));
    }
    if differences.is_empty() {
        println!("the public API of the Swift package is the recorded one");
        return Ok(());
    }
    Err(format!(
        "the public API of the Swift package has changed:\n{}\nIf that is meant, run cargo xtask swift-api and commit what it writes.",
        differences.join("\n")
    ))
}

/// The lines that are gone, with a minus, and those that are new, with a plus.
fn difference(recorded: &str, now: &[String]) -> Vec<String> {
    let before: BTreeSet<&str> = recorded.lines().collect();
    let after: BTreeSet<&str> = now.iter().map(String::as_str).collect();
    let gone = before.difference(&after).map(|line| format!("- {line}"));
    let new = after.difference(&before).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

/// The public declarations of a module, in order.
fn declarations(project: &Project, module: &str) -> Result<Vec<String>, String> {
    let folder = project.root.join(GRAPHS);
    let mut lines = BTreeSet::new();
    let graphs = files::entries(&folder).map_err(|e| format!("{e}; run cargo xtask test swift"))?;
    for graph in graphs {
        // `TVPass@Foundation.symbols.json` has what the module adds to other modules' types.
        let name = graph.file_name().unwrap_or_default().to_string_lossy();
        let of = name.split(['@', '.']).next().unwrap_or_default();
        if of == module {
            let text = files::read(&graph)?;
            let graph = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
            lines.extend(lines_of(&graph));
        }
    }
    if lines.is_empty() {
        return Err(format!("no graph of {module} in {}", folder.display()));
    }
    Ok(lines.into_iter().collect())
}

/// `TVPassClient.isRegistered: var isRegistered: Bool { get }`, for each symbol that is written in
/// the sources.
fn lines_of(graph: &Value) -> Vec<String> {
    let symbols = graph.get("symbols").and_then(Value::as_array);
    let texts = |symbol: &Value, list: &str, member: Option<&str>, between: &str| {
        let parts = symbol.get(list).and_then(Value::as_array);
        let parts = parts.into_iter().flatten().filter_map(|part| match member {
            Some(member) => part.get(member).and_then(Value::as_str),
            None => part.as_str(),
        });
        parts.collect::<Vec<_>>().join(between)
    };
    symbols
        .into_iter()
        .flatten()
        .filter(|symbol| {
            let id = symbol
                .pointer("/identifier/precise")
                .and_then(Value::as_str);
            id.is_some_and(|id| !id.contains("::SYNTHESIZED::"))
        })
        .map(|symbol| {
            let path = texts(symbol, "pathComponents", None, ".");
            let declaration = texts(symbol, "declarationFragments", Some("spelling"), "");
            let declaration = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{path}: {declaration}")
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_is_a_line_and_a_change_is_told() {
        let graph = serde_json::from_str(
            r#"{"symbols": [
                {"identifier": {"precise": "s:1"}, "pathComponents": ["A", "b"],
                 "declarationFragments": [{"spelling": "var"}, {"spelling": "\n b: "}, {"spelling": "Int"}]},
                {"identifier": {"precise": "s:2::SYNTHESIZED::s:3"}, "pathComponents": ["A", "!="]}
            ]}"#,
        )
        .unwrap();
        let now = lines_of(&graph);
        assert_eq!(now, ["A.b: var b: Int"]);
        assert!(difference("A.b: var b: Int\n", &now).is_empty());
        let told = difference("A.b: var b: String\n", &now);
        assert_eq!(told, ["- A.b: var b: String", "+ A.b: var b: Int"]);
    }
}
