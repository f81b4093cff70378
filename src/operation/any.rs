//! Operations whose type is known only at run time: for hosts that cannot be generic, as C, Swift
//! and Kotlin are. One line each.

use super::authorize::Authorize;
use super::configuration::RetrieveConfiguration;
use super::create_session::CreateSession;
use super::logout::InitiateLogout;
use super::logout_v1::InitiateLogoutV1;
use super::partner_profile::CreatePartnerProfile;
use super::partner_request::RetrievePartnerRequest;
use super::preauthorize::Preauthorize;
use super::profile_for_code::RetrieveProfileForCode;
use super::profile_for_mvpd::RetrieveProfileForMvpd;
use super::profiles::RetrieveProfiles;
use super::resume_session::ResumeSession;
use super::retrieve_session::RetrieveSession;
use super::site::Site;
use super::{Operation, Repeat};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::outcome::{
    AuthorizationDecisions, Configuration, Logout, PreauthorizationDecisions, Profiles, Session,
    SessionDetails,
};
use crate::token::AccessToken;

/// What a call has to know of its operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationKind {
    /// [`Operation::NAME`]
    pub name: &'static str,
    /// [`Operation::repeat`]
    pub repeat: Repeat,
    /// [`Operation::NEEDS_TOKEN`]
    pub needs_token: bool,
}

/// What a call can run: every [`Operation`], and [`AnyOperation`]. Implement [`Operation`] instead
/// of this.
pub trait Runnable: sealed::Sealed {
    /// What a successful answer says.
    type Outcome;

    /// What a call has to know of the operation.
    fn kind(&self) -> OperationKind;

    /// As [`Operation::request`].
    fn request(&self, site: &Site, access_token: &AccessToken) -> Request;

    /// As [`Operation::interpret`]; if the answer to an earlier request was lost, the outcome says
    /// what that means.
    ///
    /// # Errors
    /// As [`Operation::interpret`].
    fn interpret(
        &self,
        request: &Request,
        response: &Response,
        lost_answer: bool,
    ) -> Result<Self::Outcome, Error>;
}

mod sealed {
    pub trait Sealed {}
    impl<O: super::Operation> Sealed for O {}
    impl Sealed for super::AnyOperation {}
}

impl<O: Operation> Runnable for O {
    type Outcome = O::Outcome;

    fn kind(&self) -> OperationKind {
        OperationKind {
            name: O::NAME,
            repeat: self.repeat(),
            needs_token: O::NEEDS_TOKEN,
        }
    }

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        Operation::request(self, site, access_token)
    }

    fn interpret(
        &self,
        request: &Request,
        response: &Response,
        lost_answer: bool,
    ) -> Result<O::Outcome, Error> {
        let mut outcome = O::interpret(request, response)?;
        if lost_answer {
            O::after_lost_answer(&mut outcome);
        }
        Ok(outcome)
    }
}

/// How answers to an operation's requests are read, without the operation: [`Runnable::interpret`].
pub(crate) type Interpreter = fn(&Request, &Response, bool) -> Result<AnyOutcome, Error>;

/// The [`Interpreter`] of one type.
fn interpret<O: Operation<Outcome: Into<AnyOutcome>>>(
    request: &Request,
    response: &Response,
    lost_answer: bool,
) -> Result<AnyOutcome, Error> {
    let mut outcome = O::interpret(request, response)?;
    if lost_answer {
        O::after_lost_answer(&mut outcome);
    }
    Ok(outcome.into())
}

macro_rules! operations {
    ($($(#[$doc:meta])* $operation:ident,)*) => {
        /// One of the operations.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum AnyOperation {
            $($(#[$doc])* $operation($operation),)*
        }

        $(impl From<$operation> for AnyOperation {
            fn from(operation: $operation) -> Self {
                Self::$operation(operation)
            }
        })*

        impl Runnable for AnyOperation {
            type Outcome = AnyOutcome;

            fn kind(&self) -> OperationKind {
                match self {
                    $(Self::$operation(operation) => operation.kind(),)*
                }
            }

            fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
                match self {
                    $(Self::$operation(operation) => Runnable::request(operation, site, access_token),)*
                }
            }

            fn interpret(
                &self,
                request: &Request,
                response: &Response,
                lost_answer: bool,
            ) -> Result<AnyOutcome, Error> {
                self.interpreter()(request, response, lost_answer)
            }
        }

        impl AnyOperation {
            /// For who keeps a request and not its operation.
            pub(crate) fn interpreter(&self) -> Interpreter {
                match self {
                    $(Self::$operation(_) => interpret::<$operation>,)*
                }
            }
        }
    };
}

operations! {
    /// Logout (REST API V2).
    InitiateLogout,
    /// The legacy V1 logout.
    InitiateLogoutV1,
    /// The MVPDs to choose from.
    RetrieveConfiguration,
    /// A new session.
    CreateSession,
    /// The rest of a session's parameters.
    ResumeSession,
    /// What a code names.
    RetrieveSession,
    /// All profiles.
    RetrieveProfiles,
    /// The profile for an MVPD.
    RetrieveProfileForMvpd,
    /// The profile that a session has made.
    RetrieveProfileForCode,
    /// What a partner's framework is to be asked.
    RetrievePartnerRequest,
    /// The profile of a partner's response.
    CreatePartnerProfile,
    /// Preauthorize.
    Preauthorize,
    /// Authorize.
    Authorize,
}

/// The outcome of an [`AnyOperation`]. It cannot be cloned, because media tokens cannot.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyOutcome {
    /// Of a logout.
    Logout(Logout),
    /// Of a service provider's configuration.
    Configuration(Configuration),
    /// Of an operation that creates or resumes a session.
    Session(Session),
    /// Of what a code names.
    SessionDetails(SessionDetails),
    /// Of an operation that retrieves profiles.
    Profiles(Profiles),
    /// Of a preauthorization.
    Preauthorization(PreauthorizationDecisions),
    /// Of an authorization.
    Authorization(AuthorizationDecisions),
    /// Success says nothing more (the legacy V1 logout).
    Nothing,
}

impl From<Logout> for AnyOutcome {
    fn from(logout: Logout) -> Self {
        Self::Logout(logout)
    }
}

impl From<Profiles> for AnyOutcome {
    fn from(profiles: Profiles) -> Self {
        Self::Profiles(profiles)
    }
}

impl From<Configuration> for AnyOutcome {
    fn from(configuration: Configuration) -> Self {
        Self::Configuration(configuration)
    }
}

impl From<Session> for AnyOutcome {
    fn from(session: Session) -> Self {
        Self::Session(session)
    }
}

impl From<SessionDetails> for AnyOutcome {
    fn from(details: SessionDetails) -> Self {
        Self::SessionDetails(details)
    }
}

impl From<PreauthorizationDecisions> for AnyOutcome {
    fn from(decisions: PreauthorizationDecisions) -> Self {
        Self::Preauthorization(decisions)
    }
}

impl From<AuthorizationDecisions> for AnyOutcome {
    fn from(decisions: AuthorizationDecisions) -> Self {
        Self::Authorization(decisions)
    }
}

impl From<()> for AnyOutcome {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}
