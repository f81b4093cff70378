//! Retrieve the profile for a specific code: how an app learns that its user has signed in.

use super::headers::PROFILE_FOR_CODE;
use super::profiles::profiles_of;
use super::target::CodeTarget;
use super::{Operation, Repeat, RequestExtras, Site};
use crate::error::{DocumentedCode, Error};
use crate::http::{Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{AuthenticationCode, Profiles};
use crate::token::AccessToken;

/// `GET {base}/api/v2/{serviceProvider}/profiles/code/{code}` (Adobe: *Retrieve profile for
/// specific code*): the profile that this session has made. It is what is polled during a sign-in,
/// by the device or by a second one: every 3 to 5 seconds or more slowly, until
/// [`progress`](Self::progress) says that it is over or the code's time is.
#[derive(Clone, Debug)]
pub struct RetrieveProfileForCode {
    target: CodeTarget,
    extras: RequestExtras,
}

/// What an answer to [`RetrieveProfileForCode`] means for a sign-in that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInProgress {
    /// There is a profile.
    SignedIn,
    /// Not yet: ask again, after a pause. Adobe does not say how a sign-in looks that goes on; this
    /// is an empty answer, the code `authenticated_profile_missing`, and every failure that may be
    /// tried again.
    Pending,
    /// The session is unknown or over (`invalid_authentication_session`, `invalid_parameter_code`):
    /// a new one has to be created.
    SessionOver,
    /// Another failure.
    Failed,
}

impl RetrieveProfileForCode {
    /// The profile for `service_provider` that the session of `code` has made.
    ///
    /// # Errors
    /// A service provider that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES),
    /// has control characters, or is `.` or `..`.
    pub fn new(service_provider: &str, code: &AuthenticationCode) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: CodeTarget::new(service_provider, "/profiles/code/", code)?,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: the identity for promotional temporary access, the visitor
    /// identifier.
    ///
    /// # Errors
    /// A header that this operation does not take: single sign-on tokens belong to the session's
    /// creation.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = PROFILE_FOR_CODE.admit(extras)?;
        Ok(self)
    }

    /// What `result` means for a sign-in that is waited for.
    #[must_use]
    pub fn progress(result: &Result<Profiles, Error>) -> SignInProgress {
        match result {
            Ok(profiles) if profiles.profiles.is_empty() => SignInProgress::Pending,
            Ok(_) => SignInProgress::SignedIn,
            Err(error) => Self::progress_after(error),
        }
    }

    /// What a failure means for a sign-in that is waited for.
    pub(crate) fn progress_after(error: &Error) -> SignInProgress {
        match error.adobe_code().and_then(DocumentedCode::from_text) {
            Some(DocumentedCode::AuthenticatedProfileMissing) => SignInProgress::Pending,
            Some(
                DocumentedCode::InvalidAuthenticationSession | DocumentedCode::InvalidParameterCode,
            ) => SignInProgress::SessionOver,
            _ if error.is_retryable() => SignInProgress::Pending,
            _ => SignInProgress::Failed,
        }
    }
}

impl Operation for RetrieveProfileForCode {
    type Outcome = Profiles;

    const NAME: &'static str = "profile_for_code";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = PROFILE_FOR_CODE.headers(site, Some(access_token), &self.extras);
        self.target.request(Method::Get, site, headers)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Profiles, Error> {
        profiles_of(request, response)
    }
}
