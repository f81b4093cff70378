//! Initiate logout for a specific MVPD (REST API V2).

use super::headers::LOGOUT;
use super::{Operation, Repeat, RequestExtras, Site};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::{InvalidInput, check_id};
use crate::outcome::{Logout, ProfileLogout};
use crate::token::AccessToken;
use crate::uri::{RedirectUrl, push_encoded};
use crate::wire::{failure, logouts, malformed_json};

/// `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}` (Adobe: *Initiate logout
/// for specific MVPD*).
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass
/// needs no logout.
#[derive(Clone, Debug)]
pub struct InitiateLogout {
    /// Path and query of the request, which are the same wherever it goes.
    target: String,
    redirect_url: RedirectUrl,
    extras: RequestExtras,
}

impl InitiateLogout {
    /// A logout of `mvpd` for `service_provider`, after which the user agent lands at
    /// `redirect_url`.
    ///
    /// The ids are opaque: they are sent percent-encoded, exactly as given.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(
        service_provider: &str,
        mvpd: &str,
        redirect_url: &RedirectUrl,
    ) -> Result<Self, InvalidInput> {
        check_id("service_provider", service_provider)?;
        check_id("mvpd", mvpd)?;
        const API: &str = "/api/v2/";
        const LOGOUT: &str = "/logout/";
        const REDIRECT_URL: &str = "?redirectUrl=";
        // Of a redirect URL: `://`, and some `/`.
        const USUALLY_ENCODED: usize = 8;
        let redirect = redirect_url.as_str();
        // Enough for ids in use, of which every character is sent as it is.
        let mut target = String::with_capacity(
            API.len()
                + service_provider.len()
                + LOGOUT.len()
                + mvpd.len()
                + REDIRECT_URL.len()
                + redirect.len()
                + 2 * USUALLY_ENCODED,
        );
        target.push_str(API);
        push_encoded(&mut target, service_provider);
        target.push_str(LOGOUT);
        push_encoded(&mut target, mvpd);
        target.push_str(REDIRECT_URL);
        push_encoded(&mut target, redirect);
        Ok(Self {
            target,
            redirect_url: redirect_url.clone(),
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: single sign-on tokens (the same as at login) and the visitor
    /// identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = LOGOUT.admit(extras)?;
        Ok(self)
    }

    /// The redirect URL, for matching navigations.
    #[must_use]
    pub fn redirect_url(&self) -> &RedirectUrl {
        &self.redirect_url
    }
}

impl Operation for InitiateLogout {
    type Outcome = Logout;

    const NAME: &'static str = "logout";

    const REPEAT: Repeat = Repeat::Doubtful;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = LOGOUT.headers(site, Some(access_token), &self.extras);
        Request::new(Method::Get, site.base(), &self.target, headers)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Logout, Error> {
        // Adobe documents 200 alone. With another success the service has acted too, and what it
        // says cannot be had again.
        if !matches!(response.status(), 200..=299) {
            return Err(failure(request, response));
        }
        let profiles = logouts(response.body(), |key, entry| {
            ProfileLogout::from_wire(request.base(), key, entry)
        })
        .map_err(|error| malformed_json(request, response, &error))?;
        Ok(Logout { profiles })
    }

    fn after_lost_answer(logout: &mut Logout) {
        logout.doubt_invalid();
    }
}
