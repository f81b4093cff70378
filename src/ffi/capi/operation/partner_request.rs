//! `tvpass_partner_request_input`: what a partner's framework is to be asked.

use std::mem::MaybeUninit;

use super::session_parameters::fallback;
use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::partner_framework_status::tvpass_partner_framework_status;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::{APPLE, RetrievePartnerRequest};

/// Who wants to sign in by a partner. Input; `TVPASS_PARTNER_REQUEST_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_request_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The partner, at most 256 bytes. Empty: `Apple`, the only one so far.
    pub partner: Text<'a>,
    /// What the partner's framework said. Required.
    pub framework_status: *const tvpass_partner_framework_status<'a>,
    /// `domainName`, for a sign-in without the partner: the app's domain as registered with Adobe,
    /// at most 256 bytes. Empty: not known yet.
    pub domain_name: Text<'a>,
    /// `redirectUrl`, for the same: an absolute URL in ASCII, at most 2048 bytes. Empty: not known
    /// yet.
    pub redirect_url: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_partner_request_input, extras: *const tvpass_extras<'static>);

/// Retrieve partner authentication request: the first step of single sign-on with Apple. `POST
/// {base}/api/v2/{serviceProvider}/sessions/sso/{partner}`. Its outcome: `tvpass_outcome_session`.
///
/// If that says `TVPASS_SESSION_ACTION_ASK_PARTNER`, hand `partner_request` to the framework, and
/// its response to `tvpass_partner_profile_new`. Else the user signs in as everywhere.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_partner_request_new(
    input: *const tvpass_partner_request_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, status, extras) = unsafe {
            let input = input::read("input", input)?;
            let status = input::read("framework_status", input.framework_status)?;
            (input, status, extras(input.extras)?)
        };
        let partner = input.partner.optional("partner")?.unwrap_or(APPLE);
        let operation = RetrievePartnerRequest::new(
            input.service_provider.str("service_provider")?,
            partner,
            &status.status()?,
            fallback(input.domain_name, input.redirect_url)?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
