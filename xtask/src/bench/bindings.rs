//! The same jobs in Swift and in Kotlin: how long they take beside Rust, and how often they cross
//! into the library.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::crossings::{self, Crossings, VARIABLE};
use super::input;
use super::program::folder;
use super::table::Table;
use super::time;
use crate::bindings as uniffi;
use crate::c::dist;
use crate::command::Cmd;
use crate::kotlin::{maven, toolchain};
use crate::project::Project;
use crate::suite::Missing;
use crate::swift;

/// `stateless`: prepare and interpret, everything but the device made from texts. `call`: a warm
/// logout by a client, answered out of memory.
const JOBS: &[&str] = &["stateless", "call"];

/// Rounds of the run that counts crossings, beyond those of a shorter one.
const ROUNDS: u64 = 100;

/// A language, and how its program is built and started.
pub(crate) struct Language {
    pub(crate) name: &'static str,
    prepare: fn(&Project) -> Result<(), Missing>,
    build: fn(&Project, library: &Path) -> Result<(), String>,
    /// The program, with the folder of the library, the variable for the crossings, and its
    /// arguments.
    command: fn(&Project, library: &Path, crossings: &Path, arguments: [OsString; 3]) -> Cmd,
}

pub(crate) const LANGUAGES: &[Language] = &[
    Language {
        name: "swift",
        prepare: swift::prepare,
        build: build_swift,
        command: run_swift,
    },
    Language {
        name: "kotlin",
        prepare: toolchain::prepare,
        build: build_kotlin,
        command: run_kotlin,
    },
];

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    let mut table = Table::new(
        "the same in Swift and Kotlin, and crossings into the library",
        &[
            "language",
            "job",
            "ns",
            "in Rust, ns",
            "share of the boundary, %",
            "calls",
            "handles",
            "buffers",
        ],
    );
    let shared = dist::uniffi(project, None)?;
    let library = placed(project, &shared)?;
    let counting = crossings::counting(project, &shared)?;
    let sample = input::sample(project)?;
    let filter = format!("library/({})", JOBS.join("|"));
    let rust = time::criterion(project, "dist", &filter, &sample)?;
    for language in LANGUAGES {
        if let Err(missing) = (language.prepare)(project) {
            let what = format!(
                "not measured: {}: {}; {}",
                language.name, missing.what, missing.command
            );
            table.notes.push(what);
            continue;
        }
        (language.build)(project, &library)?;
        for job in JOBS {
            let in_rust = *rust
                .get(&format!("library/{job}"))
                .ok_or(format!("Criterion has no {job}"))?;
            let ns = language.nanoseconds(project, &library, job, &sample)?;
            let count = language.crossings(project, &counting, job, &sample)?;
            let share = 100.0 * ns.saturating_sub(in_rust) as f64 / ns.max(1) as f64;
            table.row([
                json!(language.name),
                json!(job),
                json!(ns),
                json!(in_rust),
                json!(format!("{share:.0}")),
                json!(each(count.calls)),
                json!(each(count.handles)),
                json!(each(count.buffers)),
            ]);
        }
    }
    table.notes.push(
        "boundary: everything that is not the core's own work, so the language's own code too"
            .to_owned(),
    );
    Ok(vec![table])
}

/// What [`ROUNDS`] rounds of each job cross, in the languages that are there. The library is the
/// one that the suites of these languages build: how often it is called is the same in each build.
pub(crate) fn crossings(
    project: &Project,
) -> Result<Vec<(&'static str, &'static str, Crossings)>, String> {
    let mut counts = Vec::new();
    let ready: Vec<_> = LANGUAGES
        .iter()
        .filter(|language| language.is_ready(project))
        .collect();
    if ready.is_empty() {
        return Ok(counts);
    }
    uniffi::library(project, "cdylib", "uniffi,uniffi-test-panic").run()?;
    let shared = project.root.join(uniffi::TARGET).join("debug/libtvpass.so");
    let library = placed(project, &shared)?;
    let counting = crossings::counting(project, &shared)?;
    let sample = input::sample(project)?;
    for language in ready {
        (language.build)(project, &library)?;
        for job in JOBS {
            let count = language.crossings(project, &counting, job, &sample)?;
            counts.push((language.name, *job, count));
        }
    }
    Ok(counts)
}

