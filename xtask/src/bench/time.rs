//! Time: Criterion's median in Rust, the programs' own in C.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::program::folder;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Medians in nanoseconds by `IMPLEMENTATION/JOB`.
pub(crate) type Times = BTreeMap<String, u64>;

/// Runs the jobs in Rust.
pub(crate) fn criterion(project: &Project, input: &Path) -> Result<Times, String> {
    let home = folder(project).join("criterion");
    files::remove(&home)?;
    Cmd::cargo(project, ["bench", "--quiet", "--locked"])
        .args(["--package=tvpass-bench", "--bench=logout"])
        .args([format!(
            "--target-dir={}",
            folder(project).join("rust").display()
        )])
        .args(["--", "--quiet"])
        .env("CRITERION_HOME", &home)
        .env("TVPASS_BENCH_INPUT", input)
        .run()?;
    let mut times = Times::new();
    for measured in files::entries(&home)? {
        let folder = measured.join("new");
        if folder.is_dir() {
            let name = member(&folder.join("benchmark.json"), "/full_id")?;
            let median = member(&folder.join("estimates.json"), "/median/point_estimate")?;
            if let (Value::String(name), Some(median)) = (name, median.as_f64()) {
                times.insert(name, whole(median));
            }
        }
    }
    match times.is_empty() {
        true => Err(format!("Criterion left nothing in {}", home.display())),
        false => Ok(times),
    }
}

/// Positive and far below 2^53, so that nothing is lost.
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn member(file: &Path, place: &str) -> Result<Value, String> {
    let text = files::read(file)?;
    let value: Value =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let found = value.pointer(place).cloned();
    found.ok_or(format!("{}: no {place}", file.display()))
}
