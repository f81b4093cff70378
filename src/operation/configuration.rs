//! Retrieve the configuration of a service provider: the MVPDs to choose from.

use super::headers::CONFIGURATION;
use super::target::of_service_provider;
use super::{Operation, Repeat, RequestExtras, Site, is_success};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{Configuration, Mvpd};
use crate::token::AccessToken;
use crate::wire::{configuration, failure, malformed, malformed_json};

/// `GET {base}/api/v2/{serviceProvider}/configuration` (Adobe: *Retrieve configuration for specific
/// service provider*).
///
/// Only when the user has to choose an MVPD: not while signed in, not for temporary access, not to
/// confirm the last choice. Adobe asks to keep the answer in memory for some minutes.
#[derive(Clone, Debug)]
pub struct RetrieveConfiguration {
    target: String,
    extras: RequestExtras,
}

impl RetrieveConfiguration {
    /// The configuration of `service_provider`.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(service_provider: &str) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_service_provider(service_provider, "/configuration")?,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: `User-Agent` and `X-Forwarded-For`.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = CONFIGURATION.admit(extras)?;
        Ok(self)
    }
}

impl Operation for RetrieveConfiguration {
    type Outcome = Configuration;

    const NAME: &'static str = "configuration";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = CONFIGURATION.headers(site, Some(access_token), &self.extras);
        Request::new(Method::Get, site.base(), &self.target, headers)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Configuration, Error> {
        if !is_success(response) {
            return Err(failure(request, response));
        }
        configuration(response.body(), Mvpd::from_wire, Configuration::from_wire)
            .map_err(|error| malformed_json(request, response, &error))?
            .ok_or_else(|| malformed(request, response, "the body has no configuration"))
    }
}
