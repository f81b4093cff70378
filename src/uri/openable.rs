//! The URL that a logout answer asks the device to open: untrusted until it has been resolved and
//! checked here.

use std::fmt;

use fluent_uri::UriRef;

use crate::shown::printable;

use super::{Base, has_usable_port, is_loopback, is_usable_host, tolerant};

/// An absolute URL that is safe to hand to a user agent: `https` (or `http` to this machine, if the
/// service itself is a plain server on it), with a host, without user information, percent-encoded
/// ASCII. Only this library makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OpenableUrl(String);

impl OpenableUrl {
    /// The absolute URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OpenableUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path and the query may name the user's session.
        let host = self.0.split_once("://").map_or("", |(_, rest)| {
            rest.split(['/', '?', '#']).next().unwrap_or_default()
        });
        let scheme = self.0.split(':').next().unwrap_or_default();
        write!(f, "OpenableUrl({scheme}://{host}/…)")
    }
}

impl fmt::Display for OpenableUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a `url` of an answer is not handed out as openable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlRefusal {
    /// The action is `logout`, but there is no `url`, or it is empty or not a text.
    Missing,
    /// Not a URL, or one that browsers read differently from the standard (control characters,
    /// backslashes, …).
    Malformed,
    /// A scheme other than `https` (`javascript:`, `data:`, `intent:`, …); `http` is good on this
    /// machine alone, for a service on it.
    Scheme,
    /// User information before the host (`https://sp.auth.adobe.com@evil.example/`).
    UserInformation,
    /// A reference that begins with `//` and leads to another host than the service's.
    OtherHost,
    /// No usable host or port; a host that some parsers read as another one (`0x7f.1`,
    /// percent-escapes); or one that browsers refuse (`xn--`).
    Host,
}

impl UrlRefusal {
    /// The reason as a sentence part, for logs and support.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "the answer has no url, or one that is not a text",
            Self::Malformed => "the url is malformed",
            Self::Scheme => "the url's scheme is not https",
            Self::UserInformation => "the url has user information before its host",
            Self::OtherHost => "the url is relative but leads to another host",
            Self::Host => "the url has no usable host",
        }
    }
}

impl fmt::Display for UrlRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A `url` of an answer that must not be opened. `Debug` shows it as [`printable`] does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RefusedUrl {
    /// Why.
    pub reason: UrlRefusal,
    /// What the answer said, for a support ticket: as it was received, so show it through
    /// [`printable`]. Do not open it. Empty if it said nothing.
    pub raw: String,
}

impl fmt::Debug for RefusedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedUrl")
            .field("reason", &self.reason)
            .field("raw", &printable(&self.raw))
            .finish()
    }
}

/// Resolves `raw` against `base` (RFC 3986 §5) and checks that opening the result is safe.
pub(crate) fn resolve(base: &Base, raw: &str) -> Result<OpenableUrl, RefusedUrl> {
    check(base, raw)
        .map(OpenableUrl)
        .map_err(|reason| RefusedUrl {
            reason,
            raw: raw.to_owned(),
        })
}

fn check(base: &Base, raw: &str) -> Result<String, UrlRefusal> {
    if raw.is_empty() {
        return Err(UrlRefusal::Missing);
    }
    // What the parser accepts as it is has nothing to encode.
    if let Ok(reference) = UriRef::parse(raw) {
        return absolute(base, &reference);
    }
    let text = tolerant(raw).ok_or(UrlRefusal::Malformed)?;
    let reference = UriRef::parse(&*text).map_err(|_| UrlRefusal::Malformed)?;
    absolute(base, &reference)
}

