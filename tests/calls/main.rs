//! Calls, driven by a scripted host in virtual time: no socket, no clock, no thread.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod host;
mod pacing;
mod recovery;
mod retry;
mod sharing;
mod start;
