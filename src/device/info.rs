//! The device's description (Adobe: *Header - X-Device-Info*): valid JSON in base64, always.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU16;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys::{KEY_COUNT, Key, Value, Values};
use super::values::{
    BrowserName, BrowserVendor, ConnectionType, OsFamily, OsName, OsVendor, PrimaryHardwareType,
};
use crate::input::InvalidInput;

/// A device's description as the value of `X-Device-Info`. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    json: Arc<str>,
    header: Arc<str>,
}

impl DeviceInfo {
    /// Starts a description. `model`, `version`, `osName`, `osVersion` and `connectionType` are
    /// required.
    #[must_use]
    pub fn builder() -> DeviceInfoBuilder {
        DeviceInfoBuilder::default()
    }

    /// The JSON object.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The value of `X-Device-Info`: the JSON object in base64, standard alphabet with padding.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    pub(super) fn shared_header(&self) -> Arc<str> {
        self.header.clone()
    }
}

impl fmt::Debug for DeviceInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceInfo({})", self.json)
    }
}

impl Values<'_> {
    pub(crate) fn build(&self) -> Result<DeviceInfo, InvalidInput> {
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(InvalidInput::missing("device_info", missing));
        }
        self.check()?;
        let json = self.object().finish();
        let header = STANDARD.encode(json.expose());
        Ok(DeviceInfo {
            json: json.expose().into(),
            header: header.into(),
        })
    }
}

/// A value that is kept.
#[derive(Clone, Debug)]
enum Kept {
    Text(String),
    Number(u32),
    Flag(bool),
}

/// Collects the keys of a [`DeviceInfo`]. Setting a key again replaces it.
#[derive(Clone, Debug, Default)]
pub struct DeviceInfoBuilder {
    values: [Option<Kept>; KEY_COUNT],
}

impl DeviceInfoBuilder {
    /// `primaryHardwareType`: the device's primary hardware type.
    #[must_use]
    pub fn primary_hardware_type(self, value: PrimaryHardwareType) -> Self {
        self.text(Key::PrimaryHardwareType, value.as_str())
    }

    /// `model`: **Required.** The device's model name, e.g. `AppleTV`.
    #[must_use]
    pub fn model(self, value: &str) -> Self {
        self.text(Key::Model, value)
    }

    /// `version`: **Required.** The device's version, e.g. `14,1` (`uname.machine` without the
    /// model) or `Build.DEVICE`.
    #[must_use]
    pub fn version(self, value: &str) -> Self {
        self.text(Key::Version, value)
    }

    /// `manufacturer`: the company that makes the device.
    #[must_use]
    pub fn manufacturer(self, value: &str) -> Self {
        self.text(Key::Manufacturer, value)
    }

    /// `vendor`: the company that sells the device.
    #[must_use]
    pub fn vendor(self, value: &str) -> Self {
        self.text(Key::Vendor, value)
    }

    /// `osName`: **Required.** The operating system's name. Adobe's Fire OS example is `Android`.
    #[must_use]
    pub fn os_name(self, value: OsName) -> Self {
        self.text(Key::OsName, value.as_str())
    }

    /// `osFamily`: the operating system's group.
    #[must_use]
    pub fn os_family(self, value: OsFamily) -> Self {
        self.text(Key::OsFamily, value.as_str())
    }

    /// `osVendor`: the operating system's supplier.
    #[must_use]
    pub fn os_vendor(self, value: OsVendor) -> Self {
        self.text(Key::OsVendor, value.as_str())
    }

    /// `osVersion`: **Required.** The operating system's version, e.g. `17.4`.
    #[must_use]
    pub fn os_version(self, value: &str) -> Self {
        self.text(Key::OsVersion, value)
    }

    /// `browserName`: the browser's name.
    #[must_use]
    pub fn browser_name(self, value: BrowserName) -> Self {
        self.text(Key::BrowserName, value.as_str())
    }

    /// `browserVendor`: the company that builds the browser.
    #[must_use]
    pub fn browser_vendor(self, value: BrowserVendor) -> Self {
        self.text(Key::BrowserVendor, value.as_str())
    }

