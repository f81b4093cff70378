//! Building the C test program: the library as a static one, the sources of `tests/capi`, and the
//! generated cases.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::archive::{self, Binutils};
use super::{cases, header};
use crate::command::Cmd;
use crate::files;
use crate::project::{LIBRARY, Project};

/// What Rust's std needs from the system, for static linking on Linux. rustc's list has gcc's
/// library for unwinding, too, which C compilers add by themselves: the shared one, or with
/// `-static` the other.
pub(crate) const SYSTEM_LIBRARIES: &[&str] = &["-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];

/// Warnings that a program which includes the header must not have.
pub(crate) const STRICT: &[&str] = &["-Wall", "-Wextra", "-pedantic", "-Werror"];

/// How a test program is built.
pub(crate) struct Build<'a> {
    /// The program's file name, and the folder's for its parts.
    pub(crate) name: &'a str,
    pub(crate) compiler: &'a str,
    pub(crate) flags: &'a [&'a str],
    /// The static library of the Rust side.
    pub(crate) library: &'a Path,
    /// Whether it has the built-in HTTP client.
    pub(crate) ureq: bool,
    /// Whether it can be made to panic.
    pub(crate) panic_hook: bool,
}

/// The folder for everything about C.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.root.join("target/capi")
}

/// What the header declares.
pub(crate) fn declared(project: &Project) -> Result<header::Header, String> {
    let file = project.root.join("include/tvpass.h");
    let text = files::read(&file)?;
    let header = header::read(&text);
    match header.functions.len().min(header.structures.len()) {
        0 => Err(format!("{}: nothing found", file.display())),
        _ => Ok(header),
    }
}

/// The names of the functions that a library with these parts has.
pub(crate) fn names(
    project: &Project,
    ureq: bool,
    flows: bool,
) -> Result<BTreeSet<String>, String> {
    let functions = declared(project)?.functions.into_iter();
    let there = functions.filter(|f| (ureq || !f.ureq) && (flows || !f.flows));
    Ok(there.map(|function| function.name).collect())
}

/// What forces a panic, and takes that back.
pub(crate) const TEST_FUNCTIONS: [&str; 2] = ["tvpass_test_panic_next", "tvpass_test_panic_disarm"];

/// The library for tests as it is shipped: only the header's functions can be linked, and those
/// that force a panic.
pub(crate) fn closed_for_tests(
    project: &Project,
    tools: &Binutils,
    archive: &Path,
    ureq: bool,
) -> Result<PathBuf, String> {
    let mut names = names(project, ureq, true)?;
    names.extend(TEST_FUNCTIONS.map(str::to_owned));
    archive::close(project, tools, archive, &names)
}

/// Builds the library for tests, with debug information, and says where it is.
pub(crate) fn test_library(project: &Project, features: &str) -> Result<PathBuf, String> {
    let target = folder(project).join(features.replace(',', "-"));
    Cmd::cargo(
        project,
        ["rustc", "--locked", "--lib", "--crate-type=staticlib"],
    )
    .args(["--package", LIBRARY, "--no-default-features"])
    .args([format!("--features={features}")])
    .target(&target)
    .run()?;
    let archive = target.join("debug/libtvpass.a");
    let ureq = features.split(',').any(|feature| feature == "ureq");
    closed_for_tests(project, &Binutils::named(""), &archive, ureq)
}

/// Compiles and links the test program, and says where it is.
pub(crate) fn build(project: &Project, build: &Build<'_>) -> Result<PathBuf, String> {
    let folder = folder(project).join(build.name);
    files::make(&folder)?;
    let generated = folder.join("cases.c");
    let text = cases::file(&declared(project)?, build.ureq);
    files::write(&generated, text)?;
    let program = folder.join("tests");
    let mut command = Cmd::new(
        project,
        build.compiler,
        ["-std=c11", "-g", "-Iinclude", "-Itests/capi"],
    )
    .args(STRICT)
    .args(build.flags)
    .args(["-DTVPASS_HAS_FILE_STORE", "-DTVPASS_HAS_FLOWS"])
    .args(build.ureq.then_some("-DTVPASS_HAS_UREQ"));
    if build.panic_hook {
        command = command.args(["-DTVPASS_TEST_PANIC"]);
    }
    let sources = [
        "main",
        "fixture",
        "operations",
        "requests",
        "outcomes",
        "sandbox",
        "person",
        "flows",
        "flows_sandbox",
        "inputs",
        "calls",
        "order",
        "state",
        "borrowed",
        "poison",
        "threads",
    ];
    command
        .args(sources.map(|name| format!("tests/capi/{name}.c")))
        .args([generated, build.library.to_owned()])
        .args(SYSTEM_LIBRARIES)
        .args([Path::new("-o"), &program])
        .run()?;
    Ok(program)
}

/// Compiles and links the tests of the C++ layer, and says where the program is.
pub(crate) fn build_layer(project: &Project, build: &Build<'_>) -> Result<PathBuf, String> {
    let folder = folder(project).join(build.name);
    files::make(&folder)?;
    let program = folder.join("layer");
    Cmd::new(project, build.compiler, ["-std=c++17", "-g", "-Iinclude"])
        .args(STRICT)
        .args(build.flags)
        .args(["-DTVPASS_HAS_FILE_STORE", "-DTVPASS_HAS_FLOWS"])
        .args(build.ureq.then_some("-DTVPASS_HAS_UREQ"))
        .args(
            ["layer", "layer_operations", "layer_flows"]
                .map(|name| format!("tests/capi/{name}.cpp")),
        )
        .args([build.library])
        .args(SYSTEM_LIBRARIES)
        .args([Path::new("-o"), &program])
        .run()?;
    Ok(program)
}
