//! The time that a code has left, counted down on a terminal.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::screen::Screen;
use crate::times;

/// Clears the line that the countdown stands on.
const CLEAR: &str = "\r\u{1b}[2K";

/// A countdown on standard error, if that is a terminal. Dropping it ends it.
pub(crate) struct Countdown {
    shared: Arc<Shared>,
    screen: Screen,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    until: Option<Instant>,
    ended: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Countdown {
    /// Nothing is shown before [`until`](Self::until).
    pub(crate) fn begin(screen: &Screen) -> Self {
        let shared = Arc::<Shared>::default();
        if screen.is_watched() && !screen.json {
            let (shared, screen) = (shared.clone(), *screen);
            thread::spawn(move || count(&shared, &screen));
        }
        Self {
            shared,
            screen: *screen,
        }
    }

    /// Counts down from here.
    pub(crate) fn until(&self, remaining_ms: u64) {
        let until = Instant::now().checked_add(Duration::from_millis(remaining_ms));
        self.shared.state().until = until;
        self.shared.changed.notify_all();
    }

    /// Takes it off the screen.
    pub(crate) fn stop(&self) {
        let mut state = self.shared.state();
        if state.until.take().is_some() && self.screen.is_watched() && !self.screen.json {
            self.screen.write_aside(CLEAR);
        }
    }
}

impl Drop for Countdown {
    fn drop(&mut self) {
        self.stop();
        self.shared.state().ended = true;
        self.shared.changed.notify_all();
    }
}

fn count(shared: &Shared, screen: &Screen) {
    let mut state = shared.state();
    while !state.ended {
        if let Some(until) = state.until {
            let left = until.saturating_duration_since(Instant::now());
            let left = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
            // Written under the lock, so that nothing comes after `stop` has cleared the line.
            screen.write_aside(&format!("{CLEAR}{} left ", times::countdown(left)));
        }
        let waited = shared.changed.wait_timeout(state, Duration::from_secs(1));
        (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
    }
}
