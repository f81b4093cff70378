//! Retrieve the profile for a specific MVPD.

use super::headers::PROFILE_FOR_MVPD;
use super::profiles::profiles_of;
use super::target::of_mvpd;
use super::{Operation, Repeat, RequestExtras, Site};
use crate::error::Error;
use crate::http::{Kept, Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::Profiles;
use crate::token::AccessToken;

/// `GET {base}/api/v2/{serviceProvider}/profiles/{mvpd}` (Adobe: *Retrieve profile for specific
/// mvpd*).
///
/// For later starts, when the MVPD is remembered; it also finds degraded profiles, and what is left
/// of temporary access. One that is used up is an [`Error::Enhanced`] with HTTP 403
/// (`temporary_access_duration_limit_exceeded`, `…_resources_limit_exceeded`).
#[derive(Clone, Debug)]
pub struct RetrieveProfileForMvpd {
    target: String,
    extras: RequestExtras,
}

impl RetrieveProfileForMvpd {
    /// The profile for `service_provider` with `mvpd`.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(service_provider: &str, mvpd: &str) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_mvpd(service_provider, "/profiles/", mvpd)?,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: single sign-on tokens, the identity for promotional temporary
    /// access, the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = PROFILE_FOR_MVPD.admit(extras)?;
        Ok(self)
    }
}

impl Operation for RetrieveProfileForMvpd {
    /// One profile usually, or none; the service may answer with more.
    type Outcome = Profiles;

    const NAME: &'static str = "profile_for_mvpd";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = PROFILE_FOR_MVPD.headers(site, Some(access_token), &self.extras);
        Request::new(Method::Get, site.base(), &self.target, headers).keeping(Kept::Page)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Profiles, Error> {
        profiles_of(request, response)
    }
}
