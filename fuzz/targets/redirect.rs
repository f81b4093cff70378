//! Any redirect URL against any navigation: a match is the same host, port, path, parameters and
//! fragment to a browser as well.
//!
//! Input: the redirect URL, a line feed, the navigation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use tvpass::RedirectUrl;
use url::Url;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let (wanted, navigation) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(redirect_url) = RedirectUrl::new(wanted) else {
        return;
    };
    assert!(
        redirect_url.is_reached_by(wanted),
        "{wanted:?} does not reach itself"
    );
    if !redirect_url.is_reached_by(navigation) {
        return;
    }
    // A user agent reports what it has parsed.
    if let (Ok(wanted), Ok(reached)) = (Url::parse(wanted), Url::parse(navigation)) {
        // Browsers read a drive letter into `file:/s:/`, and leave out a host `localhost`; RFC 3986
        // does not.
        if wanted.scheme() == "file" {
            return;
        }
        assert_eq!(host(&wanted), host(&reached), "{text:?}");
        if wanted.is_special() {
            assert_eq!(path(&wanted), path(&reached), "{text:?}");
        }
        for pair in wanted.query_pairs() {
            assert!(reached.query_pairs().any(|other| other == pair), "{text:?}");
        }
        if let Some(fragment) = wanted.fragment().filter(|fragment| !fragment.is_empty()) {
            assert_eq!(
                Some(decoded(fragment)),
                reached.fragment().map(decoded),
                "{text:?}"
            );
        }
    }
});

/// The host, and the port unless it is the scheme's own.
fn host(url: &Url) -> (Option<String>, Option<u16>) {
    (url.host_str().map(str::to_ascii_lowercase), url.port())
}

/// The path, as far as a browser and RFC 3986 agree about what needs to be encoded.
fn path(url: &Url) -> Vec<u8> {
    let path = decoded(url.path());
    path.strip_suffix(b"/").unwrap_or(&path).to_vec()
}

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}
