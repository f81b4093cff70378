//! What is committed of the Swift code that uniffi generates: only the result types are public, and
//! acronyms are spelled as Swift does.
//!
//! uniffi makes everything public. In a module of its own, the results would be shown and
//! documented as another module's; in the module of the package, everything else would be public,
//! too.

use super::PUBLIC;
use super::shown::extensions;

/// Acronyms, as uniffi writes them and as Swift does.
const ACRONYMS: &[(&str, &str)] = &[
    ("Url", "URL"),
    ("Http", "HTTP"),
    ("TvPass", "TVPass"),
    ("Mvpd", "MVPD"),
];

/// Types that Swift has under names of its own; see `uniffi.toml`.
///
/// uniffi could rename `Prepared` itself, but then takes it for `Hashable`, which its object is
/// not.
const TYPES: &[(&str, &str)] = &[
    ("OpenableUrl", "URL"),
    ("UncheckedUrl", "SecretText"),
    ("Prepared", "CorePrepared"),
];

pub(super) fn finish(generated: &str) -> Result<String, String> {
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

/// With acronyms in Swift's spelling, where they are words of a name.
fn spelled(line: &str) -> String {
    let mut spelled = line.to_owned();
    for (generated, swift) in TYPES {
        for start in [" ", "[", "("] {
            spelled = spelled.replace(&format!("{start}{generated}"), &format!("{start}{swift}"));
        }
    }
    for (generated, swift) in ACRONYMS {
        let mut text = String::with_capacity(spelled.len());
        let mut rest = spelled.as_str();
        while let Some((before, after)) = rest.split_once(generated) {
            let is_word = !after.starts_with(|next: char| next.is_ascii_lowercase() && next != 's');
            text.push_str(before);
            text.push_str(if is_word { swift } else { generated });
            rest = after;
        }
        text.push_str(rest);
        spelled = text;
    }
    spelled
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_spelled_as_swift_does() {
        for (generated, swift) in [
            ("case openUrl(url: OpenableUrl)", "case openURL(url: URL)"),
            ("EnvironmentUrls rawUrl?", "EnvironmentURLs rawURL?"),
            (
                "-> Prepared { FfiConverterTypePrepared_lift",
                "-> CorePrepared { FfiConverterTypePrepared_lift",
            ),
            (
                "TvPassEvent HttpRequest Urlaub",
                "TVPassEvent HTTPRequest Urlaub",
            ),
            (
                "uniffi_tvpass_fn_func_environment_urls",
                "uniffi_tvpass_fn_func_environment_urls",
            ),
        ] {
            assert_eq!(spelled(generated), swift);
        }
    }

    #[test]
    fn only_results_are_public() {
        let generated: String = PUBLIC
            .iter()
            .map(|name| format!("public struct {name}: Hashable {{\n    public let a: Int\n}}\n"))
            .collect();
        let finished = finish(&format!(
            "import TVPassFFI\npublic func f() {{\nopen class C {{\n{generated}"
        ))
        .unwrap();
        assert!(finished.starts_with("internal import TVPassFFI\nfunc f() {\nclass C {\npublic struct Logout: Hashable {\n    public let a"), "{finished}");
        assert!(finish("public struct Logout {").is_err());
    }
}
