//! What a partner's framework said about the user.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::extras::RequestExtras;
use crate::header::{AP_PARTNER_FRAMEWORK_STATUS, HeaderValue};
use crate::input::{
    InvalidInput, MAX_ID_BYTES, control_character, first_control_character, too_long,
};
use crate::secret::{Secret, Wiped};
use crate::wire::push_json_text;

/// The longest message of a framework's error, in bytes.
pub const MAX_FRAMEWORK_MESSAGE_BYTES: usize = 1024;

/// Whether the user lets the app see the subscription (Apple: `VSAccountAccessStatus`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessStatus {
    /// `granted`: the user allows it.
    Granted,
    /// `denied`: the user does not allow it.
    Denied,
    /// `restricted`: nobody may allow it on this device.
    Restricted,
    /// `notDetermined`: the user has not been asked.
    NotDetermined,
    /// A status that Adobe's page does not list, sent as it is.
    Undocumented(Cow<'static, str>),
}

impl AccessStatus {
    /// The status as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Restricted => "restricted",
            Self::NotDetermined => "notDetermined",
            Self::Undocumented(text) => text,
        }
    }
}

/// What Apple's Video Subscriber Account framework said (Adobe: *Header -
/// AP-Partner-Framework-Status*). For Adobe it is valid if access is granted, the provider is
/// known, and its sign-in has not expired; else the user signs in as everywhere.
///
/// Ask the framework anew when the app comes to the foreground. It tells whose customer somebody
/// is: shown nowhere.
///
/// ```
/// use tvpass::operation::{AccessStatus, PartnerFrameworkStatus};
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let signed_in = PartnerFrameworkStatus::new(AccessStatus::Granted)?
///     .provider("Cablevision_apple", Some(2_025_430_636_000))?;
/// let refused = PartnerFrameworkStatus::new(AccessStatus::Denied)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PartnerFrameworkStatus {
    access_status: AccessStatus,
    permission_error: Option<FrameworkError>,
    provider: Option<Provider>,
    provider_error: Option<FrameworkError>,
}

#[derive(Clone, PartialEq, Eq)]
struct Provider {
    id: String,
    expiration_date_ms: Option<u64>,
}

#[derive(Clone, PartialEq, Eq)]
struct FrameworkError {
    code: String,
    message: String,
}

impl PartnerFrameworkStatus {
    /// A status without a provider.
    ///
    /// # Errors
    /// An undocumented status that is empty, longer than [`MAX_ID_BYTES`] or has control
    /// characters.
    pub fn new(access_status: AccessStatus) -> Result<Self, InvalidInput> {
        check_id(access_status.as_str())?;
        Ok(Self {
            access_status,
            permission_error: None,
            provider: None,
            provider_error: None,
        })
    }

    /// The provider that the user is signed in with: Apple's id of it
    /// (`VSAccountMetadata.accountProviderIdentifier`; the configuration's `platformMappingId`),
    /// not Adobe's, and when that expires (`authenticationExpirationDate`), in milliseconds since
    /// 1970.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`] or has control characters.
    pub fn provider(
        mut self,
        id: &str,
        expiration_date_ms: Option<u64>,
    ) -> Result<Self, InvalidInput> {
        check_id(id)?;
        self.provider = Some(Provider {
            id: id.to_owned(),
            expiration_date_ms,
        });
        Ok(self)
    }

    /// The error with which the framework answered the question for permission.
    ///
    /// # Errors
    /// A code that is empty, longer than [`MAX_ID_BYTES`] or has control characters; a message that
    /// is longer than [`MAX_FRAMEWORK_MESSAGE_BYTES`] or has control characters other than tabs and
    /// line breaks.
    pub fn permission_error(mut self, code: &str, message: &str) -> Result<Self, InvalidInput> {
        self.permission_error = Some(FrameworkError::new(code, message)?);
        Ok(self)
    }

    /// The error with which the framework answered the question for the provider.
    ///
    /// # Errors
    /// As for [`permission_error`](Self::permission_error).
    pub fn provider_error(mut self, code: &str, message: &str) -> Result<Self, InvalidInput> {
        self.provider_error = Some(FrameworkError::new(code, message)?);
        Ok(self)
    }

    /// Whether the user lets the app see the subscription.
    pub(crate) fn is_granted(&self) -> bool {
        self.access_status == AccessStatus::Granted
    }

