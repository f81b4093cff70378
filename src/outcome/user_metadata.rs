//! What the MVPD tells about its user (Adobe: *User metadata*).

use super::open_enum::open_enum;
use super::text::received;
use super::{RawJson, ReceivedText};
use crate::wire::AttributeWire;

/// The attributes of a profile, in the answer's order (Adobe: *User metadata*). Which ones there
/// are is agreed with each MVPD.
///
/// The accessors by name read values that are [plain](AttributeState::Plain), in whatever form
/// Adobe's pages have; they are `None` or empty for one that is missing, encrypted, or of another
/// type. [`get`](Self::get) has what was received.
///
/// `Debug` shows the names, and nothing of the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserMetadata {
    /// All of them; names may repeat.
    pub attributes: Vec<Attribute>,
}

/// One attribute of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute {
    /// Its name, e.g. `userID`.
    pub name: ReceivedText,
    /// Whether the value can be read; `None` if the answer does not say, and then it is taken for
    /// one that cannot.
    pub state: Option<AttributeState>,
    /// The value, unread. An encrypted one is for the app's server, which has the key; it is passed
    /// on as it is.
    pub value: Option<RawJson>,
    /// The code of the error that there is instead of a value.
    pub error: Option<ReceivedText>,
}

open_enum! {
    /// Whether the value of an attribute can be read on the device.
    AttributeState {
        /// It can.
        Plain = "plain",
        /// It is encrypted with the programmer's certificate (RSA, base64); only the programmer's
        /// server can read it.
        Encrypted = "enc",
    }
}

impl Attribute {
    pub(super) fn from_wire(wire: AttributeWire<'_>) -> Self {
        Self {
            name: wire.name.into(),
            state: wire.state.map(AttributeState::from_wire),
            value: wire.value.and_then(RawJson::from_wire),
            error: received(wire.error),
        }
    }

    /// The value, if it is said to be plain.
    #[must_use]
    pub fn plain(&self) -> Option<&RawJson> {
        let value = self.value.as_ref();
        value.filter(|_| self.state == Some(AttributeState::Plain))
    }

    /// The encrypted value as a text, for the app's server: exactly what was received.
    #[must_use]
    pub fn encrypted(&self) -> Option<String> {
        let value = self.value.as_ref()?;
        (self.state == Some(AttributeState::Encrypted))
            .then(|| value.text())
            .flatten()
    }
}

impl UserMetadata {
    /// The attribute called `name`, the last of several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        let mut last_first = self.attributes.iter().rev();
        last_first.find(|attribute| attribute.name == *name)
    }

    /// The value called `name`, if it is plain.
    #[must_use]
    pub fn plain(&self, name: &str) -> Option<&RawJson> {
        self.get(name)?.plain()
    }

    /// `userID`: Adobe's id of the user with this MVPD. Every profile should have one.
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        self.plain("userID")?.text()
    }

    /// `upstreamUserID`: the MVPD's own id of the user, for limits of concurrent streams.
    #[must_use]
    pub fn upstream_user_id(&self) -> Option<String> {
        self.plain("upstreamUserID")?.text()
    }

    /// `householdID`: the household, shared by the users of one account.
    #[must_use]
    pub fn household_id(&self) -> Option<String> {
        self.plain("householdID")?.text()
    }

    /// `zip`: the postal codes of the account.
    #[must_use]
    pub fn zip(&self) -> Vec<String> {
        self.plain("zip").map_or_else(Vec::new, RawJson::texts)
    }

    /// `channelID`: the channels that the user may watch, by the MVPD's word; not a decision.
    #[must_use]
    pub fn channel_ids(&self) -> Vec<String> {
        self.plain("channelID")
            .map_or_else(Vec::new, RawJson::texts)
    }

    /// `maxRating`: the highest rating that the user may see, by system (`MPAA`, `VCHIP`, `URL`).
    #[must_use]
    pub fn max_rating(&self) -> Vec<(String, String)> {
        let ratings = self.plain("maxRating").map(RawJson::members);
        let ratings = ratings.unwrap_or_default().into_iter();
        ratings
            .filter_map(|(system, rating)| Some((system, rating.text()?)))
            .collect()
    }

    /// `language`: the user's language.
    #[must_use]
    pub fn language(&self) -> Option<String> {
        self.plain("language")?.text()
    }

    /// `is_hoh`: whether the user is the head of the household.
    #[must_use]
    pub fn is_head_of_household(&self) -> Option<bool> {
        let value = self.plain("is_hoh")?;
        value.boolean().or_else(|| match value.whole_number()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        })
    }

    /// `hba_status`: whether the user was signed in by the home network, without a login page.
    #[must_use]
    pub fn hba_status(&self) -> Option<bool> {
        self.plain("hba_status")?.boolean()
    }

    /// `allowMirroring`: whether the user may mirror the screen to another one.
    #[must_use]
    pub fn allow_mirroring(&self) -> Option<bool> {
        self.plain("allowMirroring")?.boolean()
    }

    /// `onNet`: whether the user is in the MVPD's network.
    #[must_use]
    pub fn on_net(&self) -> Option<bool> {
        self.plain("onNet")?.boolean()
    }

    /// `inHome`: whether the user is at home.
    #[must_use]
    pub fn in_home(&self) -> Option<bool> {
        self.plain("inHome")?.boolean()
    }

    /// `remaining_resources`, of promotional temporary access: how many resources are left.
    #[must_use]
    pub fn remaining_resources(&self) -> Option<u64> {
        self.plain("remaining_resources")?.whole_number()
    }

    /// `used_assets`, of promotional temporary access: the resources that were used.
    #[must_use]
    pub fn used_assets(&self) -> Vec<String> {
        self.plain("used_assets")
            .map_or_else(Vec::new, RawJson::texts)
    }

    /// `expiration_date`, of temporary access, in milliseconds since the epoch. To be shown only:
    /// in Adobe's samples it may be the time of the start. The access ends at the profile's
    /// [`not_after_ms`](super::Profile::not_after_ms).
    #[must_use]
    pub fn expiration_date_ms(&self) -> Option<u64> {
        self.plain("expiration_date")?.whole_number()
    }
}
