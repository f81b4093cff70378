//! The one reader of the service's JSON: an answer is walked once, by serde_json, and each member
//! is handed to a function as it is met.
//!
//! There is no type per object, so nothing is compiled once more for each of them. A member that
//! nobody asks for is passed over: whatever is in it, however deep, it loses nothing else. One that
//! is asked for is read as what the caller needs, and a value of another type is as if it were
//! missing. Order and repeated keys are kept. What is not a character is replaced where it stands
//! ([`super::mend`]).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::mend::mended;

/// A value as it is met. An object or list that is not walked is passed over.
pub(super) enum Json<'r, 'de> {
    Null,
    Bool(bool),
    /// A whole number from 0 to `u64::MAX`.
    Whole(u64),
    /// Any other number. [`Value::raw`] has its digits.
    Number,
    Text(Cow<'de, str>),
    Object(Object<'r, 'de>),
    List(List<'r, 'de>),
}

/// What is made of a value. `false` if it is not what Adobe documents and the whole answer is of no
/// use: that ends the reading.
type Take<'f, 'de> = dyn FnMut(Json<'_, 'de>) -> bool + 'f;

/// What is made of one entry: the key, which is empty in a list, and the value.
type Entry<'f, 'de> = dyn FnMut(&str, Value<'_, 'de>) + 'f;

/// Reads all of `body`, which may begin with a byte order mark (RFC 8259 §8.1).
///
/// `take` may be called a second time, with the mended text, and then begins anew.
///
/// # Errors
/// The body is not JSON, or `take` says that it is not the JSON that Adobe documents.
pub(super) fn read(
    body: &str,
    take: &mut dyn for<'r, 'de> FnMut(Json<'r, 'de>) -> bool,
) -> serde_json::Result<()> {
    let body = body.strip_prefix("\u{feff}").unwrap_or(body);
    let Err(error) = read_strictly(body, take) else {
        return Ok(());
    };
    if error.is_data() {
        return Err(error);
    }
    match mended(body) {
        Some(mended) => read_strictly(&mended.0, take),
        None => Err(error),
    }
}

/// The same without mending anything.
pub(super) fn read_strictly<'de>(
    text: &'de str,
    take: &mut Take<'_, 'de>,
) -> serde_json::Result<()> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_any(Taker(take))?;
    reader.end()
}

/// The members of an object.
pub(super) struct Object<'r, 'de>(&'r mut dyn Entries<'de>);

impl<'de> Object<'_, 'de> {
    /// Calls `member` for each, in their order, also for those whose key was there before.
    pub(super) fn each(self, member: &mut Entry<'_, 'de>) {
        while self.0.next(member) {}
    }
}

/// The items of a list.
pub(super) struct List<'r, 'de>(&'r mut dyn Entries<'de>);

impl<'de> List<'_, 'de> {
    /// Calls `item` for each, in their order.
    pub(super) fn each(self, item: &mut dyn FnMut(Value<'_, 'de>)) {
        while self.0.next(&mut |_, value| item(value)) {}
    }
}

/// A value that has not been read yet. Dropping it passes over it.
pub(super) struct Value<'r, 'de>(&'r mut dyn Source<'de>);

