//! The sandbox from outside: an ordinary HTTP client, and a bare socket where a client would be too
//! polite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod careless;
mod check;
mod client;
mod control;
mod control_scenarios;
mod decisions;
mod faults;
mod gate;
mod lifecycle;
mod logout_v1;
mod logout_v2;
mod logout_v2_errors;
mod observation;
mod openapi;
mod partner;
mod profiles;
mod program;
mod registration;
mod rules;
mod samples;
mod samples_v2;
mod sessions;
mod sign_in;
mod temp_pass;
mod throttle;
mod token;
mod tv;
mod user_agent;
mod workbench;
