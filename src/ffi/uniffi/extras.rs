//! The optional headers.

use super::partner_status::PartnerFrameworkStatus;
use crate::input::InvalidInput;
use crate::operation::{self, RequestExtras};

/// Whose promotional TempPass it is.
#[derive(Clone, uniffi::Enum)]
pub enum TempPassIdentity {
    /// The SHA-256 of the value is sent, under the key.
    Hashed {
        /// Such as `email`.
        key: String,
        /// What is hashed.
        value: String,
    },
    /// Sent as it is.
    RawJson {
        /// A JSON object.
        json: String,
    },
}

impl TempPassIdentity {
    pub(super) fn read(&self) -> Result<operation::TempPassIdentity, InvalidInput> {
        match self {
            Self::Hashed { key, value } => operation::TempPassIdentity::hashed(key, value),
            Self::RawJson { json } => operation::TempPassIdentity::raw_json(json),
        }
    }
}

/// Optional headers of a request. The tokens are secrets, and so is what is about the user.
#[derive(Clone, Default, uniffi::Record)]
pub struct Extras {
    /// `Adobe-Subject-Token`.
    pub subject_token: Option<String>,
    /// `X-Roku-Reserved-Roku-Connect-Token`.
    pub roku_connect_token: Option<String>,
    /// `AD-Service-Token`.
    pub service_token: Option<String>,
    /// `AP-Partner-Framework-Status`.
    pub partner_framework_status: Option<PartnerFrameworkStatus>,
    /// `AP-TempPass-Identity`.
    pub temp_pass_identity: Option<TempPassIdentity>,
    /// `AP-Visitor-Identifier`.
    pub visitor_identifier: Option<String>,
    /// `X-Forwarded-For`, an IP address.
    pub forwarded_for: Option<String>,
    /// `User-Agent`.
    pub user_agent: Option<String>,
}

impl Extras {
    pub(super) fn read(&self) -> Result<RequestExtras, InvalidInput> {
        let mut extras = RequestExtras::new();
        if let Some(token) = &self.subject_token {
            extras = extras.subject_token(token)?;
        }
        if let Some(token) = &self.roku_connect_token {
            extras = extras.roku_connect_token(token)?;
        }
        if let Some(token) = &self.service_token {
            extras = extras.service_token(token)?;
        }
        if let Some(status) = &self.partner_framework_status {
            extras = extras.partner_framework_status(&status.read()?);
        }
        if let Some(identity) = &self.temp_pass_identity {
            extras = extras.temp_pass_identity(&identity.read()?);
        }
        if let Some(ecid) = &self.visitor_identifier {
            extras = extras.visitor_identifier(ecid)?;
        }
        if let Some(address) = &self.forwarded_for {
            let address = address.parse().map_err(|_| {
                InvalidInput::new(
                    crate::header::X_FORWARDED_FOR.as_str(),
                    "is not an IP address; pass the device's, e.g. 192.0.2.7",
                )
            })?;
            extras = extras.forwarded_for(address);
        }
        if let Some(user_agent) = &self.user_agent {
            extras = extras.user_agent(user_agent)?;
        }
        Ok(extras)
    }
}
