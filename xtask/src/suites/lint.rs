//! Suite `lint`: formatting, clippy for every selection of features, the documentation's own
//! warnings, file lengths, the recorded Rust API; and the dependencies' licences, sources and known
//! faults, by cargo-deny, which is built into `.tools`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::api;
use crate::apt::Apt;
use crate::circles::circles;
use crate::command::{Cmd, which};
use crate::manifest::library;
use crate::project::{LIBRARY, Project};
use crate::suite::{Missing, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "lint",
    about: "rustfmt, clippy and rustdoc without warnings; no file too long; the recorded API; what dependencies may be",
    prepare,
    setup,
    nightly: false,
    run,
};

/// cargo-deny's version.
const CARGO_DENY: &str = "0.20.2";

/// The longest a hand-written source file may be: one subject per file.
const MAX_LINES: usize = 500;

/// The widest that a line of a comment may be, with what stands before it.
const COMMENT_WIDTH: usize = 100;

/// The widest that a line of Markdown may be.
const MARKDOWN_WIDTH: usize = 120;

/// Files whose length is counted.
const SOURCES: &[&str] = &[
    "rs", "c", "cc", "cpp", "h", "hpp", "swift", "kt", "kts", "sh", "js", "mjs",
];

/// Folders that hold nothing hand-written.
const SKIPPED: &[&str] = &[
    "target",
    "node_modules",
    "data",
    "generated",
    "corpus",
    "build",
];

/// Files written by a tool and committed.
const GENERATED: &[&str] = &["include/tvpass.h"];

fn prepare(project: &Project) -> Result<(), Missing> {
    for component in ["fmt", "clippy"] {
        if Cmd::cargo(project, [component, "--version"])
            .capture()
            .is_err()
        {
            return Err(Missing::setup(
                SUITE.name,
                format!("cargo {component} does not answer"),
            ));
        }
    }
    if cargo_deny(project).is_file() {
        return Ok(());
    }
    install(project).map_err(|what| Missing {
        what: format!("{what}; it takes the newest Rust and the registry of crates"),
        command: "cargo xtask test lint".to_owned(),
    })
}

fn cargo_deny(project: &Project) -> PathBuf {
    let folder = format!("cargo-deny-{CARGO_DENY}/bin/cargo-deny");
    project.tools().join(folder)
}

/// Builds it without optimisations, which take most of the time: it runs for seconds.
fn install(project: &Project) -> Result<(), String> {
    let root = project.tools().join(format!("cargo-deny-{CARGO_DENY}"));
    let package = format!("cargo-deny@{CARGO_DENY}");
    Cmd::cargo(project, ["install", "--locked", "--root"])
        .args([root])
        .args([package])
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .run()
}

fn setup(project: &Project, _: &Apt<'_>) -> Result<(), String> {
    if which("rustup").is_none() {
        return Err(
            "rustfmt and clippy are missing; they come from where this machine's Rust came from"
                .to_owned(),
        );
    }
    Cmd::new(project, "rustup", ["component", "add", "rustfmt", "clippy"]).run()
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(project, ["fmt", "--all", "--check"]));
    steps.run(&Cmd::cargo(
        project,
        [
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "--deny=warnings",
        ],
    ));
    if let Some(library) = steps.need(library(project)) {
        // The default selection was part of the workspace.
        for selection in library
            .selections()
            .into_iter()
            .filter(|selection| !selection.is_empty())
        {
            // The tests know the default, nothing and everything; a feature alone is for apps.
            let targets = match selection.len() {
                1 => "--all-targets",
                _ => "--lib",
            };
            let clippy = Cmd::cargo(
                project,
                ["clippy", "--locked", "--package", LIBRARY, targets],
            );
            steps.run(&clippy.args(selection).args(["--", "--deny=warnings"]));
        }
    }
    let doc = Cmd::cargo(
        project,
        [
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ],
    );
    steps.run(&doc.env("RUSTDOCFLAGS", "--deny=warnings"));
    let doc = Cmd::cargo(
        project,
        [
            "doc",
            "--locked",
            "--package",
            LIBRARY,
            "--no-deps",
            "--all-features",
        ],
    );
    steps.run(&doc.env("RUSTDOCFLAGS", "--deny=warnings"));
    steps.note(file_lengths(&project.root));
    steps.note(prose_width(&project.root));
    for folder in ["cli/src", "src", "sandbox/src", "xtask/src"] {
        steps.note(no_circles(&project.root, folder));
    }
    steps.run(&api::program(project));
    dependencies(project, steps);
}

