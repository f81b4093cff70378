//! What building and interpreting cost, in each program.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::count::Job;
use super::input;
use super::program::{PROGRAMS, Program};
use super::table::Table;
use super::time;
use crate::project::Project;

/// What is measured of each program; `prepare` is what an app does once per start.
const JOBS: &[&str] = &["prepare", "build", "interpret", "both", "all"];

/// Rounds under callgrind.
pub(crate) const ROUNDS: u64 = 100;

/// Large answers, jobs of the programs in Rust (`benches/src/answers.rs`).
const ANSWERS: &[&str] = &["providers", "permits", "denials"];

const ENTRIES_OF_ANSWERS: u64 = 200;

/// Rounds of what is large.
pub(super) const FEW: u64 = 5;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    let mut built = Vec::new();
    for program in PROGRAMS {
        built.push((program, program.build(project)?));
    }
    Ok(vec![costs(project, &built)?, answers(project, &built)?])
}

type Built = [(&'static Program, PathBuf)];

fn costs(project: &Project, programs: &Built) -> Result<Table, String> {
    let sample = input::sample(project)?;
    let times = time::criterion(project, &sample)?;
    let mut table = Table::new(
        "a logout, beside the same by hand",
        &[
            "program",
            "job",
            "instructions",
            "allocations",
            "peak bytes",
            "ns",
        ],
    );
    for (program, path) in programs {
        for name in JOBS {
            let job = job(project, program, path, name, &sample);
            let heap = job.heap(1)?;
            let ns = match program.implementation() {
                Some(implementation) => {
                    let name = format!("{implementation}/{name}");
                    *times.get(&name).ok_or(format!("Criterion has no {name}"))?
                }
                None => job.nanoseconds()?,
            };
            table.row([
                json!(program.name),
                json!(name),
                json!(job.instructions(ROUNDS)?),
                json!(heap.blocks),
                json!(heap.peak_bytes),
                json!(ns),
            ]);
        }
    }
    Ok(table)
}

/// What an entry of a large answer costs, beside serde_json reading it into plain structures.
fn answers(project: &Project, programs: &Built) -> Result<Table, String> {
    let sample = input::sample(project)?;
    let mut table = Table::new(
        "answers of 200 entries: instructions for each entry",
        &["answer", "library", "serde_json", "ratio"],
    );
    for name in ANSWERS {
        let count = |wanted: &str| {
            let mut named = programs
                .iter()
                .filter(|(program, _)| program.name == wanted);
            let (program, path) = named.next().ok_or(format!("no program {wanted}"))?;
            let all = job(project, program, path, name, &sample).instructions(FEW)?;
            Ok::<_, String>(all / ENTRIES_OF_ANSWERS)
        };
        let (library, plain) = (count("rust")?, count("rust by hand")?);
        table.row([
            json!(name),
            json!(library),
            json!(plain),
            json!(format!("{:.2}", library as f64 / plain.max(1) as f64)),
        ]);
    }
    Ok(table)
}

/// Rounds for an answer of so many entries: the work in all stays the same.
pub(crate) fn few(entries: usize) -> u64 {
    (ROUNDS / entries as u64).max(2)
}

pub(crate) fn job<'a>(
    project: &'a Project,
    program: &'a Program,
    path: &'a Path,
    name: &'a str,
    input: &'a Path,
) -> Job<'a> {
    Job {
        project,
        program,
        path,
        name,
        input,
    }
}
