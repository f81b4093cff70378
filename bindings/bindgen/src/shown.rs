//! What Swift's public types show of themselves, and what all cases of one have: written from the
//! Swift code that uniffi generates.
//!
//! A URL may name the user's session, and Swift would print it whole.

use std::fmt::Write as _;

use crate::names::{hidden, spelled};

struct Field {
    name: String,
    kind: String,
    /// The line of its comment.
    comment: String,
}

impl Field {
    fn is_url(&self) -> bool {
        matches!(self.kind.as_str(), "URL" | "URL?")
    }
}

/// One of the cases of an enum, or all there is of a structure.
struct Case {
    name: String,
    fields: Vec<Field>,
}

/// The extensions of all public types in `swift`.
pub(crate) fn extensions(swift: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut lines = swift.lines();
    while let Some(line) = lines.next() {
        let declaration = line.strip_prefix("public ").and_then(|l| l.split_once(' '));
        let (is_enum, rest) = match declaration {
            Some(("enum", rest)) => (true, rest),
            Some(("struct", rest)) => (false, rest),
            _ => continue,
        };
        let name = rest.split([' ', ':']).next().unwrap_or(rest);
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
        let cases = match is_enum {
            true => cases(name, &body)?,
            false => vec![record(name, &body)?],
        };
        let mut fields = cases.iter().flat_map(|case| &case.fields);
        if let Some(field) = fields.find(|field| field.kind.contains("[URL")) {
            return Err(format!(
                "Swift would print the URLs of {name}.{}",
                field.name
            ));
        }
        if is_enum {
            shared(&mut text, name, &cases);
        }
        let mut fields = cases.iter().flat_map(|case| &case.fields);
        let hidden: Vec<String> = hidden(name).iter().map(|member| spelled(member)).collect();
        if let Some(unknown) = hidden
            .iter()
            .find(|h| !fields.clone().any(|f| f.name == **h))
        {
            return Err(format!("{name} has no member {unknown} to be hidden"));
        }
        if !hidden.is_empty() || fields.any(Field::is_url) {
            shown(&mut text, name, is_enum, &cases, &hidden);
        }
    }
    Ok(text)
}

/// The cases of an enum. A form that is not known is an error.
fn cases(name: &str, body: &[&str]) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut comment = String::new();
    let mut is_open = false;
    for line in body.iter().map(|line| line.trim()) {
        let unknown = || format!("uniffi's Swift code of {name} has an unknown form: {line}");
        match line {
            "" | "/**" | "*/" => {}
            ")" => is_open = false,
            _ if line.starts_with("* ") => comment = line.replacen("* ", "", 1),
            _ if line.starts_with("case ") => {
                is_open = line.ends_with('(');
                let name = line.trim_start_matches("case ").trim_end_matches('(');
                cases.push(Case {
                    name: name.to_owned(),
                    fields: Vec::new(),
                });
            }
            _ => {
                let field = line.strip_prefix("*/").unwrap_or(line);
                let (name, kind) = field.split_once(": ").ok_or_else(unknown)?;
                let case = cases.last_mut().filter(|_| is_open).ok_or_else(unknown)?;
                case.fields.push(Field {
                    name: name.to_owned(),
                    kind: kind.trim_end_matches(',').to_owned(),
                    comment: std::mem::take(&mut comment),
                });
            }
        }
    }
    Ok(cases)
}

/// The members of a structure.
fn record(name: &str, body: &[&str]) -> Result<Case, String> {
    let members = body.iter().filter_map(|line| {
        let (name, kind) = line.trim().strip_prefix("public let ")?.split_once(": ")?;
        Some(Field {
            name: name.to_owned(),
            kind: kind.to_owned(),
            comment: String::new(),
        })
    });
    let fields: Vec<Field> = members.collect();
    match fields.is_empty() {
        true => Err(format!("uniffi's Swift code of {name} has no members")),
        false => Ok(Case {
            name: name.to_owned(),
            fields,
        }),
    }
}

/// A property for each value that all cases have.
fn shared(text: &mut String, name: &str, cases: &[Case]) {
    let Some((first, others)) = cases.split_first().filter(|(_, others)| !others.is_empty()) else {
        return;
    };
    for field in &first.fields {
        let same = |other: &Field| other.name == field.name && other.kind == field.kind;
        if !others.iter().all(|case| case.fields.iter().any(same)) {
            continue;
        }
        let patterns: Vec<String> = cases
            .iter()
            .map(|case| pattern(case, |other| same(other)))
            .collect();
        let _ = write!(
            text,
            "\nextension {name} {{\n    /// {}\n    public var {}: {} {{\n        switch self {{\n        \
             case {}: {}\n        }}\n    }}\n}}\n",
            field.comment,
            field.name,
            field.kind,
            patterns.join(", "),
            field.name
        );
    }
}

