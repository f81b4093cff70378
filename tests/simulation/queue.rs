//! What is going to happen, ordered by virtual time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that happens to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// The user asks for a round of operations.
    Round,
    /// The faults are over; the device has to get a logout through.
    Heal,
    /// A call of a process is due to be polled. The last number tells whether this was overtaken by
    /// another reason to poll.
    Poll { process: u32, call: u32, stamp: u32 },
    /// A request reaches the service.
    Arrive { flight: u32 },
    /// Its answer, or the news of its loss, reaches the device.
    Answer { flight: u32 },
    /// The state that a call had to store is on the disk, or could not be written.
    Stored { process: u32, call: u32 },
    /// The user changes their mind.
    Cancel { process: u32, call: u32 },
    /// The host's clock jumps.
    Jump { process: u32 },
    /// The process ends without warning.
    Crash { process: u32 },
    /// The app is started again.
    Restart,
    /// The user signs in on a second screen with the code of this session.
    SecondScreen { session: u32 },
    /// The app asks whether the user has, so many times more.
    Ask {
        process: u32,
        session: u32,
        left: u32,
    },
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, u32, What)>>,
    count: u64,
}

impl Queue {
    pub(crate) fn push(&mut self, at: u64, device: u32, what: What) {
        self.count += 1;
        self.heap.push(Reverse((at, self.count, device, what)));
    }

    /// The next event: when, to which device, what.
    pub(crate) fn pop(&mut self) -> Option<(u64, u32, What)> {
        let Reverse((at, _, device, what)) = self.heap.pop()?;
        Some((at, device, what))
    }
}
