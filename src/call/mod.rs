//! Calls: an operation run by a state machine that also does what is easily got wrong by hand. It
//! registers once, holds one token, renews it, recovers from 401, paces requests, waits out 429,
//! retries what may be retried, and has credentials persisted.
//!
//! There is no I/O, clock, thread or randomness inside. The host polls a [`Call`] with the time and
//! gets a [`Step`]; it does what the step says and reports back:
//!
//! | step | the host | then |
//! |---|---|---|
//! | [`Step::Send`] | sends the request | [`Call::respond`] or [`Call::fail`] |
//! | [`Step::Wait`] | sleeps until then, or until another call of the client was given an answer | [`Call::poll`] |
//! | [`Step::Persist`] | stores the state, replacing the old | [`Call::persisted`] |
//! | [`Step::ProvideToken`] | (own token source only) gets a token | [`Call::provide_token`] or [`Call::token_failed`] |
//! | [`Step::Present`] | (flows only) shows something to the user | [`Call::poll`] |
//! | [`Step::Done`] | has the result | drops the call |
//!
//! A flow of several calls ([`crate::flow`]) is driven in the same way; [`Driven`] is what both
//! have in common.
//!
//! Time is milliseconds on any scale that does not run backwards (if it does, the client continues
//! from where it was; a jump forward of more than a year is taken for a mistake). The wall clock is
//! needed once, at start, to tell how old a stored token is; a wrong one is harmless. So is a clock
//! that stands still while the device sleeps, as Linux's monotonic one does: a token may then have
//! expired unnoticed, which costs one 401.

mod answer;
mod auth;
mod client;
mod clock;
mod config;
mod date;
mod doubt;
mod driven;
mod event;
mod kept;
mod machine;
mod pacing;
mod random;
mod retry;
mod running;
mod saving;
mod shared;
mod stage;
mod state;

pub use client::{Client, StartTime};
pub use config::{CallOptions, ClientConfig, TokenSource};
pub use driven::Driven;
pub use event::{Event, EventKind, Observer, Purpose, WaitReason};
pub use kept::{Kept, KeptMvpd};
pub use retry::MAX_REQUESTS_PER_CALL;
pub use running::{Call, Step};
pub(crate) use saving::{Saving, SavingStep};
pub use state::STATE_VERSION;
