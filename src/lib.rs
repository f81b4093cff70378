//! Adobe Pass Authentication on devices.
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod device;
pub mod header;
pub mod http;
pub mod input;
pub mod secret;
pub mod uri;
