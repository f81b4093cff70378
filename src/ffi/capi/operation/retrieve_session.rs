//! `tvpass_retrieve_session_input`: what a code names.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::RetrieveSession;
use crate::outcome::AuthenticationCode;

/// Which session. Input; `TVPASS_RETRIEVE_SESSION_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_retrieve_session_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    pub code: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_retrieve_session_input, extras: *const tvpass_extras<'static>);

/// Retrieve authentication session information using code: is the code right that the user typed on
/// a second device, and of which device is it? `GET
/// {base}/api/v2/{serviceProvider}/sessions/{code}`. Its outcome: `tvpass_outcome_session_details`.
/// Whether the user has signed in is asked by `tvpass_profile_for_code_new`.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_retrieve_session_new(
    input: *const tvpass_retrieve_session_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let operation = RetrieveSession::new(
            input.service_provider.str("service_provider")?,
            &AuthenticationCode::new(input.code.str("code")?)?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
