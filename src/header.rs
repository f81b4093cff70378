//! Request headers: ordered, validated, and aware of which values are secret.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::input::{
    InvalidInput, MAX_TOKEN_BYTES, control_character, first_control_character, too_long,
};
use crate::secret::Secret;
use crate::shown::printable;

/// The name of a header that the library sends or reads, in the spelling of Adobe's pages: a `str`,
/// with a NUL behind it for the C API, which hands it out as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HeaderName(&'static str);

impl HeaderName {
    /// The name as a text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.strip_suffix('\0').unwrap_or(self.0)
    }

    /// The same with a NUL behind it.
    #[cfg(feature = "capi")]
    pub(crate) const fn with_nul(self) -> &'static str {
        self.0
    }
}

impl Deref for HeaderName {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<HeaderName> for Cow<'static, str> {
    fn from(name: HeaderName) -> Self {
        Cow::Borrowed(name.as_str())
    }
}

impl fmt::Debug for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl PartialEq<str> for HeaderName {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for HeaderName {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

macro_rules! names {
    ($($(#[$documentation:meta])* $constant:ident = $name:literal;)*) => {$(
        $(#[$documentation])*
        pub const $constant: HeaderName = HeaderName(concat!($name, "\0"));
    )*};
}

names! {
    /// `Authorization: Bearer <access token>` (RFC 6750; Adobe: *Header - Authorization*).
    AUTHORIZATION = "Authorization";
    /// `AP-Device-Identifier: fingerprint <base64>` (Adobe: *Header - AP-Device-Identifier*).
    AP_DEVICE_IDENTIFIER = "AP-Device-Identifier";
    /// `X-Device-Info: <base64 of a JSON object>` (Adobe: *Header - X-Device-Info*).
    X_DEVICE_INFO = "X-Device-Info";
    /// The device's IP address, for server-to-server callers.
    X_FORWARDED_FOR = "X-Forwarded-For";
    /// Single sign-on by platform identity (Adobe: *Header - Adobe-Subject-Token*).
    ADOBE_SUBJECT_TOKEN = "Adobe-Subject-Token";
    /// Single sign-on by platform identity on Roku (Adobe: *Header -
    /// X-Roku-Reserved-Roku-Connect-Token*).
    X_ROKU_RESERVED_ROKU_CONNECT_TOKEN = "X-Roku-Reserved-Roku-Connect-Token";
    /// Single sign-on by service token (Adobe: *Header - AD-Service-Token*).
    AD_SERVICE_TOKEN = "AD-Service-Token";
    /// The Experience Cloud visitor id (Adobe: *Header - AP-Visitor-Identifier*).
    AP_VISITOR_IDENTIFIER = "AP-Visitor-Identifier";
    /// What the platform's framework says about the user's provider (Adobe: *Header -
    /// AP-Partner-Framework-Status*).
    AP_PARTNER_FRAMEWORK_STATUS = "AP-Partner-Framework-Status";
    /// The user's identity for promotional temporary access (Adobe: *Header -
    /// AP-TempPass-Identity*).
    AP_TEMPPASS_IDENTITY = "AP-TempPass-Identity";
    /// What the device can read; always `application/json` here.
    ACCEPT = "Accept";
    /// The application's own name and version.
    USER_AGENT = "User-Agent";
    /// The media type of a request body.
    CONTENT_TYPE = "Content-Type";
    /// The service's time when it answered (RFC 9110 §6.6.1).
    DATE = "Date";
    /// How long a client that is sent too many requests should wait (RFC 9110 §10.2.3).
    RETRY_AFTER = "Retry-After";
}

/// A header value: printable ASCII without leading or trailing spaces (RFC 9110 §5.5), at most 16
/// KiB.
#[derive(Clone)]
pub struct HeaderValue(Value);

#[derive(Clone)]
enum Value {
    Static(&'static str),
    Shared(Arc<str>),
    Secret(Secret),
}

impl HeaderValue {
    /// Checks `text` for the header `name`, which the error then carries.
    ///
    /// # Errors
    /// Empty; longer than 16 KiB; control characters (CR, LF and NUL among them); characters
    /// outside ASCII; a space at either end, which HTTP would cut off.
    pub fn new(name: HeaderName, text: &str) -> Result<Self, InvalidInput> {
        check(name.as_str(), text)?;
        Ok(Self(Value::Shared(text.into())))
    }

    /// A value that is known to be valid because the library made it.
    pub(crate) fn trusted(text: Arc<str>) -> Self {
        Self(Value::Shared(text))
    }

    pub(crate) const fn from_static(text: &'static str) -> Self {
        Self(Value::Static(text))
    }

    /// A secret that has been checked by its owner ([`crate::input::check_token`]).
    pub(crate) fn from_secret(secret: Secret) -> Self {
        Self(Value::Secret(secret))
    }

    /// The text to send.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Value::Static(text) => text,
            Value::Shared(text) => text,
            Value::Secret(secret) => secret.expose(),
        }
    }

    /// Whether the value must stay out of logs.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self.0, Value::Secret(_))
    }
}

impl fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::Secret(secret) => secret.fmt(f),
            _ => self.as_str().fmt(f),
        }
    }
}

