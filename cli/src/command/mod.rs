//! The commands, one file each.

pub(crate) mod authorize;
pub(crate) mod decode;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod headers;
pub(crate) mod preauthorize;
pub(crate) mod providers;
pub(crate) mod register;
#[cfg(feature = "sandbox")]
pub(crate) mod serve;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod status;
