//! `tvpass_tell_input`: what the user, or the platform, did.

use std::mem::MaybeUninit;

use super::face::Told;
use crate::call::Driven as _;
use crate::ffi::capi::boundary::change;
use crate::ffi::capi::call::tvpass_call;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::partner_framework_status::tvpass_partner_framework_status;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::input::InvalidInput;
use crate::operation::{PartnerFrameworkStatus, SamlResponse};

/// What the user, or the platform, did.
pub type tvpass_tell_kind = i32;

/// Nothing; it is refused.
pub const TVPASS_TELL_UNKNOWN: tvpass_tell_kind = 0;
/// The user chose an MVPD: `text` is its id.
pub const TVPASS_TELL_PROVIDER_CHOSEN: tvpass_tell_kind = 1;
/// The user typed `text` while choosing an MVPD: those whose name fits are presented, without
/// regard to letter case, accents, spaces and punctuation. Empty: all.
pub const TVPASS_TELL_SEARCH: tvpass_tell_kind = 2;
/// The user wants another code.
pub const TVPASS_TELL_NEW_CODE: tvpass_tell_kind = 3;
/// The user agent has reached the redirect URL, and was closed.
pub const TVPASS_TELL_REDIRECT_REACHED: tvpass_tell_kind = 4;
/// The user closed the user agent.
pub const TVPASS_TELL_BROWSER_CLOSED: tvpass_tell_kind = 5;
/// Of a sign-out: the user has seen it, or there is no user agent.
pub const TVPASS_TELL_CONTINUE: tvpass_tell_kind = 6;
/// What Apple's framework says now: `partner_framework_status`.
pub const TVPASS_TELL_PARTNER_STATUS: tvpass_tell_kind = 7;
/// The user chose a provider in Apple's picker that cannot sign in there (an error of
/// `VSErrorDomain` with code 1): `text` is its `VSErrorInfoKeyUnsupportedProviderIdentifier`.
pub const TVPASS_TELL_PARTNER_UNSUPPORTED: tvpass_tell_kind = 8;
/// Apple's response, as `saml_response` or `saml_response_base64`, with a fresh
/// `partner_framework_status`.
pub const TVPASS_TELL_PARTNER_RESPONSE: tvpass_tell_kind = 9;
/// The framework gave nothing, for whatever reason.
pub const TVPASS_TELL_PARTNER_FAILED: tvpass_tell_kind = 10;

/// What the user, or the platform, did. Input; `TVPASS_TELL_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_tell_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// A `TVPASS_TELL_…`, which says which of the others are needed.
    pub kind: tvpass_tell_kind,
    /// The id of an MVPD, or what was typed.
    pub text: Text<'a>,
    /// What Apple's framework says now. NULL: it was not asked.
    pub partner_framework_status: *const tvpass_partner_framework_status<'a>,
    /// Apple's response in XML, unchanged (`VSAccountMetadata.samlAttributeQueryResponse`), at most
    /// 1 MiB.
    pub saml_response: Text<'a>,
    /// Instead: the response in base64 already, sent as it is; at most 1 MiB.
    pub saml_response_base64: Text<'a>,
}

input!(tvpass_tell_input, saml_response_base64: Text<'static>);

/// What a caller tells.
///
/// # Safety
/// As for [`input::read`].
pub(in crate::ffi::capi) unsafe fn told(
    input: *const tvpass_tell_input<'_>,
) -> Result<Told, Failure> {
    // SAFETY: the caller's promise.
    let (input, status) = unsafe {
        let input = input::read("input", input)?;
        let status = input.partner_framework_status;
        (input, input::optional("partner_framework_status", status)?)
    };
    let status = status.map(|status| status.status()).transpose()?;
    let text = input.text.str("text")?.to_owned();
    let (xml, base64) = (
        input.saml_response.optional("saml_response")?,
        input
            .saml_response_base64
            .optional("saml_response_base64")?,
    );
    Ok(match input.kind {
        TVPASS_TELL_PROVIDER_CHOSEN => Told::ProviderChosen(text),
        TVPASS_TELL_SEARCH => Told::Search(text),
        TVPASS_TELL_NEW_CODE => Told::NewCode,
        TVPASS_TELL_REDIRECT_REACHED => Told::RedirectReached,
        TVPASS_TELL_BROWSER_CLOSED => Told::BrowserClosed,
        TVPASS_TELL_CONTINUE => Told::Continue,
        TVPASS_TELL_PARTNER_STATUS => Told::PartnerStatus(needed(status)?),
        TVPASS_TELL_PARTNER_UNSUPPORTED => Told::PartnerUnsupported(text),
        TVPASS_TELL_PARTNER_RESPONSE => {
            let status = needed(status)?;
            Told::PartnerResponse(response(xml, base64)?, status)
        }
        TVPASS_TELL_PARTNER_FAILED => Told::PartnerFailed,
        _ => return Err(Failure::out_of_range("kind")),
    })
}

fn needed(status: Option<PartnerFrameworkStatus>) -> Result<PartnerFrameworkStatus, Failure> {
    status.ok_or_else(|| Failure::null("partner_framework_status"))
}

fn response(xml: Option<&str>, base64: Option<&str>) -> Result<SamlResponse, Failure> {
    match (xml, base64) {
        (xml, None) => Ok(SamlResponse::from_xml(xml.unwrap_or_default())?),
        (None, Some(base64)) => Ok(SamlResponse::from_base64(base64)?),
        (Some(_), Some(_)) => {
            let reason = "is given together with saml_response; give one of them";
            Err(InvalidInput::new("saml_response_base64", reason).into())
        }
    }
}

/// What the user, or the platform, did about what was presented; then poll again. It may be told
/// while a request is out.
///
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param input borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing that was presented asks for
///   this now, the flow has ended, or the call is no flow's; nothing has changed),
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_call_tell(
    call: Option<&mut tvpass_call>,
    now_ms: u64,
    input: *const tvpass_tell_input<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    change(call, error, |call| {
        // SAFETY: the caller's promise.
        let told = unsafe { told(input) }?;
        Ok(call.run()?.tell(now_ms, told)?)
    })
}
