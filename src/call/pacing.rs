//! Pacing: a burst of 10, then 1 request a second, for all calls of a client (Adobe: *Throttling mechanism*), and silence after a 429 or
//! where an answer that may be tried again has a `Retry-After` (RFC 9110 §10.2.3).

use std::collections::VecDeque;

use crate::error::Error;

/// Requests that may go out at once, at first. The burst does not come back.
const BURST: u32 = 10;

/// The time between two requests after the burst, in milliseconds. Adobe counts whole seconds at its end: of two requests sent exactly
/// a second apart, the network may let both arrive within one.
const INTERVAL_MS: u64 = 1050;

/// The shortest silence after a 429, in milliseconds.
const THROTTLED_MS: u64 = 1000;

/// The longest silence that a `Retry-After` can ask for, in milliseconds.
pub(super) const MAX_RETRY_AFTER_MS: u64 = 60_000;

#[derive(Debug)]
pub(super) struct Pacer {
    enabled: bool,
    /// Requests that may still go out beyond one a second.
    burst: u32,
    /// When the next request may go out without using the burst.
    free_at: u64,
    /// Nothing is sent before: the service said 429, or asked for a pause.
    silent_until: u64,
    /// The answer that said so.
    silenced_by: Option<Box<Error>>,
    /// The calls that wait for their turn, in order. Times follow from the order, so that nobody waits for a call that has left, and
    /// calls that are polled late do not make up for it.
    queue: VecDeque<Waiting>,
}

/// A call that asks to send, and when it ends at the latest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) call: u64,
    pub(super) deadline: u64,
}

/// What to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    At(u64),
    Throttled(u64),
}

impl Pacer {
    pub(super) fn new(enabled: bool) -> Self {
        Self {
            enabled,
            // The one that every second allows is the first of them.
            burst: BURST - 1,
            free_at: 0,
            silent_until: 0,
            silenced_by: None,
            queue: VecDeque::new(),
        }
    }

    /// A call asks to send at `now`. If it may not yet, it has a place in the queue, until it sends or [leaves](Self::leave), or until its
    /// deadline if the host no longer drives it: the first one if it `leads`, since those ahead may be waiting for what it is about to get.
    pub(super) fn turn(&mut self, now: u64, asking: Waiting, leads: bool) -> Turn {
        if now < self.silent_until {
            return Turn::Throttled(self.silent_until);
        }
        if !self.enabled {
            return Turn::Now;
        }
        let call = asking.call;
        self.queue
            .retain(|queued| queued.call == call || now < queued.deadline);
        let ahead = match self.queue.iter().position(|queued| queued.call == call) {
            Some(ahead) if ahead > 0 && leads => {
                self.leave(call);
                self.queue.push_front(asking);
                0
            }
            Some(ahead) => ahead,
            None if self.queue.is_empty() && now < self.free_at && self.burst > 0 => {
                self.burst -= 1;
                return Turn::Now;
            }
            None if leads => {
                self.queue.push_front(asking);
                0
            }
            None => {
                self.queue.push_back(asking);
                self.queue.len() - 1
            }
        };
        let wait = INTERVAL_MS.saturating_mul(u64::try_from(ahead).unwrap_or(u64::MAX));
        let at = self.free_at.saturating_add(wait);
        if now < at {
            return Turn::At(at);
        }
        self.leave(call);
        self.free_at = now.saturating_add(INTERVAL_MS);
        Turn::Now
    }

    /// `call` will not send: those behind it move up.
    pub(super) fn leave(&mut self, call: u64) {
        self.queue.retain(|queued| queued.call != call);
    }

    /// The service answered at `now` with an error after which the request may be tried again. If it is a 429, or has a `Retry-After`,
    /// nothing is sent for a while.
    pub(super) fn refused(&mut self, now: u64, error: &Error) {
        let throttled = matches!(error, Error::Throttled(_));
        let shortest = if throttled { THROTTLED_MS } else { 0 };
        let silence = error.retry_after_ms().unwrap_or(0);
        let until = now.saturating_add(silence.clamp(shortest, MAX_RETRY_AFTER_MS));
        if until > self.silent_until.max(now) {
            self.silent_until = until;
            self.silenced_by = Some(Box::new(error.clone()));
        }
        if throttled {
            // The service counts differently from us: the burst is used up as far as it is concerned.
            self.burst = 0;
            self.free_at = self.silent_until;
        }
    }