    /// Whether it is valid for Adobe at this time, in milliseconds since 1970: granted, with a
    /// provider whose sign-in has not expired.
    pub(crate) fn is_valid(&self, now_ms: u64) -> bool {
        let is_current = |provider: &Provider| {
            let expires = provider.expiration_date_ms;
            expires.is_none_or(|expires| now_ms < expires)
        };
        self.is_granted() && self.provider.as_ref().is_some_and(is_current)
    }

    /// Apple's id of the provider that the user is signed in with.
    pub(crate) fn provider_id(&self) -> Option<&str> {
        self.provider.as_ref().map(|provider| provider.id.as_str())
    }

    /// For operations of which it is an input.
    pub(super) fn added_to(&self, extras: RequestExtras) -> Result<RequestExtras, InvalidInput> {
        match extras.get(AP_PARTNER_FRAMEWORK_STATUS) {
            None => Ok(extras.partner_framework_status(self)),
            Some(_) => Err(InvalidInput::new(
                AP_PARTNER_FRAMEWORK_STATUS.as_str(),
                "is an input of this operation already; leave it out of the optional headers",
            )),
        }
    }

    /// The value of `AP-Partner-Framework-Status`: base64 of a JSON object. What its parts may be
    /// keeps it below 16 KiB.
    pub(super) fn header(&self) -> Secret {
        let mut json = Wiped(String::with_capacity(self.longest_json()));
        let out = &mut json.0;
        out.push_str("{\"frameworkPermissionInfo\":{\"accessStatus\":");
        push_json_text(out, self.access_status.as_str());
        push_error(out, ",", self.permission_error.as_ref());
        out.push_str("},\"frameworkProviderInfo\":{");
        let mut separator = "";
        if let Some(provider) = &self.provider {
            out.push_str("\"id\":");
            push_json_text(out, &provider.id);
            separator = ",";
            if let Some(ms) = provider.expiration_date_ms {
                // A text, as Adobe's page has it.
                out.push_str(",\"expirationDate\":");
                push_json_text(out, &ms.to_string());
            }
        }
        push_error(out, separator, self.provider_error.as_ref());
        out.push_str("}}");
        Secret::new(STANDARD.encode(&json.0))
    }

    fn longest_json(&self) -> usize {
        const NAMES_AND_DATE: usize = 256;
        let errors = [&self.permission_error, &self.provider_error];
        let errors = errors.into_iter().flatten();
        let texts = self.access_status.as_str().len()
            + self
                .provider
                .as_ref()
                .map_or(0, |provider| provider.id.len())
            + errors
                .map(|error| error.code.len() + error.message.len())
                .sum::<usize>();
        // Of what is not refused, no character becomes longer than twice.
        NAMES_AND_DATE + 2 * texts
    }
}

impl fmt::Debug for PartnerFrameworkStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnerFrameworkStatus(…)")
    }
}

impl FrameworkError {
    fn new(code: &str, message: &str) -> Result<Self, InvalidInput> {
        check_id(code)?;
        if message.len() > MAX_FRAMEWORK_MESSAGE_BYTES {
            return Err(too_long(
                AP_PARTNER_FRAMEWORK_STATUS.as_str(),
                message.len(),
                MAX_FRAMEWORK_MESSAGE_BYTES,
            ));
        }
        let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
        match message.chars().find(control) {
            Some(c) => Err(control_character(AP_PARTNER_FRAMEWORK_STATUS.as_str(), c)),
            None => Ok(Self {
                code: code.to_owned(),
                message: message.to_owned(),
            }),
        }
    }
}

fn push_error(out: &mut String, separator: &str, error: Option<&FrameworkError>) {
    if let Some(error) = error {
        out.extend([separator, "\"error\":{\"code\":"]);
        push_json_text(out, &error.code);
        out.push_str(",\"message\":");
        push_json_text(out, &error.message);
        out.push('}');
    }
}

fn check_id(id: &str) -> Result<(), InvalidInput> {
    if id.is_empty() {
        return Err(InvalidInput::new(
            AP_PARTNER_FRAMEWORK_STATUS.as_str(),
            "has an empty status, id or code; pass what the framework said, or leave it out",
        ));
    }
    if id.len() > MAX_ID_BYTES {
        return Err(too_long(
            AP_PARTNER_FRAMEWORK_STATUS.as_str(),
            id.len(),
            MAX_ID_BYTES,
        ));
    }
    match first_control_character(id) {
        Some(c) => Err(control_character(AP_PARTNER_FRAMEWORK_STATUS.as_str(), c)),
        None => Ok(()),
    }
}

