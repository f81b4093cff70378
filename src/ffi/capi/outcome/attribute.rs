//! `tvpass_attribute`: what an MVPD tells about its user.

use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{Attribute, AttributeState, RawJson};

/// Whether the value of an attribute can be read on the device.
pub type tvpass_attribute_state = i32;

/// The answer does not say, or something that this version does not know: see `state_text`. The
/// value counts as one that cannot be read.
pub const TVPASS_ATTRIBUTE_STATE_UNKNOWN: tvpass_attribute_state = 0;
/// `plain`: it can.
pub const TVPASS_ATTRIBUTE_STATE_PLAIN: tvpass_attribute_state = 1;
/// `enc`: it is encrypted with the programmer's certificate; only the programmer's server can read
/// it.
pub const TVPASS_ATTRIBUTE_STATE_ENCRYPTED: tvpass_attribute_state = 2;

/// Yes, no, or neither.
pub type tvpass_boolean = i32;

/// Neither.
pub const TVPASS_BOOLEAN_UNKNOWN: tvpass_boolean = 0;
/// `true`
pub const TVPASS_BOOLEAN_TRUE: tvpass_boolean = 1;
/// `false`
pub const TVPASS_BOOLEAN_FALSE: tvpass_boolean = 2;

/// A member of an attribute's value, such as a rating of `maxRating`. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_attribute_member {
    /// Its name, such as `MPAA`.
    pub name: tvpass_str,
    /// Its value as it stands in the answer, in JSON.
    pub json: tvpass_str,
    /// Its value, if that is a text; else empty.
    pub text: tvpass_str,
}

/// What the MVPD tells about its user (Adobe: *User metadata*), such as `userID`, `zip`,
/// `maxRating`. Adobe's pages disagree about the types of many: a value that is plain is there in
/// each type that it can be read as. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_attribute {
    /// Its name.
    pub name: tvpass_str,
    /// `state` as received. Empty if the answer has none.
    pub state_text: tvpass_str,
    /// The value as it stands in the answer, in JSON: for a decoder of the app's own. Empty if
    /// there is none.
    pub json: tvpass_str,
    /// An encrypted value exactly as received, for the app's server, which has the key. Empty
    /// otherwise.
    pub encrypted: tvpass_str,
    /// The code of the error that there is instead of a value. Empty if there is none.
    pub error: tvpass_str,
    /// A plain value that is a text (`userID`, `householdID`, `language`). Empty otherwise.
    pub text: tvpass_str,
    /// The texts and numbers of a plain value that is a list, or its one text (`zip`, `channelID`,
    /// `used_assets`).
    pub texts: *const tvpass_str,
    /// How many there are.
    pub text_count: usize,
    /// The members of a plain value that is an object (`maxRating`), in the answer's order; NULL if
    /// there are none.
    pub members: *const *const tvpass_attribute_member,
    /// How many there are.
    pub member_count: usize,
    /// A plain value that is a whole number from 0 on, or one as a text (`remaining_resources`,
    /// `expiration_date` in milliseconds since 1970). 0 otherwise.
    pub number: u64,
    /// A plain value that is `true` or `false`, or these as a text (`hba_status`, `onNet`): a
    /// `TVPASS_BOOLEAN_…`. `is_hoh` may be the number 0 or 1 instead.
    pub boolean: tvpass_boolean,
    /// Whether the value can be read: a `TVPASS_ATTRIBUTE_STATE_…`.
    pub state: tvpass_attribute_state,
    /// Whether the value is such a number.
    pub has_number: bool,
}

pub(super) fn attribute<'a>(arena: &'a Arena, attribute: &Attribute) -> &'a tvpass_attribute {
    let state = attribute.state.as_ref();
    let plain = attribute.plain();
    let texts = plain.map(RawJson::texts).unwrap_or_default();
    let texts = arena.list(texts.len(), texts.iter().map(|text| arena.text(text)));
    let members = plain.map(RawJson::members).unwrap_or_default();
    let made = members.iter().map(|(name, value)| {
        arena.put(tvpass_attribute_member {
            name: arena.text(name),
            json: arena.text(value.as_str()),
            text: arena.optional(value.text().as_deref()),
        })
    });
    let members = arena.list(members.len(), made);
    let number = plain.and_then(RawJson::whole_number);
    arena.put(tvpass_attribute {
        name: arena.text(&attribute.name),
        state_text: arena.optional(state.map(AttributeState::as_str)),
        json: arena.optional(attribute.value.as_ref().map(RawJson::as_str)),
        encrypted: arena.optional(attribute.encrypted().as_deref()),
        error: arena.optional(attribute.error.as_deref()),
        text: arena.optional(plain.and_then(RawJson::text).as_deref()),
        texts: texts.as_ptr(),
        text_count: texts.len(),
        members: pointers(members),
        member_count: members.len(),
        number: number.unwrap_or(0),
        boolean: match plain.and_then(RawJson::boolean) {
            Some(true) => TVPASS_BOOLEAN_TRUE,
            Some(false) => TVPASS_BOOLEAN_FALSE,
            None => TVPASS_BOOLEAN_UNKNOWN,
        },
        state: match state {
            Some(AttributeState::Plain) => TVPASS_ATTRIBUTE_STATE_PLAIN,
            Some(AttributeState::Encrypted) => TVPASS_ATTRIBUTE_STATE_ENCRYPTED,
            Some(AttributeState::Unknown(_)) | None => TVPASS_ATTRIBUTE_STATE_UNKNOWN,
        },
        has_number: number.is_some(),
    })
}

/// How much memory an attribute takes, about.
pub(super) fn size(attribute: &Attribute) -> usize {
    let value = attribute
        .value
        .as_ref()
        .map_or(0, |value| value.as_str().len());
    // As JSON, and as texts in a list or an object.
    size_of::<tvpass_attribute>() + attribute.name.len() + 3 * value + 64
}
