//! Suite `simulation`: a hundred seeds of a hundred devices each, against a model of the service,
//! in virtual time; by night a thousand of a thousand.
//!
//! Flows are simulated with 10 seeds of 100 TVs, by night with 200.
//!
//! `tests/simulation.rs` and `tests/flow_simulation.rs` hold the models and the rules; a plain
//! `cargo test` runs a few small worlds. `cargo xtask simulate` runs other sizes.

use crate::project::Project;
use crate::simulate::{CALLS, Compiled, FLOWS, simulate};
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "simulation",
    about: "simulated devices and TVs keep every rule of calls and flows, whatever fails",
    packages: &[],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: true,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    // To optimise takes longer than the small worlds do without, of which the suite `rust` has
    // compiled the program.
    let (compiled, size, of_flows) = match steps.nightly {
        true => (Compiled::Optimised, 1000, 200),
        false => (Compiled::ForTests, 100, 10),
    };
    steps.note(simulate(project, CALLS, compiled, 1..=size, size));
    // An evening in front of a TV has ten times as many steps as a round of calls.
    steps.note(simulate(project, FLOWS, compiled, 1..=of_flows, 100));
}
