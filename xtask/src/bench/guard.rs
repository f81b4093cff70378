//! What must not grow unnoticed: counts and sizes against `benches/baseline.json`. Never time.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::program::{self, Program};
use super::{input, job_of, size};
use crate::project::Project;

/// How much a number may exceed its baseline: other versions of compiler and C library count differently.
pub(crate) const SLACK_PERCENT: u64 = 10;

type Numbers = BTreeMap<String, u64>;

fn file(project: &Project) -> PathBuf {
    project.root.join("benches/baseline.json")
}

/// The guarded numbers.
fn measure(project: &Project) -> Result<Numbers, String> {
    let sample = input::sample(project)?;
    let mut numbers = Numbers::new();
    for name in ["rust", "c"] {
        let program = Program::named(name)?;
        let path = program.build(project)?;
        let cost = job_of(project, program, &path, "both", &sample).cost()?;
        for what in ["instructions", "allocations", "peak_bytes"] {
            let count = cost.get(what).and_then(serde_json::Value::as_u64);
            let count = count.ok_or("a cost without counts")?;
            numbers.insert(format!("{name}: logout, {what}"), count);
        }
        if name == "rust" {
            for entries in [100, 1000] {
                let input = input::with_entries(project, entries)?;
                let count = job_of(project, program, &path, "interpret", &input).instructions()?;
                numbers.insert(format!("rust: {entries} entries, instructions"), count);
            }
        }
    }
    let library = program::library(project, false, false)?.join("libtvpass.so");
    numbers.insert(
        "libtvpass.so with capi, bytes".to_owned(),
        size::bytes(&library)?,
    );
    Ok(numbers)
}

/// Writes today's numbers as the baseline.
pub(crate) fn bless(project: &Project) -> Result<(), String> {
    let numbers = measure(project)?;
    let text = serde_json::to_string_pretty(&numbers).map_err(|e| e.to_string())?;
    let file = file(project);
    fs::write(&file, text + "\n").map_err(|e| format!("{}: {e}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}

/// Compares today's numbers with the baseline.
pub(crate) fn check(project: &Project) -> Result<(), String> {
    let file = file(project);
    let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let baseline: Numbers =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let numbers = measure(project)?;
    let mut wrong = compare(&baseline, &numbers);
    // Ten times the entries at ten times the cost.
    let entries = |entries: usize| numbers.get(&format!("rust: {entries} entries, instructions"));
    if let (Some(few), Some(many)) = (entries(100), entries(1000)) {
        if *many > few * 11 {
            wrong.push(format!(
                "reading an answer is not linear: {few}, then {many}"
            ));
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{}\nif that is wanted: cargo xtask bench --bless",
            wrong.join("\n")
        )),
    }
}

fn compare(baseline: &Numbers, numbers: &Numbers) -> Vec<String> {
    let mut wrong = Vec::new();
    println!("{:<36} {:>12} {:>12}", "", "baseline", "today");
    for (name, number) in numbers {
        let Some(expected) = baseline.get(name) else {
            wrong.push(format!(
                "{name}: {number}, and the baseline has no such number"
            ));
            continue;
        };
        println!("{name:<36} {expected:>12} {number:>12}");
        if number * 100 > expected * (100 + SLACK_PERCENT) {
            wrong.push(format!(
                "{name}: {number}, more than {SLACK_PERCENT} % above {expected}"
            ));
        } else if number * 100 < expected * (100 - SLACK_PERCENT) {
            println!("  better by more than {SLACK_PERCENT} %: cargo xtask bench --bless keeps it");
        }
    }
    for name in baseline.keys().filter(|name| !numbers.contains_key(*name)) {
        wrong.push(format!("{name}: in the baseline, but no longer measured"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: u64) -> Numbers {
        Numbers::from([("a".to_owned(), count)])
    }

    #[test]
    fn ten_percent_more_pass_and_more_than_that_do_not() {
        assert!(compare(&numbers(1000), &numbers(1100)).is_empty());
        assert!(compare(&numbers(1000), &numbers(1)).is_empty());
        assert_eq!(compare(&numbers(1000), &numbers(1101)).len(), 1);
    }

    #[test]
    fn a_number_that_comes_or_goes_is_noticed() {
        assert_eq!(compare(&numbers(1), &Numbers::new()).len(), 1);
        assert_eq!(compare(&Numbers::new(), &numbers(1)).len(), 1);
    }
}
