//! What a call is doing.

use super::event::Purpose;
use crate::http::Request;

#[derive(Debug)]
pub(super) enum Stage {
    Running,
    /// The host is sending this.
    Sent(Box<Sent>),
    /// The host is storing the state.
    Storing,
    /// The app is getting a token.
    Providing,
    Ended,
}

impl Stage {
    /// Whether the host has something to report: it is sending, storing or getting a token.
    pub(super) fn is_with_host(&self) -> bool {
        matches!(self, Self::Sent(_) | Self::Storing | Self::Providing)
    }
}

/// A request that the host is sending.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) purpose: Purpose,
    pub(super) request: Request,
    pub(super) at: u64,
    /// Of the token that the operation used, or of the credentials that the token request used.
    pub(super) generation: u64,
    /// [`Pacer::epoch`](super::pacing::Pacer::epoch) when it went out.
    pub(super) epoch: u64,
}
