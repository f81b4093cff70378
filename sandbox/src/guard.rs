//! Who may use the controls and the workbench: programs and pages of this machine, and no web page
//! from elsewhere.
//!
//! A page elsewhere can send requests to 127.0.0.1 in three ways. A form or `fetch` names the page
//! in `Origin`, and the browser says `Sec-Fetch-Site: cross-site`. A name that its owner lets point
//! to 127.0.0.1 (DNS rebinding) makes the page's own requests arrive here, with it in `Host`.
//! All are refused.

use std::net::IpAddr;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, Response};
use serde_json::json;

use crate::config::Config;
use crate::device;
use crate::enhanced::{JSON, respond};

/// Whether a path belongs to the controls or the workbench.
pub(crate) fn guards(path: &str) -> bool {
    path == "/" || path == "/sandbox" || path.starts_with("/sandbox/")
}

/// The answer to a request that [`check`] refuses.
pub(crate) fn refusal(reason: &str) -> Response<Body> {
    let text = format!("Refused: {reason}");
    respond(403, JSON, json!({"error": text}).to_string())
}

/// Refuses what a web page from elsewhere may have sent; the error is the reason.
pub(crate) fn check(config: &Config, is_here: bool, request: &Parts) -> Result<(), &'static str> {
    if !is_here && !config.remote_control {
        return Err("the controls are for this machine alone, unless --remote-control is given");
    }
    let Some(host) = device::single(&request.headers, "host") else {
        return Err("the request has no Host, or several");
    };
    let is_known = |host: &str| {
        is_local(host)
            || config
                .host_names
                .iter()
                .any(|name| same(name, without_port(host)))
    };
    let named = request
        .uri
        .authority()
        .map(axum::http::uri::Authority::as_str);
    if !is_known(host) || !named.is_none_or(is_known) {
        return Err("Host is a name that is not this machine's; --host-name makes it known");
    }
    let headers = &request.headers;
    if headers.contains_key("origin") {
        let own =
            device::single(headers, "origin").and_then(|origin| origin.strip_prefix("http://"));
        if !own.is_some_and(|origin| same(origin, host)) {
            return Err("Origin is a page from elsewhere");
        }
    }
    let header = |name: &str| device::single(headers, name).unwrap_or_default();
    let is_link = request.method == Method::GET
        && request.uri.path() == "/"
        && header("sec-fetch-mode") == "navigate";
    let is_own = matches!(header("sec-fetch-site"), "" | "same-origin" | "none");
    if !is_own && !is_link {
        return Err("a page from elsewhere has sent this");
    }
    Ok(())
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Names that cannot be anybody else's: addresses, and `localhost`.
fn is_local(host: &str) -> bool {
    let name = without_port(host);
    let address = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(name);
    same(name, "localhost") || address.parse::<IpAddr>().is_ok()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::Request;

    use super::*;

    fn sent(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn is_let_through(headers: &[(&str, &str)]) -> bool {
        check(
            &Config::default(),
            true,
            &sent("POST", "/sandbox/reset", headers),
        )
        .is_ok()
    }

    #[test]
    fn hosts_are_this_machines() {
        for host in [
            "127.0.0.1:8480",
            "127.0.0.1",
            "localhost:1",
            "LOCALHOST",
            "[::1]:8480",
            "10.0.2.2:8480",
        ] {
            assert!(is_let_through(&[("host", host)]), "{host}");
        }
        for host in [
            "evil.example:8480",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "",
            "x",
            "localhost:",
        ] {
            assert!(!is_let_through(&[("host", host)]), "{host}");
        }
        assert!(!is_let_through(&[]), "no host");
        assert!(
            !is_let_through(&[("host", "localhost"), ("host", "localhost")]),
            "two hosts"
        );
        let named = Config {
            host_names: vec!["sandbox".into()],
            ..Config::default()
        };
        let request = sent("POST", "/sandbox/reset", &[("host", "Sandbox:8480")]);
        assert!(check(&named, true, &request).is_ok());
        let request = sent(
            "GET",
            "http://evil.example/sandbox/log",
            &[("host", "localhost")],
        );
        assert!(
            check(&named, true, &request).is_err(),
            "an absolute target names it, too"
        );
    }

    #[test]
    fn pages_from_elsewhere_are_refused() {
        let host = ("host", "127.0.0.1:8480");
        assert!(is_let_through(&[
            host,
            ("origin", "http://127.0.0.1:8480"),
            ("sec-fetch-site", "same-origin")
        ]));
        for origin in [
            "https://evil.example",
            "null",
            "http://127.0.0.1:3000",
            "http://localhost:8480",
            "",
        ] {
            assert!(!is_let_through(&[host, ("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!is_let_through(&[host, ("sec-fetch-site", site)]), "{site}");
        }
        let link = [
            host,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        assert!(
            check(&Config::default(), true, &sent("GET", "/", &link)).is_ok(),
            "a link to the page"
        );
        assert!(check(&Config::default(), true, &sent("POST", "/", &link)).is_err());
        assert!(
            check(
                &Config::default(),
                true,
                &sent("GET", "/sandbox/log", &link)
            )
            .is_err()
        );
    }

    #[test]
    fn other_machines_have_no_controls() {
        let request = sent("GET", "/", &[("host", "10.0.0.1:8480")]);
        assert!(check(&Config::default(), false, &request).is_err());
        let open = Config {
            remote_control: true,
            ..Config::default()
        };
        assert!(check(&open, false, &request).is_ok());
    }
}
