//! `tvpass_partner_framework_status`: what a partner's framework said.

use std::borrow::Cow;

use super::failure::Failure;
use super::input::input;
use super::text::Text;
use crate::input::InvalidInput;
use crate::operation::{AccessStatus, PartnerFrameworkStatus};

/// Whether the user lets the app see the subscription: the numbers of Apple's
/// `VSAccountAccessStatus`.
pub type tvpass_access_status = i32;

/// `notDetermined`: the user has not been asked.
pub const TVPASS_ACCESS_STATUS_NOT_DETERMINED: tvpass_access_status = 0;
/// `restricted`: nobody may allow it on this device.
pub const TVPASS_ACCESS_STATUS_RESTRICTED: tvpass_access_status = 1;
/// `denied`: the user does not allow it.
pub const TVPASS_ACCESS_STATUS_DENIED: tvpass_access_status = 2;
/// `granted`: the user allows it.
pub const TVPASS_ACCESS_STATUS_GRANTED: tvpass_access_status = 3;

/// What Apple's Video Subscriber Account framework said (Adobe: *Header -
/// AP-Partner-Framework-Status*). For Adobe it is valid if access is granted, the provider is
/// known, and its sign-in has not expired. Ask the framework anew when the app comes to the
/// foreground. Input; `TVPASS_PARTNER_FRAMEWORK_STATUS_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_framework_status<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// Instead of `access_status`: a status that Adobe does not list, sent as it is; at most 256
    /// bytes.
    pub other_access_status: Text<'a>,
    /// The provider that the user is signed in with, by Apple's id
    /// (`VSAccountMetadata.accountProviderIdentifier`), not Adobe's; at most 256 bytes. Empty: none
    /// is known.
    pub provider_id: Text<'a>,
    /// The code of the error with which the framework answered the question for permission; at most
    /// 256 bytes. Empty: there was none.
    pub permission_error_code: Text<'a>,
    /// Its message; at most 1 KiB.
    pub permission_error_message: Text<'a>,
    /// The same of the question for the provider.
    pub provider_error_code: Text<'a>,
    /// Its message; at most 1 KiB.
    pub provider_error_message: Text<'a>,
    /// A `TVPASS_ACCESS_STATUS_…`.
    pub access_status: tvpass_access_status,
    /// When the sign-in with the provider expires (`authenticationExpirationDate`), in milliseconds
    /// since 1970. 0: not known.
    pub provider_expiration_unix_ms: u64,
}

input!(tvpass_partner_framework_status, provider_expiration_unix_ms: u64);

impl tvpass_partner_framework_status<'_> {
    pub(super) fn status(&self) -> Result<PartnerFrameworkStatus, Failure> {
        let mut status = PartnerFrameworkStatus::new(self.access()?)?;
        let expiration = self.provider_expiration_unix_ms;
        let expiration = (expiration != 0).then_some(expiration);
        match self.provider_id.optional("provider_id")? {
            Some(id) => status = status.provider(id, expiration)?,
            None if expiration.is_none() => {}
            None => {
                let reason = "is missing, and its expiration is given";
                return Err(InvalidInput::new("provider_id", reason).into());
            }
        }
        let names = ("permission_error_code", "permission_error_message");
        let texts = (self.permission_error_code, self.permission_error_message);
        if let Some((code, message)) = error(names, texts)? {
            status = status.permission_error(code, message)?;
        }
        let names = ("provider_error_code", "provider_error_message");
        let texts = (self.provider_error_code, self.provider_error_message);
        if let Some((code, message)) = error(names, texts)? {
            status = status.provider_error(code, message)?;
        }
        Ok(status)
    }

    fn access(&self) -> Result<AccessStatus, Failure> {
        let other = self.other_access_status.optional("other_access_status")?;
        match (self.access_status, other) {
            (TVPASS_ACCESS_STATUS_NOT_DETERMINED, None) => Ok(AccessStatus::NotDetermined),
            (TVPASS_ACCESS_STATUS_RESTRICTED, None) => Ok(AccessStatus::Restricted),
            (TVPASS_ACCESS_STATUS_DENIED, None) => Ok(AccessStatus::Denied),
            (TVPASS_ACCESS_STATUS_GRANTED, None) => Ok(AccessStatus::Granted),
            (TVPASS_ACCESS_STATUS_NOT_DETERMINED, Some(other)) => {
                Ok(AccessStatus::Undocumented(Cow::Owned(other.to_owned())))
            }
            (_, Some(_)) => {
                let reason = "is given together with access_status; give one of them";
                Err(InvalidInput::new("other_access_status", reason).into())
            }
            (_, None) => Err(Failure::out_of_range("access_status")),
        }
    }
}

/// Code and message of an error, if there is one.
fn error<'a>(
    (code_name, message_name): (&'static str, &'static str),
    (code, message): (Text<'a>, Text<'a>),
) -> Result<Option<(&'a str, &'a str)>, Failure> {
    let code = code.optional(code_name)?;
    let message = message.str(message_name)?;
    match code {
        Some(code) => Ok(Some((code, message))),
        None if message.is_empty() => Ok(None),
        None => {
            let reason = "is missing, and there is a message";
            Err(InvalidInput::new(code_name, reason).into())
        }
    }
}
