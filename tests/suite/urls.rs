//! URLs judged by a parser that this project did not write: the `url` crate, which follows WHATWG
//! URL as browsers do.
//!
//! What a browser reads differently from this library's parser (RFC 3986) is how a URL would escape
//! a check.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use crate::support::cases::cases;
use crate::support::logout_request;
use proptest::prelude::*;
use proptest::sample::select;
use tvpass::operation::{InitiateLogout, Operation as _};
use tvpass::{LogoutAction, RedirectUrl, Request, Response};
use url::{Position, Url};

const BASES: [&str; 4] = [
    "https://sp.auth.adobe.com",
    "https://proxy.example:8443",
    "http://127.0.0.1:8480",
    "http://[::1]:8480",
];

static REQUESTS: LazyLock<[Request; 4]> = LazyLock::new(|| BASES.map(logout_request));

/// What an answer to `request` with this `url` makes the device do.
fn action(request: &Request, url: &str) -> LogoutAction {
    let body = serde_json::json!({"logouts": {"M": {"actionName": "logout", "url": url}}});
    let logout = InitiateLogout::interpret(request, &Response::new(200, body.to_string())).unwrap();
    logout.profiles[0].action.clone()
}

/// Scheme, host and port as they stand in the text, read without any parser's cleverness.
fn written(url: &str) -> (String, String, Option<u16>) {
    let (scheme, rest) = url.split_once("://").expect("an absolute URL");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    assert!(!authority.contains('@'), "{url}");
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let scheme = scheme.to_ascii_lowercase();
    let default = if scheme == "https" { 443 } else { 80 };
    let port = match port {
        "" => None,
        port => Some(port.parse().expect("a port")).filter(|port| *port != default),
    };
    (scheme, canonical(host), port)
}

fn canonical(host: &str) -> String {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match address.and_then(|address| address.parse::<Ipv6Addr>().ok()) {
        Some(address) => format!("[{address}]"),
        None => host.to_ascii_lowercase(),
    }
}

fn assert_safe(base: &str, raw: &str, opened: &str) {
    assert!(
        opened.bytes().all(|b| b.is_ascii_graphic() && b != b'\\'),
        "{opened:?}"
    );
    let (scheme, host, port) = written(opened);
    let address = host.parse::<Ipv4Addr>();
    let loopback =
        matches!(&*host, "localhost" | "[::1]") || address.is_ok_and(|ip| ip.is_loopback());
    assert!(
        scheme == "https" || (scheme == "http" && base.starts_with("http:") && loopback),
        "{opened}"
    );

    let parsed = match Url::parse(opened) {
        Ok(parsed) => parsed,
        // Proper punycode for characters that no name may have leads nowhere.
        Err(url::ParseError::IdnaError) if host.contains("xn--") => return,
        Err(e) => panic!("{opened}: {e}"),
    };
    assert_eq!(parsed.scheme(), scheme, "{opened}");
    assert_eq!(
        (parsed.username(), parsed.password()),
        ("", None),
        "{opened}"
    );
    assert_eq!(
        canonical(parsed.host_str().expect("a host")),
        host,
        "{opened}"
    );
    assert_eq!(parsed.port(), port, "{opened}");

    // The same place that a browser on the service's own page would have gone to.
    let browser = Url::parse(base).unwrap().join(raw).expect(raw);
    assert_eq!(browser.origin(), parsed.origin(), "{raw:?} became {opened}");
}

/// Pieces of which hostile URLs are made.
const PIECES: &[&str] = &[
    "https:",
    "http:",
    "HTTPS:",
    "javascript:",
    "data:",
    "intent:",
    "file:",
    "//",
    "/",
    "///",
    "\\",
    "@",
    ":",
    "?",
    "#",
    "&",
    "=",
    ";",
    ".",
    "..",
    "/../",
    "%00",
    "%2e",
    "%2f",
    "%5c",
    "%40",
    "%",
    "%zz",
    "\t",
    "\n",
    "\r",
    "\0",
    " ",
    "\u{7f}",
    "sp.auth.adobe.com",
    "proxy.example",
    "evil.example",
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[",
    "]",
    "0x7f",
    "017700000001",
    ":443",
    ":80",
    ":8443",
    ":8480",
    ":0",
    ":65536",
    "xn--",
    "xn--bcher-kva",
    "user",
    "．",
    "。",
    "／",
    "＠",
    "：",
    "ｅ",
    "ß",
    "É",
    "\u{200b}",
    "\u{ad}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{85}",
    "a",
    "A",
    "-",
    "_",
    "~",
    "!",
    "$",
    "'",
    "(",
    "*",
    "+",
    ",",
    "|",
    "^",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "`",
];

fn hostile() -> impl Strategy<Value = String> {
    let soup =
        |size| prop::collection::vec(select(PIECES), size).prop_map(|pieces| pieces.concat());
    prop_oneof![
        2 => soup(0..12),
        4 => (select(vec!["https://", "//", "http://", "https:", "HTTPS://"]), soup(1..8)).prop_map(|(a, b)| a.to_owned() + &b),
        2 => (sane_url(), any::<prop::sample::Index>(), select(PIECES)).prop_map(|(url, at, piece)| {
            let at = at.index(url.len() + 1);
            format!("{}{piece}{}", &url[..at], &url[at..])
        }),
        1 => any::<String>(),
    ]
}

fn sane_host() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?(\\.[a-z][a-z0-9]{0,6}){1,3}"
}