impl RequestExtras {
    /// `AP-Partner-Framework-Status`: what Apple's framework said. For an `appleSSO` profile: it is
    /// not found without.
    #[must_use]
    pub fn partner_framework_status(self, status: &PartnerFrameworkStatus) -> Self {
        self.set(
            AP_PARTNER_FRAMEWORK_STATUS,
            HeaderValue::from_secret(status.header()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::MAX_TOKEN_BYTES;
    use serde_json::{Value, json};

    fn sent(status: &PartnerFrameworkStatus) -> Value {
        let json = STANDARD.decode(status.header().expose()).unwrap();
        assert!(json.len() <= status.longest_json(), "no copy was left");
        serde_json::from_slice(&json).unwrap()
    }

    #[test]
    fn it_is_sent_as_on_adobes_page() {
        let granted = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
        let status = granted
            .clone()
            .provider("Cable\"vision", Some(2_025_430_636_000));
        assert_eq!(
            sent(&status.unwrap()),
            json!({
                "frameworkPermissionInfo": {"accessStatus": "granted"},
                "frameworkProviderInfo": {"id": "Cable\"vision", "expirationDate": "2025430636000"},
            })
        );
        let status = PartnerFrameworkStatus::new(AccessStatus::Denied).unwrap();
        assert_eq!(
            sent(&status),
            json!({"frameworkPermissionInfo": {"accessStatus": "denied"}, "frameworkProviderInfo": {}})
        );
        let status = PartnerFrameworkStatus::new(AccessStatus::NotDetermined)
            .and_then(|status| status.permission_error("0", "a\nb"))
            .and_then(|status| status.provider_error("1", "\"\\"))
            .unwrap();
        assert_eq!(
            sent(&status),
            json!({
                "frameworkPermissionInfo":
                    {"accessStatus": "notDetermined", "error": {"code": "0", "message": "a\nb"}},
                "frameworkProviderInfo": {"error": {"code": "1", "message": "\"\\"}},
            })
        );
        let status = granted.provider("X", None).unwrap();
        let status = status.provider_error("1", "").unwrap();
        assert_eq!(
            sent(&status)["frameworkProviderInfo"],
            json!({"id": "X", "error": {"code": "1", "message": ""}})
        );
    }

    #[test]
    fn the_longest_fits_into_a_header() {
        let (id, message) = (
            "\"".repeat(MAX_ID_BYTES),
            "\\".repeat(MAX_FRAMEWORK_MESSAGE_BYTES),
        );
        let status = PartnerFrameworkStatus::new(AccessStatus::Undocumented(id.clone().into()))
            .and_then(|status| status.provider(&id, Some(u64::MAX)))
            .and_then(|status| status.permission_error(&id, &message))
            .and_then(|status| status.provider_error(&id, &message))
            .unwrap();
        assert_eq!(sent(&status)["frameworkProviderInfo"]["id"], id);
        assert!(status.header().expose().len() <= MAX_TOKEN_BYTES);
    }

    #[test]
    fn what_no_framework_says_is_refused() {
        let status = || PartnerFrameworkStatus::new(AccessStatus::Restricted).unwrap();
        for bad in ["", "a\nb", "a\0", &"x".repeat(MAX_ID_BYTES + 1)] {
            let undocumented = AccessStatus::Undocumented(bad.to_owned().into());
            let error = PartnerFrameworkStatus::new(undocumented).unwrap_err();
            assert_eq!(error.field(), "AP-Partner-Framework-Status");
            assert!(status().provider(bad, None).is_err());
            assert!(status().permission_error(bad, "").is_err());
        }
        assert!(status().provider_error("1", "a\u{1b}").is_err());
        let long = "x".repeat(MAX_FRAMEWORK_MESSAGE_BYTES + 1);
        assert!(status().provider_error("1", &long).is_err());
    }

    #[test]
    fn it_is_never_shown() {
        let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
        let status = status.provider("whose-customer", None).unwrap();
        assert_eq!(format!("{status:?}"), "PartnerFrameworkStatus(…)");
    }
}
