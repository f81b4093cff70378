//! Inputs of single sign-on with a partner's framework.

use super::session::SessionParameters;
use crate::ffi::uniffi::extras::Extras;
use crate::ffi::uniffi::partner_status::PartnerFrameworkStatus;
use crate::input::InvalidInput;
use crate::operation::{self, APPLE, CreatePartnerProfile, RetrievePartnerRequest};

/// What Apple's framework answered to a partner request.
#[derive(Clone, uniffi::Enum)]
pub enum SamlResponse {
    /// The XML as the framework gave it.
    Xml {
        /// The document.
        xml: String,
    },
    /// In base64 already; sent as it is.
    Base64 {
        /// On one line.
        base64: String,
    },
}

impl SamlResponse {
    pub(in crate::ffi::uniffi) fn read(&self) -> Result<operation::SamlResponse, InvalidInput> {
        match self {
            Self::Xml { xml } => operation::SamlResponse::from_xml(xml),
            Self::Base64 { base64 } => operation::SamlResponse::from_base64(base64),
        }
    }
}

/// Retrieve what a partner's framework is to be asked.
#[derive(Clone, uniffi::Record)]
pub struct PartnerRequestInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// What the framework said.
    pub status: PartnerFrameworkStatus,
    /// For the sign-in without the partner, if it comes to that; no MVPD.
    pub parameters: SessionParameters,
    /// Optional headers: the visitor identifier.
    pub extras: Extras,
}

impl PartnerRequestInput {
    pub(super) fn read(&self) -> Result<RetrievePartnerRequest, InvalidInput> {
        let (status, parameters) = (self.status.read()?, self.parameters.read()?);
        RetrievePartnerRequest::new(&self.service_provider, APPLE, &status, parameters)?
            .with_extras(self.extras.read()?)
    }
}

/// Create the profile of a partner's response.
#[derive(Clone, uniffi::Record)]
pub struct PartnerProfileInput {
    /// The service provider (requestor).
    pub service_provider: String,
    /// What the framework said.
    pub status: PartnerFrameworkStatus,
    /// The framework's response, a secret.
    pub saml_response: SamlResponse,
    /// Optional headers: the visitor identifier.
    pub extras: Extras,
}

impl PartnerProfileInput {
    pub(super) fn read(&self) -> Result<CreatePartnerProfile, InvalidInput> {
        let response = self.saml_response.read()?;
        let status = self.status.read()?;
        CreatePartnerProfile::new(&self.service_provider, APPLE, &status, &response)?
            .with_extras(self.extras.read()?)
    }
}
