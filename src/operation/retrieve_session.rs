//! Retrieve what is known about a session: is the code that the user typed right, and of which
//! device is it.

use super::headers::RETRIEVE_SESSION;
use super::target::CodeTarget;
use super::{Operation, Repeat, RequestExtras, Site, is_success};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{AuthenticationCode, SessionDetails};
use crate::token::AccessToken;
use crate::wire::{failure, malformed, malformed_json, session_details};

/// `GET {base}/api/v2/{serviceProvider}/sessions/{code}` (Adobe: *Retrieve authentication session
/// information using code*).
///
/// For a second device, before it opens the page at which the user signs in. A code that is wrong
/// or over is an [`Error::Enhanced`] with `invalid_authentication_session` or
/// `invalid_parameter_code`. Whether the user has signed in is [another
/// question](super::RetrieveProfileForCode).
#[derive(Clone, Debug)]
pub struct RetrieveSession {
    target: CodeTarget,
    extras: RequestExtras,
}

impl RetrieveSession {
    /// The session of `code` for `service_provider`.
    ///
    /// # Errors
    /// A service provider that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES),
    /// has control characters, or is `.` or `..`.
    pub fn new(service_provider: &str, code: &AuthenticationCode) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: CodeTarget::new(service_provider, "/sessions/", code)?,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional header: the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = RETRIEVE_SESSION.admit(extras)?;
        Ok(self)
    }
}

impl Operation for RetrieveSession {
    type Outcome = SessionDetails;

    const NAME: &'static str = "retrieve_session";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = RETRIEVE_SESSION.headers(site, Some(access_token), &self.extras);
        self.target.request(Method::Get, site, headers)
    }

    fn interpret(request: &Request, response: &Response) -> Result<SessionDetails, Error> {
        if !is_success(response) {
            return Err(failure(request, response));
        }
        let mut read = None;
        session_details(response.body(), &mut |wire| {
            read = Some(SessionDetails::from_wire(wire));
        })
        .map_err(|error| malformed_json(request, response, &error))?;
        read.ok_or_else(|| malformed(request, response, "the body has nothing about a session"))
    }
}
