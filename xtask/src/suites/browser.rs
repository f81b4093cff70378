//! Suite `browser`: the sandbox's page in a real browser (headless Chromium, by playwright-core);
//! the commands and the program that `docs/sandbox.md` shows.
//!
//! `sandbox/browser` holds the tests, and the lock file of what they need.

use crate::c::sandbox;
use crate::command::Cmd;
use crate::npm;
use crate::project::Project;
use crate::python;
use crate::suite::{Missing, Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "browser",
    about: "the sandbox's page in headless Chromium; the code of docs/sandbox.md",
    packages: &[
        &[("chromium", "chromium"), ("curl", "curl")],
        python::PACKAGES,
        npm::PACKAGES,
    ],
    prepare,
    setup: nothing_else,
    nightly: false,
    run,
};

const FOLDER: &str = "sandbox/browser";

/// Where Python's packages are pinned: the program of the documentation takes one of them.
const PYTHON: &str = "sandbox/schemathesis";

/// The oldest Node.js that the pinned playwright-core runs on, with its own test runner.
const NODE: [u32; 3] = [18, 20, 1];

fn prepare(project: &Project) -> Result<(), Missing> {
    python::prepare(project, SUITE.name, PYTHON)?;
    npm::prepare(project, SUITE.name, FOLDER, NODE)
}

fn run(project: &Project, steps: &mut Steps) {
    if steps.need(sandbox::program(project).run()).is_none() {
        return;
    }
    for file in ["docs", "page"] {
        let test = format!("{FOLDER}/{file}.test.mjs");
        let test = Cmd::new(project, "node", ["--test".to_owned(), test]);
        steps.run(&test.env("PYTHON", python::program(project, PYTHON, "python")));
    }
}