fn check(name: &'static str, text: &str) -> Result<(), InvalidInput> {
    if text.is_empty() {
        return Err(InvalidInput::new(name, "is empty; leave it out instead"));
    }
    if text.len() > MAX_TOKEN_BYTES {
        return Err(too_long(name, text.len(), MAX_TOKEN_BYTES));
    }
    if let Some(c) = first_control_character(text) {
        return Err(control_character(name, c));
    }
    if !text.is_ascii() {
        return Err(InvalidInput::new(
            name,
            "has characters outside ASCII, which an HTTP header cannot carry",
        ));
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        return Err(InvalidInput::new(
            name,
            "begins or ends with a space, which HTTP would cut off; remove it",
        ));
    }
    Ok(())
}

/// One header of a request.
///
/// `Debug` shows neither tokens nor the device's or the visitor's identifier.
#[derive(Clone)]
pub struct Header {
    /// The field name, in the spelling of Adobe's pages.
    pub name: HeaderName,
    /// The validated value.
    pub value: HeaderValue,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A stable identifier of a household's device does not belong into logs.
        if [AP_DEVICE_IDENTIFIER, AP_VISITOR_IDENTIFIER].contains(&self.name) {
            return write!(f, "{}: …", self.name);
        }
        write!(f, "{}: {:?}", self.name, self.value)
    }
}

/// The headers of a request, in the order they are sent. No name occurs twice.
#[derive(Clone, Debug, Default)]
pub struct Headers(Vec<Header>);

impl Headers {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(crate) fn push(&mut self, name: HeaderName, value: HeaderValue) {
        debug_assert!(self.get(&name).is_none(), "{name} twice");
        self.0.push(Header { name, value });
    }

    /// The value of `name`, without regard to letter case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&HeaderValue> {
        self.iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| &header.value)
    }

    /// The headers in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = &'a Header;
    type IntoIter = std::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A header as it came from the network: any name, any value.
///
/// `Debug` shows the value's length only: cookies are secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivedHeader {
    /// The field name as received.
    pub name: Cow<'static, str>,
    /// The value as received; bytes outside UTF-8 replaced by U+FFFD.
    pub value: String,
}

impl fmt::Debug for ReceivedHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} bytes", printable(&self.name), self.value.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_http_would_change_are_refused() {
        for bad in ["", "a\r\nb", "a\nb", "a\0", "ü", " a", "a ", "a\tb"] {
            let error = HeaderValue::new(USER_AGENT, bad).expect_err(bad);
            assert_eq!(error.field(), USER_AGENT.as_str());
        }
        let long = "x".repeat(MAX_TOKEN_BYTES + 1);
        assert!(HeaderValue::new(USER_AGENT, &long).is_err());
        let agent = "Mozilla/5.0 (Apple TV; U; CPU AppleTV5,3 OS 11.0 like Mac OS X; en_US)";
        let value = HeaderValue::new(USER_AGENT, agent).expect("Adobe's own sample");
        assert_eq!(value.as_str(), agent);
    }

    #[test]
    fn secret_values_are_redacted_and_others_shown() {
        let secret = HeaderValue::from_secret(Secret::new("Bearer abc".into()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(
            format!("{:?}", HeaderValue::from_static("application/json")),
            "\"application/json\""
        );
    }
}
