//! Suite `bindings`: the committed Swift and Kotlin code is what uniffi generates from the library.

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::bindings;
use crate::project::Project;

pub(crate) const SUITE: Suite = Suite {
    name: "bindings",
    about: "the committed Swift and Kotlin code is what the library exports",
    prepare,
    setup,
    run,
};

/// cargo gets the generator by itself.
fn prepare(_: &Project) -> Result<(), Missing> {
    Ok(())
}

fn setup(_: &Project, _: &Apt<'_>) -> Result<(), String> {
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    steps.note(bindings::compare(project));
}
