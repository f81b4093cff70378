//! Requests in a HAR file (HTTP Archive 1.2), as browsers and debugging proxies write them.

use serde::Deserialize;

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
}

/// A request that was recorded.
#[derive(Deserialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<Header>,
}

/// One of its headers.
#[derive(Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The requests of a file, in its order.
pub(crate) fn requests(text: &[u8]) -> Result<Vec<Request>, String> {
    // Some programs begin their files with a byte order mark.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let har: Har = serde_json::from_slice(text).map_err(|error| {
        // Without the words of serde, which quote what stands there.
        let kind = match error.is_data() {
            true => "is JSON, but no HTTP archive",
            false => "is not JSON",
        };
        format!("{kind} (line {}, column {})", error.line(), error.column())
    })?;
    let entries = har.log.entries.into_iter();
    Ok(entries.map(|entry| entry.request).collect())
}

/// The address of a request without what signs somebody in: codes in the path, values in the query.
pub(crate) fn shown_url(url: &str) -> String {
    let (place, query) = match url.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (url, None),
    };
    let mut shown: Vec<&str> = Vec::new();
    for segment in place.split('/') {
        let is_code = match shown.as_slice() {
            [.., "code" | "sessions"] => segment != "sso",
            // `authenticate/{service provider}/{code}`
            [.., "authenticate", _] => true,
            _ => false,
        };
        shown.push(if is_code { "…" } else { segment });
    }
    let mut text = shown.join("/");
    if let Some(query) = query {
        let names = query
            .split('&')
            .map(|pair| pair.split('=').next().unwrap_or_default());
        let pairs: Vec<_> = names.map(|name| format!("{name}=…")).collect();
        text.push('?');
        text.push_str(&pairs.join("&"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_signs_somebody_in_is_left_out_of_addresses() {
        let cases = [
            (
                "https://a/api/v2/R/profiles/code/8BLW4RW",
                "https://a/api/v2/R/profiles/code/…",
            ),
            (
                "https://a/api/v2/R/sessions/8BLW4RW",
                "https://a/api/v2/R/sessions/…",
            ),
            (
                "https://a/api/v2/R/sessions/sso/Apple",
                "https://a/api/v2/R/sessions/sso/Apple",
            ),
            (
                "https://a/api/v2/authenticate/R/8BLW4RW",
                "https://a/api/v2/authenticate/R/…",
            ),
            (
                "https://a/x?redirectUrl=y&z=1",
                "https://a/x?redirectUrl=…&z=…",
            ),
            ("https://a/api/v2/R/sessions", "https://a/api/v2/R/sessions"),
        ];
        for (url, shown) in cases {
            assert_eq!(shown_url(url), shown);
        }
    }

    #[test]
    fn what_is_no_archive_is_refused_without_quoting_it() {
        assert_eq!(
            requests(b"{\"log\": \"secret\"}").err().unwrap(),
            "is JSON, but no HTTP archive (line 1, column 16)"
        );
        assert!(
            requests(b"secret")
                .err()
                .unwrap()
                .starts_with("is not JSON")
        );
        let har = b"\xef\xbb\xbf{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"u\",\"headers\":[]}}]}}";
        assert_eq!(requests(har).unwrap().len(), 1);
    }
}
