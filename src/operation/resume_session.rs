//! Resume an authentication session: supply what it lacks.

use super::create_session::session_of;
use super::headers::RESUME_SESSION;
use super::target::CodeTarget;
use super::{Operation, Repeat, RequestExtras, SessionParameters, Site};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{AuthenticationCode, Session};
use crate::token::AccessToken;

/// `POST {base}/api/v2/{serviceProvider}/sessions/{code}` (Adobe: *Resume authentication session*).
///
/// From the device that created the session, or from a second one on which the user typed the code;
/// so it says nothing about the device that sends it. A code that is wrong or over is an
/// [`Error::Enhanced`] with `invalid_authentication_session` or `invalid_parameter_code`.
#[derive(Clone, Debug)]
pub struct ResumeSession {
    target: CodeTarget,
    parameters: SessionParameters,
    extras: RequestExtras,
}

impl ResumeSession {
    /// The session of `code` for `service_provider` with the parameters that it lacks; to repeat
    /// the others is harmless.
    ///
    /// # Errors
    /// A service provider that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES),
    /// has control characters, or is `.` or `..`.
    pub fn new(
        service_provider: &str,
        code: &AuthenticationCode,
        parameters: SessionParameters,
    ) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: CodeTarget::new(service_provider, "/sessions/", code)?,
            parameters,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional header: the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take: single sign-on tokens belong to the session's
    /// creation.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = RESUME_SESSION.admit(extras)?;
        Ok(self)
    }
}

impl Operation for ResumeSession {
    type Outcome = Session;

    const NAME: &'static str = "resume_session";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = RESUME_SESSION.headers(site, Some(access_token), &self.extras);
        self.parameters
            .body_of(self.target.request(Method::Post, site, headers))
    }

    fn interpret(request: &Request, response: &Response) -> Result<Session, Error> {
        session_of(request, response)
    }
}
