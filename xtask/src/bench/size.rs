//! What the libraries weigh, stripped, and what they add to a program.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::program::{folder, gcc, library, search, without_flows};
use super::table::Table;
use crate::c::dist::{self, Options, REBUILDING_RUSTC};
use crate::c::program::SYSTEM_LIBRARIES;
use crate::command::Cmd;
use crate::project::Project;

/// The libraries that the program by hand is linked to.
const BY_HAND: &[&str] = &["-lcurl", "-lcjson", "-lcrypto"];

pub(crate) fn bytes(file: &Path) -> Result<u64, String> {
    let metadata = fs::metadata(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(metadata.len())
}

pub(crate) fn measure(project: &Project, quick: bool) -> Result<Vec<Table>, String> {
    Ok(vec![libraries(project, quick)?, programs(project, quick)?])
}

/// Whether std can be rebuilt here.
pub(crate) fn rebuilds() -> bool {
    Path::new(REBUILDING_RUSTC).exists()
}

const NOT_REBUILT: &str =
    "not measured: firmware builds; cargo xtask setup cross installs what rebuilds std";

/// What the library with an HTTP client is called.
pub(crate) const HTTP: &str = "capi and ureq";

/// What a firmware build is called.
pub(crate) const REBUILT: &str = "rebuilt for size";

/// The shared libraries with a budget, whose size is guarded, by feature and standard library; only
/// some of them with every run of the tests.
pub(crate) fn guarded(project: &Project, all: bool) -> Result<Vec<(String, PathBuf)>, String> {
    let shared = |folder: PathBuf| folder.join("libtvpass.so");
    let mut libraries = vec![("capi".to_owned(), shared(library(project, false)?))];
    if all {
        let http = without_flows(true, false);
        let built = dist::build(project, &http, &dist::folder(project, &http), "cdylib")?;
        libraries.push((HTTP.to_owned(), built));
    }
    if all && rebuilds() {
        let firmware = shared(library(project, true)?);
        libraries.push((format!("capi and std {REBUILT}"), firmware));
    }
    Ok(libraries)
}

/// The libraries as they are shipped; `quick` only those without HTTP from the stock toolchain.
fn libraries(project: &Project, quick: bool) -> Result<Table, String> {
    let mut table = Table::new(
        "libraries, stripped: bytes",
        &["features", "std", "shared", "static", "budget, shared"],
    );
    for (name, budget, options) in [
        ("capi", json!(600_000), without_flows(false, false)),
        ("capi, flows", Value::Null, Options::default()),
        ("capi, ureq", json!(2_000_000), without_flows(true, false)),
        (
            "uniffi",
            Value::Null,
            Options {
                uniffi: true,
                ..Options::default()
            },
        ),
        ("capi", json!(310_000), without_flows(false, true)),
        ("capi, ureq", json!(1_600_000), without_flows(true, true)),
        (
            "uniffi",
            Value::Null,
            Options {
                uniffi: true,
                firmware: true,
                ..Options::default()
            },
        ),
        (
            "capi, a panic aborts",
            json!(230_000),
            Options {
                aborts: true,
                ..without_flows(false, true)
            },
        ),
    ] {
        if quick && (options.ureq || options.uniffi || options.firmware) {
            continue;
        }
        if options.firmware && !rebuilds() {
            continue;
        }
        let [shared, archive] =
            dist::build_both(project, &options, &dist::folder(project, &options))?;
        table.row([
            json!(name),
            json!(if options.firmware { REBUILT } else { "stock" }),
            json!(bytes(&shared)?),
            json!(bytes(&archive)?),
            budget,
        ]);
    }
    if quick || !rebuilds() {
        table.notes.push(NOT_REBUILT.to_owned());
    }
    Ok(table)
}

/// What the library adds to a C program that is linked to it statically, beside the program by hand
/// with what it loads.
fn programs(project: &Project, quick: bool) -> Result<Table, String> {
    let mut table = Table::new(
        "programs in C that make a logout, stripped: bytes",
        &[
            "program",
            "file",
            "more than empty",
            "libraries that it loads, without libc",
        ],
    );
    let empty = linked(project, "empty", &[])?;
    let empty_bytes = bytes(&empty)?;
    let mut row = |name: &str, program: &Path| {
        let size = bytes(program)?;
        table.row([
            json!(name),
            json!(size),
            json!(size.saturating_sub(empty_bytes)),
            json!(loaded(project, program)?),
        ]);
        Ok::<_, String>(())
    };
    row("empty", &empty)?;
    row("capi, static", &static_program(project, false)?)?;
    let firmware = !quick && rebuilds();
    if firmware {
        row("capi, static, std rebuilt", &static_program(project, true)?)?;
    }
    let shared = library(project, false)?;
    let search = search(&shared);
    let mut options: Vec<_> = search.iter().map(String::as_str).collect();
    options.push("-l:libtvpass.so");
    row("capi, shared", &linked(project, "logout_tvpass", &options)?)?;
    row("by hand", &linked(project, "logout_by_hand", BY_HAND)?)?;
    if !firmware {
        table.notes.push(NOT_REBUILT.to_owned());
    }
    Ok(table)
}

/// What the library adds to a program that is linked to it statically, in firmware: that is where
/// programs are. `None` if its std cannot be rebuilt here.
pub(crate) fn added(project: &Project) -> Result<Option<(String, u64)>, String> {
    if !rebuilds() {
        return Ok(None);
    }
    let with = bytes(&static_program(project, true)?)?;
    let added = with.saturating_sub(bytes(&linked(project, "empty", &[])?)?);
    let name = format!("static C program with capi and std {REBUILT}, bytes more than empty");
    Ok(Some((name, added)))
}

fn static_program(project: &Project, firmware: bool) -> Result<PathBuf, String> {
    let archive = library(project, firmware)?.join("libtvpass.a");
    let archive = archive.display().to_string();
    let mut options = vec![archive.as_str()];
    options.extend(SYSTEM_LIBRARIES);
    linked(project, "logout_tvpass", &options)
}

/// The harness with one file of jobs, stripped, without the sections that nothing refers to.
fn linked(project: &Project, source: &str, options: &[&str]) -> Result<PathBuf, String> {
    let program = folder(project).join(format!("{source}.stripped"));
    let small = [
        "-Os",
        "-s",
        "-ffunction-sections",
        "-fdata-sections",
        "-Wl,--gc-sections",
    ];
    let options = [&small, options].concat();
    let source = format!("{source}.c");
    gcc(
        project,
        &["measure.c", "input.c", &source],
        &options,
        &program,
    )?;
    Ok(program)
}

/// The sizes of the shared libraries that `program` loads, together, without the C library's own.
fn loaded(project: &Project, program: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for line in Cmd::new(project, "ldd", [program]).capture()?.lines() {
        // `libcurl.so.4 => /usr/lib/x86_64-linux-gnu/libcurl.so.4 (0x…)`
        let path = line.split_whitespace().find(|word| word.starts_with('/'));
        let Some(path) = path.map(Path::new) else {
            continue;
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let of_libc = [
            "libc.",
            "libm.",
            "ld-linux",
            "libdl.",
            "libpthread.",
            "librt.",
            "libutil.",
        ];
        if !of_libc.iter().any(|start| name.starts_with(start)) {
            sum += bytes(path)?;
        }
    }
    Ok(sum)
}
