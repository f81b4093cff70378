//! `cargo xtask bench [--json] [--bless] [--quick]`: what a logout costs, side by side with the same written by hand.
//!
//! Instructions and heap are counted by valgrind, so that they are the same each time; time is only printed. `docs/performance.md` says
//! what the numbers mean. A few of them are guarded by suite `bench`, with [`guard::SLACK_PERCENT`] to spare.

mod count;
pub(crate) mod guard;
mod input;
mod program;
mod size;

use std::path::Path;

use serde_json::{Value, json};

use crate::Outcome;
use crate::project::Project;
use count::Job;
use program::{PROGRAMS, Program};

/// What is measured of each program; `prepare` is what an app does once per start.
const JOBS: &[&str] = &["prepare", "build", "interpret", "both"];

/// Entries in an answer.
const ENTRIES: &[usize] = &[1, 10, 100, 1000];

/// Bytes of an access token, which makes the largest header.
const TOKENS: &[usize] = &[1024, 2048, 4096, 8192];

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (mut as_json, mut bless, mut quick) = (false, false, false);
    for argument in arguments {
        match argument.as_str() {
            "--json" => as_json = true,
            "--bless" => bless = true,
            "--quick" => quick = true,
            other => return Outcome::Usage(format!("bench has no option {other:?}")),
        }
    }
    let done = Project::find().and_then(|project| {
        if bless {
            return guard::bless(&project);
        }
        let report = measure(&project, quick)?;
        if as_json {
            // Not to standard output, where the commands are shown.
            let file = program::folder(&project).join("report.json");
            std::fs::write(&file, format!("{report:#}\n"))
                .map_err(|e| format!("{}: {e}", file.display()))?;
            println!("wrote {}", file.display());
        } else {
            print(&report);
        }
        Ok(())
    });
    match done {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

fn measure(project: &Project, quick: bool) -> Result<Value, String> {
    let sample = input::sample(project)?;
    let mut costs = Vec::new();
    let mut sizes = size::libraries(project, quick)?;
    for program in PROGRAMS {
        let path = program.build(project)?;
        for job in JOBS {
            let cost = job_of(project, program, &path, job, &sample).cost()?;
            costs.push(json!({"program": program.name, "job": job, "cost": cost}));
        }
    }
    let library = Program::named("rust")?;
    let path = library.build(project)?;
    let mut by_size = Vec::new();
    for entries in ENTRIES {
        let folder = input::with_entries(project, *entries)?;
        let count = job_of(project, library, &path, "interpret", &folder).instructions()?;
        by_size.push(json!({"entries": entries, "instructions": count}));
    }
    for token in TOKENS {
        let folder = input::with_token(project, *token)?;
        let count = job_of(project, library, &path, "build", &folder).instructions()?;
        by_size.push(json!({"token_bytes": token, "instructions": count}));
    }
    sizes.extend(size::programs(project)?);
    Ok(json!({"costs": costs, "by_size": by_size, "sizes": sizes}))
}

fn job_of<'a>(
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

fn print(report: &Value) {
    println!(
        "\n{:<14} {:<10} {:>13} {:>12} {:>12} {:>9}",
        "program", "job", "instructions", "allocations", "peak bytes", "ns"
    );
    for row in rows(report, "costs") {
        println!(
            "{:<14} {:<10} {:>13} {:>12} {:>12} {:>9}",
            text(row, "/program"),
            text(row, "/job"),
            text(row, "/cost/instructions"),
            text(row, "/cost/allocations"),
            text(row, "/cost/peak_bytes"),
            text(row, "/cost/ns"),
        );
    }
    println!("\nthrough the library in Rust, by size of the input:");
    for row in rows(report, "by_size") {
        let what = match row.get("entries") {
            Some(entries) => format!("interpret, {entries} entries"),
            None => format!("build, token of {} bytes", text(row, "/token_bytes")),
        };
        println!("{what:<34} {:>12} instructions", text(row, "/instructions"));
    }
    println!("\nsizes, stripped:");
    for row in rows(report, "sizes") {
        println!(
            "{:<60} {:>10} bytes",
            text(row, "/name"),
            text(row, "/bytes")
        );
    }
}

fn rows<'a>(report: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    report
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// A member as text, a string without its quotation marks.
fn text(row: &Value, place: &str) -> String {
    match row.pointer(place) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}
