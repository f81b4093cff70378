//! Operations: one documented request each, as a plain value. What is wished is declared and
//! checked once, where the value is made; the [`Site`] and the access token come in when the
//! request is built. Nothing is sent, stored or waited for.
//!
//! An app that owns its tokens and its HTTP stack needs nothing else. A new operation is one new
//! file here, a row in `headers.rs`, and a line in `any.rs`.

mod any;
mod authenticate;
mod authorize;
mod configuration;
mod create_session;
mod decide;
mod extras;
mod form;
mod headers;
mod logout;
mod logout_v1;
mod mrss;
mod partner_profile;
mod partner_request;
mod partner_status;
mod preauthorize;
mod profile_for_code;
mod profile_for_mvpd;
mod profiles;
mod register;
mod resource;
mod resume_session;
mod retrieve_session;
mod saml;
mod session_parameters;
mod site;
mod taken;
mod target;
mod temp_pass;
mod token;

#[cfg(feature = "capi")]
pub(crate) use any::Interpreter;
pub use any::{AnyOperation, AnyOutcome, OperationKind, Runnable};
pub use authenticate::Authenticate;
pub use authorize::Authorize;
pub use configuration::RetrieveConfiguration;
pub use create_session::CreateSession;
pub use extras::RequestExtras;
pub use logout::InitiateLogout;
pub use logout_v1::InitiateLogoutV1;
pub use mrss::Mrss;
pub use partner_profile::CreatePartnerProfile;
pub use partner_request::{APPLE, RetrievePartnerRequest};
pub use partner_status::{AccessStatus, MAX_FRAMEWORK_MESSAGE_BYTES, PartnerFrameworkStatus};
pub use preauthorize::Preauthorize;
pub use profile_for_code::{RetrieveProfileForCode, SignInProgress};
pub use profile_for_mvpd::RetrieveProfileForMvpd;
pub use profiles::RetrieveProfiles;
pub use register::{ClientCredentials, RegisterClient, SoftwareStatement};
pub use resource::{MAX_RESOURCE_BYTES, Resource};
pub use resume_session::ResumeSession;
pub use retrieve_session::RetrieveSession;
pub use saml::{MAX_SAML_RESPONSE_BYTES, SamlResponse};
pub use session_parameters::SessionParameters;
pub use site::Site;
pub(crate) use taken::with_those_it_takes;
pub use temp_pass::{MAX_TEMP_PASS_IDENTITY_BYTES, TempPassIdentity};
pub use token::{GrantedToken, RetrieveAccessToken};

use crate::error::Error;
use crate::http::{Request, Response};
use crate::token::AccessToken;

/// What may be done about a request whose answer was lost, so that the service may have acted on
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Send it again: the service answers the second as it did the first.
    Harmless,
    /// Send it again, and tell that the first may have counted: [`Operation::after_lost_answer`].
    Doubtful,
    /// Do not send it again: a second one would act twice.
    Once,
}

/// A documented request with the meaning of its answer.
///
/// All functions are pure: the same inputs give the same result.
pub trait Operation {
    /// What a successful answer says.
    type Outcome;

    /// The operation's name for events and reports: a word, never an id, a code or a path.
    const NAME: &'static str;

    /// What may be done after a lost answer.
    const REPEAT: Repeat;

    /// The same for this value, where it depends on the wish.
    fn repeat(&self) -> Repeat {
        Self::REPEAT
    }

    /// Whether the request carries an access token. REST API V2's do; the legacy V1 logout does
    /// not.
    const NEEDS_TOKEN: bool = true;

    /// The request, complete with all headers.
    fn request(&self, site: &Site, access_token: &AccessToken) -> Request;

    /// What the answer to `request` means.
    ///
    /// # Errors
    /// Everything but a documented success: [`Error::Enhanced`], [`Error::Throttled`],
    /// [`Error::HttpStatus`], [`Error::Malformed`].
    fn interpret(request: &Request, response: &Response) -> Result<Self::Outcome, Error>;

    /// Adjusts an outcome of an operation that is [`Repeat::Doubtful`] and whose answer was lost
    /// before: the service may have acted on the first request.
    fn after_lost_answer(_outcome: &mut Self::Outcome) {}
}

/// Whether the answer is a documented success. Adobe's pages and its OpenAPI description disagree
/// about 200 and 201; what can be asked for again has no other.
fn is_success(response: &Response) -> bool {
    matches!(response.status(), 200 | 201)
}
