//! `tvpass_logout_input`: initiate logout for a specific MVPD.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::InitiateLogout;
use crate::uri::RedirectUrl;

/// Whom to sign out of what. Input; `TVPASS_LOGOUT_INPUT_INIT`. The ids are opaque: they are sent
/// percent-encoded, exactly as given.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_logout_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    pub mvpd: Text<'a>,
    /// Where the user agent lands when the provider's logout is done: an absolute URL in ASCII, at
    /// most 2048 bytes, such as `https://example.com/signed-out` or `myapp://signed-out`. Required.
    pub redirect_url: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_logout_input, extras: *const tvpass_extras<'static>);

/// Initiate logout for a specific MVPD (REST API V2):
/// `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}`. Its outcome:
/// `tvpass_outcome_logout`.
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass
/// needs no logout.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_logout_new(
    input: *const tvpass_logout_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let operation = InitiateLogout::new(
            input.service_provider.str("service_provider")?,
            input.mvpd.str("mvpd")?,
            &RedirectUrl::new(input.redirect_url.str("redirect_url")?)?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
