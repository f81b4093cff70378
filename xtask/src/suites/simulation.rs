//! Suite `simulation`: a thousand seeds of a thousand devices each, against a model of the service,
//! in virtual time.
//!
//! `tests/simulation.rs` holds the model and the rules; a plain `cargo test` runs a few small
//! worlds. `cargo xtask simulate` runs other sizes.

use crate::project::Project;
use crate::simulate::simulate;
use crate::suite::{Steps, Suite, nothing_to_install, rust_is_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "simulation",
    about: "1,000 seeds of 1,000 simulated devices keep every rule of calls, whatever fails",
    prepare: rust_is_enough,
    setup: nothing_to_install,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    steps.note(simulate(project, 1, 1000, 1000).map(drop));
}
