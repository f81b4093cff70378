//! What an app tells about itself once, for all of its flows.

use std::fmt;

use crate::input::{InvalidInput, check_id};
use crate::operation::{RequestExtras, SessionParameters};
use crate::secret::Secret;
use crate::uri::{RedirectUrl, is_page, push_encoded};

/// The service provider, and what its sessions need.
#[derive(Clone, Debug)]
pub struct AccountSettings {
    pub(super) service_provider: String,
    /// What each session is told, whatever the MVPD.
    pub(super) session: SessionParameters,
    pub(super) activation_page: Option<ActivationPage>,
    pub(super) extras: RequestExtras,
    pub(super) hidden: Vec<String>,
}

impl AccountSettings {
    /// Settings for a service provider, with nothing else.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(service_provider: &str) -> Result<Self, InvalidInput> {
        check_id("service_provider", service_provider)?;
        Ok(Self {
            service_provider: service_provider.to_owned(),
            session: SessionParameters::new(),
            activation_page: None,
            extras: RequestExtras::new(),
            hidden: Vec::new(),
        })
    }

    /// The app's domain, as it is registered with Adobe (`domainName`). Without it, a session
    /// lacks it, and a second screen has to supply it.
    ///
    /// # Errors
    /// As [`SessionParameters::domain_name`].
    pub fn domain_name(mut self, domain_name: &str) -> Result<Self, InvalidInput> {
        self.session = self.session.domain_name(domain_name)?;
        Ok(self)
    }

    /// Where user agents end up, of sign-ins and of logouts (`redirectUrl`): https on a registered
    /// domain is what Adobe documents. Signing in with a browser on this device and signing out
    /// need it.
    #[must_use]
    pub fn redirect_url(mut self, redirect_url: &RedirectUrl) -> Self {
        self.session = self.session.redirect_url(redirect_url);
        self
    }

    /// The programmer's page where a code is typed in on a second screen.
    #[must_use]
    pub fn activation_page(mut self, page: ActivationPage) -> Self {
        self.activation_page = Some(page);
        self
    }

    /// Headers about the user: single sign-on tokens and the visitor identifier. Each request
    /// carries those that Adobe lists for it. To change them later, see
    /// [`Account::set_extras`](super::Account::set_extras).
    #[must_use]
    pub fn extras(mut self, extras: RequestExtras) -> Self {
        self.extras = extras;
        self
    }

    /// The ids of MVPDs that pickers leave out unless asked: test entries. No answer of Adobe's
    /// marks them; TempPass, which is marked, is left out anyway.
    #[must_use]
    pub fn hidden_mvpds<T: Into<String>>(mut self, ids: impl IntoIterator<Item = T>) -> Self {
        self.hidden = ids.into_iter().map(T::into).collect();
        self
    }

    /// What a session is told, with this MVPD.
    pub(super) fn parameters(&self, mvpd: Option<&str>) -> Result<SessionParameters, InvalidInput> {
        let parameters = self.session.clone();
        match mvpd {
            Some(mvpd) => parameters.mvpd(mvpd),
            None => Ok(parameters),
        }
    }
}

/// The page on which a user types the code that a TV shows: the programmer's own, for a second
/// screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationPage {
    url: RedirectUrl,
    shown: String,
    parameter: String,
}

impl ActivationPage {
    /// The page's absolute https URL, without a fragment, e.g. `https://example.com/tv`; http is
    /// good on this machine alone. The QR code has it with the code as the parameter `code`.
    ///
    /// # Errors
    /// Not an absolute URL ([`RedirectUrl::new`]), not https, or with a fragment.
    pub fn new(url: &str) -> Result<Self, InvalidInput> {
        const FIELD: &str = "activation_page";
        let refused = |error: InvalidInput| InvalidInput::new(FIELD, error.reason().to_owned());
        let checked = RedirectUrl::new(url).map_err(refused)?;
        if !is_page(url) {
            return Err(InvalidInput::new(
                FIELD,
                "is not an https URL without a fragment; pass the page's own address",
            ));
        }
        let shown = url.split_once("://").map_or(url, |(_, rest)| rest);
        Ok(Self {
            shown: shown.trim_end_matches('/').to_owned(),
            url: checked,
            parameter: "code".to_owned(),
        })
    }

    /// The name of the parameter that has the code, if it is not `code`.
    ///
    /// # Errors
    /// Empty, overlong or with control characters, as ids are.
    pub fn parameter(mut self, name: &str) -> Result<Self, InvalidInput> {
        check_id("parameter", name)?;
        self.parameter = name.to_owned();
        Ok(self)
    }

    /// The address to show, if it is not the URL without `https://`: shorter is better.
    ///
    /// # Errors
    /// Empty, overlong or with control characters, as ids are.
    pub fn shown_as(mut self, address: &str) -> Result<Self, InvalidInput> {
        check_id("shown_as", address)?;
        self.shown = address.to_owned();
        Ok(self)
    }

    pub(super) fn address(&self) -> &str {
        &self.shown
    }

    /// The page with this code typed in already.
    pub(super) fn with_code(&self, code: &str) -> Secret {
        let page = self.url.as_str();
        let mut url = String::with_capacity(page.len() + self.parameter.len() + 3 * code.len() + 8);
        url.push_str(page);
        url.push(if page.contains('?') { '&' } else { '?' });
        push_encoded(&mut url, &self.parameter);
        url.push('=');
        push_encoded(&mut url, code);
        Secret::new(url)
    }
}

impl fmt::Debug for ActivationPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActivationPage({})", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_shown_short_and_has_the_code_as_a_parameter() {
        let page = ActivationPage::new("https://example.com/tv/").unwrap();
        assert_eq!(page.address(), "example.com/tv");
        assert_eq!(
            page.with_code("8ER+ 0").expose(),
            "https://example.com/tv/?code=8ER%2B%200"
        );
        let sandbox = ActivationPage::new("http://127.0.0.1:8080/activate").unwrap();
        assert_eq!(sandbox.address(), "127.0.0.1:8080/activate");
        let page = ActivationPage::new("https://example.com/tv?lang=en").unwrap();
        let page = page
            .parameter("c")
            .unwrap()
            .shown_as("example.com")
            .unwrap();
        assert_eq!(page.address(), "example.com");
        assert_eq!(
            page.with_code("X").expose(),
            "https://example.com/tv?lang=en&c=X"
        );
        for bad in [
            "",
            "example.com/tv",
            "http://example.com",
            "myapp://tv",
            "https://a.example/#x",
        ] {
            assert_eq!(
                ActivationPage::new(bad).unwrap_err().field(),
                "activation_page",
                "{bad}"
            );
        }
    }
}
