//! `cargo xtask bindings`: the Swift and Kotlin code that uniffi generates from the library, and
//! the tables made from the core's lists.
//!
//! The generator reads the symbols of an unstripped library. It takes minutes to compile, so it is
//! no member of the workspace and keeps a target folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::Project;

/// The target folder of everything that is built with feature `uniffi`, so that other builds keep
/// their artifacts.
pub(crate) const TARGET: &str = "target/uniffi";

/// What the generator writes, and where it is committed.
const COMMITTED: &[(&str, &str)] = &[
    (
        "TVPassCore.swift",
        "bindings/swift/Sources/TVPassCore/generated/TVPassCore.swift",
    ),
    (
        "TVPassFFI.h",
        "bindings/swift/Sources/TVPassFFI/generated/TVPassFFI.h",
    ),
    (
        "TVPassFFI.modulemap",
        "bindings/swift/Sources/TVPassFFI/generated/module.modulemap",
    ),
    (
        "dev/tvpass/internal/tvpass.kt",
        "bindings/kotlin/generated/dev/tvpass/internal/tvpass.kt",
    ),
];

pub(crate) fn main(arguments: &[String]) -> Outcome {
    if let Some(argument) = arguments.first() {
        return Outcome::Usage(format!("bindings takes no argument, not {argument}"));
    }
    let result = Project::find().and_then(|project| {
        let folder = generate(&project)?;
        for (name, committed) in COMMITTED {
            let text = finished(name, read(&folder.join(name))?);
            write(&project.root.join(committed), &text)?;
        }
        tables(&project, true)
    });
    match result {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

/// What is committed of a generated file: the text itself, except that what Kotlin declares is made
/// internal to its module. uniffi has no setting for that, and apps would see JNA's types in public
/// signatures.
fn finished(name: &str, text: String) -> String {
    if !name.ends_with(".kt") {
        return text;
    }
    let mut finished = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        finished.push_str(&internal(line));
        finished.push('\n');
    }
    finished
}

/// A line of Kotlin, with the declaration that it begins made internal if that is at the top level.
fn internal(line: &str) -> String {
    const DECLARATIONS: &[&str] = &[
        "abstract ",
        "class ",
        "const ",
        "data ",
        "enum ",
        "fun ",
        "fun<",
        "inline ",
        "interface ",
        "object ",
        "open ",
        "sealed ",
        "typealias ",
        "val ",
        "var ",
    ];
    let bare = line.strip_prefix("public ").unwrap_or(line);
    if DECLARATIONS.iter().any(|start| bare.starts_with(start)) {
        return format!("internal {bare}");
    }
    // Exported functions are indented, behind an annotation that the methods of a class continue
    // with `override`.
    if let Some((annotation, rest)) = line.split_once(") fun ") {
        if annotation.trim_start().starts_with("@Throws(") {
            return format!("{annotation}) internal fun {rest}");
        }
    }
    line.to_owned()
}

/// Whether what is committed is what would be generated now.
pub(crate) fn compare(project: &Project) -> Result<(), String> {
    let folder = generate(project)?;
    let mut stale = Vec::new();
    for (name, committed) in COMMITTED {
        let expected = finished(name, read(&folder.join(name))?);
        if fs::read_to_string(project.root.join(committed)).ok() != Some(expected) {
            stale.push(*committed);
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

/// Builds a library with feature `uniffi` and without `ureq`: what Swift and Kotlin link. `kind` is
/// cargo's crate type.
pub(crate) fn library(project: &Project, kind: &str, features: &str) -> Cmd {
    let build = ["rustc", "--locked", "--package=tvpass", "--lib"];
    Cmd::cargo(project, build).args([
        format!("--crate-type={kind}"),
        "--no-default-features".to_owned(),
        format!("--features={features}"),
        format!("--target-dir={TARGET}"),
    ])
}

/// Runs the generator; returns the folder that it wrote to.
fn generate(project: &Project) -> Result<PathBuf, String> {
    library(project, "cdylib", "uniffi").run()?;
    let library = shared_library(&project.root.join(TARGET).join("debug"))?;
    let folder = project.root.join("target/bindings");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let run = [
        "run",
        "--locked",
        "--quiet",
        "--manifest-path=bindings/bindgen/Cargo.toml",
        "--target-dir=target/bindgen",
        "--",
        "generate",
        "--language=swift",
        "--language=kotlin",
        "--no-format",
        "--metadata-no-deps",
        "--out-dir=target/bindings",
    ];
    Cmd::cargo(project, run).args([library]).run()?;
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

/// The tables of codes and values: compared by a test of the library, which also writes them.
pub(crate) fn tables(project: &Project, write: bool) -> Result<(), String> {
    let test = ["test", "--locked", "--package=tvpass", "--test=tables"];
    let mut command = Cmd::cargo(project, test);
    if write {
        command = command.env("TVPASS_WRITE_TABLES", "1");
    }
    command.run()
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kotlin_declares_at_the_top_level_becomes_internal() {
        for (generated, committed) in [
            ("public object A {", "internal object A {"),
            ("open class A: B", "internal open class A: B"),
            (
                "    @Throws(E::class) fun `f`() {",
                "    @Throws(E::class) internal fun `f`() {",
            ),
            (
                "    @Throws(E::class)override fun `f`() {",
                "    @Throws(E::class)override fun `f`() {",
            ),
            ("    fun `f`() {", "    fun `f`() {"),
            ("private class A {", "private class A {"),
            ("internal val a = 1", "internal val a = 1"),
            ("package dev.tvpass", "package dev.tvpass"),
        ] {
            assert_eq!(internal(generated), committed);
        }
        assert_eq!(finished("a.swift", "public f".to_owned()), "public f");
    }
}
