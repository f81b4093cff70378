//! The sandbox's clock: what tokens expire by and the throttle counts by.
//!
//! Tests that wait for a token to expire or for a throttle window to pass must neither take that
//! long nor depend on how busy the machine is, so the clock can be moved forward by hand, and can
//! be made to stand still otherwise.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that its clones share. It never goes backwards.
#[derive(Clone)]
pub struct Clock {
    inner: Arc<Inner>,
}

struct Inner {
    /// Wall clock time when the clock was made, since the Unix epoch.
    epoch: Duration,
    /// `None`: the clock stands still between calls of `advance`.
    started: Option<Instant>,
    /// What `advance` has added so far, in milliseconds.
    advanced: AtomicU64,
}

impl Clock {
    /// A clock that runs with the machine's own.
    #[must_use]
    pub fn running() -> Self {
        Self::new(Some(Instant::now()), since_epoch())
    }

    /// A clock that stands still and moves by [`advance`](Self::advance) alone. With it the
    /// throttle sees all requests in the same instant, however slow the machine is.
    #[must_use]
    pub fn frozen() -> Self {
        Self::new(None, since_epoch())
    }

    /// The same, at this time since the Unix epoch: with a seed, every answer is the same in every
    /// run.
    #[must_use]
    pub fn frozen_at(epoch: Duration) -> Self {
        Self::new(None, epoch)
    }

    fn new(started: Option<Instant>, epoch: Duration) -> Self {
        Self {
            inner: Arc::new(Inner {
                epoch,
                started,
                advanced: AtomicU64::new(0),
            }),
        }
    }

    /// Moves the clock forward, for every holder of a clone. The resolution is a millisecond.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |now: u64| Some(now.saturating_add(millis));
        // The closure never answers `None`, so there is no error to look at.
        let _ = self
            .inner
            .advanced
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
    }

    /// The time since the Unix epoch.
    #[must_use]
    pub fn now(&self) -> Duration {
        let ran = self
            .inner
            .started
            .map(|at| at.elapsed())
            .unwrap_or_default();
        let advanced = Duration::from_millis(self.inner.advanced.load(Ordering::SeqCst));
        self.inner
            .epoch
            .saturating_add(ran)
            .saturating_add(advanced)
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
        let kind = if self.inner.started.is_some() {
            "running"
        } else {
            "frozen"
        };
        write!(f, "Clock({kind}, {:?})", self.now())
    }
}
