//! The device, turned into header values once and shared by all clients and requests.

use std::sync::Arc;

use super::failure::{CoreError, guarded};
use crate::device::{
    self, BrowserName, BrowserVendor, ConnectionType, OsFamily, OsName, OsVendor,
    PrimaryHardwareType,
};
use crate::input::InvalidInput;

/// The device's description by Adobe's key table. Restricted values are texts in Adobe's spelling;
/// others are sent as they are.
#[derive(Clone, Default, uniffi::Record)]
pub struct DeviceInfo {
    /// `primaryHardwareType`, in Adobe's spelling, e.g. `SetTopBox`.
    pub primary_hardware_type: Option<String>,
    /// `model`, required.
    pub model: Option<String>,
    /// `version`, required.
    pub version: Option<String>,
    /// `manufacturer`.
    pub manufacturer: Option<String>,
    /// `vendor`.
    pub vendor: Option<String>,
    /// `osName`, required, in Adobe's spelling, e.g. `tvOS`.
    pub os_name: Option<String>,
    /// `osFamily`, in Adobe's spelling.
    pub os_family: Option<String>,
    /// `osVendor`, in Adobe's spelling.
    pub os_vendor: Option<String>,
    /// `osVersion`, required.
    pub os_version: Option<String>,
    /// `browserName`, in Adobe's spelling.
    pub browser_name: Option<String>,
    /// `browserVendor`, in Adobe's spelling.
    pub browser_vendor: Option<String>,
    /// `browserVersion`.
    pub browser_version: Option<String>,
    /// `userAgent`.
    pub user_agent: Option<String>,
    /// `displayWidth` in pixels.
    pub display_width: Option<u32>,
    /// `displayHeight` in pixels.
    pub display_height: Option<u32>,
    /// `displayPpi` in pixels per inch.
    pub display_ppi: Option<u32>,
    /// `diagonalScreenSize` in inches, e.g. `5.5`.
    pub diagonal_screen_size: Option<String>,
    /// `connectionIp`, an IP address.
    pub connection_ip: Option<String>,
    /// `connectionPort`.
    pub connection_port: Option<u16>,
    /// `connectionType`, required: `WiFi`, `LAN`, `3G`, `4G`, `5G`.
    pub connection_type: Option<String>,
    /// `connectionSecure`.
    pub connection_secure: Option<bool>,
    /// `applicationId`.
    pub application_id: Option<String>,
}

/// The identifier that survives reboots and upgrades.
#[derive(Clone, uniffi::Enum)]
pub enum DeviceIdentifier {
    /// The operating system's, of which the SHA-256 is sent.
    OsIdentifier {
        /// Byte for byte.
        identifier: String,
    },
    /// The app's own, sent as it is.
    Text {
        /// The identifier.
        text: String,
    },
}

/// What is sent about a device.
#[derive(Clone, uniffi::Record)]
pub struct DeviceHeaders {
    /// The identifier before base64.
    pub identifier: String,
    /// The value of `AP-Device-Identifier`.
    pub identifier_header: String,
    /// The description as JSON.
    pub info_json: String,
    /// The value of `X-Device-Info`.
    pub info_header: String,
}

/// A device.
#[derive(Debug, uniffi::Object)]
pub struct Device {
    pub(super) device: device::Device,
}

#[uniffi::export]
impl Device {
    /// Checks identifier and description; all missing keys are reported at once.
    #[uniffi::constructor]
    pub fn new(identifier: DeviceIdentifier, info: DeviceInfo) -> Result<Arc<Self>, CoreError> {
        guarded(|| {
            let identifier = match identifier {
                DeviceIdentifier::OsIdentifier { identifier } => {
                    device::DeviceIdentifier::from_os_identifier(&identifier)
                }
                DeviceIdentifier::Text { text } => device::DeviceIdentifier::from_text(&text),
            }?;
            Ok(Arc::new(Self {
                device: device::Device::new(identifier, info.read()?),
            }))
        })
    }

    /// What is sent about the device.
    pub fn headers(&self) -> Result<DeviceHeaders, CoreError> {
        guarded(|| {
            let (identifier, info) = (self.device.identifier(), self.device.info());
            Ok(DeviceHeaders {
                identifier: identifier.as_str().to_owned(),
                identifier_header: identifier.header().to_owned(),
                info_json: info.json().to_owned(),
                info_header: info.header().to_owned(),
            })
        })
    }
}

/// The documented value, or the text as it is.
macro_rules! value {
    ($type:ident, $text:expr) => {
        $type::documented(&$text).unwrap_or_else(|| $type::Undocumented($text.into()))
    };
}

impl DeviceInfo {
    fn read(self) -> Result<device::DeviceInfo, InvalidInput> {
        let mut info = device::DeviceInfo::builder();
        if let Some(text) = self.primary_hardware_type {
            info = info.primary_hardware_type(value!(PrimaryHardwareType, text));
        }
        if let Some(text) = self.model {
            info = info.model(&text);
        }
        if let Some(text) = self.version {
            info = info.version(&text);
        }
        if let Some(text) = self.manufacturer {
            info = info.manufacturer(&text);
        }
        if let Some(text) = self.vendor {
            info = info.vendor(&text);
        }
        if let Some(text) = self.os_name {
            info = info.os_name(value!(OsName, text));
        }
        if let Some(text) = self.os_family {
            info = info.os_family(value!(OsFamily, text));
        }
        if let Some(text) = self.os_vendor {
            info = info.os_vendor(value!(OsVendor, text));
        }
        if let Some(text) = self.os_version {
            info = info.os_version(&text);
        }
        if let Some(text) = self.browser_name {
            info = info.browser_name(value!(BrowserName, text));
        }
        if let Some(text) = self.browser_vendor {
            info = info.browser_vendor(value!(BrowserVendor, text));
        }
        if let Some(text) = self.browser_version {
            info = info.browser_version(&text);
        }
        if let Some(text) = self.user_agent {
            info = info.user_agent(&text);
        }
        if let Some(value) = self.display_width {
            info = info.display_width(value);
        }
        if let Some(value) = self.display_height {
            info = info.display_height(value);
        }
        if let Some(value) = self.display_ppi {
            info = info.display_ppi(value);
        }
        if let Some(text) = self.diagonal_screen_size {
            info = info.diagonal_screen_size(&text);
        }
        if let Some(address) = self.connection_ip {
            let address = address
                .parse()
                .map_err(|_| InvalidInput::new("connectionIp", "is not an IP address"))?;
            info = info.connection_ip(address);
        }
        if let Some(port) = self.connection_port {
            let port = port
                .try_into()
                .map_err(|_| InvalidInput::new("connectionPort", "is 0, which is no port"))?;
            info = info.connection_port(port);
        }
        if let Some(text) = self.connection_type {
            info = info.connection_type(value!(ConnectionType, text));
        }
        if let Some(value) = self.connection_secure {
            info = info.connection_secure(value);
        }
        if let Some(text) = self.application_id {
            info = info.application_id(&text);
        }
        info.build()
    }
}
