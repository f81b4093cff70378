//! A profile: what a device is signed in with, what is told of it, and what its logout answers.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An authenticated profile of one device at one service provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, from = "Given")]
pub struct Profile {
    /// The MVPD that the answer names.
    pub mvpd: String,
    /// The key of its entry in the answer. Equal to `mvpd` in all of Adobe's samples but the sixth.
    pub key: String,
    /// The MVPD that a logout must ask for to find this profile. Equal to `mvpd`, unless one logout
    /// removes several.
    pub requested_as: String,
    /// What kind of profile it is, and so what its logout answers.
    pub kind: ProfileKind,
    /// The single sign-on token that it was obtained with. A request finds it only with the same
    /// one.
    pub bound_to: Option<SsoToken>,
    /// Its `type`; by default what the kind and the token make of it.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub profile_type: Option<String>,
    /// Its `issuer`; by default the MVPD, `Adobe` or `Apple`, as its type has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Its `notBefore`, in milliseconds since the Unix epoch; by default when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<u64>,
    /// Its `notAfter`, in milliseconds since the Unix epoch; by default a
    /// [`profile_lifetime`](crate::Config::profile_lifetime) later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<u64>,
    /// Its `attributes`, with value and state; by default those of a made-up user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Map<String, Value>>,
}

impl Profile {
    /// A profile of `mvpd` that is found, keyed and named by that id.
    #[must_use]
    pub fn new(mvpd: &str, kind: ProfileKind) -> Self {
        Self {
            mvpd: mvpd.into(),
            key: mvpd.into(),
            requested_as: mvpd.into(),
            kind,
            bound_to: None,
            profile_type: None,
            issuer: None,
            not_before: None,
            not_after: None,
            attributes: None,
        }
    }

    /// The same, under another key in the answer.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        self.key = key.into();
        self
    }

    /// The same, found by a logout that asks for another MVPD.
    #[must_use]
    pub fn requested_as(mut self, mvpd: &str) -> Self {
        self.requested_as = mvpd.into();
        self
    }

    /// The same, with these attributes.
    #[must_use]
    pub fn with_attributes(mut self, attributes: Map<String, Value>) -> Self {
        self.attributes = Some(attributes);
        self
    }

    /// The same, valid in this time, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn valid(mut self, not_before: u64, not_after: u64) -> Self {
        (self.not_before, self.not_after) = (Some(not_before), Some(not_after));
        self
    }

    /// The `type` of its answers.
    #[must_use]
    pub fn type_name(&self) -> &str {
        let by_kind = match (&self.kind, &self.bound_to) {
            (ProfileKind::AppleSso, _) => "appleSSO",
            (ProfileKind::Degraded, _) => "degraded",
            (ProfileKind::TempPass, _) => "temporary",
            (_, Some(SsoToken::Service(_))) => "serviceTokenSSO",
            (_, Some(SsoToken::Platform(_))) => "platformSSO",
            (_, None) => "regular",
        };
        self.profile_type.as_deref().unwrap_or(by_kind)
    }

    /// The `issuer` of its answers.
    #[must_use]
    pub fn issuer_name(&self) -> &str {
        let by_type = match self.type_name() {
            "degraded" | "temporary" => "Adobe",
            "appleSSO" => "Apple",
            _ => &self.mvpd,
        };
        self.issuer.as_deref().unwrap_or(by_type)
    }

    /// The same, obtained by single sign-on with this token.
    #[must_use]
    pub fn bound_to(mut self, token: SsoToken) -> Self {
        self.bound_to = Some(token);
        self
    }
}

/// The JSON form, in which everything but `mvpd` and `kind` may be left out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    mvpd: String,
    key: Option<String>,
    requested_as: Option<String>,
    kind: ProfileKind,
    bound_to: Option<SsoToken>,
    #[serde(rename = "type")]
    profile_type: Option<String>,
    issuer: Option<String>,
    not_before: Option<u64>,
    not_after: Option<u64>,
    attributes: Option<Map<String, Value>>,
}

impl From<Given> for Profile {
    fn from(given: Given) -> Self {
        let key = given.key.unwrap_or_else(|| given.mvpd.clone());
        let requested_as = given.requested_as.unwrap_or_else(|| given.mvpd.clone());
        Self {
            mvpd: given.mvpd,
            key,
            requested_as,
            kind: given.kind,
            bound_to: given.bound_to,
            profile_type: given.profile_type,
            issuer: given.issuer,
            not_before: given.not_before,
            not_after: given.not_after,
            attributes: given.attributes,
        }
    }
}

/// The kinds of profiles, after the samples of Adobe's logout page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ProfileKind {
    /// The MVPD has a logout endpoint: `logout` / `interactive` with an absolute `url` (sample 1).
    AbsoluteUrl,
    /// The same with a relative `url`, which has no redirect URL in it (samples 3 and 4).
    RelativeUrl,
    /// The MVPD has no logout endpoint: `complete` / `none` (sample 2).
    NoLogoutEndpoint,
    /// Obtained by partner single sign-on, type `appleSSO`: `partner_logout` /
    /// `partner_interactive` (sample 5).
    AppleSso,
    /// Access while a degradation is applied: `complete` / `none` (sample 6).
    Degraded,
    /// Temporary access: `complete` / `none` (sample 7).
    TempPass,
    /// Whatever a test wants to be answered: pairs that contradict the table, names from the
    /// future, hostile URLs.
    #[serde(rename_all = "camelCase")]
    Custom {
        /// The answer's `actionName`.
        action_name: String,
        /// The answer's `actionType`.
        action_type: String,
        /// The answer's `url`, if it has one.
        url: Option<String>,
    },
}

impl ProfileKind {
    /// Whether the MVPD keeps a session of its own that only a user agent can end.
    pub(crate) fn has_logout_endpoint(&self) -> bool {
        matches!(self, Self::AbsoluteUrl | Self::RelativeUrl)
    }
}

/// A token of single sign-on, as sent at login.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SsoToken {
    /// The service token method: the value of `AD-Service-Token`.
    Service(String),
    /// The platform identity method: the value of `Adobe-Subject-Token`, or of
    /// `X-Roku-Reserved-Roku-Connect-Token`.
    Platform(String),
}

/// The session that an MVPD keeps with the user's browser. A logout call alone leaves it open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MvpdSession {
    /// The device identifier, decoded.
    pub device: String,
    /// The service provider.
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// Whether it still is open: a user agent has not been through the MVPD's logout page.
    pub open: bool,
}
