//! A text without its escapes: what a server echoes may be percent-encoded, escaped as JSON, HTML
//! or PHP does it, or more than one of these.

use crate::secret::WipedBytes;
use crate::shown::is_unseen;

/// The bytes of a text, each with the piece of the original that it stands for. Characters that
/// nobody sees are left out.
pub(super) struct Layer<'t> {
    bytes: Bytes<'t>,
    /// `None`: each byte stands for itself.
    pieces: Option<Vec<(usize, usize)>>,
}

enum Bytes<'t> {
    Original(&'t [u8]),
    Own(WipedBytes),
}

/// A layer on its way.
struct Builder {
    bytes: WipedBytes,
    pieces: Vec<(usize, usize)>,
}

impl<'t> Layer<'t> {
    /// `text` as it is.
    pub(super) fn of(text: &'t str) -> Self {
        // Nearly every text.
        if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return Self {
                bytes: Bytes::Original(text.as_bytes()),
                pieces: None,
            };
        }
        let mut layer = Builder::with_capacity(text.len());
        for (start, c) in text.char_indices() {
            if !is_unseen(c) {
                layer.push_char(c, (start, start + c.len_utf8()));
            }
        }
        layer.finish()
    }

    /// The same without one level of escapes; `None` if there is none.
    pub(super) fn decoded(&self) -> Option<Layer<'static>> {
        let bytes = self.bytes();
        if !bytes.iter().any(|b| matches!(b, b'%' | b'\\' | b'&')) {
            return None;
        }
        let mut layer = Builder::with_capacity(bytes.len());
        let (mut at, mut changed) = (0, false);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (decoded, length) = escape(rest).unwrap_or((Decoded::Itself, 1));
            let piece = self.original(at, at + length);
            match decoded {
                Decoded::Itself => layer.push(rest.first().copied().unwrap_or_default(), piece),
                Decoded::Byte(b) if !b.is_ascii_control() => layer.push(b, piece),
                Decoded::Char(c) if !is_unseen(c) => layer.push_char(c, piece),
                _ => {}
            }
            changed |= !matches!(decoded, Decoded::Itself);
            at += length;
        }
        changed.then(|| layer.finish())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Original(bytes) => bytes,
            Bytes::Own(bytes) => bytes.as_slice(),
        }
    }

    /// What the bytes from `start` to `end` stand for in the original text.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(pieces) = &self.pieces else {
            return (start, end);
        };
        let begins = pieces.get(start).map_or(0, |piece| piece.0);
        let ends = end.checked_sub(1).and_then(|last| pieces.get(last));
        (begins, ends.map_or(begins, |piece| piece.1))
    }
}

impl Builder {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            bytes: WipedBytes::with_capacity(bytes),
            pieces: Vec::with_capacity(bytes),
        }
    }

    fn finish(self) -> Layer<'static> {
        Layer {
            bytes: Bytes::Own(self.bytes),
            pieces: Some(self.pieces),
        }
    }

    fn push(&mut self, b: u8, piece: (usize, usize)) {
        self.bytes.extend(&[b]);
        self.pieces.push(piece);
    }

    fn push_char(&mut self, c: char, piece: (usize, usize)) {
        for b in c.encode_utf8(&mut [0; 4]).bytes() {
            self.push(b, piece);
        }
    }
}

#[derive(Clone, Copy)]
enum Decoded {
    /// No escape.
    Itself,
    Byte(u8),
    Char(char),
    Nothing,
}

/// The escape that `rest` begins with, and its length.
fn escape(rest: &[u8]) -> Option<(Decoded, usize)> {
    match rest {
        [b'%', a, b, ..] | [b'\\', b'x', a, b, ..] => {
            let length = if rest.starts_with(b"%") { 3 } else { 4 };
            let byte = hex(&[*a, *b])?;
            Some((Decoded::Byte(u8::try_from(byte).ok()?), length))
        }
        [b'\\', b'u', b'{', digits @ ..] => {
            let length = digits.iter().take(7).position(|b| *b == b'}')?;
            let c = char::from_u32(hex(digits.get(..length)?)?)?;
            Some((Decoded::Char(c), length + 4))
        }
        [b'\\', b'u', digits @ ..] => code_units(digits),
        // Line breaks and tabs: nothing that is seen.
        [b'\\', b'n' | b'r' | b't' | b'b' | b'f' | b'v' | b'0', ..] => Some((Decoded::Nothing, 2)),
        [b'\\', b, ..] if b.is_ascii_punctuation() => Some((Decoded::Byte(*b), 2)),
        [b'&', name @ ..] => {
            let length = name.iter().take(8).position(|b| *b == b';')?;
            Some((entity(name.get(..length)?)?, length + 2))
        }
        _ => None,
    }
}

