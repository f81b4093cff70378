//! Suite `rust`: the tests of every Rust package, and the library's with all its features; by night
//! also the packages as they are published.
//!
//! Features only add modules: without them there is nothing that behaves in another way. That it
//! compiles with each of them alone is part of suite `lint`.

use crate::command::Cmd;
use crate::project::{LIBRARY, Project};
use crate::suite::{Steps, Suite, nothing_to_install, rust_is_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "rust",
    about: "unit, integration and documentation tests of all Rust packages",
    prepare: rust_is_enough,
    setup: nothing_to_install,
    nightly: true,
    run,
};

/// The crates that a release has, each after those that it needs.
const PUBLISHED: &[&str] = &[LIBRARY, "tvpass-sandbox", "tvpass-cli"];

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(project, ["test", "--locked", "--workspace"]));
    let all = ["test", "--locked", "--package", LIBRARY, "--all-features"];
    steps.run(&Cmd::cargo(project, all));
    if steps.nightly {
        // Each crate is built from what is packed, the later ones with the earlier.
        let package = ["package", "--locked", "--allow-dirty"];
        let published = PUBLISHED.iter().flat_map(|name| ["--package", name]);
        steps.run(&Cmd::cargo(project, package).args(published));
    }
}
