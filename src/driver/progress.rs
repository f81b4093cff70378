//! Wakes what waits: for another call, or for the user.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Wakes the calls that wait for another one.
#[derive(Debug, Default)]
pub(super) struct Progress {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    count: u64,
    /// How many calls wait. Usually none does, and there is no reason to ask the operating system
    /// to wake them.
    waiting: usize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Progress {
    pub(super) fn count(&self) -> u64 {
        lock(&self.state).count
    }

    pub(super) fn advance(&self) {
        let mut state = lock(&self.state);
        state.count = state.count.wrapping_add(1);
        let waiting = state.waiting;
        drop(state);
        if waiting > 0 {
            self.changed.notify_all();
        }
    }

    /// Until something changed since `seen`, or `limit` has passed.
    pub(super) fn wait(&self, seen: u64, limit: Duration) {
        let mut state = lock(&self.state);
        state.waiting += 1;
        let waited = self
            .changed
            .wait_timeout_while(state, limit, |state| state.count == seen);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
    }
}
