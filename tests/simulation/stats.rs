//! What happened, in numbers: for the report, and to prove that a run exercised what it claims to.

macro_rules! counts {
    ($($name:ident = $text:literal,)*) => {
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Count { $($name,)* }

        const NAMES: &[&str] = &[$($text,)*];

        impl Count {
            /// Those that a large run must have seen.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub(crate) fn name(self) -> &'static str {
                NAMES[self as usize]
            }
        }
    };
}

counts! {
    Devices = "devices",
    Processes = "process starts",
    Restored = "  with stored state",
    Calls = "calls",
    Succeeded = "  that succeeded",
    DeadlinePassed = "  ended by their deadline",
    Cancelled = "  cancelled",
    Dropped = "  dropped",
    Failed = "  failed otherwise",
    PauseTooLong = "    at once, as the service asked for a longer pause",
    BackoffTooLong = "    at once, as a pause before another attempt would outlast them",
    Crashed = "  gone with their process",
    Registers = "requests: registration",
    Tokens = "requests: token",
    Logouts = "requests: logout",
    OtherOperations = "requests: another operation",
    UrlsIssued = "logout URLs issued by the service",
    UrlsDelivered = "  received, and delivered once",
    Doubts = "invalid after a lost answer, reported as doubt",
    Sessions = "sessions created at the service",
    SecondScreens = "  signed in with on a second screen",
    CodesReplaced = "  tried there when a newer one had replaced them",
    SignedIn = "  and found signed in by asking for the profile",
    Permits = "permits received, each with its media token once",
    Denials = "denials received",
    TempPassCounted = "TempPass counted by the service",
    NotRepeated = "  answer lost, and not asked for again",
    Throttled = "429 of the throttle",
    ThrottledTogether = "429 of the throttle of an address that devices share",
    SpreadLower = "waits for a silence to end, in the first half of its spread",
    SpreadUpper = "  in the second half",
    FaultLostBefore = "fault: lost before the service acted",
    FaultLostAfter = "fault: lost after the service acted",
    FaultNoAnswer = "fault: no answer ever",
    FaultSlow = "fault: slow (1 to 30 s)",
    FaultLate = "fault: answer after the call had ended",
    Fault5xx = "fault: 5xx before acting",
    Fault5xxActed = "fault: 5xx after acting",
    FaultRetry = "fault: action retry (403)",
    Fault429 = "fault: 429 out of the blue",
    FaultRetryAfter = "fault: Retry-After with 429, 5xx or action retry",
    FaultGarbled = "fault: malformed or HTML body after acting",
    FaultRefused = "fault: refused (400)",
    FaultOutage = "fault: outage of the whole service",
    FaultEarlyExpiry = "fault: token expired early (401)",
    FaultRevoked = "fault: registration lost",
    FaultJump = "fault: monotonic clock jumps",
    FaultWallClock = "fault: wall clock changed at restart",
    FaultCrash = "fault: crash",
    FaultCrashStoring = "  while storing",
    FaultCrashUnstored = "  between receiving and storing",
    FaultCrashUnused = "  between storing and first use",
    FaultStore = "fault: storing failed",
    FaultStall = "fault: storing takes 20 s to 2 min",
    StoredLate = "  stored when the call had ended",
    UsedUnstored = "  credentials used after waiting for it in vain",
    FaultHang = "fault: host hangs with a request",
    TakenOver = "  and another call takes over before its deadline",
    FaultLag = "fault: polled late",
    FaultNoAppToken = "fault: app without a token",
    PauseAfterLoss = "registration lost twice in one call, and waited for",
    Reregistered = "registered again, as allowed",
    Calm = "devices without faults, checked for the minimum of requests",
    Steps = "steps",
    VirtualMs = "virtual time, in ms",
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stats([u64; Count::ALL.len()]);

impl Default for Stats {
    fn default() -> Self {
        Self([0; Count::ALL.len()])
    }
}

impl Stats {
    pub(crate) fn add(&mut self, count: Count) {
        self.add_many(count, 1);
    }

    pub(crate) fn add_many(&mut self, count: Count, many: u64) {
        self.0[count as usize] += many;
    }

    pub(crate) fn get(&self, count: Count) -> u64 {
        self.0[count as usize]
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }

    pub(crate) fn table(&self) -> String {
        let lines = Count::ALL
            .iter()
            .map(|count| format!("  {:<62} {:>14}\n", count.name(), self.get(*count)));
        lines.collect()
    }
}
