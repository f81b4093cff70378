//! URIs: whether a redirect URL or redirect URI is an absolute one (RFC 3986, section 4.3; a
//! fragment is let through, since apps register such redirect URIs, and Adobe's registration sample
//! shows one); percent-encoding.

use std::borrow::Cow;

/// Whether `text` is an absolute URI. `http` and `https` need a host.
pub(crate) fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let first_is_letter = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let scheme_ok = scheme
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !first_is_letter || !scheme_ok || rest.is_empty() || !is_uri_text(rest) {
        return false;
    }
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    !is_http || has_host(rest)
}

fn has_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    !host.is_empty() && !host.starts_with(':')
}

/// Only characters of a URI, and `%` only before two hexadecimal digits.
fn is_uri_text(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let ok = match c {
            '%' => [chars.next(), chars.next()]
                .iter()
                .all(|c| c.is_some_and(|c| c.is_ascii_hexdigit())),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
            _ => c.is_ascii_graphic(),
        };
        if !ok {
            return false;
        }
    }
    true
}

/// `text` with everything percent-encoded that is not unreserved (RFC 3986, section 2.3): one path
/// segment, or one value in a query.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A segment of a path without its percent-encoding; `None` if it is not UTF-8 then. A `%` that
/// encodes nothing stays as it is.
pub(crate) fn decode(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    let mut decoded = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let digit = |at: usize| {
            let byte = others.get(at)?;
            char::from(*byte).to_digit(16)?.try_into().ok()
        };
        let encoded: Option<(u8, u8)> = digit(0).zip(digit(1));
        match encoded.filter(|_| *first == b'%') {
            Some((high, low)) => {
                decoded.push(high * 16 + low);
                rest = others.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_uris() {
        for good in [
            "https://adobe.com",
            "http://[::1]:8/x?y#z",
            "adobepass://com.programmer",
            "app:done",
            "HTTPS://A.example/%2f",
        ] {
            assert!(is_absolute(good), "{good}");
        }
        for bad in [
            "",
            "adobe.com",
            "/done",
            "//adobe.com",
            "https:",
            "https://",
            "https:///x",
            "https://:80/",
            "https://u@/",
            "1a:b",
            "https://a b",
            "https://a/%zz",
            "https://a/%2",
            "https://ä.example",
            "https://a/\u{0}",
            ":x",
            "https://a/{x}",
        ] {
            assert!(!is_absolute(bad), "{bad}");
        }
    }

    #[test]
    fn decoding_is_the_reverse() {
        for text in ["", "REF30", "a/b c%ä", "${degradedMvpd}"] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        }
        assert_eq!(decode("a%zz%4").as_deref(), Some("a%zz%4"));
        assert_eq!(decode("%FF"), None);
    }

    #[test]
    fn encoding_keeps_the_unreserved_alone() {
        assert_eq!(encode("https://adobe.com"), "https%3A%2F%2Fadobe.com");
        assert_eq!(encode("a-b._~ä"), "a-b._~%C3%A4");
    }
}