/// Per round, of so many in [`ROUNDS`].
fn each(count: u64) -> f64 {
    count as f64 / ROUNDS as f64
}

impl Language {
    /// Whether its toolchain is there.
    pub(crate) fn is_ready(&self, project: &Project) -> bool {
        (self.prepare)(project).is_ok()
    }

    fn nanoseconds(
        &self,
        project: &Project,
        library: &Path,
        job: &str,
        input: &Path,
    ) -> Result<u64, String> {
        let nowhere = Path::new("/dev/null");
        let arguments = [job.into(), "time".into(), seen(project, self, input)];
        let text = (self.command)(project, library, nowhere, arguments).capture()?;
        let ns = text.trim().parse();
        ns.map_err(|e| format!("{} {job}: {e}: {text}", self.name))
    }

    /// What [`ROUNDS`] rounds of a job take.
    fn crossings(
        &self,
        project: &Project,
        counting: &Path,
        job: &str,
        input: &Path,
    ) -> Result<Crossings, String> {
        let file = folder(project).join("crossings");
        let count = |rounds: u64| {
            match fs::remove_file(&file) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(format!("{}: {e}", file.display()));
                }
                _ => {}
            }
            let arguments = [
                job.into(),
                rounds.to_string().into(),
                seen(project, self, input),
            ];
            let counted = PathBuf::from(seen(project, self, &file));
            (self.command)(project, counting, &counted, arguments).capture()?;
            Ok(Crossings::of(&crossings::read(&file)?))
        };
        let few = count(1)?;
        Ok(count(1 + ROUNDS)?.more_than(few))
    }
}

/// A path as the language's program sees it: Swift may run in a tree of its own.
fn seen(project: &Project, language: &Language, path: &Path) -> OsString {
    let inside = path.strip_prefix(&project.root);
    match (language.name, inside) {
        ("swift", Ok(inside)) => Path::new(&swift::root(project)).join(inside).into(),
        _ => path.into(),
    }
}

/// A folder with nothing but the shared library.
fn placed(project: &Project, library: &Path) -> Result<PathBuf, String> {
    let folder = folder(project).join("uniffi");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let to = folder.join("libtvpass.so");
    fs::copy(library, to).map_err(|e| format!("{}: {e}", library.display()))?;
    Ok(folder)
}

fn build_swift(project: &Project, library: &Path) -> Result<(), String> {
    let root = swift::root(project);
    let inside = library.strip_prefix(&project.root).unwrap_or(library);
    swift::command(project, "swift")
        .args([
            "build",
            "--quiet",
            "--configuration=release",
            "--package-path=../../benches/bindings/swift-bench",
        ])
        .args([format!("--scratch-path={root}/target/bench/swift")])
        .args([
            "-Xlinker".to_owned(),
            format!("-L{root}/{}", inside.display()),
        ])
        .run()
}

fn run_swift(project: &Project, library: &Path, crossings: &Path, arguments: [OsString; 3]) -> Cmd {
    let root = swift::root(project);
    let inside = library.strip_prefix(&project.root).unwrap_or(library);
    // `env`, because the tree passes no variables on.
    swift::command(project, "env")
        .args([
            format!("LD_LIBRARY_PATH={root}/{}", inside.display()),
            format!("{VARIABLE}={}", crossings.display()),
            format!("{root}/target/bench/swift/release/tvpass-bench"),
        ])
        .args(arguments)
}

fn build_kotlin(project: &Project, _: &Path) -> Result<(), String> {
    maven(project)
        .args([
            "--quiet",
            "-Pbench",
            "--projects=:tvpass-bench",
            "--also-make",
        ])
        .args(["-Dmaven.test.skip=true", "package"])
        .run()
}

fn run_kotlin(
    project: &Project,
    library: &Path,
    crossings: &Path,
    arguments: [OsString; 3],
) -> Cmd {
    let built = folder(project).join("kotlin");
    let path = format!("{0}/classes:{0}/libraries/*", built.display());
    Cmd::new(project, "java", ["-cp".to_owned(), path])
        .args([format!("-Djna.library.path={}", library.display())])
        .args(["dev.tvpass.bench.MainKt"])
        .args(arguments)
        .env(VARIABLE, crossings)
}
