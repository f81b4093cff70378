//! Suite `rust`: the tests of every Rust package, with all features; by night with the default
//! ones, too, and the packages as they are published.
//!
//! Features only add modules: without them there is nothing that behaves in another way. That it
//! compiles with each of them alone, and its tests with none and the default, is part of suite
//! `lint`.

use crate::command::Cmd;
use crate::project::{LIBRARY, Project};
use crate::suite::{Steps, Suite, TESTS, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "rust",
    about: "unit, integration and documentation tests of all Rust packages",
    packages: &[],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: true,
    run,
};

/// The crates that a release has, each after those that it needs.
const PUBLISHED: &[&str] = &[LIBRARY, "tvpass-sandbox", "tvpass-cli"];

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(project, TESTS));
    if steps.nightly {
        steps.run(&Cmd::cargo(project, ["test", "--locked", "--workspace"]));
        // Each crate is built from what is packed, the later ones with the earlier.
        let package = ["package", "--locked", "--allow-dirty"];
        let published = PUBLISHED.iter().flat_map(|name| ["--package", name]);
        steps.run(&Cmd::cargo(project, package).args(published));
    }
}
