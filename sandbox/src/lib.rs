//! A stand-in for Adobe Pass Authentication.
