//! Pacing: a burst of 10, then 1 request a second, for all calls of a client (Adobe: *Throttling mechanism*), and silence after a 429.

/// Requests that may go out at once, at first. The burst does not come back.
const BURST: u32 = 10;

/// The time between two requests after the burst, in milliseconds. Adobe counts whole seconds at its end: of two requests sent exactly
/// a second apart, the network may let both arrive within one.
const INTERVAL_MS: u64 = 1050;

/// The shortest silence after a 429, in milliseconds.
const THROTTLED_MS: u64 = 1000;

/// The longest silence that a `Retry-After` can ask for, in milliseconds.
pub(super) const MAX_RETRY_AFTER_MS: u64 = 60_000;

/// A place in the order of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    at: u64,
    epoch: u32,
}

#[derive(Debug)]
pub(super) struct Pacer {
    enabled: bool,
    /// Requests that may still go out beyond one a second.
    burst: u32,
    /// When the next request may go out without using the burst.
    next: u64,
    /// Nothing is sent before: the service said 429.
    silent_until: u64,
    /// Places given before a 429 are void.
    epoch: u32,
}

/// What to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    At { slot: Slot, until: u64 },
    Throttled { until: u64 },
}

impl Pacer {
    pub(super) fn new(enabled: bool) -> Self {
        Self {
            enabled,
            // The one that every second allows is the first of them.
            burst: BURST - 1,
            next: 0,
            silent_until: 0,
            epoch: 0,
        }
    }

    /// Asks to send at `now`; `slot` is the place from an earlier answer.
    pub(super) fn turn(&mut self, now: u64, slot: Option<Slot>) -> Turn {
        if now < self.silent_until {
            return Turn::Throttled {
                until: self.silent_until,
            };
        }
        if !self.enabled {
            return Turn::Now;
        }
        let slot = match slot {
            Some(slot) if slot.epoch == self.epoch => slot,
            _ => self.reserve(now),
        };
        if slot.at <= now {
            return Turn::Now;
        }
        Turn::At {
            slot,
            until: slot.at,
        }
    }

    fn reserve(&mut self, now: u64) -> Slot {
        let at = if now >= self.next {
            self.next = now.saturating_add(INTERVAL_MS);
            now
        } else if self.burst > 0 {
            self.burst -= 1;
            now
        } else {
            let at = self.next;
            self.next = at.saturating_add(INTERVAL_MS);
            at
        };
        Slot {
            at,
            epoch: self.epoch,
        }
    }

    /// Gives back a place that will not be used, if nobody stands behind it.
    pub(super) fn give_back(&mut self, slot: Slot) {
        if slot.epoch == self.epoch && self.next == slot.at.saturating_add(INTERVAL_MS) {
            self.next = slot.at;
        }
    }

    /// The service answered 429 at `now`. Returns until when nothing is sent.
    pub(super) fn throttled(&mut self, now: u64, retry_after_ms: Option<u64>) -> u64 {
        let silence = retry_after_ms
            .unwrap_or(0)
            .clamp(THROTTLED_MS, MAX_RETRY_AFTER_MS);
        self.silent_until = self.silent_until.max(now.saturating_add(silence));
        // The service counts differently from us: the burst is used up as far as it is concerned.
        self.burst = 0;
        self.next = self.silent_until;
        self.epoch = self.epoch.wrapping_add(1);
        self.silent_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When `count` requests that are all asked for at `start` go out.
    fn schedule(pacer: &mut Pacer, start: u64, count: usize) -> Vec<u64> {
        (0..count)
            .map(|_| {
                let (mut now, mut slot) = (start, None);
                loop {
                    match pacer.turn(now, slot) {
                        Turn::Now => return now,
                        Turn::At { slot: mine, until } => (slot, now) = (Some(mine), until),
                        Turn::Throttled { until } => now = until,
                    }
                }
            })
            .collect()
    }

    #[test]
    fn a_burst_of_ten_then_one_a_second() {
        let mut pacer = Pacer::new(true);
        let times = schedule(&mut pacer, 5000, 13);
        assert_eq!(times[..10], [5000; 10]);
        assert_eq!(times[10..], [6050, 7100, 8150]);
        // The burst does not come back, however long nothing is sent.
        assert_eq!(
            schedule(&mut pacer, 100_000, 3),
            [100_000, 101_050, 102_100]
        );
    }

    #[test]
    fn requests_far_enough_apart_leave_the_burst_alone() {
        let mut pacer = Pacer::new(true);
        for request in 0..100 {
            assert_eq!(pacer.turn(request * INTERVAL_MS, None), Turn::Now);
        }
        assert_eq!(schedule(&mut pacer, 200_000, 11)[9..], [200_000, 201_050]);
    }

    #[test]
    fn after_429_nothing_goes_out_for_a_second_and_old_places_are_void() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        let Turn::At { slot, until } = pacer.turn(0, None) else {
            panic!()
        };
        assert_eq!(until, 1050);
        assert_eq!(pacer.throttled(900, None), 1900);
        assert_eq!(
            pacer.turn(1050, Some(slot)),
            Turn::Throttled { until: 1900 }
        );
        assert_eq!(schedule(&mut pacer, 1900, 2), [1900, 2950]);
    }

    #[test]
    fn silence_holds_without_pacing_and_retry_after_is_capped() {
        let mut pacer = Pacer::new(false);
        assert_eq!(pacer.throttled(0, Some(5000)), 5000);
        assert_eq!(pacer.turn(4999, None), Turn::Throttled { until: 5000 });
        assert_eq!(pacer.turn(5000, None), Turn::Now);
        assert_eq!(
            pacer.throttled(5000, Some(u64::MAX)),
            5000 + MAX_RETRY_AFTER_MS
        );
        assert_eq!(pacer.throttled(5000, Some(0)), 5000 + MAX_RETRY_AFTER_MS);
    }

    #[test]
    fn an_unused_place_is_given_back() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        let Turn::At { slot, until } = pacer.turn(0, None) else {
            panic!()
        };
        pacer.give_back(slot);
        assert!(matches!(pacer.turn(0, None), Turn::At { until: again, .. } if again == until));
    }
}
