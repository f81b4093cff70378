//! What an answer of the service says, for the checks.

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Credentials(usize),
    Token,
    Configuration,
    /// A session with a code, which is good for so long.
    Session {
        number: u32,
        valid_ms: u64,
    },
    NoSignInNeeded,
    PartnerAsks,
    /// Whether there is a profile; of temporary access, when it ends.
    Profile {
        found: bool,
        ends: Option<u64>,
    },
    /// The code is not good any more.
    CodeOver,
    /// What is probably permitted.
    Locks(Vec<(u32, Lock)>),
    Permit(u32),
    Denial {
        again: bool,
    },
    /// A decision that says that nobody is signed in.
    NotSignedIn,
    LoggedOut,
    TooMany,
    /// The token is not accepted.
    Unauthorized,
    /// The registration is not accepted.
    Unknown,
    /// Something that says nothing: a failure, a refusal, a body that cannot be read.
    Trouble,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    Open,
    Closed,
    /// The way to the MVPD failed: ask again.
    Failed,
}
