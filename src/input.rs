//! Inputs that are refused before anything is sent: which one, why, and what would be accepted.

use std::borrow::Cow;
use std::fmt;

/// The longest service provider or MVPD id that is sent, in bytes.
///
/// Adobe states no limit; ids in use are under 40 bytes. The bound keeps a mistake (a token or a
/// document passed as an id) from becoming a request line that proxies cut off.
pub const MAX_ID_BYTES: usize = 256;

/// The longest token that is put into a header, in bytes. Servers commonly refuse header sections
/// beyond 16 KiB.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// An input that the library refuses, before anything is sent.
///
/// The text never repeats the value of a secret input (tokens, secrets, the software statement).
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {}", .0.field, .0.reason)]
pub struct InvalidInput(Box<Refused>);

/// Behind a pointer, since every check returns one or nothing, and what is large is moved by much
/// code (docs/performance.md).
#[derive(Clone, PartialEq, Eq)]
struct Refused {
    field: &'static str,
    reason: Cow<'static, str>,
    missing: Vec<&'static str>,
}

impl InvalidInput {
    pub(crate) fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::made(field, reason.into(), Vec::new())
    }

    pub(crate) fn missing(field: &'static str, missing: Vec<&'static str>) -> Self {
        let reason = format!("lacks required keys: {}", missing.join(", "));
        Self::made(field, reason.into(), missing)
    }

    #[cold]
    #[inline(never)]
    fn made(field: &'static str, reason: Cow<'static, str>, missing: Vec<&'static str>) -> Self {
        Self(Box::new(Refused {
            field,
            reason,
            missing,
        }))
    }

    /// The input that was refused, by the name it has in this library (`mvpd`, `redirect_url`, …),
    /// in Adobe's key table (`osName`, …) or as an HTTP header.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.0.field
    }

    /// Why it was refused and what would be accepted, as the end of a sentence that begins with
    /// [`field`](Self::field).
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// For device information without its required keys: all of them at once. Empty for every other
    /// refusal.
    #[must_use]
    pub fn missing_keys(&self) -> &[&'static str] {
        &self.0.missing
    }
}

impl fmt::Debug for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidInput({self})")
    }
}

/// Checks an opaque id (service provider, MVPD, requestor) that becomes a path segment or a query
/// value.
///
/// `.` and `..` cannot be sent: URL parsers remove them as dot segments even when percent-encoded
/// (RFC 3986 §5.2.4, WHATWG URL).
pub(crate) fn check_id(field: &'static str, id: &str) -> Result<(), InvalidInput> {
    if id.is_empty() {
        return Err(InvalidInput::new(
            field,
            "is empty; pass the id that Adobe assigned",
        ));
    }
    if id.len() > MAX_ID_BYTES {
        return Err(too_long(field, id.len(), MAX_ID_BYTES));
    }
    if id == "." || id == ".." {
        return Err(InvalidInput::new(
            field,
            "is a dot segment, which cannot be sent in a URL path; pass the id that Adobe assigned",
        ));
    }
    match first_control_character(id) {
        Some(c) => Err(control_character(field, c)),
        None => Ok(()),
    }
}

/// The first control character of `text` (C0, DEL, C1).
pub(crate) fn first_control_character(text: &str) -> Option<char> {
    // Usual texts have none and are ASCII, which is seen without decoding them.
    if all_within(text, b' ', b'~') {
        return None;
    }
    text.chars().find(|c| c.is_control())
}

