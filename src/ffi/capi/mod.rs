//! The C API: what `include/tvpass.h` declares. One file per handle; the rules are in the header's introduction (`cbindgen.toml`).
//!
//! This is the one place in the library with `unsafe` code. Three files hold the reasons for its soundness: `boundary.rs` (NULL, panics,
//! poisoning), `text.rs` (pointers to text in both directions) and the header itself, whose rules are what every `SAFETY:` comment calls
//! *the caller's promise*: a handle comes from this library, is not freed, and is not used by another thread while a function has it as a
//! pointer to non-const; a text is readable for its length.
//!
//! Names are C's, because cbindgen copies them and the documentation into the header.
#![allow(unsafe_code, non_camel_case_types, unreachable_pub)]
// Constants that only the header needs.
#![allow(dead_code)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
// Every function is unsafe for the same reason, which the header states once.
#![allow(clippy::missing_safety_doc)]

mod base;
#[cfg(feature = "ureq")]
mod blocking_client;
mod boundary;
mod call;
mod client;
mod client_config;
mod device;
mod device_info;
#[cfg(feature = "ureq")]
mod driver;
mod error;
mod event;
mod extras;
mod logout;
mod logout_operation;
mod logout_parameters;
mod logout_v1_operation;
mod partner_settings;
mod redirect_url;
mod request;
mod response;
mod status;
#[cfg(feature = "capi-test-panic")]
mod test_panic;
mod text;
