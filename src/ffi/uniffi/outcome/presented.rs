//! What flows present on their way: one line for each flow that presents something.

use std::convert::Infallible;

use super::locks::Locks;
use super::play::TemporaryAccessRemaining;
use super::sign_in::SignInStep;
use super::sign_out::SignOutStep;
use super::status::Status;
use crate::flow;

/// What the user is shown.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Presented {
    /// A step of a sign-in.
    SignIn {
        /// Which.
        step: SignInStep,
    },
    /// Who is signed in, as it was kept.
    Status {
        /// What is known.
        status: Status,
    },
    /// The locks that are known so far.
    Locks {
        /// What is known.
        locks: Locks,
    },
    /// How much is left of temporary access.
    TemporaryAccess {
        /// How much.
        remaining: TemporaryAccessRemaining,
    },
    /// A step of a sign-out.
    SignOut {
        /// Which.
        step: SignOutStep,
    },
}

/// What a flow presents, made ready to cross at this time.
pub trait Present {
    /// Remaining times count from `now_ms`.
    fn present(self, now_ms: u64) -> Presented;
}

impl Present for Infallible {
    fn present(self, _now_ms: u64) -> Presented {
        match self {}
    }
}

impl Present for flow::SignInStep {
    fn present(self, now_ms: u64) -> Presented {
        let step = SignInStep::read(&self, now_ms);
        Presented::SignIn { step }
    }
}

impl Present for flow::Status {
    fn present(self, _now_ms: u64) -> Presented {
        let status = (&self).into();
        Presented::Status { status }
    }
}

impl Present for flow::Locks {
    fn present(self, _now_ms: u64) -> Presented {
        let locks = (&self).into();
        Presented::Locks { locks }
    }
}

impl Present for flow::TemporaryAccessRemaining {
    fn present(self, now_ms: u64) -> Presented {
        let remaining = TemporaryAccessRemaining::read(&self, now_ms);
        Presented::TemporaryAccess { remaining }
    }
}

impl Present for flow::SignOutStep {
    fn present(self, _now_ms: u64) -> Presented {
        let step = (&self).into();
        Presented::SignOut { step }
    }
}
