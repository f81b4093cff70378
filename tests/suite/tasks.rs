//! The code of `docs/tasks` against the tests that it is from: what is shown is compiled and run.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The blocks of code of a page: the file in the comment above each, its language, its lines.
fn blocks(page: &str) -> Vec<(String, String, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut source = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let comment = line.strip_prefix("<!-- ");
        if let Some(file) = comment.and_then(|rest| rest.strip_suffix(" -->")) {
            source = Some(file.to_owned());
        } else if let Some(language) = line.strip_prefix("```") {
            let code = lines.by_ref().take_while(|line| *line != "```");
            let code = code.map(|line| line.trim().to_owned()).collect();
            let source = source.take().expect("each block has its file above it");
            blocks.push((source, language.to_owned(), code));
        }
    }
    blocks
}

/// The first of `wanted` that is not in `text`, where each has to come behind the one before it.
fn first_missing<'a>(text: &str, wanted: &'a [String]) -> Option<&'a str> {
    let mut lines = text.lines().map(str::trim);
    wanted
        .iter()
        .find(|line| !lines.any(|other| other == line.as_str()))
        .map(String::as_str)
}

#[test]
fn each_line_is_from_a_test_and_each_task_has_all_languages() {
    let mut pages = 0;
    let contents = read("docs/tasks/README.md");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tasks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" {
            continue;
        }
        assert!(
            contents.contains(&format!("({name})")),
            "{name} is in no list"
        );
        let blocks = blocks(&read(&format!("docs/tasks/{name}")));
        let languages: Vec<_> = blocks
            .iter()
            .map(|(_, language, _)| language.as_str())
            .collect();
        assert_eq!(languages, ["rust", "c", "swift", "kotlin"], "{name}");
        for (source, _, code) in &blocks {
            assert!(!code.is_empty(), "{name}");
            let missing = first_missing(&read(source), code);
            assert_eq!(
                missing, None,
                "{name}: not in {source}, or not in this order"
            );
        }
        pages += 1;
    }
    assert_eq!(pages, 5);
}

#[test]
fn a_line_that_is_missing_or_out_of_order_is_found() {
    let code = ["b".to_owned(), "c".to_owned()];
    assert_eq!(first_missing("a\n  b\nx\n c", &code), None);
    assert_eq!(first_missing("c\nb", &code), Some("c"));
    assert_eq!(first_missing("a\nc", &code), Some("b"));
}
