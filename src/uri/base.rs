//! The base URL of Adobe's service: scheme and authority, nothing else.

use std::fmt;
use std::sync::Arc;

use fluent_uri::Uri;

use super::{has_usable_port, is_loopback, is_usable_host};
use crate::input::InvalidInput;

/// Adobe's environments (Adobe: *REST API V2 overview*, and the server list of its OpenAPI file).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://sp.auth.adobe.com`
    Production,
    /// `https://sp-prequal.auth.adobe.com`
    Prequal,
    /// `https://sp.auth-staging.adobe.com`
    Staging,
    /// `https://sp-prequal.auth-staging.adobe.com`
    PrequalStaging,
}

impl Environment {
    /// The environment's base for REST API V2 and registration.
    #[must_use]
    pub const fn url(self) -> &'static str {
        match self {
            Self::Production => "https://sp.auth.adobe.com",
            Self::Prequal => "https://sp-prequal.auth.adobe.com",
            Self::Staging => "https://sp.auth-staging.adobe.com",
            Self::PrequalStaging => "https://sp-prequal.auth-staging.adobe.com",
        }
    }

    /// The environment's base for the legacy V1 logout. The two prequal environments have none
    /// documented; Adobe lists production and staging.
    #[must_use]
    pub const fn v1_url(self) -> Option<&'static str> {
        match self {
            Self::Production => Some("https://api.auth.adobe.com"),
            Self::Staging => Some("https://api.auth-staging.adobe.com"),
            Self::Prequal | Self::PrequalStaging => None,
        }
    }
}

/// Where requests go: `https://host[:port]`, or `http://` for this machine. Cheap to clone.
///
/// Every spelling of a base is the same one: scheme and host are kept in lower case, without the
/// scheme's default port, without the dot that may end a host name, IPv6 addresses as RFC 5952
/// writes them (RFC 3986 §6.2.2 and §6.2.3). So tidying a configuration does not make another
/// environment of it, to which stored state would not belong.
#[derive(Clone)]
pub struct Base(Arc<Uri<String>>);

impl Base {
    /// Checks and keeps a base URL such as `https://sp.auth.adobe.com`. One trailing `/` is the
    /// same URL and is accepted.
    ///
    /// # Errors
    /// Not an absolute `https` URL (`http` is accepted for `localhost`, 127.0.0.0/8 and `[::1]`);
    /// user information; no host; a path, query or fragment; port 0 or above 65535.
    pub fn new(url: &str) -> Result<Self, InvalidInput> {
        let refuse = |reason: &'static str| InvalidInput::new("base", reason);
        let text = url.strip_suffix('/').unwrap_or(url);
        let uri = Uri::parse(text.to_owned()).map_err(|_| {
            refuse("is not an absolute URL; pass scheme and host, e.g. https://sp.auth.adobe.com")
        })?;
        let Some(authority) = uri.authority() else {
            return Err(refuse(
                "has no host; pass scheme and host, e.g. https://sp.auth.adobe.com",
            ));
        };
        let Some(host) = canonical_host(authority.host()) else {
            return Err(refuse(
                "has no usable host: neither a name nor an address in its usual notation",
            ));
        };
        if authority.has_userinfo() {
            return Err(refuse("has user information before the host; remove it"));
        }
        if !has_usable_port(&authority) {
            return Err(refuse("has a port outside 1 to 65535"));
        }
        if !uri.path().is_empty() || uri.has_query() || uri.has_fragment() {
            return Err(refuse(
                "has a path, a query or a fragment; pass scheme and host alone, the library adds the path",
            ));
        }
        let scheme = uri.scheme().as_str().to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "https" => 443,
            "http" if is_loopback(&host) => 80,
            "http" => {
                return Err(refuse(
                    "is http; only https is sent to another machine, because the requests carry tokens",
                ));
            }
            _ => return Err(refuse("is neither https nor http")),
        };
        let canonical = match authority.port_to_u16() {
            Ok(Some(port)) if port != default_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        let uri = Uri::parse(canonical).map_err(|_| refuse("is not an absolute URL"))?;
        Ok(Self(Arc::new(uri)))
    }

    /// The URL in its one spelling, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether this is a server on this machine, reached without TLS.
    #[must_use]
    pub fn is_plain_loopback(&self) -> bool {
        self.0.scheme().as_str() == "http"
    }

    pub(super) fn uri(&self) -> &Uri<String> {
        &self.0
    }
}

