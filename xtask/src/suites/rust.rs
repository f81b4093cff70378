//! Suite `rust`: the tests of every Rust package, and the library's with its features off and on.

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::command::Cmd;
use crate::project::{LIBRARY, Project};

pub(crate) const SUITE: Suite = Suite {
    name: "rust",
    about: "unit, integration and documentation tests of all Rust packages",
    prepare,
    setup,
    run,
};

/// Whoever runs this has cargo and a linker: both were needed to build xtask.
fn prepare(_: &Project) -> Result<(), Missing> {
    Ok(())
}

fn setup(_: &Project, _: &Apt<'_>) -> Result<(), String> {
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(project, ["test", "--locked", "--workspace"]));
    for selection in ["--no-default-features", "--all-features"] {
        steps.run(&Cmd::cargo(
            project,
            ["test", "--locked", "--package", LIBRARY, selection],
        ));
    }
}
