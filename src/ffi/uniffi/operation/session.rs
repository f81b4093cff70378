//! Inputs of the operations on sessions.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::{self, CreateSession, ResumeSession, RetrieveSession};
use crate::outcome::AuthenticationCode;
use crate::uri::RedirectUrl;

/// What an app tells about a session; each may be left out, and supplied later.
#[derive(Clone, uniffi::Record)]
pub struct SessionParameters {
    /// The MVPD that the user has chosen.
    pub mvpd: Option<String>,
    /// The app's domain, as it is registered with Adobe.
    pub domain_name: Option<String>,
    /// Where the user agent ends up when the sign-in is over.
    pub redirect_url: Option<String>,
}

impl SessionParameters {
    pub(super) fn read(&self) -> Result<operation::SessionParameters, InvalidInput> {
        let mut parameters = operation::SessionParameters::new();
        if let Some(mvpd) = &self.mvpd {
            parameters = parameters.mvpd(mvpd)?;
        }
        if let Some(domain_name) = &self.domain_name {
            parameters = parameters.domain_name(domain_name)?;
        }
        if let Some(redirect_url) = &self.redirect_url {
            parameters = parameters.redirect_url(&RedirectUrl::new(redirect_url)?);
        }
        Ok(parameters)
    }
}

/// Create an authentication session.
#[derive(Clone, uniffi::Record)]
pub struct CreateSessionInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// What is known.
    pub parameters: SessionParameters,
    /// Optional headers: single sign-on tokens, visitor identifier.
    pub extras: Extras,
}

impl CreateSessionInput {
    pub(super) fn read(&self) -> Result<CreateSession, InvalidInput> {
        CreateSession::new(&self.service_provider, self.parameters.read()?)?
            .with_extras(self.extras.read()?)
    }
}

/// Resume an authentication session.
#[derive(Clone, uniffi::Record)]
pub struct ResumeSessionInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The code of the session, a secret.
    pub code: String,
    /// What it lacks.
    pub parameters: SessionParameters,
    /// Optional headers: the visitor identifier.
    pub extras: Extras,
}

impl ResumeSessionInput {
    pub(super) fn read(&self) -> Result<ResumeSession, InvalidInput> {
        let code = AuthenticationCode::new(&self.code)?;
        ResumeSession::new(&self.service_provider, &code, self.parameters.read()?)?
            .with_extras(self.extras.read()?)
    }
}

/// Retrieve what a code names.
#[derive(Clone, uniffi::Record)]
pub struct RetrieveSessionInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The code of the session, a secret.
    pub code: String,
    /// Optional headers: the visitor identifier.
    pub extras: Extras,
}

impl RetrieveSessionInput {
    pub(super) fn read(&self) -> Result<RetrieveSession, InvalidInput> {
        let code = AuthenticationCode::new(&self.code)?;
        RetrieveSession::new(&self.service_provider, &code)?.with_extras(self.extras.read()?)
    }
}