/// A case with names for those values that are `wanted`.
fn pattern(case: &Case, wanted: impl Fn(&Field) -> bool) -> String {
    if case.fields.is_empty() {
        return format!(".{}", case.name);
    }
    let values = case.fields.iter().map(|field| match wanted(field) {
        true => format!("let {}", field.name),
        false => "_".to_owned(),
    });
    format!(".{}({})", case.name, values.collect::<Vec<_>>().join(", "))
}

/// Descriptions without the path of any URL.
fn shown(text: &mut String, name: &str, is_enum: bool, cases: &[Case], hidden: &[String]) {
    let _ = write!(
        text,
        "\nextension {name}: CustomStringConvertible, CustomReflectable {{\n    \
         /// For logs: of a URL, which may name the user's session, only the host;\n    \
         /// nothing about the user.\n    \
         public var description: String {{\n"
    );
    if is_enum {
        text.push_str("        switch self {\n");
        for case in cases {
            let pattern = pattern(case, |_| true);
            let _ = writeln!(text, "        case {pattern}: {}", described(case, hidden));
        }
        text.push_str("        }\n");
    } else {
        for case in cases {
            let _ = writeln!(text, "        {}", described(case, hidden));
        }
    }
    text.push_str(
        "    }\n\n    public var customMirror: Mirror { Mirror(self, children: [:]) }\n}\n",
    );
}

/// `"name(field: \(field), url: \(url.shown))"`
fn described(case: &Case, hidden: &[String]) -> String {
    if case.fields.is_empty() {
        return format!("\"{}\"", case.name);
    }
    let fields = case.fields.iter();
    let values = fields
        .filter(|field| !hidden.contains(&field.name))
        .map(|field| {
            let value = match field.kind.as_str() {
                "URL" => format!("{}.shown", field.name),
                "URL?" => format!("{}?.shown ?? \"nil\"", field.name),
                kind if kind.ends_with('?') => format!("String(describing: {})", field.name),
                _ => field.name.clone(),
            };
            format!("{}: \\({value})", field.name)
        });
    let values = values.collect::<Vec<_>>().join(", ");
    format!("\"{}({values})\"", case.name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    const FOLLOW_UP: &str = "public enum FollowUp: Equatable, Hashable {\n    \n    /**\n     * Open.\n     */\n    \
        case openURL(\n        /**\n         * The profile.\n         */profile: Profile, \n        /**\n         \
        * The URL.\n         */url: URL\n    )\n    \
        case tell(\n        /**\n         * The profile.\n         \
        */profile: Profile\n    )\n\n}\n";

    #[test]
    fn of_a_url_only_the_host_is_shown() {
        let swift = extensions(FOLLOW_UP).unwrap();
        for line in [
            "extension FollowUp: CustomStringConvertible, CustomReflectable {",
            "        case .openURL(let profile, let url): \"openURL(profile: \\(profile), url: \\(url.shown))\"",
            "        case .tell(let profile): \"tell(profile: \\(profile))\"",
        ] {
            assert!(
                swift.lines().any(|written| written == line),
                "{line}\n{swift}"
            );
        }
        let session = "public struct Session: Hashable {\n    public let code: String?\n    public let url: URL?\n}\n";
        let swift = extensions(session).unwrap();
        let line = "        \"Session(code: \\(String(describing: code)), url: \\(url?.shown ?? \"nil\"))\"";
        assert!(swift.lines().any(|written| written == line), "{swift}");
        // What has none prints as Swift prints it.
        assert_eq!(
            extensions(&session.replace("URL?", "Int")),
            Ok(String::new())
        );
        assert!(extensions(&session.replace("URL?", "[URL]")).is_err());
    }

    #[test]
    fn what_all_cases_have_is_a_property() {
        let swift = extensions(FOLLOW_UP).unwrap();
        assert!(
            swift.contains(
                "    /// The profile.\n    public var profile: Profile {\n        switch self {\n        \
                 case .openURL(let profile, _), .tell(let profile): profile\n"
            ),
            "{swift}"
        );
        assert!(!swift.contains("var url"), "{swift}");
    }

    #[test]
    fn a_form_that_is_not_known_is_an_error() {
        assert!(extensions("public enum A {\n    indirect case b\n}\n").is_err());
        assert!(extensions("public struct A {\n    public var b: URL\n}\n").is_err());
    }
}
