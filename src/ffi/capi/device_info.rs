//! `tvpass_device_info`: collects the keys of X-Device-Info.

use std::ffi::c_char;
use std::num::NonZeroU16;

use super::boundary::{Failure, Poison, change, free, handle, make};
use super::error::tvpass_error;
use super::extras::ip_address;
use super::status::tvpass_status;
use super::text::text;
use crate::device::{
    BrowserName, BrowserVendor, ConnectionType, DeviceInfo, DeviceInfoBuilder, OsFamily, OsName,
    OsVendor, PrimaryHardwareType,
};
use crate::input::InvalidInput;

/// A key of X-Device-Info. Required are model, version, osName, osVersion and connectionType.
pub type tvpass_device_key = i32;

/// None.
pub const TVPASS_DEVICE_KEY_UNKNOWN: tvpass_device_key = 0;
/// `primaryHardwareType`: text, one of Camera, DataCollectionTerminal, Desktop, EmbeddedNetworkModule, eReader, GamesConsole,
/// GeolocationTracker, Glasses, MediaPlayer, MobilePhone, PaymentTerminal, PluginModem, SetTopBox, TV, Tablet, WirelessHotspot, Wristwatch,
/// Unknown, VehicleMultimediaSystem, Projector.
pub const TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE: tvpass_device_key = 1;
/// `model`: text, required.
pub const TVPASS_DEVICE_KEY_MODEL: tvpass_device_key = 2;
/// `version`: text, required; the device's version.
pub const TVPASS_DEVICE_KEY_VERSION: tvpass_device_key = 3;
/// `manufacturer`: text; who makes the device.
pub const TVPASS_DEVICE_KEY_MANUFACTURER: tvpass_device_key = 4;
/// `vendor`: text; who sells the device.
pub const TVPASS_DEVICE_KEY_VENDOR: tvpass_device_key = 5;
/// `osName`: text, required, one of Android, Chrome OS, Linux, Mac OS, OS X, OpenBSD, Roku OS, Windows, iOS, tvOS, webOS.
pub const TVPASS_DEVICE_KEY_OS_NAME: tvpass_device_key = 6;
/// `osFamily`: text, one of Android, BSD, Linux, PlayStation OS, Roku OS, Symbian, Tizen, Windows, iOS, tvOS, macOS, webOS.
pub const TVPASS_DEVICE_KEY_OS_FAMILY: tvpass_device_key = 7;
/// `osVendor`: text, one of Amazon, Apple, Google, LG, Microsoft, Mozilla, Nintendo, Nokia, Roku, Samsung, Sony, Tizen Project.
pub const TVPASS_DEVICE_KEY_OS_VENDOR: tvpass_device_key = 8;
/// `osVersion`: text, required.
pub const TVPASS_DEVICE_KEY_OS_VERSION: tvpass_device_key = 9;
/// `browserName`: text, one of Android Browser, Chrome, Edge, Firefox, Internet Explorer, Opera, Safari, SeaMonkey, Symbian Browser.
pub const TVPASS_DEVICE_KEY_BROWSER_NAME: tvpass_device_key = 10;
/// `browserVendor`: text, one of Amazon, Apple, Google, Microsoft, Motorola, Mozilla, Netscape, Nintendo, Nokia, Samsung, Sony Ericsson.
pub const TVPASS_DEVICE_KEY_BROWSER_VENDOR: tvpass_device_key = 11;
/// `browserVersion`: text.
pub const TVPASS_DEVICE_KEY_BROWSER_VERSION: tvpass_device_key = 12;
/// `userAgent`: text.
pub const TVPASS_DEVICE_KEY_USER_AGENT: tvpass_device_key = 13;
/// `displayWidth`: number, in pixels.
pub const TVPASS_DEVICE_KEY_DISPLAY_WIDTH: tvpass_device_key = 14;
/// `displayHeight`: number, in pixels.
pub const TVPASS_DEVICE_KEY_DISPLAY_HEIGHT: tvpass_device_key = 15;
/// `displayPpi`: number, in pixels per inch.
pub const TVPASS_DEVICE_KEY_DISPLAY_PPI: tvpass_device_key = 16;
/// `diagonalScreenSize`: text, in inches as a decimal, such as `5.5`.
pub const TVPASS_DEVICE_KEY_DIAGONAL_SCREEN_SIZE: tvpass_device_key = 17;
/// `connectionIp`: text, an IPv4 or IPv6 address. Spectrum's home-based authentication requires it.
pub const TVPASS_DEVICE_KEY_CONNECTION_IP: tvpass_device_key = 18;
/// `connectionPort`: number, 1 to 65535. Spectrum's home-based authentication requires it.
pub const TVPASS_DEVICE_KEY_CONNECTION_PORT: tvpass_device_key = 19;
/// `connectionType`: text, required; Adobe's examples are WiFi, LAN, 3G, 4G, 5G, and others are accepted.
pub const TVPASS_DEVICE_KEY_CONNECTION_TYPE: tvpass_device_key = 20;
/// `connectionSecure`: number, 1 for a secure network, 0 for a public hot spot.
pub const TVPASS_DEVICE_KEY_CONNECTION_SECURE: tvpass_device_key = 21;
/// `applicationId`: text.
pub const TVPASS_DEVICE_KEY_APPLICATION_ID: tvpass_device_key = 22;

