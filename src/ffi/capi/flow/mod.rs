//! Flows: several calls, and what the user is shown. They are driven by `tvpass_call`.
//!
//! The functions, and the inputs that only they read, exist with the feature `flows` only: cbindgen
//! puts `#if` around the items of these modules. What a flow presents is there without it, because
//! a step refers to it.

mod access;
#[cfg(feature = "flows")]
pub(super) mod account;
#[cfg(feature = "flows")]
pub(super) mod face;
#[cfg(feature = "flows")]
pub(super) mod faces;
pub(super) mod presented;
mod screen;
#[cfg(feature = "flows")]
mod sign_in;
#[cfg(feature = "flows")]
mod start;
mod status;
#[cfg(feature = "flows")]
pub(super) mod tell;
mod words;
