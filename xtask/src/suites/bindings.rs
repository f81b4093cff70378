//! Suite `bindings`: the generator of the Swift and Kotlin code; and the committed code is what it
//! makes of the library.

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
    steps.run(&bindings::generator(project, "test"));
    steps.note(bindings::compare(project));
}
