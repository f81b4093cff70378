//! The redirect URL with its matcher, and Adobe's environments.

use std::sync::Arc;

use super::failure::{CoreError, guarded};
use crate::uri;

/// A checked redirect URL.
#[derive(Debug, uniffi::Object)]
pub struct RedirectMatcher {
    url: uri::RedirectUrl,
}

#[uniffi::export]
impl RedirectMatcher {
    /// Checks `url`; see the core's `RedirectUrl`.
    #[uniffi::constructor]
    pub fn new(url: String) -> Result<Arc<Self>, CoreError> {
        guarded(|| {
            Ok(Arc::new(Self {
                url: uri::RedirectUrl::new(&url)?,
            }))
        })
    }

    /// Whether a user agent that navigates to `navigation` has reached it, so that the provider's
    /// logout is complete.
    pub fn is_reached_by(&self, navigation: String) -> Result<bool, CoreError> {
        guarded(|| Ok(self.url.is_reached_by(&navigation)))
    }
}

/// Adobe's environments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Environment {
    /// Production.
    Production,
    /// Production's pre-qualification.
    Prequal,
    /// Staging.
    Staging,
    /// Staging's pre-qualification.
    PrequalStaging,
}

/// Where an environment is.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EnvironmentUrls {
    /// For REST API V2 and registration.
    pub base: String,
    /// For the legacy V1 logout, where Adobe documents one.
    pub v1: Option<String>,
}

/// Where `environment` is.
#[uniffi::export]
pub fn environment_urls(environment: Environment) -> Result<EnvironmentUrls, CoreError> {
    guarded(|| {
        let environment = match environment {
            Environment::Production => uri::Environment::Production,
            Environment::Prequal => uri::Environment::Prequal,
            Environment::Staging => uri::Environment::Staging,
            Environment::PrequalStaging => uri::Environment::PrequalStaging,
        };
        Ok(EnvironmentUrls {
            base: environment.url().to_owned(),
            v1: environment.v1_url().map(str::to_owned),
        })
    })
}
