//! `tvpass_driver`: the built-in HTTP client (ureq on rustls), which blocks.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen,
//! which puts `#if` around them.

use std::mem::MaybeUninit;
use std::time::Duration;

use super::access_token::tvpass_access_token;
use super::boundary::{Poison, derive, free, given, handle, make};
use super::error::tvpass_error;
use super::exchange::token_for;
use super::failure::Failure;
use super::input::{self, input};
use super::operation::tvpass_operation;
use super::outcome::tvpass_outcome;
use super::request::tvpass_request;
use super::response::tvpass_response;
use super::site::tvpass_site;
use super::status::tvpass_status;
use super::text::{Flag, Text};
use crate::driver::UreqDriver;
use crate::error::Error;
use crate::operation::Runnable as _;

/// Settings of the built-in HTTP client. Input; `TVPASS_DRIVER_SETTINGS_INIT`.
#[cfg(feature = "ureq")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_driver_settings<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// One or more root certificates in PEM, to be trusted instead of Mozilla's, which are compiled
    /// in.
    pub root_certificates_pem: Text<'a>,
    /// Whether the proxy is used that the environment names at this moment. By default there is
    /// none.
    ///
    /// The first of `ALL_PROXY`, `all_proxy`, `HTTPS_PROXY`, `https_proxy`, `HTTP_PROXY` and
    /// `http_proxy` that is set and not empty decides: `[http://][user:password@]host[:port]`, or
    /// `https://` for a proxy that is spoken to in TLS. If none is, there is no proxy. Plain `http`
    /// to this machine never goes through one, nor does a host in `NO_PROXY` (or `no_proxy`), a
    /// list with commas and without spaces: `name`, `.domain` or `*.domain` for what is below a
    /// domain, `*` for all.
    pub proxy_from_environment: Flag,
    /// The limit for resolving the name and, counted anew, for connecting with the TLS handshake,
    /// in milliseconds; 0: 10 s.
    pub connect_timeout_ms: u64,
    /// The limit for a whole request, from resolving the name to the last byte of the answer, in
    /// milliseconds; 0: 30 s.
    pub total_timeout_ms: u64,
    /// The largest body that is read, in bytes; 0: 1 MiB. A larger one is an error, never cut.
    pub max_response_bytes: u64,
}

input!(tvpass_driver_settings, max_response_bytes: u64);

impl tvpass_driver_settings<'_> {
    fn driver(&self) -> Result<UreqDriver, Failure> {
        let mut builder = UreqDriver::builder();
        if self.connect_timeout_ms != 0 {
            builder = builder.connect_timeout(Duration::from_millis(self.connect_timeout_ms));
        }
        if self.total_timeout_ms != 0 {
            builder = builder.total_timeout(Duration::from_millis(self.total_timeout_ms));
        }
        if self.max_response_bytes != 0 {
            builder = builder.max_response_bytes(self.max_response_bytes);
        }
        let pem = self.root_certificates_pem.bytes("root_certificates_pem")?;
        if !pem.is_empty() {
            builder = builder.root_certificates_pem(pem)?;
        }
        let proxy = self.proxy_from_environment.is_set();
        Ok(builder.proxy_from_environment(proxy)?.build())
    }
}

/// The built-in HTTP client. It sends to `https` only (and to plain `http` on this machine),
/// follows no redirect and repeats no request. Keeps connections open for reuse; may be shared
/// between threads.
#[cfg(feature = "ureq")]
pub struct tvpass_driver {
    poison: Poison,
    pub(super) driver: UreqDriver,
}

handle!(tvpass_driver, "driver");

/// A built-in HTTP client. Nothing is sent yet.
///
/// @param settings optional, borrowed for the call; NULL for the defaults.
/// @param out receives the driver; caller frees with `tvpass_driver_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (no root certificate, or the proxy
///   variable that decides cannot be used: another scheme such as `socks5://`, no host, not a port;
///   the error's field is its name, and nothing of its value is shown), or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_new(
    settings: *const tvpass_driver_settings<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_driver>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let settings = unsafe { input::optional("settings", settings) }?;
        let driver = match settings {
            Some(settings) => settings.driver()?,
            None => UreqDriver::new(),
        };
        Ok(Box::new(tvpass_driver {
            poison: Poison::default(),
            driver,
        }))
    })
}

/// Frees a driver and closes its connections.
///
/// @param driver consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_driver_free(driver: Option<Box<tvpass_driver>>) {
    free(driver);
}

/// Sends a request, once, and waits for the answer.
///
/// @param driver borrowed for the call.
/// @param request borrowed for the call: a call's or an exchange's, which it belongs to meanwhile.
/// @param limit_ms how long it may take in all, in milliseconds; if the settings' total limit is
///   shorter, that one counts. For a call: `timeout_ms` of the step. With 0, nothing is sent, and
///   the status is `TVPASS_STATUS_TRANSPORT_TIMEOUT`.
/// @param out receives the answer, whatever its HTTP status; caller frees with
///   `tvpass_response_free`.
/// @param error optional (NULL for no details), receives NULL or an error, of which `delivery` is
///   for `tvpass_call_fail`; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, or a common status.
///
/// Threads: any. Blocks until the answer is there or the time limit runs out, whatever server and
/// proxy do.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_driver_send_blocking(
    driver: Option<&tvpass_driver>,
    request: Option<&tvpass_request>,
    limit_ms: u64,
    out: Option<&mut MaybeUninit<*mut tvpass_response>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(driver, out, error, |driver| {
        let request = request.ok_or_else(|| Failure::null("request"))?;
        // SAFETY: the caller's promise: it is the library's own, and belongs to the same owner as
        // the request.
        let sendable = unsafe { request.sendable.as_ref() };
        let sendable = sendable.ok_or_else(|| Failure::null("request"))?;
        let limit = Duration::from_millis(limit_ms);
        let response = driver.driver.send_within(&sendable.request, limit);
        let response = response.map_err(Error::from)?;
        Ok(Box::new(tvpass_response::new(response)))
    })
}

/// Sends an operation with an access token that the app has, and says what the answer means. No
/// retry, no renewal of the token.
///
/// @param driver borrowed for the call.
/// @param operation borrowed for the call.
/// @param site borrowed for the call.
/// @param access_token borrowed for the call; NULL for an operation that takes none, which is the
///   V1 logout.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`,
///   `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a
///   common status.
///
/// Threads: any. Blocks until the answer is there or the time limit runs out.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_driver_run_blocking(
    driver: Option<&tvpass_driver>,
    operation: Option<&tvpass_operation>,
    site: Option<&tvpass_site>,
    access_token: Option<&tvpass_access_token>,
    out: Option<&mut MaybeUninit<*mut tvpass_outcome>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(driver, out, error, |driver| {
        let operation = &given(operation)?.operation;
        let token = token_for(operation, access_token)?;
        let request = operation.request(&given(site)?.site, &token);
        let response = driver.driver.send(&request).map_err(Error::from)?;
        let outcome = operation.interpret(&request, &response, false)?;
        Ok(tvpass_outcome::new(outcome))
    })
}
