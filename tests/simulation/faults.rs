//! Which faults there are, how often, and what befalls a request. All of it is drawn from the seed.

use crate::random::Random;
use crate::stats::{Count, Stats};

/// How often each fault happens, in thousandths: of requests, unless said otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    lost_before: u32,
    lost_after: u32,
    no_answer: u32,
    slow: u32,
    error_5xx: u32,
    error_5xx_acted: u32,
    error_retry: u32,
    error_429: u32,
    garbled: u32,
    refused: u32,
    pub(crate) early_expiry: u32,
    pub(crate) revoke: u32,
    /// Of polls.
    pub(crate) lag: u32,
    /// Of stores.
    pub(crate) store: u32,
    /// Of stores: they take 20 s to 2 min.
    pub(crate) stall: u32,
    /// Of requests: the host hears nothing of them, and does nothing about the call until its
    /// deadline.
    pub(crate) hang: u32,
    /// Of stores that succeed, as far as the host says: the disk has nothing of it. No library
    /// could live with that; it shows that a broken rule is noticed.
    pub(crate) lying_disk: u32,
    /// Of calls.
    pub(crate) cancel: u32,
    /// Of rounds of calls.
    pub(crate) crash: u32,
    pub(crate) jump: u32,
    /// Lifetimes of tokens, in seconds.
    pub(crate) lifetimes: (u64, u64),
    /// Times at which the whole service answers 503.
    pub(crate) outages: Vec<(u64, u64)>,
}

impl Faults {
    /// Each seed is another world: some faults are absent, others frequent.
    pub(crate) fn draw(random: &mut Random) -> Self {
        let mut rate = |of: [u32; 4]| random.pick(&of);
        let often = [0, 5, 20, 80];
        let seldom = [0, 2, 5, 20];
        Self {
            lost_before: rate(often),
            lost_after: rate(often),
            no_answer: rate(seldom),
            slow: rate(often),
            error_5xx: rate(often),
            error_5xx_acted: rate(often),
            error_retry: rate(often),
            error_429: rate(often),
            garbled: rate(seldom),
            refused: rate(seldom),
            early_expiry: rate(often),
            revoke: rate([0, 1, 5, 60]),
            lag: rate([0, 10, 50, 200]),
            store: rate([0, 10, 50, 200]),
            stall: rate([0, 10, 50, 200]),
            hang: rate(seldom),
            lying_disk: 0,
            cancel: rate([0, 20, 50, 200]),
            crash: rate([0, 50, 150, 400]),
            jump: rate([0, 50, 150, 300]),
            lifetimes: random.pick(&[(21_600, 21_600), (60, 600), (3, 40), (0, 7200)]),
            outages: (0..random.range(0, 2))
                .map(|_| {
                    let start = random.range(0, 86_400_000);
                    (start, start + random.range(5_000, 120_000))
                })
                .collect(),
        }
    }

    /// No fault at all.
    pub(crate) fn none() -> Self {
        Self {
            lost_before: 0,
            lost_after: 0,
            no_answer: 0,
            slow: 0,
            error_5xx: 0,
            error_5xx_acted: 0,
            error_retry: 0,
            error_429: 0,
            garbled: 0,
            refused: 0,
            early_expiry: 0,
            revoke: 0,
            lag: 0,
            store: 0,
            stall: 0,
            hang: 0,
            lying_disk: 0,
            cancel: 0,
            crash: 0,
            jump: 0,
            lifetimes: (21_600, 21_600),
            outages: Vec::new(),
        }
    }

    /// Worlds in which one fault is everywhere.
    pub(crate) fn extremes() -> Vec<(&'static str, Self)> {
        type Set = fn(&mut Faults);
        let worlds: [(&'static str, Set); 14] = [
            ("429 to most requests", |f| f.error_429 = 900),
            ("5xx to most requests", |f| f.error_5xx = 800),
            ("5xx to most requests, after acting", |f| {
                f.error_5xx_acted = 800
            }),
            ("most requests lost", |f| f.lost_before = 800),
            ("most answers lost", |f| f.lost_after = 800),
            ("most answers never come", |f| f.no_answer = 600),
            ("most answers malformed", |f| f.garbled = 700),
            ("registrations lost all the time", |f| f.revoke = 500),
            ("tokens expired early, mostly", |f| f.early_expiry = 800),
            ("tokens of 0 to 3 s on a slow network", |f| {
                f.lifetimes = (0, 3);
                f.slow = 500;
            }),
            ("a disk that mostly fails, and crashes", |f| {
                f.store = 800;
                f.crash = 800;
            }),
            ("a disk that stalls, and impatient users", |f| {
                f.stall = 500;
                f.revoke = 100;
                f.cancel = 300;
            }),
            ("hosts that hang", |f| {
                f.hang = 200;
                f.lifetimes = (60, 600);
            }),
            ("impatient users, slow hosts, jumping clocks", |f| {
                f.cancel = 700;
                f.lag = 700;
                f.jump = 800;
            }),
        ];
        let extreme = |(name, set): (&'static str, Set)| {
            let mut faults = Self::none();
            set(&mut faults);
            (name, faults)
        };
        worlds.into_iter().map(extreme).collect()
    }

    pub(crate) fn in_outage(&self, now: u64) -> bool {
        self.outages
            .iter()
            .any(|(from, to)| (*from..*to).contains(&now))
    }

    /// What befalls the next request, and how long it and its answer travel.
    pub(crate) fn fate(&self, random: &mut Random, stats: &mut Stats) -> (Fate, u64, u64) {
        let (mut up, down) = (random.range(5, 120), random.range(5, 120));
        if random.chance(self.slow) {
            stats.add(Count::FaultSlow);
            up += random.range(1000, 30_000);
        }
        let mut drawn = u32::try_from(random.range(0, 999)).unwrap();
        let table = [
            (self.lost_before, Fate::LostBefore, Count::FaultLostBefore),
            (self.lost_after, Fate::LostAfter, Count::FaultLostAfter),
            (self.no_answer, Fate::NoAnswer, Count::FaultNoAnswer),
            (self.error_5xx, Fate::Error5xx, Count::Fault5xx),
            (
                self.error_5xx_acted,
                Fate::Error5xxActed,
                Count::Fault5xxActed,
            ),
            (self.error_retry, Fate::ErrorRetry, Count::FaultRetry),
            (self.error_429, Fate::Error429, Count::Fault429),
            (self.garbled, Fate::Garbled, Count::FaultGarbled),
            (self.refused, Fate::Refused, Count::FaultRefused),
        ];
        for (rate, fate, count) in table {
            if drawn < rate {
                stats.add(count);
                return (fate, up, down);
            }
            drawn -= rate;
        }
        (Fate::Well, up, down)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Well,
    LostBefore,
    LostAfter,
    /// The service acts, and the host's own time limit ends the wait, if the call's deadline does
    /// not.
    NoAnswer,
    Error5xx,
    Error5xxActed,
    ErrorRetry,
    Error429,
    Garbled,
    Refused,
}
