//! Input of the logout of REST API V2.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::InitiateLogout;
use crate::uri::RedirectUrl;

/// Initiate logout for a specific MVPD (REST API V2).
#[derive(Clone, uniffi::Record)]
pub struct LogoutInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// Where the user agent lands when the provider's logout is done.
    pub redirect_url: String,
    /// Optional headers: single sign-on tokens (the same as at login), visitor identifier,
    /// `User-Agent`.
    pub extras: Extras,
}

impl LogoutInput {
    pub(super) fn read(&self) -> Result<InitiateLogout, InvalidInput> {
        let redirect_url = RedirectUrl::new(&self.redirect_url)?;
        InitiateLogout::new(&self.service_provider, &self.mvpd, &redirect_url)?
            .with_extras(self.extras.read()?)
    }
}
