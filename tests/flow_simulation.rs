//! Deterministic simulation of flows: TVs whose users sign in, watch and sign out, with a model of
//! the service, in virtual time, with faults drawn from a seed.
//!
//! `tests/simulation.rs` does the same for calls. A failing seed prints the command that replays
//! it. Sizes are set by the environment:
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `TVPASS_SIM_SEED` | the first seed | 1 |
//! | `TVPASS_SIM_SEEDS` | how many seeds | 1 if a seed is given, else 2 |
//! | `TVPASS_SIM_DEVICES` | TVs per seed | 100 |
//! | `TVPASS_SIM_TRACE` | the number of a TV whose steps are printed | none |
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "flow_simulation/any_flow.rs"]
mod any_flow;
#[path = "flow_simulation/asked.rs"]
mod asked;
#[macro_use]
#[path = "simulation/counts.rs"]
mod counts;
#[path = "flow_simulation/date.rs"]
mod date;
#[path = "flow_simulation/decisions.rs"]
mod decisions;
#[path = "flow_simulation/deeds.rs"]
mod deeds;
#[path = "flow_simulation/disk.rs"]
mod disk;
#[path = "simulation/faults.rs"]
mod faults;
#[path = "simulation/flights.rs"]
mod flights;
#[path = "flow_simulation/healing.rs"]
mod healing;
#[path = "simulation/host_clock.rs"]
mod host_clock;
#[path = "flow_simulation/network.rs"]
mod network;
#[path = "flow_simulation/process.rs"]
mod process;
#[path = "flow_simulation/profiles.rs"]
mod profiles;
#[path = "flow_simulation/queue.rs"]
mod queue;
#[path = "simulation/random.rs"]
mod random;
#[path = "flow_simulation/requests.rs"]
mod requests;
#[path = "flow_simulation/results.rs"]
mod results;
#[path = "flow_simulation/rules.rs"]
mod rules;
#[path = "flow_simulation/said.rs"]
mod said;
#[path = "simulation/seeds.rs"]
mod seeds;
#[path = "flow_simulation/service.rs"]
mod service;
#[path = "flow_simulation/stats.rs"]
mod stats;
#[path = "flow_simulation/told.rs"]
mod told;
#[path = "simulation/trouble.rs"]
mod trouble;
#[path = "flow_simulation/tv.rs"]
mod tv;
#[path = "flow_simulation/user.rs"]
mod user;

use tvpass::device::{ConnectionType, DeviceInfo, OsName};

use faults::Faults;
use queue::{Queue, What};
use random::Random;
use service::Manner;
use stats::{Count, Stats};
use trouble::Throttle;
use tv::{Tv, World};

/// More than this happens in no home.
const MOST_STEPS: u64 = 3_000_000;

/// One world, home by home: memory does not grow with their number.
fn simulate(seed: u64, tvs: u32) -> Result<Stats, String> {
    let mut random = Random::new(seed, 0);
    let faults = Faults::draw(&mut random);
    let manner = Manner::draw(&mut random);
    simulate_with(seed, tvs, &faults, &manner)
}

fn simulate_with(seed: u64, tvs: u32, faults: &Faults, manner: &Manner) -> Result<Stats, String> {
    let info = DeviceInfo::builder()
        .model("AppleTV")
        .version("14,1")
        .os_name(OsName::TvOs)
        .os_version("17.4")
        .connection_type(ConnectionType::Lan)
        .build()
        .unwrap();
    let mut stats = Stats::default();
    let mut first = 0;
    while first < tvs {
        // Two of ten homes have three TVs, behind one address.
        let size = if first % 14 >= 8 { 3 } else { 1 };
        let size = size.min(tvs - first);
        home(seed, first, size, faults, manner, &info, &mut stats)?;
        first += size;
    }
    Ok(stats)
}

/// One home, until each of its TVs has got everything through after the faults were over.
fn home(
    seed: u64,
    first: u32,
    size: u32,
    faults: &Faults,
    manner: &Manner,
    info: &DeviceInfo,
    stats: &mut Stats,
) -> Result<(), String> {
    let none = Faults::none();
    let settings = user::settings();
    let traced = seeds::variable("TVPASS_SIM_TRACE").and_then(|id| u32::try_from(id).ok());
    let mut random = Random::new(seed, u64::from(first) + (1 << 40));
    let (mut queue, mut throttle) = (Queue::default(), Throttle::default());
    let mut tvs: Vec<_> = (0..size)
        .map(|place| Tv::new(seed, first + place, place, info))
        .collect();
    if size > 1 {
        // Who shares a throttle with others is turned away whatever it does itself.
        tvs.iter_mut().for_each(|tv| tv.calm = false);
    }
    let start = random.range(0, 3_600_000);
    for place in 0..size {
        queue.push(start + random.range(0, 60_000), place, What::Evening);
    }
    let mut steps = 0;
    while let Some((now, place, what)) = queue.pop() {
        let mut world = World {
            now,
            faults,
            none: &none,
            manner,
            throttle: &mut throttle,
            settings: &settings,
            queue: &mut queue,
            stats,
            traced,
        };
        let tv = &mut tvs[place as usize];
        if tv.finished {
            continue;
        }
        steps += 1;
        let happened = match steps > MOST_STEPS {
            true => Err("never ends".to_owned()),
            false => tv.happens(&mut world, what),
        };
        if let Err(reason) = happened {
            let report = match &tv.process {
                Some(process) => process.client.support_report(process.clock.reading(now)),
                None => String::new(),
            };
            let id = tv.id;
            return Err(format!(
                "TV {id}, at {now} ms, {what:?}: {reason}\n{report}"
            ));
        }
    }
    match tvs.iter().find(|tv| !tv.finished) {
        Some(tv) => Err(format!("TV {} never got through", tv.id)),
        None => Ok(()),
    }
}

#[test]
fn tvs_keep_every_rule_whatever_befalls_them() {
    seeds::asked_for("flow_simulation", 2, 20_000, simulate);
}

#[test]
fn tvs_keep_every_rule_where_one_fault_is_everywhere() {
    for (name, faults) in Faults::extremes() {
        for seed in 1..=1 {
            let manner = Manner::draw(&mut Random::new(seed, 0));
            let result = simulate_with(seed, 28, &faults, &manner);
            let stats = result.unwrap_or_else(|reason| panic!("{name}, seed {seed}: {reason}"));
            assert_eq!(stats.get(Count::Devices), 28);
        }
    }
}

#[test]
fn a_broken_rule_is_noticed_and_its_seed_replays() {
    let mut faults = Faults::none();
    faults.lying_disk = 500;
    let broken = |seed| {
        let manner = Manner::draw(&mut Random::new(seed, 0));
        let reason = simulate_with(seed, 100, &faults, &manner).unwrap_err();
        seeds::failure("flow_simulation", seed, 100, &reason)
    };
    for seed in 1..=3 {
        let shown = broken(seed);
        assert!(shown.starts_with(&format!("seed {seed}: TV ")), "{shown}");
        assert!(shown.contains("and has stored"), "{shown}");
        let replay = format!("replay: TVPASS_SIM_SEED={seed} TVPASS_SIM_DEVICES=100 ");
        assert!(shown.contains(&replay), "{shown}");
        assert_eq!(shown, broken(seed));
    }
}

#[test]
fn the_same_seed_is_the_same_world() {
    let one = simulate(7, 28).unwrap();
    assert_eq!(one, simulate(7, 28).unwrap());
    assert_ne!(one, simulate(8, 28).unwrap());
}
