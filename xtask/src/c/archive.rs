//! Makes of a static library as rustc writes it one in which only the header's functions are
//! visible.
//!
//! rustc's has, under names that are the same in every Rust library of its version, much of Rust's
//! own library and runtime, too (`rust_eh_personality`): two of them in one program clash, or
//! worse, share. Here what the functions need is joined into one object, and everything else in it
//! becomes local. What a program gets by linking it stays the same, and the file is half as large.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// GNU's binutils for a machine.
pub(crate) struct Binutils {
    /// With the options that an SDK's environment has, such as `--sysroot`.
    ld: Vec<String>,
    objcopy: String,
    ar: String,
}

impl Binutils {
    /// Those whose names begin with `prefix`, such as `arm-linux-gnueabihf-`; nothing for this
    /// machine's.
    pub(crate) fn named(prefix: &str) -> Self {
        Self {
            ld: vec![format!("{prefix}ld")],
            objcopy: format!("{prefix}objcopy"),
            ar: format!("{prefix}ar"),
        }
    }

    /// Those for another machine: as `LD`, `OBJCOPY` and `AR` say, which an SDK sets; else those
    /// beside its `linker`, a compiler.
    pub(crate) fn beside(linker: &str) -> Self {
        let prefix = ["gcc", "clang", "cc"]
            .iter()
            .find_map(|compiler| linker.strip_suffix(compiler))
            .unwrap_or_default();
        let named = Self::named(prefix);
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            ld: variable("LD").map_or(named.ld, |ld| {
                ld.split_whitespace().map(str::to_owned).collect()
            }),
            objcopy: variable("OBJCOPY").unwrap_or(named.objcopy),
            ar: variable("AR").unwrap_or(named.ar),
        }
    }
}

/// Writes a copy of `archive` that shows `functions` alone, and says where it is.
pub(crate) fn close(
    project: &Project,
    tools: &Binutils,
    archive: &Path,
    functions: &BTreeSet<String>,
) -> Result<PathBuf, String> {
    let folder = archive.with_file_name("closed");
    let closed = folder.join("libtvpass.a");
    files::remove(&folder)?;
    files::make(&folder)?;
    let names = folder.join("functions");
    let text: String = functions.iter().map(|name| format!("{name}\n")).collect();
    files::write(&names, text)?;
    let object = folder.join("tvpass.o");
    let advice = |what: String| {
        format!(
            "{what}\nGNU's binutils for the target are needed; LD, OBJCOPY and AR may name them"
        )
    };

    let mut ld = tools.ld.iter().map(String::as_str);
    Cmd::new(project, ld.next().unwrap_or("ld"), ld)
        // Groups are dissolved: a program that has the same one from elsewhere would discard ours,
        // to which local names still refer.
        .args(["-r", "--gc-sections", "--force-group-allocation"])
        .args(functions.iter().flat_map(|name| ["-u", name]))
        .args([archive, Path::new("-o"), &object])
        .capture()
        .map_err(advice)?;
    Cmd::new(
        project,
        &tools.objcopy,
        [format!("--keep-global-symbols={}", names.display())],
    )
    // Rust's own library carries LLVM's bitcode.
    .args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd"])
    .args([&object])
    .capture()
    .map_err(advice)?;
    Cmd::new(project, &tools.ar, ["crs"])
        .args([&closed, &object])
        .capture()
        .map_err(advice)?;
    Ok(closed)
}
