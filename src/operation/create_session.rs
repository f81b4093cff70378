//! Create an authentication session: the first step of a sign-in.

use super::headers::CREATE_SESSION;
use super::target::of_service_provider;
use super::{Operation, Repeat, RequestExtras, SessionParameters, Site, is_success};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::Session;
use crate::token::AccessToken;
use crate::wire::{failure, malformed, malformed_json, session};

/// `POST {base}/api/v2/{serviceProvider}/sessions` (Adobe: *Create authentication session*).
///
/// A new session ends the device's previous one. A request that is repeated after a lost answer is
/// harmless: the newer code replaces the older one. To change accounts, log out first: while there
/// is a profile, the answer is
/// [`SessionAction::Authorize`](crate::outcome::SessionAction::Authorize).
///
/// ```
/// use tvpass::operation::{CreateSession, SessionParameters};
/// use tvpass::RedirectUrl;
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let parameters = SessionParameters::new()
///     .mvpd("Cablevision")?
///     .domain_name("example.com")?
///     .redirect_url(&RedirectUrl::new("https://example.com/signed-in")?);
/// let operation = CreateSession::new("REF30", parameters)?;
/// # drop(operation);
/// // A second screen supplies what is missing.
/// let operation = CreateSession::new("REF30", SessionParameters::new())?;
/// # drop(operation);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CreateSession {
    target: String,
    parameters: SessionParameters,
    extras: RequestExtras,
}

impl CreateSession {
    /// A session for `service_provider` with the parameters that are known.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(
        service_provider: &str,
        parameters: SessionParameters,
    ) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_service_provider(service_provider, "/sessions")?,
            parameters,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: single sign-on tokens, which the profile then belongs to, and the
    /// visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = CREATE_SESSION.admit(extras)?;
        Ok(self)
    }
}

impl Operation for CreateSession {
    type Outcome = Session;

    const NAME: &'static str = "create_session";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = CREATE_SESSION.headers(site, Some(access_token), &self.extras);
        let request = Request::new(Method::Post, site.base(), &self.target, headers);
        self.parameters.body_of(request)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Session, Error> {
        session_of(request, response)
    }
}

/// What every operation that answers with a session makes of the answer.
pub(super) fn session_of(request: &Request, response: &Response) -> Result<Session, Error> {
    if !is_success(response) {
        return Err(failure(request, response));
    }
    let mut read = None;
    session(response.body(), &mut |wire| {
        read = Some(Session::from_wire(request.base(), request.code(), wire));
    })
    .map_err(|error| malformed_json(request, response, &error))?;
    read.ok_or_else(|| malformed(request, response, "the body has nothing about a session"))
}
