//! `tvpass_access_token`: a token that is checked once and kept.

use std::mem::MaybeUninit;

use super::boundary::{Poison, free, handle, make};
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::Text;
use crate::token::AccessToken;

/// An access token, for requests that the app sends with tokens of its own. Overwritten with zeros
/// when it and what was made with it are freed.
pub struct tvpass_access_token {
    poison: Poison,
    pub(super) token: AccessToken,
}

handle!(tvpass_access_token, "access_token");

/// Checks and keeps an access token.
///
/// @param text the token alone, without `Bearer`, at most 16 KiB; copied.
/// @param out receives the token; caller frees with `tvpass_access_token_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_access_token_new(
    text: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_access_token>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        Ok(Box::new(tvpass_access_token {
            poison: Poison::default(),
            token: AccessToken::new(text.str("text")?)?,
        }))
    })
}

/// Frees an access token. What was made with it is not affected.
///
/// @param access_token consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_access_token_free(access_token: Option<Box<tvpass_access_token>>) {
    free(access_token);
}
