//! Retrieve an access token: client credentials → token.

use super::headers::TOKEN;
use super::{ClientCredentials, RequestExtras, Site};
use crate::error::Error;
use crate::http::{Kept, Method, Request, Response};
use crate::secret::Secret;
use crate::token::AccessToken;
use crate::uri::push_encoded;
use crate::wire::{failure, malformed, malformed_json, token};

/// A token as granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedToken {
    /// The token.
    pub access_token: AccessToken,
    /// How long it is valid from the moment of receipt, in seconds. `created_at` is not used, so a
    /// wrong device clock is harmless.
    pub expires_in_s: u64,
}

/// `POST {base}/o/client/token` with a form body: a secret never goes into a URL (Adobe: *Retrieve
/// access token*; RFC 6749 §4.4).
#[derive(Clone, Debug)]
pub struct RetrieveAccessToken {
    credentials: ClientCredentials,
}

impl RetrieveAccessToken {
    /// The operation's name for events and reports.
    pub const NAME: &'static str = "token";

    /// A token for `credentials`.
    #[must_use]
    pub fn new(credentials: &ClientCredentials) -> Self {
        Self {
            credentials: credentials.clone(),
        }
    }

    /// The request, complete with headers and body.
    #[must_use]
    pub fn request(&self, site: &Site) -> Request {
        let secret = self.credentials.client_secret();
        // Reserved at its final size, so that no copy of the secret is left behind when the buffer
        // grows.
        let mut content = String::with_capacity(
            64 + 3 * (self.credentials.client_id().len() + secret.expose().len()),
        );
        content.push_str("client_id=");
        push_encoded(&mut content, self.credentials.client_id());
        content.push_str("&client_secret=");
        push_encoded(&mut content, secret.expose());
        content.push_str("&grant_type=client_credentials");
        let headers = TOKEN.headers(site, None, &RequestExtras::new());
        let request = Request::new(Method::Post, site.base(), "/o/client/token", headers);
        let confidential = self.credentials.confidential().into();
        let request = request.with_body(Secret::new(content), confidential);
        request.keeping(Kept::Nothing)
    }

    /// What the answer to `request` means.
    ///
    /// # Errors
    /// Everything but 201 (or 200) with a token: [`Error::Dcr`], [`Error::Enhanced`],
    /// [`Error::Throttled`], [`Error::HttpStatus`], [`Error::Malformed`].
    pub fn interpret(request: &Request, response: &Response) -> Result<GrantedToken, Error> {
        if !matches!(response.status(), 200 | 201) {
            return Err(failure(request, response));
        }
        let mut granted = Err("");
        token(response.body(), &mut |access_token, expires_in| {
            granted = match (access_token, expires_in) {
                (None, _) => Err("access_token is missing or not a text"),
                (_, None) => Err("expires_in is missing or not a whole number of seconds"),
                (Some(access_token), Some(expires_in_s)) => AccessToken::new(access_token)
                    .map(|access_token| GrantedToken {
                        access_token,
                        expires_in_s,
                    })
                    .map_err(|_| "access_token has characters or a length that no token has"),
            };
        })
        .map_err(|error| malformed_json(request, response, &error))?;
        granted.map_err(|reason| malformed(request, response, reason))
    }
}
