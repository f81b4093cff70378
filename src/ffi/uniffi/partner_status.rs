//! What a partner's framework said about the user.

use crate::input::InvalidInput;
use crate::operation::{self, AccessStatus};

/// What Apple's framework said about the user.
#[derive(Clone, uniffi::Record)]
pub struct PartnerFrameworkStatus {
    /// Whether the user lets the app see the subscription, as Adobe writes it.
    pub access_status: String,
    /// The error with which the framework answered that question.
    pub permission_error: Option<FrameworkError>,
    /// The provider that the user is signed in with.
    pub provider: Option<FrameworkProvider>,
    /// The error with which the framework answered the question for the provider.
    pub provider_error: Option<FrameworkError>,
}

/// A provider, as Apple's framework knows it.
#[derive(Clone, uniffi::Record)]
pub struct FrameworkProvider {
    /// Apple's id of it.
    pub id: String,
    /// When its sign-in expires, in milliseconds since 1970.
    pub expiration_date_ms: Option<u64>,
}

/// An error of Apple's framework.
#[derive(Clone, uniffi::Record)]
pub struct FrameworkError {
    /// Its code.
    pub code: String,
    /// Its message.
    pub message: String,
}

impl PartnerFrameworkStatus {
    pub(super) fn read(&self) -> Result<operation::PartnerFrameworkStatus, InvalidInput> {
        let documented = [
            AccessStatus::Granted,
            AccessStatus::Denied,
            AccessStatus::Restricted,
            AccessStatus::NotDetermined,
        ];
        let access = documented
            .into_iter()
            .find(|status| status.as_str() == self.access_status)
            .unwrap_or_else(|| AccessStatus::Undocumented(self.access_status.clone().into()));
        let mut status = operation::PartnerFrameworkStatus::new(access)?;
        if let Some(error) = &self.permission_error {
            status = status.permission_error(&error.code, &error.message)?;
        }
        if let Some(provider) = &self.provider {
            status = status.provider(&provider.id, provider.expiration_date_ms)?;
        }
        if let Some(error) = &self.provider_error {
            status = status.provider_error(&error.code, &error.message)?;
        }
        Ok(status)
    }
}
