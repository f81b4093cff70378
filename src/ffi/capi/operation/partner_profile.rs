//! `tvpass_partner_profile_input`: the profile of a partner's response.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::partner_framework_status::tvpass_partner_framework_status;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::input::InvalidInput;
use crate::operation::{APPLE, CreatePartnerProfile, SamlResponse};

/// What a partner's framework answered. One of the two forms of the response is required. Input;
/// `TVPASS_PARTNER_PROFILE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_profile_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The partner, at most 256 bytes. Empty: `Apple`, the only one so far.
    pub partner: Text<'a>,
    /// What the partner's framework said. Required.
    pub framework_status: *const tvpass_partner_framework_status<'a>,
    /// The response in XML, unchanged (`VSAccountMetadata.samlAttributeQueryResponse`), at most 1
    /// MiB. Prepared as Adobe's cookbook does it: white space is shortened, line breaks go, and the
    /// rest is put into base64.
    pub saml_response: Text<'a>,
    /// Instead: the response in base64 already, sent as it is; at most 1 MiB.
    pub saml_response_base64: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_partner_profile_input, extras: *const tvpass_extras<'static>);

impl tvpass_partner_profile_input<'_> {
    fn response(&self) -> Result<SamlResponse, Failure> {
        let xml = self.saml_response.str("saml_response")?;
        match self.saml_response_base64.optional("saml_response_base64")? {
            None => Ok(SamlResponse::from_xml(xml)?),
            Some(base64) if xml.is_empty() => Ok(SamlResponse::from_base64(base64)?),
            Some(_) => {
                let reason = "is given together with saml_response; give one of them";
                Err(InvalidInput::new("saml_response_base64", reason).into())
            }
        }
    }
}

/// Create and retrieve profile using partner authentication response: the last step of single
/// sign-on with Apple. `POST {base}/api/v2/{serviceProvider}/profiles/sso/{partner}`. Its outcome:
/// `tvpass_outcome_profiles`, of any type, and maybe empty: then the user signs in as everywhere.
///
/// It is sent once, since a response is usually good for one use. If the answer is lost, ask by
/// `tvpass_profile_for_mvpd_new`.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_partner_profile_new(
    input: *const tvpass_partner_profile_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, status, extras) = unsafe {
            let input = input::read("input", input)?;
            let status = input::read("framework_status", input.framework_status)?;
            (input, status, extras(input.extras)?)
        };
        let partner = input.partner.optional("partner")?.unwrap_or(APPLE);
        let operation = CreatePartnerProfile::new(
            input.service_provider.str("service_provider")?,
            partner,
            &status.status()?,
            &input.response()?,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
