//! The answer of *Initiate logout for specific MVPD*: `{"logouts": {"<mvpd>": {…}, …}}`.
//!
//! The map is read as a list, so that order and repeated keys survive, and each entry by itself, so that a strange one does not
//! lose the others: the profiles are already deleted on the server, and the answer cannot be had again.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::lenient::Text;
use crate::http::text;

/// What `each` makes of the key and entry of each deleted profile, in the answer's order.
pub(crate) fn logouts<T>(
    body: &[u8],
    each: impl Fn(Cow<'_, str>, LogoutWire<'_>) -> T,
) -> serde_json::Result<Vec<T>> {
    let body = text(body);
    let mut reader = serde_json::Deserializer::from_str(&body);
    let profiles = reader.deserialize_map(AnswerVisitor(&each))?;
    reader.end()?;
    Ok(profiles)
}

/// The whole answer.
struct AnswerVisitor<'f, F>(&'f F);

impl<'de, T, F: Fn(Cow<'de, str>, LogoutWire<'de>) -> T> Visitor<'de> for AnswerVisitor<'_, F> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the member `logouts`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const LOGOUTS: &str = "logouts";
        let mut profiles = None;
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if key.0.as_deref() != Some(LOGOUTS) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if profiles.is_some() {
                return Err(A::Error::duplicate_field(LOGOUTS));
            }
            profiles = Some(map.next_value_seed(Profiles(self.0))?);
        }
        profiles.ok_or_else(|| A::Error::missing_field(LOGOUTS))
    }
}

/// The value of `logouts`.
struct Profiles<'f, F>(&'f F);

impl<'de, T, F: Fn(Cow<'de, str>, LogoutWire<'de>) -> T> DeserializeSeed<'de> for Profiles<'_, F> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T, F: Fn(Cow<'de, str>, LogoutWire<'de>) -> T> Visitor<'de> for Profiles<'_, F> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one member per deleted profile")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut profiles = Vec::new();
        while let Some((key, entry)) = map.next_entry::<Text<'de>, LogoutWire<'de>>()? {
            profiles.push((self.0)(key.0.unwrap_or_default(), entry));
        }
        Ok(profiles)
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
