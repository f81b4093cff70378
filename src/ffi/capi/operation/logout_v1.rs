//! `tvpass_logout_v1_input`: the legacy V1 logout.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::InitiateLogoutV1;

/// What to sign out of with REST API V1. Input; `TVPASS_LOGOUT_V1_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_logout_v1_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The service provider's id, such as `REF30`; at most 256 bytes. Required.
    pub requestor: Text<'a>,
    /// `deviceType`, at most 256 bytes. Superseded by `X-Device-Info`, which is always sent.
    pub device_type: Text<'a>,
    /// `deviceUser`, at most 256 bytes; deprecated by Adobe.
    pub device_user: Text<'a>,
    /// `appId`, at most 256 bytes; deprecated by Adobe.
    pub app_id: Text<'a>,
    /// Optional headers, `user_agent` alone. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_logout_v1_input, extras: *const tvpass_extras<'static>);

impl tvpass_logout_v1_input<'_> {
    fn operation(&self) -> Result<InitiateLogoutV1, crate::ffi::capi::failure::Failure> {
        let mut operation = InitiateLogoutV1::new(self.requestor.str("requestor")?)?;
        if let Some(device_type) = self.device_type.optional("device_type")? {
            operation = operation.device_type(device_type)?;
        }
        if let Some(device_user) = self.device_user.optional("device_user")? {
            operation = operation.device_user(device_user)?;
        }
        if let Some(app_id) = self.app_id.optional("app_id")? {
            operation = operation.app_id(app_id)?;
        }
        Ok(operation)
    }
}

/// The legacy V1 logout: `DELETE {base}/api/v1/logout?requestor=…&deviceId=…`, for a site with
/// `is_v1`. REST API V1 ends with 2026. It takes no access token, and its outcome says nothing more
/// than success.
///
/// It clears the tokens on Adobe's side and does not call the MVPD's logout endpoint: the
/// provider's own session stays open.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_new(
    input: *const tvpass_logout_v1_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let operation = input.operation()?.with_extras(extras)?;
        Ok(tvpass_operation::new(operation))
    })
}
