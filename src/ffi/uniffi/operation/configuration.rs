//! Input of the configuration of a service provider.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::RetrieveConfiguration;

/// Retrieve the configuration of a service provider.
#[derive(Clone, uniffi::Record)]
pub struct ConfigurationInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// Optional headers: `User-Agent`, `X-Forwarded-For`.
    pub extras: Extras,
}

impl ConfigurationInput {
    pub(super) fn read(&self) -> Result<RetrieveConfiguration, InvalidInput> {
        RetrieveConfiguration::new(&self.service_provider)?.with_extras(self.extras.read()?)
    }
}
