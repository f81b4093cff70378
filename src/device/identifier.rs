//! The device identifier (Adobe: *Header - AP-Device-Identifier*).

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::hex;
use crate::input::{InvalidInput, first_control_character, too_long};

/// The longest device identifier, in bytes before base64.
pub const MAX_DEVICE_IDENTIFIER_BYTES: usize = 1024;

/// An identifier that stays the same across reboots, upgrades and preferably re-installation. **If
/// it changes, the user's profiles are lost**, so choose once and keep the choice. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeviceIdentifier {
    text: Arc<str>,
    header: Arc<str>,
}

impl DeviceIdentifier {
    /// An identifier that the app already has and keeps, sent as it is (in base64).
    ///
    /// # Errors
    /// Empty, control characters, or longer than [`MAX_DEVICE_IDENTIFIER_BYTES`].
    pub fn from_text(text: &str) -> Result<Self, InvalidInput> {
        check(text)?;
        let header = format!("fingerprint {}", STANDARD.encode(text));
        Ok(Self {
            text: text.into(),
            header: header.into(),
        })
    }

    /// The SHA-256 of the operating system's identifier, in lower-case hex: `identifierForVendor`
    /// on tvOS and iOS, `ANDROID_ID` on Android and Fire OS, `GetChannelClientId` on Roku. Adobe
    /// recommends the hash and leaves its text form open; this library always sends lower-case hex.
    ///
    /// The text is hashed byte for byte: `identifierForVendor` as the system's upper-case UUID
    /// string, for example.
    ///
    /// # Errors
    /// Empty, control characters, or longer than [`MAX_DEVICE_IDENTIFIER_BYTES`].
    pub fn from_os_identifier(identifier: &str) -> Result<Self, InvalidInput> {
        check(identifier)?;
        Self::from_text(&hex::lower_case(&Sha256::digest(identifier.as_bytes())))
    }

    /// The identifier before base64.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value of `AP-Device-Identifier`: `fingerprint <base64>`.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    pub(crate) fn shared_header(&self) -> Arc<str> {
        self.header.clone()
    }
}

impl fmt::Debug for DeviceIdentifier {
    /// Names nobody: a stable identifier of a household's device does not belong into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceIdentifier(…)")
    }
}

fn check(text: &str) -> Result<(), InvalidInput> {
    const FIELD: &str = "device_identifier";
    if text.is_empty() {
        return Err(InvalidInput::new(
            FIELD,
            "is empty; pass a text that stays the same on this device",
        ));
    }
    if text.len() > MAX_DEVICE_IDENTIFIER_BYTES {
        return Err(too_long(FIELD, text.len(), MAX_DEVICE_IDENTIFIER_BYTES));
    }
    if first_control_character(text).is_some() {
        return Err(InvalidInput::new(
            FIELD,
            "has control characters, which an identifier read as text should not have",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_adobes_sample() {
        let identifier =
            DeviceIdentifier::from_text("ba23d141-d715-561c-94f4-e9e4c966b1eb").unwrap();
        assert_eq!(
            identifier.header(),
            "fingerprint YmEyM2QxNDEtZDcxNS01NjFjLTk0ZjQtZTllNGM5NjZiMWVi"
        );
    }

    #[test]
    fn base64_is_the_standard_alphabet_with_padding() {
        let identifier = DeviceIdentifier::from_text("??>>~~\u{ff}").unwrap();
        assert_eq!(identifier.header(), "fingerprint Pz8+Pn5+w78=");
    }

    #[test]
    fn an_os_identifier_is_hashed_to_lower_case_hex() {
        // FIPS 180-2, appendix B.1: SHA-256("abc").
        let identifier = DeviceIdentifier::from_os_identifier("abc").unwrap();
        assert_eq!(
            identifier.as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn unusable_identifiers_are_refused() {
        for bad in ["", "a\nb", "a\0"] {
            assert!(DeviceIdentifier::from_text(bad).is_err());
            assert!(DeviceIdentifier::from_os_identifier(bad).is_err());
        }
        let long = "x".repeat(MAX_DEVICE_IDENTIFIER_BYTES + 1);
        assert!(DeviceIdentifier::from_text(&long).is_err());
    }
}
