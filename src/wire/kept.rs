//! What is read, later, from one JSON value that was kept as it stands.

use super::json::{Json, Value, read, read_strictly, whole_number};

/// A text.
pub(crate) fn text(raw: &str) -> Option<String> {
    let mut text = None;
    look(raw, &mut |json| {
        if let Json::Text(read) = json {
            text = Some(read.into_owned());
        }
    });
    text
}

/// `true` or `false`, or exactly these as a text.
pub(crate) fn boolean(raw: &str) -> Option<bool> {
    match raw {
        "true" | "\"true\"" => Some(true),
        "false" | "\"false\"" => Some(false),
        _ => None,
    }
}

/// A whole number from 0 to `u64::MAX`, or the same as a text.
pub(crate) fn number(raw: &str) -> Option<u64> {
    whole_number(raw)
}

/// The texts of a list, or the one text where Adobe's pages have either; numbers as texts. What is
/// neither is left out.
pub(crate) fn texts(raw: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut add = |value: Value<'_, '_>| texts.extend(value.id().map(|text| text.into_owned()));
    look(raw, &mut |json| {
        if let Json::List(list) = json {
            list.each(&mut add);
        }
    });
    if texts.is_empty() {
        texts.extend(text(raw));
    }
    texts
}

/// The members of an object, in their order, each value as it stands.
pub(crate) fn members(raw: &str) -> Vec<(String, String)> {
    let mut members = Vec::new();
    look(raw, &mut |json| {
        if let Json::Object(object) = json {
            object.each(&mut |name, value| {
                if let Some(value) = value.raw() {
                    members.push((name.to_owned(), value.to_owned()));
                }
            });
        }
    });
    members
}

/// Whether all of it is one object, and valid JSON.
pub(crate) fn is_object(text: &str) -> bool {
    read_strictly(text, &mut |json| matches!(json, Json::Object(_))).is_ok()
}

/// What cannot be read has no meaning: it is JSON, but may be nested deeper than serde_json goes.
fn look(raw: &str, see: &mut dyn FnMut(Json<'_, '_>)) {
    let _ = read(raw, &mut |json| {
        see(json);
        true
    });
}