/// `\uXXXX`, or two of them that are one character (RFC 8259 §7).
fn code_units(digits: &[u8]) -> Option<(Decoded, usize)> {
    let unit = |at: usize| u16::try_from(hex(digits.get(at..at + 4)?)?).ok();
    let first = unit(0)?;
    let second = unit(6).filter(|_| digits.get(4..6) == Some(b"\\u".as_slice()));
    let units = [first, second.unwrap_or_default()];
    match char::decode_utf16(units).next()? {
        Ok(c) => Some((Decoded::Char(c), 6 * c.len_utf16())),
        Err(_) => Some((Decoded::Nothing, 6)),
    }
}

/// Character references (HTML §13.5), of the named ones those of characters that tokens,
/// identifiers and URLs have.
fn entity(name: &[u8]) -> Option<Decoded> {
    let number = match name {
        [b'#', b'x' | b'X', digits @ ..] => Some(hex(digits)?),
        [b'#', digits @ ..] => Some(std::str::from_utf8(digits).ok()?.parse().ok()?),
        _ => None,
    };
    if let Some(number) = number {
        return char::from_u32(number).map(Decoded::Char);
    }
    Some(Decoded::Byte(match name {
        b"amp" => b'&',
        b"lt" => b'<',
        b"gt" => b'>',
        b"quot" => b'"',
        b"apos" => b'\'',
        b"sol" => b'/',
        b"plus" => b'+',
        b"equals" => b'=',
        b"lowbar" => b'_',
        b"period" => b'.',
        b"percnt" => b'%',
        b"colon" => b':',
        b"nbsp" => b' ',
        _ => return None,
    }))
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    digits.iter().try_fold(0, |sum, digit| {
        Some(sum * 16 + char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<String> {
        let layer = Layer::of(text).decoded()?;
        Some(String::from_utf8(layer.bytes().to_vec()).unwrap())
    }

    #[test]
    fn one_level_of_escapes_is_removed() {
        for (text, expected) in [
            ("a%2Bb%2bc%3D", "a+b+c="),
            (r#"\"a\/b\\c\'"#, r#""a/b\c'"#),
            (r"\u0061\u005Fb\u00fc\ud83c\udfac\n", "a_bü🎬"),
            (r"\x41\u{1f3ac}", "A🎬"),
            ("a&amp;b&#43;c&#x2F;&#X2f;&quot;", "a&b+c//\""),
            ("%25%32%42", "%2B"),
            ("&unknown;%zz\\q\\u12%41", "&unknown;%zz\\q\\u12A"),
            (r"\ud83cx%41", "xA"),
        ] {
            assert_eq!(decoded(text).as_deref(), Some(expected), "{text}");
        }
        for plain in [
            "",
            "abc",
            "100%",
            "a & b",
            "\\",
            "\\u",
            "&#;",
            "&#xffffffff;",
        ] {
            assert_eq!(decoded(plain), None, "{plain}");
        }
    }

    #[test]
    fn each_byte_knows_what_it_stands_for() {
        let text = "ü\u{200b}%41\0b&amp;";
        let layer = Layer::of(text).decoded().unwrap();
        assert_eq!(layer.bytes(), "üAb&".as_bytes());
        let pieces: Vec<_> = (0..5).map(|at| layer.original(at, at + 1)).collect();
        assert_eq!(pieces, [(0, 2), (0, 2), (5, 8), (9, 10), (10, 15)]);
        assert_eq!(layer.original(2, 4), (5, 10));
    }
}