/// Collects a device's description (X-Device-Info). Setting a key again replaces it.
pub struct tvpass_device_info {
    poison: Poison,
    builder: DeviceInfoBuilder,
}

handle!(tvpass_device_info, "info");

impl tvpass_device_info {
    pub(super) fn build(&self) -> Result<DeviceInfo, InvalidInput> {
        self.builder.clone().build()
    }

    fn text(
        &mut self,
        key: tvpass_device_key,
        value: &str,
        undocumented: bool,
    ) -> Result<(), Failure> {
        /// The documented value, or whatever was given if that is wanted.
        macro_rules! restricted {
            ($type:ident, $name:literal) => {
                match $type::documented(value) {
                    Some(value) => value,
                    None if undocumented => $type::Undocumented(value.to_owned().into()),
                    None => return Err(undocumented_value($name)),
                }
            };
        }
        let builder = self.builder.clone();
        let builder = match key {
            TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE => builder
                .primary_hardware_type(restricted!(PrimaryHardwareType, "primaryHardwareType")),
            TVPASS_DEVICE_KEY_MODEL => builder.model(value),
            TVPASS_DEVICE_KEY_VERSION => builder.version(value),
            TVPASS_DEVICE_KEY_MANUFACTURER => builder.manufacturer(value),
            TVPASS_DEVICE_KEY_VENDOR => builder.vendor(value),
            TVPASS_DEVICE_KEY_OS_NAME => builder.os_name(restricted!(OsName, "osName")),
            TVPASS_DEVICE_KEY_OS_FAMILY => builder.os_family(restricted!(OsFamily, "osFamily")),
            TVPASS_DEVICE_KEY_OS_VENDOR => builder.os_vendor(restricted!(OsVendor, "osVendor")),
            TVPASS_DEVICE_KEY_OS_VERSION => builder.os_version(value),
            TVPASS_DEVICE_KEY_BROWSER_NAME => {
                builder.browser_name(restricted!(BrowserName, "browserName"))
            }
            TVPASS_DEVICE_KEY_BROWSER_VENDOR => {
                builder.browser_vendor(restricted!(BrowserVendor, "browserVendor"))
            }
            TVPASS_DEVICE_KEY_BROWSER_VERSION => builder.browser_version(value),
            TVPASS_DEVICE_KEY_USER_AGENT => builder.user_agent(value),
            TVPASS_DEVICE_KEY_DIAGONAL_SCREEN_SIZE => builder.diagonal_screen_size(value),
            TVPASS_DEVICE_KEY_CONNECTION_IP => {
                builder.connection_ip(ip_address("connectionIp", value)?)
            }
            // Adobe does not restrict this one.
            TVPASS_DEVICE_KEY_CONNECTION_TYPE => {
                builder.connection_type(ConnectionType::Undocumented(value.to_owned().into()))
            }
            TVPASS_DEVICE_KEY_APPLICATION_ID => builder.application_id(value),
            TVPASS_DEVICE_KEY_DISPLAY_WIDTH
            | TVPASS_DEVICE_KEY_DISPLAY_HEIGHT
            | TVPASS_DEVICE_KEY_DISPLAY_PPI
            | TVPASS_DEVICE_KEY_CONNECTION_PORT
            | TVPASS_DEVICE_KEY_CONNECTION_SECURE => {
                return Err(InvalidInput::new("key", "takes a number, not a text").into());
            }
            _ => return Err(Failure::OutOfRange("key")),
        };
        builder.check()?;
        self.builder = builder;
        Ok(())
    }