/// An https URL as providers send them; ASCII.
fn sane_url() -> impl Strategy<Value = String> {
    let port = select(vec!["", ":8443", ":1", ":65535"]);
    let path = "(/[a-zA-Z0-9_~!$&'()*+,;=:@-]{0,8}){0,4}";
    let query = "(\\?[a-zA-Z0-9_.~!$&()*+,;=:@/?%-]{0,20})?";
    (sane_host(), port, path, query).prop_map(|(host, port, path, query)| {
        // A lone % is no URL; an escape is.
        format!("https://{host}{port}{path}{}", query.replace('%', "%2F"))
    })
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn what_is_openable_leads_where_it_says_and_nowhere_else(raw in hostile(), at in 0..BASES.len()) {
        match action(&REQUESTS[at], &raw) {
            LogoutAction::OpenUrl(url) => assert_safe(BASES[at], &raw, url.as_str()),
            LogoutAction::UrlRefused(refused) => prop_assert_eq!(refused.raw, raw),
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn an_ordinary_https_url_is_openable_byte_for_byte(raw in sane_url(), at in 0..BASES.len()) {
        match action(&REQUESTS[at], &raw) {
            LogoutAction::OpenUrl(url) => prop_assert_eq!(url.as_str(), &raw),
            other => panic!("{raw}: {other:?}"),
        }
        assert_safe(BASES[at], &raw, &raw);
    }

    #[test]
    fn an_ordinary_relative_url_is_resolved_as_browsers_do(url in sane_url(), at in 0..BASES.len()) {
        let url = Url::parse(&url).unwrap();
        let raw = &url[Position::BeforePath..];
        // That would be another host.
        if raw.starts_with("//") {
            return Ok(());
        }
        match action(&REQUESTS[at], raw) {
            LogoutAction::OpenUrl(url) => {
                let browser = Url::parse(BASES[at]).unwrap().join(raw).unwrap();
                prop_assert_eq!(Url::parse(url.as_str()).unwrap(), browser);
            }
            other => panic!("{raw}: {other:?}"),
        }
    }

    #[test]
    fn punycode_is_openable_if_it_decodes_to_what_is_not_ascii(label in "[xX][nN]--[a-zA-Z0-9-]{0,9}") {
        let raw = format!("https://a.{label}.example/");
        let text = idna::punycode::decode_to_string(&label[4..]);
        let proper = text.is_some_and(|text| !text.is_ascii() && !text.contains(char::is_control));
        // A browser opens no other, and not each of these.
        prop_assert!(proper || Url::parse(&raw).is_err(), "{raw}");
        let opened = matches!(action(&REQUESTS[0], &raw), LogoutAction::OpenUrl(_));
        prop_assert_eq!(opened, proper, "{}", raw);
    }

    /// The user agent reports what it navigates to as its own parser writes it.
    #[test]
    fn a_redirect_url_is_reached_as_a_browser_writes_it(wanted in redirect_url()) {
        let redirect = RedirectUrl::new(&wanted).unwrap();
        prop_assert!(redirect.is_reached_by(&wanted));
        let browser = Url::parse(&wanted).unwrap();
        prop_assert!(redirect.is_reached_by(browser.as_str()), "{} by {}", wanted, browser);
    }

    #[test]
    fn a_redirect_url_is_reached_with_what_services_add(
        wanted in redirect_url(),
        scheme in select(vec!["http", "https", "HTTPS", "hTTp"]),
        query in "(&[a-z]{1,5}=[a-zA-Z0-9|{} ü]{0,5}){0,2}",
        fragment in "(#[a-z0-9=&]{0,8})?",
    ) {
        let redirect = RedirectUrl::new(&wanted).unwrap();
        let url = Url::parse(&wanted).unwrap();
        // http on 443 is another place than https on its default port.
        if matches!(url.port(), Some(80 | 443)) {
            return Ok(());
        }
        let authority = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str().unwrap().to_uppercase()),
            None => url.host_str().unwrap().to_uppercase(),
        };
        let navigation = format!(
            "{scheme}://{authority}{}?{}{query}x{fragment}",
            url.path(),
            url.query().unwrap_or_default(),
        );
        let navigation = if url.query().is_some() && query.is_empty() {
            format!("{scheme}://{authority}{}", &url[Position::BeforePath..])
        } else {
            navigation
        };
        prop_assert!(redirect.is_reached_by(&navigation), "{} by {}", wanted, navigation);
    }
}

