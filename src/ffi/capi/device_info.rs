//! `tvpass_device_info`: the device as the caller describes it.

use std::net::IpAddr;

use super::failure::Failure;
use super::input::input;
use super::text::{Flag, Text};
use crate::device::{
    BrowserName, BrowserVendor, Device, DeviceIdentifier, DeviceInfo, DeviceInfoKey,
    DeviceInfoValue, DeviceInfoValues, OsFamily, OsName, OsVendor, PrimaryHardwareType,
};
use crate::input::InvalidInput;

/// Whether a network is secure.
pub type tvpass_connection_secure = i32;

/// Nothing is said about it.
pub const TVPASS_CONNECTION_SECURE_UNKNOWN: tvpass_connection_secure = 0;
/// A secure network.
pub const TVPASS_CONNECTION_SECURE_YES: tvpass_connection_secure = 1;
/// A public hot spot.
pub const TVPASS_CONNECTION_SECURE_NO: tvpass_connection_secure = 2;

/// A device: what identifies it, and its description, the keys of X-Device-Info. Input;
/// `TVPASS_DEVICE_INFO_INIT`.
///
/// Required are one of the two identifiers, and `model`, `version`, `os_name`, `os_version` and
/// `connection_type`. A text has 512 bytes at most (an identifier 1024), and no control characters.
/// Where Adobe documents the values, another is refused, since the device would count as unknown,
/// with shorter lifetimes; letter case counts.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_device_info<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// What the operating system calls the device: `identifierForVendor` on tvOS and iOS,
    /// `ANDROID_ID` on Android and Fire OS, `GetChannelClientId` on Roku, a serial number on other
    /// devices. Its SHA-256 (in lower-case hex) is sent. **If it changes, the user's profiles are
    /// lost**: choose one that survives reboots, upgrades and, if possible, re-installation.
    pub os_identifier: Text<'a>,
    /// Instead of `os_identifier`: a text that the app already has and keeps, sent as it is (in
    /// base64).
    pub identifier: Text<'a>,
    /// `primaryHardwareType`: one of Camera, DataCollectionTerminal, Desktop,
    /// EmbeddedNetworkModule, eReader, GamesConsole, GeolocationTracker, Glasses, MediaPlayer,
    /// MobilePhone, PaymentTerminal, PluginModem, SetTopBox, TV, Tablet, WirelessHotspot,
    /// Wristwatch, Unknown, VehicleMultimediaSystem, Projector.
    pub primary_hardware_type: Text<'a>,
    /// `model`, required.
    pub model: Text<'a>,
    /// `version`, required: the device's version.
    pub version: Text<'a>,
    /// `manufacturer`: who makes the device.
    pub manufacturer: Text<'a>,
    /// `vendor`: who sells the device.
    pub vendor: Text<'a>,
    /// `osName`, required: one of Android, Chrome OS, Linux, Mac OS, OS X, OpenBSD, Roku OS,
    /// Windows, iOS, tvOS, webOS.
    pub os_name: Text<'a>,
    /// `osFamily`: one of Android, BSD, Linux, PlayStation OS, Roku OS, Symbian, Tizen, Windows,
    /// iOS, tvOS, macOS, webOS.
    pub os_family: Text<'a>,
    /// `osVendor`: one of Amazon, Apple, Google, LG, Microsoft, Mozilla, Nintendo, Nokia, Roku,
    /// Samsung, Sony, Tizen Project.
    pub os_vendor: Text<'a>,
    /// `osVersion`, required.
    pub os_version: Text<'a>,
    /// `browserName`: one of Android Browser, Chrome, Edge, Firefox, Internet Explorer, Opera,
    /// Safari, SeaMonkey, Symbian Browser.
    pub browser_name: Text<'a>,
    /// `browserVendor`: one of Amazon, Apple, Google, Microsoft, Motorola, Mozilla, Netscape,
    /// Nintendo, Nokia, Samsung, Sony Ericsson.
    pub browser_vendor: Text<'a>,
    /// `browserVersion`.
    pub browser_version: Text<'a>,
    /// `userAgent`: the device's. The header of that name is in `tvpass_extras`.
    pub user_agent: Text<'a>,
    /// `displayWidth`, in pixels; 0: nothing is said about it.
    pub display_width: u32,
    /// `displayHeight`, in pixels; 0: nothing is said about it.
    pub display_height: u32,
    /// `displayPpi`, in pixels per inch; 0: nothing is said about it.
    pub display_ppi: u32,
    /// `connectionPort`, 1 to 65535; 0: nothing is said about it. Spectrum's home-based
    /// authentication requires it.
    pub connection_port: u32,
    /// `connectionSecure`: a `TVPASS_CONNECTION_SECURE_…`.
    pub connection_secure: tvpass_connection_secure,
    /// Whether values that Adobe does not document are sent all the same.
    pub allows_undocumented: Flag,
    /// `diagonalScreenSize`: in inches as a decimal, such as `5.5`.
    pub diagonal_screen_size: Text<'a>,
    /// `connectionIp`: an IPv4 or IPv6 address. Spectrum's home-based authentication requires it.
    pub connection_ip: Text<'a>,
    /// `connectionType`, required. Adobe's examples are WiFi, LAN, 3G, 4G and 5G; others are
    /// accepted.
    pub connection_type: Text<'a>,
    /// `applicationId`.
    pub application_id: Text<'a>,
}

