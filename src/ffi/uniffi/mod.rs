//! What Swift and Kotlin are given, by uniffi: thin wrappers, nothing else. `docs/bindings.md` has
//! the rules.
//!
//! Every exported function is synchronous and short, and returns a `Result`, so that a panic inside
//! becomes an error ([`failure::guarded`]): an exception for a function that promises none would
//! end the app. Values cross as records and enums, each of them once; objects exist where identity
//! matters. Time, I/O, cancellation and storage are the hand-written layers'.
// uniffi's expansions contain `unsafe` and public items without documentation; this code itself has
// none.
#![allow(unsafe_code, unreachable_pub, missing_docs)]
// Everything is taken by value: it has just been made out of the caller's buffer.
#![allow(clippy::needless_pass_by_value)]
// The error is written into a buffer on the way out, whatever its size here.
#![allow(clippy::result_large_err, clippy::large_enum_variant)]

mod account;
mod account_flow;
mod account_input;
mod authenticate;
mod call;
mod client;
mod device;
mod event;
mod exchange;
mod extras;
mod failure;
mod helpers;
mod http;
mod number;
mod operation;
mod outcome;
mod partner_status;
mod redirect;
mod resource;
#[cfg(feature = "uniffi-test-panic")]
mod test_panic;
#[cfg(test)]
mod tests;
mod user_input;
mod words;

::uniffi::setup_scaffolding!();
