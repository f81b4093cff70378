//! Stored state that could not be read or written.

use crate::shown::printable;

/// What is wrong with the place where state is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageErrorKind {
    /// Another process has it, or another store of this one.
    InUse,
    /// There may be state, but it cannot be read: a broken disk, no permission, no such place.
    Unreadable,
    /// Nothing can be written: a full disk, a read-only place, no permission. What was stored
    /// before is as it was.
    Unwritable,
}

/// State could not be read or written, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct StorageError {
    kind: StorageErrorKind,
    reason: Box<str>,
}

impl StorageError {
    /// Another process has the state, or another store of this one. `reason`: a line for a log,
    /// without secrets.
    #[must_use]
    pub fn in_use(reason: impl Into<String>) -> Self {
        Self::new(StorageErrorKind::InUse, reason)
    }

    /// There may be state, but it cannot be read. `reason`: a line for a log, without secrets.
    #[must_use]
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Self::new(StorageErrorKind::Unreadable, reason)
    }

    /// State cannot be written. `reason`: a line for a log, without secrets.
    #[must_use]
    pub fn unwritable(reason: impl Into<String>) -> Self {
        Self::new(StorageErrorKind::Unwritable, reason)
    }

    fn new(kind: StorageErrorKind, reason: impl Into<String>) -> Self {
        Self {
            kind,
            reason: printable(&reason.into()).into(),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> StorageErrorKind {
        self.kind
    }

    /// The details, [`printable`].
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
