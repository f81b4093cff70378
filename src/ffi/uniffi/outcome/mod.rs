//! What the answers mean: one line for each kind of outcome here, and a file for its types.

mod authorization;
mod configuration;
mod decision;
mod logout;
mod open_enum;
mod preauthorization;
mod profile;
mod session;
mod session_details;
mod text;
mod user_metadata;

pub use authorization::Authorization;
pub use configuration::Configuration;
pub use logout::Logout;
#[cfg(test)]
pub use logout::{FollowUp, LogoutAction};
pub use preauthorization::PreauthorizationDecisions;
#[cfg(test)]
pub use profile::ProfileType;
pub use profile::Profiles;
pub use session::Session;
#[cfg(test)]
pub use session::SessionAction;
pub use session_details::SessionDetails;
#[cfg(test)]
pub use text::UncheckedUrl;

use crate::operation::AnyOutcome;

/// The outcome of an operation.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Outcome {
    /// Of a logout.
    Logout {
        /// What it says.
        logout: Logout,
    },
    /// Of a service provider's configuration.
    Configuration {
        /// What it says.
        configuration: Configuration,
    },
    /// Of an operation that creates or resumes a session.
    Session {
        /// What it says.
        session: Session,
    },
    /// Of what a code names.
    SessionDetails {
        /// What it says.
        details: SessionDetails,
    },
    /// Of an operation that retrieves profiles.
    Profiles {
        /// What it says.
        profiles: Profiles,
    },
    /// Of a preauthorization.
    Preauthorization {
        /// What it says.
        decisions: PreauthorizationDecisions,
    },
    /// Of an authorization.
    Authorization {
        /// What it says.
        answer: Authorization,
    },
    /// Success says nothing more.
    Nothing,
}

impl From<AnyOutcome> for Outcome {
    fn from(outcome: AnyOutcome) -> Self {
        match outcome {
            AnyOutcome::Logout(logout) => Self::Logout {
                logout: (&logout).into(),
            },
            AnyOutcome::Configuration(configuration) => Self::Configuration {
                configuration: (&configuration).into(),
            },
            AnyOutcome::Session(session) => Self::Session {
                session: (&session).into(),
            },
            AnyOutcome::SessionDetails(details) => Self::SessionDetails {
                details: (&details).into(),
            },
            AnyOutcome::Profiles(profiles) => Self::Profiles {
                profiles: (&profiles).into(),
            },
            AnyOutcome::Preauthorization(decisions) => Self::Preauthorization {
                decisions: (&decisions).into(),
            },
            AnyOutcome::Authorization(decisions) => Self::Authorization {
                answer: decisions.into(),
            },
            AnyOutcome::Nothing => Self::Nothing,
        }
    }
}
