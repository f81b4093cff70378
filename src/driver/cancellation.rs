//! Ends blocking calls and flows from other threads.

use std::sync::Arc;

use super::exchange::Interrupt;
use super::progress::Progress;

/// Ends a call from another thread, at once. A request that is out is given up and its connection
/// closed: the service may still act on it, and a later logout of the same client says so (*invalid
/// after a lost answer*).
#[derive(Clone, Debug)]
pub struct Cancellation {
    interrupt: Arc<Interrupt>,
    progress: Arc<Progress>,
}

impl Cancellation {
    pub(super) fn new(progress: Arc<Progress>) -> Self {
        Self {
            interrupt: Arc::default(),
            progress,
        }
    }

    /// What interrupts a request that is out.
    pub(super) fn interrupt(&self) -> Arc<Interrupt> {
        self.interrupt.clone()
    }

    /// Ends the calls, and every later one that it is passed to.
    pub fn cancel(&self) {
        self.interrupt.raise();
        self.progress.advance();
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.interrupt.is_raised()
    }
}
