//! Suite `simulation`: a hundred seeds of a hundred devices each, against a model of the service,
//! in virtual time; by night a thousand of a thousand.
//!
//! `tests/simulation.rs` holds the model and the rules; a plain `cargo test` runs a few small
//! worlds. `cargo xtask simulate` runs other sizes.

use crate::project::Project;
use crate::simulate::{Compiled, simulate};
use crate::suite::{Steps, Suite, nothing_to_install, rust_is_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "simulation",
    about: "simulated devices keep every rule of calls, whatever fails",
    prepare: rust_is_enough,
    setup: nothing_to_install,
    nightly: true,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    // To optimise takes longer than the small worlds do without, of which the suite `rust` has
    // compiled the program.
    let (compiled, size) = match steps.nightly {
        true => (Compiled::Optimised, 1000),
        false => (Compiled::ForTests, 100),
    };
    steps.note(simulate(project, compiled, 1, size, size));
}