/// Whether every byte of `text` is one of `first` to `last`, which are ASCII.
///
/// Eight at a time: a token is long and checked for every request, and one by one takes ten times
/// as many instructions where the compiler is told to make small code (docs/performance.md).
fn all_within(text: &str, first: u8, last: u8) -> bool {
    const HIGH_BITS: u64 = u64::from_ne_bytes([0x80; 8]);
    let below = u64::from_ne_bytes([first; 8]);
    let above = u64::from_ne_bytes([0x7f - last; 8]);
    let mut pieces = text.as_bytes().chunks_exact(8);
    let mut found = 0;
    for piece in &mut pieces {
        let eight = <[u8; 8]>::try_from(piece).map_or(HIGH_BITS, u64::from_ne_bytes);
        // A byte outside ASCII has its high bit, one above `last` gets it from the addition, one
        // below `first` from the subtraction. What a neighbour carries over or borrows then can
        // only lead to the same answer.
        found |= eight | eight.wrapping_add(above) | eight.wrapping_sub(below);
    }
    let rest = pieces.remainder();
    found & HIGH_BITS == 0 && rest.iter().all(|b| (first..=last).contains(b))
}

/// Checks a token that becomes a header value: visible ASCII without spaces.
pub(crate) fn check_token(field: &'static str, token: &str) -> Result<(), InvalidInput> {
    if token.is_empty() {
        return Err(InvalidInput::new(
            field,
            "is empty; pass it as it was issued",
        ));
    }
    if token.len() > MAX_TOKEN_BYTES {
        return Err(too_long(field, token.len(), MAX_TOKEN_BYTES));
    }
    if all_within(token, b'!', b'~') {
        return Ok(());
    }
    match token.bytes().position(|b| !b.is_ascii_graphic()) {
        // The character itself stays out of the text: it is part of a secret.
        Some(at) => Err(InvalidInput::new(
            field,
            format!(
                "has a space, a control character or a character outside ASCII at byte {at}; pass the token alone, unchanged"
            ),
        )),
        None => Ok(()),
    }
}

pub(crate) fn too_long(field: &'static str, length: usize, limit: usize) -> InvalidInput {
    InvalidInput::new(
        field,
        format!("is {length} bytes long; the limit is {limit}"),
    )
}

pub(crate) fn control_character(field: &'static str, c: char) -> InvalidInput {
    InvalidInput::new(
        field,
        format!(
            "has the control character U+{:04X}; remove it",
            u32::from(c)
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_opaque_but_not_empty_overlong_or_dot_segments() {
        assert!(check_id("mvpd", "Comcast_SSO").is_ok());
        assert!(check_id("mvpd", "a/b?c#d e%ü").is_ok());
        for bad in ["", ".", "..", "a\nb", "a\0b", "a\u{85}b"] {
            let error = check_id("mvpd", bad).expect_err(bad);
            assert_eq!(error.field(), "mvpd");
        }
        assert!(check_id("mvpd", &"x".repeat(MAX_ID_BYTES)).is_ok());
        let error = check_id("mvpd", &"x".repeat(MAX_ID_BYTES + 1)).expect_err("too long");
        assert_eq!(
            error.to_string(),
            "mvpd is 257 bytes long; the limit is 256"
        );
    }

    #[test]
    fn eight_bytes_at_a_time_are_what_they_are_one_by_one() {
        let others = ["", "x", "!~!~!~!", "!~!~!~!~", "abcdefghijklm"];
        for c in ('\0'..='\u{2ff}').chain(['\u{fffd}', '\u{10ffff}']) {
            for (before, after) in others.iter().flat_map(|a| others.map(|b| (a, b))) {
                let text = format!("{before}{c}{after}");
                for (first, last) in [(b' ', b'~'), (b'!', b'~'), (b'\0', b'\x7f'), (b'a', b'a')] {
                    let one_by_one = text.bytes().all(|b| (first..=last).contains(&b));
                    assert_eq!(
                        all_within(&text, first, last),
                        one_by_one,
                        "{text:?} {first}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_refused_token_is_not_repeated() {
        let error = check_token("access_token", "secret\r\nX: y").expect_err("line break");
        assert_eq!(
            error.to_string(),
            "access_token has a space, a control character or a character outside ASCII at byte 6; pass the token alone, unchanged"
        );
        assert!(!format!("{error:?}").contains("secret"));
    }
}
