//! `cargo xtask bindings`: the Swift and Kotlin code that uniffi generates from the library, and
//! the tables made from the core's lists.
//!
//! `bindings/bindgen` is the generator. It reads the symbols of an unstripped library.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Where the libraries with feature `uniffi` are put: others have the same names.
pub(crate) const TARGET: &str = "target/uniffi";

/// What the generator reads, and what it writes; and where the sums of both are recorded.
const READ: &[&str] = &["src/ffi/uniffi", "uniffi.toml", "bindings/bindgen"];
const WRITTEN: &[&str] = &[
    "bindings/kotlin/generated",
    "bindings/swift/Sources/TVPass/generated",
    "bindings/swift/Sources/TVPassFFI/generated",
];
const SUMS: &str = "bindings/bindgen/sums";

/// Writes what is committed anew.
pub(crate) fn write(project: &Project) -> Result<(), String> {
    for (committed, generated) in generate(project)? {
        files::write(committed, files::read(generated)?)?;
    }
    files::write(project.root.join(SUMS), sums(project)?)?;
    tables(project)
}

/// Whether nothing has changed since what is committed was written: neither what the generator read
/// nor what it wrote.
pub(crate) fn is_as_written(project: &Project) -> Result<bool, String> {
    println!("$ (what the generator read and wrote is as it was)");
    Ok(files::read(project.root.join(SUMS))? == sums(project)?)
}

fn sums(project: &Project) -> Result<String, String> {
    let sum = |places: &[&str]| {
        let mut sum = Sha256::new();
        for place in places {
            let place = project.root.join(place);
            let all = match place.is_dir() {
                true => files::below(&place, |name| name == "target")?,
                false => vec![place],
            };
            for file in all {
                let name = file.strip_prefix(&project.root).unwrap_or(&file);
                if name != Path::new(SUMS) {
                    let content = files::read_bytes(&file)?;
                    sum.update(format!("{} {}\n", name.display(), content.len()));
                    sum.update(content);
                }
            }
        }
        Ok::<_, String>(format!("{:x}", sum.finalize()))
    };
    Ok(format!("read {}\nwritten {}\n", sum(READ)?, sum(WRITTEN)?))
}

/// Whether what is committed is what would be generated now.
pub(crate) fn compare(project: &Project) -> Result<(), String> {
    let mut stale = Vec::new();
    for (committed, generated) in generate(project)? {
        let expected = files::read(generated)?;
        if fs::read_to_string(&committed).ok() != Some(expected) {
            stale.push(committed.display().to_string());
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

/// The generator, for cargo's `command`.
pub(crate) fn generator(project: &Project, command: &str) -> Cmd {
    Cmd::cargo(project, [command, "--locked", "--quiet"])
        .args(["--manifest-path=bindings/bindgen/Cargo.toml"])
        .target("target/bindgen")
}

/// Runs the generator: each file as it is committed, and as it would be now.
fn generate(project: &Project) -> Result<Vec<(PathBuf, PathBuf)>, String> {
    library(project, "cdylib").run()?;
    let library = shared_library(&project.root.join(TARGET).join("debug"))?;
    let folder = project.root.join("target/bindings");
    files::remove(&folder)?;
    generator(project, "run")
        .args(["--".into(), library, folder.clone()])
        .run()?;
    let committed = |file: &PathBuf| {
        let place = file.strip_prefix(&folder).unwrap_or(file);
        project.root.join(place)
    };
    let generated = files::below(&folder, |_| false)?;
    if generated.is_empty() {
        return Err("the generator has written nothing".to_owned());
    }
    let pairs = generated.into_iter().map(|file| (committed(&file), file));
    Ok(pairs.collect())
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
