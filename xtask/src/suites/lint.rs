//! Suite `lint`: formatting, clippy, the documentation's own warnings, file lengths, the recorded
//! Rust API, where dependencies are from and on what terms. By night clippy for every selection of
//! features, and cargo-deny, which is built into `.tools` for it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::api;
use crate::circles::circles;
use crate::command::{Cmd, which};
use crate::files;
use crate::manifest::{library, packages};
use crate::project::{LIBRARY, Project};
use crate::suite::{Missing, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "lint",
    about: "rustfmt, clippy and rustdoc without warnings; no file too long; the recorded API; what dependencies may be",
    packages: &[],
    prepare,
    setup,
    nightly: true,
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
    Ok(())
}

fn cargo_deny(project: &Project) -> PathBuf {
    let folder = format!("cargo-deny-{CARGO_DENY}/bin/cargo-deny");
    project.tools().join(folder)
}

fn setup(project: &Project) -> Result<(), String> {
    if which("rustup").is_none() {
        return Err(
            "rustfmt and clippy are missing; they come from where this machine's Rust came from"
                .to_owned(),
        );
    }
    Cmd::new(project, "rustup", ["component", "add", "rustfmt", "clippy"]).run()
}

fn run(project: &Project, steps: &mut Steps) {
    let manifests = steps.need(manifests(project)).unwrap_or_default();
    for manifest in &manifests {
        let format = ["fmt", "--all", "--check", "--manifest-path"];
        steps.run(&Cmd::cargo(project, format).args([manifest]));
    }
    let clippy = |selection: &[&str]| {
        Cmd::cargo(project, ["clippy", "--locked"])
            .args(selection.iter().copied())
            .args(["--", "--deny=warnings"])
    };
    steps.run(&clippy(&["--workspace", "--all-targets", "--all-features"]));
    let alone = ["--package", LIBRARY, "--no-default-features"];
    steps.run(&clippy(&[&alone[..], &["--lib"]].concat()));
    if steps.nightly {
        // The tests know the default, nothing and everything; a feature alone is for apps, and
        // those that are shipped are compiled by other suites each day.
        steps.run(&clippy(&["--workspace", "--all-targets"]));
        steps.run(&clippy(&[&alone[..], &["--all-targets"]].concat()));
        if let Some(library) = steps.need(library(project)) {
            for feature in &library.features {
                let feature = format!("--features={feature}");
                steps.run(&clippy(&[&alone[..], &["--lib", &feature]].concat()));
            }
        }
    }
    // Without what is private: a public page must not point there. By night with it, too.
    let by_night = steps.nightly.then_some("--document-private-items");
    for selection in ["--all-features"].into_iter().chain(by_night) {
        let doc = Cmd::cargo(project, ["doc", "--locked", "--workspace", "--no-deps"]);
        let doc = doc.args([selection]);
        steps.run(&doc.env("RUSTDOCFLAGS", "--deny=warnings"));
    }
    steps.note(file_lengths(&project.root));
    steps.note(prose_width(&project.root));
    for folder in ["cli/src", "src", "sandbox/src", "xtask/src"] {
        steps.note(no_circles(&project.root, folder));
    }
    steps.run(&api::program(project));
    if steps.nightly {
        deny(project, steps, &manifests);
    } else {
        for manifest in manifests {
            steps.note(known_terms(project, &manifest));
        }
    }
}

/// The manifests of the workspace, and of the crates that are none of its members.
fn manifests(project: &Project) -> Result<Vec<PathBuf>, String> {
    let is_workspace = |file: &PathBuf| {
        file.ends_with("Cargo.toml")
            && fs::read_to_string(file).is_ok_and(|text| text.contains("[workspace]\n"))
    };
    let files = files::by_hand(&project.root)?.into_iter();
    Ok(files.filter(is_workspace).collect())
}

