//! The locks of a catalogue, as public types of Swift and Kotlin.

use super::caught::CaughtError;
use super::decision::Denial;
use crate::ffi::uniffi::words::Words;
use crate::flow;

/// The locks of a catalogue. They are for showing alone: what may be played says an authorization.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Locks {
    /// In the order in which they were asked for; each once.
    pub locks: Vec<Lock>,
    /// What the user should be told about all of them, if anything: to sign in, above all.
    pub words: Option<Words>,
    /// Why some are not known, if a request failed.
    pub error: Option<CaughtError>,
}

/// The lock of one resource.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Lock {
    /// The resource as it was asked for.
    pub resource: String,
    /// Open or closed.
    pub state: LockState,
    /// Why it is closed, or not known, if the answer says.
    pub denial: Option<Denial>,
    /// What that means for the user.
    pub words: Option<Words>,
}

/// Whether a resource can probably be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LockState {
    /// It probably can.
    Open,
    /// It probably cannot.
    Closed,
    /// Nobody knows: show neither.
    Unknown,
}

impl From<&flow::Locks> for Locks {
    fn from(locks: &flow::Locks) -> Self {
        Self {
            locks: locks.locks.iter().map(Lock::from).collect(),
            words: locks.words.clone().map(Words::from),
            error: locks.error.as_ref().map(CaughtError::from),
        }
    }
}

impl From<&flow::Lock> for Lock {
    fn from(lock: &flow::Lock) -> Self {
        let denial = lock.denial.as_ref();
        Self {
            resource: lock.resource.clone(),
            state: match lock.state {
                flow::LockState::Open => LockState::Open,
                flow::LockState::Closed => LockState::Closed,
                flow::LockState::Unknown => LockState::Unknown,
            },
            denial: denial.map(Denial::from),
            words: denial.map(|denial| flow::Words::of_denial(denial).into()),
        }
    }
}
