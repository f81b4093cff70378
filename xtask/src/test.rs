//! `cargo xtask test [SUITE…] [--without SUITE] [--all] [--nightly] [--setup]`: runs the suites, on
//! more than one processor two at a time, and sums up.

use std::time::Duration;

use crate::lanes;
use crate::outcome::Outcome;
use crate::project::Project;
use crate::ready::Ready;
use crate::setup;
use crate::suite::{Ran, Suite, Verdict};
use crate::suites;
use crate::times::{self, Start};

/// What a command takes at least to be named in the sum.
const LONG: Duration = Duration::from_secs(5);

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let chosen = match suites::chosen(arguments) {
        Ok(chosen) => chosen,
        Err(reason) => return Outcome::Usage(reason),
    };
    let project = match Project::find() {
        Ok(project) => project,
        Err(reason) => return Outcome::Failed(reason),
    };

    let start = Start::now();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let ready = chosen.setup.then(Ready::default);
    let get = || {
        if let Some(ready) = &ready {
            setup::get(&project, &chosen.suites, ready);
        }
    };
    let report: Vec<_> = match chosen.suites.len().min(processors) {
        0 | 1 => {
            get();
            let ran = |suite: &&'static Suite| suite.ran(&project, chosen.nightly);
            chosen.suites.iter().map(ran).collect()
        }
        _ => std::thread::scope(|scope| {
            scope.spawn(get);
            lanes::run(&project, &chosen, ready.as_ref())
        }),
    };
    let (text, outcome) = summary(&report, chosen.all);
    let clock = start.took().clock.as_secs_f64();
    println!(
        "\n{LONG:?} and longer:\n{}{text}, in {clock:.0} s",
        times::longest(LONG)
    );
    outcome
}

/// The table, what failed or was skipped, and the closing line; and what the command answers.
fn summary(report: &[Ran], all: bool) -> (String, Outcome) {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let mut lines = vec![format!(
        "\n{:<10} {:<8} {:>9}  {:>9}",
        "suite", "result", "clock", "processor"
    )];
    for (suite, verdict, took) in report {
        let (result, count) = match verdict {
            Verdict::Passed => ("passed", &mut passed),
            Verdict::Skipped(_) if !all => ("skipped", &mut skipped),
            Verdict::Failed(_) | Verdict::Skipped(_) => ("failed", &mut failed),
        };
        *count += 1;
        lines.push(format!("{:<10} {result:<8} {took}", suite.name));
    }
    for (suite, verdict, _) in report {
        match verdict {
            Verdict::Passed => {}
            Verdict::Failed(failures) => {
                lines.push(format!("\n{} failed:", suite.name));
                let indented = |failure: &String| format!("  {}", failure.replace('\n', "\n  "));
                lines.extend(failures.iter().map(indented));
            }
            Verdict::Skipped(missing) => {
                let word = if all {
                    "failed (with --all nothing may be skipped)"
                } else {
                    "skipped"
                };
                lines.push(format!(
                    "\n{} {word}: {}\n  get it: {}",
                    suite.name, missing.what, missing.command
                ));
            }
        }
    }
    lines.push(format!(
        "\n{passed} passed, {failed} failed, {skipped} skipped"
    ));
    let outcome = match (passed, failed) {
        (0, 0) => Outcome::Failed("cargo xtask test: nothing ran".to_owned()),
        (_, 0) => Outcome::Done,
        _ => Outcome::Failed("cargo xtask test: failed".to_owned()),
    };
    (lines.join("\n"), outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::{Missing, Steps};
    use crate::times::Took;

    /// A report on the first suites, one for each verdict.
    fn report(verdicts: impl IntoIterator<Item = Verdict>) -> Vec<Ran> {
        let suites = suites::ALL.iter().zip(verdicts);
        suites
            .map(|(suite, verdict)| (suite, verdict, Took::default()))
            .collect()
    }

    fn skipped() -> Verdict {
        Verdict::Skipped(Missing {
            what: "no Node.js".to_owned(),
            command: "cargo xtask setup prism".to_owned(),
        })
    }

    #[test]
    fn a_skipped_suite_is_listed_with_the_command_that_gets_it() {
        let (text, outcome) = summary(&report([Verdict::Passed, skipped()]), false);
        let listed = "skipped: no Node.js\n  get it: cargo xtask setup prism\n";
        assert!(text.contains(listed), "{text}");
        assert!(text.ends_with("\n1 passed, 0 failed, 1 skipped"), "{text}");
        assert!(matches!(outcome, Outcome::Done));
    }

    #[test]
    fn with_all_a_skipped_suite_is_a_failure() {
        let (text, outcome) = summary(&report([Verdict::Passed, skipped()]), true);
        assert!(text.ends_with("\n1 passed, 1 failed, 0 skipped"), "{text}");
        assert!(text.contains("nothing may be skipped"), "{text}");
        assert!(matches!(outcome, Outcome::Failed(_)));
    }

    #[test]
    fn a_failure_is_a_failure_and_so_is_a_run_of_nothing() {
        let failed = Verdict::Failed(vec!["`cargo test` failed".to_owned()]);
        let (text, outcome) = summary(&report([Verdict::Passed, failed]), false);
        assert!(text.contains("failed:\n  `cargo test` failed"), "{text}");
        assert!(matches!(outcome, Outcome::Failed(_)));
        for nothing in [vec![], vec![skipped()]] {
            let (_, outcome) = summary(&report(nothing), false);
            assert!(matches!(outcome, Outcome::Failed(_)));
        }
    }

    #[test]
    fn a_suite_without_a_step_has_failed() {
        assert!(Steps::default().finish().is_err());
        let mut steps = Steps::default();
        steps.note(Ok(()));
        assert!(steps.finish().is_ok());
    }
}