/// What `deny.toml` says about the dependencies of these workspaces.
fn deny(project: &Project, steps: &mut Steps, manifests: &[PathBuf]) {
    if steps.need(install(project)).is_none() {
        return;
    }
    let deny = |arguments: &[&str]| {
        Cmd::new(project, cargo_deny(project), ["--locked"]).args(arguments.iter().copied())
    };
    let mut checks = vec!["bans", "licenses", "sources"];
    // The list of advisories is a git repository of its own, which may be out of reach.
    match deny(&["fetch", "db"]).capture() {
        Ok(_) => checks.push("advisories"),
        Err(what) => println!("NOT CHECKED, whether a dependency has a known fault: {what}"),
    }
    for manifest in manifests {
        // Every exception is for something in the workspace itself, and goes when that does.
        let is_outside = *manifest != project.root.join("Cargo.toml");
        let stale = if is_outside { "--allow" } else { "--deny" };
        steps.run(
            &deny(&["--config=deny.toml", "--manifest-path"])
                .args([manifest])
                .args(["check", "--hide-inclusion-graph", stale, "unmatched-skip"])
                .args(&checks),
        );
    }
}

/// Builds cargo-deny, unless it is there: without optimisations, which take most of the time, since
/// it runs for seconds.
fn install(project: &Project) -> Result<(), String> {
    if cargo_deny(project).is_file() {
        return Ok(());
    }
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

/// What needs no cargo-deny: each dependency is from the registry of crates, under a licence that
/// `deny.toml` names.
fn known_terms(project: &Project, manifest: &Path) -> Result<(), String> {
    let named = files::read(project.root.join("deny.toml"))?;
    let metadata = [
        "metadata",
        "--locked",
        "--format-version=1",
        "--all-features",
    ];
    let metadata = Cmd::cargo(project, metadata).args(["--manifest-path".as_ref(), manifest]);
    println!("$ {metadata} (where dependencies are from, and on what terms)");
    let text = |package: &Value, key| Some(package.get(key)?.as_str()?.to_owned());
    for package in packages(&metadata)? {
        let name = text(&package, "name").unwrap_or_default();
        let Some(source) = text(&package, "source") else {
            continue;
        };
        let licence = text(&package, "license").unwrap_or_default();
        if !source.starts_with("registry+") || !is_named(&licence, &named) {
            return Err(format!("{name} is from {source}, under {licence:?}"));
        }
    }
    Ok(())
}

/// Whether one of the licences that `expression` leaves to choose from is named, with all that go
/// with it.
fn is_named(expression: &str, named: &str) -> bool {
    let bare = expression.replace(['(', ')'], "").replace('/', " OR ");
    let mut choices = bare.split(" OR ");
    choices.any(|choice| {
        let mut parts = choice.split(" AND ").map(str::trim);
        parts.all(|part| named.contains(&format!("\"{part}\"")))
    })
}

fn file_lengths(root: &Path) -> Result<(), String> {
    println!("$ (no source file over {MAX_LINES} lines)");
    let mut too_long = Vec::new();
    for file in files::by_hand(root)? {
        let written_by_hand = !GENERATED
            .iter()
            .any(|generated| file == root.join(generated));
        if written_by_hand && has_extension(&file, SOURCES) {
            let text = files::read_bytes(&file)?;
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
    for file in files::by_hand(root)? {
        let is_markdown = has_extension(&file, &["md"]);
        let limit = if is_markdown {
            MARKDOWN_WIDTH
        } else {
            COMMENT_WIDTH
        };
        if !is_markdown && !has_extension(&file, SOURCES) {
            continue;
        }
        let text = files::read(&file)?;
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
    match circles(&folder, &files::by_hand(&folder)?)? {
        found if found.is_empty() => Ok(()),
        found => Err(format!("circles:\n{}", found.join("\n"))),
    }
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension()
        .is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_that_nobody_has_named_is_noticed() {
        let named = r#"allow = ["MIT", "Unicode-3.0"]"#;
        for good in ["MIT", "Apache-2.0/MIT", "(GPL-3.0 OR MIT) AND Unicode-3.0"] {
            assert!(is_named(good, named), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MI"] {
            assert!(!is_named(bad, named), "{bad}");
        }
    }

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
