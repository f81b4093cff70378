//! Whose promotional TempPass it is.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::header::AP_TEMPPASS_IDENTITY;
use crate::hex;
use crate::input::{
    InvalidInput, MAX_ID_BYTES, MAX_TOKEN_BYTES, control_character, first_control_character,
    too_long,
};
use crate::secret::{Secret, Wiped};
use crate::wire::kept::is_object;
use crate::wire::{json_text_length, push_json_text};

/// The longest identity, in bytes before base64.
pub const MAX_TEMP_PASS_IDENTITY_BYTES: usize = MAX_TOKEN_BYTES / 4 * 3;

/// The user's identity for a *promotional* TempPass, which is limited per user, in time and in the
/// number of resources (Adobe: *Header - AP-TempPass-Identity*, *TempPass*). The basic one needs
/// none.
///
/// It tells who somebody is: shown nowhere, zeroed on drop, cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct TempPassIdentity(Secret);

impl TempPassIdentity {
    /// The SHA-256 of `value`, in lower-case hex, under `key`: `{"<key>":"<hex>"}`. Which key,
    /// `email` for example, is configured with Adobe (*User Information Key*).
    ///
    /// Adobe wants a hash and leaves its form open; this is the one of its samples. White space
    /// around `value` is not hashed; letter case is left as it is, because whoever resets a
    /// TempPass hashes what the app hashed.
    ///
    /// # Errors
    /// A key or a value that is empty or has control characters; a key that is longer than
    /// [`MAX_ID_BYTES`], a value that is longer than [`MAX_TEMP_PASS_IDENTITY_BYTES`].
    pub fn hashed(key: &str, value: &str) -> Result<Self, InvalidInput> {
        let value = value.trim();
        check_text(key, MAX_ID_BYTES)?;
        check_text(value, MAX_TEMP_PASS_IDENTITY_BYTES)?;
        let digest = Wiped(hex::lower_case(&Sha256::digest(value.as_bytes())));
        let mut json = Wiped(String::with_capacity(
            json_text_length(key) + digest.0.len() + 5,
        ));
        json.0.push('{');
        push_json_text(&mut json.0, key);
        json.0.push(':');
        push_json_text(&mut json.0, &digest.0);
        json.0.push('}');
        Ok(Self::encoded(&json.0))
    }

    /// An identity in JSON that is sent as it is, for programmers who agreed on another form with
    /// Adobe, or who hash it themselves. **Nothing is hashed here:** an e-mail address in it leaves
    /// the device in the clear.
    ///
    /// # Errors
    /// Not a JSON object, or longer than [`MAX_TEMP_PASS_IDENTITY_BYTES`].
    pub fn raw_json(json: &str) -> Result<Self, InvalidInput> {
        if json.len() > MAX_TEMP_PASS_IDENTITY_BYTES {
            return Err(too_long(
                AP_TEMPPASS_IDENTITY.as_str(),
                json.len(),
                MAX_TEMP_PASS_IDENTITY_BYTES,
            ));
        }
        match is_object(json) {
            true => Ok(Self::encoded(json)),
            false => Err(InvalidInput::new(
                AP_TEMPPASS_IDENTITY.as_str(),
                "is not a JSON object; pass key and value to be hashed, or an object as it was agreed with Adobe",
            )),
        }
    }

    fn encoded(json: &str) -> Self {
        Self(Secret::new(STANDARD.encode(json)))
    }

    pub(super) fn header(&self) -> Secret {
        self.0.clone()
    }
}

impl fmt::Debug for TempPassIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TempPassIdentity(…)")
    }
}

fn check_text(text: &str, limit: usize) -> Result<(), InvalidInput> {
    if text.is_empty() {
        return Err(InvalidInput::new(
            AP_TEMPPASS_IDENTITY.as_str(),
            "has an empty key or value; pass both",
        ));
    }
    if text.len() > limit {
        return Err(too_long(AP_TEMPPASS_IDENTITY.as_str(), text.len(), limit));
    }
    match first_control_character(text) {
        Some(c) => Err(control_character(AP_TEMPPASS_IDENTITY.as_str(), c)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(identity: &TempPassIdentity) -> String {
        String::from_utf8(STANDARD.decode(identity.0.expose()).unwrap()).unwrap()
    }

    #[test]
    fn key_and_value_are_sent_as_the_values_hash() {
        let identity = TempPassIdentity::hashed("email", " user@domain.com\n").unwrap();
        // Adobe's TempPass page.
        let hash = "f7ee5ec7312165148b69fcca1d29075b14b8aef0b5048a332b18b88d09069fb7";
        assert_eq!(json(&identity), format!("{{\"email\":\"{hash}\"}}"));
        let odd = TempPassIdentity::hashed("e\"\\ü", "User@domain.com").unwrap();
        let read: serde_json::Value = serde_json::from_str(&json(&odd)).unwrap();
        let read = read.as_object().unwrap();
        assert_eq!(read.keys().collect::<Vec<_>>(), ["e\"\\ü"]);
        assert_ne!(read["e\"\\ü"], hash, "letter case counts");
    }

    #[test]
    fn json_is_sent_as_it_is() {
        let adobes = TempPassIdentity::raw_json("{\"email\":\"foo@bar.com\"}").unwrap();
        assert_eq!(adobes.header().expose(), "eyJlbWFpbCI6ImZvb0BiYXIuY29tIn0=");
        for bad in ["", "foo@bar.com", "[]", "\"a\"", "{\"a\":1", "{} {}"] {
            let error = TempPassIdentity::raw_json(bad).expect_err(bad);
            assert_eq!(error.field(), "AP-TempPass-Identity");
            assert!(!error.to_string().contains("foo"));
        }
    }

    #[test]
    fn what_names_nobody_is_refused() {
        for (key, value) in [
            ("", "a"),
            ("email", ""),
            ("email", " \n"),
            ("e\nmail", "a"),
            ("email", "a\0b"),
        ] {
            TempPassIdentity::hashed(key, value).unwrap_err();
        }
        assert!(TempPassIdentity::hashed(&"k".repeat(MAX_ID_BYTES + 1), "a").is_err());
        let long = "x".repeat(MAX_TEMP_PASS_IDENTITY_BYTES + 1);
        assert!(TempPassIdentity::hashed("email", &long).is_err());
        assert!(TempPassIdentity::raw_json(&format!("{{\"a\":\"{long}\"}}")).is_err());
    }

    #[test]
    fn it_is_never_shown() {
        let identity = TempPassIdentity::raw_json("{\"email\":\"foo@bar.com\"}").unwrap();
        assert_eq!(format!("{identity:?}"), "TempPassIdentity(…)");
    }
}
