//! What in the shared library is large: its sections, the crates that its code comes from, and its
//! functions.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::program::folder;
use super::table::Table;
use crate::c::dist::{self, Options};
use crate::command::Cmd;
use crate::project::Project;

/// How many of each are shown.
const SHOWN: usize = 10;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    // The same library with its symbols, in a folder of its own: the one that is shipped stays as
    // it is.
    let options = Options {
        keeps_symbols: true,
        ..Options::default()
    };
    let folder = folder(project).join("symbols");
    let library = dist::build(project, &options, &folder, "cdylib")?;
    let text = Cmd::new(
        project,
        "nm",
        ["--defined-only", "--print-size", "--demangle"],
    )
    .args([&library])
    .capture()?;
    let functions = code(&text);
    let all: u64 = functions.iter().map(|(_, bytes)| bytes).sum();
    let mut crates = BTreeMap::<String, u64>::new();
    for (name, bytes) in &functions {
        *crates.entry(of_crate(name).to_owned()).or_default() += bytes;
    }
    Ok(vec![
        sections(project, &library)?,
        ranking(
            "the largest sources of code, by the crate that a function is of",
            crates.into_iter().collect(),
            all,
        ),
        ranking("the largest functions", functions, all),
    ])
}

/// Functions with their sizes.
fn code(nm: &str) -> Vec<(String, u64)> {
    nm.lines()
        .filter_map(|line| {
            // `0000000000024b40 00000000000001f2 t core::fmt::pad`
            let mut words = line.splitn(4, ' ');
            let (_, size) = (words.next()?, words.next()?);
            let kind = words.next()?;
            let bytes = u64::from_str_radix(size, 16).ok()?;
            let is_code = matches!(kind, "t" | "T" | "w" | "W");
            is_code.then_some((unhashed(words.next()?), bytes))
        })
        .collect()
}

/// Without the `::h0123456789abcdef` at its end, which is another one with each compiler.
fn unhashed(name: &str) -> String {
    match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            path.to_owned()
        }
        _ => name.to_owned(),
    }
}

/// The crate at the beginning of a path: `<alloc::vec::Vec<T> as …>::f` is of `alloc`,
/// `<&T as core::fmt::Debug>::fmt` of `core`.
fn of_crate(name: &str) -> &str {
    let of_trait = name.split_once(" as ").map(|(_, rest)| rest);
    match crate_at_start(name).or(of_trait.and_then(crate_at_start)) {
        Some(name) => name,
        // The C API's functions have no path.
        None if name.starts_with("tvpass_") => "C API, entry points",
        None => "others",
    }
}

fn crate_at_start(path: &str) -> Option<&str> {
    let path = path.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let path = path
        .strip_prefix("mut ")
        .or(path.strip_prefix("dyn "))
        .unwrap_or(path);
    let (first, _) = path.split_once("::")?;
    first
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_')
        .then_some(first)
}

fn sections(project: &Project, library: &Path) -> Result<Table, String> {
    let text = Cmd::new(project, "size", ["--format=sysv"])
        .args([library])
        .capture()?;
    let mut sections: Vec<_> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, bytes) = (words.next()?, words.next()?.parse().ok()?);
            // Symbols are stripped.
            let is_loaded =
                name.starts_with('.') && !name.starts_with(".debug") && name != ".comment";
            is_loaded.then_some((name.to_owned(), bytes))
        })
        .collect();
    let all = sections.iter().map(|(_, bytes)| bytes).sum();
    sections.sort_by_key(|(_, bytes): &(String, u64)| std::cmp::Reverse(*bytes));
    Ok(ranking(
        "the largest sections of the shared library with capi",
        sections,
        all,
    ))
}

fn ranking(title: &str, mut items: Vec<(String, u64)>, all: u64) -> Table {
    items.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut table = Table::new(title, &["item", "bytes", "%"]);
    let share = |bytes: u64| format!("{:.1}", bytes as f64 * 100.0 / all.max(1) as f64);
    for (name, bytes) in items.iter().take(SHOWN) {
        table.row([json!(shortened(name)), json!(bytes), json!(share(*bytes))]);
    }
    let rest: u64 = items.iter().skip(SHOWN).map(|(_, bytes)| bytes).sum();
    let others = items.len().saturating_sub(SHOWN);
    table.row([
        json!(format!("{others} others")),
        json!(rest),
        json!(share(rest)),
    ]);
    table
}

fn shortened(name: &str) -> String {
    const LONGEST: usize = 90;
    match name.chars().count() > LONGEST {
        true => name.chars().take(LONGEST).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_read_and_belong_to_crates() {
        let nm = "0000000000024b40 00000000000001f2 t core::fmt::pad::h0123456789abcdef\n\
                  0000000000024b40 0000000000000010 T tvpass_base_new\n\
                  0000000000024b40 0000000000000010 r tvpass::TABLE\n\
                  0000000000024b40 t no_size\n";
        let expected = [("core::fmt::pad", 0x1f2), ("tvpass_base_new", 16)];
        assert_eq!(
            code(nm),
            expected.map(|(name, bytes)| (name.to_owned(), bytes))
        );
        for (name, expected) in [
            ("core::fmt::pad", "core"),
            ("<alloc::vec::Vec<T> as core::clone::Clone>::clone", "alloc"),
            ("<&mut W as core::fmt::Write>::write_char", "core"),
            ("<&mut serde_json::ser::X as Y>::f", "serde_json"),
            ("tvpass_base_new", "C API, entry points"),
            ("_init", "others"),
        ] {
            assert_eq!(of_crate(name), expected, "{name}");
        }
    }

    #[test]
    fn the_rest_is_summed_up() {
        let items = (0..12).map(|number| (number.to_string(), 10)).collect();
        let table = ranking("", items, 120);
        assert_eq!(table.rows.len(), SHOWN + 1);
        assert_eq!(
            table.rows.last(),
            Some(&vec![json!("2 others"), json!(20), json!("16.7")])
        );
    }
}
