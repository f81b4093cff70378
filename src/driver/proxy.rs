//! The proxy that the environment names. ureq's own reading passes over what it cannot use, which
//! would be to go direct.

use std::env;
use std::net::Ipv6Addr;

use ureq::{Proxy, ProxyProtocol};

use crate::input::InvalidInput;

/// Those that ureq reads, in its order.
const VARIABLES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// The proxy of the first variable that is set and not empty.
pub(super) fn from_environment() -> Result<Option<Proxy>, InvalidInput> {
    let set = VARIABLES.into_iter().find_map(|variable| {
        let value = env::var_os(variable)?;
        (!value.is_empty()).then_some((variable, value))
    });
    let Some((variable, value)) = set else {
        return Ok(None);
    };
    let refuse = |reason| InvalidInput::new(variable, reason);
    let value = value.to_str().ok_or_else(|| refuse("is not text"))?;
    let checked = check(value).map_err(refuse)?;
    // With ureq's reading comes `NO_PROXY`.
    match Proxy::try_from_env() {
        Some(proxy) if proxy.uri() == checked.uri() => Ok(Some(proxy)),
        _ => Err(refuse("is not understood; pass http://host:port")),
    }
}

/// Whether a variable's value names a proxy that can be used; if not, why. The reason repeats
/// nothing of it: it may have a password.
fn check(value: &str) -> Result<Proxy, &'static str> {
    let proxy =
        Proxy::new(value).map_err(|_| "is no URL of an HTTP proxy; pass http://host:port")?;
    if !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
        return Err("names a proxy that is not an HTTP proxy, which this library cannot use");
    }
    let authority = proxy.uri().authority().map_or("", |it| it.as_str());
    let place = authority.rsplit_once('@').map_or(authority, |(_, it)| it);
    let (host, port) = match place.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((address, port)) if address.parse::<Ipv6Addr>().is_ok() => (address, port),
        Some(_) => return Err("has no IPv6 address between its brackets"),
        None => place.split_at(place.find(':').unwrap_or(place.len())),
    };
    if host.is_empty() {
        return Err("names no host; pass http://host:port");
    }
    let digits = port.strip_prefix(':').unwrap_or(port);
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    let is_port = is_number && digits.parse::<u16>().is_ok_and(|port| port != 0);
    match port.is_empty() || (port.starts_with(':') && is_port) {
        true => Ok(proxy),
        false => Err("has a port that is not a number from 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_http_proxy_with_a_host_and_a_port_is_refused_without_repeating_it() {
        for value in [
            "socks5://proxy.example:1080",
            "socks4://proxy.example",
            "socks5h://user:hunter2@proxy.example",
            "ftp://user:hunter2@proxy.example",
            "::::",
            ":",
            ":3128",
            "/",
            "http://",
            "http:///",
            "http://:3128",
            "http://user:hunter2@:3128",
            "http://user:hunter2@",
            "http://proxy.example:0",
            "http://proxy.example:65536",
            "http://proxy.example:-1",
            "http://proxy.example:+80",
            "http://proxy.example:",
            "http://proxy.example:port",
            "http://proxy.example:80:80",
            "http://[::1",
            "http://[]:80",
            "http://[proxy]:80",
            "http://[::1]80",
            "http://user:%ff@proxy.example",
            "http://proxy example",
            "http://a b:hunter2@proxy.example",
        ] {
            let reason = check(value).expect_err(value);
            assert!(
                !reason.contains("hunter2") && !reason.contains("example"),
                "{reason}"
            );
        }
    }

    #[test]
    fn what_is_one_is_used() {
        for (value, host, port) in [
            ("http://proxy.example:3128", "proxy.example", 3128),
            ("HTTP://proxy.example:3128/", "proxy.example", 3128),
            ("https://proxy.example", "proxy.example", 443),
            ("http://proxy.example", "proxy.example", 80),
            ("proxy.example:3128", "proxy.example", 3128),
            ("proxy", "proxy", 80),
            (
                "http://user:p%40ss@proxy.example:65535",
                "proxy.example",
                65535,
            ),
            ("http://192.0.2.1:1", "192.0.2.1", 1),
            ("http://[2001:db8::1]:3128", "[2001:db8::1]", 3128),
            ("http://[2001:db8::1]", "[2001:db8::1]", 80),
        ] {
            let proxy = check(value).expect(value);
            assert_eq!((proxy.host(), proxy.port()), (host, port), "{value}");
        }
    }
}
