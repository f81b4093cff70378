//! What the libraries weigh, stripped.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::program::{folder, library};
use crate::c::dist::REBUILDING_RUSTC;
use crate::c::program::SYSTEM_LIBRARIES;
use crate::command::Cmd;
use crate::project::Project;

pub(crate) fn bytes(file: &Path) -> Result<u64, String> {
    let metadata = fs::metadata(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(metadata.len())
}

fn row(name: impl Into<String>, file: &Path) -> Result<Value, String> {
    Ok(json!({"name": name.into(), "bytes": bytes(file)?}))
}

/// The libraries as they are shipped; `quick` only without HTTP and from the stock toolchain.
pub(crate) fn libraries(project: &Project, quick: bool) -> Result<Vec<Value>, String> {
    let mut selections = vec![("", false, false)];
    if !quick {
        selections.push((" with HTTP", true, false));
        if Path::new(REBUILDING_RUSTC).exists() {
            selections.push((" as firmware", false, true));
        }
    }
    let mut rows = Vec::new();
    for (name, ureq, firmware) in selections {
        let folder = library(project, ureq, firmware)?;
        for file in ["libtvpass.so", "libtvpass.a"] {
            rows.push(row(format!("{file}{name}"), &folder.join(file))?);
        }
    }
    Ok(rows)
}

/// What the library adds to a C program that is linked statically, and what the program by hand loads.
pub(crate) fn programs(project: &Project) -> Result<Vec<Value>, String> {
    let library = library(project, false, false)?.join("libtvpass.a");
    let link = |name: &str, sources: &[&str], library: Option<&Path>| {
        let program = folder(project).join(name);
        Cmd::new(
            project,
            "gcc",
            ["-std=c99", "-Os", "-s", "-Wl,--gc-sections"],
        )
        .args(["-ffunction-sections", "-Iinclude", "-Ibenches/peers"])
        .args(sources)
        .args(library)
        .args(SYSTEM_LIBRARIES)
        .args(["-o".into(), program.clone().into_os_string()])
        .run()?;
        bytes(&program)
    };
    let empty = link("empty", &["benches/peers/empty.c"], None)?;
    let sources = ["benches/peers/measure.c", "benches/peers/logout_tvpass.c"];
    let with = link("logout_static", &sources, Some(&library))?;
    let mut rows = vec![
        json!({"name": "C program with capi linked statically, minus an empty one", "bytes": with - empty}),
    ];
    let by_hand = folder(project).join("logout_by_hand");
    rows.push(json!({
        "name": "libraries that the C program by hand loads, without libc",
        "bytes": loaded(project, &by_hand)?,
    }));
    Ok(rows)
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
        ];
        if !of_libc.iter().any(|start| name.starts_with(start)) {
            sum += bytes(path)?;
        }
    }
    Ok(sum)
}
