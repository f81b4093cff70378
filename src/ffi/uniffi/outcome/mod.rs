//! What the answers mean: one line for each kind of outcome here, and a file for its types.

mod authorization;
mod caught;
mod configuration;
mod decision;
mod locks;
mod logout;
mod open_enum;
mod play;
mod preauthorization;
mod presented;
mod profile;
mod providers;
mod qr;
mod session;
mod session_details;
mod sign_in;
mod sign_out;
mod status;
mod text;
mod user_metadata;

pub use authorization::Authorization;
pub use configuration::Configuration;
#[cfg(test)]
pub use configuration::Mvpd;
#[cfg(test)]
pub use locks::LockState;
pub use locks::Locks;
pub use logout::Logout;
#[cfg(test)]
pub use logout::{FollowUp, LogoutAction};
pub use play::{PlayAnswer, TemporaryAccessEnd, TemporaryPlay};
pub use preauthorization::PreauthorizationDecisions;
pub use presented::{Present, Presented};
#[cfg(test)]
pub use profile::ProfileType;
pub use profile::Profiles;
pub use providers::Providers;
pub use qr::QrMatrix;
pub use session::Session;
#[cfg(test)]
pub use session::SessionAction;
pub use session_details::SessionDetails;
pub use sign_in::SignInOutcome;
#[cfg(test)]
pub use sign_in::{SignInLink, SignInStep};
#[cfg(test)]
pub use sign_out::SignOutStep;
pub use sign_out::SignedOut;
pub use status::Status;
#[cfg(test)]
pub use status::StatusSource;
#[cfg(test)]
pub use text::UncheckedUrl;

use crate::flow;
use crate::operation::AnyOutcome;

/// The outcome of an operation, or of a flow.
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
    /// Of a flow: the MVPDs for a picker.
    Providers {
        /// Which.
        providers: Providers,
    },
    /// Of a flow: who is signed in.
    Status {
        /// Who.
        status: Status,
    },
    /// Of a sign-in.
    SignIn {
        /// How it ended.
        outcome: SignInOutcome,
    },
    /// Of a flow: the locks of a catalogue.
    Locks {
        /// What is known.
        locks: Locks,
    },
    /// Of a flow: what to do about a playback.
    Play {
        /// What.
        answer: PlayAnswer,
    },
    /// Of a flow: temporary access is over.
    TemporaryAccessEnd {
        /// How.
        end: TemporaryAccessEnd,
    },
    /// Of a sign-out.
    SignedOut {
        /// What was done.
        signed_out: SignedOut,
    },
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

macro_rules! of_flows {
    ($($core:ident => $case:ident { $member:ident },)*) => {
        $(impl From<flow::$core> for Outcome {
            fn from(outcome: flow::$core) -> Self {
                let outcome = &outcome;
                Self::$case {
                    $member: outcome.into(),
                }
            }
        })*
    };
}

of_flows! {
    Providers => Providers { providers },
    Status => Status { status },
    SignInOutcome => SignIn { outcome },
    Locks => Locks { locks },
    SignedOut => SignedOut { signed_out },
}

impl From<flow::PlayOutcome> for Outcome {
    fn from(outcome: flow::PlayOutcome) -> Self {
        let answer = outcome.into();
        Self::Play { answer }
    }
}

impl From<flow::TemporaryAccessEnd> for Outcome {
    fn from(end: flow::TemporaryAccessEnd) -> Self {
        let end = end.into();
        Self::TemporaryAccessEnd { end }
    }
}
