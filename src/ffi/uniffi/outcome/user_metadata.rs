//! What the MVPD tells about its user, as public types of Swift and Kotlin.

use std::collections::HashMap;
use std::fmt;

use super::open_enum::open_enum;
use super::text::{HiddenText, text};
use crate::ffi::uniffi::number::signed;
use crate::outcome;

/// What the MVPD tells about its user. Which attributes there are is agreed with each MVPD.
///
/// What has a name here was read from a value that is plain, in whatever form Adobe's pages have
/// it; it is absent or empty for one that is missing, encrypted, or of another type. A description
/// shows the attributes' names, and nothing of their values.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct UserMetadata {
    /// All of them, in the answer's order; names may repeat, and the last one counts.
    pub attributes: Vec<Attribute>,
    /// `userID`: Adobe's id of the user with this MVPD. Every profile should have one.
    pub user_id: Option<String>,
    /// `upstreamUserID`: the MVPD's own id of the user, for limits of concurrent streams.
    pub upstream_user_id: Option<String>,
    /// `householdID`: the household, shared by the users of one account.
    pub household_id: Option<String>,
    /// `zip`: the postal codes of the account.
    pub zip: Vec<String>,
    /// `channelID`: the channels that the user may watch, by the MVPD's word; not a decision.
    pub channel_ids: Vec<String>,
    /// `maxRating`: the highest rating that the user may see, by system (`MPAA`, `VCHIP`, `URL`).
    pub max_rating: HashMap<String, String>,
    /// `language`: the user's language.
    pub language: Option<String>,
    /// `is_hoh`: whether the user is the head of the household.
    pub is_head_of_household: Option<bool>,
    /// `hba_status`: whether the user was signed in by the home network, without a login page.
    pub hba_status: Option<bool>,
    /// `allowMirroring`: whether the user may mirror the screen to another one.
    pub allow_mirroring: Option<bool>,
    /// `onNet`: whether the user is in the MVPD's network.
    pub on_net: Option<bool>,
    /// `inHome`: whether the user is at home.
    pub in_home: Option<bool>,
    /// `remaining_resources`, of promotional temporary access: how many resources are left.
    pub remaining_resources: Option<i64>,
    /// `used_assets`, of promotional temporary access: the resources that were used.
    pub used_assets: Vec<String>,
    /// `expiration_date`, of temporary access, in milliseconds since 1970. To be shown only: in
    /// Adobe's samples it may be the time of the start. The access ends with the profile.
    pub expiration_date_ms: Option<i64>,
}

/// One attribute of the user.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Attribute {
    /// Its name, such as `userID`.
    pub name: String,
    /// Whether the value can be read; absent if the answer does not say, and then it is taken for
    /// one that cannot.
    pub state: Option<AttributeState>,
    /// The value as it stands in the answer, in JSON.
    pub json: Option<HiddenText>,
    /// The value, if it is a text. Of an encrypted one that is exactly what was received, for the
    /// app's server, which has the key.
    pub text: Option<HiddenText>,
    /// The code of the error that there is instead of a value.
    pub error: Option<String>,
}

open_enum! {
    /// Whether the value of an attribute can be read on the device.
    AttributeState of outcome::AttributeState {
        /// `plain`: it can.
        Plain = Plain,
        /// `enc`: it is encrypted with the programmer's certificate (RSA, base64); only the
        /// programmer's server can read it.
        Encrypted = Encrypted,
    }
}

impl From<&outcome::UserMetadata> for UserMetadata {
    fn from(metadata: &outcome::UserMetadata) -> Self {
        Self {
            attributes: metadata.attributes.iter().map(Attribute::from).collect(),
            user_id: metadata.user_id(),
            upstream_user_id: metadata.upstream_user_id(),
            household_id: metadata.household_id(),
            zip: metadata.zip(),
            channel_ids: metadata.channel_ids(),
            max_rating: metadata.max_rating().into_iter().collect(),
            language: metadata.language(),
            is_head_of_household: metadata.is_head_of_household(),
            hba_status: metadata.hba_status(),
            allow_mirroring: metadata.allow_mirroring(),
            on_net: metadata.on_net(),
            in_home: metadata.in_home(),
            remaining_resources: metadata.remaining_resources().map(signed),
            used_assets: metadata.used_assets(),
            expiration_date_ms: metadata.expiration_date_ms().map(signed),
        }
    }
}

impl From<&outcome::Attribute> for Attribute {
    fn from(attribute: &outcome::Attribute) -> Self {
        let value = attribute.value.as_ref();
        Self {
            name: attribute.name.as_str().to_owned(),
            state: attribute.state.as_ref().map(AttributeState::from),
            json: value.map(|value| HiddenText(value.as_str().to_owned())),
            text: value.and_then(outcome::RawJson::text).map(HiddenText),
            error: text(attribute.error.as_ref()),
        }
    }
}

impl fmt::Debug for UserMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserMetadata")
            .field("attributes", &self.attributes)
            .finish_non_exhaustive()
    }
}