/// What `deny.toml` says about dependencies, for the workspace and for the crates that are none of
/// its members.
fn dependencies(project: &Project, steps: &mut Steps) {
    let deny = |arguments: &[&str]| {
        Cmd::new(project, cargo_deny(project), ["--locked"]).args(arguments.iter().copied())
    };
    let mut checks = vec!["bans", "licenses", "sources"];
    // The list of advisories is a git repository of its own, which may be out of reach.
    match deny(&["fetch", "db"]).capture() {
        Ok(_) => checks.push("advisories"),
        Err(what) => println!("NOT CHECKED, whether a dependency has a known fault: {what}"),
    }
    let Some(files) = steps.need(files(&project.root)) else {
        return;
    };
    let is_workspace = |file: &PathBuf| {
        file.ends_with("Cargo.toml")
            && fs::read_to_string(file).is_ok_and(|text| text.contains("[workspace]\n"))
    };
    for manifest in files.into_iter().filter(is_workspace) {
        // Every exception is for something in the workspace itself, and goes when that does.
        let is_outside = manifest != project.root.join("Cargo.toml");
        let stale = if is_outside { "--allow" } else { "--deny" };
        steps.run(
            &deny(&["--config=deny.toml", "--manifest-path"])
                .args([manifest])
                .args(["check", "--hide-inclusion-graph", stale, "unmatched-skip"])
                .args(&checks),
        );
    }
}

fn file_lengths(root: &Path) -> Result<(), String> {
    println!("$ (no source file over {MAX_LINES} lines)");
    let mut too_long = Vec::new();
    for file in files(root)? {
        let written_by_hand = !GENERATED
            .iter()
            .any(|generated| file == root.join(generated));
        if written_by_hand && has_extension(&file, SOURCES) {
            let text = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
            let lines = text.iter().filter(|byte| **byte == b'\n').count();
            if lines > MAX_LINES {
                let file = file.strip_prefix(root).unwrap_or(&file);
                too_long.push(format!(
                    "{}: {lines} lines, more than {MAX_LINES}",
                    file.display()
                ));
            }
        }
    }
    if too_long.is_empty() {
        Ok(())
    } else {
        Err(too_long.join("\n"))
    }
}

/// Comments and Markdown that are wider than they may be. Tables, code and links have the width
/// that they need.
fn prose_width(root: &Path) -> Result<(), String> {
    println!("$ (no comment over {COMMENT_WIDTH} columns, no paragraph over {MARKDOWN_WIDTH})");
    let mut too_wide = Vec::new();
    for file in files(root)? {
        let is_markdown = has_extension(&file, &["md"]);
        let limit = if is_markdown {
            MARKDOWN_WIDTH
        } else {
            COMMENT_WIDTH
        };
        if !is_markdown && !has_extension(&file, SOURCES) {
            continue;
        }
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        for line in wide_lines(&text, is_markdown, limit) {
            let file = file.strip_prefix(root).unwrap_or(&file);
            too_wide.push(format!("{}:{line}: over {limit} columns", file.display()));
        }
    }
    if too_wide.is_empty() {
        Ok(())
    } else {
        Err(too_wide.join("\n"))
    }
}

/// The numbers of the lines of prose that are wider than `limit`.
fn wide_lines(text: &str, is_markdown: bool, limit: usize) -> Vec<usize> {
    let mut in_code = false;
    let mut wide = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim_start();
        let marker = ["///", "//!", "//", "* "]
            .iter()
            .find(|marker| trimmed.starts_with(**marker));
        let prose = match (is_markdown, marker) {
            (true, _) => trimmed,
            (false, Some(marker)) => trimmed.trim_start_matches(*marker).trim_start(),
            (false, None) => continue,
        };
        if prose.starts_with("```") {
            in_code = !in_code;
        }
        // What has no space cannot be wrapped.
        let is_prose = !in_code && !prose.starts_with(['|', '[']) && prose.contains(' ');
        if is_prose && line.chars().count() > limit {
            wide.push(number);
        }
    }
    wide
}

fn no_circles(root: &Path, folder: &str) -> Result<(), String> {
    println!("$ (no circle in {folder})");
    let folder = root.join(folder);
    match circles(&folder, &files(&folder)?)? {
        found if found.is_empty() => Ok(()),
        found => Err(format!("circles:\n{}", found.join("\n"))),
    }
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension()
        .is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}

/// All files of the checkout, without hidden folders and [`SKIPPED`] ones; links are not followed.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let describe = |e: std::io::Error| format!("{}: {e}", folder.display());
        for entry in fs::read_dir(&folder).map_err(describe)? {
            let entry = entry.map_err(describe)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let kind = entry.file_type().map_err(describe)?;
            if kind.is_dir() && !name.starts_with('.') && !SKIPPED.contains(&name.as_ref()) {
                open.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_measured_and_tables_and_code_are_not() {
        let wide = "word ".repeat(30);
        let text = format!(
            "/// {wide}\nlet a = 1; // {wide}\n    /// | {wide} |\n/// ```\n/// {wide}\n/// ```\n// {wide}\n"
        );
        assert_eq!(wide_lines(&text, false, 100), [1, 7]);
        let text = format!("{wide}\n| {wide} |\n```sh\n{wide}\n```\n- {wide}\n");
        assert_eq!(wide_lines(&text, true, 120), [1, 6]);
        assert!(wide_lines(&text, true, 160).is_empty());
    }
}
