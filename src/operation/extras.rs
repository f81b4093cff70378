//! The optional request headers of REST API V2.

use std::net::IpAddr;
use std::sync::Arc;

use super::temp_pass::TempPassIdentity;
use crate::header::{
    AD_SERVICE_TOKEN, ADOBE_SUBJECT_TOKEN, AP_TEMPPASS_IDENTITY, AP_VISITOR_IDENTIFIER, Header,
    HeaderName, HeaderValue, USER_AGENT, X_FORWARDED_FOR, X_ROKU_RESERVED_ROKU_CONNECT_TOKEN,
};
use crate::input::{InvalidInput, check_token};
use crate::secret::Secret;

/// Optional headers of requests. Setting one again replaces it. Those of a [`Site`](super::Site) go
/// with every request, those of an operation with its own; what does not take one of them refuses
/// it.
///
/// For *single logout*, pass the same single sign-on token as at login: without it the profiles
/// that were obtained through it stay (Adobe: *Single sign-on logout flow*).
#[derive(Clone, Debug, Default)]
pub struct RequestExtras(
    /// Shared by all clones, since the same extras go into many requests; `None` is none set.
    Option<Arc<Vec<Header>>>,
);

impl RequestExtras {
    /// None set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `Adobe-Subject-Token`: the platform's JWS or JWE (Amazon), single sign-on by platform
    /// identity.
    ///
    /// # Errors
    /// Empty, longer than 16 KiB, or with spaces, control characters or characters outside ASCII.
    pub fn subject_token(self, token: &str) -> Result<Self, InvalidInput> {
        self.secret(ADOBE_SUBJECT_TOKEN, token)
    }

    /// `X-Roku-Reserved-Roku-Connect-Token`: the same for Roku. On Roku devices the system adds it
    /// by itself, over HTTPS only.
    ///
    /// # Errors
    /// As for [`subject_token`](Self::subject_token).
    pub fn roku_connect_token(self, token: &str) -> Result<Self, InvalidInput> {
        self.secret(X_ROKU_RESERVED_ROKU_CONNECT_TOKEN, token)
    }

    /// `AD-Service-Token`: the JWS of an external identity service, single sign-on by service
    /// token.
    ///
    /// # Errors
    /// As for [`subject_token`](Self::subject_token).
    pub fn service_token(self, token: &str) -> Result<Self, InvalidInput> {
        self.secret(AD_SERVICE_TOKEN, token)
    }

    /// `AP-TempPass-Identity`: whose promotional TempPass it is.
    #[must_use]
    pub fn temp_pass_identity(self, identity: &TempPassIdentity) -> Self {
        self.set(
            AP_TEMPPASS_IDENTITY,
            HeaderValue::from_secret(identity.header()),
        )
    }

    /// `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), raw. Adobe's example has
    /// quotes around it; they are not part of it.
    ///
    /// # Errors
    /// Not a header value, or with quotes.
    pub fn visitor_identifier(self, ecid: &str) -> Result<Self, InvalidInput> {
        if ecid.contains('"') {
            return Err(InvalidInput::new(
                AP_VISITOR_IDENTIFIER.as_str(),
                "has quotation marks; pass the ECID alone",
            ));
        }
        self.text(AP_VISITOR_IDENTIFIER, ecid)
    }

    /// `X-Forwarded-For`: the device's address, for server-to-server callers, who should always
    /// send it because throttling counts by it. A device leaves it out.
    #[must_use]
    pub fn forwarded_for(self, address: IpAddr) -> Self {
        self.set(
            X_FORWARDED_FOR,
            HeaderValue::trusted(address.to_string().into()),
        )
    }

    /// `User-Agent`: the application's.
    ///
    /// # Errors
    /// Empty, longer than 16 KiB, with control characters or characters outside ASCII, or with a
    /// space at an end.
    pub fn user_agent(self, user_agent: &str) -> Result<Self, InvalidInput> {
        self.text(USER_AGENT, user_agent)
    }

    fn secret(self, name: HeaderName, token: &str) -> Result<Self, InvalidInput> {
        check_token(name.as_str(), token)?;
        Ok(self.set(
            name,
            HeaderValue::from_secret(Secret::new(token.to_owned())),
        ))
    }

    fn text(self, name: HeaderName, text: &str) -> Result<Self, InvalidInput> {
        Ok(self.set(name, HeaderValue::new(name, text)?))
    }

    pub(super) fn set(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let headers = Arc::make_mut(self.0.get_or_insert_default());
        match headers.iter_mut().find(|header| header.name == name) {
            Some(header) => header.value = value,
            None => headers.push(Header { name, value }),
        }
        self
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.as_deref().map_or(&[][..], Vec::as_slice).iter()
    }

    pub(super) fn get(&self, name: HeaderName) -> Option<&HeaderValue> {
        let header = self.iter().find(|header| header.name == name);
        header.map(|header| &header.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_with_spaces_or_control_characters_are_refused() {
        for bad in ["", "a b", "a\r\nX: y", "a\0", "ü"] {
            assert!(RequestExtras::new().service_token(bad).is_err());
            assert!(RequestExtras::new().subject_token(bad).is_err());
            assert!(RequestExtras::new().roku_connect_token(bad).is_err());
        }
    }

    #[test]
    fn the_visitor_identifier_is_raw() {
        let error = RequestExtras::new()
            .visitor_identifier("\"123\"")
            .unwrap_err();
        assert!(error.reason().contains("quotation marks"));
    }

    #[test]
    fn setting_again_replaces() {
        let extras = RequestExtras::new()
            .user_agent("a")
            .unwrap()
            .user_agent("b")
            .unwrap();
        assert_eq!(extras.iter().len(), 1);
        assert_eq!(extras.get(USER_AGENT).unwrap().as_str(), "b");
    }
}
