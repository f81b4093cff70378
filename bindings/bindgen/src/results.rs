//! The shape of a type, read out of the Kotlin code that uniffi generates for it.

/// A record, or one of the cases of a [`Shape::Sum`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    pub(crate) doc: Vec<String>,
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) doc: Vec<String>,
    pub(crate) name: String,
    /// As generated.
    pub(crate) kind: String,
}

/// Several cases under one name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cases {
    pub(crate) doc: Vec<String>,
    pub(crate) name: String,
    pub(crate) variants: Vec<Type>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Values side by side.
    Record(Type),
    /// One of several cases with values of their own.
    Sum(Cases),
    /// One of several names.
    Names(Cases),
}

/// Reads one declaration with the comment before it.
pub(crate) fn read(block: &str) -> Result<Shape, String> {
    let mut doc = Vec::new();
    let mut shape = None;
    for line in block.lines().map(str::trim) {
        let unknown = || format!("uniffi's Kotlin code has an unknown form: {line}");
        match line {
            "" | "," | "{" | "}" | "){" | ")" | "companion object" | "/**" | "*/" | ";" => {}
            _ if line.starts_with('*') => {
                let text = line.strip_prefix("* ").or_else(|| line.strip_prefix('*'));
                doc.extend(text.map(str::to_owned));
            }
            _ if line.starts_with("val ") => {
                let field = field(line, std::mem::take(&mut doc)).ok_or_else(unknown)?;
                let owner = match &mut shape {
                    Some(Shape::Record(record)) => Some(record),
                    Some(Shape::Sum(cases)) => cases.variants.last_mut(),
                    _ => None,
                };
                owner.ok_or_else(unknown)?.fields.push(field);
            }
            _ => {
                let doc = std::mem::take(&mut doc);
                match (&mut shape, declaration(line)) {
                    (None, Some(("data class", name))) => {
                        shape = Some(Shape::Record(Type {
                            doc,
                            name,
                            fields: Vec::new(),
                        }));
                    }
                    (None, Some((keyword, name))) => {
                        let cases = Cases {
                            doc,
                            name,
                            variants: Vec::new(),
                        };
                        shape = Some(match keyword {
                            "sealed class" => Shape::Sum(cases),
                            "enum class" => Shape::Names(cases),
                            _ => return Err(unknown()),
                        });
                    }
                    (Some(Shape::Sum(cases)), Some(("data class" | "object", name))) => {
                        cases.variants.push(Type {
                            doc,
                            name,
                            fields: Vec::new(),
                        });
                    }
                    (Some(Shape::Names(cases)), None) => {
                        let name = line.trim_end_matches([',', ';']).to_owned();
                        cases.variants.push(Type {
                            doc,
                            name,
                            fields: Vec::new(),
                        });
                    }
                    _ => return Err(unknown()),
                }
            }
        }
    }
    shape.ok_or_else(|| "uniffi's Kotlin code lacks a declaration".to_owned())
}

/// The keyword and the name in `sealed class A {`.
fn declaration(line: &str) -> Option<(&'static str, String)> {
    let keywords = ["data class", "sealed class", "enum class", "object"];
    let keyword = keywords
        .into_iter()
        .find(|keyword| line.starts_with(keyword))?;
    let rest = line.strip_prefix(keyword)?.strip_prefix(' ')?;
    let name = rest.split([' ', '(', '{', ':']).next()?;
    Some((keyword, name.to_owned()))
}

/// A field in ``val `name`: Type``, which the end of the list, or of the class's head, may follow.
fn field(line: &str, doc: Vec<String>) -> Option<Field> {
    let (name, rest) = line.strip_prefix("val ")?.split_once(": ")?;
    let kind = match rest.split_once(") : ") {
        Some((kind, _)) => kind,
        None => rest.trim_end_matches([',', ' ']),
    };
    Some(Field {
        doc,
        name: name.trim_matches('`').to_owned(),
        kind: kind.to_owned(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_is_not_known_is_an_error() {
        for block in [
            "",
            "fun f() {\n}",
            "data class A (\n    var x: Int\n)",
            "enum class E {\n object A : E()\n}",
        ] {
            assert!(read(block).is_err(), "{block}");
        }
    }

    #[test]
    fn names_have_their_comments() {
        let block = "/**\n * E.\n */\n\nenum class E {\n    \n    /**\n     * One.\n     */\n    ONE,\n    TWO;\n\n    companion object\n}\n";
        let Shape::Names(cases) = read(block).unwrap() else {
            panic!("not names")
        };
        assert_eq!(cases.doc, ["E."]);
        let names: Vec<_> = cases
            .variants
            .iter()
            .map(|v| (v.name.as_str(), v.doc.len()))
            .collect();
        assert_eq!(names, [("ONE", 1), ("TWO", 0)]);
    }
}
