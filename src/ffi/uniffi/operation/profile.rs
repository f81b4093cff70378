//! Inputs of the operations that retrieve profiles.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::{RetrieveProfileForCode, RetrieveProfileForMvpd, RetrieveProfiles};
use crate::outcome::AuthenticationCode;

/// Retrieve all profiles.
#[derive(Clone, uniffi::Record)]
pub struct ProfilesInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// Optional headers: single sign-on tokens, the framework's status, visitor identifier.
    pub extras: Extras,
}

impl ProfilesInput {
    pub(super) fn read(&self) -> Result<RetrieveProfiles, InvalidInput> {
        RetrieveProfiles::new(&self.service_provider)?.with_extras(self.extras.read()?)
    }
}

/// Retrieve the profile for an MVPD.
#[derive(Clone, uniffi::Record)]
pub struct ProfileForMvpdInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// Optional headers: as of all profiles, and the TempPass identity.
    pub extras: Extras,
}

impl ProfileForMvpdInput {
    pub(super) fn read(&self) -> Result<RetrieveProfileForMvpd, InvalidInput> {
        RetrieveProfileForMvpd::new(&self.service_provider, &self.mvpd)?
            .with_extras(self.extras.read()?)
    }
}

/// Retrieve the profile that a session has made.
#[derive(Clone, uniffi::Record)]
pub struct ProfileForCodeInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The code of the session, a secret.
    pub code: String,
    /// Optional headers: the TempPass identity, visitor identifier.
    pub extras: Extras,
}

impl ProfileForCodeInput {
    pub(super) fn read(&self) -> Result<RetrieveProfileForCode, InvalidInput> {
        let code = AuthenticationCode::new(&self.code)?;
        RetrieveProfileForCode::new(&self.service_provider, &code)?.with_extras(self.extras.read()?)
    }
}
