//! Suite `bindings`: the committed Swift and Kotlin code is what the generator makes of the
//! library. By day the generator, which takes longer to compile than most suites to run, runs only
//! if what it reads or writes has changed since `cargo xtask bindings` wrote.

use crate::bindings;
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "bindings",
    about: "the committed Swift and Kotlin code is what the library exports",
    packages: &[],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: true,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    let as_written = bindings::is_as_written(project);
    let is_enough = !steps.nightly && as_written == Ok(true);
    steps.note(as_written.map(drop));
    if !is_enough {
        steps.run(&bindings::generator(project, "test"));
        steps.note(bindings::compare(project));
    }
}
