//! Pacing: a burst of 10, then 1 request a second, for all calls of a client (Adobe: *Throttling
//! mechanism*), and silence after a 429 or where an answer that may be tried again has a
//! `Retry-After` (RFC 9110 §10.2.3).

use std::collections::VecDeque;

use super::random::Random;
use crate::error::Error;

/// Requests that may go out at once, at first. The burst does not come back.
const BURST: u32 = 10;

/// The time between two requests after the burst, in milliseconds. Adobe counts whole seconds at
/// its end: of two requests sent exactly a second apart, the network may let both arrive within
/// one.
const INTERVAL_MS: u64 = 1050;

/// The shortest silence after a 429, in milliseconds. It doubles with each further 429 in a row,
/// whichever call is given it.
const THROTTLED_MS: u64 = 1000;

/// The longest silence in milliseconds, without its spread: that a `Retry-After` can ask for, and
/// that 429 in a row lead to.
const MAX_SILENCE_MS: u64 = 60_000;

/// How long a place is kept for a call that should have come and did not, in milliseconds, whatever
/// its deadline.
const PLACE_KEPT_MS: u64 = 120_000;

/// A silence is longer than asked for by a random part of up to this, in milliseconds, so that
/// devices that were turned away together do not come back together: half of what was asked for, a
/// second at least.
fn spread_ms(silence: u64) -> u64 {
    (silence / 2).max(1000)
}

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
    /// Answers 429 in a row. Those to requests that went out together count as one.
    refusals: u32,
    epoch: u64,
    /// The calls that wait for their turn, in order. Times follow from the order, so that nobody
    /// waits for a call that has left, and calls that are polled late do not make up for it.
    queue: VecDeque<Waiting>,
}

