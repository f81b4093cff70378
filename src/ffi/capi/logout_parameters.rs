//! `tvpass_logout_parameters`: what a call is asked to log out of, and how long it may take.

use std::ffi::c_char;

use super::boundary::{Poison, borrowed, change, free, handle, make};
use super::error::tvpass_error;
use super::extras::tvpass_extras;
use super::redirect_url::tvpass_redirect_url;
use super::status::tvpass_status;
use super::text::text;
use crate::call::CallOptions;
use crate::operation::InitiateLogout;

/// What to log out of. May be used for any number of calls.
pub struct tvpass_logout_parameters {
    poison: Poison,
    pub(super) operation: InitiateLogout,
    pub(super) options: CallOptions,
}

handle!(tvpass_logout_parameters, "parameters");

/// A logout of `mvpd` for `service_provider`. The ids are opaque.
///
/// @param service_provider the id that Adobe assigned, such as `REF30`; at most 256 bytes; copied.
/// @param service_provider_len its length in bytes.
/// @param mvpd the provider's id, such as `Cablevision`; at most 256 bytes; copied.
/// @param mvpd_len its length in bytes.
/// @param redirect_url borrowed for the call.
/// @param out receives the parameters; caller frees with `tvpass_logout_parameters_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (an id that cannot be sent), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_parameters_new(
    service_provider: *const c_char,
    service_provider_len: usize,
    mvpd: *const c_char,
    mvpd_len: usize,
    redirect_url: *const tvpass_redirect_url,
    out: *mut *mut tvpass_logout_parameters,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            Ok(tvpass_logout_parameters {
                poison: Poison::default(),
                operation: InitiateLogout::new(
                    text("service_provider", service_provider, service_provider_len)?,
                    text("mvpd", mvpd, mvpd_len)?,
                    &borrowed(redirect_url)?.url,
                )?,
                options: CallOptions::new(),
            })
        })
    }
}

/// Frees parameters. Calls that were made with it are not affected.
///
/// @param parameters consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_parameters_free(parameters: *mut tvpass_logout_parameters) {
    // SAFETY: the caller's promise.
    unsafe { free(parameters) };
}

/// Optional headers of the logout: single sign-on tokens (the same as at login) and visitor identifier. Its `User-Agent` and
/// `X-Forwarded-For` are preferred to those of the configuration.
///
/// @param parameters changed.
/// @param extras borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_parameters_set_extras(
    parameters: *mut tvpass_logout_parameters,
    extras: *const tvpass_extras,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(parameters, error, |this| {
            let extras = borrowed(extras)?.extras.clone();
            this.operation = this.operation.clone().with_extras(extras)?;
            Ok(())
        })
    }
}

/// How long a call may take from its start, with all waiting and retrying. Default: 60 s. If the service asks for a pause (429, or
/// `Retry-After`) that lasts until then or longer, the call ends at once with the error of that answer.
///
/// @param parameters changed.
/// @param deadline_ms in milliseconds.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_parameters_set_deadline_ms(
    parameters: *mut tvpass_logout_parameters,
    deadline_ms: u64,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(parameters, error, |this| {
            this.options = this.options.deadline_ms(deadline_ms);
            Ok(())
        })
    }
}
