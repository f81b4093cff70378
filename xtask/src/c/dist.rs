//! The C library as it is shipped: shared and static, header, pkg-config and CMake files, in an
//! install prefix. Both libraries come out of one build: rustc optimises the whole once for all
//! crate types that it links, and none of these is Rust's own, with which it would not do that.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::archive::{self, Binutils};
use super::package;
use super::program::{TEST_FUNCTIONS, names};
use crate::command::{Cmd, host};
use crate::files;
use crate::paths;
use crate::project::{LIBRARY, Project};

/// What is installed of `include`.
const HEADERS: [&str; 3] = ["tvpass.h", "tvpass.hpp", "tvpass_result.hpp"];

/// The largest page size that Android has; the linker's own is 4 KiB on some processors.
pub(crate) const PAGE_SIZE: u64 = 16 * 1024;

/// What to build.
#[derive(Default)]
pub(crate) struct Options {
    /// With the built-in HTTP client.
    pub(crate) ureq: bool,
    /// Without the flows and their QR codes, for the smallest library.
    pub(crate) without_flows: bool,
    /// What Swift and Kotlin load, in place of the C API. Built, never installed.
    pub(crate) uniffi: bool,
    /// Not stripped, to see what is in it. Built, never installed.
    pub(crate) keeps_symbols: bool,
    /// With what the C tests take: functions that force a panic, and checks of the library's own
    /// arithmetic and assumptions. Built, never installed.
    pub(crate) tests: bool,
    /// With a std that is rebuilt for size.
    pub(crate) firmware: bool,
    /// A panic ends the program at once, instead of being contained. Takes a std that is rebuilt.
    pub(crate) aborts: bool,
    /// The shared library's relative relocations are packed: for a C library that knows `DT_RELR`.
    pub(crate) packs_relocations: bool,
    /// Where to install; a folder under `target` otherwise.
    pub(crate) prefix: Option<PathBuf>,
    /// The Rust target; this machine's otherwise.
    pub(crate) target: Option<String>,
    /// The target's linker, for this program's own use: cargo's variable for it says it otherwise.
    pub(crate) linker: Option<String>,
}

impl Options {
    /// What a program defines to see what the library has.
    fn defines(&self) -> Vec<&'static str> {
        let parts = [
            ("TVPASS_HAS_FILE_STORE", true),
            ("TVPASS_HAS_UREQ", self.ureq),
            ("TVPASS_HAS_FLOWS", !self.without_flows),
        ];
        let parts = parts.iter().filter(|(_, is_there)| *is_there);
        parts.map(|(name, _)| *name).collect()
    }
}

/// Debian's compiler, whose standard library comes as sources too (`rustc-web`, `cargo-web`,
/// `rust-web-src`).
pub(crate) const REBUILDING_RUSTC: &str = "/usr/bin/rustc";
pub(crate) const REBUILDING_CARGO: &str = "/usr/bin/cargo";

