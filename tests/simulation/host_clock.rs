//! The clock of a host: not virtual time, and it may jump.

#[derive(Debug)]
pub(crate) struct HostClock {
    /// What it says, less virtual time.
    offset: i64,
    /// By how much it has jumped ahead.
    ahead: u64,
    pub(crate) jumped: bool,
    /// By up to a second the client takes that for two threads that read the clock in turn, and
    /// stands still; by more, it goes on from its last reading, and a silence lasts longer than by
    /// the checks' clock.
    pub(crate) went_back: bool,
}

impl HostClock {
    /// `now` is virtual time, `reading` what the clock says then.
    pub(crate) fn new(now: u64, reading: u64) -> Self {
        Self {
            offset: i64::try_from(reading).unwrap() - i64::try_from(now).unwrap(),
            ahead: 0,
            jumped: false,
            went_back: false,
        }
    }

    /// What it says.
    pub(crate) fn reading(&self, now: u64) -> u64 {
        u64::try_from(i64::try_from(now).unwrap() + self.offset).unwrap()
    }

    /// When it will say so.
    pub(crate) fn when(&self, reading: u64) -> u64 {
        let reading = i64::try_from(reading).unwrap_or(i64::MAX);
        u64::try_from(reading.saturating_sub(self.offset)).unwrap_or(0)
    }

    /// The checks' clock: virtual time, and what the host's clock has jumped ahead, which no client
    /// can know of.
    pub(crate) fn of_checks(&self, now: u64) -> u64 {
        now + self.ahead
    }

    pub(crate) fn jump(&mut self, by: i64) {
        self.offset += by;
        self.ahead += u64::try_from(by).unwrap_or(0);
        self.jumped = true;
        self.went_back |= by < 0;
    }

    /// How much earlier than by the host's clock something may be, after that went back.
    pub(crate) fn early(&self) -> u64 {
        if self.went_back { 1000 } else { 0 }
    }
}
