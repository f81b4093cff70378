//! The sandbox's clock: what tokens expire by and the throttle counts by.
//!
//! Tests that wait for a token to expire or for a throttle window to pass must neither take that
//! long nor depend on how busy the machine is, so the clock can be moved forward by hand, and can
//! be made to stand still otherwise. For people it can run faster.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that its clones share. It never goes backwards.
#[derive(Clone)]
pub struct Clock {
    ticking: Arc<Mutex<Ticking>>,
}

#[derive(Clone, Copy)]
struct Ticking {
    /// What it showed at `since`, since the Unix epoch.
    shown: Duration,
    since: Instant,
    /// Its seconds in one of the machine's.
    speed: u32,
}

/// Where the clock stops: later times are no numbers that every reader of JSON takes.
const LAST: Duration = Duration::from_millis((1 << 53) - 1);

impl Ticking {
    fn now(self) -> Duration {
        let ran = self.since.elapsed().saturating_mul(self.speed);
        self.shown.saturating_add(ran).min(LAST)
    }
}

impl Clock {
    /// A clock that runs with the machine's own.
    #[must_use]
    pub fn running() -> Self {
        Self::new(1, since_epoch())
    }

    /// A clock that stands still and moves by [`advance`](Self::advance) alone. With it the
    /// throttle sees all requests in the same instant, however slow the machine is.
    #[must_use]
    pub fn frozen() -> Self {
        Self::new(0, since_epoch())
    }

    /// The same, at this time since the Unix epoch: with a seed, every answer is the same in every
    /// run.
    #[must_use]
    pub fn frozen_at(epoch: Duration) -> Self {
        Self::new(0, epoch)
    }

    fn new(speed: u32, shown: Duration) -> Self {
        let since = Instant::now();
        let ticking = Ticking {
            shown,
            since,
            speed,
        };
        Self {
            ticking: Arc::new(Mutex::new(ticking)),
        }
    }

    fn ticking(&self) -> MutexGuard<'_, Ticking> {
        self.ticking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock forward, for every holder of a clone.
    pub fn advance(&self, by: Duration) {
        let mut ticking = self.ticking();
        ticking.shown = ticking.shown.saturating_add(by);
    }

    /// How many of its seconds pass in one of the machine's: 0 stands still, 1 is real time, with
    /// 60 a code of half an hour expires in 30 seconds.
    pub fn set_speed(&self, speed: u32) {
        let mut ticking = self.ticking();
        *ticking = Ticking {
            shown: ticking.now(),
            since: Instant::now(),
            speed,
        };
    }

    /// Its speed: see [`set_speed`](Self::set_speed).
    #[must_use]
    pub fn speed(&self) -> u32 {
        self.ticking().speed
    }

    /// The time since the Unix epoch.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.ticking().now()
    }
}

fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

impl Default for Clock {
    fn default() -> Self {
        Self::running()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticking = *self.ticking();
        write!(f, "Clock(speed {}, {:?})", ticking.speed, ticking.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_speed_changes_without_a_jump() {
        let clock = Clock::frozen_at(Duration::from_secs(1_000));
        clock.advance(Duration::from_secs(5));
        assert_eq!(
            (clock.now(), clock.speed()),
            (Duration::from_secs(1_005), 0)
        );
        clock.set_speed(1_000);
        std::thread::sleep(Duration::from_millis(20));
        clock.set_speed(0);
        let now = clock.now();
        assert!((1_025..1_500).contains(&now.as_secs()), "{now:?}");
        assert_eq!(clock.now(), now, "it stands still");
    }
}
