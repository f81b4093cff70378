//! Storing the state at the end of a flow, when no call is left that would have it stored.

use std::sync::Arc;

use super::shared::{LOOK_AGAIN_MS, Shared};
use crate::secret::Secret;

/// How long storing may take, or another store be waited for: in milliseconds.
const PATIENCE_MS: u64 = 30_000;

/// Has the changed state stored, once. If that fails, the next call asks again.
#[derive(Debug)]
pub(crate) struct Saving {
    shared: Arc<Shared>,
    id: u64,
    deadline: u64,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Begin,
    Storing,
    Ended,
}

/// What is next.
pub(crate) enum SavingStep {
    Persist(Secret),
    /// Until this time on the host's scale.
    Wait(u64),
    Done,
}

impl Saving {
    pub(super) fn new(shared: Arc<Shared>, id: u64, now: u64) -> Self {
        Self {
            shared,
            id,
            deadline: now.saturating_add(PATIENCE_MS),
            stage: Stage::Begin,
        }
    }

    pub(crate) fn poll(&mut self, now_ms: u64) -> SavingStep {
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            if self.stage == Stage::Ended || now >= self.deadline {
                return SavingStep::Done;
            }
            if self.stage == Stage::Storing {
                return SavingStep::Wait(inner.host_time(self.deadline));
            }
            if let Some(until) = inner.auth.storing_until() {
                if now >= until {
                    self.stage = Stage::Ended;
                    return SavingStep::Done;
                }
                let again = now.saturating_add(LOOK_AGAIN_MS).min(self.deadline);
                return SavingStep::Wait(inner.host_time(again));
            }
            let begun = shared.begin_storing(inner, now, self.id, 0);
            match begun.and_then(|(_, state)| state) {
                Some(state) => {
                    self.stage = Stage::Storing;
                    SavingStep::Persist(state)
                }
                None => {
                    self.stage = Stage::Ended;
                    SavingStep::Done
                }
            }
        })
    }

    /// The host's report. Whether it was asked for one.
    pub(crate) fn stored(&mut self, now_ms: u64, success: bool) -> bool {
        if self.stage != Stage::Storing {
            return false;
        }
        self.stage = Stage::Ended;
        self.shared.stored(now_ms, self.id, success);
        true
    }

    /// When it ends at the latest, on the host's scale.
    pub(crate) fn deadline(&self) -> u64 {
        self.shared.with(|inner| inner.host_time(self.deadline))
    }
}

impl Drop for Saving {
    fn drop(&mut self) {
        if self.stage == Stage::Storing {
            self.shared.with(|inner| inner.auth.end_storing(false));
        }
    }
}