/// A call that asks to send, and until when it has its place at the latest: when it ends.
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
            refusals: 0,
            epoch: 0,
            queue: VecDeque::new(),
        }
    }

    /// Changes with each 429 that counts: a request is of the epoch in which it went out.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// A call asks to send at `now`. If it may not yet, it has a place in the queue, until it sends
    /// or [leaves](Self::leave). If the host no longer drives it, that is until its deadline, or
    /// [`PLACE_KEPT_MS`] after its turn. It has the first place if it `leads`, since those ahead
    /// may be waiting for what it is about to get.
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
            if let Some(queued) = self.queue.get_mut(ahead) {
                let kept = at.saturating_add(PLACE_KEPT_MS);
                queued.deadline = asking.deadline.min(kept);
            }
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

    /// The service answered at `now` with an error after which the request, of `epoch`, may be
    /// tried again. If it is a 429, or has a `Retry-After`, nothing is sent for a while.
    pub(super) fn refused(&mut self, now: u64, error: &Error, epoch: u64, random: &mut Random) {
        let throttled = matches!(error, Error::Throttled(_));
        let mut shortest = 0;
        if throttled {
            shortest = THROTTLED_MS;
            // Requests that were out together are refused together: that is one refusal.
            if epoch == self.epoch {
                self.epoch += 1;
                shortest <<= self.refusals.min(6);
                self.refusals = self.refusals.saturating_add(1);
            }
        }
        let asked = error.retry_after_ms().unwrap_or(0);
        let silence = asked.max(shortest).min(MAX_SILENCE_MS);
        let earliest = now.saturating_add(silence);
        if earliest > self.silent_until.max(now) {
            self.silent_until = earliest.saturating_add(random.up_to(spread_ms(silence)));
            self.silenced_by = Some(Box::new(error.clone()));
        }
        if throttled {
            // The service counts differently from us: the burst is used up as far as it is
            // concerned.
            self.burst = 0;
            self.free_at = self.silent_until;
        }
    }

    /// A request of `epoch` was given an answer other than 429.
    pub(super) fn admitted(&mut self, epoch: u64) {
        if epoch == self.epoch {
            self.refusals = 0;
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
        refused_in(pacer, now, retry_after_ms, pacer.epoch(), 1)
    }

    fn refused_in(
        pacer: &mut Pacer,
        now: u64,
        retry_after_ms: Option<u64>,
        epoch: u64,
        seed: u64,
    ) -> u64 {
        let error = Error::Throttled(Throttled { retry_after_ms });
        pacer.refused(now, &error, epoch, &mut Random::new(seed));
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
    fn a_place_is_not_kept_for_ever_for_a_call_without_a_deadline() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        for call in 21..25 {
            turn(&mut pacer, 0, call, false);
        }
        let kept = 4 * INTERVAL_MS + PLACE_KEPT_MS;
        turn(&mut pacer, kept - 1, 30, false);
        assert_eq!(pacer.queue.len(), 1, "the last of those that did not come");
        turn(&mut pacer, kept, 31, false);
        assert!(pacer.queue.iter().all(|queued| queued.call > 24));
    }

    #[test]
    fn after_429_nothing_goes_out_for_a_second_and_the_order_stays() {
        let mut pacer = Pacer::new(true);
        schedule(&mut pacer, 0, 10);
        assert_eq!(turn(&mut pacer, 0, 21, false), Turn::At(1050));
        let until = refused(&mut pacer, 900, None);
        assert!((1900..=2900).contains(&until), "{until}");
        assert_eq!(turn(&mut pacer, 1050, 21, false), Turn::Throttled(until));
        assert_eq!(
            turn(&mut pacer, until, 22, false),
            Turn::At(until + INTERVAL_MS)
        );
        assert_eq!(turn(&mut pacer, until, 21, false), Turn::Now);
    }

    #[test]
    fn silence_holds_without_pacing_and_retry_after_is_capped() {
        let mut pacer = Pacer::new(false);
        let until = refused(&mut pacer, 0, Some(5000));
        assert!((5000..=7500).contains(&until), "{until}");
        assert_eq!(
            turn(&mut pacer, until - 1, 1, false),
            Turn::Throttled(until)
        );
        assert_eq!(turn(&mut pacer, until, 1, false), Turn::Now);
        let capped = refused(&mut pacer, until, Some(u64::MAX)) - until;
        assert!((60_000..=90_000).contains(&capped), "{capped}");
        // A shorter one does not cut it.
        assert_eq!(refused(&mut pacer, until, Some(0)), until + capped);
    }

    #[test]
    fn devices_that_are_turned_away_together_come_back_apart_and_never_too_early() {
        for (retry_after_ms, asked, spread) in [
            (None, 1000, 1000),
            (Some(0), 1000, 1000),
            (Some(1500), 1500, 1000),
            (Some(20_000), 20_000, 10_000),
            (Some(3_600_000), 60_000, 30_000),
        ] {
            let mut times: Vec<_> = (0..1000)
                .map(|seed| refused_in(&mut Pacer::new(true), 7, retry_after_ms, 0, seed) - 7)
                .collect();
            times.sort_unstable();
            assert!(times[0] >= asked && times[999] <= asked + spread);
            // Evenly: each quarter of the spread has its share.
            for quarter in 0..4 {
                let from = asked + spread * quarter / 4;
                let within = from..from + spread / 4;
                let share = times.iter().filter(|time| within.contains(time)).count();
                assert!((180..320).contains(&share), "{retry_after_ms:?}: {share}");
            }
        }
    }

    #[test]
    fn silences_double_with_each_429_in_a_row_up_to_a_minute() {
        let mut pacer = Pacer::new(true);
        let mut now = 0;
        for shortest in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let until = refused(&mut pacer, now, None);
            let silence = until - now;
            let shortest = shortest * 1000;
            assert!(
                (shortest..=shortest + spread_ms(shortest)).contains(&silence),
                "{shortest}: {silence}"
            );
            now = until;
        }
        pacer.admitted(pacer.epoch());
        assert!(refused(&mut pacer, now, None) - now <= 2000);
    }

    #[test]
    fn answers_to_requests_that_went_out_together_count_once() {
        let mut pacer = Pacer::new(true);
        let epoch = pacer.epoch();
        for _ in 0..10 {
            let until = refused_in(&mut pacer, 0, None, epoch, 3);
            assert!(until <= 2000, "{until}");
        }
        // Neither does the late success of one of them undo the refusal.
        pacer.admitted(epoch);
        let now = 3000;
        assert!(refused(&mut pacer, now, None) - now >= 2000);
    }
}
