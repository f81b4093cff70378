//! Adobe Pass Authentication on devices.
