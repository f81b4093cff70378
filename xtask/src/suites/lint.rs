//! Suite `lint`: formatting, clippy for every selection of features, the documentation's own warnings, file lengths.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::project::{LIBRARY, Project};

pub(crate) const SUITE: Suite = Suite {
    name: "lint",
    about: "rustfmt, clippy and rustdoc without warnings; no file too long",
    prepare,
    setup,
    run,
};

/// The longest a hand-written source file may be: one subject per file.
const MAX_LINES: usize = 500;

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
                &SUITE,
                format!("cargo {component} does not answer"),
            ));
        }
    }
    Ok(())
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
    if let Some(library) = steps.need(project.library()) {
        // The default selection was part of the workspace.
        for selection in library
            .selections()
            .into_iter()
            .filter(|selection| !selection.is_empty())
        {
            let clippy = Cmd::cargo(
                project,
                ["clippy", "--locked", "--package", LIBRARY, "--all-targets"],
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
