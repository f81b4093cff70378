//! Make a profile from a partner authentication response: the last step of single sign-on with
//! Apple.

use super::form::Form;
use super::headers::PARTNER_PROFILE;
use super::profiles::profiles_of;
use super::target::of_id;
use super::{Operation, PartnerFrameworkStatus, Repeat, RequestExtras, SamlResponse, Site};
use crate::error::Error;
use crate::http::{Confidential, Kept, Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::Profiles;
use crate::token::AccessToken;

/// `POST {base}/api/v2/{serviceProvider}/profiles/sso/{partner}` (Adobe: *Create and retrieve
/// profile using partner authentication response*).
///
/// The answer may have a profile of another type than `appleSSO`, or none: then the user signs in
/// as everywhere. Later starts ask for [`RetrieveProfiles`](super::RetrieveProfiles), with the
/// framework's status.
///
/// It is sent once: a SAML response is usually good for one use. If the answer is lost, the profile
/// may be there: ask for [`RetrieveProfileForMvpd`](super::RetrieveProfileForMvpd).
///
/// ```
/// use tvpass::operation::{
///     APPLE, AccessStatus, CreatePartnerProfile, PartnerFrameworkStatus, SamlResponse,
/// };
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let status = PartnerFrameworkStatus::new(AccessStatus::Granted)?
///     .provider("Cablevision_apple", Some(2_025_430_636_000))?;
/// let response = SamlResponse::from_xml("<samlp:Response>…</samlp:Response>")?;
/// let operation = CreatePartnerProfile::new("REF30", APPLE, &status, &response)?;
/// # drop(operation);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CreatePartnerProfile {
    target: String,
    saml_response: SamlResponse,
    status: PartnerFrameworkStatus,
    extras: RequestExtras,
}

impl CreatePartnerProfile {
    /// The profile for which the framework of `partner`, [`APPLE`](super::APPLE), gave
    /// `saml_response`, with what it says now about permission and provider.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(
        service_provider: &str,
        partner: &str,
        status: &PartnerFrameworkStatus,
        saml_response: &SamlResponse,
    ) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_id(
                service_provider,
                "/profiles/sso/",
                Some(("partner", partner)),
            )?,
            saml_response: saml_response.clone(),
            status: status.clone(),
            extras: status.added_to(RequestExtras::new())?,
        })
    }

    /// Sets the optional headers: the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take, or a framework status, which it has.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = self.status.added_to(PARTNER_PROFILE.admit(extras)?)?;
        Ok(self)
    }
}

impl Operation for CreatePartnerProfile {
    type Outcome = Profiles;

    const NAME: &'static str = "partner_profile";

    const REPEAT: Repeat = Repeat::Once;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = PARTNER_PROFILE.headers(site, Some(access_token), &self.extras);
        let base64 = self.saml_response.base64();
        let mut form = Form::with_capacity(base64.expose().len());
        form.push("SAMLResponse", Some(base64.expose()));
        Request::new(Method::Post, site.base(), &self.target, headers)
            .with_body(form.into_body(), vec![Confidential::Base64(base64.clone())])
            .keeping(Kept::Page)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Profiles, Error> {
        profiles_of(request, response)
    }
}
