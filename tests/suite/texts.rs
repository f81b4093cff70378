//! Texts that developers of every language read: no Rust in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names in wire formats that functions have, too; and what this library calls its inputs in all
/// languages.
const DATA: &[&str] = &["access_token", "client_id", "client_secret", "expires_in"];

/// The library's source files, each with its text up to the unit tests, and without files of tests.
fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                into.push((path, code.to_owned()));
            }
        }
    }
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    files
}

/// The string literals of Rust code, as they are written.
fn literals(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, here) = rest.split_at(at);
        rest = if let Some(comment) = here.strip_prefix("//") {
            comment.split_once('\n').map_or("", |(_, next)| next)
        } else if let Some(next) = ["'\"'", "'\\''", "'\\\"'"]
            .iter()
            .find_map(|quoted| here.strip_prefix(quoted))
        {
            next
        } else if let Some(text) = here.strip_prefix('"') {
            let hashes = before.len() - before.trim_end_matches('#').len();
            let raw = before.trim_end_matches('#').ends_with('r');
            let end = match raw {
                true => text.find(&format!("\"{}", "#".repeat(hashes))).unwrap(),
                false => {
                    let mut escaped = false;
                    text.find(|c| {
                        let end = c == '"' && !escaped;
                        escaped = c == '\\' && !escaped;
                        end
                    })
                    .unwrap()
                }
            };
            found.push(&text[..end]);
            &text[end + 1..]
        } else {
            &here[1..]
        };
    }
    found
}

fn is_part_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Without what a format puts a value in for.
fn without_placeholders(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| {
        shown + part.split_once('}').map_or(part, |(_, after)| after)
    })
}

/// The names that follow `keyword` in `code`.
fn declared<'a>(code: &'a str, keyword: &str) -> Vec<&'a str> {
    code.split(keyword)
        .skip(1)
        .filter_map(|after| after.split(|c| !is_part_of_a_name(c)).next())
        .collect()
}

#[test]
fn literals_are_found_as_the_compiler_finds_them() {
    let code = r##"f("a b", 'c', '"'); // "not this"
        let x = r#"d "e" f"#; g::<'a>("h \" i \\", "");"##;
    assert_eq!(literals(code), ["a b", "d \"e\" f", "h \\\" i \\\\", ""]);
}

/// An error's words and its advice reach C, Swift and Kotlin as they are.
#[test]
fn no_text_speaks_rust() {
    let sources = sources();
    let mut names = BTreeSet::new();
    for (_, code) in &sources {
        names.extend(
            declared(code, "fn ")
                .into_iter()
                .filter(|name| name.contains('_')),
        );
        for keyword in ["struct ", "enum ", "trait "] {
            let humps = |name: &&str| name.chars().filter(char::is_ascii_uppercase).count() > 1;
            names.extend(declared(code, keyword).into_iter().filter(humps));
        }
    }
    for name in DATA {
        names.remove(name);
    }
    assert!(names.contains("without_store") && names.contains("BlockingClient"));
    let mut texts = 0;
    for (path, code) in &sources {
        // What is prose has a space; names and formats of the wire have none.
        for text in literals(code).into_iter().filter(|text| text.contains(' ')) {
            texts += 1;
            let text = without_placeholders(text);
            assert!(!text.contains("::"), "{}: {text}", path.display());
            for word in text.split(|c| !is_part_of_a_name(c)) {
                assert!(
                    !names.contains(word),
                    "{}: {word} in: {text}",
                    path.display()
                );
            }
        }
    }
    assert!(texts > 100, "{texts}");
}
