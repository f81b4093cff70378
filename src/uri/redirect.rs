//! The redirect URL: where the user agent lands when the provider's logout is done, and how to tell
//! that it has.

use std::fmt;
use std::sync::Arc;

use fluent_uri::Uri;
use fluent_uri::component::Authority;
use percent_encoding::percent_decode_str;

use super::{has_usable_port, is_same_host, is_usable_host, tolerant};
use crate::input::{InvalidInput, too_long};

/// The longest redirect URL, in bytes. It is sent percent-encoded inside a request line, of which
/// common servers accept 8 KiB.
pub const MAX_REDIRECT_URL_BYTES: usize = 2048;

/// An absolute URL that the user agent is sent to when the MVPD's logout is done (`redirectUrl`;
/// Adobe: *Initiate logout for specific MVPD*). A web page or an app's own scheme
/// (`myapp://signed-out`). Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct RedirectUrl(Arc<str>);

impl RedirectUrl {
    /// Checks and keeps `url`, byte for byte.
    ///
    /// # Errors
    /// Not an absolute RFC 3986 URL in ASCII (host names in punycode, other characters
    /// percent-encoded); longer than [`MAX_REDIRECT_URL_BYTES`]; user information; for http and
    /// https no host, or one that browsers refuse or read as another (`127.1`, percent-escapes,
    /// broken punycode); for other schemes neither a host nor a path that begins with `/`.
    pub fn new(url: &str) -> Result<Self, InvalidInput> {
        let refuse = |reason: &'static str| InvalidInput::new("redirect_url", reason);
        if url.is_empty() {
            return Err(refuse(
                "is empty; Adobe requires one, e.g. https://example.com/signed-out",
            ));
        }
        if url.len() > MAX_REDIRECT_URL_BYTES {
            return Err(too_long("redirect_url", url.len(), MAX_REDIRECT_URL_BYTES));
        }
        let uri = Uri::parse(url).map_err(|_| {
            refuse(
                "is not an absolute URL; pass it with its scheme, host names in punycode and other characters percent-encoded",
            )
        })?;
        let scheme = uri.scheme().as_str();
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        match uri.authority() {
            Some(authority) if authority.has_userinfo() => {
                Err(refuse("has user information before the host; remove it"))
            }
            Some(authority) if !has_usable_port(&authority) => {
                Err(refuse("has a port outside 1 to 65535"))
            }
            Some(authority) if is_web && authority.host().is_empty() => Err(refuse("has no host")),
            // The user agent would report the other one, which is no match, or go nowhere.
            Some(authority) if is_web && !is_usable_host(authority.host()) => Err(refuse(
                "has a host that browsers refuse or read as another one; write it as they do",
            )),
            None if is_web => Err(refuse("has no host")),
            None if !uri.path().as_str().starts_with('/') => Err(refuse(
                "has neither a host nor a path that begins with /; pass e.g. myapp://signed-out",
            )),
            _ => Ok(Self(url.into())),
        }
    }

    /// The URL as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a user agent that navigates to `navigation` has reached this URL, so that the
    /// provider's logout is complete. Ask it for every navigation, before loading the page.
    ///
    /// Adobe's own sample asks for `https://adobe.com` and is sent to `http://adobe.com`; so http
    /// and https, letter case of scheme and host, default ports, one trailing slash, the notation
    /// of an IPv6 address and further query parameters do not matter. Host, port, path and the
    /// query parameters of this URL do; `+` and `%20` in a parameter are both a space. If this URL
    /// has a fragment (`#/signed-out`), only the same one reaches it; if it has none, any does. A
    /// text that is not an absolute URL is never a match.
    #[must_use]
    pub fn is_reached_by(&self, navigation: &str) -> bool {
        let Some(navigation) = tolerant(navigation) else {
            return false;
        };
        match (Uri::parse(self.as_str()), Uri::parse(&*navigation)) {
            (Ok(wanted), Ok(reached)) => same_place(&wanted, &reached),
            _ => false,
        }
    }
}

impl fmt::Debug for RedirectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedirectUrl({})", self.as_str())
    }
}

fn same_place(wanted: &Uri<&str>, reached: &Uri<&str>) -> bool {
    // RFC 3986 §6.2.2: letter case, percent-encoding of unreserved characters, dot segments.
    let (wanted, reached) = (wanted.normalize(), reached.normalize());
    same_scheme(&wanted, &reached)
        && same_authority(&wanted, &reached)
        && without_trailing_slash(wanted.path().as_str())
            == without_trailing_slash(reached.path().as_str())
        && contains_parameters(
            reached.query().map_or("", |query| query.as_str()),
            wanted.query().map_or("", |query| query.as_str()),
        )
        && same_fragment(
            wanted.fragment().map_or("", |fragment| fragment.as_str()),
            reached.fragment().map_or("", |fragment| fragment.as_str()),
        )
}

fn is_web(uri: &Uri<String>) -> bool {
    matches!(uri.scheme().as_str(), "http" | "https")
}

fn same_scheme(wanted: &Uri<String>, reached: &Uri<String>) -> bool {
    wanted.scheme() == reached.scheme() || (is_web(wanted) && is_web(reached))
}

