//! `docs/glossary.md` against the public names of each language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names in the columns Rust, C, Swift and Kotlin.
fn columns() -> [BTreeSet<String>; 4] {
    let text = fs::read_to_string(root("docs/glossary.md")).unwrap();
    let mut columns: [BTreeSet<String>; 4] = Default::default();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = line.trim_matches('|').split('|').collect();
        if cells.len() != 5 {
            continue;
        }
        for (column, cell) in columns.iter_mut().zip(&cells[1..]) {
            // Names are between backquotes: every second part.
            let names = cell.split('`').skip(1).step_by(2);
            column.extend(names.map(str::to_owned));
        }
    }
    columns
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The texts of all files with this ending below a folder, or of the file itself.
fn sources(place: &str, ending: &str) -> String {
    let mut open = vec![root(place)];
    let mut text = String::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            open.extend(entries.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|found| found == ending) {
            text += &fs::read_to_string(&path).unwrap();
            text.push('\n');
        }
    }
    assert!(!text.is_empty(), "{place}");
    text
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The names that lines declare: the word behind the first of `keywords` in a line that begins with
/// `start`.
fn declared(text: &str, start: &str, keywords: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with(start)) {
        let mut found = words(line).filter(|word| !word.is_empty());
        if found.any(|word| keywords.contains(&word)) {
            let is_modifier = |word: &&str| ["class", "interface"].contains(word);
            names.extend(found.find(|word| !is_modifier(word)).map(str::to_owned));
        }
    }
    names
}

const SWIFT: &str = "bindings/swift/Sources/TVPass";
const KOTLIN: [&str; 4] = [
    "bindings/kotlin/tvpass/src/main",
    "bindings/kotlin/tvpass-android/src/main",
    "bindings/kotlin/tvpass-testing/src/main",
    "bindings/kotlin/generated/dev/tvpass/Results.kt",
];

fn kotlin() -> String {
    KOTLIN.map(|place| sources(place, "kt")).concat()
}

#[test]
fn every_name_of_the_glossary_is_one_of_its_language() {
    let [rust, c, swift, kotlin_names] = columns();
    assert!(rust.len() > 30 && c.len() > 40 && swift.len() > 40 && kotlin_names.len() > 40);
    let mut missing = Vec::new();
    for (names, text, of) in [
        (&rust, sources("src", "rs"), ["pub ", "pub enum "]),
        (&c, sources("include/tvpass.h", "h"), ["", ""]),
        (&swift, sources(SWIFT, "swift"), ["public ", "public "]),
        (&kotlin_names, kotlin(), ["public ", "public "]),
    ] {
        let public: BTreeSet<_> = text
            .lines()
            .map(str::trim_start)
            .filter(|line| of.iter().any(|start| line.starts_with(start)))
            .flat_map(words)
            .collect();
        missing.extend(names.iter().filter(|name| !public.contains(name.as_str())));
    }
    assert!(missing.is_empty(), "not public: {missing:?}");
}

#[test]
fn every_public_type_is_in_the_glossary() {
    let [_, c, swift, kotlin_names] = columns();
    let header = sources("include/tvpass.h", "h");
    let types: BTreeSet<_> = header
        .lines()
        .filter_map(|line| {
            let name = line
                .strip_prefix("typedef struct ")
                .or_else(|| line.strip_prefix("} "));
            let name = name.or_else(|| line.strip_prefix("typedef int32_t "))?;
            words(name)
                .find(|word| word.starts_with("tvpass_"))
                .map(str::to_owned)
        })
        .collect();
    let swift_types = declared(
        &sources(SWIFT, "swift"),
        "public ",
        &["class", "struct", "enum", "protocol", "actor"],
    );
    let kotlin_types = declared(&kotlin(), "public ", &["class", "interface", "object"]);
    for (found, names, of) in [
        (types, c, "C"),
        (swift_types, swift, "Swift"),
        (kotlin_types, kotlin_names, "Kotlin"),
    ] {
        assert!(found.len() > 20, "{of}: {found:?}");
        let unnamed: Vec<_> = found.difference(&names).collect();
        assert!(unnamed.is_empty(), "{of}: {unnamed:?}");
    }
}
