//! What is committed of the Swift code that uniffi generates: only the result types are public, and
//! acronyms are spelled as Swift does.
//!
//! uniffi makes everything public. In a module of its own, the results would be shown and
//! documented as another module's; in the module of the package, everything else would be public,
//! too.

use crate::names::{PUBLIC, spelled};
use crate::shown::extensions;

pub(crate) fn finish(generated: &str) -> Result<String, String> {
    let mut finished = String::with_capacity(generated.len());
    let mut seen = Vec::new();
    for line in generated.lines() {
        let line = spelled(line);
        if line == "import TVPassFFI" {
            finished.push_str("internal import TVPassFFI\n");
            continue;
        }
        // Members of what is internal now.
        let line = match line.strip_prefix("    open ") {
            Some(member) => format!("    {member}"),
            None => line,
        };
        match line
            .strip_prefix("public ")
            .or_else(|| line.strip_prefix("open "))
        {
            Some(bare) => match declared(bare).filter(|name| is_public(name)) {
                Some(name) => {
                    seen.push(name.to_owned());
                    finished.push_str(&line);
                }
                None => finished.push_str(bare),
            },
            None => finished.push_str(&line),
        }
        finished.push('\n');
    }
    match PUBLIC
        .iter()
        .find(|name| !seen.iter().any(|seen| *seen == spelled(name)))
    {
        Some(missing) => Err(format!("uniffi's Swift code has no type {missing}")),
        None => {
            let extensions = extensions(&finished)?;
            Ok(finished + &extensions)
        }
    }
}

fn is_public(name: &str) -> bool {
    PUBLIC.iter().any(|public| spelled(public) == name)
}

/// The name of the type that a line at the top level declares, without its visibility.
fn declared(bare: &str) -> Option<&str> {
    let rest = bare
        .strip_prefix("struct ")
        .or_else(|| bare.strip_prefix("enum "))?;
    rest.split([' ', ':', '{']).next()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::names::hidden;

    #[test]
    fn only_results_are_public() {
        let generated: String = PUBLIC
            .iter()
            .map(|name| {
                let members = ["a"].iter().chain(hidden(name));
                let members: String = members
                    .map(|member| format!("    public let {member}: Int\n"))
                    .collect();
                format!("public struct {name}: Hashable {{\n{members}}}\n")
            })
            .collect();
        let finished = finish(&format!(
            "import TVPassFFI\npublic func f() {{\nopen class C {{\n{generated}"
        ))
        .unwrap();
        assert!(finished.starts_with("internal import TVPassFFI\nfunc f() {\nclass C {\npublic struct Configuration: Hashable {\n    public let a"), "{finished}");
        // What is about the user is not shown.
        assert!(
            finished.contains("    public let userID: Int\n"),
            "{finished}"
        );
        assert!(
            finished.contains("\"UserMetadata(a: \\(a))\"\n"),
            "{finished}"
        );
        assert!(finish("public struct Logout {").is_err());
    }
}
