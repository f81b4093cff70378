//! Initiate logout for a specific MVPD (REST API V2).

use super::{Operation, RequestExtras, v2_headers};
use crate::device::Device;
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::{InvalidInput, check_id};
use crate::outcome::{Logout, ProfileLogout};
use crate::token::AccessToken;
use crate::uri::{Base, RedirectUrl, push_encoded};
use crate::wire::{failure, logouts, malformed_json};

/// `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}` (Adobe: *Initiate logout for specific MVPD*).
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass needs no logout.
#[derive(Clone, Debug)]
pub struct LogoutOperation {
    base: Base,
    device: Device,
    /// Of the request. It is the same for every token, so it is made once.
    url: String,
    redirect_url: RedirectUrl,
    extras: RequestExtras,
}

impl LogoutOperation {
    /// A logout of `mvpd` for `service_provider` on `device`.
    ///
    /// The ids are opaque: they are sent percent-encoded, exactly as given.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control characters, or is `.` or `..`.
    pub fn new(
        base: &Base,
        device: &Device,
        service_provider: &str,
        mvpd: &str,
        redirect_url: &RedirectUrl,
    ) -> Result<Self, InvalidInput> {
        check_id("service_provider", service_provider)?;
        check_id("mvpd", mvpd)?;
        const API: &str = "/api/v2/";
        const LOGOUT: &str = "/logout/";
        const REDIRECT_URL: &str = "?redirectUrl=";
        // Enough for ids in use, of which every character is sent as it is.
        let mut url = String::with_capacity(
            base.as_str().len()
                + API.len()
                + service_provider.len()
                + LOGOUT.len()
                + mvpd.len()
                + REDIRECT_URL.len()
                + redirect_url.encoded().len(),
        );
        url.push_str(base.as_str());
        url.push_str(API);
        push_encoded(&mut url, service_provider);
        url.push_str(LOGOUT);
        push_encoded(&mut url, mvpd);
        url.push_str(REDIRECT_URL);
        url.push_str(redirect_url.encoded());
        Ok(Self {
            base: base.clone(),
            device: device.clone(),
            url,
            redirect_url: redirect_url.clone(),
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers.
    #[must_use]
    pub fn with_extras(mut self, extras: RequestExtras) -> Self {
        self.extras = extras;
        self
    }

    /// The redirect URL, for matching navigations.
    #[must_use]
    pub fn redirect_url(&self) -> &RedirectUrl {
        &self.redirect_url
    }
}

impl Operation for LogoutOperation {
    type Output = Logout;

    const NAME: &'static str = "logout";

    fn request(&self, access_token: &AccessToken) -> Request {
        Request {
            method: Method::Get,
            base: self.base.clone(),
            url: self.url.clone(),
            headers: v2_headers(&self.device, access_token, &self.extras),
            body: None,
            confidential: Vec::new(),
        }
    }

    fn interpret(request: &Request, response: &Response) -> Result<Logout, Error> {
        // Adobe documents 200 alone. With another success the service has acted too, and what it says cannot be had again.
        if !matches!(response.status(), 200..=299) {
            return Err(failure(request, response));
        }
        let profiles = logouts(response.body(), |key, entry| {
            ProfileLogout::from_wire(request.base(), key, entry)
        })
        .map_err(|error| malformed_json(request, response, &error))?;
        Ok(Logout::new(profiles))
    }

    fn after_lost_answer(logout: &mut Logout) {
        logout.doubt_invalid();
    }
}
