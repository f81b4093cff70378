//! The C API: what `include/tvpass.h` declares. The rules are in the header's introduction
//! (`cbindgen.toml`), those of the ABI in docs/abi.md.
//!
//! This is the one place in the library with `unsafe` code. It is in four files: `arena.rs` (the
//! memory of results), `input.rs` (structures that a caller fills in), `text.rs` (texts that a
//! caller passes) and `boundary.rs` (NULL, panics, poisoning). What they rely on is the header's
//! rules, which every `SAFETY:` comment calls *the caller's promise*: a handle comes from this
//! library, is not freed, and is not used by another thread while a function has it as a pointer to
//! non-const; a text is readable for its length, a structure for its size.
//!
//! A new operation is a file in `operation`, with an input structure and the function that makes
//! the operation; a new kind of result is a file in `outcome`, with its structures, and a function
//! in `outcome/mod.rs`. A new input has its initialiser in `cbindgen.toml`.
//!
//! Names are C's, because cbindgen copies them and the documentation into the header.
#![allow(unsafe_code, non_camel_case_types, unreachable_pub)]
// Constants that only the header needs.
#![allow(dead_code)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
// Every function that reads an input structure is unsafe for the same reason, which the header
// states once.
#![allow(clippy::missing_safety_doc)]

mod access_token;
mod arena;
#[cfg(feature = "ureq")]
mod blocking_client;
mod boundary;
mod call;
#[cfg(feature = "ureq")]
mod cancellation;
mod client;
mod client_config;
mod delivery;
mod device_info;
#[cfg(feature = "ureq")]
mod driver;
mod error;
mod event;
mod exchange;
mod extras;
mod failure;
mod flow;
mod input;
mod operation;
mod outcome;
mod partner_framework_status;
mod queue;
mod redirect_url;
mod request;
mod response;
mod result;
mod run;
mod sign_in;
mod site;
#[cfg(feature = "file-store")]
mod state_file;
mod status;
mod step;
mod temp_pass_identity;
#[cfg(feature = "capi-test-panic")]
mod test_panic;
mod text;
mod version;
