//! The keys of a device's description and the values that they may have (Adobe: *Header -
//! X-Device-Info*).

use crate::input::{InvalidInput, control_character, first_control_character, too_long};
use crate::wire::WrittenObject;

/// The longest value of one key, in bytes. It keeps the header within what servers accept (8 to 16
/// KiB) in every realistic case.
pub const MAX_DEVICE_INFO_VALUE_BYTES: usize = 512;

/// The keys of Adobe's table, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Key {
    PrimaryHardwareType,
    Model,
    Version,
    Manufacturer,
    Vendor,
    OsName,
    OsFamily,
    OsVendor,
    OsVersion,
    BrowserName,
    BrowserVendor,
    BrowserVersion,
    UserAgent,
    DisplayWidth,
    DisplayHeight,
    DisplayPpi,
    DiagonalScreenSize,
    ConnectionIp,
    ConnectionPort,
    ConnectionType,
    ConnectionSecure,
    ApplicationId,
}

const KEY_NAMES: [&str; KEY_COUNT] = [
    "primaryHardwareType",
    "model",
    "version",
    "manufacturer",
    "vendor",
    "osName",
    "osFamily",
    "osVendor",
    "osVersion",
    "browserName",
    "browserVendor",
    "browserVersion",
    "userAgent",
    "displayWidth",
    "displayHeight",
    "displayPpi",
    "diagonalScreenSize",
    "connectionIp",
    "connectionPort",
    "connectionType",
    "connectionSecure",
    "applicationId",
];

impl Key {
    /// The key's own name.
    #[cfg(feature = "capi")]
    pub(crate) fn name(self) -> &'static str {
        KEY_NAMES.get(self as usize).copied().unwrap_or_default()
    }
}

pub(super) const KEY_COUNT: usize = Key::ApplicationId as usize + 1;

const REQUIRED: [Key; 5] = [
    Key::Model,
    Key::Version,
    Key::OsName,
    Key::OsVersion,
    Key::ConnectionType,
];

/// A value in the JSON type that Adobe's snippets send: screen sizes and ports as numbers, the rest
/// as strings.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(u32),
    Flag(bool),
}

/// The values of a description, for who has them all at once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Values<'a>(pub(super) [Option<Value<'a>>; KEY_COUNT]);

impl<'a> Values<'a> {
    #[cfg(feature = "capi")]
    pub(crate) fn set(&mut self, key: Key, value: Value<'a>) {
        if let Some(slot) = self.0.get_mut(key as usize) {
            *slot = Some(value);
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&'static str, Value<'a>)> {
        KEY_NAMES
            .into_iter()
            .zip(&self.0)
            .filter_map(|(name, value)| Some((name, (*value)?)))
    }

    /// The object that describes the device.
    pub(super) fn object(&self) -> WrittenObject {
        let mut object = WrittenObject::with_capacity(512);
        for (name, value) in self.entries() {
            match value {
                Value::Text(text) => object.text(name, text),
                Value::Number(number) => object.number(name, number.into()),
                Value::Flag(flag) => object.plain(name, if flag { "true" } else { "false" }),
            }
        }
        object
    }

    /// Whether each text can be sent.
    pub(super) fn check(&self) -> Result<(), InvalidInput> {
        for (name, value) in self.entries() {
            if let Value::Text(text) = value {
                check(name, text)?;
            }
        }
        Ok(())
    }

    /// Those that are required and not set.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        REQUIRED
            .into_iter()
            .map(|key| key as usize)
            .filter(|&key| self.0.get(key).is_none_or(Option::is_none))
            .filter_map(|key| KEY_NAMES.get(key).copied())
            .collect()
    }
}

fn check(key: &'static str, text: &str) -> Result<(), InvalidInput> {
    if text.is_empty() {
        return Err(InvalidInput::new(
            key,
            "is empty; leave the key out or give it a value",
        ));
    }
    if text.len() > MAX_DEVICE_INFO_VALUE_BYTES {
        return Err(too_long(key, text.len(), MAX_DEVICE_INFO_VALUE_BYTES));
    }
    match first_control_character(text) {
        Some(c) => Err(control_character(key, c)),
        None => Ok(()),
    }
}
