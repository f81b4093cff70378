//! The legacy V1 logout.

use super::headers::LOGOUT_V1;
use super::{Operation, Repeat, RequestExtras, Site};
use crate::error::Error;
use crate::http::{Method, Request, Response};
use crate::input::{InvalidInput, check_id};
use crate::token::AccessToken;
use crate::uri::push_encoded;
use crate::wire::{failure, malformed};

/// `DELETE {base}/api/v1/logout?requestor=…&deviceId=…` (Adobe: *(Legacy) Initiate logout*, REST
/// API V1, which ends with 2026).
///
/// It clears the AuthN and AuthZ tokens on Adobe's side and does **not** call the MVPD's logout
/// endpoint: the provider's own session stays open. It takes no access token. Its base is another
/// than V2's: see [`Environment::v1_url`](crate::uri::Environment::v1_url). `deviceId` is the text
/// of the site's device identifier.
#[derive(Clone, Debug)]
pub struct InitiateLogoutV1 {
    requestor: String,
    device_type: Option<String>,
    device_user: Option<String>,
    app_id: Option<String>,
    extras: RequestExtras,
}

impl InitiateLogoutV1 {
    /// A logout of `requestor` on the site's device.
    ///
    /// # Errors
    /// A requestor that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has
    /// control characters, or is `.` or `..`.
    pub fn new(requestor: &str) -> Result<Self, InvalidInput> {
        check_id("requestor", requestor)?;
        Ok(Self {
            requestor: requestor.to_owned(),
            device_type: None,
            device_user: None,
            app_id: None,
            extras: RequestExtras::new(),
        })
    }

    /// `deviceType`, optional. Superseded by `X-Device-Info`, which is always sent.
    ///
    /// # Errors
    /// As for the requestor.
    pub fn device_type(mut self, device_type: &str) -> Result<Self, InvalidInput> {
        check_id("device_type", device_type)?;
        self.device_type = Some(device_type.to_owned());
        Ok(self)
    }

    /// `deviceUser`, optional and deprecated.
    ///
    /// # Errors
    /// As for the requestor.
    pub fn device_user(mut self, device_user: &str) -> Result<Self, InvalidInput> {
        check_id("device_user", device_user)?;
        self.device_user = Some(device_user.to_owned());
        Ok(self)
    }

    /// `appId`, optional and deprecated.
    ///
    /// # Errors
    /// As for the requestor.
    pub fn app_id(mut self, app_id: &str) -> Result<Self, InvalidInput> {
        check_id("app_id", app_id)?;
        self.app_id = Some(app_id.to_owned());
        Ok(self)
    }

    /// Sets the optional header: `User-Agent`.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = LOGOUT_V1.admit(extras)?;
        Ok(self)
    }

    /// The request without an access token, which this operation does not take.
    #[must_use]
    pub fn request_without_token(&self, site: &Site) -> Request {
        let mut target = String::from("/api/v1/logout?requestor=");
        push_encoded(&mut target, &self.requestor);
        let parameters = [
            ("&deviceId=", Some(site.device().identifier().as_str())),
            ("&deviceType=", self.device_type.as_deref()),
            ("&deviceUser=", self.device_user.as_deref()),
            ("&appId=", self.app_id.as_deref()),
        ];
        for (name, value) in parameters {
            if let Some(value) = value {
                target.push_str(name);
                push_encoded(&mut target, value);
            }
        }
        let headers = LOGOUT_V1.headers(site, None, &self.extras);
        Request::new(Method::Delete, site.base(), &target, headers)
    }
}

impl Operation for InitiateLogoutV1 {
    /// Success has no content.
    type Outcome = ();

    const NAME: &'static str = "logout_v1";

    const REPEAT: Repeat = Repeat::Harmless;

    const NEEDS_TOKEN: bool = false;

    fn request(&self, site: &Site, _: &AccessToken) -> Request {
        self.request_without_token(site)
    }

    fn interpret(request: &Request, response: &Response) -> Result<(), Error> {
        match response.status() {
            204 => Ok(()),
            200 if response.body().is_empty() => Ok(()),
            200 => Err(malformed(
                request,
                response,
                "a body where Adobe documents none; something else may have answered",
            )),
            _ => Err(failure(request, response)),
        }
    }
}
