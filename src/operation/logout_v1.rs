//! The legacy V1 logout.

use super::{APPLICATION_JSON, RequestExtras};
use crate::device::Device;
use crate::error::Error;
use crate::header::{ACCEPT, Headers, USER_AGENT, X_DEVICE_INFO};
use crate::http::{Method, Request, Response};
use crate::input::{InvalidInput, check_id};
use crate::uri::{Base, push_encoded};
use crate::wire::{failure, malformed};

/// `DELETE {base}/api/v1/logout?requestor=…&deviceId=…` (Adobe: *(Legacy) Initiate logout*, REST API V1, which ends with 2026).
///
/// It clears the AuthN and AuthZ tokens on Adobe's side and does **not** call the MVPD's logout endpoint: the provider's own session
/// stays open. It takes no access token. Its base is another than V2's: see
/// [`Environment::v1_url`](crate::uri::Environment::v1_url).
#[derive(Clone, Debug)]
pub struct LogoutV1Operation {
    base: Base,
    device: Device,
    requestor: String,
    device_type: Option<String>,
    device_user: Option<String>,
    app_id: Option<String>,
    extras: RequestExtras,
}

impl LogoutV1Operation {
    /// A logout of `requestor` on `device`. `deviceId` is the device identifier's text.
    ///
    /// # Errors
    /// A requestor that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control characters, or is `.` or `..`.
    pub fn new(base: &Base, device: &Device, requestor: &str) -> Result<Self, InvalidInput> {
        check_id("requestor", requestor)?;
        Ok(Self {
            base: base.clone(),
            device: device.clone(),
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

    /// `User-Agent`, the application's.
    ///
    /// # Errors
    /// Empty, longer than 16 KiB, with control characters or characters outside ASCII, or with a space at an end.
    pub fn user_agent(mut self, user_agent: &str) -> Result<Self, InvalidInput> {
        self.extras = self.extras.user_agent(user_agent)?;
        Ok(self)
    }

    /// The request, complete with all headers.
    #[must_use]
    pub fn request(&self) -> Request {
        let mut url = String::from(self.base.as_str());
        let parameters = [
            ("/api/v1/logout?requestor=", Some(self.requestor.as_str())),
            ("&deviceId=", Some(self.device.identifier().as_str())),
            ("&deviceType=", self.device_type.as_deref()),
            ("&deviceUser=", self.device_user.as_deref()),
            ("&appId=", self.app_id.as_deref()),
        ];
        for (name, value) in parameters {
            if let Some(value) = value {
                url.push_str(name);
                push_encoded(&mut url, value);
            }
        }
        let mut headers = Headers::with_capacity(3);
        headers.push(X_DEVICE_INFO, self.device.info_header());
        self.extras.append_some_to(&mut headers, &[USER_AGENT]);
        headers.push(ACCEPT, APPLICATION_JSON);
        Request {
            method: Method::Delete,
            base: self.base.clone(),
            url,
            headers,
            body: None,
            confidential: Vec::new(),
        }
    }

    /// What the answer to `request` means: success has no content.
    ///
    /// # Errors
    /// Everything but 204, or 200 without a body: [`Error::Enhanced`], [`Error::Throttled`], [`Error::HttpStatus`],
    /// [`Error::Malformed`].
    pub fn interpret(request: &Request, response: &Response) -> Result<(), Error> {
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
