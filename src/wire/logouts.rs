//! The answer of *Initiate logout for specific MVPD*: `{"logouts": {"<mvpd>": {…}, …}}`.
//!
//! The map is read as a list, so that order and repeated keys survive, and each entry by itself, so that a strange one does not
//! lose the others: the profiles are already deleted on the server, and the answer cannot be had again.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::lenient::Text;

/// What `each` makes of the key and entry of each deleted profile, in the answer's order.
pub(crate) fn logouts<'a, T>(
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
#[derive(Default)]
pub(crate) struct LogoutWire<'a> {
    pub(crate) action_name: Option<Cow<'a, str>>,
    pub(crate) action_type: Option<Cow<'a, str>>,
    pub(crate) mvpd: Option<Cow<'a, str>>,
    pub(crate) url: Option<Cow<'a, str>>,
}

impl<'a> LogoutWire<'a> {
    /// Where the value of `key` goes, if it is read at all. Of a repeated key the last value counts.
    fn member(&mut self, key: &str) -> Option<&mut Option<Cow<'a, str>>> {
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
