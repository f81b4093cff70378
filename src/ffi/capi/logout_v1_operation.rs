//! `tvpass_logout_v1_operation`: the legacy V1 logout as a request.

use std::ffi::c_char;

use super::base::tvpass_base;
use super::boundary::{Poison, borrowed, change, derive, free, handle, make, read};
use super::device::tvpass_device;
use super::error::tvpass_error;
use super::request::tvpass_request;
use super::response::tvpass_response;
use super::status::tvpass_status;
use super::text::text;
use crate::input::InvalidInput;
use crate::operation::{InitiateLogoutV1, Operation as _, RequestExtras, Site};

/// The legacy V1 logout: `DELETE {base}/api/v1/logout?requestor=…&deviceId=…`. REST API V1 ends with 2026.
///
/// It clears the tokens on Adobe's side and does not call the MVPD's logout endpoint: the provider's own session stays open.
pub struct tvpass_logout_v1_operation {
    poison: Poison,
    pub(super) site: Site,
    pub(super) operation: InitiateLogoutV1,
}

handle!(tvpass_logout_v1_operation, "operation");

/// A V1 logout of `requestor` on `device`. It takes no access token.
///
/// @param base borrowed for the call; another than V2's, see `tvpass_base_new_v1_from_environment`.
/// @param device borrowed for the call.
/// @param requestor the service provider's id, such as `REF30`; at most 256 bytes; copied.
/// @param requestor_len its length in bytes.
/// @param out receives the operation; caller frees with `tvpass_logout_v1_operation_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_new(
    base: *const tvpass_base,
    device: *const tvpass_device,
    requestor: *const c_char,
    requestor_len: usize,
    out: *mut *mut tvpass_logout_v1_operation,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let base = borrowed(base)?.base.clone();
            let site = Site::new(base, borrowed(device)?.device.clone());
            let operation = InitiateLogoutV1::new(text("requestor", requestor, requestor_len)?)?;
            Ok(tvpass_logout_v1_operation {
                poison: Poison::default(),
                site,
                operation,
            })
        })
    }
}

/// Frees an operation. Its requests are not affected.
///
/// @param operation consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_free(
    operation: *mut tvpass_logout_v1_operation,
) {
    // SAFETY: the caller's promise.
    unsafe { free(operation) };
}

/// Sets one of the optional inputs.
///
/// # Safety
/// The caller's promise.
unsafe fn set(
    operation: *mut tvpass_logout_v1_operation,
    (name, data, len): (&'static str, *const c_char, usize),
    error: *mut *mut tvpass_error,
    with: fn(InitiateLogoutV1, &str) -> Result<InitiateLogoutV1, InvalidInput>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(operation, error, |this| {
            this.operation = with(this.operation.clone(), text(name, data, len)?)?;
            Ok(())
        })
    }
}

/// `deviceType`. Superseded by `X-Device-Info`, which is always sent.
///
/// @param operation changed.
/// @param device_type at most 256 bytes; copied.
/// @param device_type_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_set_device_type(
    operation: *mut tvpass_logout_v1_operation,
    device_type: *const c_char,
    device_type_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let value = ("device_type", device_type, device_type_len);
    // SAFETY: the caller's promise.
    unsafe { set(operation, value, error, InitiateLogoutV1::device_type) }
}

/// `deviceUser`, deprecated by Adobe.
///
/// @param operation changed.
/// @param device_user at most 256 bytes; copied.
/// @param device_user_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_set_device_user(
    operation: *mut tvpass_logout_v1_operation,
    device_user: *const c_char,
    device_user_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let value = ("device_user", device_user, device_user_len);
    // SAFETY: the caller's promise.
    unsafe { set(operation, value, error, InitiateLogoutV1::device_user) }
}

/// `appId`, deprecated by Adobe.
///
/// @param operation changed.
/// @param app_id at most 256 bytes; copied.
/// @param app_id_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_set_app_id(
    operation: *mut tvpass_logout_v1_operation,
    app_id: *const c_char,
    app_id_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let value = ("app_id", app_id, app_id_len);
    // SAFETY: the caller's promise.
    unsafe { set(operation, value, error, InitiateLogoutV1::app_id) }
}

/// `User-Agent`: the application's.
///
/// @param operation changed.
/// @param user_agent printable ASCII; copied.
/// @param user_agent_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_set_user_agent(
    operation: *mut tvpass_logout_v1_operation,
    user_agent: *const c_char,
    user_agent_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let value = ("user_agent", user_agent, user_agent_len);
    // SAFETY: the caller's promise.
    unsafe {
        set(operation, value, error, |operation, user_agent| {
            operation.with_extras(RequestExtras::new().user_agent(user_agent)?)
        })
    }
}

/// The request, complete with all headers.
///
/// @param operation borrowed for the call.
/// @param out receives the request; caller frees with `tvpass_request_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_request(
    operation: *const tvpass_logout_v1_operation,
    out: *mut *mut tvpass_request,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(operation, out, error, |operation| {
            Ok(tvpass_request::new(
                operation.operation.request_without_token(&operation.site),
            ))
        })
    }
}

/// What the answer to a V1 logout request means. Success has no content.
///
/// @param request borrowed for the call: what was sent.
/// @param response borrowed for the call: what came back, whatever its status.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`,
///   `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_v1_operation_interpret(
    request: *const tvpass_request,
    response: *const tvpass_response,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(request, error, |request| {
            let response = borrowed(response)?;
            Ok(InitiateLogoutV1::interpret(
                &request.request,
                &response.response,
            )?)
        })
    }
}
