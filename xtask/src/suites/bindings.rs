//! Suite `bindings`: the committed Swift and Kotlin code is what uniffi generates from the library.

use crate::bindings;
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "bindings",
    about: "the committed Swift and Kotlin code is what the library exports",
    packages: &[],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: false,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    steps.note(bindings::compare(project));
}
