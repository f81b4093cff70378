//! `tvpass_logout_operation`: a logout as a request, for apps that have an access token and send by themselves.

use std::ffi::c_char;

use super::base::tvpass_base;
use super::boundary::{Poison, borrowed, derive, free, handle, make, optional};
use super::device::tvpass_device;
use super::error::tvpass_error;
use super::extras::tvpass_extras;
use super::logout::tvpass_logout;
use super::redirect_url::tvpass_redirect_url;
use super::request::tvpass_request;
use super::response::tvpass_response;
use super::status::tvpass_status;
use super::text::text;
use crate::operation::{InitiateLogout, Operation as _, Site};
use crate::token::AccessToken;

/// Initiate logout for a specific MVPD (REST API V2): `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}`.
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass needs no logout.
pub struct tvpass_logout_operation {
    poison: Poison,
    pub(super) site: Site,
    pub(super) operation: InitiateLogout,
}

handle!(tvpass_logout_operation, "operation");

/// A logout of `mvpd` for `service_provider` on `device`. The ids are opaque: they are sent percent-encoded, exactly as given.
///
/// @param base borrowed for the call.
/// @param device borrowed for the call.
/// @param service_provider the id that Adobe assigned, such as `REF30`; at most 256 bytes; copied.
/// @param service_provider_len its length in bytes.
/// @param mvpd the provider's id, such as `Cablevision`; at most 256 bytes; copied.
/// @param mvpd_len its length in bytes.
/// @param redirect_url borrowed for the call.
/// @param extras optional headers, borrowed for the call; NULL for none.
/// @param out receives the operation; caller frees with `tvpass_logout_operation_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_operation_new(
    base: *const tvpass_base,
    device: *const tvpass_device,
    service_provider: *const c_char,
    service_provider_len: usize,
    mvpd: *const c_char,
    mvpd_len: usize,
    redirect_url: *const tvpass_redirect_url,
    extras: *const tvpass_extras,
    out: *mut *mut tvpass_logout_operation,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let base = borrowed(base)?.base.clone();
            let operation = InitiateLogout::new(
                text("service_provider", service_provider, service_provider_len)?,
                text("mvpd", mvpd, mvpd_len)?,
                &borrowed(redirect_url)?.url,
            )?;
            let extras = optional(extras)?.map(|extras| extras.extras.clone());
            Ok(tvpass_logout_operation {
                poison: Poison::default(),
                site: Site::new(base, borrowed(device)?.device.clone()),
                operation: operation.with_extras(extras.unwrap_or_default())?,
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
pub unsafe extern "C" fn tvpass_logout_operation_free(operation: *mut tvpass_logout_operation) {
    // SAFETY: the caller's promise.
    unsafe { free(operation) };
}

/// The request, complete with all headers.
///
/// @param operation borrowed for the call.
/// @param access_token the token alone, without `Bearer`; copied.
/// @param access_token_len its length in bytes.
/// @param out receives the request; caller frees with `tvpass_request_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_operation_request(
    operation: *const tvpass_logout_operation,
    access_token: *const c_char,
    access_token_len: usize,
    out: *mut *mut tvpass_request,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(operation, out, error, |operation| {
            let token = text("access_token", access_token, access_token_len)?;
            let token = AccessToken::new(token)?;
            Ok(tvpass_request::new(
                operation.operation.request(&operation.site, &token),
            ))
        })
    }
}

/// What the answer to a logout request means.
///
/// @param request borrowed for the call: what was sent. Relative URLs in the answer are resolved against its base.
/// @param response borrowed for the call: what came back, whatever its status.
/// @param out receives the outcome; caller frees with `tvpass_logout_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`,
///   `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_operation_interpret(
    request: *const tvpass_request,
    response: *const tvpass_response,
    out: *mut *mut tvpass_logout,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(request, out, error, |request| {
            let response = borrowed(response)?;
            let logout = InitiateLogout::interpret(&request.request, &response.response)?;
            Ok(tvpass_logout::new(logout))
        })
    }
}
