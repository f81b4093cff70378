//! The device that the program speaks for.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::path::Path;

use tvpass::device::{
    BrowserName, BrowserVendor, ConnectionType, Device, DeviceIdentifier, DeviceInfo,
    DeviceInfoBuilder, OsFamily, OsName, OsVendor, PrimaryHardwareType,
};

use crate::exit::Failure;
use crate::places;

/// The device of these settings: `keys` of X-Device-Info replace what is said of this computer.
pub(crate) fn describe(
    identifier: &str,
    keys: impl Iterator<Item = (String, String)>,
) -> Result<Device, Failure> {
    let mut info = this_computer();
    for (key, value) in keys {
        info = set(info, &key, &value)?;
    }
    let identifier = DeviceIdentifier::from_text(identifier)?;
    Ok(Device::new(identifier, info.build()?))
}

/// This computer, as a set-top box for tests.
fn this_computer() -> DeviceInfoBuilder {
    let (os_name, family) = match std::env::consts::OS {
        "macos" => (OsName::MacOs, OsFamily::MacOs),
        "windows" => (OsName::Windows, OsFamily::Windows),
        _ => (OsName::Linux, OsFamily::Linux),
    };
    DeviceInfo::builder()
        .primary_hardware_type(PrimaryHardwareType::SetTopBox)
        .model("tvpass")
        .version(env!("CARGO_PKG_VERSION"))
        .manufacturer("tvpass")
        .os_name(os_name)
        .os_family(family)
        .os_version("1.0")
        .connection_type(ConnectionType::Lan)
}

/// The documented value with this spelling, or one that Adobe does not document, sent as it is.
macro_rules! documented {
    ($type:ident, $text:expr) => {
        $type::documented($text).unwrap_or_else(|| $type::Undocumented($text.to_owned().into()))
    };
}

fn set(info: DeviceInfoBuilder, key: &str, value: &str) -> Result<DeviceInfoBuilder, Failure> {
    let wrong = |what: &str| Failure::Usage(format!("--device {key}={value}: {what}"));
    let number = || {
        let number = value.parse();
        number.map_err(|_| wrong("is not a whole number"))
    };
    Ok(match key {
        "primaryHardwareType" => {
            info.primary_hardware_type(documented!(PrimaryHardwareType, value))
        }
        "model" => info.model(value),
        "version" => info.version(value),
        "manufacturer" => info.manufacturer(value),
        "vendor" => info.vendor(value),
        "osName" => info.os_name(documented!(OsName, value)),
        "osFamily" => info.os_family(documented!(OsFamily, value)),
        "osVendor" => info.os_vendor(documented!(OsVendor, value)),
        "osVersion" => info.os_version(value),
        "browserName" => info.browser_name(documented!(BrowserName, value)),
        "browserVendor" => info.browser_vendor(documented!(BrowserVendor, value)),
        "browserVersion" => info.browser_version(value),
        "userAgent" => info.user_agent(value),
        "displayWidth" => info.display_width(number()?),
        "displayHeight" => info.display_height(number()?),
        "displayPpi" => info.display_ppi(number()?),
        "diagonalScreenSize" => info.diagonal_screen_size(value),
        "connectionIp" => {
            let address = value.parse();
            info.connection_ip(address.map_err(|_| wrong("is not an IP address"))?)
        }
        "connectionPort" => {
            let port = value.parse();
            info.connection_port(port.map_err(|_| wrong("is not a port"))?)
        }
        "connectionType" => info.connection_type(documented!(ConnectionType, value)),
        "connectionSecure" => {
            let secure = value.parse();
            info.connection_secure(secure.map_err(|_| wrong("is neither true nor false"))?)
        }
        "applicationId" => info.application_id(value),
        _ => {
            return Err(wrong(
                "is not a key of X-Device-Info; keys are e.g. model, osName",
            ));
        }
    })
}

/// The identifier that is kept in `folder`. It is made once: a device with another one has lost its
/// profiles.
pub(crate) fn kept_identifier(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("device-identifier");
    match fs::read_to_string(&path) {
        Ok(text) => return Ok(text.trim_end().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(places::unreadable(&path, &error)),
    }
    places::make_private_folder(folder)?;
    let identifier = format!("tvpass-{:016x}{:016x}", random(), random());
    // Under another name first, and linked: of two programs that do this at once, one wins.
    let temporary = folder.join(format!("device-identifier.{:016x}", random()));
    let written = places::write_private(&temporary, &format!("{identifier}\n"));
    let linked = written.and_then(|()| fs::hard_link(&temporary, &path));
    let _ = fs::remove_file(&temporary);
    match linked {
        Ok(()) => Ok(identifier),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(&path);
            let text = text.map_err(|error| places::unreadable(&path, &error))?;
            Ok(text.trim_end().to_owned())
        }
        Err(error) => Err(places::unwritable(&path, &error)),
    }
}

/// A number that no other run has: it names, and protects nothing.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str, value: &str) -> Result<Device, Failure> {
        describe("d", std::iter::once((key.to_owned(), value.to_owned())))
    }

    #[test]
    fn keys_replace_what_is_said_of_this_computer() {
        let device = key("osName", "tvOS").unwrap();
        assert!(device.info().json().contains(r#""osName":"tvOS""#));
        let device = key("displayWidth", "1920").unwrap();
        assert!(device.info().json().contains(r#""displayWidth":1920"#));
        for (name, value) in [
            ("osname", "tvOS"),
            ("displayWidth", "wide"),
            ("connectionIp", "here"),
            ("connectionPort", "0"),
            ("connectionSecure", "yes"),
            ("model", ""),
        ] {
            assert!(key(name, value).is_err(), "{name}={value}");
        }
    }

    #[test]
    fn every_documented_key_can_be_set() {
        let values = [
            ("displayWidth", "1"),
            ("displayHeight", "1"),
            ("displayPpi", "1"),
            ("connectionIp", "192.0.2.1"),
            ("connectionPort", "443"),
            ("connectionSecure", "true"),
        ];
        let names = "primaryHardwareType model version manufacturer vendor osName osFamily osVendor osVersion \
             browserName browserVendor browserVersion userAgent displayWidth displayHeight displayPpi \
             diagonalScreenSize connectionIp connectionPort connectionType connectionSecure applicationId";
        for name in names.split_whitespace() {
            let value = values.iter().find(|(key, _)| *key == name);
            let device = key(name, value.map_or("x", |(_, value)| value)).unwrap();
            assert!(
                device.info().json().contains(&format!("\"{name}\":")),
                "{name}"
            );
        }
    }
}
