//! `docs/checklist.md` names tests that exist, and all of Adobe's requirements and practices.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of the test functions in the Rust files below a folder.
fn tests_in(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_in(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let mut is_test = false;
            for line in text.lines().map(str::trim_start) {
                match line.strip_prefix("fn ") {
                    Some(rest) if is_test => {
                        into.extend(rest.split('(').next().map(str::to_owned));
                        is_test = false;
                    }
                    _ => is_test |= line.starts_with("#[test]"),
                }
            }
        }
    }
}

#[test]
fn every_row_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    for folder in ["src", "tests"] {
        tests_in(&root.join(folder), &mut tests);
    }
    assert!(tests.len() > 500, "{}", tests.len());
    let text = fs::read_to_string(root.join("docs/checklist.md")).unwrap();
    let mut rows = Vec::new();
    for part in text.split("\n## ").skip(1) {
        let cells = part.lines().filter_map(|line| line.strip_prefix("| "));
        let rest: Vec<_> = cells.skip(1).map(|row| row.split(" | ")).collect();
        rows.push(rest.len());
        for mut row in rest {
            let (rule, named) = (row.next().unwrap(), row.nth(1).unwrap());
            let named: Vec<_> = named.split('`').skip(1).step_by(2).collect();
            assert!(!named.is_empty(), "{rule} has no test");
            for name in named {
                assert!(tests.contains(name), "{rule}: there is no test {name}");
            }
        }
    }
    // Mandatory requirements and recommended practices, as Adobe counts them.
    assert_eq!(rows, [23, 12]);
}
