//! The tests of what the library does, seen from outside: one program, because each one more is
//! linked with everything once more.
//!
//! Two are programs of their own beside it: `memory.rs` replaces the allocator, and `simulation.rs`
//! is compiled with optimisations for its thousands of devices.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
#[cfg(feature = "ureq")]
mod blocking_store;
#[cfg(feature = "capi-header")]
mod c_header;
mod calls;
mod checklist;
mod dcr;
mod decision_properties;
mod decisions;
#[cfg(feature = "ureq")]
mod driver_environment;
#[cfg(feature = "ureq")]
mod driver_limits;
#[cfg(feature = "ureq")]
mod driver_tls;
#[cfg(feature = "ureq")]
mod driver_ureq;
#[cfg(feature = "ureq")]
mod end_to_end;
mod error_codes;
mod errors;
#[cfg(feature = "ureq")]
mod example;
#[cfg(feature = "ureq")]
mod example_tv;
#[cfg(all(feature = "ureq", unix))]
mod file_store;
mod flows;
mod glossary;
mod hostile_texts;
mod odd_answers;
mod odd_sign_in;
mod openable;
mod outcome;
mod partner;
#[cfg(all(feature = "qr", feature = "ureq"))]
mod picture;
mod prism;
mod properties;
mod properties_sign_in;
#[cfg(feature = "ureq")]
mod round_trip;
mod secrets;
mod sign_in_secrets;
mod tables;
mod tasks;
mod texts;
mod urls;
mod vectors;
mod vectors_v2;
