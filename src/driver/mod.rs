//! Drivers: what performs the I/O that the core asks for. This is the only layer that opens sockets, reads clocks and sleeps.

#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "ureq")]
pub use self::ureq::{UreqDriver, UreqDriverBuilder};
