//! Runs worlds, one for each seed, on all cores, and tells how far it has come.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::stats::Stats;

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