fn absolute(base: &Base, reference: &UriRef<&str>) -> Result<String, UrlRefusal> {
    let Some(scheme) = reference.scheme() else {
        if let Some(authority) = reference.authority() {
            let url = format!("{}://{}", base.uri().scheme(), authority.as_str());
            if Base::new(&url).as_ref() != Ok(base) {
                return Err(UrlRefusal::OtherHost);
            }
        }
        let absolute = reference
            .resolve_against(base.uri())
            .map_err(|_| UrlRefusal::Malformed)?;
        return Ok(absolute.into_string());
    };
    let scheme = scheme.as_str();
    let https = scheme.eq_ignore_ascii_case("https");
    let http = scheme.eq_ignore_ascii_case("http") && base.is_plain_loopback();
    if !https && !http {
        return Err(UrlRefusal::Scheme);
    }
    let authority = reference.authority().ok_or(UrlRefusal::Host)?;
    if authority.has_userinfo() {
        return Err(UrlRefusal::UserInformation);
    }
    if !is_usable_host(authority.host()) || !has_usable_port(&authority) {
        return Err(UrlRefusal::Host);
    }
    if http && !is_loopback(authority.host()) {
        return Err(UrlRefusal::Scheme);
    }
    Ok(reference.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adobe(raw: &str) -> Result<String, UrlRefusal> {
        check(&Base::new("https://sp.auth.adobe.com").expect("base"), raw)
    }

    #[test]
    fn absolute_https_is_kept_and_relative_is_resolved() {
        let cases = [
            (
                "https://mvpd.example/slo?a=b%20c",
                "https://mvpd.example/slo?a=b%20c",
            ),
            ("HTTPS://MVPD.example:8443/", "HTTPS://MVPD.example:8443/"),
            (
                "/adobe-services/logout?x=1",
                "https://sp.auth.adobe.com/adobe-services/logout?x=1",
            ),
            (
                "adobe-services/logout",
                "https://sp.auth.adobe.com/adobe-services/logout",
            ),
            ("?x", "https://sp.auth.adobe.com?x"),
            ("/a/../b", "https://sp.auth.adobe.com/b"),
            ("//sp.auth.adobe.com/x", "https://sp.auth.adobe.com/x"),
            (
                "https://mvpd.example/slo?RelayState={a|b}",
                "https://mvpd.example/slo?RelayState=%7Ba%7Cb%7D",
            ),
        ];
        for (raw, expected) in cases {
            assert_eq!(adobe(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn hostile_urls_are_refused_with_the_reason() {
        let cases = [
            ("", UrlRefusal::Missing),
            ("javascript:alert(1)", UrlRefusal::Scheme),
            ("JaVaScRiPt:alert(1)", UrlRefusal::Scheme),
            ("java\tscript:alert(1)", UrlRefusal::Malformed),
            ("\u{1}javascript:alert(1)", UrlRefusal::Malformed),
            ("data:text/html,<script>", UrlRefusal::Scheme),
            ("intent://scan/#Intent;scheme=zxing;end", UrlRefusal::Scheme),
            ("file:///etc/passwd", UrlRefusal::Scheme),
            ("http://mvpd.example/slo", UrlRefusal::Scheme),
            ("http://127.0.0.1/slo", UrlRefusal::Scheme),
            ("//evil.example/slo", UrlRefusal::OtherHost),
            ("//sp.auth.adobe.com@evil.example/", UrlRefusal::OtherHost),
            ("//sp.auth.adobe.com:444/", UrlRefusal::OtherHost),
            ("///evil.example", UrlRefusal::OtherHost),
            ("/\\evil.example", UrlRefusal::Malformed),
            ("\\\\evil.example", UrlRefusal::Malformed),
            ("https:\\\\evil.example", UrlRefusal::Malformed),
            (
                "https://sp.auth.adobe.com\\@evil.example/",
                UrlRefusal::Malformed,
            ),
            (
                "https://sp.auth.adobe.com@evil.example/",
                UrlRefusal::UserInformation,
            ),
            ("https://:@evil.example/", UrlRefusal::UserInformation),
            ("https:evil.example", UrlRefusal::Host),
            ("https:/evil.example", UrlRefusal::Host),
            ("https:///evil.example", UrlRefusal::Host),
            ("https://%65vil.example/", UrlRefusal::Host),
            ("https://evil.example:0/", UrlRefusal::Host),
            ("https://evil.example:99999/", UrlRefusal::Host),
            ("https://b\u{fc}cher.example/", UrlRefusal::Malformed),
            ("https://exa mple.com/", UrlRefusal::Malformed),
            (" https://mvpd.example/", UrlRefusal::Malformed),
            ("https://mvpd.example/\r\nX: y", UrlRefusal::Malformed),
            ("https://mvpd.example/\u{fffd}", UrlRefusal::Malformed),
        ];
        for (raw, expected) in cases {
            assert_eq!(adobe(raw), Err(expected), "{raw:?}");
        }
    }

    #[test]
    fn plain_http_is_for_a_service_on_this_machine() {
        let base = Base::new("http://127.0.0.1:8480").expect("base");
        for raw in [
            "http://127.0.0.1:8480/a",
            "http://localhost:9/a",
            "https://mvpd.example/",
        ] {
            assert_eq!(check(&base, raw).as_deref(), Ok(raw));
        }
        for raw in [
            "javascript:1",
            "http://mvpd.example/",
            "http://127.0.0.1.evil.example/",
            "http://0.0.0.0:8480/",
            "http://10.0.0.1/",
            "http://[::2]/",
        ] {
            assert_eq!(check(&base, raw), Err(UrlRefusal::Scheme), "{raw}");
        }
    }
}
