//! Text from outside (of the service, a proxy, a host's HTTP client) as it is shown: one line,
//! nothing hidden, of bounded length. All that an error, an event or the support report shows has
//! been through here.

use std::borrow::Cow;

/// The longest code, action or trace that is kept, in bytes. Adobe's longest code has 52, a trace
/// 36.
pub(crate) const CODE_BYTES: usize = 128;

/// The longest other text that is kept or shown, in bytes.
pub(crate) const TEXT_BYTES: usize = 512;

/// Stands where the rest of a text was cut off.
const CUT: &str = "…";

/// `text` as it may be shown in a log or on a terminal, at most 512 bytes long. For texts that are
/// handed out as they were received, such as the keys and names of a [`Logout`](crate::Logout):
/// errors and events have been through it already.
///
/// Control characters and line separators, which could feign another line or steer a terminal,
/// become spaces. What cannot be seen or changes the order of what is seen (bidirectional controls,
/// zero-width and other ignorable characters) becomes U+FFFD. What is cut off is replaced by `…`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    shown(text, TEXT_BYTES)
}

/// [`printable`] with another limit in bytes.
pub(crate) fn shown(text: &str, limit: usize) -> Cow<'_, str> {
    clean(text, limit, CUT)
}

/// The same for a text that is known to be a beginning: nothing marks the end.
pub(crate) fn beginning(text: &str, limit: usize) -> Cow<'_, str> {
    clean(text, limit, "")
}

fn clean<'a>(text: &'a str, limit: usize, cut: &str) -> Cow<'a, str> {
    let is_plain = || text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if text.len() <= limit && (is_plain() || !text.contains(|c| harmless(c) != c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(limit);
    // Where the text ends if something has to be cut off.
    let mut end = 0;
    for c in text.chars().map(harmless) {
        if out.len() + c.len_utf8() > limit {
            out.truncate(end);
            out.push_str(cut);
            break;
        }
        out.push(c);
        if out.len() + cut.len() <= limit {
            end = out.len();
        }
    }
    Cow::Owned(out)
}

fn harmless(c: char) -> char {
    match c {
        c if c.is_control() || is_line_separator(c) => ' ',
        c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Whether a reader does not see `c`, so that it may stand anywhere in a text that is read as if it
/// were not there.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || is_line_separator(c) || is_hidden(c) || c == char::REPLACEMENT_CHARACTER
}

fn is_line_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Unicode's *Default_Ignorable_Code_Point* (DerivedCoreProperties.txt, Unicode 16), all
/// bidirectional controls among them, and the marks of interlinear annotation.
fn is_hidden(c: char) -> bool {
    // Nearly every character.
    if c < '\u{ad}' {
        return false;
    }
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_hides_is_replaced_and_all_else_stays() {
        for (text, expected) in [
            ("plain, ünïcode 日本 🎬", "plain, ünïcode 日本 🎬"),
            (
                "a\r\nERROR: \u{1b}[2J\u{1b}]0;title\u{7}b",
                "a  ERROR:  [2J ]0;title b",
            ),
            ("\u{0}\u{7f}\u{80}\u{9b}31m\u{85}", "    31m "),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("gpj.\u{202e}exe", "gpj.\u{fffd}exe"),
            (
                "a\u{200b}\u{200d}\u{feff}\u{ad}b",
                "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}b",
            ),
            ("\u{2066}x\u{2069}\u{e0041}", "\u{fffd}x\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(printable(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_character_and_says_so() {
        assert_eq!(shown("12345678", 8), "12345678");
        assert_eq!(shown("123456789", 8), "12345…");
        assert_eq!(shown("1234üü789", 8), "1234…");
        assert_eq!(shown("12\n4", 8), "12 4");
        // What becomes longer counts as it is shown.
        assert_eq!(shown("\u{ad}\u{ad}\u{ad}", 8), "\u{fffd}…");
        assert_eq!(beginning("123456789", 8), "12345678");
        assert_eq!(beginning("1234567ü", 8), "1234567");
        let long = "\u{202e}".repeat(1_000_000);
        assert!(printable(&long).len() <= TEXT_BYTES);
    }
}
