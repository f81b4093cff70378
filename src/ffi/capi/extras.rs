//! `tvpass_extras`: the optional request headers.

use std::net::IpAddr;

use super::failure::Failure;
use super::input::{self, input};
use super::partner_framework_status::tvpass_partner_framework_status;
use super::temp_pass_identity::tvpass_temp_pass_identity;
use super::text::Text;
use crate::input::InvalidInput;
use crate::operation::RequestExtras;

/// Optional headers of requests. Input; `TVPASS_EXTRAS_INIT`. Each says which operations take it,
/// as Adobe's tables have it; the others refuse it, and a site all but `user_agent` and
/// `forwarded_for`.
///
/// Single sign-on tokens go with the operations that find, use or end a profile, too: without its
/// token a profile of single sign-on is not found, and a logout leaves it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_extras<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// `Adobe-Subject-Token`: the platform's token (Amazon), the JWS or JWE alone, for single
    /// sign-on by platform identity; at most 16 KiB. Create session, profiles, profile for MVPD,
    /// decisions, logout.
    pub subject_token: Text<'a>,
    /// `X-Roku-Reserved-Roku-Connect-Token`: the same for Roku, for the same. On Roku devices the
    /// system adds it by itself, over HTTPS only.
    pub roku_connect_token: Text<'a>,
    /// `AD-Service-Token`: the JWS of an external identity service, for single sign-on by service
    /// token; at most 16 KiB. For the same.
    pub service_token: Text<'a>,
    /// `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), without quotation marks.
    /// All but configuration and V1's logout.
    pub visitor_identifier: Text<'a>,
    /// `X-Forwarded-For`: the device's IPv4 or IPv6 address, for servers that speak for devices; a
    /// device leaves it out. All but V1's logout.
    pub forwarded_for: Text<'a>,
    /// `User-Agent`: the application's; printable ASCII, at most 16 KiB. All.
    pub user_agent: Text<'a>,
    /// `AP-TempPass-Identity`: whose promotional TempPass it is. Profile for MVPD, profile for
    /// code, decisions. NULL: none.
    pub temp_pass_identity: *const tvpass_temp_pass_identity<'a>,
    /// `AP-Partner-Framework-Status`: what Apple's framework said, for profiles that were obtained
    /// through it. Profiles, profile for MVPD, decisions; the partner's own operations have it as
    /// an input. NULL: none.
    pub partner_framework_status: *const tvpass_partner_framework_status<'a>,
}

input!(
    tvpass_extras,
    partner_framework_status: *const tvpass_partner_framework_status<'static>
);

/// The extras that the caller passes; none for NULL.
///
/// # Safety
/// As for [`input::read`].
pub(super) unsafe fn extras(from: *const tvpass_extras<'_>) -> Result<RequestExtras, Failure> {
    // SAFETY: the caller's promise.
    let (extras, identity, status) = unsafe {
        let Some(extras) = input::optional("extras", from)? else {
            return Ok(RequestExtras::new());
        };
        let identity = input::optional("temp_pass_identity", extras.temp_pass_identity)?;
        let status = extras.partner_framework_status;
        let status = input::optional("partner_framework_status", status)?;
        (extras, identity, status)
    };
    let mut headers = extras.headers()?;
    if let Some(identity) = identity {
        headers = headers.temp_pass_identity(&identity.identity()?);
    }
    if let Some(status) = status {
        headers = headers.partner_framework_status(&status.status()?);
    }
    Ok(headers)
}

impl tvpass_extras<'_> {
    fn headers(&self) -> Result<RequestExtras, Failure> {
        type Set = fn(RequestExtras, &str) -> Result<RequestExtras, InvalidInput>;
        let members: [(&str, Text<'_>, Set); 6] = [
            (
                "subject_token",
                self.subject_token,
                RequestExtras::subject_token,
            ),
            (
                "roku_connect_token",
                self.roku_connect_token,
                RequestExtras::roku_connect_token,
            ),
            (
                "service_token",
                self.service_token,
                RequestExtras::service_token,
            ),
            (
                "visitor_identifier",
                self.visitor_identifier,
                RequestExtras::visitor_identifier,
            ),
            ("forwarded_for", self.forwarded_for, forwarded_for),
            ("user_agent", self.user_agent, RequestExtras::user_agent),
        ];
        let mut extras = RequestExtras::new();
        for (name, text, set) in members {
            if let Some(text) = text.optional(name)? {
                extras = set(extras, text)?;
            }
        }
        Ok(extras)
    }
}

fn forwarded_for(extras: RequestExtras, address: &str) -> Result<RequestExtras, InvalidInput> {
    match address.parse::<IpAddr>() {
        Ok(address) => Ok(extras.forwarded_for(address)),
        Err(_) => Err(InvalidInput::new(
            "forwarded_for",
            "is not an IPv4 or IPv6 address",
        )),
    }
}
