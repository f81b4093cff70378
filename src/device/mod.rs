//! The device as Adobe sees it: an identifier and a description, turned into header values once and
//! shared by all requests.

mod identifier;
mod info;
mod keys;
mod values;

pub use identifier::{DeviceIdentifier, MAX_DEVICE_IDENTIFIER_BYTES};
pub use info::{DeviceInfo, DeviceInfoBuilder};
pub use keys::MAX_DEVICE_INFO_VALUE_BYTES;
#[cfg(feature = "capi")]
pub(crate) use keys::{Key as DeviceInfoKey, Value as DeviceInfoValue, Values as DeviceInfoValues};
pub use values::{
    BrowserName, BrowserVendor, ConnectionType, OsFamily, OsName, OsVendor, PrimaryHardwareType,
};

use crate::header::HeaderValue;

/// A device: its identifier and its description. Cheap to clone; all clones share the computed
/// header values.
#[derive(Clone, Debug)]
pub struct Device {
    identifier: DeviceIdentifier,
    info: DeviceInfo,
}

impl Device {
    /// Joins the two.
    #[must_use]
    pub fn new(identifier: DeviceIdentifier, info: DeviceInfo) -> Self {
        Self { identifier, info }
    }

    /// The identifier.
    #[must_use]
    pub fn identifier(&self) -> &DeviceIdentifier {
        &self.identifier
    }

    /// The description.
    #[must_use]
    pub fn info(&self) -> &DeviceInfo {
        &self.info
    }

    pub(crate) fn identifier_header(&self) -> HeaderValue {
        HeaderValue::trusted(self.identifier.shared_header())
    }

    pub(crate) fn info_header(&self) -> HeaderValue {
        HeaderValue::trusted(self.info.shared_header())
    }
}
