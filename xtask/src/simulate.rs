//! `cargo xtask simulate [calls|flows] [--devices N] [--seeds A..B]`: the simulations in any size;
//! without options the full ones.

use std::ops::RangeInclusive;

use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::{LIBRARY, Project};
use crate::suite::TESTS;

const DEVICES: u64 = 10_000;
const SEEDS: RangeInclusive<u64> = 1..=1000;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (chosen, devices, seeds) = match read(arguments) {
        Ok(read) => read,
        Err(reason) => return Outcome::Usage(reason),
    };
    Project::find()
        .and_then(|project| {
            chosen.iter().try_for_each(|simulation| {
                simulate(
                    &project,
                    *simulation,
                    Compiled::Optimised,
                    seeds.clone(),
                    devices,
                )
            })
        })
        .into()
}

type Wanted = (Vec<Simulation>, u64, RangeInclusive<u64>);

fn read(arguments: &[String]) -> Result<Wanted, String> {
    let all = [CALLS, FLOWS];
    let (mut chosen, mut devices, mut seeds) = (all.to_vec(), DEVICES, SEEDS);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if let Some(named) = all.iter().find(|simulation| simulation.name == *argument) {
            chosen = vec![*named];
            continue;
        }
        let value = arguments.next().map_or("", String::as_str);
        match argument.as_str() {
            "--devices" => devices = above_0(value)?,
            "--seeds" => {
                let (from, to) = value.split_once("..").unwrap_or((value, value));
                seeds = above_0(from)?..=above_0(to)?;
                if seeds.is_empty() {
                    return Err(format!("no seeds: {value}"));
                }
            }
            _ => return Err(format!("simulate does not know {argument}")),
        }
    }
    Ok((chosen, devices, seeds))
}

fn above_0(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("not a number above 0: {text:?}"))
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

/// Runs a world of `devices` devices for each of `seeds`.
pub(crate) fn simulate(
    project: &Project,
    simulation: Simulation,
    compiled: Compiled,
    seeds: RangeInclusive<u64>,
    devices: u64,
) -> Result<(), String> {
    let (first, seeds) = (*seeds.start(), seeds.end() - seeds.start() + 1);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read_words(line: &str) -> Result<(Vec<&'static str>, u64, RangeInclusive<u64>), String> {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        let (chosen, devices, seeds) = read(&words)?;
        let names = chosen.iter().map(|simulation| simulation.name).collect();
        Ok((names, devices, seeds))
    }

    #[test]
    fn sizes_are_read() {
        let full = (vec!["calls", "flows"], 10_000, 1..=1000);
        assert_eq!(read_words("").unwrap(), full);
        let some = (vec!["flows"], 50, 31..=40);
        assert_eq!(
            read_words("flows --devices 50 --seeds 31..40").unwrap(),
            some
        );
        assert_eq!(
            read_words("--seeds 7 calls").unwrap(),
            (vec!["calls"], 10_000, 7..=7)
        );
        for line in [
            "--seeds 4..3",
            "--seeds 0..3",
            "--seeds",
            "--devices x",
            "50",
            "both",
        ] {
            read_words(line).unwrap_err();
        }
    }
}
