//! Retrieve an access token: client credentials → token.

use super::{ClientCredentials, RequestExtras, dcr_headers};
use crate::device::Device;
use crate::error::Error;
use crate::header::HeaderValue;
use crate::http::{Method, Request, Response};
use crate::secret::Secret;
use crate::token::AccessToken;
use crate::uri::{Base, push_encoded};
use crate::wire::{failure, malformed, malformed_json, token};

/// A token as granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedToken {
    /// The token.
    pub access_token: AccessToken,
    /// How long it is valid from the moment of receipt, in seconds. `created_at` is not used, so a wrong device clock is harmless.
    pub expires_in_s: u64,
}

/// `POST {base}/o/client/token` with a form body: a secret never goes into a URL (Adobe: *Retrieve access token*; RFC 6749 §4.4).
#[derive(Clone, Debug)]
pub struct TokenOperation {
    base: Base,
    device: Device,
    credentials: ClientCredentials,
    extras: RequestExtras,
}

impl TokenOperation {
    /// What events and reports call it.
    pub const NAME: &'static str = "token";

    /// A token for `credentials`.
    #[must_use]
    pub fn new(base: &Base, device: &Device, credentials: &ClientCredentials) -> Self {
        Self {
            base: base.clone(),
            device: device.clone(),
            credentials: credentials.clone(),
            extras: RequestExtras::new(),
        }
    }

    /// Sets the optional headers, of which only `User-Agent` and `X-Forwarded-For` apply.
    #[must_use]
    pub fn with_extras(mut self, extras: RequestExtras) -> Self {
        self.extras = extras;
        self
    }

    /// The request, complete with headers and body.
    #[must_use]
    pub fn request(&self) -> Request {
        const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        let secret = self.credentials.client_secret();
        // Reserved at its final size, so that no copy of the secret is left behind when the buffer grows.
        let mut content = String::with_capacity(
            64 + 3 * (self.credentials.client_id().len() + secret.expose().len()),
        );
        content.push_str("client_id=");
        push_encoded(&mut content, self.credentials.client_id());
        content.push_str("&client_secret=");
        push_encoded(&mut content, secret.expose());
        content.push_str("&grant_type=client_credentials");
        Request {
            method: Method::Post,
            url: format!("{}/o/client/token", self.base.as_str()),
            headers: dcr_headers(&self.device, &self.extras, FORM),
            body: Some(Secret::new(content)),
            confidential: self.credentials.confidential().into(),
            base: self.base.clone(),
        }
    }

    /// What the answer to `request` means.
    ///
    /// # Errors
    /// Everything but 201 (or 200) with a token: [`Error::Dcr`], [`Error::Enhanced`], [`Error::Throttled`], [`Error::HttpStatus`],
    /// [`Error::Malformed`].
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