    /// `browserVersion`: the browser's version.
    #[must_use]
    pub fn browser_version(self, value: &str) -> Self {
        self.text(Key::BrowserVersion, value)
    }

    /// `userAgent`: the device's user agent.
    #[must_use]
    pub fn user_agent(self, value: &str) -> Self {
        self.text(Key::UserAgent, value)
    }

    /// `displayWidth`: the screen's width in pixels.
    #[must_use]
    pub fn display_width(self, value: u32) -> Self {
        self.set(Key::DisplayWidth, Kept::Number(value))
    }

    /// `displayHeight`: the screen's height in pixels.
    #[must_use]
    pub fn display_height(self, value: u32) -> Self {
        self.set(Key::DisplayHeight, Kept::Number(value))
    }

    /// `displayPpi`: the screen's density in pixels per inch.
    #[must_use]
    pub fn display_ppi(self, value: u32) -> Self {
        self.set(Key::DisplayPpi, Kept::Number(value))
    }

    /// `diagonalScreenSize`: the screen's diagonal in inches as a decimal, e.g. `5.5`.
    #[must_use]
    pub fn diagonal_screen_size(self, value: &str) -> Self {
        self.text(Key::DiagonalScreenSize, value)
    }

    /// `connectionIp`: the device's IP address used for sending HTTP requests. Spectrum's
    /// home-based authentication requires it.
    #[must_use]
    pub fn connection_ip(self, value: IpAddr) -> Self {
        self.set(Key::ConnectionIp, Kept::Text(value.to_string()))
    }

    /// `connectionPort`: the device's port used for sending HTTP requests. Spectrum's home-based
    /// authentication requires it.
    #[must_use]
    pub fn connection_port(self, value: NonZeroU16) -> Self {
        self.set(Key::ConnectionPort, Kept::Number(value.get().into()))
    }

    /// `connectionType`: **Required.** The network connection's type.
    #[must_use]
    pub fn connection_type(self, value: ConnectionType) -> Self {
        self.text(Key::ConnectionType, value.as_str())
    }

    /// `connectionSecure`: whether the network is secure (`false`: a public hot spot).
    #[must_use]
    pub fn connection_secure(self, value: bool) -> Self {
        self.set(Key::ConnectionSecure, Kept::Flag(value))
    }

    /// `applicationId`: the application's unique identifier.
    #[must_use]
    pub fn application_id(self, value: &str) -> Self {
        self.text(Key::ApplicationId, value)
    }

    fn text(self, key: Key, value: &str) -> Self {
        self.set(key, Kept::Text(value.to_owned()))
    }

    fn set(mut self, key: Key, value: Kept) -> Self {
        if let Some(slot) = self.values.get_mut(key as usize) {
            *slot = Some(value);
        }
        self
    }

