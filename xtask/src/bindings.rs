//! `cargo xtask bindings`: the Swift and Kotlin code that uniffi generates from the library, and
//! the tables made from the core's lists.
//!
//! The generator reads the symbols of an unstripped library. It takes minutes to compile, so it is
//! no member of the workspace.

mod kotlin;
mod names;
mod results;
mod shown;
mod swift;

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Where the libraries with feature `uniffi` are put: others have the same names.
pub(crate) const TARGET: &str = "target/uniffi";

pub(crate) fn write(project: &Project) -> Result<(), String> {
    let folder = generate(project)?;
    for (committed, text) in finished(&folder)? {
        files::write(project.root.join(committed), text)?;
    }
    tables(project)
}

/// What is committed, by place.
fn finished(folder: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let (internal, public) =
        kotlin::finish(&files::read(folder.join("dev/tvpass/internal/tvpass.kt"))?)?;
    let swift = swift::finish(&files::read(folder.join("TVPassCore.swift"))?)?;
    Ok(vec![
        ("bindings/swift/Sources/TVPass/generated/Core.swift", swift),
        (
            "bindings/swift/Sources/TVPassFFI/generated/TVPassFFI.h",
            files::read(folder.join("TVPassFFI.h"))?,
        ),
        (
            "bindings/swift/Sources/TVPassFFI/generated/module.modulemap",
            files::read(folder.join("TVPassFFI.modulemap"))?,
        ),
        (
            "bindings/kotlin/generated/dev/tvpass/internal/tvpass.kt",
            internal,
        ),
        ("bindings/kotlin/generated/dev/tvpass/Results.kt", public),
    ])
}

/// Whether what is committed is what would be generated now.
pub(crate) fn compare(project: &Project) -> Result<(), String> {
    let folder = generate(project)?;
    let mut stale = Vec::new();
    for (committed, expected) in finished(&folder)? {
        if fs::read_to_string(project.root.join(committed)).ok() != Some(expected) {
            stale.push(committed);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "not what the library exports: {}; run cargo xtask bindings and commit",
        stale.join(", ")
    ))
}

/// Builds the library for the tests of Swift and Kotlin, without `ureq`. `kind` is cargo's crate
/// type.
///
/// What forces a panic in it changes nothing that is exported, so code is generated from it, too:
/// suites that run at the same time find the same file, whichever has built it.
pub(crate) fn library(project: &Project, kind: &str) -> Cmd {
    let build = ["rustc", "--locked", "--package=tvpass", "--lib"];
    Cmd::cargo(project, build)
        .target(TARGET)
        .args(["--no-default-features", "--features=uniffi-test-panic"])
        .args([format!("--crate-type={kind}")])
}

/// Runs the generator; returns the folder that it wrote to.
fn generate(project: &Project) -> Result<PathBuf, String> {
    library(project, "cdylib").run()?;
    let library = shared_library(&project.root.join(TARGET).join("debug"))?;
    let folder = project.root.join("target/bindings");
    files::remove(&folder)?;
    let run = ["run", "--locked", "--quiet"];
    let generate = [
        "--",
        "generate",
        "--language=swift",
        "--language=kotlin",
        "--no-format",
        "--metadata-no-deps",
        "--out-dir=target/bindings",
    ];
    Cmd::cargo(project, run)
        .args(["--manifest-path=bindings/bindgen/Cargo.toml"])
        .target("target/bindgen")
        .args(generate)
        .args([library])
        .run()?;
    Ok(folder)
}

/// The library in `folder`, by the system's naming.
fn shared_library(folder: &Path) -> Result<PathBuf, String> {
    let names = ["libtvpass.so", "libtvpass.dylib", "tvpass.dll"];
    let found = names
        .iter()
        .map(|name| folder.join(name))
        .find(|file| file.is_file());
    found.ok_or_else(|| format!("{} holds no shared library", folder.display()))
}

/// Writes the tables of codes and values, by the test of the library that compares them.
fn tables(project: &Project) -> Result<(), String> {
    let test = ["test", "--locked", "--package=tvpass", "--test=suite"];
    Cmd::cargo(project, test)
        .args(["--", "tables::"])
        .env("TVPASS_WRITE_TABLES", "1")
        .run()
}
