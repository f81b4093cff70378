//! What an app tells about itself once, for all of its flows.

use super::extras::Extras;
use crate::flow::{AccountSettings, ActivationPage};
use crate::input::InvalidInput;
use crate::uri::RedirectUrl;

/// The service provider, and what its sessions need.
#[derive(Clone, uniffi::Record)]
pub struct AccountInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The app's domain, as it is registered with Adobe.
    pub domain_name: Option<String>,
    /// Where user agents end up.
    pub redirect_url: Option<String>,
    /// The programmer's page for codes.
    pub activation_page: Option<ActivationPageInput>,
    /// Headers about the user.
    pub extras: Extras,
    /// The ids of MVPDs that pickers leave out.
    pub hidden_mvpds: Vec<String>,
}

/// The page on which a user types the code that a TV shows.
#[derive(Clone, uniffi::Record)]
pub struct ActivationPageInput {
    /// Its absolute https URL, without a fragment.
    pub url: String,
    /// The name of the parameter that has the code, if it is not `code`.
    pub parameter: Option<String>,
    /// The address to show, if it is not the URL without `https://`.
    pub shown_as: Option<String>,
}

impl AccountInput {
    pub(super) fn read(&self) -> Result<AccountSettings, InvalidInput> {
        let mut settings = AccountSettings::new(&self.service_provider)?
            .extras(self.extras.read()?)
            .hidden_mvpds(self.hidden_mvpds.iter().cloned());
        if let Some(domain_name) = &self.domain_name {
            settings = settings.domain_name(domain_name)?;
        }
        if let Some(redirect_url) = &self.redirect_url {
            settings = settings.redirect_url(&RedirectUrl::new(redirect_url)?);
        }
        if let Some(page) = &self.activation_page {
            settings = settings.activation_page(page.read()?);
        }
        Ok(settings)
    }
}

impl ActivationPageInput {
    fn read(&self) -> Result<ActivationPage, InvalidInput> {
        let mut page = ActivationPage::new(&self.url)?;
        if let Some(name) = &self.parameter {
            page = page.parameter(name)?;
        }
        if let Some(address) = &self.shown_as {
            page = page.shown_as(address)?;
        }
        Ok(page)
    }
}
