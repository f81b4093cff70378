//! The sandbox from outside: an ordinary HTTP client, and a bare socket where a client would be too polite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod client;
mod control;
mod decisions;
mod faults;
mod lifecycle;
mod logout_v1;
mod logout_v2;
mod logout_v2_errors;
mod observation;
mod openapi;
mod program;
mod registration;
mod samples;
mod sessions;
mod throttle;
mod token;
mod tv;
mod user_agent;
