//! What is going to happen in a home, ordered by virtual time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::asked::Mvpd;

/// Something that happens to a TV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// The user turns the TV on.
    Evening,
    /// The user does the next thing.
    Deed {
        process: u32,
    },
    /// A flow is due to be polled. The last number tells whether this was overtaken.
    Poll {
        process: u32,
        flow: u32,
        stamp: u32,
    },
    /// A request reaches the service.
    Arrive {
        flight: u32,
    },
    /// Its answer, or the news of its loss, reaches the TV.
    Answer {
        flight: u32,
    },
    /// The state that a flow had to store is on the disk, or could not be written.
    Stored {
        process: u32,
        flow: u32,
        write: u32,
    },
    /// The user, or the platform, answers what was presented; the number tells what that was.
    Act {
        process: u32,
        flow: u32,
        shown: u32,
        act: Act,
    },
    /// The user signs in on another device with the code of this session.
    Phone {
        session: u32,
        mvpd: Mvpd,
        denied: bool,
    },
    /// The user loses patience.
    GiveUp {
        process: u32,
        flow: u32,
        drop: bool,
    },
    Jump {
        process: u32,
    },
    /// The process ends without warning.
    Crash {
        process: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Choose,
    NewCode,
    /// The browser has come back, with a sign-in or without.
    Redirect {
        signed_in: bool,
    },
    Closed,
    Partner,
    SignedOut,
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, u32, What)>>,
    count: u64,
}

impl Queue {
    pub(crate) fn push(&mut self, at: u64, tv: u32, what: What) {
        self.count += 1;
        self.heap.push(Reverse((at, self.count, tv, what)));
    }

    /// The next event: when, to which TV of the home, what.
    pub(crate) fn pop(&mut self) -> Option<(u64, u32, What)> {
        let Reverse((at, _, tv, what)) = self.heap.pop()?;
        Some((at, tv, what))
    }
}
