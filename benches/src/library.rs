//! Through the library.

use std::error::Error;
use std::hint::black_box;

use tvpass::device::{
    ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName, OsVendor, PrimaryHardwareType,
};
use tvpass::operation::{InitiateLogout, Operation as _, RequestExtras, Site};
use tvpass::{AccessToken, Base, LogoutAction, RedirectUrl, Request, Response};

use crate::input::Input;
use crate::job::Subject;

/// The device of the sample.
///
/// # Errors
///
/// The identifier is none.
pub fn device(identifier: &str) -> Result<Device, Box<dyn Error>> {
    let info = DeviceInfo::builder()
        .primary_hardware_type(PrimaryHardwareType::SetTopBox)
        .model("TV 5th Gen")
        .version("5")
        .manufacturer("Apple")
        .os_name(OsName::TvOs)
        .os_vendor(OsVendor::Apple)
        .os_version("11.0")
        .connection_type(ConnectionType::WiFi)
        .build()?;
    Ok(Device::new(DeviceIdentifier::from_text(identifier)?, info))
}

/// What an app makes once per start.
pub(crate) struct Prepared {
    site: Site,
    redirect_url: RedirectUrl,
    token: AccessToken,
}

pub(crate) struct Library<'a>(pub(crate) &'a Input);

impl Subject for Library<'_> {
    type Prepared = Prepared;
    type Request = Request;

    fn prepare(&self) -> Result<Prepared, Box<dyn Error>> {
        let input = self.0;
        Ok(Prepared {
            site: Site::new(Base::new(&input.base)?, device(&input.identifier)?)
                .with_extras(RequestExtras::new().user_agent(&input.user_agent)?)?,
            redirect_url: RedirectUrl::new(&input.redirect_url)?,
            token: AccessToken::new(&input.token)?,
        })
    }

    fn build(&self, prepared: &Prepared) -> Result<Request, Box<dyn Error>> {
        let request = InitiateLogout::new(
            &self.0.service_provider,
            &self.0.mvpd,
            &prepared.redirect_url,
        )?
        .request(&prepared.site, &prepared.token);
        black_box((request.method().as_str(), request.url()));
        for header in request.headers() {
            black_box((header.name, header.value.as_str()));
        }
        Ok(request)
    }

    fn interpret(&self, request: &Request) -> Result<usize, Box<dyn Error>> {
        let response = Response::new(200, self.0.body.as_slice())
            .with_header("Content-Type", self.0.content_type.as_str());
        let logout = InitiateLogout::interpret(request, &response)?;
        let open = logout.profiles.iter().filter(|profile| {
            black_box((&profile.key, &profile.mvpd));
            match &profile.action {
                LogoutAction::OpenUrl(url) => {
                    black_box(url.as_str());
                    true
                }
                _ => false,
            }
        });
        Ok(open.count())
    }
}
