//! `tvpass_resume_session_input`: the rest of a session's parameters.

use std::mem::MaybeUninit;

use super::session_parameters::parameters;
use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::ResumeSession;
use crate::outcome::AuthenticationCode;

/// What a session lacks; to repeat what it knows is harmless. Input;
/// `TVPASS_RESUME_SESSION_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_resume_session_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    pub code: Text<'a>,
    /// `mvpd`, the provider that the user has chosen; at most 256 bytes. Empty: not supplied.
    pub mvpd: Text<'a>,
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: not
    /// supplied.
    pub domain_name: Text<'a>,
    /// `redirectUrl`, where the user agent ends up when the sign-in is over: an absolute URL in
    /// ASCII, at most 2048 bytes. Empty: not supplied.
    pub redirect_url: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_resume_session_input, extras: *const tvpass_extras<'static>);

/// Resume authentication session: supply what it lacks. `POST
/// {base}/api/v2/{serviceProvider}/sessions/{code}`. Its outcome: `tvpass_outcome_session`.
///
/// From the device that created the session, or a second one on which the user typed the code. A
/// code that is wrong or over is `TVPASS_STATUS_ENHANCED_ERROR`; see `sign_in_progress` of
/// `tvpass_error`.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_resume_session_new(
    input: *const tvpass_resume_session_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let operation = ResumeSession::new(
            input.service_provider.str("service_provider")?,
            &AuthenticationCode::new(input.code.str("code")?)?,
            parameters(input.mvpd, input.domain_name, input.redirect_url)?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
