//! `cargo xtask simulate [calls|flows] [DEVICES [SEEDS [FIRST SEED]]]`: the simulations in any
//! size; without numbers the full ones.

use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::{LIBRARY, Project};
use crate::suite::TESTS;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (chosen, arguments) = match arguments {
        [first, rest @ ..] if first == CALLS.name => (&[CALLS][..], rest),
        [first, rest @ ..] if first == FLOWS.name => (&[FLOWS][..], rest),
        all => (&[CALLS, FLOWS][..], all),
    };
    let mut sizes = [10_000, 1000, 1];
    if arguments.len() > sizes.len() {
        return Outcome::Usage("simulate takes at most three numbers".to_owned());
    }
    for (size, argument) in sizes.iter_mut().zip(arguments) {
        match argument.parse::<u64>() {
            Ok(number) if number > 0 => *size = number,
            _ => return Outcome::Usage(format!("not a number above 0: {argument}")),
        }
    }
    let [devices, seeds, first] = sizes;
    let result = Project::find().and_then(|project| {
        chosen.iter().try_for_each(|simulation| {
            simulate(
                &project,
                *simulation,
                Compiled::Optimised,
                first,
                seeds,
                devices,
            )
        })
    });
    match result {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

/// A program under `tests/`.
#[derive(Clone, Copy)]
pub(crate) struct Simulation {
    name: &'static str,
    test: &'static str,
    /// What its line of figures calls them.
    devices: &'static str,
}

pub(crate) const CALLS: Simulation = Simulation {
    name: "calls",
    test: "simulation",
    devices: "devices",
};

pub(crate) const FLOWS: Simulation = Simulation {
    name: "flows",
    test: "flow_simulation",
    devices: "TVs",
};

/// How the program is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Compiled {
    /// As suite `rust` has done it.
    ForTests,
    Optimised,
}

/// Runs `seeds` worlds of `devices` devices, from the seed `first` on.
pub(crate) fn simulate(
    project: &Project,
    simulation: Simulation,
    compiled: Compiled,
    first: u64,
    seeds: u64,
    devices: u64,
) -> Result<(), String> {
    let options: &[_] = match compiled {
        Compiled::ForTests => &TESTS,
        Compiled::Optimised => &[
            "test",
            "--locked",
            "--release",
            "--package",
            LIBRARY,
            "--no-default-features",
        ],
    };
    let title = format!("{seeds} seeds of {devices} {} in ", simulation.devices);
    let mut ran = false;
    Cmd::cargo(project, options.iter().copied())
        .args(["--test", simulation.test, "--", "--nocapture"])
        .env("TVPASS_SIM_SEED", first.to_string())
        .env("TVPASS_SIM_SEEDS", seeds.to_string())
        .env("TVPASS_SIM_DEVICES", devices.to_string())
        .run_watched(|line| ran |= line.starts_with(&title))?;
    match ran {
        true => Ok(()),
        false => Err("the simulation did not run".to_owned()),
    }
}
