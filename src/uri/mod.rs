//! URLs: the service's base, the redirect URL, and the untrusted URLs in answers.
//!
//! Everything goes through one strict RFC 3986 parser (`fluent-uri`), because what two parsers read
//! differently is how a URL escapes a check: browsers (WHATWG URL) turn `\` into `/`, drop tabs and
//! line breaks, and accept `https:evil.example`. `tolerant` adds the one leniency that is safe and
//! needed: characters that browsers percent-encode by themselves behind the authority.

mod base;
mod openable;
mod punycode;
mod redirect;

pub use base::{Base, Environment};
pub(crate) use openable::resolve;
pub use openable::{OpenableUrl, RefusedUrl, UrlRefusal};
pub use redirect::{MAX_REDIRECT_URL_BYTES, RedirectUrl};

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use fluent_uri::Uri;
use percent_encoding::percent_encode_byte;

/// Which of the 64 bytes from `first` on are RFC 3986 *unreserved*, a bit for each.
const fn unreserved(first: u8) -> u64 {
    let (mut bits, mut at) = (0, 0);
    while at < 64 {
        let b = first + at;
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            bits |= 1 << at;
        }
        at += 1;
    }
    bits
}

fn is_unreserved(b: u8) -> bool {
    const LOW: u64 = unreserved(0);
    const HIGH: u64 = unreserved(64);
    let bits = match b >> 6 {
        0 => LOW,
        1 => HIGH,
        _ => 0,
    };
    bits >> (b & 63) & 1 == 1
}

/// Appends `text` percent-encoded, so that it is one path segment or one query value: everything
/// but *unreserved*, which is safe for any server.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    let mut rest = text;
    loop {
        // Ids in use are one such run.
        let run = rest.bytes().position(|b| !is_unreserved(b));
        let (run, behind) = rest
            .split_at_checked(run.unwrap_or(rest.len()))
            .unwrap_or((rest, ""));
        url.push_str(run);
        let mut behind = behind.chars();
        let Some(c) = behind.next() else {
            return;
        };
        for b in c.encode_utf8(&mut [0; 4]).bytes() {
            url.push_str(percent_encode_byte(b));
        }
        rest = behind.as_str();
    }
}

/// Percent-encodes what browsers encode by themselves (spaces inside, quotes, braces, `|`, `^`,
/// characters outside ASCII, a lone `%`) in path, query and fragment.
///
/// `None` for what browsers would read as something else: control characters, spaces at either end,
/// `\` before the query; and for U+FFFD, which stands for bytes that are not known any more. The
/// authority is left alone, so that nothing unusual there becomes parsable.
fn tolerant(raw: &str) -> Option<Cow<'_, str>> {
    if raw.contains(char::REPLACEMENT_CHARACTER) {
        return None;
    }
    if raw.bytes().any(|b| b.is_ascii_control()) || raw.starts_with(' ') || raw.ends_with(' ') {
        return None;
    }
    let query = raw.find(['?', '#']).unwrap_or(raw.len());
    if raw.bytes().take(query).any(|b| b == b'\\') {
        return None;
    }
    let (head, tail) = raw.split_at_checked(authority_end(raw))?;
    if !encodable(tail).any(|(_, encode)| encode) {
        return Some(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len() + 16);
    text.push_str(head);
    for (b, encode) in encodable(tail) {
        if encode {
            text.push_str(percent_encode_byte(b));
        } else {
            text.push(char::from(b));
        }
    }
    Some(Cow::Owned(text))
}

/// The bytes of a path, query and fragment, each with whether it has to be percent-encoded.
fn encodable(tail: &str) -> impl Iterator<Item = (u8, bool)> {
    let mut fragment = false;
    tail.bytes().enumerate().map(move |(at, b)| {
        let encode = match b {
            b' ' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^' | b'[' | b']' | b'\\' => {
                true
            }
            b'%' => !is_escape(tail.as_bytes(), at),
            // A second `#` belongs to the fragment, where RFC 3986 does not allow it.
            b'#' => std::mem::replace(&mut fragment, true),
            b => !b.is_ascii(),
        };
        (b, encode)
    })
}