impl<'de> Value<'_, 'de> {
    /// The value, whatever it is.
    pub(super) fn read(self, take: &mut Take<'_, 'de>) {
        self.0.read(take);
    }

    /// A text where a text decides something: nothing else will do.
    pub(super) fn text(self) -> Option<Cow<'de, str>> {
        let mut text = None;
        self.0.read(&mut |json| {
            if let Json::Text(read) = json {
                text = Some(read);
            }
            true
        });
        text
    }

    /// An id that may be a number. Of a number that cannot be told exactly there is none.
    pub(super) fn id(self) -> Option<Cow<'de, str>> {
        let mut id = None;
        self.0.read(&mut |json| {
            id = match json {
                Json::Text(text) => Some(text),
                Json::Whole(number) => Some(Cow::Owned(number.to_string())),
                _ => None,
            };
            true
        });
        id
    }

    /// [`text`](Self::text), in place of what is there. The value before it is dropped by code that
    /// is here once, not with each member; this is why it is no result.
    #[inline(never)]
    pub(super) fn read_text(self, into: &mut Option<Cow<'de, str>>) {
        *into = self.text();
    }

    /// [`text`](Self::text), to be kept.
    #[inline(never)]
    pub(super) fn keep_text(self, into: &mut Option<Box<str>>) {
        *into = kept(self.text());
    }

    /// [`id`](Self::id), to be kept.
    #[inline(never)]
    pub(super) fn keep_id(self, into: &mut Option<Box<str>>) {
        *into = kept(self.id());
    }

    /// [`shown`](Self::shown), in place of what is there.
    #[inline(never)]
    pub(super) fn read_shown(self, into: &mut Option<String>) {
        *into = self.shown();
    }

    /// A whole number from 0 to `u64::MAX`, or the same as a text. `21600.0` is one, `2.16e4` is
    /// not.
    pub(super) fn whole_number(self) -> Option<u64> {
        whole_number(self.raw()?)
    }

    /// A time in milliseconds since the epoch, as a number or a text of digits. One beyond 2⁵³,
    /// which not every language has exactly, is none.
    pub(super) fn time_ms(self) -> Option<u64> {
        self.whole_number().filter(|ms| *ms <= 1 << 53)
    }

    /// `true` or `false`, or exactly these as a text: Adobe's pages have both.
    pub(super) fn boolean(self) -> Option<bool> {
        let mut boolean = None;
        self.0.read(&mut |json| {
            boolean = match json {
                Json::Bool(value) => Some(value),
                Json::Text(text) => match &*text {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                },
                _ => None,
            };
            true
        });
        boolean
    }

    /// Calls `member` for each member of an object. Of anything else there is none, and the result
    /// is `false`.
    pub(super) fn members(self, member: &mut Entry<'_, 'de>) -> bool {
        let mut is_object = false;
        self.0.read(&mut |json| {
            if let Json::Object(object) = json {
                is_object = true;
                object.each(member);
            }
            true
        });
        is_object
    }

    /// Calls `item` for each item of a list. Of anything else there is none, and the result is
    /// `false`.
    pub(super) fn items(self, item: &mut dyn FnMut(Value<'_, 'de>)) -> bool {
        let mut is_list = false;
        self.0.read(&mut |json| {
            if let Json::List(list) = json {
                is_list = true;
                list.each(item);
            }
            true
        });
        is_list
    }

    /// Whatever can be shown, for what is only shown: a text, a number with all of its digits, a
    /// boolean; of an object or list the first that is inside. Adobe's own descriptions disagree
    /// about these types: `message` is a text on the pages and an object in the OpenAPI file.
    pub(super) fn shown(self) -> Option<String> {
        let raw = self.raw()?;
        if raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Some(raw.to_owned());
        }
        let mut shown = None;
        // It is JSON, but may be nested deeper than serde_json goes: then there is nothing to show.
        let _ = read(raw, &mut |json| {
            shown = first_inside(json);
            true
        });
        shown
    }

    /// The value as it stands in the answer, unread.
    pub(super) fn raw(self) -> Option<&'de str> {
        self.0.raw()
    }
}

fn kept(text: Option<Cow<'_, str>>) -> Option<Box<str>> {
    text.map(Box::from)
}

/// [`Value::whole_number`] of a value as it stands.
pub(super) fn whole_number(raw: &str) -> Option<u64> {
    let quoted = raw
        .strip_prefix('"')
        .and_then(|quoted| quoted.strip_suffix('"'));
    let number = quoted.unwrap_or(raw);
    let digits = match number.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|b| b == b'0') => digits,
        _ => number,
    };
    // Of a sign, too, `parse` would make a number.
    let is_whole = digits.bytes().all(|b| b.is_ascii_digit());
    is_whole.then(|| digits.parse().ok()).flatten()
}

/// serde_json's limit of depth is that of the recursion.
fn first_inside(json: Json<'_, '_>) -> Option<String> {
    let mut first = None;
    let mut look = |value: Value<'_, '_>| {
        if first.is_none() {
            value.read(&mut |json| {
                first = first_inside(json);
                true
            });
        }
    };
    match json {
        Json::Text(text) => return Some(text.into_owned()),
        Json::Whole(number) => return Some(number.to_string()),
        Json::Bool(value) => return Some(value.to_string()),
        Json::Object(object) => object.each(&mut |_, value| look(value)),
        Json::List(list) => list.each(&mut look),
        Json::Number | Json::Null => {}
    }
    first
}

// Below is what is generic, because serde_json's own readers of objects and lists cannot be named.
// Each is compiled once.

/// A value of which serde_json is at the beginning.
trait Source<'de> {
    fn read(&mut self, take: &mut Take<'_, 'de>);
    fn raw(&mut self) -> Option<&'de str>;
}

