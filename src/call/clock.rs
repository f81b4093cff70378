//! The client's time: it runs as the host's does, but never backwards, and not too far ahead at
//! once.

/// A jump backwards that is larger than this is a changed clock; a smaller one is two threads that
/// read it in turn.
const CLOCK_JUMP_MS: i128 = 1000;

/// How far one jump forward is believed: a year. A device may have been suspended for weeks. A
/// reading further ahead is a mistake, and must not use up the scale: when the clock is right
/// again, the client goes on from there.
const CLOCK_AHEAD_MS: u64 = 365 * 86_400_000;

/// Where the client's own time begins: far enough from 0 for the age of a stored token, and from
/// the end for mistaken readings.
const CLOCK_START: u64 = 1 << 60;

/// The client's time.
#[derive(Debug)]
pub(super) struct Clock {
    last: u64,
    /// The host's time less the client's.
    offset: i128,
}

impl Clock {
    /// The time when it was last told.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn new(host: u64) -> Self {
        Self {
            last: CLOCK_START,
            offset: i128::from(host) - i128::from(CLOCK_START),
        }
    }

    pub(super) fn advance(&mut self, host: u64) -> u64 {
        let last = i128::from(self.last);
        let moved = i128::from(host) - self.offset - last;
        if moved > 0 {
            let moved = u64::try_from(moved).unwrap_or(u64::MAX);
            self.last = self.last.saturating_add(moved.min(CLOCK_AHEAD_MS));
        }
        if moved < -CLOCK_JUMP_MS || moved > i128::from(CLOCK_AHEAD_MS) {
            self.offset = i128::from(host) - i128::from(self.last);
        }
        self.last
    }

    pub(super) fn host_time(&self, time: u64) -> u64 {
        let host = (i128::from(time) + self.offset).max(0);
        u64::try_from(host).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The time since the start.
    fn since(clock: &mut Clock, host: u64) -> u64 {
        clock.advance(host) - CLOCK_START
    }

    #[test]
    fn time_never_runs_backwards_and_goes_on_after_a_jump() {
        let mut clock = Clock::new(10_000);
        assert_eq!(since(&mut clock, 10_000), 0);
        // Two threads that read the clock in turn: no drift.
        assert_eq!(since(&mut clock, 9_990), 0);
        assert_eq!(since(&mut clock, 10_010), 10);
        // The clock was set back.
        assert_eq!(since(&mut clock, 1_000), 10);
        assert_eq!(since(&mut clock, 1_500), 510);
        assert_eq!(clock.host_time(CLOCK_START + 1_010), 2_000);
    }

    #[test]
    fn a_suspended_device_is_believed_and_a_mistaken_reading_for_a_year_at_most() {
        let mut clock = Clock::new(0);
        let month = 30 * 86_400_000;
        assert_eq!(since(&mut clock, month), month);
        assert_eq!(since(&mut clock, u64::MAX), month + CLOCK_AHEAD_MS);
        assert_eq!(since(&mut clock, u64::MAX), month + CLOCK_AHEAD_MS);
        // When it is right again, time goes on.
        assert_eq!(since(&mut clock, month), month + CLOCK_AHEAD_MS);
        assert_eq!(since(&mut clock, month + 7), month + CLOCK_AHEAD_MS + 7);
        let later = CLOCK_START + month + CLOCK_AHEAD_MS + 10;
        assert_eq!(clock.host_time(later), month + 10);
    }

    #[test]
    fn a_start_at_the_end_of_the_scale_is_not_the_end() {
        let mut clock = Clock::new(u64::MAX);
        assert_eq!(since(&mut clock, 5), 0);
        assert_eq!(since(&mut clock, 1_005), 1_000);
    }
}
