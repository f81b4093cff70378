//! Foreign interfaces: they see everything else, and nothing sees them.

#[cfg(feature = "capi")]
mod capi;
#[cfg(feature = "uniffi")]
pub(crate) mod uniffi;
