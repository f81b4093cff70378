//! Suite `controls`: the sandbox's controls against their OpenAPI description, by schemathesis: it
//! makes up requests that the description allows, and some that it does not, and compares answers.
//!
//! `sandbox/schemathesis` says how, and pins it with all that it needs.

use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;
use crate::python;
use crate::suite::{Missing, Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "controls",
    about: "schemathesis finds nothing that the sandbox's OpenAPI description does not say",
    packages: &[python::PACKAGES],
    prepare,
    setup: nothing_else,
    nightly: false,
    run,
};

const FOLDER: &str = "sandbox/schemathesis";

fn prepare(project: &Project) -> Result<(), Missing> {
    python::prepare(project, SUITE.name, FOLDER)
}

fn run(project: &Project, steps: &mut Steps) {
    let Some(sandbox) = steps.need(Sandbox::start_with(project, "dev", &["--no-throttle"])) else {
        return;
    };
    let description = format!("{}/sandbox/openapi.json", sandbox.url);
    let program = python::program(project, FOLDER, "schemathesis");
    // What it makes up says where it is imported from.
    let folder = project.root.join(FOLDER);
    let schemathesis = Cmd::new(project, program, ["--config-file=schemathesis.toml"])
        .args(["run".to_owned(), description])
        .directory(&folder)
        .env("PYTHONPATH", &folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env(
            "HYPOTHESIS_STORAGE_DIRECTORY",
            project.root.join("target/hypothesis"),
        );
    steps.run(&schemathesis);
}
