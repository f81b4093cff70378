//! `tvpass_partner_authentication_request`: what a partner's framework is to be given.

use crate::ffi::capi::arena::Arena;
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{PartnerAuthenticationRequest, PartnerProtocol};

/// The language of a partner's request.
pub type tvpass_partner_protocol = i32;

/// The answer does not say, or something that this version does not know: see `protocol_text`.
pub const TVPASS_PARTNER_PROTOCOL_UNKNOWN: tvpass_partner_protocol = 0;
/// `saml`: SAML 2.0.
pub const TVPASS_PARTNER_PROTOCOL_SAML: tvpass_partner_protocol = 1;

/// What the partner's framework is to be given; for Apple, members of `VSAccountMetadataRequest`.
/// It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_authentication_request {
    /// The language of `request`: a `TVPASS_PARTNER_PROTOCOL_…`.
    pub protocol: tvpass_partner_protocol,
    /// `type` as received. Empty if the answer has none.
    pub protocol_text: tvpass_str,
    /// The request, in base64 as received: `verificationToken`.
    pub request: tvpass_str,
    /// `attributeNames`, in the answer's order.
    pub attribute_names: *const tvpass_str,
    /// How many there are.
    pub attribute_name_count: usize,
}

pub(in crate::ffi::capi) fn partner_request<'a>(
    arena: &'a Arena,
    request: &PartnerAuthenticationRequest,
) -> &'a tvpass_partner_authentication_request {
    let protocol = request.protocol.as_ref();
    let names = &request.attribute_names;
    let names = arena.list(names.len(), names.iter().map(|name| arena.text(name)));
    arena.put(tvpass_partner_authentication_request {
        protocol: match protocol {
            Some(PartnerProtocol::Saml) => TVPASS_PARTNER_PROTOCOL_SAML,
            Some(PartnerProtocol::Unknown(_)) | None => TVPASS_PARTNER_PROTOCOL_UNKNOWN,
        },
        protocol_text: arena.optional(protocol.map(PartnerProtocol::as_str)),
        request: arena.text(request.request.expose()),
        attribute_names: names.as_ptr(),
        attribute_name_count: names.len(),
    })
}
