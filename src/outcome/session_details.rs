//! What a code names: of which device the session is, what it knows, and what it lacks.

use std::fmt;

use super::session::{SessionParameter, valid_for_ms};
use super::text::received;
use super::{RawJson, ReceivedText};
use crate::wire::{SessionDetailsWire, SessionDeviceWire};

/// A session as a second device sees it (Adobe: *Retrieve authentication session information using
/// code*). It does not say whether the user has signed in.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionDetails {
    /// The MVPD, if it is known already.
    pub mvpd: Option<ReceivedText>,
    /// The app's domain, if it is known already.
    pub domain_name: Option<ReceivedText>,
    /// The redirect URL, if it is known already. Not checked.
    pub redirect_url: Option<ReceivedText>,
    /// The service provider.
    pub service_provider: Option<ReceivedText>,
    /// What *resume* has to supply, in the answer's order. Empty: the user can sign in at once.
    pub missing_parameters: Vec<SessionParameter>,
    /// The device that will be signed in: show it to the user.
    pub device: SessionDevice,
    /// Since when the code is valid, in milliseconds since the epoch, by the service's clock.
    pub not_before_ms: Option<u64>,
    /// Until when, in the same way.
    pub not_after_ms: Option<u64>,
}

/// What Adobe knows of the device that a session is of. Servers before release 3.2.0 say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionDevice {
    /// What kind of device, e.g. `SetTopBox`, `TV`, `Desktop`.
    pub device_type: Option<ReceivedText>,
    /// The model.
    pub model: Option<ReceivedText>,
    /// Who made it.
    pub manufacturer: Option<ReceivedText>,
    /// The operating system.
    pub os_name: Option<ReceivedText>,
    /// The operating system's version, e.g. `10.15.7`.
    pub os_version: Option<ReceivedText>,
    /// The browser.
    pub browser_name: Option<ReceivedText>,
    /// The app.
    pub application_id: Option<ReceivedText>,
    /// Its address, unread: a text on Adobe's page, an object in the OpenAPI description.
    pub ip_address: Option<RawJson>,
}

impl SessionDetails {
    pub(crate) fn from_wire(wire: SessionDetailsWire<'_>) -> Self {
        let missing = wire.missing_parameters.into_iter();
        Self {
            mvpd: received(wire.mvpd),
            domain_name: received(wire.domain_name),
            redirect_url: received(wire.redirect_url),
            service_provider: received(wire.service_provider),
            missing_parameters: missing
                .map(|name| SessionParameter::from_name(&name))
                .collect(),
            device: SessionDevice::from_wire(wire.device),
            not_before_ms: wire.not_before_ms,
            not_after_ms: wire.not_after_ms,
        }
    }

    /// As [`Session::valid_for_ms`](super::Session::valid_for_ms). Part of it may have passed: the
    /// code is older than this answer.
    #[must_use]
    pub fn valid_for_ms(&self) -> Option<u64> {
        valid_for_ms(self.not_before_ms, self.not_after_ms)
    }
}

impl SessionDevice {
    fn from_wire(wire: SessionDeviceWire<'_>) -> Self {
        Self {
            device_type: received(wire.device_type),
            model: received(wire.model),
            manufacturer: received(wire.manufacturer),
            os_name: received(wire.os_name),
            os_version: received(wire.os_version),
            browser_name: received(wire.browser_name),
            application_id: received(wire.application_id),
            ip_address: wire.ip_address.and_then(RawJson::from_wire),
        }
    }
}

impl fmt::Debug for SessionDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The query of a redirect URL may be the app's own secret.
        let redirect_url = self.redirect_url.as_ref().map(|_| "…");
        f.debug_struct("SessionDetails")
            .field("mvpd", &self.mvpd)
            .field("domain_name", &self.domain_name)
            .field("redirect_url", &redirect_url)
            .field("service_provider", &self.service_provider)
            .field("missing_parameters", &self.missing_parameters)
            .field("device", &self.device)
            .field("not_before_ms", &self.not_before_ms)
            .field("not_after_ms", &self.not_after_ms)
            .finish()
    }
}
