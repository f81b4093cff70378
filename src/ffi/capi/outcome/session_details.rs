//! `tvpass_session_details`: what a code names.

use super::session_parameter::{missing, tvpass_session_parameter};
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{RawJson, SessionDetails};

/// What Adobe knows of the device that a session is of: show it to the user. Each is empty if the
/// answer does not say. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_session_device {
    /// What kind of device, such as `SetTopBox`.
    pub device_type: tvpass_str,
    /// The model.
    pub model: tvpass_str,
    /// Who made it.
    pub manufacturer: tvpass_str,
    /// The operating system.
    pub os_name: tvpass_str,
    /// The operating system's version.
    pub os_version: tvpass_str,
    /// The browser.
    pub browser_name: tvpass_str,
    /// The app.
    pub application_id: tvpass_str,
    /// Its address as it stands in the answer, in JSON: Adobe's pages disagree about its form.
    pub ip_address_json: tvpass_str,
}

/// A session as a second device sees it. It does not say whether the user has signed in. It belongs
/// to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_session_details {
    /// The MVPD, if it is known already; else empty.
    pub mvpd: tvpass_str,
    /// The app's domain, if it is known already; else empty.
    pub domain_name: tvpass_str,
    /// The redirect URL, if it is known already; else empty. Not checked.
    pub redirect_url: tvpass_str,
    /// The service provider. Empty if the answer has none.
    pub service_provider: tvpass_str,
    /// What *resume* has to supply, in the answer's order; NULL: the user can sign in at once.
    pub missing_parameters: *const *const tvpass_session_parameter,
    /// How many there are.
    pub missing_parameter_count: usize,
    /// The device that will be signed in; never NULL.
    pub device: *const tvpass_session_device,
    /// Since when the code is valid, in ms since 1970 by the service's clock. 0: not said.
    pub not_before_unix_ms: u64,
    /// Until when, in the same way.
    pub not_after_unix_ms: u64,
    /// How long the code is valid in all, in ms; part of it has passed. 0: not said.
    pub valid_for_ms: u64,
}

impl tvpass_session_details {
    /// What it usually takes with its lists and texts.
    pub(super) const SIZE: usize = size_of::<Self>() + 768;

    pub(super) fn fill(arena: &Arena, details: &SessionDetails) -> Self {
        let missing = missing(arena, &details.missing_parameters);
        let device = &details.device;
        let address = device.ip_address.as_ref();
        let device = arena.put(tvpass_session_device {
            device_type: arena.optional(device.device_type.as_deref()),
            model: arena.optional(device.model.as_deref()),
            manufacturer: arena.optional(device.manufacturer.as_deref()),
            os_name: arena.optional(device.os_name.as_deref()),
            os_version: arena.optional(device.os_version.as_deref()),
            browser_name: arena.optional(device.browser_name.as_deref()),
            application_id: arena.optional(device.application_id.as_deref()),
            ip_address_json: arena.optional(address.map(RawJson::as_str)),
        });
        Self {
            mvpd: arena.optional(details.mvpd.as_deref()),
            domain_name: arena.optional(details.domain_name.as_deref()),
            redirect_url: arena.optional(details.redirect_url.as_deref()),
            service_provider: arena.optional(details.service_provider.as_deref()),
            missing_parameters: pointers(missing),
            missing_parameter_count: missing.len(),
            device,
            not_before_unix_ms: details.not_before_ms.unwrap_or(0),
            not_after_unix_ms: details.not_after_ms.unwrap_or(0),
            valid_for_ms: details.valid_for_ms().unwrap_or(0),
        }
    }
}