fn is_escape(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Where the authority of a URI reference ends: 0 if it has none.
fn authority_end(raw: &str) -> usize {
    let start = match raw.find(['/', '?', '#']) {
        Some(slash) if raw.get(slash..).is_some_and(|rest| rest.starts_with("//")) => slash + 2,
        _ => return 0,
    };
    raw.get(start..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(raw.len(), |end| start + end)
}

/// Whether `url` is the absolute address of a page that people can be sent to: https, or http on
/// this machine, without a fragment.
pub(crate) fn is_page(url: &str) -> bool {
    let Ok(uri) = Uri::parse(url) else {
        return false;
    };
    let scheme = uri.scheme().as_str();
    let host = uri.authority().map_or("", |authority| authority.host());
    let is_web = scheme.eq_ignore_ascii_case("https")
        || (scheme.eq_ignore_ascii_case("http") && is_loopback(host));
    is_web && !host.is_empty() && !uri.has_fragment()
}

/// Whether `host` is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || ipv6(host).is_some_and(|ip| ip.is_loopback())
        || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// The address that `host` has in its brackets.
fn ipv6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Whether both are the same name, or the same address: IPv6 has many notations for one.
fn is_same_host(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || ipv6(a).is_some_and(|address| ipv6(b) == Some(address))
}

/// Whether every parser reads `host`, and as the same one.
///
/// WHATWG URL decodes percent-escapes in hosts, reads a host that ends in a number as an IPv4
/// address in any notation (`0x7f.1` and `2130706433` are 127.0.0.1), and refuses broken punycode;
/// RFC 3986 reads names. Addresses are accepted in their usual notation.
fn is_usable_host(host: &str) -> bool {
    if host.starts_with('[') {
        return ipv6(host).is_some();
    }
    // In one pass, since few names have an escape, or the two hyphens of punycode.
    let (mut has_escape, mut has_hyphens, mut before) = (false, false, 0);
    for b in host.bytes() {
        has_escape |= b == b'%';
        has_hyphens |= b == b'-' && before == b'-';
        before = b;
    }
    !host.is_empty()
        && !has_escape
        && (!ends_in_a_number(host) || host.parse::<Ipv4Addr>().is_ok())
        && (!has_hyphens || host.split('.').all(punycode::is_label))
}

/// WHATWG URL §3.5, *ends in a number checker*.
fn ends_in_a_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    // Most names end in a letter that no number has.
    if !host.ends_with(|c: char| c.is_ascii_hexdigit() || matches!(c, 'x' | 'X')) {
        return false;
    }
    let last = host.rsplit('.').next().unwrap_or(host);
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hex {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()),
    }
}

fn has_usable_port(authority: &fluent_uri::component::Authority<'_>) -> bool {
    authority
        .port_to_u16()
        .is_ok_and(|port| port.is_none_or(|port| port != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_redirect_urls_are_encoded_for_any_server() {
        let mut url = String::new();
        push_encoded(&mut url, "https://a.example/ü?x=1&y=%2 +~");
        assert_eq!(
            url,
            "https%3A%2F%2Fa.example%2F%C3%BC%3Fx%3D1%26y%3D%252%20%2B~"
        );
    }

    #[test]
    fn every_character_is_encoded_as_by_the_package() {
        use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
        const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
            .remove(b'-')
            .remove(b'.')
            .remove(b'_')
            .remove(b'~');
        for c in ('\0'..='\u{2ff}').chain(['\u{fffd}', '\u{10ffff}']) {
            for text in [c.to_string(), format!("a{c}-"), format!("/{c}{c}é")] {
                let mut url = "x".to_owned();
                push_encoded(&mut url, &text);
                let by_the_package = utf8_percent_encode(&text, RESERVED).to_string();
                assert_eq!(url.strip_prefix('x'), Some(&*by_the_package), "{text:?}");
            }
        }
    }

    #[test]
    fn what_browsers_encode_is_encoded_and_nothing_else() {
        let cases = [
            ("https://a/b?c=d", Some("https://a/b?c=d")),
            ("/x?a=b|c{d}", Some("/x?a=b%7Cc%7Bd%7D")),
            ("/x?a=100%&b=%41", Some("/x?a=100%25&b=%41")),
            ("/ü#a#b", Some("/%C3%BC#a%23b")),
            (
                "https://[::1]:8480/x[1]",
                Some("https://[::1]:8480/x%5B1%5D"),
            ),
            (
                "https://b\u{fc}cher.example/\u{fc}",
                Some("https://b\u{fc}cher.example/%C3%BC"),
            ),
            ("/x?a=\\b", Some("/x?a=%5Cb")),
            ("https:\\\\evil.example", None),
            ("/\\evil.example", None),
            ("java\tscript:alert(1)", None),
            (" https://a/", None),
            ("https://a/ ", None),
            ("https://a/\n", None),
        ];
        for (raw, expected) in cases {
            assert_eq!(tolerant(raw).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn loopback_is_this_machine_only() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.8.9.1",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]",
            "[::]",
            "[::ffff:7f00:1]",
            "::1",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
    #[test]
    fn usable_hosts_are_read_alike_by_every_parser() {
        for host in [
            "sp.auth.adobe.com",
            "192.0.2.7",
            "[::1]",
            "[::ffff:192.0.2.7]",
            "1.example",
            "0x7f.example",
            "0xg",
            "example.",
            "www.xn--bcher-kva.example",
        ] {
            assert!(is_usable_host(host), "{host}");
        }
        for host in [
            "",
            "%65vil",
            "0x7f.1",
            "a.0X",
            "2130706433",
            "127.1",
            "0177.0.0.1",
            "1.2.3.4.",
            "256.0.0.1",
            "a.1",
            "[v1.x]",
            "[::1",
            "xn--",
            "a.XN--.example",
            "xn--evil-.example",
        ] {
            assert!(!is_usable_host(host), "{host}");
        }
    }
}
