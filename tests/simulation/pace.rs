//! The checker's own idea of the allowed rate, on the client's side: ten at once, then one a second, and silence after 429 and
//! where the service asks for a pause.
//!
//! It knows nothing of the library's queue. One process of the app is one checker: a new process begins a new burst, since nothing of
//! the pace is stored (the service then answers 429, and the client waits that out).

#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// The last request that was within one a second.
    last_free: Option<u64>,
    extra: u32,
    silent_until: u64,
}

impl Pace {
    /// A request goes out.
    pub(crate) fn sent(&mut self, now: u64) -> Result<(), String> {
        if now < self.silent_until {
            return Err(format!(
                "a request {} ms before the silence ends that the service asked for",
                self.silent_until - now
            ));
        }
        if self.last_free.is_none_or(|last| now >= last + 1000) {
            self.last_free = Some(now);
            return Ok(());
        }
        self.extra += 1;
        if self.extra > 9 {
            return Err("more than one request a second after the burst of ten".to_owned());
        }
        Ok(())
    }

    /// An answer 429 came in: at least a second of silence, and the burst is gone.
    pub(crate) fn throttled(&mut self, now: u64) {
        self.silent_until = self.silent_until.max(now + 1000);
        self.extra = 9;
    }

    /// An answer with a Retry-After came in, which is honoured up to a minute.
    pub(crate) fn asked_to_wait(&mut self, now: u64, seconds: u64) {
        self.silent_until = self.silent_until.max(now + (seconds * 1000).min(60_000));
    }

    /// Whether nothing may be sent until `time`.
    pub(crate) fn is_silent_until(&self, time: u64) -> bool {
        self.silent_until >= time
    }
}
