//! The answer of *Initiate logout for specific MVPD*: `{"logouts": {"<mvpd>": {…}, …}}`.
//!
//! The map is read as a list, so that order and repeated keys survive, and each entry by itself, so that a strange one does not
//! lose the others: the profiles are already deleted on the server, and the answer cannot be had again.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::lenient::Text;
use super::plain;

/// What `each` makes of the key and entry of each deleted profile, in the answer's order.
pub(crate) fn logouts<'a, T>(
    body: &'a [u8],
    each: impl Fn(Cow<'a, str>, LogoutWire<'a>) -> T,
) -> serde_json::Result<Vec<T>> {
    match plain::logouts(body, &each) {
        Some(results) => Ok(results),
        None => lenient(body, &each),
    }
}

fn lenient<'a, T>(
    body: &'a [u8],
    each: impl Fn(Cow<'a, str>, LogoutWire<'a>) -> T,
) -> serde_json::Result<Vec<T>> {
    let wire: LogoutsWire<'_> = serde_json::from_slice(body)?;
    let entries = wire.logouts.0.into_iter();
    Ok(entries.map(|(key, entry)| each(key, entry)).collect())
}

#[derive(Deserialize)]
struct LogoutsWire<'a> {
    #[serde(borrow)]
    logouts: Entries<'a>,
}

struct Entries<'a>(Vec<(Cow<'a, str>, LogoutWire<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one member per deleted profile")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, entry)) = map.next_entry::<Text<'de>, LogoutWire<'de>>()? {
            entries.push((key.0.unwrap_or_default(), entry));
        }
        Ok(Entries(entries))
    }
}

/// One entry, as received. An entry that is not an object has no members.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LogoutWire<'a> {
    pub(crate) action_name: Option<Cow<'a, str>>,
    pub(crate) action_type: Option<Cow<'a, str>>,
    pub(crate) mvpd: Option<Cow<'a, str>>,
    pub(crate) url: Option<Cow<'a, str>>,
}

impl<'a> LogoutWire<'a> {
    /// Where the value of `key` goes, if it is read at all. Of a repeated key the last value counts.
    pub(super) fn member(&mut self, key: &str) -> Option<&mut Option<Cow<'a, str>>> {
        match key {
            "actionName" => Some(&mut self.action_name),
            "actionType" => Some(&mut self.action_type),
            "mvpd" => Some(&mut self.mvpd),
            "url" => Some(&mut self.url),
            _ => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LogoutWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LogoutVisitor)
    }
}

struct LogoutVisitor;

impl<'de> Visitor<'de> for LogoutVisitor {
    type Value = LogoutWire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a logout action")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entry = LogoutWire::default();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match entry.member(key.0.as_deref().unwrap_or_default()) {
                Some(member) => *member = map.next_value::<Text<'de>>()?.0,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(entry)
    }

    /// An entry that is only a text is kept as its action's name.
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(LogoutWire {
            action_name: Some(Cow::Owned(text.to_owned())),
            ..LogoutWire::default()
        })
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(LogoutWire::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(LogoutWire::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(LogoutWire::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(LogoutWire::default())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(LogoutWire::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(LogoutWire::default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Entry<'a> = (Cow<'a, str>, LogoutWire<'a>);

    fn both(body: &[u8]) -> (Option<Vec<Entry<'_>>>, serde_json::Result<Vec<Entry<'_>>>) {
        let pair = |key, entry| (key, entry);
        (plain::logouts(body, pair), lenient(body, pair))
    }

    #[test]
    fn the_documented_form_is_read_the_short_way() {
        let bodies = [
            r#"{"logouts":{}}"#,
            r#"{"logouts":{"M":{}}}"#,
            "{ \"logouts\" : {\r\n\t    \"M\" : { \"actionName\" : \"complete\" , \"x\" : \"\" } , \"ü\" : {} } }\n",
            r#"{"logouts":{"M":{"mvpd":"a","mvpd":"b","url":"https://a.example/~a?b=%20c","actionType":"none"},"M":{}}}"#,
        ];
        for body in bodies {
            let (short, long) = both(body.as_bytes());
            assert_eq!(short.expect(body), long.expect(body));
        }
    }

    #[test]
    fn anything_else_is_left_to_serde_json() {
        let bodies = [
            "",
            "{}",
            r#"{"logouts":null}"#,
            r#"{"logouts":{"M":null}}"#,
            r#"{"logouts":{"M":{"url":null}}}"#,
            r#"{"logouts":{"M":{"url":"a\u0062"}}}"#,
            "{\"logouts\":{\"M\":{\"url\":\"a\nb\"}}}",
            r#"{"logouts":{"M":{"url":"b",}}}"#,
            r#"{"logouts":{"M":{},}}"#,
            r#"{"logouts":{"M":{}}"#,
            r#"{"logouts":{"M":{}}}}"#,
            r#"{"logouts":{},"logouts":{}}"#,
            r#"{"logouts":{},"more":1}"#,
            r#"{"more":1,"logouts":{}}"#,
        ];
        for body in bodies {
            assert!(
                plain::logouts(body.as_bytes(), |_, _| ()).is_none(),
                "{body}"
            );
        }
        assert!(plain::logouts(b"{\"logouts\":{\"\xff\":{}}}", |_, _| ()).is_none());
    }

    /// Something like the documented answer, and often just that.
    fn body() -> impl Strategy<Value = Vec<u8>> {
        let tokens = [
            "{", "}", ":", ",", "[", "\"", "1", "null", "\"a\\n\"", "\"\"", "\u{1}", "\u{a0}",
        ];
        let inserted = prop_oneof![
            8 => Just(String::new()),
            1 => "[ \n\t\r]{0,9}",
            3 => prop::sample::select(tokens.to_vec()).prop_map(str::to_owned),
        ];
        let text =
            "\"([a-z]{0,20}|actionName|mvpd|url|ü|https://a\\.example/[ -!#-\\[\\]-~]{0,30})\"";
        let member = (text, text).prop_map(|(key, value)| format!("{key}:{value}"));
        let members = prop::collection::vec(member, 0..5).prop_map(|m| m.join(","));
        let entry = (text, members).prop_map(|(key, members)| format!("{key}:{{{members}}}"));
        let entries = prop::collection::vec(entry, 0..4).prop_map(|e| e.join(","));
        let at = any::<prop::sample::Index>();
        (entries, at, inserted).prop_map(|(entries, at, inserted)| {
            let mut body = format!("{{\"logouts\":{{{entries}}}}}");
            let mut at = at.index(body.len() + 1);
            while !body.is_char_boundary(at) {
                at -= 1;
            }
            body.insert_str(at, &inserted);
            body.into_bytes()
        })
    }

    proptest! {
        #[test]
        fn what_the_short_way_reads_is_what_serde_json_reads(body in body()) {
            if let (Some(short), long) = both(&body) {
                prop_assert_eq!(short, long.expect("as the short way"));
            }
        }

        #[test]
        fn one_altered_byte_makes_no_difference(body in body(), at: prop::sample::Index, byte: u8) {
            let mut body = body;
            let at = at.index(body.len());
            body[at] = byte;
            if let (Some(short), long) = both(&body) {
                prop_assert_eq!(short, long.expect("as the short way"));
            }
        }
    }
}
