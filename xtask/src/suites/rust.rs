//! Suite `rust`: the tests of every Rust package, and the library's with its features off and on.

use crate::command::Cmd;
use crate::project::{LIBRARY, Project};
use crate::suite::{Steps, Suite, nothing_to_install, rust_is_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "rust",
    about: "unit, integration and documentation tests of all Rust packages",
    prepare: rust_is_enough,
    setup: nothing_to_install,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(project, ["test", "--locked", "--workspace"]));
    for selection in ["--no-default-features", "--all-features"] {
        steps.run(&Cmd::cargo(
            project,
            ["test", "--locked", "--package", LIBRARY, selection],
        ));
    }
}
