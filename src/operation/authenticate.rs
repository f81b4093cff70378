//! The URL at which a user signs in, made from a code: not an operation, since a user agent goes
//! there and never the library.

use crate::input::{InvalidInput, check_id};
use crate::outcome::{AuthenticateUrl, AuthenticationCode};
use crate::uri::{Base, push_encoded};

/// `{base}/api/v2/authenticate/{serviceProvider}/{code}` (Adobe: *Perform authentication in user
/// agent*).
///
/// For a second device whose user typed the code, once [`RetrieveSession`](super::RetrieveSession)
/// or [`ResumeSession`](super::ResumeSession) has said that nothing is missing. The device that
/// created the session has the URL in its [answer](crate::outcome::SessionAction::Authenticate).
///
/// It is no [`Operation`](super::Operation), so nothing can send it:
///
/// ```compile_fail
/// # fn wrong(client: &tvpass::call::Client, page: tvpass::operation::Authenticate) {
/// client.start(0, page, tvpass::call::CallOptions::default());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Authenticate {
    service_provider: String,
    code: AuthenticationCode,
}

impl Authenticate {
    /// The page of the session of `code` for `service_provider`.
    ///
    /// # Errors
    /// A service provider that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES),
    /// has control characters, or is `.` or `..`.
    pub fn new(service_provider: &str, code: &AuthenticationCode) -> Result<Self, InvalidInput> {
        check_id("service_provider", service_provider)?;
        Ok(Self {
            service_provider: service_provider.to_owned(),
            code: code.clone(),
        })
    }

    /// The URL at `base`, to open it in a user agent or to show it. Nothing is sent.
    #[must_use]
    pub fn url(&self, base: &Base) -> AuthenticateUrl {
        let mut url = String::from(base.as_str());
        url.push_str("/api/v2/authenticate/");
        push_encoded(&mut url, &self.service_provider);
        url.push('/');
        push_encoded(&mut url, self.code.expose());
        AuthenticateUrl::new(url)
    }
}
