//! The programs that do the jobs, and the libraries that they use, built as they are shipped.

use std::path::{Path, PathBuf};

use crate::c::dist::{self, Options};
use crate::c::program::STRICT;
use crate::command::Cmd;
use crate::project::Project;

/// A program: `PROGRAM [FIRST] JOB ROUNDS INPUT-FOLDER`; in C, `time` in place of the rounds prints
/// nanoseconds.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    kind: Kind,
}

enum Kind {
    /// `benches/`, with this implementation.
    Rust(&'static str),
    /// A file of `benches/peers`, with what it is linked to.
    C(&'static str, &'static [&'static str]),
}

/// Every program. The C API's is linked to the shared library.
pub(crate) const PROGRAMS: &[Program] = &[
    Program {
        name: "rust",
        kind: Kind::Rust("library"),
    },
    Program {
        name: "c",
        kind: Kind::C("logout_tvpass", &["-ltvpass"]),
    },
    Program {
        name: "rust by hand",
        kind: Kind::Rust("by-hand"),
    },
    Program {
        name: "c by hand",
        kind: Kind::C("logout_by_hand", &["-lcurl", "-lcjson", "-lcrypto"]),
    },
];

/// The folder for everything that is measured.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.root.join("target/bench")
}

/// The library with operations alone, as `cargo xtask dist c --without-flows` ships it: the folder
/// with `libtvpass.so` and `libtvpass.a`. The other options have folders that other suites use.
pub(crate) fn library(project: &Project, firmware: bool) -> Result<PathBuf, String> {
    Ok(dist::make(project, &without_flows(false, firmware))?.join("lib"))
}

/// What has budgets.
pub(crate) fn without_flows(ureq: bool, firmware: bool) -> Options {
    Options {
        ureq,
        firmware,
        without_flows: true,
        ..Options::default()
    }
}

/// Compiles sources of `benches/peers`; options behind them.
pub(crate) fn gcc(
    project: &Project,
    sources: &[&str],
    options: &[&str],
    output: &Path,
) -> Result<(), String> {
    Cmd::new(project, "gcc", ["-std=c99", "-O2"])
        .args(STRICT)
        .args(["-Iinclude", "-Ibenches/peers"])
        .args(sources.iter().map(|name| format!("benches/peers/{name}")))
        .args(options)
        .args([Path::new("-o"), output])
        .run()
}

/// Where the linker, and later the loader, looks for the shared library.
pub(crate) fn search(folder: &Path) -> [String; 2] {
    let folder = folder.display();
    [format!("-L{folder}"), format!("-Wl,-rpath,{folder}")]
}

impl Program {
    pub(crate) fn named(name: &str) -> Result<&'static Self, String> {
        let mut found = PROGRAMS.iter().filter(|program| program.name == name);
        found.next().ok_or(format!("no program is called {name}"))
    }

    /// Compiles the program, and says where it is.
    pub(crate) fn build(&self, project: &Project) -> Result<PathBuf, String> {
        match self.kind {
            Kind::Rust(_) => {
                let target = folder(project).join("rust");
                Cmd::cargo(project, ["build", "--quiet", "--locked", "--profile=bench"])
                    .args(["--package=tvpass-bench"])
                    .args([format!("--target-dir={}", target.display())])
                    .run()?;
                Ok(target.join("release/tvpass-bench"))
            }
            Kind::C(source, libraries) => {
                let shared = library(project, false)?;
                let program = folder(project).join(source);
                let search = search(&shared);
                let mut options: Vec<_> = search.iter().map(String::as_str).collect();
                options.extend(libraries);
                let source = format!("{source}.c");
                gcc(
                    project,
                    &["measure.c", "input.c", &source],
                    &options,
                    &program,
                )?;
                Ok(program)
            }
        }
    }

    /// The argument before the job, if there is one.
    pub(crate) fn implementation(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Rust(implementation) => Some(implementation),
            Kind::C(..) => None,
        }
    }
}
