//! The checker's own idea of the allowed rate, on the client's side: ten at once, then one a
//! second, and silence after 429 and where the service asks for a pause.
//!
//! It knows nothing of the library's queue. One process of the app is one checker: a new process
//! begins a new burst, since nothing of the pace is stored (the service then answers 429, and the
//! client waits that out).

#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// The last request that was within one a second.
    last_free: Option<u64>,
    extra: u32,
    silent_until: u64,
    /// When the silence ends at the latest, with its spread.
    silent_at_most: u64,
    /// Answers 429 in a row; those to requests of one epoch count once.
    refusals: u32,
    epoch: u64,
}

impl Pace {
    /// A request goes out. Its epoch.
    pub(crate) fn sent(&mut self, now: u64) -> Result<u64, String> {
        if now < self.silent_until {
            return Err(format!(
                "a request {} ms before the silence ends that the service asked for",
                self.silent_until - now
            ));
        }
        if self.last_free.is_none_or(|last| now >= last + 1000) {
            self.last_free = Some(now);
            return Ok(self.epoch);
        }
        self.extra += 1;
        if self.extra > 9 {
            return Err("more than one request a second after the burst of ten".to_owned());
        }
        Ok(self.epoch)
    }

    /// An answer 429 came in to a request of `epoch`: a second of silence, twice as long with each
    /// further one in a row, up to a minute; and the burst is gone.
    pub(crate) fn throttled(&mut self, now: u64, epoch: u64) {
        let mut silence = 1000;
        if epoch == self.epoch {
            self.epoch += 1;
            silence <<= self.refusals.min(6);
            self.refusals += 1;
        }
        self.silence(now, silence);
        self.extra = 9;
    }

    /// Another answer came in to a request of `epoch`.
    pub(crate) fn admitted(&mut self, epoch: u64) {
        if epoch == self.epoch {
            self.refusals = 0;
        }
    }

    /// An answer with a Retry-After came in, which is honoured up to a minute.
    pub(crate) fn asked_to_wait(&mut self, now: u64, seconds: u64) {
        if seconds > 0 {
            self.silence(now, seconds * 1000);
        }
    }

    fn silence(&mut self, now: u64, silence: u64) {
        let silence = silence.min(60_000);
        let spread = (silence / 2).max(1000);
        self.silent_until = self.silent_until.max(now + silence);
        self.silent_at_most = self.silent_at_most.max(now + silence + spread);
    }

    /// Whether it may be that nothing may be sent until `time`.
    pub(crate) fn may_be_silent_until(&self, time: u64) -> bool {
        self.silent_at_most >= time
    }

    /// A call waits for the end of a silence until `time`. Whether that is in the second half of
    /// the spread.
    pub(crate) fn waits(&self, time: u64) -> Result<bool, String> {
        if time < self.silent_until || time > self.silent_at_most {
            return Err(format!(
                "waits until {time} for a silence from {} to {}",
                self.silent_until, self.silent_at_most
            ));
        }
        Ok(time - self.silent_until >= self.silent_at_most - time)
    }
}
