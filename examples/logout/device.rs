//! This device, as far as a program on a computer can tell.

use tvpass::device::{
    ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName, PrimaryHardwareType,
};
use tvpass::input::InvalidInput;

pub(crate) fn describe(identifier: &str) -> Result<Device, InvalidInput> {
    let os_name = match std::env::consts::OS {
        "macos" => OsName::MacOs,
        "windows" => OsName::Windows,
        _ => OsName::Linux,
    };
    let info = DeviceInfo::builder()
        .primary_hardware_type(PrimaryHardwareType::SetTopBox)
        .model("tvpass-example")
        .version(env!("CARGO_PKG_VERSION"))
        .manufacturer("tvpass")
        .os_name(os_name)
        .os_version("1.0")
        .connection_type(ConnectionType::Lan)
        .build()?;
    Ok(Device::new(DeviceIdentifier::from_text(identifier)?, info))
}
