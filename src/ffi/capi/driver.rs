//! `tvpass_driver`: the built-in HTTP client (ureq on rustls), which blocks.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen, which puts `#if` around them.

use std::ffi::{c_char, c_void};
use std::time::Duration;

use super::boundary::{Failure, Poison, borrowed, change, derive, free, handle, make, read};
use super::error::tvpass_error;
use super::event::{
    TVPASS_DELIVERY_NOT_SENT, TVPASS_DELIVERY_POSSIBLE, TVPASS_DELIVERY_UNKNOWN, tvpass_delivery,
};
use super::logout::tvpass_logout;
use super::logout_operation::tvpass_logout_operation;
use super::logout_v1_operation::tvpass_logout_v1_operation;
use super::request::tvpass_request;
use super::response::tvpass_response;
use super::status::tvpass_status;
use super::text::{bytes, text};
use crate::driver::{UreqDriver, UreqDriverBuilder};
use crate::error::{Delivery, Error};
use crate::operation::{InitiateLogoutV1, Operation as _};
use crate::token::AccessToken;

/// Settings of the built-in HTTP client.
#[cfg(feature = "ureq")]
pub struct tvpass_driver_settings {
    poison: Poison,
    builder: UreqDriverBuilder,
}

handle!(tvpass_driver_settings, "settings");

/// The built-in HTTP client. It sends to `https` only (and to plain `http` on this machine), follows no redirect and repeats no request. Keeps
/// connections open for reuse; may be shared between threads.
#[cfg(feature = "ureq")]
pub struct tvpass_driver {
    poison: Poison,
    pub(super) driver: UreqDriver,
}

handle!(tvpass_driver, "driver");

/// The default settings: 10 s for connecting, 30 s in all, answers up to 1 MiB, no proxy, Mozilla's root certificates.
///
/// @param out receives the settings; caller frees with `tvpass_driver_settings_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_new(
    out: *mut *mut tvpass_driver_settings,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        Ok(tvpass_driver_settings {
            poison: Poison::default(),
            builder: UreqDriver::builder(),
        })
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees settings. Drivers that were made with it are not affected.
///
/// @param settings consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_free(settings: *mut tvpass_driver_settings) {
    // SAFETY: the caller's promise.
    unsafe { free(settings) };
}

/// Changes one setting.
///
/// # Safety
/// The caller's promise.
unsafe fn set(
    settings: *mut tvpass_driver_settings,
    error: *mut *mut tvpass_error,
    mut with: impl FnMut(UreqDriverBuilder) -> Result<UreqDriverBuilder, Failure>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(settings, error, |this| {
            this.builder = with(this.builder.clone())?;
            Ok(())
        })
    }
}

/// The limit for resolving the name and, counted anew, for connecting with the TLS handshake. Default: 10 s.
///
/// @param settings changed.
/// @param limit_ms in milliseconds.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_set_connect_timeout_ms(
    settings: *mut tvpass_driver_settings,
    limit_ms: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let limit = Duration::from_millis(limit_ms);
    // SAFETY: the caller's promise.
    unsafe {
        set(
            settings,
            error,
            |builder| Ok(builder.connect_timeout(limit)),
        )
    }
}

/// The limit for a whole request, from resolving the name to the last byte of the answer. Default: 30 s.
///
/// @param settings changed.
/// @param limit_ms in milliseconds.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_set_total_timeout_ms(
    settings: *mut tvpass_driver_settings,
    limit_ms: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let limit = Duration::from_millis(limit_ms);
    // SAFETY: the caller's promise.
    unsafe { set(settings, error, |builder| Ok(builder.total_timeout(limit))) }
}

/// The largest body that is read. A larger one is an error, never cut. Default: 1 MiB.
///
/// @param settings changed.
/// @param limit in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_set_max_response_bytes(
    settings: *mut tvpass_driver_settings,
    limit: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(settings, error, |builder| {
            Ok(builder.max_response_bytes(limit))
        })
    }
}

/// Whether the proxy is used that the environment names at this moment. Default: no proxy.
///
/// The first of `ALL_PROXY`, `all_proxy`, `HTTPS_PROXY`, `https_proxy`, `HTTP_PROXY` and `http_proxy` that is set and not empty decides:
/// `[http://][user:password@]host[:port]`, or `https://` for a proxy that is spoken to in TLS. If none is, there is no proxy. Plain
/// `http` to this machine never goes through one, nor does a host in `NO_PROXY` (or `no_proxy`), a list with commas and without spaces:
/// `name`, `.domain` or `*.domain` for what is below a domain, `*` for all.
///
/// @param settings changed.
/// @param yes whether to.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the variable that decides cannot be used: another scheme such as `socks5://`, no
///   host, not a port; the error's field is its name, and nothing of its value is shown; the settings are unchanged), or a common status.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_set_proxy_from_environment(
    settings: *mut tvpass_driver_settings,
    yes: bool,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(settings, error, |builder| {
            Ok(builder.proxy_from_environment(yes)?)
        })
    }
}

