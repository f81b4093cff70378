//! Register the application (dynamic client registration): software statement → client credentials.

use std::fmt;

use super::headers::REGISTRATION;
use super::{RequestExtras, Site};
use crate::error::Error;
use crate::http::{Confidential, Kept, Method, Request, Response};
use crate::input::{InvalidInput, check_token};
use crate::secret::Secret;
use crate::uri::RedirectUrl;
use crate::wire::{WrittenObject, failure, malformed, malformed_json, registration};

/// The client credentials of one app instance. **Losing them, or registering again, loses the
/// user's profiles.**
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCredentials {
    client_id: Secret,
    client_secret: Secret,
}

impl ClientCredentials {
    /// Credentials that the app has kept.
    ///
    /// # Errors
    /// Either is empty, longer than 16 KiB, or has spaces, control characters or characters outside
    /// ASCII.
    pub fn new(client_id: &str, client_secret: &str) -> Result<Self, InvalidInput> {
        check_token("client_id", client_id)?;
        check_token("client_secret", client_secret)?;
        Ok(Self {
            client_id: Secret::new(client_id.to_owned()),
            client_secret: Secret::new(client_secret.to_owned()),
        })
    }

    /// `client_id`.
    #[must_use]
    pub fn client_id(&self) -> &str {
        self.client_id.expose()
    }

    /// `client_secret`.
    #[must_use]
    pub fn client_secret(&self) -> &Secret {
        &self.client_secret
    }
}

impl ClientCredentials {
    /// Both. The client id is no secret, but names one app on one device.
    pub(crate) fn confidential(&self) -> [Confidential; 2] {
        [&self.client_secret, &self.client_id].map(|text| Confidential::Secret(text.clone()))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCredentials(…)")
    }
}

/// The software statement that Adobe issues for an application. Redacted in `Debug`, zeroed on
/// drop, cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoftwareStatement(Secret);

impl SoftwareStatement {
    /// Checks and keeps a software statement: one line, as downloaded from the TVE Dashboard.
    ///
    /// # Errors
    /// Empty, longer than 16 KiB, or with spaces, line breaks, control characters or characters
    /// outside ASCII.
    pub fn new(statement: &str) -> Result<Self, InvalidInput> {
        check_token("software_statement", statement)?;
        Ok(Self(Secret::new(statement.to_owned())))
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }
}

/// `POST {base}/o/client/register` (Adobe: *Retrieve client credentials*; RFC 7591).
#[derive(Clone, Debug)]
pub struct RegisterClient {
    software_statement: SoftwareStatement,
    redirect_uri: Option<RedirectUrl>,
}

impl RegisterClient {
    /// The operation's name for events and reports.
    pub const NAME: &'static str = "registration";

    /// A registration of the app that `software_statement` describes.
    #[must_use]
    pub fn new(software_statement: &SoftwareStatement) -> Self {
        Self {
            software_statement: software_statement.clone(),
            redirect_uri: None,
        }
    }

    /// `redirect_uri`, for statements that list several.
    #[must_use]
    pub fn redirect_uri(mut self, redirect_uri: Option<RedirectUrl>) -> Self {
        self.redirect_uri = redirect_uri;
        self
    }

    /// The request, complete with headers and body.
    #[must_use]
    pub fn request(&self, site: &Site) -> Request {
        let statement = self.software_statement.secret().expose();
        let mut content = WrittenObject::with_capacity(statement.len() + 64);
        content.text("software_statement", statement);
        if let Some(redirect_uri) = &self.redirect_uri {
            content.text("redirect_uri", redirect_uri.as_str());
        }
        let statement = Confidential::Secret(self.software_statement.secret().clone());
        let redirect_uri = self.redirect_uri.clone().map(Confidential::RedirectUrl);
        let headers = REGISTRATION.headers(site, None, &RequestExtras::new());
        let request = Request::new(Method::Post, site.base(), "/o/client/register", headers);
        let confidential = std::iter::once(statement).chain(redirect_uri);
        let request = request.with_body(content.finish(), confidential.collect());
        request.keeping(Kept::Nothing)
    }

    /// What the answer to `request` means.
    ///
    /// # Errors
    /// Everything but 201 (or 200) with credentials: [`Error::Dcr`], [`Error::Enhanced`],
    /// [`Error::Throttled`], [`Error::HttpStatus`], [`Error::Malformed`].
    pub fn interpret(request: &Request, response: &Response) -> Result<ClientCredentials, Error> {
        if !matches!(response.status(), 200 | 201) {
            return Err(failure(request, response));
        }
        let mut credentials = Err("");
        registration(response.body(), &mut |client_id, client_secret| {
            credentials = match (client_id, client_secret) {
                (None, _) => Err("client_id is missing or not a text"),
                (_, None) => Err("client_secret is missing or not a text"),
                (Some(id), Some(secret)) => ClientCredentials::new(id, secret)
                    .map_err(|_| "client_id or client_secret has characters or a length that no credentials have"),
            };
        })
        .map_err(|error| malformed_json(request, response, &error))?;
        credentials.map_err(|reason| malformed(request, response, reason))
    }
}
