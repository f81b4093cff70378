//! Runs worlds, one for each seed, on all cores, and tells how far it has come.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::stats::{Count, Stats};

/// How often it tells.
const TELLS_EVERY: Duration = Duration::from_secs(10);

/// Which seeds are done.
#[derive(Debug)]
pub(crate) struct Done {
    /// All before this one.
    below: u64,
    /// Beyond it, as worlds take different times.
    beyond: BTreeSet<u64>,
}

impl Done {
    pub(crate) fn before(first: u64) -> Self {
        Self {
            below: first,
            beyond: BTreeSet::new(),
        }
    }

    pub(crate) fn add(&mut self, seed: u64) {
        self.beyond.insert(seed);
        while self.beyond.remove(&self.below) {
            self.below += 1;
        }
    }

    /// Where to go on after an interruption.
    pub(crate) fn next(&self) -> u64 {
        self.below
    }
}

struct Outcome {
    stats: Stats,
    done: Done,
    finished: u64,
    failure: Option<String>,
    told: Instant,
}

/// Runs the worlds that the environment asks for, or `few`, of the program `name`, and tells what
/// has happened in them. A run of so many devices as `everything` that has not seen everything does
/// not check what it says.
pub(crate) fn asked_for(
    name: &str,
    few: u64,
    everything: u64,
    simulate: impl Fn(u64, u32) -> Result<Stats, String> + Sync,
) -> Stats {
    let given = variable("TVPASS_SIM_SEED");
    let first = given.unwrap_or(1);
    let default = if given.is_some() { 1 } else { few };
    let seeds = variable("TVPASS_SIM_SEEDS").unwrap_or(default);
    let devices = u32::try_from(variable("TVPASS_SIM_DEVICES").unwrap_or(100)).unwrap();
    let start = Instant::now();
    let simulated =
        |seed| simulate(seed, devices).map_err(|reason| failure(name, seed, devices, &reason));
    let stats = run(first, seeds, simulated).unwrap_or_else(|failure| panic!("{failure}"));
    let took = start.elapsed().as_secs_f64();
    let (done, called) = (stats.get(Count::Devices), Count::Devices.name());
    let rate = done as f64 / took;
    println!(
        "{seeds} seeds of {devices} {called} in {took:.1} s: {rate:.0} {called} a second\n{}",
        stats.table()
    );
    assert_eq!(done, seeds * u64::from(devices));
    if done >= everything {
        for count in Count::ALL {
            assert!(stats.get(*count) > 0, "{} did not happen", count.name());
        }
    }
    stats
}

pub(crate) fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// What is printed of a seed that broke a rule.
pub(crate) fn failure(name: &str, seed: u64, devices: u32, reason: &str) -> String {
    let replay = format!(
        "TVPASS_SIM_SEED={seed} TVPASS_SIM_DEVICES={devices} cargo test --release --test {name} -- --nocapture"
    );
    format!("seed {seed}: {reason}\nreplay: {replay}")
}

/// Runs `seeds` worlds from `first` on. The stats of all, or the first failure.
pub(crate) fn run(
    first: u64,
    seeds: u64,
    simulate: impl Fn(u64) -> Result<Stats, String> + Sync,
) -> Result<Stats, String> {
    let start = Instant::now();
    let last = first + seeds;
    let next = AtomicU64::new(first);
    let outcome = Mutex::new(Outcome {
        stats: Stats::default(),
        done: Done::before(first),
        finished: 0,
        failure: None,
        told: start,
    });
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= last || outcome.lock().unwrap().failure.is_some() {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(|| simulate(seed)));
            let result = result.unwrap_or_else(|_| Err(format!("seed {seed}: a panic")));
            let mut outcome = outcome.lock().unwrap();
            match result {
                Ok(stats) => outcome.stats.merge(&stats),
                Err(reason) => {
                    outcome.failure.get_or_insert(reason);
                    return;
                }
            }
            outcome.done.add(seed);
            outcome.finished += 1;
            if outcome.told.elapsed() >= TELLS_EVERY {
                outcome.told = Instant::now();
                eprintln!("{}", told(&outcome, seeds, last, start.elapsed()));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let outcome = outcome.into_inner().unwrap();
    match outcome.failure {
        Some(failure) => Err(failure),
        None => Ok(outcome.stats),
    }
}

fn told(outcome: &Outcome, seeds: u64, last: u64, took: Duration) -> String {
    let (finished, took) = (outcome.finished, took.as_secs());
    let left = took * (seeds - finished) / finished.max(1);
    format!(
        "{finished} of {seeds} seeds kept every rule in {took} s; about {left} s are left; an interrupted run goes on with --seeds {}..{}",
        outcome.done.next(),
        last - 1
    )
}

#[test]
fn an_interrupted_run_goes_on_at_the_first_seed_that_is_not_done() {
    let mut done = Done::before(5);
    assert_eq!(done.next(), 5);
    for (seed, next) in [(6, 5), (8, 5), (5, 7), (7, 9)] {
        done.add(seed);
        assert_eq!(done.next(), next);
    }
}

#[test]
fn every_seed_is_run_once_and_a_failure_ends_it() {
    let seen = Mutex::new(BTreeSet::new());
    let result = run(3, 40, |seed| {
        assert!(seen.lock().unwrap().insert(seed), "{seed} twice");
        Ok(Stats::default())
    });
    assert_eq!(result, Ok(Stats::default()));
    assert_eq!(seen.into_inner().unwrap(), (3..43).collect());
    let result = run(1, 1000, |seed| match seed {
        7 => Err("seven".to_owned()),
        _ => Ok(Stats::default()),
    });
    assert_eq!(result, Err("seven".to_owned()));
}
