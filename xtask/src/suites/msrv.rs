//! Suite `msrv`: the C library as it is shipped compiles with the oldest Rust that the manifest
//! promises, by that very compiler; by night with every feature, and what docs/firmware.md installs
//! and tries it with.
//!
//! The compiler comes from rustup where it has that version installed. Otherwise Debian's packages
//! of it are unpacked into `.tools/msrv`: nothing is installed, and no administrator rights are
//! needed. (clippy's `incompatible_msrv`, part of suite `lint`, reads version notes in std's
//! sources; it knows nothing about dependencies or syntax.)

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::apt::Private;
use crate::c::dist;
use crate::command::{Cmd, which};
use crate::files;
use crate::manifest::library;
use crate::project::{LIBRARY, Project};
use crate::suite::{Missing, Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "msrv",
    about: "the library compiles with the oldest Rust that it promises",
    packages: &[],
    prepare,
    setup: nothing_else,
    nightly: true,
    run,
};

/// Debian's names for rustc, cargo and std. Its stable releases carry a newer Rust, for browsers,
/// under the second.
const FAMILIES: [[&str; 3]; 2] = [
    ["rustc", "cargo", "libstd-rust-dev"],
    ["rustc-web", "cargo-web", "libstd-rust-web-dev"],
];

/// Where the old compiler is.
enum Toolchain {
    /// rustup has it under this name.
    Rustup(String),
    /// Debian's packages are unpacked in this folder.
    Unpacked(PathBuf),
}

fn prepare(project: &Project) -> Result<(), Missing> {
    let version = library(project)
        .map_err(|what| missing(what, "cargo metadata"))?
        .rust_version;
    if toolchain(project, &version).is_some() {
        return Ok(());
    }
    let command = format!("rustup toolchain install {version} --profile minimal");
    if which("apt-get").is_none() || which("dpkg-deb").is_none() {
        return Err(missing(format!("no Rust {version} compiler"), command));
    }
    unpack(project, &version).map_err(|what| missing(what, command))
}

fn missing(what: impl Into<String>, command: impl Into<String>) -> Missing {
    Missing {
        what: what.into(),
        command: command.into(),
    }
}

fn run(project: &Project, steps: &mut Steps) {
    let Some(library) = steps.need(library(project)) else {
        return;
    };
    let version = &library.rust_version;
    let found = toolchain(project, version).ok_or_else(|| format!("Rust {version} is gone"));
    let Some(toolchain) = steps.need(found) else {
        return;
    };
    steps.note(cargo(project, &toolchain, ["--version"]).run());
    // A folder of its own: this compiler's output is of no use to the other one.
    let check = |selection: &[&str]| {
        cargo(
            project,
            &toolchain,
            ["check", "--locked", "--target-dir=target/msrv"],
        )
        .args(selection.iter().copied())
    };
    if !steps.nightly {
        let shipped = format!("--features={}", dist::FEATURES);
        let library = ["--package", LIBRARY, "--no-default-features", &shipped];
        steps.run(&check(&library));
        return;
    }
    // All features are all code; which of it compiles without the rest, suite `lint` says.
    steps.run(&check(&["--package", LIBRARY, "--all-features"]));
    // docs/firmware.md installs the library and tries it with no more than that compiler.
    steps.run(&check(&["--package=xtask", "--package=tvpass-sandbox"]));
}

fn toolchain(project: &Project, version: &str) -> Option<Toolchain> {
    let exactly = |name: &str| {
        let rest = name.strip_prefix(version);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
    };
    if which("rustup").is_some() {
        let list = Cmd::new(project, "rustup", ["toolchain", "list"])
            .capture()
            .ok()?;
        if let Some(name) = list.split_whitespace().find(|name| exactly(name)) {
            return Some(Toolchain::Rustup(name.to_owned()));
        }
    }
    let folder = unpacked(project, version);
    folder.is_dir().then_some(Toolchain::Unpacked(folder))
}

fn unpacked(project: &Project, version: &str) -> PathBuf {
    project.tools().join(format!("rust-{version}"))
}

fn cargo<'a>(
    project: &Project,
    toolchain: &Toolchain,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Cmd {
    match toolchain {
        Toolchain::Rustup(name) => {
            Cmd::new(project, "rustup", ["run", name, "cargo"]).args(arguments)
        }
        Toolchain::Unpacked(folder) => {
            let bin = folder.join("usr/bin");
            Cmd::new(project, bin.join("cargo"), arguments)
                .env("RUSTC", bin.join("rustc"))
                .env("LD_LIBRARY_PATH", libraries(folder))
        }
    }
}

/// The folders in which the unpacked programs find their libraries: `usr/lib/x86_64-linux-gnu` and
/// its like.
fn libraries(folder: &Path) -> OsString {
    let mut paths = Vec::new();
    for lib in ["usr/lib", "lib"].map(|lib| folder.join(lib)) {
        let entries = fs::read_dir(lib).into_iter().flatten().flatten();
        paths.extend(entries.map(|entry| entry.path()).filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.contains("-linux-") && path.is_dir()
        }));
    }
    // Folder names from Debian's packages hold no colon, the only thing that could fail here.
    std::env::join_paths(paths).unwrap_or_default()
}

/// Downloads Debian's packages of this Rust and unpacks them.
fn unpack(project: &Project, version: &str) -> Result<(), String> {
    let apt = Private::new(project)?;
    apt.update()?;
    let mut wanted = Vec::new();
    for family in FAMILIES {
        let exact: Vec<_> = family
            .iter()
            .filter_map(|name| Some(format!("{name}={}", apt.offered(name, version)?)))
            .collect();
        if exact.len() == family.len() {
            wanted = exact;
            break;
        }
    }
    if wanted.is_empty() {
        return Err(format!(
            "the system's package sources offer no Rust {version}"
        ));
    }
    let folder = unpacked(project, version);
    let partial = project.tools().join("rust.partial");
    apt.unpack(&wanted, &partial)?;
    files::rename(&partial, &folder)
}