struct Slot<'de, D: Deserializer<'de>> {
    /// `None` once the value has been read.
    unread: Option<D>,
    result: Result<(), D::Error>,
}

impl<'de, D: Deserializer<'de>> Source<'de> for Slot<'de, D> {
    fn read(&mut self, take: &mut Take<'_, 'de>) {
        if let Some(value) = self.unread.take() {
            self.result = value.deserialize_any(Taker(take));
        }
    }

    fn raw(&mut self) -> Option<&'de str> {
        match <&RawValue>::deserialize(self.unread.take()?) {
            Ok(raw) => Some(raw.get()),
            Err(error) => {
                self.result = Err(error);
                None
            }
        }
    }
}

/// Hands one value to the function.
struct Handing<'k, 'f, 'e, 'de> {
    key: &'k str,
    entry: &'f mut Entry<'e, 'de>,
}

impl<'de> DeserializeSeed<'de> for Handing<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut slot = Slot {
            unread: Some(deserializer),
            result: Ok(()),
        };
        (self.entry)(self.key, Value(&mut slot));
        match slot.unread {
            Some(unread) => unread.deserialize_ignored_any(IgnoredAny).map(drop),
            None => slot.result,
        }
    }
}

/// An object or a list on the way through it.
trait Entries<'de> {
    /// Hands the next entry to the function; `false` if there is none, or no way to go on.
    fn next(&mut self, entry: &mut Entry<'_, 'de>) -> bool;
}

struct Walk<S, E> {
    steps: S,
    end: Option<Result<(), E>>,
}

impl<'de, S: Steps<'de>> Entries<'de> for Walk<S, S::Error> {
    fn next(&mut self, entry: &mut Entry<'_, 'de>) -> bool {
        if self.end.is_none() {
            self.end = match self.steps.step(entry) {
                Ok(true) => None,
                Ok(false) => Some(Ok(())),
                Err(error) => Some(Err(error)),
            };
        }
        self.end.is_none()
    }
}

trait Steps<'de> {
    type Error: serde::de::Error;

    /// Whether there was an entry.
    fn step(&mut self, entry: &mut Entry<'_, 'de>) -> Result<bool, Self::Error>;
}

struct Map<A>(A);

impl<'de, A: MapAccess<'de>> Steps<'de> for Map<A> {
    type Error = A::Error;

    fn step(&mut self, entry: &mut Entry<'_, 'de>) -> Result<bool, A::Error> {
        let Some(key) = self.0.next_key_seed(Key)? else {
            return Ok(false);
        };
        self.0.next_value_seed(Handing { key: &key, entry })?;
        Ok(true)
    }
}

struct Seq<A>(A);

impl<'de, A: SeqAccess<'de>> Steps<'de> for Seq<A> {
    type Error = A::Error;

    fn step(&mut self, entry: &mut Entry<'_, 'de>) -> Result<bool, A::Error> {
        let item = self.0.next_element_seed(Handing { key: "", entry })?;
        Ok(item.is_some())
    }
}

/// Hands a value of any type to the function.
struct Taker<'f, 't, 'de>(&'f mut Take<'t, 'de>);

impl<'de> Taker<'_, '_, 'de> {
    fn take<E: serde::de::Error>(self, json: Json<'_, 'de>) -> Result<(), E> {
        match (self.0)(json) {
            true => Ok(()),
            false => Err(undocumented()),
        }
    }

    fn walk<S: Steps<'de>>(
        self,
        steps: S,
        json: impl for<'r> FnOnce(&'r mut dyn Entries<'de>) -> Json<'r, 'de>,
    ) -> Result<(), S::Error> {
        let mut walk = Walk { steps, end: None };
        let documented = (self.0)(json(&mut walk));
        // serde_json wants to be at the end of what it has begun.
        while documented && walk.next(&mut |_, _| {}) {}
        match walk.end {
            Some(Err(error)) => Err(error),
            _ if documented => Ok(()),
            _ => Err(undocumented()),
        }
    }
}

/// serde_json adds the position.
fn undocumented<E: serde::de::Error>() -> E {
    E::custom("not what Adobe documents")
}

impl<'de> Visitor<'de> for Taker<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.take(Json::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.take(Json::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.take(Json::Whole(value))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.take(Json::Number)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.take(Json::Number)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.take(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.take(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.walk(Map(map), |entries| Json::Object(Object(entries)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.walk(Seq(seq), |entries| Json::List(List(entries)))
    }
}

/// A key: borrowed, unless it has escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests;