/// Trusts only these root certificates instead of Mozilla's, which are compiled in.
///
/// @param settings changed.
/// @param pem one or more certificates; copied.
/// @param pem_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_settings_set_root_certificates_pem(
    settings: *mut tvpass_driver_settings,
    pem: *const c_void,
    pem_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(settings, error, |builder| {
            if pem.is_null() {
                return Err(Failure::Null("pem"));
            }
            Ok(builder.root_certificates_pem(bytes("pem", pem, pem_len)?)?)
        })
    }
}

/// A built-in HTTP client. Nothing is sent yet.
///
/// @param settings borrowed for the call.
/// @param out receives the driver; caller frees with `tvpass_driver_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_new(
    settings: *const tvpass_driver_settings,
    out: *mut *mut tvpass_driver,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(settings, out, error, |settings| {
            Ok(tvpass_driver {
                poison: Poison::default(),
                driver: settings.builder.clone().build(),
            })
        })
    }
}

/// Frees a driver and closes its connections.
///
/// @param driver consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_free(driver: *mut tvpass_driver) {
    // SAFETY: the caller's promise.
    unsafe { free(driver) };
}

/// Sends a request, once, and waits for the answer.
///
/// @param driver borrowed for the call.
/// @param request borrowed for the call.
/// @param limit_ms how long it may take in all, in milliseconds; if the settings' total limit is shorter, that one counts. For a call: what is
///   left until `tvpass_call_deadline_ms`. With 0, nothing is sent, and the status is `TVPASS_STATUS_TRANSPORT_TIMEOUT`.
/// @param out receives the answer, whatever its HTTP status; caller frees with `tvpass_response_free`.
/// @param delivery receives a `TVPASS_DELIVERY_…`, for `tvpass_call_fail`, whatever the status; optional (NULL if it is not wanted).
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, or a common status.
///
/// Threads: any. Blocks until the answer is there or the time limit runs out, whatever server and proxy do.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_send_blocking(
    driver: *const tvpass_driver,
    request: *const tvpass_request,
    limit_ms: u64,
    out: *mut *mut tvpass_response,
    delivery: *mut tvpass_delivery,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        // Whatever fails before the driver is asked.
        if !delivery.is_null() {
            delivery.write(TVPASS_DELIVERY_UNKNOWN);
        }
        derive(driver, out, error, |driver| {
            let request = borrowed(request)?;
            let limit = Duration::from_millis(limit_ms);
            let result = driver.driver.send_within(&request.request, limit);
            if !delivery.is_null() {
                delivery.write(match &result {
                    Err(failure) if failure.delivery == Delivery::NotSent => {
                        TVPASS_DELIVERY_NOT_SENT
                    }
                    _ => TVPASS_DELIVERY_POSSIBLE,
                });
            }
            Ok(tvpass_response::new(result.map_err(Error::from)?))
        })
    }
}

/// Sends a logout with an access token that the app has, and says what the answer means. No retry, no renewal of the token.
///
/// @param driver borrowed for the call.
/// @param operation borrowed for the call.
/// @param access_token the token alone, without `Bearer`; copied.
/// @param access_token_len its length in bytes.
/// @param out receives the outcome; caller frees with `tvpass_logout_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`,
///   `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
///
/// Threads: any. Blocks until the answer is there or the time limit runs out.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_logout_blocking(
    driver: *const tvpass_driver,
    operation: *const tvpass_logout_operation,
    access_token: *const c_char,
    access_token_len: usize,
    out: *mut *mut tvpass_logout,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(driver, out, error, |driver| {
            let operation = borrowed(operation)?;
            let token = AccessToken::new(text("access_token", access_token, access_token_len)?)?;
            let logout = driver
                .driver
                .run(&operation.operation, &operation.site, &token)?;
            Ok(tvpass_logout::new(logout))
        })
    }
}

/// Sends a V1 logout. No retry.
///
/// @param driver borrowed for the call.
/// @param operation borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`,
///   `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
///
/// Threads: any. Blocks until the answer is there or the time limit runs out.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_logout_v1_blocking(
    driver: *const tvpass_driver,
    operation: *const tvpass_logout_v1_operation,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(driver, error, |driver| {
            let operation = borrowed(operation)?;
            let request = operation.operation.request_without_token(&operation.site);
            let response = driver.driver.send(&request).map_err(Error::from)?;
            Ok(InitiateLogoutV1::interpret(&request, &response)?)
        })
    }
}
