//! `tvpass_operation`: what is asked of the service. One file for each operation.

mod authenticate;
mod authorize;
mod configuration;
mod create_session;
mod logout;
mod logout_v1;
mod mrss;
mod partner_profile;
mod partner_request;
mod preauthorize;
mod profile_for_code;
mod profile_for_mvpd;
mod profiles;
mod resume_session;
mod retrieve_session;
mod session_parameters;

use super::boundary::{Poison, free, handle};
use crate::operation::AnyOperation;

/// What is asked of the service, checked: made by `tvpass_logout_new` and its like. Immutable: it
/// may be used any number of times, for exchanges, calls and by the built-in HTTP client.
pub struct tvpass_operation {
    poison: Poison,
    pub(super) operation: AnyOperation,
}

handle!(tvpass_operation, "operation");

impl tvpass_operation {
    fn new(operation: impl Into<AnyOperation>) -> Box<Self> {
        Box::new(Self {
            poison: Poison::default(),
            operation: operation.into(),
        })
    }
}

/// Frees an operation. What was made with it is not affected.
///
/// @param operation consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_operation_free(operation: Option<Box<tvpass_operation>>) {
    free(operation);
}
