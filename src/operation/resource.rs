//! Resources: what a user wants to watch, as the MVPD knows it.

use std::fmt;

use crate::input::{InvalidInput, control_character, too_long};
use crate::outcome::is_same_resource;
use crate::secret::Secret;
use crate::wire::{json_text_length, push_json_text};

/// The longest resource that is sent, in bytes. Adobe states no limit.
pub const MAX_RESOURCE_BYTES: usize = 64 * 1024;

const FIELD: &str = "resources";

/// A resource: the id of a channel, or a description in Media RSS (Adobe: *Identifying protected
/// resources*). The text is opaque: it is sent as it is. Operations take plain texts, too, and
/// check them in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource(String);

impl Resource {
    /// Checks a resource as it was agreed with the MVPD. To write Media RSS, see
    /// [`Mrss`](super::Mrss).
    ///
    /// # Errors
    /// Nothing but white space, longer than [`MAX_RESOURCE_BYTES`], or control characters other
    /// than tabs and line breaks.
    pub fn new(text: &str) -> Result<Self, InvalidInput> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Resource {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check(text: &str) -> Result<(), InvalidInput> {
    if text.trim().is_empty() {
        return Err(InvalidInput::new(
            FIELD,
            "has an empty one; pass what was agreed with the MVPD",
        ));
    }
    if text.len() > MAX_RESOURCE_BYTES {
        return Err(too_long(FIELD, text.len(), MAX_RESOURCE_BYTES));
    }
    let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    match text.chars().find(control) {
        Some(c) => Err(control_character(FIELD, c)),
        None => Ok(()),
    }
}

/// The resources of one request, in order: at least one, each once.
#[derive(Clone, Debug)]
pub(super) struct Resources(Vec<String>);

impl Resources {
    pub(super) fn collect<R: AsRef<str>>(
        resources: impl IntoIterator<Item = R>,
    ) -> Result<Self, InvalidInput> {
        let mut collected = Self(Vec::new());
        for resource in resources {
            collected.add(resource.as_ref())?;
        }
        match collected.0.is_empty() {
            true => Err(InvalidInput::new(FIELD, "is empty; ask for at least one")),
            false => Ok(collected),
        }
    }

    fn add(&mut self, text: &str) -> Result<(), InvalidInput> {
        check(text)?;
        if self.0.iter().any(|other| is_same_resource(other, text)) {
            // The decisions about them could not be told apart.
            return Err(InvalidInput::new(
                FIELD,
                "has the same one twice; ask for each once",
            ));
        }
        self.0.push(text.to_owned());
        Ok(())
    }

    pub(super) fn check_no_cdata(&self) -> Result<(), InvalidInput> {
        match self.0.iter().any(|text| text.contains("<![CDATA[")) {
            true => Err(InvalidInput::new(
                FIELD,
                "has a CDATA section, which is not taken here; escape the characters instead, as Mrss does",
            )),
            false => Ok(()),
        }
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Those that `wanted` names; `None` if there are none.
    pub(super) fn only(&self, wanted: &mut dyn FnMut(&str) -> bool) -> Option<Self> {
        let texts = self.0.iter().filter(|text| wanted(text));
        let texts: Vec<_> = texts.cloned().collect();
        (!texts.is_empty()).then_some(Self(texts))
    }

    /// `{"resources":["…",…]}`
    pub(super) fn body(&self) -> Secret {
        const HEAD: &str = "{\"resources\":[";
        let length: usize = self.iter().map(|text| json_text_length(text) + 1).sum();
        let mut body = String::with_capacity(HEAD.len() + length + 1);
        body.push_str(HEAD);
        for (at, text) in self.iter().enumerate() {
            if at > 0 {
                body.push(',');
            }
            push_json_text(&mut body, text);
        }
        body.push_str("]}");
        Secret::new(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_opaque_but_not_empty_overlong_or_hidden() {
        for good in ["TNT", " TNT ", "日本", "<rss>\r\n\t<a/>\n</rss>", "a\"\\b"] {
            Resource::new(good).expect(good);
        }
        for bad in ["", "  \n", "a\0", "a\u{85}b", "\u{1b}[2J"] {
            assert_eq!(Resource::new(bad).expect_err(bad).field(), "resources");
        }
        assert!(Resource::new(&"x".repeat(MAX_RESOURCE_BYTES)).is_ok());
        assert!(Resource::new(&"x".repeat(MAX_RESOURCE_BYTES + 1)).is_err());
    }

    #[test]
    fn each_is_asked_for_once_and_one_at_least() {
        assert!(Resources::collect::<&str>([]).is_err());
        assert!(Resources::collect(["a", "a"]).is_err());
        assert!(Resources::collect(["a", "a "]).is_err());
        assert_eq!(
            Resources::collect(["a", "A", "b c"]).unwrap().iter().len(),
            3
        );
    }

    #[test]
    fn the_body_is_written_at_its_final_size() {
        for texts in [&["TNT"][..], &["a", "b\"", "<rss>\n</rss>"]] {
            let body = Resources::collect(texts).unwrap().body();
            let read: serde_json::Value = serde_json::from_str(body.expose()).unwrap();
            assert_eq!(read, serde_json::json!({ "resources": texts }));
        }
        let one = Resources::collect(["REF30", "x"]).unwrap().body();
        assert_eq!(one.expose(), r#"{"resources":["REF30","x"]}"#);
    }

    #[test]
    fn a_cdata_section_is_found() {
        let plain = Resources::collect(["<rss>&lt;![CDATA[</rss>"]).unwrap();
        plain.check_no_cdata().unwrap();
        let cdata = Resources::collect(["a", "<title><![CDATA[a&b]]></title>"]).unwrap();
        cdata.check_no_cdata().unwrap_err();
    }
}
