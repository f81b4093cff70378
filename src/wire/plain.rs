//! A short way through the usual answer.
//!
//! serde_json looks at each byte of a text several times, because a text may have escapes, be of any length, and stand anywhere. The
//! answer that Adobe documents has none of that, and reading it this way costs a fifth. It decides nothing: what it does not know is
//! left to [`super::logouts`] and serde_json, and what it reads is what they would have read (a test compares them).

use std::borrow::Cow;

use super::logouts::LogoutWire;

/// What `each` makes of the entries of `{"logouts": {"<key>": {"<member>": "<text>", …}, …}}`, if the body has exactly this form, with
/// texts without escapes.
pub(super) fn logouts<'a, T>(
    body: &'a [u8],
    mut each: impl FnMut(Cow<'a, str>, LogoutWire<'a>) -> T,
) -> Option<Vec<T>> {
    let mut reader = Reader {
        text: std::str::from_utf8(body).ok()?,
        at: 0,
    };
    reader.expect(b'{')?;
    if reader.key()? != "logouts" {
        return None;
    }
    // Usually there is one.
    let mut results = Vec::with_capacity(1);
    reader.object(|reader, key| {
        let entry = reader.entry()?;
        results.push(each(Cow::Borrowed(key), entry));
        Some(())
    })?;
    reader.expect(b'}')?;
    reader.token().is_none().then_some(results)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// The next byte that is not white space; `None` at the end.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        let byte = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        if byte > b' ' {
            return Some(byte);
        }
        self.token_behind_space(byte)
    }

    #[inline(never)]
    fn token_behind_space(&mut self, mut byte: u8) -> Option<u8> {
        let mut rest = self.text.as_bytes().get(self.at..)?;
        while matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
            // After a line break come spaces, often many.
            while let Some(behind) = rest.strip_prefix(b"    ") {
                rest = behind;
            }
            (byte, rest) = rest.split_first().map(|(byte, rest)| (*byte, rest))?;
        }
        self.at = self.text.len() - rest.len();
        Some(byte)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.token()? == byte).then_some(())
    }

    /// A text without escapes, from its opening quotation mark.
    fn string(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        self.rest_of_string()
    }

    fn rest_of_string(&mut self) -> Option<&'a str> {
        let start = self.at;
        let end = start + ordinary(self.text.as_bytes().get(start..)?);
        self.at = end + 1;
        match self.text.as_bytes().get(end) {
            Some(b'"') => self.text.get(start..end),
            _ => None,
        }
    }

    fn key(&mut self) -> Option<&'a str> {
        let key = self.string()?;
        self.expect(b':')?;
        Some(key)
    }

    /// An object; `member` reads the value of each key.
    fn object(&mut self, mut member: impl FnMut(&mut Self, &'a str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        match self.token()? {
            b'}' => return Some(()),
            b'"' => {}
            _ => return None,
        }
        loop {
            let key = self.rest_of_string()?;
            self.expect(b':')?;
            member(self, key)?;
            match self.token()? {
                b'}' => return Some(()),
                b',' => self.expect(b'"')?,
                _ => return None,
            }
        }
    }

    fn entry(&mut self) -> Option<LogoutWire<'a>> {
        let mut entry = LogoutWire::default();
        self.object(|reader, key| {
            let text = reader.string()?;
            if let Some(member) = entry.member(key) {
                *member = Some(Cow::Borrowed(text));
            }
            Some(())
        })?;
        Some(entry)
    }
}

/// How many bytes come before the first quotation mark, backslash or control character. Looks at eight bytes at a time.
fn ordinary(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH_BITS: u64 = ONES << 7;
    let mut length = 0;
    for chunk in bytes.chunks_exact(8) {
        let Ok(chunk) = chunk.try_into() else { break };
        let word = u64::from_le_bytes(chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        // A byte's high bit is set if it is zero, or below a space; beyond the first such byte the others mean nothing.
        let found = ((quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word))
            & HIGH_BITS;
        if found != 0 {
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let special = |b: &u8| matches!(b, b'"' | b'\\' | 0..0x20);
    length + rest.iter().position(special).unwrap_or(rest.len())
}