/// Rebuilds std with the program. It is an unstable option of cargo, which this variable allows.
pub(crate) fn rebuilding_cargo(project: &Project, command: &str) -> Cmd {
    Cmd::new(project, REBUILDING_CARGO, [command])
        .env("RUSTC", REBUILDING_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
}

/// Builds, checks and installs the library, and says where.
pub(crate) fn make(project: &Project, options: &Options) -> Result<PathBuf, String> {
    let folder = folder(project, options);
    let prefix = match &options.prefix {
        Some(prefix) => project.root.join(prefix),
        None => folder.join("prefix"),
    };
    let version = package::Version::read()?;
    let soname = format!("libtvpass.so.{}", version.abi());
    let [shared, archive] = build_both(project, options, &folder)?;
    for library in [&shared, &archive] {
        check_exports(project, library, options)?;
    }
    check_soname(project, &shared, &soname)?;
    check_relocations(project, &shared, options.packs_relocations)?;

    let lib = prefix.join("lib");
    let include = prefix.join("include");
    for folder in [&lib, &include] {
        files::make(folder)?;
    }
    let full = format!("libtvpass.so.{}", version.text);
    files::copy(&shared, lib.join(&full))?;
    files::link(&full, lib.join(&soname))?;
    files::link(&soname, lib.join("libtvpass.so"))?;
    files::copy(&archive, lib.join("libtvpass.a"))?;
    for header in HEADERS {
        files::copy(
            project.root.join("include").join(header),
            include.join(header),
        )?;
    }
    package::write(&prefix, &version, &options.defines())?;
    Ok(prefix)
}

/// Where a library is built, and installed if nothing else is said.
pub(crate) fn folder(project: &Project, options: &Options) -> PathBuf {
    let kind = match options.firmware {
        true => "firmware",
        false => "plain",
    };
    let parts = [
        ("-uniffi", options.uniffi),
        ("-http", options.ureq),
        ("-abort", options.aborts),
        ("-relr", options.packs_relocations),
        ("-without-flows", options.without_flows),
    ];
    let parts = parts.iter().filter(|(_, is_there)| *is_there);
    let name: String = std::iter::once(kind)
        .chain(parts.map(|(name, _)| *name))
        .collect();
    let host = options.target.as_deref().unwrap_or("host");
    project
        .root
        .join("target/dist")
        .join(format!("{name}-{host}"))
}

/// Where cargo looks for a target's linker.
pub(crate) fn linker_variable(target: &str) -> String {
    let target = target.to_uppercase().replace('-', "_");
    format!("CARGO_TARGET_{target}_LINKER")
}

/// Builds one crate type and says where it is.
pub(crate) fn build(
    project: &Project,
    options: &Options,
    folder: &Path,
    kind: &str,
) -> Result<PathBuf, String> {
    let output = compile(project, options, folder, kind)?;
    match kind {
        "cdylib" => Ok(output.join(SHARED)),
        _ => closed(project, options, &output),
    }
}

/// Builds the shared library and the static one, and says where they are.
pub(crate) fn build_both(
    project: &Project,
    options: &Options,
    folder: &Path,
) -> Result<[PathBuf; 2], String> {
    let output = compile(project, options, folder, "cdylib,staticlib")?;
    Ok([output.join(SHARED), closed(project, options, &output)?])
}

/// What is in it if nothing else is said.
pub(crate) const FEATURES: &str = "capi,file-store,flows,qr";

/// What cargo calls the shared library.
const SHARED: &str = "libtvpass.so";

/// Builds crate types, and says in which folder they are.
fn compile(
    project: &Project,
    options: &Options,
    folder: &Path,
    kinds: &str,
) -> Result<PathBuf, String> {
    let features = match (options.uniffi, options.ureq, options.without_flows) {
        (true, ..) => "uniffi",
        (_, true, true) => "capi,ureq",
        (_, true, false) => "capi,ureq,flows,qr",
        (_, false, true) => "capi,file-store",
        (_, false, false) => FEATURES,
    };
    let stock: paths::Cargo = |project, command| Cmd::cargo(project, [command]);
    let (cargo, rustc, flags, options_for_std): (_, _, &[_], &[_]) = match options.firmware {
        true => (
            rebuilding_cargo as paths::Cargo,
            REBUILDING_RUSTC,
            match options.aborts {
                // Nothing unwinds, so nothing has to be found on the stack.
                true => &[
                    "-Zlocation-detail=none",
                    "-Zfmt-debug=none",
                    "-Cforce-unwind-tables=no",
                ],
                false => &["-Zlocation-detail=none", "-Zfmt-debug=none"],
            },
            match options.aborts {
                true => &[
                    "-Zbuild-std=std,panic_abort",
                    "-Zbuild-std-features=optimize_for_size",
                    "-Zpanic-immediate-abort",
                ],
                false => &[
                    "-Zbuild-std=std,panic_unwind",
                    "-Zbuild-std-features=panic-unwind,optimize_for_size",
                ],
            },
        ),
        false => (stock, "rustc", &[], &[]),
    };
    let mut output = folder.join("build");
    let host = host(project, rustc)?;
    // Rebuilding std needs the target's name even where it is this machine's.
    let target = match &options.target {
        None if options.firmware => Some(host.clone()),
        target => target.clone(),
    };
    let built_for = target.as_ref().unwrap_or(&host);
    let mut command = paths::hidden(project, (cargo, rustc), built_for, flags)?
        .args(options_for_std.iter().copied())
        .args([
            "--locked",
            "--lib",
            "--profile=dist",
            "--no-default-features",
        ])
        .args(["--package", LIBRARY])
        .args([
            format!(
                "--features={features}{}",
                if options.tests {
                    ",capi-test-panic"
                } else {
                    ""
                }
            ),
            format!("--crate-type={kinds}"),
        ])
        .args([format!("--target-dir={}", output.display())]);
    if options.tests {
        for check in ["overflow-checks", "debug-assertions"] {
            let check = format!("profile.dist.package.{LIBRARY}.{check}=true");
            command = command.args(["--config".to_owned(), check]);
        }
    }
    if options.keeps_symbols {
        command = command.env("CARGO_PROFILE_DIST_STRIP", "none");
    }
    if options.aborts {
        command = command.env("CARGO_PROFILE_DIST_PANIC", "immediate-abort");
    }
    if let Some(target) = &target {
        command = command.args([format!("--target={target}")]);
        if let Some(linker) = &options.linker {
            command = command.env(linker_variable(target), linker);
        }
        output.push(target);
    }
    if kinds.contains("cdylib") {
        let linked = match options.uniffi {
            true => format!("-z,max-page-size={PAGE_SIZE}"),
            false => format!("-soname,libtvpass.so.{}", package::Version::read()?.abi()),
        };
        command = command.args(["--".to_owned(), format!("-Clink-arg=-Wl,{linked}")]);
        if options.packs_relocations {
            command = command.args(["-Clink-arg=-Wl,-z,pack-relative-relocs"]);
        }
    }
    command.run()?;
    output.push("dist");
    Ok(output)
}

/// The static library in `output`, from which only what the header declares can be linked.
fn closed(project: &Project, options: &Options, output: &Path) -> Result<PathBuf, String> {
    let archive = output.join("libtvpass.a");
    if options.uniffi {
        return Ok(archive);
    }
    let tools = match &options.target {
        Some(target) => {
            let told = std::env::var(linker_variable(target)).ok();
            Binutils::beside(options.linker.clone().or(told).unwrap_or_default().as_str())
        }
        None => Binutils::named(""),
    };
    archive::close(project, &tools, &archive, &exported(project, options)?)
}

/// The shared library that Kotlin loads, and Swift in measurements, for this machine or for a
/// target with its linker.
pub(crate) fn uniffi(project: &Project, cross: Option<(&str, &Path)>) -> Result<PathBuf, String> {
    let options = Options {
        uniffi: true,
        target: cross.map(|(target, _)| target.to_owned()),
        linker: cross.map(|(_, linker)| linker.display().to_string()),
        ..Options::default()
    };
    build(project, &options, &folder(project, &options), "cdylib")
}

/// The functions of the header that the library has.
fn exported(project: &Project, options: &Options) -> Result<BTreeSet<String>, String> {
    let mut names = names(project, options.ureq, !options.without_flows)?;
    if options.tests {
        names.extend(TEST_FUNCTIONS.map(str::to_owned));
    }
    Ok(names)
}

/// A library exports what the header declares, all of it, and nothing else.
fn check_exports(project: &Project, library: &Path, options: &Options) -> Result<(), String> {
    let is_shared = library
        .extension()
        .is_some_and(|extension| extension == "so");
    let table = Cmd::new(project, "nm", ["--defined-only", "--format=posix"])
        .args([if is_shared {
            "--dynamic"
        } else {
            "--extern-only"
        }])
        .args([library])
        .capture()?;
    let exported: BTreeSet<_> = table
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, _)| name.to_owned())
        .collect();
    let declared = self::exported(project, options)?;
    let list = |names: Vec<&String>| {
        let names: Vec<_> = names.into_iter().map(String::as_str).collect();
        names.join(", ")
    };
    let extra = list(exported.difference(&declared).collect());
    let missing = list(declared.difference(&exported).collect());
    if extra.is_empty() && missing.is_empty() {
        let file = library.file_name().unwrap_or(library.as_os_str());
        println!(
            "{} exports {} functions, those of the header",
            file.to_string_lossy(),
            declared.len()
        );
        return Ok(());
    }
    Err(format!(
        "{}: exported but not in the header: [{extra}]; in the header but not exported: [{missing}]",
        library.display()
    ))
}

/// The name under which programs load the library.
fn check_soname(project: &Project, shared: &Path, soname: &str) -> Result<(), String> {
    let table = Cmd::new(project, "readelf", ["--dynamic"])
        .args([shared])
        .capture()?;
    match table.contains(&format!("Library soname: [{soname}]")) {
        true => Ok(()),
        false => Err(format!("{}: its SONAME is not {soname}", shared.display())),
    }
}

/// Whether relative relocations are packed. An old linker leaves out what it does not know, and an
/// old C library does not load what it does not know.
fn check_relocations(project: &Project, shared: &Path, packed: bool) -> Result<(), String> {
    let sections = Cmd::new(project, "readelf", ["--sections", "--wide"])
        .args([shared])
        .capture()?;
    match (sections.contains(" .relr.dyn "), packed) {
        (true, false) => Err(format!(
            "{}: its relocations are packed, and nobody asked for that",
            shared.display()
        )),
        (false, true) => Err(format!(
            "{}: its relocations are not packed: that takes GNU ld 2.38 or lld",
            shared.display()
        )),
        _ => Ok(()),
    }
}
