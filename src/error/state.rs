//! Stored state that cannot be used.

/// Why stored state is refused. It is left as it is: nothing overwrites it without the app's word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Not what this library writes: cut off, altered, or something else.
    #[error("unreadable: {0}")]
    Corrupt(&'static str),
    /// Written by a newer version of this library.
    #[error("written in format {version}, this library reads up to {newest}")]
    TooNew {
        /// The format's version.
        version: u64,
        /// The newest version that this library reads.
        newest: u64,
    },
    /// Of another software statement or environment; the text says which.
    #[error("belongs to another {0}")]
    OfAnotherApp(&'static str),
}
