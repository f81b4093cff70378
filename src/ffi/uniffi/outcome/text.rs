//! Texts that are not printed, and what has a type of its own in a language: `uniffi.toml` says how
//! each is made of its text there.

use std::fmt;

use crate::outcome::{AuthenticateUrl, ReceivedText};
use crate::uri::OpenableUrl;

uniffi::custom_type!(OpenableUrl, String, {
    lower: |url| url.as_str().to_owned(),
    try_lift: |_text| uniffi::deps::anyhow::bail!("the library makes these URLs, and takes none"),
});

uniffi::custom_type!(AuthenticateUrl, String, {
    lower: |url| url.expose().to_owned(),
    try_lift: |_text| uniffi::deps::anyhow::bail!("the library makes these URLs, and takes none"),
});

/// A URL as it was received, which has not been checked: for a support ticket. It may name the
/// user's session: keep it out of logs, and do not open it.
#[derive(Clone, PartialEq, Eq)]
pub struct UncheckedUrl(pub(crate) String);

uniffi::custom_type!(UncheckedUrl, String, {
    lower: |url| url.0,
    try_lift: |text| Ok(UncheckedUrl(text)),
});

/// Another text that stays out of logs: a code, a request for a partner, what is about the user.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenText(pub(crate) String);

uniffi::custom_type!(HiddenText, String, {
    lower: |text| text.0,
    try_lift: |text| Ok(HiddenText(text)),
});

macro_rules! hidden {
    ($($name:ident)*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        })*
    };
}

hidden!(UncheckedUrl HiddenText);

/// A text of the service as it was received.
pub(super) fn text(text: Option<&ReceivedText>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}
