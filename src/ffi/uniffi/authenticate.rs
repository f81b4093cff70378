//! The URL at which a user signs in, made from a code.

use super::failure::{CoreError, guarded};
use crate::operation::Authenticate;
use crate::outcome::{AuthenticateUrl, AuthenticationCode};
use crate::uri::Base;

/// The URL of the session of `code`, a secret. `base` is the service's base URL. Nothing is sent.
#[uniffi::export]
pub fn authenticate_url(
    base: String,
    service_provider: String,
    code: String,
) -> Result<AuthenticateUrl, CoreError> {
    guarded(|| {
        let code = AuthenticationCode::new(&code)?;
        Ok(Authenticate::new(&service_provider, &code)?.url(&Base::new(&base)?))
    })
}
