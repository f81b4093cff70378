//! What may be wished: one line for each operation here, and a file for its input.

mod configuration;
mod decision;
mod logout;
mod logout_v1;
mod partner;
mod profile;
mod session;

pub use configuration::ConfigurationInput;
pub use decision::DecisionsInput;
pub use logout::LogoutInput;
pub use logout_v1::LogoutV1Input;
pub use partner::{PartnerProfileInput, PartnerRequestInput, SamlResponse};
pub use profile::{ProfileForCodeInput, ProfileForMvpdInput, ProfilesInput};
#[cfg(test)]
pub use session::SessionParameters;
pub use session::{CreateSessionInput, ResumeSessionInput, RetrieveSessionInput};

use crate::input::InvalidInput;
use crate::operation::AnyOperation;

/// An operation with its input.
#[derive(Clone, uniffi::Enum)]
pub enum Operation {
    /// Logout (REST API V2).
    Logout {
        /// What to log out of.
        input: LogoutInput,
    },
    /// The legacy V1 logout.
    LogoutV1 {
        /// What to log out of.
        input: LogoutV1Input,
    },
    /// The MVPDs to choose from.
    Configuration {
        /// Whose.
        input: ConfigurationInput,
    },
    /// A new session.
    CreateSession {
        /// What is known about it.
        input: CreateSessionInput,
    },
    /// The rest of a session's parameters.
    ResumeSession {
        /// Which session, and the parameters.
        input: ResumeSessionInput,
    },
    /// What a code names.
    RetrieveSession {
        /// Which code.
        input: RetrieveSessionInput,
    },
    /// All profiles.
    Profiles {
        /// Whose.
        input: ProfilesInput,
    },
    /// The profile for an MVPD.
    ProfileForMvpd {
        /// Which MVPD.
        input: ProfileForMvpdInput,
    },
    /// The profile that a session has made.
    ProfileForCode {
        /// Which session.
        input: ProfileForCodeInput,
    },
    /// What a partner's framework is to be asked.
    PartnerRequest {
        /// What the framework said.
        input: PartnerRequestInput,
    },
    /// The profile of a partner's response.
    PartnerProfile {
        /// The response.
        input: PartnerProfileInput,
    },
    /// What may probably be watched.
    Preauthorize {
        /// Which resources.
        input: DecisionsInput,
    },
    /// What may be watched now.
    Authorize {
        /// Which resources.
        input: DecisionsInput,
    },
}

impl Operation {
    /// The core's operation, which checks the input.
    pub(super) fn read(&self) -> Result<AnyOperation, InvalidInput> {
        Ok(match self {
            Self::Logout { input } => input.read()?.into(),
            Self::LogoutV1 { input } => input.read()?.into(),
            Self::Configuration { input } => input.read()?.into(),
            Self::CreateSession { input } => input.read()?.into(),
            Self::ResumeSession { input } => input.read()?.into(),
            Self::RetrieveSession { input } => input.read()?.into(),
            Self::Profiles { input } => input.read()?.into(),
            Self::ProfileForMvpd { input } => input.read()?.into(),
            Self::ProfileForCode { input } => input.read()?.into(),
            Self::PartnerRequest { input } => input.read()?.into(),
            Self::PartnerProfile { input } => input.read()?.into(),
            Self::Preauthorize { input } => input.preauthorize()?.into(),
            Self::Authorize { input } => input.authorize()?.into(),
        })
    }
}
