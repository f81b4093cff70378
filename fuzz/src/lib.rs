//! What the targets share: one device, secrets that must never be seen again, and answers chosen by
//! a byte.

use tvpass::call::{ClientConfig, TokenSource};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::operation::{ClientCredentials, Site, SoftwareStatement};
use tvpass::uri::{Base, OpenableUrl, RedirectUrl};
use tvpass::{AccessToken, Error, Response};
use url::{Host, ParseError, Url};

/// Where requests go.
pub const BASE: &str = "https://sp.auth.adobe.com";

/// What requests carry, and answers may echo.
pub const ACCESS_TOKEN: &str = "access-token-4d1f";
/// See [`ACCESS_TOKEN`].
pub const CLIENT_SECRET: &str = "client-secret-e7a2";
/// See [`ACCESS_TOKEN`].
pub const SOFTWARE_STATEMENT: &str = "software-statement-5f1c";
/// See [`ACCESS_TOKEN`].
pub const SERVICE_TOKEN: &str = "service-token-77ab";

/// All of them.
pub const SECRETS: &[&str] = &[
    ACCESS_TOKEN,
    CLIENT_SECRET,
    SOFTWARE_STATEMENT,
    SERVICE_TOKEN,
];

/// The access token.
pub fn access_token() -> AccessToken {
    AccessToken::new(ACCESS_TOKEN).expect("an access token")
}

/// The client credentials.
pub fn credentials() -> ClientCredentials {
    ClientCredentials::new("client-id", CLIENT_SECRET).expect("credentials")
}

/// The software statement.
pub fn software_statement() -> SoftwareStatement {
    SoftwareStatement::new(SOFTWARE_STATEMENT).expect("a software statement")
}

/// The base.
pub fn base() -> Base {
    Base::new(BASE).expect("a base")
}

/// A redirect URL.
pub fn redirect_url() -> RedirectUrl {
    RedirectUrl::new("https://example.com/signed-out").expect("a redirect URL")
}

/// A device.
pub fn device() -> Device {
    Device::new(
        DeviceIdentifier::from_text("device-identifier").expect("an identifier"),
        DeviceInfo::builder()
            .model("AppleTV")
            .version("14,1")
            .os_name(OsName::TvOs)
            .os_version("17.4")
            .connection_type(ConnectionType::Lan)
            .build()
            .expect("a description"),
    )
}

/// The device at the base.
pub fn site() -> Site {
    Site::new(base(), device())
}

/// The configuration of a client that registers by itself.
pub fn registering() -> ClientConfig {
    let token_source = TokenSource::Registration {
        software_statement: software_statement(),
        redirect_uri: None,
    };
    ClientConfig::new(site(), token_source)
}

/// The answer to a registration.
pub fn registered() -> Response {
    let body = format!(r#"{{"client_id":"client-id","client_secret":"{CLIENT_SECRET}"}}"#);
    Response::new(201, body)
}

/// The answer to a token request.
pub fn granted(lifetime_s: u64) -> Response {
    let body = format!(r#"{{"access_token":"{ACCESS_TOKEN}","expires_in":{lifetime_s}}}"#);
    Response::new(201, body)
}

/// A status that an answer can have: every one that is told apart, and some that are not.
pub fn status(byte: u8) -> u16 {
    const STATUSES: [u16; 16] = [
        200, 201, 204, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503, 0, 999, 65535,
    ];
    STATUSES[usize::from(byte) % STATUSES.len()]
}

/// Panics if anything that can be shown of an error has one of the secrets in it: those that its
/// request carried.
pub fn assert_no_secret(error: &Error, secrets: &[&str]) {
    use std::error::Error as _;
    let mut shown = format!("{error} {error:?} {}", error.advice());
    let mut source = error.source();
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    assert_shows_none(&shown, secrets);
}

/// Panics if `shown` has one of the secrets in it.
pub fn assert_shows_none(shown: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

/// The same answer with a byte order mark, and with a member more that has halves of surrogate
/// pairs and control characters in it. `None` if the body is not an object with members.
pub fn with_what_is_not_a_character(response: &Response) -> Option<Response> {
    let body = std::str::from_utf8(response.body()).ok()?;
    let members = body.trim_start_matches([' ', '\t', '\r', '\n']);
    let members = members.strip_prefix('{')?;
    let is_empty = members
        .trim_start_matches([' ', '\t', '\r', '\n'])
        .starts_with('}');
    if is_empty {
        return None;
    }
    let odd = format!("\u{feff}{{\"odd\\ud800\u{1}\": [\"\\udc00\\ud83d\"],{members}");
    Some(Response::new(response.status(), odd))
}

/// Panics unless a browser takes the URL to the host that it says, over https, without user
/// information.
///
/// Or nowhere: what characters a name may have is a matter of tables that the library does without,
/// so a browser may refuse a name with proper punycode.
pub fn assert_safe(url: &OpenableUrl) {
    assert_safe_text(url.as_str());
}

/// The same for a URL that is no [`OpenableUrl`] because it is not to be shown.
pub fn assert_safe_text(text: &str) {
    let (_, after) = text.split_once("://").expect("an absolute URL");
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    let seen = match Url::parse(text) {
        Ok(seen) => seen,
        Err(ParseError::IdnaError) if has_punycode(authority) => return,
        Err(e) => panic!("no browser opens {text:?}: {e}"),
    };
    assert_eq!(seen.scheme(), "https", "{text:?}");
    assert_eq!((seen.username(), seen.password()), ("", None), "{text:?}");
    // The colon of a port comes after the bracket that ends an IPv6 address.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    let port = match port {
        "" => 443,
        digits => digits.parse().expect("a port"),
    };
    let host = match host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(address) => Host::Ipv6(address.parse().expect("an IPv6 address")),
        None => match host.parse() {
            Ok(address) => Host::Ipv4(address),
            Err(_) => Host::Domain(host.to_ascii_lowercase()),
        },
    };
    assert_eq!(
        seen.host().map(|host| host.to_owned()),
        Some(host),
        "{text:?}"
    );
    assert_eq!(seen.port_or_known_default(), Some(port), "{text:?}");
}

/// Whether each label that begins like punycode is some, for characters outside ASCII, and there is
/// one.
fn has_punycode(authority: &str) -> bool {
    let name = authority.split(':').next().unwrap_or_default();
    let mut encoded = name.split('.').filter_map(|label| {
        let (prefix, encoded) = label.split_at_checked(4)?;
        prefix.eq_ignore_ascii_case("xn--").then_some(encoded)
    });
    encoded.clone().next().is_some()
        && encoded.all(|label| {
            let text = idna::punycode::decode_to_string(label);
            text.is_some_and(|text| !text.is_ascii())
        })
}