    fn values(&self) -> Values<'_> {
        Values(self.values.each_ref().map(|kept| {
            Some(match kept.as_ref()? {
                Kept::Text(text) => Value::Text(text),
                Kept::Number(number) => Value::Number(*number),
                Kept::Flag(flag) => Value::Flag(*flag),
            })
        }))
    }

    /// Computes the header value.
    ///
    /// # Errors
    /// Required keys that are missing, all at once ([`InvalidInput::missing_keys`]); a text that is
    /// empty, has control characters, or is longer than
    /// [`MAX_DEVICE_INFO_VALUE_BYTES`](super::MAX_DEVICE_INFO_VALUE_BYTES).
    pub fn build(self) -> Result<DeviceInfo, InvalidInput> {
        self.values().build()
    }

    /// Checks what was set so far, as [`build`](Self::build) does at the end: for a form that has
    /// to answer at each field.
    ///
    /// # Errors
    /// A text that is empty, has control characters, or is longer than
    /// [`MAX_DEVICE_INFO_VALUE_BYTES`](super::MAX_DEVICE_INFO_VALUE_BYTES).
    pub fn check(&self) -> Result<(), InvalidInput> {
        self.values().check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::MAX_DEVICE_INFO_VALUE_BYTES;

    fn required() -> DeviceInfoBuilder {
        DeviceInfo::builder()
            .model("AppleTV")
            .version("14,1")
            .os_name(OsName::TvOs)
            .os_version("17.4")
            .connection_type(ConnectionType::Lan)
    }

    fn decode(info: &DeviceInfo) -> serde_json::Value {
        let bytes = STANDARD.decode(info.header()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn the_required_keys_are_enough_and_all_missing_ones_are_named() {
        assert_eq!(
            decode(&required().build().unwrap()),
            serde_json::json!({
                "model": "AppleTV", "version": "14,1", "osName": "tvOS", "osVersion": "17.4", "connectionType": "LAN",
            })
        );
        let error = DeviceInfo::builder()
            .model("x")
            .version("1")
            .build()
            .unwrap_err();
        assert_eq!(
            error.missing_keys(),
            ["osName", "osVersion", "connectionType"]
        );
        assert_eq!(
            error.to_string(),
            "device_info lacks required keys: osName, osVersion, connectionType"
        );
    }

    #[test]
    fn every_documented_key_is_sent_under_its_name() {
        let info = required()
            .primary_hardware_type(PrimaryHardwareType::SetTopBox)
            .manufacturer("Apple")
            .vendor("Apple")
            .os_family(OsFamily::TvOs)
            .os_vendor(OsVendor::Apple)
            .browser_name(BrowserName::Safari)
            .browser_vendor(BrowserVendor::Apple)
            .browser_version("17")
            .user_agent("Mozilla/5.0")
            .display_width(3840)
            .display_height(2160)
            .display_ppi(80)
            .diagonal_screen_size("55.0")
            .connection_ip("192.0.2.7".parse().unwrap())
            .connection_port(NonZeroU16::new(53124).unwrap())
            .connection_secure(true)
            .application_id("REF30")
            .build()
            .unwrap();
        assert_eq!(
            decode(&info),
            serde_json::json!({
                "primaryHardwareType": "SetTopBox", "model": "AppleTV", "version": "14,1", "manufacturer": "Apple",
                "vendor": "Apple", "osName": "tvOS", "osFamily": "tvOS", "osVendor": "Apple", "osVersion": "17.4",
                "browserName": "Safari", "browserVendor": "Apple", "browserVersion": "17", "userAgent": "Mozilla/5.0",
                "displayWidth": 3840, "displayHeight": 2160, "displayPpi": 80, "diagonalScreenSize": "55.0",
                "connectionIp": "192.0.2.7", "connectionPort": 53124, "connectionType": "LAN",
                "connectionSecure": true, "applicationId": "REF30",
            })
        );
        assert_eq!(decode(&info).as_object().unwrap().len(), KEY_COUNT);
    }

    #[test]
    fn the_json_is_valid_whatever_the_model_is_called() {
        for model in [
            "55\" \"Pro\"",
            "a\\b",
            "</script>",
            "テレビ",
            "\u{2028}",
            "'",
            "{}",
        ] {
            let info = required().model(model).build().unwrap();
            assert_eq!(decode(&info)["model"], model);
        }
    }

    #[test]
    fn undocumented_values_are_sent_as_they_are() {
        let info = required()
            .os_name(OsName::Undocumented("Tizen".into()))
            .build()
            .unwrap();
        assert_eq!(decode(&info)["osName"], "Tizen");
    }

    #[test]
    fn unusable_texts_are_refused_by_key() {
        let long = "x".repeat(MAX_DEVICE_INFO_VALUE_BYTES + 1);
        for bad in ["", "a\nb", "\0", &long] {
            let error = required().vendor(bad).build().unwrap_err();
            assert_eq!(error.field(), "vendor");
            // Each value for itself, long before the description is complete.
            let alone = DeviceInfo::builder().vendor(bad).check();
            assert_eq!(alone, Err(error));
        }
        assert_eq!(DeviceInfo::builder().vendor("Apple").check(), Ok(()));
        let error = required()
            .os_name(OsName::Undocumented("".into()))
            .build()
            .unwrap_err();
        assert_eq!(error.field(), "osName");
    }
}
