//! Inputs of the operations that ask for decisions.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::{Authorize, Preauthorize};

/// The question for decisions: of a preauthorization, or of an authorization.
#[derive(Clone, uniffi::Record)]
pub struct DecisionsInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// The resources.
    pub resources: Vec<String>,
    /// Optional headers: single sign-on tokens, the framework's status, the TempPass identity,
    /// visitor identifier.
    pub extras: Extras,
}

impl DecisionsInput {
    pub(super) fn preauthorize(&self) -> Result<Preauthorize, InvalidInput> {
        Preauthorize::new(&self.service_provider, &self.mvpd, &self.resources)?
            .with_extras(self.extras.read()?)
    }

    pub(super) fn authorize(&self) -> Result<Authorize, InvalidInput> {
        Authorize::new(&self.service_provider, &self.mvpd, &self.resources)?
            .with_extras(self.extras.read()?)
    }
}
