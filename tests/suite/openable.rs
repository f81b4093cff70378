//! The `url` of a logout's answer: what is handed out to be opened, and what is refused with which
//! reason.

use crate::support::{ADOBE, logout, logout_request};
use serde_json::{Value, json};
use tvpass::operation::{InitiateLogout, Operation as _};
use tvpass::uri::UrlRefusal;
use tvpass::{Logout, LogoutAction, ProfileLogout, Response};

/// The logout of an answer whose `logouts` is this JSON.
fn logouts(map: impl std::fmt::Display) -> Logout {
    logout(&format!(r#"{{"logouts": {map}}}"#))
}

/// A `logout` with this URL.
fn with_url(url: impl Into<Value>) -> ProfileLogout {
    let entry = json!({"actionName": "logout", "actionType": "interactive", "mvpd": "M", "url": url.into()});
    logouts(json!({"M": entry})).profiles[0].clone()
}

fn opened(profile: &ProfileLogout) -> &str {
    match &profile.action {
        LogoutAction::OpenUrl(url) => url.as_str(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_logout_without_a_usable_url_is_still_a_logout() {
    for url in [json!(null), json!(""), json!({}), json!([])] {
        let profile = with_url(url);
        let LogoutAction::UrlRefused(refused) = &profile.action else {
            panic!("{profile:?}");
        };
        assert_eq!(
            (refused.reason, refused.raw.as_str()),
            (UrlRefusal::Missing, "")
        );
        assert!(!profile.contradicts_documentation());
    }
}

#[test]
fn hostile_urls_are_refused_with_the_raw_text() {
    let long = format!("https://evil.example:{}/", "9".repeat(100_000));
    let cases = [
        ("javascript:alert(document.cookie)", UrlRefusal::Scheme),
        (
            "jAvAsCrIpT://sp.auth.adobe.com/%0aalert(1)",
            UrlRefusal::Scheme,
        ),
        ("vbscript:msgbox", UrlRefusal::Scheme),
        ("data:text/html;base64,PHNjcmlwdD4=", UrlRefusal::Scheme),
        (
            "intent://scan/#Intent;scheme=zxing;package=x;end",
            UrlRefusal::Scheme,
        ),
        ("android-app://com.example/https/x", UrlRefusal::Scheme),
        ("market://details?id=x", UrlRefusal::Scheme),
        ("file:///data/data/app/token", UrlRefusal::Scheme),
        ("content://media/external", UrlRefusal::Scheme),
        ("about:blank", UrlRefusal::Scheme),
        ("blob:https://sp.auth.adobe.com/1", UrlRefusal::Scheme),
        ("view-source:https://sp.auth.adobe.com", UrlRefusal::Scheme),
        ("http://sp.auth.adobe.com/", UrlRefusal::Scheme),
        ("HTTP://sp.auth.adobe.com/", UrlRefusal::Scheme),
        ("httpss://sp.auth.adobe.com/", UrlRefusal::Scheme),
        ("//evil.example", UrlRefusal::OtherHost),
        ("//evil.example/sp.auth.adobe.com", UrlRefusal::OtherHost),
        ("//sp.auth.adobe.com.evil.example/", UrlRefusal::OtherHost),
        ("//sp.auth.adobe.com:8443/", UrlRefusal::OtherHost),
        ("////evil.example/", UrlRefusal::OtherHost),
        ("/\\evil.example/", UrlRefusal::Malformed),
        ("/\t/evil.example/", UrlRefusal::Malformed),
        ("/\n/evil.example/", UrlRefusal::Malformed),
        ("ht\ntps://evil.example/", UrlRefusal::Malformed),
        ("\u{0}https://evil.example/", UrlRefusal::Malformed),
        (
            "https://sp.auth.adobe.com\u{0}.evil.example/",
            UrlRefusal::Malformed,
        ),
        (
            "https://sp.auth.adobe.com\r\nHost: evil.example",
            UrlRefusal::Malformed,
        ),
        (
            "https://sp.auth.adobe.com%00.evil.example/",
            UrlRefusal::Host,
        ),
        (
            "https://sp.auth.adobe.com%2eevil.example/",
            UrlRefusal::Host,
        ),
        (
            "https://sp.auth.adobe.com%2f@evil.example/",
            UrlRefusal::UserInformation,
        ),
        (
            "https://sp.auth.adobe.com:443@evil.example/",
            UrlRefusal::UserInformation,
        ),
        ("https://@evil.example/", UrlRefusal::UserInformation),
        // Fullwidth and other letters that browsers map to ASCII, invisible characters, look-alike
        // dots and slashes.
        ("https://sp．auth．adobe．com/", UrlRefusal::Malformed),
        ("https://ｓｐ.auth.adobe.com/", UrlRefusal::Malformed),
        ("https://evil。example/", UrlRefusal::Malformed),
        (
            "https://sp.auth.adobe.com\u{200b}.evil.example/",
            UrlRefusal::Malformed,
        ),
        ("https://sp.auth.adobe.com\u{ad}/", UrlRefusal::Malformed),
        (
            "https://sp.auth.adobe.com⁄evil.example/",
            UrlRefusal::Malformed,
        ),
        ("https://sp.auth.adobe.com\u{202e}/", UrlRefusal::Malformed),
        ("https://sp.auth.adobe.com\u{2028}/", UrlRefusal::Malformed),
        ("//sp.auth.adobe.com\u{200b}/", UrlRefusal::Malformed),
        ("\u{feff}https://sp.auth.adobe.com/", UrlRefusal::Malformed),
        ("\u{a0}javascript:alert(1)", UrlRefusal::Malformed),
        ("https://[::1%25eth0]/", UrlRefusal::Malformed),
        ("https://[evil.example]/", UrlRefusal::Malformed),
        ("https://evil.example:port/", UrlRefusal::Malformed),
        ("https://evil.example:-1/", UrlRefusal::Malformed),
        ("https://evil.example:65536/", UrlRefusal::Host),
        // No browser opens these; some programs show the second as evil.example.
        ("https://xn--/", UrlRefusal::Host),
        ("https://XN--evil-.example/", UrlRefusal::Host),
        (
            "https://sp.auth.adobe.com.xn--99999999999/",
            UrlRefusal::Host,
        ),
        (&long, UrlRefusal::Host),
    ];
    for (raw, reason) in cases {
        let profile = with_url(raw);
        let LogoutAction::UrlRefused(refused) = &profile.action else {
            panic!("{raw:?} is openable: {profile:?}");
        };
        assert_eq!(refused.reason, reason, "{raw:?}");
        assert_eq!(refused.raw, raw);
        assert!(!refused.reason.as_str().is_empty());
    }
}

#[test]
fn hosts_that_browsers_read_as_another_address_are_refused() {
    // WHATWG URL reads a host that ends in a number as an IPv4 address in any notation; RFC 3986
    // reads a name.
    for host in [
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "127.1",
        "0177.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "evil.example.0x7f",
        "evil.example.1",
        "1.2.3.4.",
    ] {
        let raw = format!("https://{host}/slo");
        let profile = with_url(raw.as_str());
        assert!(
            matches!(&profile.action, LogoutAction::UrlRefused(refused) if refused.reason == UrlRefusal::Host),
            "{profile:?}"
        );
    }
    for host in [
        "192.0.2.7",
        "1.example",
        "0x7f.example",
        "a1",
        "7up.example.",
        "[2001:db8::7]",
    ] {
        let raw = format!("https://{host}/slo");
        assert_eq!(opened(&with_url(raw.as_str())), raw);
    }
}

#[test]
fn usable_urls_are_absolute_and_exact() {
    let long_query = format!(
        "https://mvpd.example/slo?RelayState={}",
        "a".repeat(100_000)
    );
    let cases = [
        ("https://mvpd.example/slo", "https://mvpd.example/slo"),
        ("hTTpS://mvpd.example/", "hTTpS://mvpd.example/"),
        (
            "https://xn--bcher-kva.example/",
            "https://xn--bcher-kva.example/",
        ),
        ("/x?y=%00", "https://sp.auth.adobe.com/x?y=%00"),
        ("../../../x", "https://sp.auth.adobe.com/x"),
        ("//SP.auth.adobe.COM/x", "https://SP.auth.adobe.COM/x"),
        ("#done", "https://sp.auth.adobe.com#done"),
        (
            "/slo?u=https://evil.example",
            "https://sp.auth.adobe.com/slo?u=https://evil.example",
        ),
        ("/@evil.example", "https://sp.auth.adobe.com/@evil.example"),
        ("/slo?a=ü b", "https://sp.auth.adobe.com/slo?a=%C3%BC%20b"),
        (long_query.as_str(), long_query.as_str()),
    ];
    for (raw, expected) in cases {
        assert_eq!(opened(&with_url(raw)), expected);
    }
    // JSON escapes are resolved before the check, not after it.
    let escaped = logouts(r#"{"M": {"actionName": "logout", "url": "\u002fa\/b\u003fc"}}"#);
    assert_eq!(
        opened(&escaped.profiles[0]),
        "https://sp.auth.adobe.com/a/b?c"
    );
    let escaped = logouts(r#"{"M": {"actionName": "logout", "url": "java\u0073cript:1"}}"#);
    assert_eq!(escaped.refusal(), Some(UrlRefusal::Scheme));
    let nul = logouts(r#"{"M": {"actionName": "logout", "url": "https://a.example/\u0000"}}"#);
    assert_eq!(nul.refusal(), Some(UrlRefusal::Malformed));
}

#[test]
fn relative_urls_are_resolved_against_the_base_of_the_request() {
    let answer = Response::new(
        200,
        r#"{"logouts": {"M": {"actionName": "logout", "url": "/slo"}}}"#,
    );
    for base in [
        ADOBE,
        "https://proxy.example:8443",
        "http://127.0.0.1:8480",
        "http://[::1]:1",
    ] {
        let logout = InitiateLogout::interpret(&logout_request(base), &answer).unwrap();
        assert_eq!(opened(&logout.profiles[0]), format!("{base}/slo"));
    }
}

#[test]
fn urls_and_reasons_say_what_they_are() {
    let profile = with_url("/slo?a=1");
    let LogoutAction::OpenUrl(url) = &profile.action else {
        panic!("{profile:?}");
    };
    assert_eq!(url.to_string(), "https://sp.auth.adobe.com/slo?a=1");
    assert_eq!(
        format!("{url:?}"),
        "OpenableUrl(https://sp.auth.adobe.com/…)"
    );
    let reasons = [
        (UrlRefusal::Missing, "no url"),
        (UrlRefusal::Malformed, "malformed"),
        (UrlRefusal::Scheme, "scheme is not https"),
        (UrlRefusal::UserInformation, "user information"),
        (UrlRefusal::OtherHost, "another host"),
        (UrlRefusal::Host, "no usable host"),
    ];
    for (reason, words) in reasons {
        assert!(reason.as_str().contains(words), "{reason}");
        assert_eq!(reason.to_string(), reason.as_str());
    }
}
