//! The C API outside of Rust: test programs, and (`dist.rs`) the libraries as they are shipped.

pub(crate) mod cases;
#[path = "../../../tests/support/c_header.rs"]
#[expect(unreachable_pub, reason = "shared with a test")]
pub(crate) mod header;
pub(crate) mod program;
