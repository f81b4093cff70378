//! Suite `fuzz`: the targets of `fuzz/`, each for a fixed number of inputs, and by night for a
//! quarter of an hour. `cargo xtask fuzz` runs them as long as one likes.

use crate::fuzz::{self, TARGETS, Until};
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "fuzz",
    about: "answers, navigations, stored state and hosts that libFuzzer makes up break no promise",
    // libFuzzer's sources are C++.
    packages: &[&[("c++", "g++")]],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: true,
    run,
};

/// Inputs of a target: what was broken on purpose was found within these (`fuzz/README.md`).
fn runs(target: &str) -> u64 {
    match target {
        // The slowest; what they have to find, they found within a thousand.
        "answer" | "sign_in" => 50_000,
        // Of the last, a secret in an error took 49,000.
        "decisions" => 100_000,
        _ => 200_000,
    }
}

/// How long a target runs by night.
const NIGHT_SECONDS: u64 = 15 * 60;

fn run(project: &Project, steps: &mut Steps) {
    if steps.need(fuzz::build(project)).is_some() {
        for target in TARGETS {
            let until = match steps.nightly {
                true => Until::Seconds(NIGHT_SECONDS),
                false => Until::Runs(runs(target)),
            };
            steps.note(fuzz::run(project, target, until));
        }
    }
}
