//! `tvpass_temp_pass_identity`: whose promotional TempPass it is.

use super::failure::Failure;
use super::input::input;
use super::text::Text;
use crate::input::InvalidInput;
use crate::operation::TempPassIdentity;

/// The user's identity for a *promotional* TempPass (Adobe: *Header - AP-TempPass-Identity*). The
/// basic one needs none. Input; `TVPASS_TEMP_PASS_IDENTITY_INIT`.
///
/// Either `key` and `value`, of which the SHA-256 is sent, or `raw_json`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_temp_pass_identity<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// What `value` is, as configured with Adobe, such as `email`; at most 256 bytes.
    pub key: Text<'a>,
    /// What identifies the user; at most 12 KiB. Its SHA-256 is sent, in lower-case hex, without
    /// white space around it; letter case counts.
    pub value: Text<'a>,
    /// Instead: a JSON object as it was agreed with Adobe; at most 12 KiB. **Nothing is hashed**:
    /// an e-mail address in it leaves the device in the clear.
    pub raw_json: Text<'a>,
}

input!(tvpass_temp_pass_identity, raw_json: Text<'static>);

impl tvpass_temp_pass_identity<'_> {
    pub(super) fn identity(&self) -> Result<TempPassIdentity, Failure> {
        let (key, value) = (self.key.str("key")?, self.value.str("value")?);
        match self.raw_json.optional("raw_json")? {
            None => Ok(TempPassIdentity::hashed(key, value)?),
            Some(json) if key.is_empty() && value.is_empty() => {
                Ok(TempPassIdentity::raw_json(json)?)
            }
            Some(_) => {
                let reason = "is given together with key and value; give one of them";
                Err(InvalidInput::new("raw_json", reason).into())
            }
        }
    }
}
