//! Suite `simulation`: a thousand seeds of a thousand devices each, against a model of the service, in virtual time.
//!
//! `tests/simulation.rs` holds the model and the rules; a plain `cargo test` runs a few small worlds. `cargo xtask simulate`
//! runs other sizes.

use super::{Steps, Suite, nothing_to_install, rust_is_enough};
use crate::command::Cmd;
use crate::project::{LIBRARY, Project};

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

/// What a simulation has said of itself.
pub(crate) struct Simulated {
    pub(crate) devices: u64,
    pub(crate) calls: u64,
    pub(crate) seconds: f64,
}

/// Runs `seeds` worlds of `devices` devices, from the seed `first` on.
pub(crate) fn simulate(
    project: &Project,
    first: u64,
    seeds: u64,
    devices: u64,
) -> Result<Simulated, String> {
    let command = [
        "test",
        "--locked",
        "--release",
        "--package",
        LIBRARY,
        "--no-default-features",
        "--test",
        "simulation",
        "--",
        "--nocapture",
    ];
    let title = format!("{seeds} seeds of {devices} devices in ");
    let (mut seconds, mut calls) = (None, None);
    Cmd::cargo(project, command)
        .env("TVPASS_SIM_SEED", first.to_string())
        .env("TVPASS_SIM_SEEDS", seeds.to_string())
        .env("TVPASS_SIM_DEVICES", devices.to_string())
        .run_watched(|line| {
            if let Some((time, _)) = line
                .strip_prefix(&title)
                .and_then(|rest| rest.split_once(" s"))
            {
                seconds = time.parse().ok();
            } else if let Some(count) = line.strip_prefix("  calls ") {
                calls = count.trim().parse().ok();
            }
        })?;
    match (seconds, calls) {
        (Some(seconds), Some(calls)) => Ok(Simulated {
            devices: seeds * devices,
            calls,
            seconds,
        }),
        _ => Err("the simulation did not run".to_owned()),
    }
}