input!(tvpass_device_info, application_id: Text<'static>);

/// Whether Adobe documents a value of a key; `None` for keys that may have any.
type Documented = Option<fn(&str) -> bool>;

impl tvpass_device_info<'_> {
    pub(super) fn device(&self) -> Result<Device, Failure> {
        let identifier = match (
            self.os_identifier.optional("os_identifier")?,
            self.identifier.optional("identifier")?,
        ) {
            (Some(_), Some(_)) => {
                let reason = "is given together with os_identifier; give one of them";
                return Err(InvalidInput::new("identifier", reason).into());
            }
            (Some(identifier), None) => DeviceIdentifier::from_os_identifier(identifier)?,
            // None is refused as an empty one is.
            (None, identifier) => DeviceIdentifier::from_text(identifier.unwrap_or_default())?,
        };
        Ok(Device::new(identifier, self.info()?))
    }

    /// The texts, with their names here.
    fn texts(&self) -> [(&'static str, DeviceInfoKey, Text<'_>, Documented); 17] {
        use DeviceInfoKey as Key;
        macro_rules! one_of {
            ($type:ident) => {
                Some(|text| $type::documented(text).is_some())
            };
        }
        [
            (
                "primary_hardware_type",
                Key::PrimaryHardwareType,
                self.primary_hardware_type,
                one_of!(PrimaryHardwareType),
            ),
            ("model", Key::Model, self.model, None),
            ("version", Key::Version, self.version, None),
            ("manufacturer", Key::Manufacturer, self.manufacturer, None),
            ("vendor", Key::Vendor, self.vendor, None),
            ("os_name", Key::OsName, self.os_name, one_of!(OsName)),
            (
                "os_family",
                Key::OsFamily,
                self.os_family,
                one_of!(OsFamily),
            ),
            (
                "os_vendor",
                Key::OsVendor,
                self.os_vendor,
                one_of!(OsVendor),
            ),
            ("os_version", Key::OsVersion, self.os_version, None),
            (
                "browser_name",
                Key::BrowserName,
                self.browser_name,
                one_of!(BrowserName),
            ),
            (
                "browser_vendor",
                Key::BrowserVendor,
                self.browser_vendor,
                one_of!(BrowserVendor),
            ),
            (
                "browser_version",
                Key::BrowserVersion,
                self.browser_version,
                None,
            ),
            ("user_agent", Key::UserAgent, self.user_agent, None),
            (
                "diagonal_screen_size",
                Key::DiagonalScreenSize,
                self.diagonal_screen_size,
                None,
            ),
            ("connection_ip", Key::ConnectionIp, self.connection_ip, None),
            (
                "connection_type",
                Key::ConnectionType,
                self.connection_type,
                None,
            ),
            (
                "application_id",
                Key::ApplicationId,
                self.application_id,
                None,
            ),
        ]
    }

    fn info(&self) -> Result<DeviceInfo, Failure> {
        use {DeviceInfoKey as Key, DeviceInfoValue as Value};
        let mut values = DeviceInfoValues::default();
        for (name, key, text, documented) in self.texts() {
            let Some(text) = text.optional(name)? else {
                continue;
            };
            let is_documented = documented.is_none_or(|documented| documented(text));
            if !is_documented && !self.allows_undocumented.is_set() {
                return Err(undocumented_value(key.name()).into());
            }
            if key == Key::ConnectionIp && text.parse::<IpAddr>().is_err() {
                let reason = "is not an IPv4 or IPv6 address";
                return Err(InvalidInput::new(key.name(), reason).into());
            }
            values.set(key, Value::Text(text));
        }
        let numbers = [
            (Key::DisplayWidth, self.display_width),
            (Key::DisplayHeight, self.display_height),
            (Key::DisplayPpi, self.display_ppi),
            (Key::ConnectionPort, self.port()?),
        ];
        for (key, number) in numbers {
            if number != 0 {
                values.set(key, Value::Number(number));
            }
        }
        match self.connection_secure {
            TVPASS_CONNECTION_SECURE_UNKNOWN => {}
            TVPASS_CONNECTION_SECURE_YES => values.set(Key::ConnectionSecure, Value::Flag(true)),
            TVPASS_CONNECTION_SECURE_NO => values.set(Key::ConnectionSecure, Value::Flag(false)),
            _ => return Err(Failure::out_of_range("connection_secure")),
        }
        Ok(values.build()?)
    }

    fn port(&self) -> Result<u32, Failure> {
        match u16::try_from(self.connection_port) {
            Ok(port) => Ok(port.into()),
            Err(_) => Err(Failure::out_of_range("connection_port")),
        }
    }
}

fn undocumented_value(key: &'static str) -> InvalidInput {
    let reason = "is not a value that Adobe documents (letter case counts); the device would count as unknown";
    InvalidInput::new(key, reason)
}