fn same_authority(wanted: &Uri<String>, reached: &Uri<String>) -> bool {
    match (wanted.authority(), reached.authority()) {
        (Some(a), Some(b)) => {
            !b.has_userinfo() && is_same_host(a.host(), b.host()) && same_port(&a, &b)
        }
        (None, None) => true,
        _ => false,
    }
}

/// Normalisation has removed the ports that are their schemes' own. What is not a port is like no
/// other.
fn same_port(wanted: &Authority<'_>, reached: &Authority<'_>) -> bool {
    match (wanted.port_to_u16(), reached.port_to_u16()) {
        (Ok(wanted), Ok(reached)) => wanted == reached,
        _ => false,
    }
}

fn without_trailing_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// Whether each parameter of `wanted` is among those of `query`, as often as it occurs in `wanted`.
fn contains_parameters(query: &str, wanted: &str) -> bool {
    let count = |query: &str, parameter: &str| {
        query
            .split('&')
            .filter(|other| is_same_parameter(other, parameter))
            .count()
    };
    wanted
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .all(|parameter| count(query, parameter) >= count(wanted, parameter))
}

/// Whether a form has the same name and value in both (WHATWG URL §5.1): a user agent encodes more
/// characters than it was given encoded (`'`), and services write the form anew, some a space as
/// `+` and others as `%20`.
fn is_same_parameter(a: &str, b: &str) -> bool {
    let ((name_a, value_a), (name_b, value_b)) = (name_and_value(a), name_and_value(b));
    form_decoded(name_a).eq(form_decoded(name_b)) && form_decoded(value_a).eq(form_decoded(value_b))
}

fn name_and_value(parameter: &str) -> (&str, &str) {
    parameter.split_once('=').unwrap_or((parameter, ""))
}

/// The bytes that `text` stands for in a form, after a space that is in front of all alike.
fn form_decoded(text: &str) -> impl Iterator<Item = u8> {
    text.split('+')
        .flat_map(|part| std::iter::once(b' ').chain(percent_decode_str(part)))
}

