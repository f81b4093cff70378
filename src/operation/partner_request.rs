//! Retrieve a partner authentication request: the first step of single sign-on with Apple.

use super::create_session::session_of;
use super::headers::PARTNER_REQUEST;
use super::target::of_id;
use super::{Operation, PartnerFrameworkStatus, Repeat, RequestExtras, SessionParameters, Site};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{Session, SessionParameter};
use crate::token::AccessToken;

/// The partner of Adobe's pages. There is no other yet.
pub const APPLE: &str = "Apple";

/// `POST {base}/api/v2/{serviceProvider}/sessions/sso/{partner}` (Adobe: *Retrieve partner
/// authentication request*).
///
/// The answer is a session. If it says [`AskPartner`](crate::outcome::SessionAction::AskPartner),
/// the app hands the request to the partner's framework, and the framework's response to
/// [`CreatePartnerProfile`](super::CreatePartnerProfile). Else the user signs in as everywhere: a
/// framework status that is not valid is no error here, and the session for that is there already.
///
/// ```
/// use tvpass::RedirectUrl;
/// use tvpass::operation::{
///     APPLE, AccessStatus, PartnerFrameworkStatus, RetrievePartnerRequest, SessionParameters,
/// };
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let status = PartnerFrameworkStatus::new(AccessStatus::Granted)?
///     .provider("Cablevision_apple", Some(2_025_430_636_000))?;
/// let parameters = SessionParameters::new()
///     .domain_name("example.com")?
///     .redirect_url(&RedirectUrl::new("https://example.com/signed-in")?);
/// let operation = RetrievePartnerRequest::new("REF30", APPLE, &status, parameters)?;
/// # drop(operation);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RetrievePartnerRequest {
    target: String,
    parameters: SessionParameters,
    status: PartnerFrameworkStatus,
    extras: RequestExtras,
}

impl RetrievePartnerRequest {
    /// A request for `partner`, [`APPLE`], with what its framework said. `parameters` are for the
    /// sign-in without the partner, if it comes to that; the MVPD is not among them, since the
    /// framework's status names it.
    ///
    /// # Errors
    /// A service provider or partner that is empty, longer than
    /// [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control characters, or is `.` or `..`.
    /// Parameters with an MVPD.
    pub fn new(
        service_provider: &str,
        partner: &str,
        status: &PartnerFrameworkStatus,
        parameters: SessionParameters,
    ) -> Result<Self, InvalidInput> {
        if parameters.has(&SessionParameter::Mvpd) {
            return Err(InvalidInput::new(
                "mvpd",
                "is not a parameter of a partner request; the framework's status names the provider",
            ));
        }
        Ok(Self {
            target: of_id(
                service_provider,
                "/sessions/sso/",
                Some(("partner", partner)),
            )?,
            parameters,
            status: status.clone(),
            extras: status.added_to(RequestExtras::new())?,
        })
    }

    /// Sets the optional headers: the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take, or a framework status, which it has.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = self.status.added_to(PARTNER_REQUEST.admit(extras)?)?;
        Ok(self)
    }
}

impl Operation for RetrievePartnerRequest {
    type Outcome = Session;

    const NAME: &'static str = "partner_request";

    /// A newer session replaces the older one.
    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = PARTNER_REQUEST.headers(site, Some(access_token), &self.extras);
        let request = Request::new(Method::Post, site.base(), &self.target, headers);
        self.parameters.body_of(request)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Session, Error> {
        session_of(request, response)
    }
}
