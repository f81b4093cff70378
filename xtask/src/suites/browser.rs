//! Suite `browser`: the sandbox's page in a real browser (headless Chromium, by playwright-core);
//! the commands and the program that `docs/sandbox.md` shows.
//!
//! `sandbox/browser` holds the tests, and the lock file of what they need.

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::npm;
use crate::project::Project;
use crate::python;
use crate::suite::{Missing, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "browser",
    about: "the sandbox's page in headless Chromium; the code of docs/sandbox.md",
    prepare,
    setup,
    nightly: false,
    run,
};

const FOLDER: &str = "sandbox/browser";

/// Where Python's packages are pinned: the program of the documentation takes one of them.
const PYTHON: &str = "sandbox/schemathesis";

/// The oldest Node.js that the pinned playwright-core runs on, with its own test runner.
const NODE: [u32; 3] = [18, 20, 1];

/// Debian's name of the browser, as package and as program.
const BROWSER: &str = "chromium";

fn prepare(project: &Project) -> Result<(), Missing> {
    Missing::unless_on_path(SUITE.name, [BROWSER, "curl"])?;
    python::prepare(project, SUITE.name, PYTHON)?;
    npm::prepare(project, SUITE.name, FOLDER, NODE)
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    apt.install(&[BROWSER, "curl"])?;
    python::setup(apt)?;
    if which("node").is_none() || which("npm").is_none() {
        npm::setup(apt)?;
    }
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    let build = ["build", "--locked", "--package", "tvpass-sandbox"];
    let built = Cmd::cargo(project, build).run();
    if steps.need(built).is_none() {
        return;
    }
    for file in ["docs", "page"] {
        let test = format!("{FOLDER}/{file}.test.mjs");
        let test = Cmd::new(project, "node", ["--test".to_owned(), test]);
        steps.run(&test.env("PYTHON", python::program(project, PYTHON, "python")));
    }
}
