//! `tvpass_authenticate_input`: the page at which a user signs in, which nothing here requests.

use std::mem::MaybeUninit;

use crate::ffi::capi::boundary::{given, make};
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::result::tvpass_text;
use crate::ffi::capi::site::tvpass_site;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::Authenticate;
use crate::outcome::AuthenticationCode;

/// Which session's page. Input; `TVPASS_AUTHENTICATE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_authenticate_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    pub code: Text<'a>,
}

input!(tvpass_authenticate_input, code: Text<'static>);

/// Perform authentication in user agent: the URL at which a user signs in,
/// `{base}/api/v2/authenticate/{serviceProvider}/{code}`. It is no operation, and nothing in this
/// library requests it: open it in a user agent, or show it, as a QR code for example.
///
/// For a second device, once `tvpass_retrieve_session_new` or `tvpass_resume_session_new` has said
/// that nothing is missing. The device that created the session has the URL in the answer. Whoever
/// has it can sign the device in while the code is valid: log it nowhere.
///
/// @param site borrowed.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the URL; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_authenticate_url_new(
    site: Option<&tvpass_site>,
    input: *const tvpass_authenticate_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_text>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let input = unsafe { input::read("input", input) }?;
        let page = Authenticate::new(
            input.service_provider.str("service_provider")?,
            &AuthenticationCode::new(input.code.str("code")?)?,
        )?;
        let url = page.url(given(site)?.site.base());
        Ok(tvpass_text::new(url.expose().as_bytes()))
    })
}
