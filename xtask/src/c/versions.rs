//! A program that was compiled with a newer header, on this library: docs/abi.md says what happens,
//! and here it does.

use std::path::{Path, PathBuf};

use super::abi;
use super::consumer::Outside;
use super::header;
use super::package;
use super::program::STRICT;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// A member that only the newer header has.
const LATER: &str = "    /// Later.\n    size_t later;\n";

/// The symbol of the function whose result has grown.
const GROWN: &str = "tvpass_outcome_logout_2";

/// Compiles the program of `tests/capi/versions` for a library of tomorrow, and runs it with the
/// one that is installed in `prefix`.
pub(crate) fn test(project: &Project, prefix: &Path) -> Result<(), String> {
    let outside = Outside::new("versions")?;
    let folder = &outside.0;
    let library = newer_library(project, prefix, folder)?;
    let installed = prefix.join("lib").display().to_string();
    let run = |program: &Path| {
        Cmd::new(project, program, [""; 0]).env("LD_LIBRARY_PATH", installed.as_str())
    };
    let program = compile(project, folder, &library, &[])?;
    let output = run(&program).capture()?;
    if !output.contains("tvpass_logout_input has something set") {
        return Err(format!(
            "an unknown member was refused in other words: {output}"
        ));
    }
    // The loader looks for every function at the start, or when it is called; either way nothing is
    // read that is not there.
    for binding in ["-Wl,-z,now", "-Wl,-z,lazy"] {
        let program = compile(project, folder, &library, &["-DREADS_RESULT", binding])?;
        match run(&program).capture_all() {
            Err(report) if report.contains(&format!("undefined symbol: {GROWN}")) => {}
            Err(report) => return Err(format!("{binding}: refused for another reason: {report}")),
            Ok(_) => {
                return Err(format!(
                    "{binding}: {GROWN} was found in a library without it"
                ));
            }
        }
    }
    Ok(())
}

/// A header of tomorrow, in the folder `include`, and a library of empty functions to link with.
fn newer_library(project: &Project, prefix: &Path, folder: &Path) -> Result<PathBuf, String> {
    let text = prefix.join("include/tvpass.h");
    let text = files::read(&text)?;
    let mut newer = text.clone();
    for structure in ["tvpass_logout_input", "tvpass_logout"] {
        let end = format!("}} {structure};");
        newer = newer.replacen(&end, &format!("{LATER}{end}"), 1);
    }
    let accessor = "const tvpass_logout *tvpass_outcome_logout(";
    let behind = format!("#define tvpass_outcome_logout {GROWN}\n{accessor}");
    newer = newer.replacen(accessor, &behind, 1);
    if newer.len() != text.len() + 2 * LATER.len() + behind.len() - accessor.len() {
        return Err("include/tvpass.h is not as this test expects it".to_owned());
    }
    let include = folder.join("include");
    files::make(&include)?;
    files::write(include.join("tvpass.h"), &newer)?;
    let mut source = String::from("#include \"tvpass.h\"\n");
    for function in header::read(&newer).functions {
        abi::define(&mut source, &function);
    }
    let file = folder.join("newer.c");
    files::write(&file, &source)?;
    let library = folder.join("libtvpass.so");
    let soname = format!(
        "-Wl,-soname,libtvpass.so.{}",
        package::Version::read()?.abi()
    );
    Cmd::new(
        project,
        "gcc",
        ["-std=c11", "-shared", "-fPIC", "-w", &soname],
    )
    .args([
        "-DTVPASS_HAS_FILE_STORE",
        "-DTVPASS_HAS_UREQ",
        "-DTVPASS_HAS_FLOWS",
    ])
    .args([format!("-I{}", include.display())])
    .args([&file, Path::new("-o"), &library])
    .run()?;
    Ok(library)
}

fn compile(
    project: &Project,
    folder: &Path,
    library: &Path,
    flags: &[&str],
) -> Result<PathBuf, String> {
    let program = folder.join("program");
    Cmd::new(project, "gcc", ["-std=c11"])
        .args(STRICT)
        .args(flags)
        .args([format!("-I{}", folder.join("include").display())])
        .args(["tests/capi/versions/main.c"])
        .args([library, Path::new("-o"), &program])
        .run()?;
    Ok(program)
}
