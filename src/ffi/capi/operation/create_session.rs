//! `tvpass_create_session_input`: a new session, the first step of a sign-in.

use std::mem::MaybeUninit;

use super::session_parameters::parameters;
use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::CreateSession;

/// What is known about a sign-in that begins. Input; `TVPASS_CREATE_SESSION_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_create_session_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// `mvpd`, the provider that the user has chosen; at most 256 bytes. Empty: not known yet.
    pub mvpd: Text<'a>,
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: not known
    /// yet.
    pub domain_name: Text<'a>,
    /// `redirectUrl`, where the user agent ends up when the sign-in is over: an absolute URL in
    /// ASCII, at most 2048 bytes. Empty: not known yet.
    pub redirect_url: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_create_session_input, extras: *const tvpass_extras<'static>);

/// Create authentication session: the first step of a sign-in. `POST
/// {base}/api/v2/{serviceProvider}/sessions`. Its outcome: `tvpass_outcome_session`.
///
/// What is not known yet is supplied later, by `tvpass_resume_session_new`. A new session ends the
/// device's previous one.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_create_session_new(
    input: *const tvpass_create_session_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let operation = CreateSession::new(
            input.service_provider.str("service_provider")?,
            parameters(input.mvpd, input.domain_name, input.redirect_url)?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
