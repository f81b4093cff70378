//! Retrieve preauthorization decisions using a specific MVPD (REST API V2).

use super::decide::Question;
use super::headers::PREAUTHORIZE;
use super::resource::Resources;
use super::{Operation, Repeat, RequestExtras, Site, is_success};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{PreauthorizationDecision, PreauthorizationDecisions};
use crate::token::AccessToken;
use crate::wire::{decisions, failure, malformed_json};

/// `POST {base}/api/v2/{serviceProvider}/decisions/preauthorize/{mvpd}` (Adobe: *Retrieve
/// preauthorization decisions using specific mvpd*): which of these the user can probably watch,
/// for locks and filters.
///
/// It is optional, and never the answer to *play*: that is [`Authorize`](super::Authorize). Permits
/// may be kept in memory while the app runs, denials not.
///
/// ```
/// use tvpass::operation::Preauthorize;
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let preauthorize = Preauthorize::new("REF30", "Cablevision", ["TNT", "TBS"])?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Preauthorize(Question);

impl Preauthorize {
    /// How many resources MVPDs usually take at once (Adobe: *Decisions*). The limit is agreed with
    /// each and in no answer; beyond it, the service refuses with `too_many_resources`.
    pub const USUAL_RESOURCES: usize = 5;

    /// Asks for these resources: ids at the level of channels, or [`Mrss`](super::Mrss).
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`. No resource, one twice, one that
    /// [`Resource::new`](super::Resource::new) refuses, or one with a CDATA section, which Adobe
    /// does not take here.
    pub fn new<R: AsRef<str>>(
        service_provider: &str,
        mvpd: &str,
        resources: impl IntoIterator<Item = R>,
    ) -> Result<Self, InvalidInput> {
        let asked = Resources::collect(resources)?;
        asked.check_no_cdata()?;
        const PLACE: &str = "/decisions/preauthorize/";
        Question::new(service_provider, PLACE, mvpd, asked).map(Self)
    }

    /// Sets the optional headers: single sign-on, the framework's status, the TempPass identity,
    /// the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.0.set_extras(&PREAUTHORIZE, extras)?;
        Ok(self)
    }

    /// The resources, in order.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.resources()
    }

    /// The same question about the resources alone that the answer marks with `retry`; `None` if
    /// there are none. Adobe asks for 2 or 3 attempts at most, with pauses between them.
    #[must_use]
    pub fn again(&self, answer: &PreauthorizationDecisions) -> Option<Self> {
        let again = self.0.again(&mut |resource| {
            let decision = answer.about(resource);
            decision.is_some_and(PreauthorizationDecision::is_retryable)
        });
        again.map(Self)
    }
}

impl Operation for Preauthorize {
    type Outcome = PreauthorizationDecisions;

    const NAME: &'static str = "preauthorize";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        self.0.request(&PREAUTHORIZE, site, access_token)
    }

    fn interpret(
        request: &Request,
        response: &Response,
    ) -> Result<PreauthorizationDecisions, Error> {
        if !is_success(response) {
            return Err(failure(request, response));
        }
        let (decisions, skipped) =
            decisions(request, response, PreauthorizationDecision::from_wire)
                .map_err(|error| malformed_json(request, response, &error))?;
        Ok(PreauthorizationDecisions::new(decisions, skipped))
    }
}
