//! Suite `browser`: the sandbox's page in a real browser (headless Chromium, by playwright-core);
//! the commands and the program that `docs/sandbox.md` shows.
//!
//! `sandbox/browser` holds the tests, and the lock file of what they need.

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::npm;
use crate::project::Project;
use crate::suite::{Missing, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "browser",
    about: "the sandbox's page in headless Chromium; the code of docs/sandbox.md",
    prepare,
    setup,
    run,
};

const FOLDER: &str = "sandbox/browser";

/// The oldest Node.js that the pinned playwright-core runs on, with its own test runner.
const NODE: [u32; 3] = [18, 20, 1];

/// Debian's name of the browser, as package and as program.
const BROWSER: &str = "chromium";

fn prepare(project: &Project) -> Result<(), Missing> {
    Missing::unless_on_path(SUITE.name, [BROWSER, "curl", "python3"])?;
    let requests = Cmd::new(project, "python3", ["-c", "import requests"]).capture();
    requests.map_err(|_| Missing::setup(SUITE.name, "python3 has no module requests"))?;
    npm::prepare(project, SUITE.name, FOLDER, NODE)
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    let wanted = [BROWSER, "curl", "python3-requests"];
    apt.install(&wanted)?;
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
        steps.run(&Cmd::new(project, "node", ["--test".to_owned(), test]));
    }
}