    /// Why nothing can be sent before `deadline`, if so.
    pub(super) fn silent_beyond(&self, deadline: u64) -> Option<&Error> {
        self.silenced_by
            .as_deref()
            .filter(|_| self.silent_until >= deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Throttled;

    /// The service answers 429. Until when nothing is sent.
    fn refused(pacer: &mut Pacer, now: u64, retry_after_ms: Option<u64>) -> u64 {
        pacer.refused(now, &Error::Throttled(Throttled { retry_after_ms }));
        pacer.silent_until
    }

    /// A call without a deadline asks to send.
    fn turn(pacer: &mut Pacer, now: u64, call: u64, leads: bool) -> Turn {
        let deadline = u64::MAX;
        pacer.turn(now, Waiting { call, deadline }, leads)
    }

    /// When `count` requests that are all asked for at `start` go out.
    fn schedule(pacer: &mut Pacer, start: u64, count: u64) -> Vec<u64> {
        (0..count)
            .map(|call| {
                let mut now = start;
                loop {
                    match turn(pacer, now, call, false) {
                        Turn::Now => return now,
                        Turn::At(until) | Turn::Throttled(until) => now = until,
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
            assert_eq!(
                turn(&mut pacer, request * INTERVAL_MS, request, false),
                Turn::Now
            );
        }
        assert_eq!(schedule(&mut pacer, 200_000, 11)[9..], [200_000, 201_050]);
    }

    #[test]
    fn calls_wait_in_order_and_move_up_when_one_leaves() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        assert_eq!(turn(&mut pacer, 0, 21, false), Turn::At(1050));
        assert_eq!(turn(&mut pacer, 0, 22, false), Turn::At(2100));
        assert_eq!(turn(&mut pacer, 0, 23, false), Turn::At(3150));
        assert_eq!(turn(&mut pacer, 5, 21, false), Turn::At(1050));
        pacer.leave(21);
        assert_eq!(turn(&mut pacer, 10, 23, false), Turn::At(2100));
        assert_eq!(turn(&mut pacer, 1050, 22, false), Turn::Now);
        assert_eq!(turn(&mut pacer, 1050, 23, false), Turn::At(2100));
    }

    #[test]
    fn a_call_that_is_never_driven_again_has_a_place_until_its_deadline() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        for call in 21..25 {
            let forgotten = Waiting {
                call,
                deadline: 60_000,
            };
            pacer.turn(0, forgotten, false);
        }
        let fifth = Turn::At(5 * INTERVAL_MS);
        assert_eq!(turn(&mut pacer, 1000, 30, false), fifth);
        pacer.leave(30);
        turn(&mut pacer, 60_000, 31, false);
        assert_eq!(
            turn(&mut pacer, 60_000, 32, false),
            Turn::At(60_000 + INTERVAL_MS),
            "the next one after it"
        );
    }

    #[test]
    fn the_call_that_leads_comes_first() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        assert_eq!(turn(&mut pacer, 0, 21, false), Turn::At(1050));
        assert_eq!(turn(&mut pacer, 0, 22, false), Turn::At(2100));
        assert_eq!(turn(&mut pacer, 0, 23, true), Turn::At(1050));
        assert_eq!(turn(&mut pacer, 0, 22, true), Turn::At(1050));
        assert_eq!(turn(&mut pacer, 0, 21, false), Turn::At(3150));
    }

    #[test]
    fn calls_that_come_late_go_out_one_by_one() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        for call in 21..24 {
            turn(&mut pacer, 0, call, false);
        }
        // One that does not come does not hold up those behind it.
        assert_eq!(turn(&mut pacer, 9000, 22, false), Turn::Now);
        assert_eq!(
            turn(&mut pacer, 9000, 23, false),
            Turn::At(9000 + 2 * INTERVAL_MS)
        );
        assert_eq!(
            turn(&mut pacer, 9000, 21, false),
            Turn::At(9000 + INTERVAL_MS)
        );
    }

    #[test]
    fn after_429_nothing_goes_out_for_a_second_and_the_order_stays() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        assert_eq!(turn(&mut pacer, 0, 21, false), Turn::At(1050));
        assert_eq!(refused(&mut pacer, 900, None), 1900);
        assert_eq!(turn(&mut pacer, 1050, 21, false), Turn::Throttled(1900));
        assert_eq!(turn(&mut pacer, 1900, 22, false), Turn::At(2950));
        assert_eq!(turn(&mut pacer, 1900, 21, false), Turn::Now);
    }

    #[test]
    fn silence_holds_without_pacing_and_retry_after_is_capped() {
        let mut pacer = Pacer::new(false);
        assert_eq!(refused(&mut pacer, 0, Some(5000)), 5000);
        assert_eq!(turn(&mut pacer, 4999, 1, false), Turn::Throttled(5000));
        assert_eq!(turn(&mut pacer, 5000, 1, false), Turn::Now);
        assert_eq!(
            refused(&mut pacer, 5000, Some(u64::MAX)),
            5000 + MAX_RETRY_AFTER_MS
        );
        assert_eq!(
            refused(&mut pacer, 5000, Some(0)),
            5000 + MAX_RETRY_AFTER_MS
        );
    }
}
