//! `cargo xtask test [SUITE…] [--all]`: runs the suites, one after the other, and sums up.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::project::Project;
use crate::suites::{self, Missing, Steps, Suite};

enum Verdict {
    Passed,
    Failed(Vec<String>),
    Skipped(Missing),
}

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let mut names = Vec::new();
    let mut all = false;
    for argument in arguments {
        match argument.as_str() {
            "--all" => all = true,
            option if option.starts_with('-') => {
                return Outcome::Usage(format!("test has no option {option}"));
            }
            name => names.push(name),
        }
    }
    let chosen = match suites::named(&names) {
        Ok(chosen) => chosen,
        Err(reason) => return Outcome::Usage(reason),
    };
    let project = match Project::find() {
        Ok(project) => project,
        Err(reason) => return Outcome::Failed(reason),
    };

    let mut report = Vec::new();
    for suite in chosen {
        println!("\n== {}: {}", suite.name, suite.about);
        let start = Instant::now();
        let verdict = verdict(&project, suite);
        if let Verdict::Skipped(missing) = &verdict {
            println!("skipped: {}", missing.what);
        }
        report.push((suite, verdict, start.elapsed()));
    }
    summarize(&report, all)
}

fn verdict(project: &Project, suite: &Suite) -> Verdict {
    if let Err(missing) = (suite.prepare)(project) {
        return Verdict::Skipped(missing);
    }
    let mut steps = Steps::default();
    (suite.run)(project, &mut steps);
    match steps.finish() {
        Ok(()) => Verdict::Passed,
        Err(failures) => Verdict::Failed(failures),
    }
}

/// Prints the table and the closing line.
fn summarize(report: &[(&Suite, Verdict, Duration)], all: bool) -> Outcome {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!("\n{:<10} {:<8} {:>8}", "suite", "result", "time");
    for (suite, verdict, time) in report {
        let result = match verdict {
            Verdict::Passed => {
                passed += 1;
                "passed"
            }
            Verdict::Skipped(_) if !all => {
                skipped += 1;
                "skipped"
            }
            Verdict::Failed(_) | Verdict::Skipped(_) => {
                failed += 1;
                "failed"
            }
        };
        println!(
            "{:<10} {result:<8} {:>6.1} s",
            suite.name,
            time.as_secs_f64()
        );
    }
    for (suite, verdict, _) in report {
        match verdict {
            Verdict::Passed => {}
            Verdict::Failed(failures) => {
                println!("\n{} failed:", suite.name);
                for failure in failures {
                    println!("  {}", failure.replace('\n', "\n  "));
                }
            }
            Verdict::Skipped(missing) => {
                let word = if all {
                    "failed (with --all nothing may be skipped)"
                } else {
                    "skipped"
                };
                println!(
                    "\n{} {word}: {}\n  get it: {}",
                    suite.name, missing.what, missing.command
                );
            }
        }
    }
    println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    match (passed, failed) {
        (0, 0) => Outcome::Failed("cargo xtask test: nothing ran".to_owned()),
        (_, 0) => Outcome::Done,
        _ => Outcome::Failed("cargo xtask test: failed".to_owned()),
    }
}
