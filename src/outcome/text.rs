//! Texts of the service in outcomes: as they were received, and harmless in `Debug`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use crate::shown::printable;

/// A text of the service exactly as it was received, so that an app can compare it. It dereferences
/// to `str`.
///
/// `Debug` shows it as [`printable`] does: on one line, nothing hidden, at most 512 bytes. Pass it
/// through [`printable`] before writing it to a log or a terminal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceivedText(Box<str>);

impl ReceivedText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for ReceivedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for ReceivedText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ReceivedText {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for ReceivedText {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl From<Cow<'_, str>> for ReceivedText {
    fn from(text: Cow<'_, str>) -> Self {
        Self(text.into())
    }
}

impl From<Box<str>> for ReceivedText {
    fn from(text: Box<str>) -> Self {
        Self(text)
    }
}

impl From<&str> for ReceivedText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for ReceivedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        printable(&self.0).fmt(f)
    }
}

/// `text` as it is kept.
pub(crate) fn received(text: Option<Box<str>>) -> Option<ReceivedText> {
    text.map(ReceivedText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_as_received_and_debug_is_harmless() {
        let text = ReceivedText::from("a\n\u{202e}b");
        assert_eq!(text, "a\n\u{202e}b");
        assert_eq!(format!("{text:?}"), "\"a \u{fffd}b\"");
        let long = ReceivedText::from(Cow::Owned("x".repeat(10_000)));
        assert_eq!(long.len(), 10_000);
        assert!(format!("{long:?}").len() < 600);
    }
}
