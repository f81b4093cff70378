//! The user of a flow that runs in a thread: what is presented, and what they do about it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::cancellation::Cancellation;
use super::progress::Progress;
use crate::call::Driven;
use crate::error::Error;

/// Tells a flow what the user does, from any thread, and ends it. Cheap to clone; for one flow.
pub struct FlowHandle<I> {
    inputs: Arc<Mutex<VecDeque<I>>>,
    cancellation: Cancellation,
    progress: Arc<Progress>,
}

impl<I> FlowHandle<I> {
    pub(super) fn new(cancellation: Cancellation, progress: Arc<Progress>) -> Self {
        Self {
            inputs: Arc::default(),
            cancellation,
            progress,
        }
    }

    /// What the user did. If the flow does not ask for it when it gets there, it is too late, and
    /// nothing happens.
    pub fn tell(&self, input: I) {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        inputs.push_back(input);
        drop(inputs);
        self.progress.advance();
    }

    /// Ends the flow.
    pub fn cancel(&self) {
        self.cancellation.cancel();
    }

    pub(crate) fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    fn next(&self) -> Option<I> {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        inputs.pop_front()
    }
}

impl<I> Clone for FlowHandle<I> {
    fn clone(&self) -> Self {
        Self {
            inputs: self.inputs.clone(),
            cancellation: self.cancellation.clone(),
            progress: self.progress.clone(),
        }
    }
}

impl<I> fmt::Debug for FlowHandle<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowHandle").finish_non_exhaustive()
    }
}

/// Who looks at what is driven.
pub(super) trait User<D: Driven> {
    /// What they did since the last time.
    fn act(&mut self, now_ms: u64, driven: &mut D) -> Result<(), Error>;

    /// They are shown something, and may answer at once.
    fn present(
        &mut self,
        now_ms: u64,
        driven: &mut D,
        presented: D::Presented,
    ) -> Result<(), Error>;
}

/// A call has no user.
pub(super) struct Nobody;

impl<D: Driven<Presented = Infallible>> User<D> for Nobody {
    fn act(&mut self, _now_ms: u64, _driven: &mut D) -> Result<(), Error> {
        Ok(())
    }

    fn present(
        &mut self,
        _now_ms: u64,
        _driven: &mut D,
        presented: Infallible,
    ) -> Result<(), Error> {
        match presented {}
    }
}

/// The user of a flow.
pub(super) struct Presenter<'a, I, F> {
    handle: &'a FlowHandle<I>,
    present: F,
}

impl<'a, I, F> Presenter<'a, I, F> {
    pub(super) fn new(handle: &'a FlowHandle<I>, present: F) -> Self {
        Self { handle, present }
    }
}

impl<D: Driven, F: FnMut(D::Presented) -> Option<D::Input>> User<D> for Presenter<'_, D::Input, F> {
    fn act(&mut self, now_ms: u64, driven: &mut D) -> Result<(), Error> {
        while let Some(input) = self.handle.next() {
            match driven.tell(now_ms, input) {
                // The flow has gone on meanwhile.
                Ok(()) | Err(Error::OutOfOrder(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn present(
        &mut self,
        now_ms: u64,
        driven: &mut D,
        presented: D::Presented,
    ) -> Result<(), Error> {
        match (self.present)(presented) {
            Some(input) => driven.tell(now_ms, input),
            None => Ok(()),
        }
    }
}
