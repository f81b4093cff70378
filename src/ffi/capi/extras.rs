//! `tvpass_extras`: the optional request headers.

use std::ffi::c_char;
use std::net::IpAddr;

use super::boundary::{Failure, Poison, change, free, handle, make};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::text;
use crate::input::InvalidInput;
use crate::operation::RequestExtras;

/// Optional headers of requests. Setting one again replaces it.
///
/// For single logout, pass the same single sign-on token as at login: without it the profiles that were obtained through it stay.
pub struct tvpass_extras {
    poison: Poison,
    pub(super) extras: RequestExtras,
}

handle!(tvpass_extras, "extras");

/// No optional headers yet.
///
/// @param out receives the extras; caller frees with `tvpass_extras_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_new(
    out: *mut *mut tvpass_extras,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        Ok(tvpass_extras {
            poison: Poison::default(),
            extras: RequestExtras::new(),
        })
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees extras and overwrites the tokens in it with zeros, unless something that was made with it still has them.
///
/// @param extras consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_free(extras: *mut tvpass_extras) {
    // SAFETY: the caller's promise.
    unsafe { free(extras) };
}

/// Sets one of the headers.
///
/// # Safety
/// The caller's promise.
unsafe fn set(
    extras: *mut tvpass_extras,
    (name, data, len): (&'static str, *const c_char, usize),
    error: *mut *mut tvpass_error,
    with: fn(RequestExtras, &str) -> Result<RequestExtras, InvalidInput>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(extras, error, |extras| {
            let text = text(name, data, len)?;
            // On a copy, so that a refusal leaves what was set before.
            extras.extras = with(extras.extras.clone(), text).map_err(Failure::from)?;
            Ok(())
        })
    }
}

/// `Adobe-Subject-Token`: the platform's token (Amazon), for single sign-on by platform identity.
///
/// @param extras changed.
/// @param token the JWS or JWE alone; copied.
/// @param token_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_subject_token(
    extras: *mut tvpass_extras,
    token: *const c_char,
    token_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("token", token, token_len),
            error,
            RequestExtras::subject_token,
        )
    }
}

/// `X-Roku-Reserved-Roku-Connect-Token`: the same for Roku, whose devices add it by themselves, over HTTPS only.
///
/// @param extras changed.
/// @param token the token alone; copied.
/// @param token_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_roku_connect_token(
    extras: *mut tvpass_extras,
    token: *const c_char,
    token_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("token", token, token_len),
            error,
            RequestExtras::roku_connect_token,
        )
    }
}

/// `AD-Service-Token`: the token of an external identity service, for single sign-on by service token.
///
/// @param extras changed.
/// @param token the JWS alone; copied.
/// @param token_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_service_token(
    extras: *mut tvpass_extras,
    token: *const c_char,
    token_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("token", token, token_len),
            error,
            RequestExtras::service_token,
        )
    }
}

/// `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), without quotation marks.
///
/// @param extras changed.
/// @param ecid the ECID; copied.
/// @param ecid_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_visitor_identifier(
    extras: *mut tvpass_extras,
    ecid: *const c_char,
    ecid_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("ecid", ecid, ecid_len),
            error,
            RequestExtras::visitor_identifier,
        )
    }
}

/// `X-Forwarded-For`: the device's address, for server-to-server callers, who should always send it. A device leaves it out.
///
/// @param extras changed.
/// @param address an IPv4 or IPv6 address as text; copied.
/// @param address_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_forwarded_for(
    extras: *mut tvpass_extras,
    address: *const c_char,
    address_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("address", address, address_len),
            error,
            |extras, address| Ok(extras.forwarded_for(ip_address("address", address)?)),
        )
    }
}

/// `User-Agent`: the application's.
///
/// @param extras changed.
/// @param user_agent printable ASCII; copied.
/// @param user_agent_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_extras_set_user_agent(
    extras: *mut tvpass_extras,
    user_agent: *const c_char,
    user_agent_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        set(
            extras,
            ("user_agent", user_agent, user_agent_len),
            error,
            RequestExtras::user_agent,
        )
    }
}

pub(super) fn ip_address(name: &'static str, text: &str) -> Result<IpAddr, InvalidInput> {
    text.parse()
        .map_err(|_| InvalidInput::new(name, "is not an IPv4 or IPv6 address"))
}
