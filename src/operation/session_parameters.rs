//! What an app tells about a session: all of it when it creates one, or the rest of it when one is
//! resumed.

use super::form::Form;
use crate::http::{Confidential, Kept, Request};
use crate::input::{InvalidInput, check_id};
use crate::outcome::SessionParameter;
use crate::uri::RedirectUrl;

/// The parameters of [`CreateSession`](super::CreateSession) and
/// [`ResumeSession`](super::ResumeSession). Adobe's tables require them, but each may be left out
/// and supplied later, by this device or another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionParameters {
    mvpd: Option<String>,
    domain_name: Option<String>,
    redirect_url: Option<RedirectUrl>,
}

impl SessionParameters {
    /// None set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `mvpd`: the MVPD that the user has chosen.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn mvpd(mut self, mvpd: &str) -> Result<Self, InvalidInput> {
        check_id("mvpd", mvpd)?;
        self.mvpd = Some(mvpd.to_owned());
        Ok(self)
    }

    /// `domainName`: the app's domain, as it is registered with Adobe.
    ///
    /// # Errors
    /// As for the MVPD.
    pub fn domain_name(mut self, domain_name: &str) -> Result<Self, InvalidInput> {
        check_id("domain_name", domain_name)?;
        self.domain_name = Some(domain_name.to_owned());
        Ok(self)
    }

    /// `redirectUrl`: where the user agent ends up when the sign-in is over, whether it succeeded
    /// or not.
    #[must_use]
    pub fn redirect_url(mut self, redirect_url: &RedirectUrl) -> Self {
        self.redirect_url = Some(redirect_url.clone());
        self
    }

    /// Whether this one is told.
    pub(crate) fn has(&self, parameter: &SessionParameter) -> bool {
        match parameter {
            SessionParameter::Mvpd => self.mvpd.is_some(),
            SessionParameter::DomainName => self.domain_name.is_some(),
            SessionParameter::RedirectUrl => self.redirect_url.is_some(),
            SessionParameter::Unknown(_) => false,
        }
    }

    /// The redirect URL, if it is told.
    pub(crate) fn told_redirect_url(&self) -> Option<&RedirectUrl> {
        self.redirect_url.as_ref()
    }

    /// `request` with these as its body. The answer holds a code.
    pub(super) fn body_of(&self, request: Request) -> Request {
        let redirect_url = self.redirect_url.as_ref();
        let values = [
            ("mvpd", self.mvpd.as_deref()),
            ("domainName", self.domain_name.as_deref()),
            ("redirectUrl", redirect_url.map(RedirectUrl::as_str)),
        ];
        let mut form = Form::with_capacity(
            values
                .iter()
                .filter_map(|(_, value)| *value)
                .map(str::len)
                .sum(),
        );
        for (name, value) in values {
            form.push(name, value);
        }
        let confidential = redirect_url.cloned().map(Confidential::RedirectUrl);
        request
            .with_body(form.into_body(), confidential.into_iter().collect())
            .keeping(Kept::Page)
    }
}
