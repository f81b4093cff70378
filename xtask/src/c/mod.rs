//! The C API outside of Rust: test programs, and (`dist.rs`) the libraries as they are shipped.

pub(crate) mod abi;
pub(crate) mod archive;
pub(crate) mod cases;
pub(crate) mod consumer;
pub(crate) mod dist;
pub(crate) mod empty_post;
pub(crate) mod guide;
#[path = "../../../tests/support/c_header.rs"]
#[expect(unreachable_pub, reason = "shared with a test")]
pub(crate) mod header;
pub(crate) mod lost_answer;
mod package;
pub(crate) mod program;
#[path = "../../../tests/support/raw_server.rs"]
#[allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod raw_server;
pub(crate) mod received;
pub(crate) mod sandbox;
pub(crate) mod sign_in;
pub(crate) mod versions;
