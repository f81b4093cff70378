//! `tvpass_client_config`: what a client is made of.

use std::ffi::c_char;

use super::base::tvpass_base;
use super::boundary::{Failure, Poison, borrowed, change, free, handle, make, optional};
use super::device::tvpass_device;
use super::error::tvpass_error;
use super::extras::tvpass_extras;
use super::redirect_url::tvpass_redirect_url;
use super::status::tvpass_status;
use super::text::text;
use crate::call::{ClientConfig, TokenSource};
use crate::operation::{Site, SoftwareStatement};

/// The longest event queue, in events.
pub const TVPASS_MAX_EVENT_QUEUE: usize = 4096;

/// The configuration of a client. The default: paced, with persistence, not registering again, without an event queue.
pub struct tvpass_client_config {
    poison: Poison,
    pub(super) config: ClientConfig,
    pub(super) event_queue: usize,
}

handle!(tvpass_client_config, "config");

impl tvpass_client_config {
    fn new(config: ClientConfig) -> Self {
        Self {
            poison: Poison::default(),
            config,
            event_queue: 0,
        }
    }
}

/// A client that registers the app with its software statement, once, and gets access tokens by itself.
///
/// @param base borrowed for the call.
/// @param device borrowed for the call.
/// @param software_statement one line, as downloaded from Adobe's TVE Dashboard; copied.
/// @param software_statement_len its length in bytes.
/// @param redirect_uri optional, borrowed for the call; NULL unless the statement lists several.
/// @param out receives the configuration; caller frees with `tvpass_client_config_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_new(
    base: *const tvpass_base,
    device: *const tvpass_device,
    software_statement: *const c_char,
    software_statement_len: usize,
    redirect_uri: *const tvpass_redirect_url,
    out: *mut *mut tvpass_client_config,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let (base, device) = (borrowed(base)?, borrowed(device)?);
            let statement = text(
                "software_statement",
                software_statement,
                software_statement_len,
            )?;
            let source = TokenSource::Registration {
                software_statement: SoftwareStatement::new(statement)?,
                redirect_uri: optional(redirect_uri)?.map(|redirect_uri| redirect_uri.url.clone()),
            };
            let site = Site::new(base.base.clone(), device.device.clone());
            let config = ClientConfig::new(site, source);
            Ok(tvpass_client_config::new(config))
        })
    }
}

/// A client whose access tokens the app supplies, when a call asks with `TVPASS_STEP_PROVIDE_TOKEN`.
///
/// @param base borrowed for the call.
/// @param device borrowed for the call.
/// @param out receives the configuration; caller frees with `tvpass_client_config_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_new_with_app_tokens(
    base: *const tvpass_base,
    device: *const tvpass_device,
    out: *mut *mut tvpass_client_config,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let (base, device) = (borrowed(base)?, borrowed(device)?);
            let site = Site::new(base.base.clone(), device.device.clone());
            let config = ClientConfig::new(site, TokenSource::App);
            Ok(tvpass_client_config::new(config))
        })
    }
}

/// Frees a configuration. Clients that were made with it are not affected.
///
/// @param config consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_free(config: *mut tvpass_client_config) {
    // SAFETY: the caller's promise.
    unsafe { free(config) };
}

/// Changes one setting.
///
/// # Safety
/// The caller's promise.
unsafe fn set(
    config: *mut tvpass_client_config,
    error: *mut *mut tvpass_error,
    mut with: impl FnMut(ClientConfig) -> Result<ClientConfig, Failure>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(config, error, |this| {
            this.config = with(this.config.clone())?;
            Ok(())
        })
    }
}

/// Optional headers of every request: `User-Agent` and `X-Forwarded-For`. An operation's own are preferred.
///
/// @param config changed.
/// @param extras borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (another header: set it at the operation), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_set_extras(
    config: *mut tvpass_client_config,
    extras: *const tvpass_extras,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(config, error, |config| {
            Ok(config.extras(borrowed(extras)?.extras.clone())?)
        })
    }
}

/// Whether requests are paced: 10 at once, then 1 a second. Default: yes. Silence after a 429 is kept in any case.
///
/// @param config changed.
/// @param yes whether to.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_set_pacing(
    config: *mut tvpass_client_config,
    yes: bool,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { set(config, error, |config| Ok(config.pacing(yes))) }
}

/// Whether calls ask for the state to be stored. Default: yes. Without it each start of the app registers again, and the user's profiles
/// are gone: for tests only.
///
/// @param config changed.
/// @param yes whether to.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_set_persistence(
    config: *mut tvpass_client_config,
    yes: bool,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { set(config, error, |config| Ok(config.persistence(yes))) }
}

/// Whether a call may register again by itself when the registration is lost. Default: no; then `TVPASS_STATUS_REGISTRATION_LOST` is
/// reported until `tvpass_client_forget_registration` is called. Either way the user's profiles are gone;
/// `tvpass_call_registration_was_lost` tells.
///
/// @param config changed.
/// @param yes whether to.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_set_register_again(
    config: *mut tvpass_client_config,
    yes: bool,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { set(config, error, |config| Ok(config.register_again(yes))) }
}

/// How many events wait for `tvpass_client_next_event` before the oldest is dropped. Default: 0, no queue. The support report has the last
/// events in any case.
///
/// @param config changed.
/// @param events at most `TVPASS_MAX_EVENT_QUEUE`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_config_set_event_queue(
    config: *mut tvpass_client_config,
    events: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(config, error, |config| {
            if events > TVPASS_MAX_EVENT_QUEUE {
                return Err(Failure::OutOfRange("events"));
            }
            config.event_queue = events;
            Ok(())
        })
    }
}
