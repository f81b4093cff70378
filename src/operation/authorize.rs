//! Retrieve authorization decisions using a specific MVPD (REST API V2).

use super::decide::Question;
use super::headers::AUTHORIZE;
use super::resource::Resources;
use super::{Operation, Repeat, RequestExtras, Site};
use crate::error::Error;
use crate::header::AP_TEMPPASS_IDENTITY;
use crate::http::{Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{AuthorizationDecision, AuthorizationDecisions};
use crate::token::AccessToken;
use crate::wire::{decisions, failure, malformed_json};

/// `POST {base}/api/v2/{serviceProvider}/decisions/authorize/{mvpd}` (Adobe: *Retrieve
/// authorization decisions using specific mvpd*): whether the user may watch this now. It comes
/// right before each playback, also of the same resource, whatever was preauthorized or authorized
/// before.
///
/// With a TempPass, this is what starts its clock; a promotional one also counts resources. So a
/// request with a TempPass identity is not repeated when its answer was lost.
///
/// ```
/// use tvpass::Response;
/// use tvpass::operation::{Authorize, Operation as _, Site};
/// # fn play(site: &Site, token: &tvpass::AccessToken, response: &Response) -> Result<(), tvpass::Error> {
/// let authorize = Authorize::new("REF30", "Cablevision", ["TestStream1"])?;
/// let request = authorize.request(site, token);
/// // Send `request` with any HTTP client; then:
/// let mut decisions = Authorize::interpret(&request, response)?;
/// if let Some(media_token) = decisions.take_media_token("TestStream1") {
///     media_token.hand_over(|serialized| { /* send it to the programmer's server */ });
/// } else if let Some(denial) = decisions.about("TestStream1").and_then(|d| d.denial.as_ref()) {
///     println!("{}", denial.details.as_deref().unwrap_or("not included"));
/// }
/// # Ok(())
/// # }
/// ```
/// A preauthorization does not do in place of resources:
/// ```compile_fail,E0277
/// # fn play(preauthorized: tvpass::outcome::PreauthorizationDecisions) {
/// let authorize = tvpass::operation::Authorize::new("REF30", "Cablevision", preauthorized);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Authorize(Question);

impl Authorize {
    /// How many resources MVPDs usually take at once (Adobe: *Decisions*). Beyond its limit, the
    /// service refuses with `too_many_resources`.
    pub const USUAL_RESOURCES: usize = 1;

    /// Asks for these resources, usually one: an id, or [`Mrss`](super::Mrss).
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`. No resource, one twice, or one that
    /// [`Resource::new`](super::Resource::new) refuses.
    pub fn new<R: AsRef<str>>(
        service_provider: &str,
        mvpd: &str,
        resources: impl IntoIterator<Item = R>,
    ) -> Result<Self, InvalidInput> {
        let asked = Resources::collect(resources)?;
        Question::new(service_provider, "/decisions/authorize/", mvpd, asked).map(Self)
    }

    /// Sets the optional headers: single sign-on, the framework's status, the TempPass identity,
    /// the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.0.set_extras(&AUTHORIZE, extras)?;
        Ok(self)
    }

    /// The resources, in order.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.resources()
    }

    /// The same question about the resources alone that the answer marks with `retry`; `None` if
    /// there are none. Adobe asks for 2 or 3 attempts at most, with pauses between them.
    #[must_use]
    pub fn again(&self, answer: &AuthorizationDecisions) -> Option<Self> {
        let again = self.0.again(&mut |resource| {
            let decision = answer.about(resource);
            decision.is_some_and(AuthorizationDecision::is_retryable)
        });
        again.map(Self)
    }
}

impl Operation for Authorize {
    type Outcome = AuthorizationDecisions;

    const NAME: &'static str = "authorize";

    const REPEAT: Repeat = Repeat::Harmless;

    /// [`Repeat::Once`] with a TempPass identity: the first request may have used a resource up.
    fn repeat(&self) -> Repeat {
        match self.0.extras().get(AP_TEMPPASS_IDENTITY) {
            Some(_) => Repeat::Once,
            None => Self::REPEAT,
        }
    }

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        self.0.request(&AUTHORIZE, site, access_token)
    }

    fn interpret(request: &Request, response: &Response) -> Result<AuthorizationDecisions, Error> {
        // The service has decided, and a TempPass may have been counted: any success may have the
        // token.
        if !matches!(response.status(), 200..=299) {
            return Err(failure(request, response));
        }
        let (decisions, skipped) = decisions(request, response, AuthorizationDecision::from_wire)
            .map_err(|error| malformed_json(request, response, &error))?;
        Ok(AuthorizationDecisions::new(decisions, skipped))
    }
}
