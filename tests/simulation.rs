//! Deterministic simulation: many devices with a model of the service, in virtual time, with faults
//! drawn from a seed.
//!
//! A failing seed prints the command that replays it. Sizes are set by the environment:
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `TVPASS_SIM_SEED` | the first seed | 1 |
//! | `TVPASS_SIM_SEEDS` | how many seeds | 1 if a seed is given, else 6 |
//! | `TVPASS_SIM_DEVICES` | devices per seed | 100 |
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[macro_use]
#[path = "simulation/counts.rs"]
mod counts;
#[path = "simulation/device.rs"]
mod device;
#[path = "simulation/drive.rs"]
mod drive;
#[path = "simulation/faults.rs"]
mod faults;
#[path = "simulation/flights.rs"]
mod flights;
#[path = "simulation/healing.rs"]
mod healing;
#[path = "simulation/host_clock.rs"]
mod host_clock;
#[path = "simulation/network.rs"]
mod network;
#[path = "simulation/outcome.rs"]
mod outcome;
#[path = "simulation/pace.rs"]
mod pace;
#[path = "simulation/process.rs"]
mod process;
#[path = "simulation/queue.rs"]
mod queue;
#[path = "simulation/random.rs"]
mod random;
#[path = "simulation/rules.rs"]
mod rules;
#[path = "simulation/screen.rs"]
mod screen;
#[path = "simulation/seeds.rs"]
mod seeds;
#[path = "simulation/service.rs"]
mod service;
#[path = "simulation/stats.rs"]
mod stats;
#[path = "simulation/subscriber.rs"]
mod subscriber;
#[path = "simulation/trouble.rs"]
mod trouble;
#[path = "simulation/wish.rs"]
mod wish;

use tvpass::device::{ConnectionType, DeviceInfo, OsName};

use device::{Device, World};
use faults::Faults;
use queue::{Queue, What};
use random::Random;
use stats::{Count, Stats};
use trouble::Throttle;
use wish::Operations;

/// One world: all its devices, until each has got everything through after the faults were over.
fn simulate(seed: u64, devices: u32) -> Result<Stats, String> {
    let mut random = Random::new(seed, 0);
    let faults = Faults::draw(&mut random);
    simulate_with(seed, devices, random, &faults)
}

fn simulate_with(
    seed: u64,
    devices: u32,
    mut random: Random,
    faults: &Faults,
) -> Result<Stats, String> {
    let none = Faults::none();
    let operations = Operations::new();
    let info = DeviceInfo::builder()
        .model("AppleTV")
        .version("14,1")
        .os_name(OsName::TvOs)
        .os_version("17.4")
        .connection_type(ConnectionType::Lan)
        .build()
        .unwrap();
    let (mut queue, mut stats) = (Queue::default(), Stats::default());
    let mut all: Vec<_> = (0..devices).map(|id| Device::new(seed, id)).collect();
    let mut addresses: Vec<_> = (0..devices)
        .step_by(10)
        .map(|_| Throttle::default())
        .collect();
    let mut start = 0;
    for id in 0..devices {
        // Those of one household watch television at the same time.
        let alone = all[id as usize].address.is_none();
        if alone || id % 10 == 7 {
            start = random.range(0, 3_600_000);
        }
        queue.push(start, id, What::Round);
    }
    let mut now = 0;
    while let Some((at, id, what)) = queue.pop() {
        now = at;
        let mut world = World {
            now,
            faults,
            none: &none,
            operations: &operations,
            addresses: &mut addresses,
            info: &info,
            queue: &mut queue,
            stats: &mut stats,
        };
        let device = &mut all[id as usize];
        if let Err(reason) = device.happens(&mut world, what) {
            let report = match &device.process {
                Some(process) => process.client.support_report(process.clock.reading(now)),
                None => String::new(),
            };
            return Err(format!(
                "device {id}, at {now} ms, {what:?}: {reason}\n{report}"
            ));
        }
    }
    if let Some(device) = all.iter().find(|device| !device.finished) {
        return Err(format!("device {} never got through", device.id));
    }
    for device in &mut all {
        device.end_process()?;
    }
    stats.add_many(Count::VirtualMs, now);
    Ok(stats)
}

#[test]
fn devices_keep_every_rule_whatever_befalls_them() {
    let stats = seeds::asked_for("simulation", 6, 100_000, simulate);
    // Those that are turned away together come back at different times.
    let [lower, upper] = [Count::SpreadLower, Count::SpreadUpper].map(|count| stats.get(count));
    if lower + upper >= 1000 {
        assert!(
            lower.min(upper) * 3 > lower.max(upper),
            "{lower} waits end in the first half of the spread, {upper} in the second"
        );
    }
}

#[test]
fn devices_keep_every_rule_where_one_fault_is_everywhere() {
    for (name, faults) in Faults::extremes() {
        for seed in 1..=3 {
            let result = simulate_with(seed, 40, Random::new(seed, 0), &faults);
            let stats = result.unwrap_or_else(|reason| panic!("{name}, seed {seed}: {reason}"));
            assert_eq!(stats.get(Count::Devices), 40);
        }
    }
}

#[test]
fn a_broken_rule_is_noticed_and_its_seed_replays() {
    let mut faults = Faults::none();
    faults.lying_disk = 300;
    let broken = |seed| {
        let reason = simulate_with(seed, 40, Random::new(seed, 0), &faults).unwrap_err();
        seeds::failure("simulation", seed, 40, &reason)
    };
    for seed in 1..=3 {
        let shown = broken(seed);
        assert!(
            shown.starts_with(&format!("seed {seed}: device ")),
            "{shown}"
        );
        assert!(shown.contains("before they are stored"), "{shown}");
        // The client's own report, and the way back here.
        assert!(shown.contains("POST registration"), "{shown}");
        let replay = format!("replay: TVPASS_SIM_SEED={seed} TVPASS_SIM_DEVICES=40 ");
        assert!(shown.contains(&replay), "{shown}");
        assert_eq!(shown, broken(seed));
    }
}

#[test]
fn the_same_seed_is_the_same_world() {
    let one = simulate(7, 40).unwrap();
    assert_eq!(one, simulate(7, 40).unwrap());
    assert_ne!(one, simulate(8, 40).unwrap());
}
