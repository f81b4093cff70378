//! Suite `prism`: our requests against Prism, a server that this project did not write, on Adobe's
//! OpenAPI files.
//!
//! `tests/suite/prism` holds the tests. They are marked as ignored, so that a plain `cargo test`
//! needs nothing but Rust; this suite installs Prism beside its lock file and runs exactly them.

use crate::npm;
use crate::project::Project;
use crate::suite::{Missing, Steps, Suite, TESTS, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "prism",
    about: "every request is accepted by Prism on Adobe's OpenAPI descriptions",
    packages: &[npm::PACKAGES],
    prepare,
    setup: nothing_else,
    nightly: false,
    run,
};

/// The oldest Node.js that the pinned Prism runs on.
const NODE: [u32; 3] = [18, 20, 1];

fn prepare(project: &Project) -> Result<(), Missing> {
    npm::prepare(project, SUITE.name, "tests/prism", NODE)
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run_ignored_tests(project, &TESTS, "suite", "prism::");
}
