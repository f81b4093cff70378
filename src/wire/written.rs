//! Texts as they stand in the JSON that is sent.

/// Appends `text` with its quotation marks, escaped as RFC 8259 §7 demands and no further.
///
/// By hand, because what is sent may be secret: the caller reserves the final size, and no other
/// buffer sees the text.
pub(crate) fn push_json_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                out.push_str("\\u00");
                for digit in [u32::from(c) >> 4, u32::from(c) & 15] {
                    out.push(char::from_digit(digit, 16).unwrap_or_default());
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
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
}
