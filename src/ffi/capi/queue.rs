//! The queue that events wait in.
//!
//! Events are fetched from a queue, not delivered by a callback: no foreign code runs inside the
//! library, so none can unwind or `longjmp` through it, free the client it is called for, or be
//! called on a thread that its author did not think of. An event loop fetches them after each poll.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::call::{Event, Observer};

/// The events that the app has not fetched yet: the last ones.
pub(super) struct Queue {
    capacity: usize,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    events: VecDeque<Event>,
    dropped: u64,
}

impl Queue {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            waiting: Mutex::default(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pop(&self) -> Option<Event> {
        self.waiting().events.pop_front()
    }

    pub(super) fn dropped(&self) -> u64 {
        self.waiting().dropped
    }
}

impl Observer for Queue {
    fn event(&self, event: &Event) {
        let mut waiting = self.waiting();
        if waiting.events.len() >= self.capacity {
            waiting.events.pop_front();
            waiting.dropped += 1;
        }
        waiting.events.push_back(event.clone());
    }
}
