//! Texts in JSON with what is not a character: half of a surrogate pair (`"\ud800"`), an escape
//! that JSON does not have, a control character as it is. JSON forbids them and serde_json refuses
//! the whole answer; here each becomes U+FFFD where it stands, so that it loses the text that it is
//! in and no other. With U+FFFD a text is no URL to open ([`crate::uri`]), no token and no known
//! action.

use crate::secret::Wiped;

/// U+FFFD REPLACEMENT CHARACTER.
const REPLACEMENT: char = '\u{fffd}';

/// `json` with every such character replaced; `None` if there is none. Nothing else is changed, and
/// whether it is JSON is not decided here.
pub(super) fn mended(json: &str) -> Option<Wiped> {
    // An answer may be secret: at its final size, so that no copy is left behind when the text
    // grows.
    let replaced = json.bytes().filter(|b| *b < b' ' || *b == b'\\').count();
    let grows_by = replaced * (REPLACEMENT.len_utf8() - 1);
    let mut whole = Wiped(String::with_capacity(json.len() + grows_by));
    let mended = &mut whole.0;
    let (mut in_text, mut found) = (false, false);
    let mut rest = json.chars();
    while let Some(c) = rest.next() {
        in_text ^= c == '"';
        if c == '\\' {
            let (length, is_right) = escape(rest.as_str());
            let (escape, after) = rest.as_str().split_at_checked(length).unwrap_or_default();
            rest = after.chars();
            if is_right {
                mended.push(c);
                mended.push_str(escape);
                continue;
            }
        } else if !(in_text && c < ' ') {
            mended.push(c);
            continue;
        }
        mended.push(REPLACEMENT);
        found = true;
    }
    found.then_some(whole)
}

/// The length of the escape behind a backslash, and whether it stands for a character (RFC 8259
/// §7). The two halves of a pair are one.
fn escape(text: &str) -> (usize, bool) {
    const HIGH: std::ops::Range<u16> = 0xd800..0xdc00;
    const LOW: std::ops::Range<u16> = 0xdc00..0xe000;
    match text.bytes().next() {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => return (1, true),
        Some(b'u') => {}
        _ => return (0, false),
    }
    match unit(text) {
        None => (0, false),
        Some(unit) if LOW.contains(&unit) => (5, false),
        Some(first) if HIGH.contains(&first) => {
            let second = text.get(5..).and_then(|rest| rest.strip_prefix('\\'));
            match second.and_then(unit) {
                Some(second) if LOW.contains(&second) => (11, true),
                _ => (5, false),
            }
        }
        Some(_) => (5, true),
    }
}

/// `uXXXX` as a number.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    fn mended(json: &str) -> Option<String> {
        super::mended(json).map(|whole| whole.0.clone())
    }

    #[test]
    fn what_is_not_a_character_is_replaced_where_it_stands() {
        for (json, expected) in [
            (r#""a\ud800b""#, "\"a\u{fffd}b\""),
            (r#""\uDFFF\ud83d""#, "\"\u{fffd}\u{fffd}\""),
            (r#""\ud83d\ud83d\ude00""#, "\"\u{fffd}\\ud83d\\ude00\""),
            (r#""\ud83d\n""#, "\"\u{fffd}\\n\""),
            (r#""\ud83d\u0041""#, "\"\u{fffd}\\u0041\""),
            // The quotation mark is escaped, and the text goes on behind it.
            (r#""\ud83d\"\x""#, "\"\u{fffd}\\\"\u{fffd}x\""),
            (r#""\u00g0\u12""#, "\"\u{fffd}u00g0\u{fffd}u12\""),
            (r#""\u+d80""#, "\"\u{fffd}u+d80\""),
            (
                "{\n\"a\tb\"\t:\n\"\u{0}\"}",
                "{\n\"a\u{fffd}b\"\t:\n\"\u{fffd}\"}",
            ),
            ("\"\\", "\"\u{fffd}"),
            ("\"\\é\"", "\"\u{fffd}é\""),
        ] {
            assert_eq!(mended(json).as_deref(), Some(expected), "{json}");
            assert_eq!(mended(expected), None, "{expected}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for json in [
            "",
            "{}",
            r#"{"a": "\ud83d\ude00 \u0000 \"\\\/\b\f\n\r\t\u00e9"}"#,
            r#""\\ud800""#,
            "{\r\n\t\"\u{7f}\u{80}\": 1 }",
        ] {
            assert_eq!(mended(json), None, "{json}");
        }
    }
}
