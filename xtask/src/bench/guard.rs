//! What must not grow unnoticed: counts and sizes against `benches/baseline.json`. Never time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::costs::{self, ROUNDS, few, job};
use super::program::Program;
use super::{flow, held, input, size};
use crate::files;
use crate::project::Project;

/// How much a number may exceed its baseline: other versions of compiler and C library count
/// differently.
pub(crate) const SLACK_PERCENT: u64 = 10;

type Numbers = BTreeMap<String, u64>;

fn file(project: &Project) -> PathBuf {
    project.root.join("benches/baseline.json")
}

/// The guarded numbers: without `all`, those that need no library which is built for them alone.
fn measure(project: &Project, all: bool) -> Result<Numbers, String> {
    let sample = input::sample(project)?;
    let mut numbers = Numbers::new();
    for (name, what, job_name) in [
        ("rust", "logout", "both"),
        ("c", "logout", "both"),
        ("c", "device and logout", "all"),
    ] {
        let program = Program::named(name)?;
        let path = program.build(project)?;
        let job = job(project, program, &path, job_name, &sample);
        let heap = job.heap(1)?;
        for (unit, count) in [
            ("instructions", job.instructions(ROUNDS)?),
            ("allocations", heap.blocks),
            ("peak_bytes", heap.peak_bytes),
        ] {
            numbers.insert(format!("{name}: {what}, {unit}"), count);
        }
    }
    let program = Program::named("rust")?;
    let path = program.build(project)?;
    for entries in [FEW, MANY] {
        let input = input::with_entries(project, entries)?;
        let job = job(project, program, &path, "interpret", &input);
        numbers.insert(of_entries(entries), job.instructions(few(entries))?);
    }
    let providers = job(project, program, &path, "providers", &sample);
    let count = providers.instructions(costs::FEW)?;
    numbers.insert("rust: 200 providers, instructions".to_owned(), count);
    for ((what, kind), count) in held_numbers(project)? {
        numbers.insert(format!("rust: {what}, {kind}"), count);
    }
    let counts = flow::counts(project)?;
    numbers.extend(counts.map(|(name, count)| (name.to_owned(), count)));
    if all {
        numbers.extend(size::added(project)?);
    }
    for (features, library) in size::guarded(project, all)? {
        let name = format!("libtvpass.so with {features}, bytes");
        numbers.insert(name, size::bytes(&library)?);
    }
    Ok(numbers)
}

/// Numbers that are for `all`, or need a toolchain which is not there: `cargo xtask test --all`
/// notices that it is missing by other suites.
fn is_out_of_reach(name: &str, all: bool) -> bool {
    let is_rebuilt = name.contains(size::REBUILT);
    is_rebuilt && !(all && size::rebuilds()) || name.contains(size::HTTP) && !all
}

type Held = ((&'static str, &'static str), u64);

fn held_numbers(project: &Project) -> Result<[Held; 4], String> {
    let [client, call] = held::held(project)?;
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
    let mut numbers = measure(project, true)?;
    let file = file(project);
    // What cannot be measured here stays as it was.
    for (name, number) in baseline(&file)? {
        if is_out_of_reach(&name, true) {
            println!("{name}: kept, its toolchain is not there");
            numbers.entry(name).or_insert(number);
        }
    }
    let text = serde_json::to_string_pretty(&numbers).map_err(|e| e.to_string())?;
    files::write(&file, text + "\n")?;
    println!("wrote {}", file.display());
    Ok(())
}

fn baseline(file: &Path) -> Result<Numbers, String> {
    let text = files::read(file)?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))
}

/// Compares today's numbers with the baseline.
pub(crate) fn check(project: &Project, all: bool) -> Result<(), String> {
    let baseline = baseline(&file(project))?;
    let numbers = measure(project, all)?;
    let within_reach = |name: &String| !is_out_of_reach(name, all);
    let baseline: Numbers = baseline
        .into_iter()
        .filter(|(name, _)| {
            let measured = within_reach(name);
            if !measured {
                println!("{name}: not measured, by day or without its toolchain");
            }
            measured
        })
        .collect();
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

/// A job done twice has to be noticed: by its instructions, its allocations, and nothing else being
/// in the way.
pub(crate) fn notices_more_work(project: &Project) -> Result<(), String> {
    let sample = input::sample(project)?;
    let program = Program::named("rust")?;
    let path = program.build(project)?;
    let count = |name: &str| {
        let job = job(project, program, &path, name, &sample);
        let instructions = job.instructions(ROUNDS)?;
        Ok::<_, String>(Numbers::from([
            ("instructions".to_owned(), instructions),
            ("allocations".to_owned(), job.heap(1)?.blocks),
        ]))
    };
    let wrong = compare(&count("both")?, &count("twice")?);
    match wrong.len() {
        2 => Ok(()),
        _ => Err(format!("a job done twice was not noticed: {wrong:?}")),
    }
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
    fn the_slack_passes_and_more_than_that_does_not() {
        let most = 1000 + 10 * SLACK_PERCENT;
        assert!(compare(&numbers(1000), &numbers(most)).is_empty());
        assert!(compare(&numbers(1000), &numbers(1)).is_empty());
        assert_eq!(compare(&numbers(1000), &numbers(most + 1)).len(), 1);
    }

    #[test]
    fn each_number_of_the_baseline_is_guarded() {
        let text = include_str!("../../../benches/baseline.json");
        let baseline: Numbers = serde_json::from_str(text).unwrap_or_default();
        assert!(baseline.len() > 10);
        assert!(compare(&baseline, &baseline).is_empty());
        for name in baseline.keys() {
            let mut worse = baseline.clone();
            if let Some(number) = worse.get_mut(name) {
                *number += *number * SLACK_PERCENT / 100 + 1;
            }
            assert_eq!(compare(&baseline, &worse).len(), 1, "{name}");
        }
    }

    #[test]
    fn more_than_linear_growth_is_noticed() {
        let grown = |many| Numbers::from([(of_entries(FEW), 1000), (of_entries(MANY), many)]);
        assert_eq!(not_linear(&grown(11_000)), None);
        assert!(not_linear(&grown(11_001)).is_some());
    }

    #[test]
    fn a_number_that_comes_or_goes_is_noticed() {
        assert_eq!(compare(&numbers(1), &Numbers::new()).len(), 1);
        assert_eq!(compare(&Numbers::new(), &numbers(1)).len(), 1);
    }
}