/// A redirect URL of the web as an app would choose it, and stranger ones that are valid too.
fn redirect_url() -> impl Strategy<Value = String> {
    let scheme = select(vec!["https", "http", "HTTPS"]);
    let port = select(vec!["", ":8443", ":443", ":80"]);
    let path = "(/([a-zA-Z0-9_~!$&'()*+,;=:@-]|\\.|%2[eE]|%2F|%7e|%C3%BC){0,5}){0,4}";
    let query = "(\\?([a-z]{1,3}=([a-zA-Z0-9_.~!$'()*+,;:@/?-]|%2[06]|%27|%7E){0,5}&){0,2}[a-z]{1,3}=[a-z0-9']{0,3})?";
    (scheme, sane_host(), port, path, query).prop_map(|(scheme, host, port, path, query)| {
        format!("{scheme}://{host}{port}{path}{query}")
    })
}

/// Navigations that are the redirect URL, nearly the redirect URL, or made to look like it.
fn near(wanted: &str) -> impl Strategy<Value = String> + use<> {
    let url = Url::parse(wanted).unwrap();
    let host = url.host_str().unwrap().to_owned();
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let hosts = vec![
        host.clone(),
        host.clone(),
        host.to_uppercase(),
        format!("{host}."),
        format!("www.{host}"),
        format!("{host}.evil.example"),
        format!("{host}%2eevil.example"),
        format!("{host}\u{200b}"),
        host.replace('.', "。"),
        format!("evil.example\\@{host}"),
        format!("evil.example#@{host}"),
        "evil.example".to_owned(),
    ];
    let path = url.path().to_owned();
    let paths = vec![
        path.clone(),
        path.clone(),
        format!("{path}/"),
        path.trim_end_matches('/').to_owned(),
        format!("{path}//"),
        format!("{path}/."),
        format!("{path}/.."),
        format!("{path}/x/.."),
        format!("{path}/x/%2e%2E"),
        format!("{path}/x%2f.."),
        format!("{path}\\.."),
        format!("{path}x"),
        format!("/.{path}"),
        format!("/x/..{path}"),
        format!("/{path}"),
        path.to_uppercase(),
        path.replace('a', "%61"),
        path.replace('~', "%7E"),
    ];
    let query = url
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let queries = vec![
        query.clone(),
        query.clone(),
        format!("{query}&state=1"),
        format!("?state=1&{}", query.trim_start_matches('?')),
        String::new(),
        "?".to_owned(),
        query.to_uppercase(),
        format!("{query}#top"),
    ];
    (
        select(vec![
            "https://",
            "http://",
            "HTTPS://",
            "https:",
            "https:/",
            "https:\\\\",
            "//",
            "ftp://",
            "\thttps://",
            "",
        ]),
        select(vec!["", "", "", "user@", ":@", "@"]),
        select(hosts),
        select(vec![
            port.clone(),
            port,
            String::new(),
            ":".to_owned(),
            ":443".to_owned(),
            ":80".to_owned(),
            ":0443".to_owned(),
        ]),
        select(paths),
        select(queries),
    )
        .prop_map(|(scheme, user, host, port, path, query)| {
            format!("{scheme}{user}{host}{port}{path}{query}")
        })
}

/// The path as a server sees it: decoded, with one trailing slash removed.
fn decoded_path(url: &Url) -> Vec<u8> {
    let path = url.path();
    percent_encoding::percent_decode_str(path.strip_suffix('/').unwrap_or(path)).collect()
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_match_is_the_same_host_port_and_path_to_a_browser_too(
        (wanted, navigation) in redirect_url().prop_flat_map(|wanted| (Just(wanted.clone()), near(&wanted))),
    ) {
        let redirect = RedirectUrl::new(&wanted).unwrap();
        if redirect.is_reached_by(&navigation) {
            let (wanted, reached) = (Url::parse(&wanted).unwrap(), Url::parse(&navigation).expect(&navigation));
            prop_assert!(matches!(reached.scheme(), "http" | "https"), "{}", navigation);
            prop_assert_eq!(wanted.host_str(), reached.host_str(), "{} by {}", wanted, navigation);
            prop_assert_eq!(wanted.port(), reached.port(), "{} by {}", wanted, navigation);
            prop_assert_eq!(decoded_path(&wanted), decoded_path(&reached), "{} by {}", wanted, navigation);
            prop_assert_eq!((reached.username(), reached.password()), ("", None), "{}", navigation);
            for pair in wanted.query_pairs() {
                prop_assert!(reached.query_pairs().any(|other| other == pair), "{} by {}", wanted, navigation);
            }
        }
    }

    #[test]
    fn no_navigation_makes_the_matcher_panic_or_leave_the_host(navigation in hostile()) {
        let redirect = RedirectUrl::new("https://proxy.example:8443/evil.example?a").unwrap();
        if redirect.is_reached_by(&navigation) {
            let reached = Url::parse(&navigation).expect(&navigation);
            prop_assert_eq!(reached.host_str(), Some("proxy.example"), "{}", navigation);
            prop_assert_eq!(reached.port(), Some(8443), "{}", navigation);
        }
    }
}