    fn number(&mut self, key: tvpass_device_key, value: u32) -> Result<(), Failure> {
        let builder = self.builder.clone();
        self.builder = match key {
            TVPASS_DEVICE_KEY_DISPLAY_WIDTH => builder.display_width(value),
            TVPASS_DEVICE_KEY_DISPLAY_HEIGHT => builder.display_height(value),
            TVPASS_DEVICE_KEY_DISPLAY_PPI => builder.display_ppi(value),
            TVPASS_DEVICE_KEY_CONNECTION_PORT => {
                let port = u16::try_from(value).ok().and_then(NonZeroU16::new);
                builder.connection_port(port.ok_or(Failure::OutOfRange("value"))?)
            }
            TVPASS_DEVICE_KEY_CONNECTION_SECURE => match value {
                0 | 1 => builder.connection_secure(value == 1),
                _ => return Err(Failure::OutOfRange("value")),
            },
            TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE..=TVPASS_DEVICE_KEY_APPLICATION_ID => {
                return Err(InvalidInput::new("key", "takes a text, not a number").into());
            }
            _ => return Err(Failure::OutOfRange("key")),
        };
        Ok(())
    }
}

fn undocumented_value(key: &'static str) -> Failure {
    let reason = "is not a value that Adobe documents (letter case counts); the device would count as unknown";
    InvalidInput::new(key, reason).into()
}

/// An empty description.
///
/// @param out receives the description; caller frees with `tvpass_device_info_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_new(
    out: *mut *mut tvpass_device_info,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let new = || {
        Ok(tvpass_device_info {
            poison: Poison::default(),
            builder: DeviceInfo::builder(),
        })
    };
    // SAFETY: the caller's promise.
    unsafe { make(out, error, new) }
}

/// Frees a description. Devices that were made with it are not affected.
///
/// @param info consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_free(info: *mut tvpass_device_info) {
    // SAFETY: the caller's promise.
    unsafe { free(info) };
}

/// Sets a key to a text. For keys with restricted values, one that Adobe does not document is refused, because the device would count as
/// unknown, with shorter lifetimes.
///
/// @param info changed.
/// @param key a `TVPASS_DEVICE_KEY_…` that takes a text.
/// @param value 1 to 512 bytes without control characters; copied.
/// @param value_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE` (an unknown key), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_set_text(
    info: *mut tvpass_device_info,
    key: tvpass_device_key,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(info, error, |info| {
            info.text(key, text("value", value, value_len)?, false)
        })
    }
}

/// Sets a key to a text, even to one that Adobe does not document.
///
/// @param info changed.
/// @param key a `TVPASS_DEVICE_KEY_…` that takes a text.
/// @param value 1 to 512 bytes without control characters; copied.
/// @param value_len its length in bytes.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE` (an unknown key), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_set_undocumented_text(
    info: *mut tvpass_device_info,
    key: tvpass_device_key,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        change(info, error, |info| {
            info.text(key, text("value", value, value_len)?, true)
        })
    }
}

/// Sets a key to a number.
///
/// @param info changed.
/// @param key a `TVPASS_DEVICE_KEY_…` that takes a number.
/// @param value the number, in the key's unit.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_set_number(
    info: *mut tvpass_device_info,
    key: tvpass_device_key,
    value: u32,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { change(info, error, |info| info.number(key, value)) }
}