/// An app of one page tells its views apart by the fragment. One that the redirect URL does not
/// have is a note that a service adds.
fn same_fragment(wanted: &str, reached: &str) -> bool {
    wanted.is_empty() || percent_decode_str(wanted).eq(percent_decode_str(reached))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaching_it_tolerates_what_adobe_changes() {
        let cases = [
            ("https://adobe.com", "http://adobe.com"),
            ("https://adobe.com", "https://ADOBE.com/"),
            ("https://adobe.com", "HTTPS://adobe.com:443/?state=1"),
            ("https://adobe.com", "http://adobe.com:80/#top"),
            ("http://adobe.com", "https://adobe.com"),
            ("https://adobe.com:8443/a", "http://adobe.com:8443/a"),
            ("https://a.example/done", "https://a.example/done/"),
            ("https://a.example/done/", "https://a.example/done"),
            (
                "https://a.example/done?x=1",
                "https://a.example/done?y=2&x=1",
            ),
            ("https://a.example/?x='1'", "https://a.example/?x=%271%27"),
            ("https://a.example/?x=a%2Fb", "https://a.example/?x=a/b"),
            ("https://a.example/%7euser", "https://a.example/~user"),
            ("https://a.example/done", "https://a.example/x/../done"),
            ("https://a.example/done", "https://a.example/done?r=a|b c"),
            ("myapp://signed-out", "MYAPP://signed-out/"),
            ("com.example.app:/done", "com.example.app:/done?x"),
            ("https://[::1]:8480/a", "https://[::1]:8480/a"),
            // The URI of Adobe's sample of a registration.
            (
                "app://com.programmer.adobe#sdasdsadas",
                "app://com.programmer.adobe#sdasdsadas",
            ),
            (
                "https://a.example/#/signed-out",
                "http://a.example/?state=1#/signed-out",
            ),
            ("https://a.example/#a%20b", "https://a.example/#a b"),
            ("https://a.example/#a'b", "https://a.example/#a%27b"),
            ("https://a.example/#", "https://a.example/#top"),
            ("https://a.example/?x=a+b", "https://a.example/?x=a%20b"),
            ("https://a.example/?x=a%20b", "https://a.example/?x=a+b"),
            ("https://a.example/?x=a%20b", "https://a.example/?x=a b"),
            ("https://a.example/?a+b=", "https://a.example/?a%20b"),
            ("https://a.example/?x=a=b", "https://a.example/?x=a%3Db"),
            ("https://[::1]/a", "https://[0:0:0:0:0:0:0:1]/a"),
            ("https://[2001:DB8::0:7]/", "https://[2001:db8::7]/"),
            ("https://[::ffff:192.0.2.7]/", "https://[::ffff:c000:207]/"),
            ("https://[::ffff:c000:207]/", "https://[::FFFF:192.0.2.7]/"),
            ("myapp://[::1]/a", "myapp://[0::1]/a"),
        ];
        for (wanted, navigation) in cases {
            let url = RedirectUrl::new(wanted).expect(wanted);
            assert!(url.is_reached_by(navigation), "{wanted} by {navigation}");
        }
    }

    #[test]
    fn another_host_path_port_or_parameter_is_never_a_match() {
        let cases = [
            ("https://adobe.com", "https://adobe.com.evil.example/"),
            (
                "https://adobe.com",
                "https://evil.example/?u=https://adobe.com",
            ),
            (
                "https://adobe.com",
                "https://evil.example/#https://adobe.com",
            ),
            ("https://adobe.com", "https://adobe.com@evil.example/"),
            ("https://adobe.com", "https://user@adobe.com/"),
            ("https://adobe.com", "https://www.adobe.com/"),
            ("https://adobe.com", "https://adobe.com./"),
            ("https://adobe.com", "https://adobe.com/page"),
            ("https://adobe.com", "https://adobe.com//"),
            ("https://adobe.com", "https://adobe.com:8443/"),
            ("https://adobe.com", "https://adobe.com:80/"),
            ("https://adobe.com", "ftp://adobe.com/"),
            ("https://adobe.com", "myapp://adobe.com/"),
            ("https://adobe.com", "https:\\\\adobe.com"),
            ("https://adobe.com", "https:adobe.com"),
            ("https://adobe.com", "adobe.com"),
            ("https://adobe.com", "//adobe.com"),
            ("https://adobe.com", ""),
            ("https://a.example/done", "https://a.example/done2"),
            ("https://a.example/done", "https://a.example/done/2"),
            ("https://a.example/done", "https://a.example/Done"),
            ("https://a.example/a%2Fb", "https://a.example/a/b"),
            ("https://a.example/done", "https://a.example/done/../evil"),
            ("https://a.example/?x=1", "https://a.example/"),
            ("https://a.example/?x=1", "https://a.example/?x=12"),
            ("https://a.example/?x=1&x=1", "https://a.example/?x=1"),
            ("https://a.example/?x=1%26y=2", "https://a.example/?x=1&y=2"),
            ("myapp://signed-out", "myapp://signed-in"),
            ("myapp://signed-out", "https://signed-out"),
            ("com.example.app:/done", "com.example.app://done"),
            ("https://a.example/#/signed-out", "https://a.example/"),
            ("https://a.example/#/signed-out", "https://a.example/#"),
            (
                "https://a.example/#/signed-out",
                "https://a.example/#/signed-in",
            ),
            (
                "https://a.example/#/signed-out",
                "https://a.example/#/signed-out/",
            ),
            (
                "https://a.example/#/signed-out",
                "https://a.example/#/Signed-out",
            ),
            ("https://a.example/#a%20b", "https://a.example/#a+b"),
            ("https://a.example/?x=a+b", "https://a.example/?x=a%2Bb"),
            ("https://a.example/?x=a%2Bb", "https://a.example/?x=a b"),
            ("https://a.example/?x=a+b", "https://a.example/?x=ab"),
            ("https://a.example/?x=+a", "https://a.example/?x=a"),
            ("https://a.example/?x%3D1", "https://a.example/?x=1"),
            ("https://[::1]/", "https://[::2]/"),
            ("https://[::1]/", "https://[::]/"),
            ("https://[::ffff:192.0.2.7]/", "https://192.0.2.7/"),
            ("https://[::ffff:192.0.2.7]/", "https://[::192.0.2.7]/"),
            ("myapp://[v1.a]/", "myapp://[v1.b]/"),
            (
                "app://com.programmer.adobe#sdasdsadas",
                "app://com.programmer.adobe",
            ),
        ];
        for (wanted, navigation) in cases {
            let url = RedirectUrl::new(wanted).expect(wanted);
            assert!(!url.is_reached_by(navigation), "{wanted} by {navigation}");
        }
    }

    #[test]
    fn a_redirect_url_must_be_absolute_and_clean() {
        let cases = [
            ("", "is empty"),
            ("adobe.com", "absolute"),
            ("/done", "absolute"),
            ("//adobe.com", "absolute"),
            ("https:", "host"),
            ("https://", "host"),
            ("https:///done", "host"),
            ("https://u:p@adobe.com", "user information"),
            ("https://adobe.com:99999", "port"),
            ("https://127.1/done", "browsers"),
            ("http://2130706433/done", "browsers"),
            ("https://ad%6Fbe.com/done", "browsers"),
            ("https://xn--/done", "browsers"),
            ("javascript:alert(1)", "neither a host"),
            ("https://b\u{fc}cher.example", "punycode"),
            ("https://adobe.com/a b", "percent-encoded"),
            ("https://adobe.com/\r\n", "absolute"),
            (" https://adobe.com", "absolute"),
        ];
        for (url, reason) in cases {
            let error = RedirectUrl::new(url).expect_err(url);
            assert_eq!(error.field(), "redirect_url");
            assert!(error.reason().contains(reason), "{url}: {error}");
        }
        let long = format!("https://adobe.com/{}", "x".repeat(MAX_REDIRECT_URL_BYTES));
        assert!(RedirectUrl::new(&long).is_err());
    }
}
