//! The answer of *Initiate logout for specific MVPD*: `{"logouts": {"<mvpd>": {…}, …}}`.
//!
//! Each entry is read by itself, so that a strange one does not lose the others: the profiles are
//! already deleted on the server, and the answer cannot be had again.

use std::borrow::Cow;

use super::json::{Json, Value, read};
use crate::http::body_text;

/// What `each` makes of the key and entry of each deleted profile, in the answer's order.
pub(crate) fn logouts<T>(
    body: &[u8],
    each: impl Fn(&str, LogoutWire<'_>) -> T,
) -> serde_json::Result<Vec<T>> {
    let mut profiles = Vec::new();
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        profiles.clear();
        let mut is_there = false;
        answer.each(&mut |name, value| {
            if name == "logouts" {
                value.read(&mut |logouts| match logouts {
                    // Of two, it is not known which one counts.
                    Json::Object(logouts) if !is_there => {
                        is_there = true;
                        logouts.each(&mut |key, entry| profiles.push(each(key, entry.into())));
                        true
                    }
                    _ => false,
                });
            }
        });
        is_there
    })?;
    Ok(profiles)
}

/// One entry, as received. An entry that is not an object has no members; of a repeated member the
/// last counts.
#[derive(Default)]
pub(crate) struct LogoutWire<'a> {
    pub(crate) action_name: Option<Cow<'a, str>>,
    pub(crate) action_type: Option<Cow<'a, str>>,
    pub(crate) mvpd: Option<Cow<'a, str>>,
    pub(crate) url: Option<Cow<'a, str>>,
}

impl<'a> From<Value<'_, 'a>> for LogoutWire<'a> {
    fn from(entry: Value<'_, 'a>) -> Self {
        let mut wire = Self::default();
        entry.read(&mut |entry| {
            match entry {
                Json::Object(members) => members.each(&mut |name, value| match name {
                    "actionName" => value.read_text(&mut wire.action_name),
                    "actionType" => value.read_text(&mut wire.action_type),
                    "mvpd" => wire.mvpd = value.id(),
                    "url" => value.read_text(&mut wire.url),
                    _ => {}
                }),
                // An entry that is only a text is kept as its action's name.
                Json::Text(text) => wire.action_name = Some(text),
                _ => {}
            }
            true
        });
        wire
    }
}
