//! What must not grow unnoticed: counts and sizes against `benches/baseline.json`. Never time.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::costs::{ROUNDS, few, job};
use super::program::{self, Program};
use super::{engine, flow, input, size};
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
        let job = job(project, program, &path, "both", &sample);
        let heap = job.heap(1)?;
        for (what, count) in [
            ("instructions", job.instructions(ROUNDS)?),
            ("allocations", heap.blocks),
            ("peak_bytes", heap.peak_bytes),
        ] {
            numbers.insert(format!("{name}: logout, {what}"), count);
        }
    }
    let program = Program::named("rust")?;
    let path = program.build(project)?;
    for entries in [FEW, MANY] {
        let input = input::with_entries(project, entries)?;
        let job = job(project, program, &path, "interpret", &input);
        numbers.insert(of_entries(entries), job.instructions(few(entries))?);
    }
    for ((what, kind), count) in held_numbers(project)? {
        numbers.insert(format!("rust: {what}, {kind}"), count);
    }
    let library = program::library(project, false, false)?.join("libtvpass.so");
    for (name, number) in [
        ("libtvpass.so with capi, bytes", size::bytes(&library)?),
        (
            "static C program with capi, bytes more than empty",
            size::added(project)?,
        ),
        (
            "warm logout, round trips in thousandths",
            flow::round_trips(project)?,
        ),
    ] {
        numbers.insert(name.to_owned(), number);
    }
    Ok(numbers)
}

type Held = ((&'static str, &'static str), u64);

fn held_numbers(project: &Project) -> Result<[Held; 4], String> {
    let [client, call] = engine::held(project)?;
    Ok([
        (("idle client", "bytes"), client.0),
        (("idle client", "allocations"), client.1),
        (("call in flight", "bytes"), call.0),
        (("call in flight", "allocations"), call.1),
    ])
}

/// Entries in an answer, and ten times as many.
const FEW: usize = 100;
const MANY: usize = 1000;

fn of_entries(entries: usize) -> String {
    format!("rust: {entries} entries, instructions")
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
    wrong.extend(not_linear(&numbers));
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{}\nif that is wanted: cargo xtask bench --bless",
            wrong.join("\n")
        )),
    }
}

/// Ten times the entries at more than eleven times the cost.
fn not_linear(numbers: &Numbers) -> Option<String> {
    let (few, many) = (
        numbers.get(&of_entries(FEW))?,
        numbers.get(&of_entries(MANY))?,
    );
    (*many > few * 11).then(|| format!("reading an answer is not linear: {few}, then {many}"))
}

fn compare(baseline: &Numbers, numbers: &Numbers) -> Vec<String> {
    let mut wrong = Vec::new();
    println!("{:<52} {:>12} {:>12}", "", "baseline", "today");
    for (name, number) in numbers {
        let Some(expected) = baseline.get(name) else {
            wrong.push(format!(
                "{name}: {number}, and the baseline has no such number"
            ));
            continue;
        };
        println!("{name:<52} {expected:>12} {number:>12}");
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
