//! Retrieve all profiles.

use super::headers::PROFILES;
use super::target::of_service_provider;
use super::{Operation, Repeat, RequestExtras, Site, is_success};
use crate::error::Error;
use crate::http::{Kept, Method, Request, Response};
use crate::input::InvalidInput;
use crate::outcome::{Profile, Profiles};
use crate::token::AccessToken;
use crate::wire::{failure, malformed_json, profiles};

/// `GET {base}/api/v2/{serviceProvider}/profiles` (Adobe: *Retrieve profiles*): all valid profiles
/// of this app on this device.
///
/// For the first start, when no MVPD is remembered. Profiles of single sign-on are among them only
/// if the header that they were obtained with is sent. Degraded and temporary ones are found [by
/// MVPD](super::RetrieveProfileForMvpd).
///
/// ```
/// use tvpass::Response;
/// use tvpass::operation::{Operation as _, RetrieveProfiles};
/// # fn main() -> Result<(), tvpass::Error> {
/// # use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
/// # let info = DeviceInfo::builder().model("m").version("1").os_name(OsName::Linux).os_version("1");
/// # let info = info.connection_type(ConnectionType::Lan).build()?;
/// # let device = Device::new(DeviceIdentifier::from_text("d")?, info);
/// # let site = tvpass::operation::Site::new(tvpass::Environment::Production.into(), device);
/// # let access_token = tvpass::AccessToken::new("t")?;
/// let request = RetrieveProfiles::new("REF30")?.request(&site, &access_token);
/// assert_eq!(request.url(), "https://sp.auth.adobe.com/api/v2/REF30/profiles");
/// let answer = Response::new(200, r#"{"profiles": {"Cablevision": {"type": "regular", "notAfter": 1783685280000,
///     "attributes": {"userID": {"value": "u-1", "state": "plain"}}}}}"#);
/// let outcome = RetrieveProfiles::interpret(&request, &answer)?;
/// let profile = outcome.longest().expect("the user is signed in");
/// assert_eq!(profile.mvpd, "Cablevision");
/// assert_eq!(profile.user_metadata.user_id().as_deref(), Some("u-1"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RetrieveProfiles {
    target: String,
    extras: RequestExtras,
}

impl RetrieveProfiles {
    /// The profiles for `service_provider`.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn new(service_provider: &str) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_service_provider(service_provider, "/profiles")?,
            extras: RequestExtras::new(),
        })
    }

    /// Sets the optional headers: single sign-on tokens and the visitor identifier.
    ///
    /// # Errors
    /// A header that this operation does not take.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.extras = PROFILES.admit(extras)?;
        Ok(self)
    }
}

impl Operation for RetrieveProfiles {
    type Outcome = Profiles;

    const NAME: &'static str = "profiles";

    const REPEAT: Repeat = Repeat::Harmless;

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        let headers = PROFILES.headers(site, Some(access_token), &self.extras);
        Request::new(Method::Get, site.base(), &self.target, headers).keeping(Kept::Page)
    }

    fn interpret(request: &Request, response: &Response) -> Result<Profiles, Error> {
        profiles_of(request, response)
    }
}

/// What every operation that answers with profiles makes of the answer.
pub(super) fn profiles_of(request: &Request, response: &Response) -> Result<Profiles, Error> {
    if !is_success(response) {
        return Err(failure(request, response));
    }
    let profiles = profiles(response.body(), Profile::from_wire)
        .map_err(|error| malformed_json(request, response, &error))?;
    Ok(Profiles { profiles })
}
