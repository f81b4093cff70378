//! `tvpass_redirect_url`: where the user agent lands when the provider's logout is done.

use std::ffi::c_char;

use super::boundary::{Poison, free, get, get_with, handle, make};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::{Span, Texts, text, tvpass_str};
use crate::uri::RedirectUrl;

/// The URL that the user agent is sent to when the MVPD's logout is done: a web page, or an app's own scheme.
pub struct tvpass_redirect_url {
    poison: Poison,
    pub(super) url: RedirectUrl,
    texts: Texts,
    whole: Span,
}

handle!(tvpass_redirect_url, "redirect_url");

/// Checks and keeps a redirect URL, byte for byte.
///
/// @param url an absolute URL in ASCII, at most 2048 bytes, such as `https://example.com/signed-out` or `myapp://signed-out`;
///   copied.
/// @param url_len its length in bytes.
/// @param out receives the redirect URL; caller frees with `tvpass_redirect_url_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_redirect_url_new(
    url: *const c_char,
    url_len: usize,
    out: *mut *mut tvpass_redirect_url,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        // SAFETY: the caller's promise.
        let url = RedirectUrl::new(unsafe { text("url", url, url_len) }?)?;
        let mut texts = Texts::with_capacity(url.as_str().len() + 1);
        Ok(tvpass_redirect_url {
            poison: Poison::default(),
            whole: texts.push(url.as_str()),
            url,
            texts,
        })
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees a redirect URL. What was made with it is not affected.
///
/// @param redirect_url consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_redirect_url_free(redirect_url: *mut tvpass_redirect_url) {
    // SAFETY: the caller's promise.
    unsafe { free(redirect_url) };
}

/// The URL as it was given.
///
/// @param redirect_url borrowed.
/// @return Borrowed from `redirect_url`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_redirect_url_text(
    redirect_url: *const tvpass_redirect_url,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get(redirect_url, tvpass_str::EMPTY, |redirect_url| {
            redirect_url.texts.get(redirect_url.whole)
        })
    }
}

/// Whether a user agent that navigates to `navigation` has reached the redirect URL, so that the provider's logout is complete. Ask for
/// every navigation, before the page loads.
///
/// http and https, letter case of scheme and host, default ports, one trailing slash, the notation of an IPv6 address and further query
/// parameters do not matter; host, port, path and the query parameters of the redirect URL do. If the redirect URL has a fragment, only the
/// same one reaches it; if it has none, any does.
///
/// @param redirect_url borrowed.
/// @param navigation where the user agent is going; borrowed for the call.
/// @param navigation_len its length in bytes.
/// @return `false` also for NULL and for what is not an absolute URL in UTF-8.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_redirect_url_is_reached_by(
    redirect_url: *const tvpass_redirect_url,
    navigation: *const c_char,
    navigation_len: usize,
) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(redirect_url, false, |redirect_url| {
            text("navigation", navigation, navigation_len)
                .is_ok_and(|navigation| redirect_url.url.is_reached_by(navigation))
        })
    }
}
