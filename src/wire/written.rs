//! JSON that is sent or stored.

use crate::secret::{Secret, Wiped};

/// Appends `text` with its quotation marks, escaped as RFC 8259 §7 demands and no further.
///
/// By hand, because what is sent may be secret: the caller reserves the final size, and no other
/// buffer sees the text.
pub(crate) fn push_json_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_escaped) {
        let (plain, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut tail = tail.chars();
        push_escape(out, tail.next().unwrap_or_default());
        rest = tail.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

fn is_escaped(b: u8) -> bool {
    b < b' ' || matches!(b, b'"' | b'\\')
}

fn push_escape(out: &mut String, c: char) {
    let short = match c {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '"' | '\\' => c,
        _ => {
            out.push_str("\\u00");
            for digit in [u32::from(c) >> 4, u32::from(c) & 15] {
                out.push(char::from_digit(digit, 16).unwrap_or_default());
            }
            return;
        }
    };
    out.push('\\');
    out.push(short);
}

/// The length of `text` as [`push_json_text`] writes it, in bytes.
pub(crate) fn json_text_length(text: &str) -> usize {
    let escapes = text.bytes().map(|b| match b {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 1,
        0..=0x1f => 5,
        _ => 0,
    });
    text.len() + escapes.sum::<usize>() + 2
}

/// An object that is being written. Nothing of it is left in memory that is given back.
pub(crate) struct WrittenObject(Wiped);

impl WrittenObject {
    /// Without members, and with room for `bytes`.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let mut text = String::with_capacity(bytes);
        text.push('{');
        Self(Wiped(text))
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name, json_text_length(value));
        push_json_text(&mut self.0.0, value);
    }

    pub(crate) fn number(&mut self, name: &str, value: u64) {
        self.plain(name, &value.to_string());
    }

    /// A value that is JSON as it stands.
    pub(crate) fn plain(&mut self, name: &str, value: &str) {
        self.name(name, value.len());
        self.0.0.push_str(value);
    }

    pub(crate) fn object(&mut self, name: &str, members: Self) {
        let members = members.closed();
        self.plain(name, &members.0);
    }

    /// The object as text.
    pub(crate) fn finish(self) -> Secret {
        let mut closed = self.closed();
        Secret::new(std::mem::take(&mut closed.0))
    }

    /// Room for a member's name, its value of `bytes`, what separates them, and the closing brace.
    fn name(&mut self, name: &str, bytes: usize) {
        let text = &mut self.0.0;
        let length = text.len() + json_text_length(name) + bytes + 3;
        if text.capacity() < length {
            // Not `reserve`, which would leave the old piece behind as it is.
            let mut larger = String::with_capacity(length.max(2 * text.len()));
            larger.push_str(text);
            self.0 = Wiped(larger);
        }
        let text = &mut self.0.0;
        if text.len() > 1 {
            text.push(',');
        }
        push_json_text(text, name);
        text.push(':');
    }

    fn closed(mut self) -> Wiped {
        self.0.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_read_back_and_the_length_is_known() {
        let all: String = ('\0'..='\u{2ff}')
            .chain(['\u{2028}', '\u{fffd}', '\u{10ffff}'])
            .collect();
        for text in ["", "TNT", "a\"b\\c\n\t\r\u{1f}", &all] {
            let mut json = String::new();
            push_json_text(&mut json, text);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            assert_eq!(json_text_length(text), json.len(), "{text:?}");
        }
    }

    #[test]
    fn an_object_is_read_back_whatever_its_size() {
        for room in [1, 4096] {
            let mut inner = WrittenObject::with_capacity(room);
            inner.number("n", u64::MAX);
            let mut object = WrittenObject::with_capacity(room);
            object.text("a", "x\"\n\u{1}ü");
            object.plain("b", "true");
            object.object("c", inner);
            object.object("d", WrittenObject::with_capacity(1));
            assert_eq!(
                object.finish().expose(),
                r#"{"a":"x\"\n\u0001ü","b":true,"c":{"n":18446744073709551615},"d":{}}"#
            );
        }
    }
}
