//! A JSON value of the service, kept as it stands in the answer.

use std::fmt;

use crate::wire::kept;

/// A JSON value as it stands in the answer, with what can be read from it. Adobe's pages disagree
/// about the types of many, so each accessor takes all forms that they have, and is `None` for any
/// other.
///
/// `Debug` shows nothing of it: such values are about the user.
///
/// ```
/// # fn show(value: &tvpass::outcome::RawJson) {
/// for zip in value.texts() {
///     println!("{zip}");
/// }
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// `null` says that there is nothing.
    pub(crate) fn from_wire(raw: &str) -> Option<Self> {
        (raw != "null").then(|| Self(raw.into()))
    }

    /// The JSON text, unread: for a decoder of the app's own.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text; `None` if it is something else.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        kept::text(&self.0)
    }

    /// The texts of a list, or the one text, if it is no list. Numbers in a list are texts, too;
    /// what is neither is left out.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        kept::texts(&self.0)
    }

    /// `true` or `false`, or exactly these as a text.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        kept::boolean(&self.0)
    }

    /// A whole number from 0 to `u64::MAX`, or the same as a text.
    #[must_use]
    pub fn whole_number(&self) -> Option<u64> {
        kept::number(&self.0)
    }

    /// The members of an object, in the answer's order; empty if it is something else.
    #[must_use]
    pub fn members(&self) -> Vec<(String, RawJson)> {
        let members = kept::members(&self.0).into_iter();
        members
            .map(|(name, value)| (name, Self(value.into())))
            .collect()
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawJson(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(raw: &str) -> RawJson {
        RawJson::from_wire(raw).unwrap()
    }

    #[test]
    fn each_form_that_adobe_has_is_read_and_no_other() {
        assert_eq!(json(r#""\u0041b""#).text().as_deref(), Some("Ab"));
        assert_eq!(json("7").text(), None);
        for (raw, expected) in [
            ("true", Some(true)),
            ("\"true\"", Some(true)),
            ("\"false\"", Some(false)),
            ("\"True\"", None),
            ("1", None),
        ] {
            assert_eq!(json(raw).boolean(), expected, "{raw}");
        }
        for (raw, expected) in [
            ("7", Some(7)),
            ("\"7\"", Some(7)),
            ("-7", None),
            ("7.5", None),
            ("[7]", None),
        ] {
            assert_eq!(json(raw).whole_number(), expected, "{raw}");
        }
        for (raw, expected) in [
            (
                r#"["77754", 12345, null, ["x"], "a"]"#,
                &["77754", "12345", "a"][..],
            ),
            (r#""77754""#, &["77754"]),
            ("[]", &[]),
            ("{}", &[]),
            ("true", &[]),
        ] {
            assert_eq!(json(raw).texts(), expected, "{raw}");
        }
        let members = json(r#"{"MPAA": "NR", "b": [1.50], "MPAA": null}"#).members();
        let members: Vec<_> = members.iter().map(|(k, v)| (&**k, v.as_str())).collect();
        assert_eq!(
            members,
            [("MPAA", "\"NR\""), ("b", "[1.50]"), ("MPAA", "null")]
        );
        assert_eq!(json("[1]").members(), []);
    }

    #[test]
    fn what_is_nested_too_deeply_or_holds_no_character_has_no_meaning_or_a_replacement() {
        let deep = json(&("[".repeat(1000) + &"]".repeat(1000)));
        assert_eq!((deep.text(), deep.texts()), (None, vec![]));
        assert_eq!(json(r#""a\ud800""#).text().as_deref(), Some("a\u{fffd}"));
    }

    #[test]
    fn null_is_nothing_and_debug_shows_nothing() {
        assert_eq!(RawJson::from_wire("null"), None);
        assert_eq!(format!("{:?}", json("\"12345\"")), "RawJson(…)");
    }
}