/// The one spelling of a host that every parser reads alike; `None` for any other host.
fn canonical_host(host: &str) -> Option<String> {
    if !is_usable_host(host) {
        return None;
    }
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        let address = address.parse::<std::net::Ipv6Addr>().ok()?;
        return Some(format!("[{address}]"));
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_name = !name.is_empty() && !name.ends_with('.');
    is_name.then(|| name.to_ascii_lowercase())
}

impl From<Environment> for Base {
    fn from(environment: Environment) -> Self {
        match Self::new(environment.url()) {
            Ok(base) => base,
            // The four constants above are valid; a test holds them to it.
            Err(_) => unreachable!(),
        }
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base({})", self.as_str())
    }
}

impl PartialEq for Base {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Base {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_environment_is_a_base() {
        for environment in [
            Environment::Production,
            Environment::Prequal,
            Environment::Staging,
            Environment::PrequalStaging,
        ] {
            assert_eq!(Base::from(environment).as_str(), environment.url());
            if let Some(url) = environment.v1_url() {
                assert!(Base::new(url).is_ok());
            }
        }
    }

    #[test]
    fn loopback_may_be_plain_http() {
        for url in [
            "http://127.0.0.1:8480",
            "http://localhost:1/",
            "http://[::1]:8480",
        ] {
            let base = Base::new(url).expect(url);
            assert!(base.is_plain_loopback());
        }
    }

    #[test]
    fn every_spelling_of_a_base_is_the_same_base() {
        let cases = [
            ("https://sp.auth.adobe.com/", "https://sp.auth.adobe.com"),
            ("HTTPS://sp.auth.adobe.com", "https://sp.auth.adobe.com"),
            ("https://SP.Auth.Adobe.COM", "https://sp.auth.adobe.com"),
            ("https://sp.auth.adobe.com:443", "https://sp.auth.adobe.com"),
            (
                "https://sp.auth.adobe.com:0443/",
                "https://sp.auth.adobe.com",
            ),
            ("https://sp.auth.adobe.com:", "https://sp.auth.adobe.com"),
            ("https://sp.auth.adobe.com.", "https://sp.auth.adobe.com"),
            (
                "Https://SP.auth.adobe.com.:443/",
                "https://sp.auth.adobe.com",
            ),
            (
                "https://sp.auth.adobe.com:80",
                "https://sp.auth.adobe.com:80",
            ),
            (
                "https://sp.auth.adobe.com.:8443",
                "https://sp.auth.adobe.com:8443",
            ),
            ("HTTP://LocalHost:80/", "http://localhost"),
            ("http://localhost:443", "http://localhost:443"),
            ("http://127.0.0.1:8480/", "http://127.0.0.1:8480"),
            ("http://[0:0:0:0:0:0:0:1]:80", "http://[::1]"),
            ("https://[2001:DB8::0:1]:443", "https://[2001:db8::1]"),
        ];
        for (url, canonical) in cases {
            let base = Base::new(url).expect(url);
            assert_eq!(base.as_str(), canonical, "{url}");
            assert_eq!(base, Base::new(canonical).expect(canonical));
        }
        for other in [
            "https://sp.auth.adobe.com:8443",
            "https://sp.auth-staging.adobe.com",
            "https://sp.auth.adobe.co",
        ] {
            let other = Base::new(other).expect(other);
            assert_ne!(other, Environment::Production.into());
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        let cases = [
            ("", "absolute"),
            ("sp.auth.adobe.com", "absolute"),
            ("/api/v2", "absolute"),
            ("https:", "no host"),
            ("https://", "host"),
            ("https:///", "host"),
            ("https://%65vil.example", "host"),
            ("https://0x7f.1", "host"),
            ("https://.", "host"),
            ("https://sp.auth.adobe.com..", "host"),
            ("http://sp.auth.adobe.com", "only https"),
            ("ftp://sp.auth.adobe.com", "neither"),
            ("https://user@sp.auth.adobe.com", "user information"),
            ("https://sp.auth.adobe.com:0", "port"),
            ("https://sp.auth.adobe.com:70000", "port"),
            ("https://sp.auth.adobe.com/api/v2", "path"),
            ("https://sp.auth.adobe.com//", "path"),
            ("https://sp.auth.adobe.com?x", "query"),
            ("https://sp.auth.adobe.com#x", "fragment"),
            ("https://sp.auth.adobe.com\n", "absolute"),
            (" https://sp.auth.adobe.com", "absolute"),
            ("http://localhost.evil.example", "only https"),
        ];
        for (url, reason) in cases {
            let error = Base::new(url).expect_err(url);
            assert_eq!(error.field(), "base");
            assert!(error.reason().contains(reason), "{url}: {error}");
        }
    }
}
