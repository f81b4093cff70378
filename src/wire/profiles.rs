//! The answer of the three operations that retrieve profiles, and of the partner's: `{"profiles":
//! {"<mvpd>": {…}, …}}`.
//!
//! Each entry is read by itself, so that a strange one loses nothing else.

use std::borrow::Cow;

use super::json::{Json, Value, read};
use crate::http::body_text;

/// What `each` makes of the MVPD and of what is said about its profile, in the answer's order. What
/// is no object is no profile.
pub(crate) fn profiles<T>(
    body: &[u8],
    each: impl Fn(&str, ProfileWire<'_>) -> T,
) -> serde_json::Result<Vec<T>> {
    let mut profiles = Vec::new();
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        profiles.clear();
        let mut containers = 0;
        answer.each(&mut |name, value| {
            if name == "profiles" {
                let is_object = value.members(&mut |mvpd, entry| {
                    profiles.extend(ProfileWire::read(entry).map(|entry| each(mvpd, entry)));
                });
                // Of two, it is not known which one counts. What is no object is as good as two.
                containers += if is_object { 1 } else { 2 };
            }
        });
        containers == 1
    })?;
    Ok(profiles)
}

/// One profile, as received. Of a repeated member the last counts.
#[derive(Default)]
pub(crate) struct ProfileWire<'a> {
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
    pub(crate) issuer: Option<Box<str>>,
    pub(crate) profile_type: Option<Cow<'a, str>>,
    pub(crate) session_id: Option<Box<str>>,
    pub(crate) attributes: Vec<AttributeWire<'a>>,
}

impl<'a> ProfileWire<'a> {
    pub(super) fn read(entry: Value<'_, 'a>) -> Option<Self> {
        let mut wire = Self::default();
        let is_object = entry.members(&mut |name, value| match name {
            "notBefore" => wire.not_before_ms = value.time_ms(),
            "notAfter" => wire.not_after_ms = value.time_ms(),
            "issuer" => value.keep_id(&mut wire.issuer),
            "type" => value.read_text(&mut wire.profile_type),
            "sessionId" => value.keep_id(&mut wire.session_id),
            "attributes" => {
                wire.attributes.clear();
                value.members(&mut |name, value| {
                    wire.attributes.extend(AttributeWire::read(name, value));
                });
            }
            _ => {}
        });
        is_object.then_some(wire)
    }
}

/// One attribute of the user, as received.
pub(crate) struct AttributeWire<'a> {
    pub(crate) name: Box<str>,
    pub(crate) state: Option<Cow<'a, str>>,
    /// JSON, unread.
    pub(crate) value: Option<&'a str>,
    pub(crate) error: Option<Box<str>>,
}

impl<'a> AttributeWire<'a> {
    fn read(name: &str, entry: Value<'_, 'a>) -> Option<Self> {
        let (mut state, mut raw, mut error) = (None, None, None);
        let is_object = entry.members(&mut |name, value| match name {
            "state" => value.read_text(&mut state),
            "value" => raw = value.raw(),
            "error" => error = value.shown().map(String::into_boxed_str),
            _ => {}
        });
        is_object.then(|| Self {
            name: name.into(),
            state,
            value: raw,
            error,
        })
    }
}
