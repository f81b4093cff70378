//! `tvpass_base`: where requests go.

use std::ffi::c_char;

use super::boundary::{Failure, Poison, free, get, handle, make};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::{Span, Texts, text, tvpass_str};
use crate::input::InvalidInput;
use crate::uri::{Base, Environment};

/// One of Adobe's environments.
pub type tvpass_environment = i32;

/// None.
pub const TVPASS_ENVIRONMENT_UNKNOWN: tvpass_environment = 0;
/// `https://sp.auth.adobe.com`
pub const TVPASS_ENVIRONMENT_PRODUCTION: tvpass_environment = 1;
/// `https://sp-prequal.auth.adobe.com`
pub const TVPASS_ENVIRONMENT_PREQUAL: tvpass_environment = 2;
/// `https://sp.auth-staging.adobe.com`
pub const TVPASS_ENVIRONMENT_STAGING: tvpass_environment = 3;
/// `https://sp-prequal.auth-staging.adobe.com`
pub const TVPASS_ENVIRONMENT_PREQUAL_STAGING: tvpass_environment = 4;

/// Where requests go: `https://host[:port]`, or `http://` for this machine.
pub struct tvpass_base {
    poison: Poison,
    pub(super) base: Base,
    texts: Texts,
    url: Span,
}

handle!(tvpass_base, "base");

impl tvpass_base {
    fn new(base: Base) -> Self {
        let mut texts = Texts::with_capacity(base.as_str().len() + 1);
        Self {
            poison: Poison::default(),
            url: texts.push(base.as_str()),
            base,
            texts,
        }
    }
}

fn environment(number: tvpass_environment) -> Result<Environment, Failure> {
    match number {
        TVPASS_ENVIRONMENT_PRODUCTION => Ok(Environment::Production),
        TVPASS_ENVIRONMENT_PREQUAL => Ok(Environment::Prequal),
        TVPASS_ENVIRONMENT_STAGING => Ok(Environment::Staging),
        TVPASS_ENVIRONMENT_PREQUAL_STAGING => Ok(Environment::PrequalStaging),
        _ => Err(Failure::OutOfRange("environment")),
    }
}

/// The base of one of Adobe's environments, for REST API V2 and registration.
///
/// @param environment a `TVPASS_ENVIRONMENT_…`.
/// @param out receives the base; caller frees with `tvpass_base_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_base_new_from_environment(
    environment: tvpass_environment,
    out: *mut *mut tvpass_base,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || Ok(tvpass_base::new(self::environment(environment)?.into()));
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// The base of one of Adobe's environments, for the legacy V1 logout.
///
/// @param environment `TVPASS_ENVIRONMENT_PRODUCTION` or `TVPASS_ENVIRONMENT_STAGING`; Adobe documents no other for V1.
/// @param out receives the base; caller frees with `tvpass_base_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_base_new_v1_from_environment(
    environment: tvpass_environment,
    out: *mut *mut tvpass_base,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        let url = self::environment(environment)?.v1_url().ok_or_else(|| {
            InvalidInput::new(
                "environment",
                "has no documented base for V1; production and staging have",
            )
        })?;
        Ok(tvpass_base::new(Base::new(url)?))
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// A base with another host, such as a test server's.
///
/// @param url scheme and host, such as `https://sp.auth.adobe.com`; `http` is accepted for `localhost`, 127.0.0.0/8 and `[::1]`. No path.
///   It is copied.
/// @param url_len its length in bytes.
/// @param out receives the base; caller frees with `tvpass_base_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_base_new(
    url: *const c_char,
    url_len: usize,
    out: *mut *mut tvpass_base,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        // SAFETY: the caller's promise.
        let url = unsafe { text("url", url, url_len) }?;
        Ok(tvpass_base::new(Base::new(url)?))
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees a base. What was made with it is not affected.
///
/// @param base consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_base_free(base: *mut tvpass_base) {
    // SAFETY: the caller's promise.
    unsafe { free(base) };
}

/// The URL in its one spelling: lower case, without the default port, a final dot of the host and a trailing slash.
///
/// @param base borrowed.
/// @return Borrowed from `base`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_base_url(base: *const tvpass_base) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get(base, tvpass_str::EMPTY, |base| base.texts.get(base.url)) }
}
