//! What a code names, as public types of Swift and Kotlin.

use super::session::{SessionParameter, parameters};
use super::text::{HiddenText, UncheckedUrl, text};
use crate::ffi::uniffi::number::signed;
use crate::outcome;

/// A session as a second device sees it: of which device it is, what it knows, and what it lacks.
/// It does not say whether the user has signed in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SessionDetails {
    /// The MVPD, if it is known already.
    pub mvpd: Option<String>,
    /// The app's domain, if it is known already.
    pub domain_name: Option<String>,
    /// The redirect URL, if it is known already. Not checked.
    pub redirect_url: Option<UncheckedUrl>,
    /// The service provider.
    pub service_provider: Option<String>,
    /// What has to be supplied to resume the session, in the answer's order. Empty: the user can
    /// sign in at once.
    pub missing_parameters: Vec<SessionParameter>,
    /// The device that will be signed in: show it to the user.
    pub device: SessionDevice,
    /// Since when the code is valid, in milliseconds since 1970 by the service's clock.
    pub not_before_ms: Option<i64>,
    /// Until when, in the same way.
    pub not_after_ms: Option<i64>,
    /// For how long the code is valid, in milliseconds. Part of it may have passed: the code is
    /// older than this answer.
    pub valid_for_ms: Option<i64>,
}

/// What Adobe knows of the device that a session is of. Servers before release 3.2.0 say nothing.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SessionDevice {
    /// What kind of device, such as `SetTopBox`, `TV`, `Desktop`.
    pub device_type: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// Who made it.
    pub manufacturer: Option<String>,
    /// The operating system.
    pub os_name: Option<String>,
    /// The operating system's version, such as `10.15.7`.
    pub os_version: Option<String>,
    /// The browser.
    pub browser_name: Option<String>,
    /// The app.
    pub application_id: Option<String>,
    /// Its address as JSON: a text on Adobe's page, an object in the OpenAPI description.
    pub ip_address_json: Option<HiddenText>,
}

impl From<&outcome::SessionDetails> for SessionDetails {
    fn from(details: &outcome::SessionDetails) -> Self {
        let redirect_url = details.redirect_url.as_ref();
        Self {
            mvpd: text(details.mvpd.as_ref()),
            domain_name: text(details.domain_name.as_ref()),
            redirect_url: redirect_url.map(|url| UncheckedUrl(url.as_str().to_owned())),
            service_provider: text(details.service_provider.as_ref()),
            missing_parameters: parameters(&details.missing_parameters),
            device: (&details.device).into(),
            not_before_ms: details.not_before_ms.map(signed),
            not_after_ms: details.not_after_ms.map(signed),
            valid_for_ms: details.valid_for_ms().map(signed),
        }
    }
}

impl From<&outcome::SessionDevice> for SessionDevice {
    fn from(device: &outcome::SessionDevice) -> Self {
        let ip_address = device.ip_address.as_ref();
        Self {
            device_type: text(device.device_type.as_ref()),
            model: text(device.model.as_ref()),
            manufacturer: text(device.manufacturer.as_ref()),
            os_name: text(device.os_name.as_ref()),
            os_version: text(device.os_version.as_ref()),
            browser_name: text(device.browser_name.as_ref()),
            application_id: text(device.application_id.as_ref()),
            ip_address_json: ip_address.map(|json| HiddenText(json.as_str().to_owned())),
        }
    }
}
