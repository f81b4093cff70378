//! Tokens: the access token of every request, and the tokens of single sign-on.

use crate::header::HeaderValue;
use crate::http::Confidential;
use crate::input::{InvalidInput, check_token};
use crate::secret::Secret;

const SCHEME: &str = "Bearer ";

/// An access token (RFC 6750; Adobe: *Retrieve access token*). Redacted in `Debug`, zeroed on drop,
/// cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken(Secret);

impl AccessToken {
    /// Checks and keeps a token, without `Bearer`.
    ///
    /// # Errors
    /// Empty, longer than 16 KiB, or with spaces, control characters or characters outside ASCII.
    pub fn new(token: &str) -> Result<Self, InvalidInput> {
        check_token("access_token", token)?;
        // Kept as the header's value, so that a request shares it instead of copying it.
        let mut value = String::with_capacity(SCHEME.len() + token.len());
        value.push_str(SCHEME);
        value.push_str(token);
        Ok(Self(Secret::new(value)))
    }

    /// For operations that take no token.
    pub(crate) fn none() -> Self {
        Self(Secret::new(String::new()))
    }

    /// The token itself, for storing it.
    #[must_use]
    pub fn expose(&self) -> &str {
        let value = self.0.expose();
        value.strip_prefix(SCHEME).unwrap_or(value)
    }

    pub(crate) fn confidential(&self) -> Confidential {
        Confidential::Secret(self.0.clone())
    }

    pub(crate) fn header(&self) -> HeaderValue {
        HeaderValue::from_secret(self.0.clone())
    }
}
