//! The program as people and scripts use it. One binary: linking one is most of the time that tests
//! take.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends where something is missing"
)]

mod commands;
mod shapes;
mod sign_in;
mod support;
mod transcripts;
