//! Initiate logout for a specific MVPD (REST API V2).

use super::{Operation, RequestExtras, v2_headers};
use crate::device::Device;
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::{InvalidInput, check_id};
use crate::outcome::{Logout, ProfileLogout};
use crate::token::AccessToken;
use crate::uri::{Base, RedirectUrl, encoded_len, push_encoded};
use crate::wire::{LogoutsWire, failure, malformed_json};

/// `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}` (Adobe: *Initiate logout for specific MVPD*).
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass needs no logout.
#[derive(Clone, Debug)]
pub struct LogoutOperation {
    base: Base,
    device: Device,
    service_provider: String,
    mvpd: String,
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
        Ok(Self {
            base: base.clone(),
            device: device.clone(),
            service_provider: service_provider.to_owned(),
            mvpd: mvpd.to_owned(),
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

    fn request(&self, access_token: &AccessToken) -> Request {
        const API: &str = "/api/v2/";
        const LOGOUT: &str = "/logout/";
        const REDIRECT_URL: &str = "?redirectUrl=";
        let mut url = String::with_capacity(
            self.base.as_str().len()
                + API.len()
                + encoded_len(&self.service_provider)
                + LOGOUT.len()
                + encoded_len(&self.mvpd)
                + REDIRECT_URL.len()
                + encoded_len(self.redirect_url.as_str()),
        );
        url.push_str(self.base.as_str());
        url.push_str(API);
        push_encoded(&mut url, &self.service_provider);
        url.push_str(LOGOUT);
        push_encoded(&mut url, &self.mvpd);
        url.push_str(REDIRECT_URL);
        push_encoded(&mut url, self.redirect_url.as_str());
        Request {
            method: Method::Get,
            base: self.base.clone(),
            url,
            headers: v2_headers(&self.device, access_token, &self.extras),
            body: None,
        }
    }

    fn interpret(request: &Request, response: &Response) -> Result<Logout, Error> {
        if response.status() != 200 {
            return Err(failure(request, response));
        }
        let wire: LogoutsWire<'_> = serde_json::from_slice(response.body())
            .map_err(|error| malformed_json(request, response, &error))?;
        let profiles = wire.logouts.0.into_iter();
        Ok(Logout::new(
            profiles
                .map(|(key, entry)| ProfileLogout::from_wire(request.base(), key, entry))
                .collect(),
        ))
    }

    fn after_lost_answer(logout: &mut Logout) {
        logout.doubt_invalid();
    }
}
