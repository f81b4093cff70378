//! Recordings of traffic in the HTTP Archive format (HAR 1.2), as browsers and proxies write them.

use std::collections::HashSet;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use serde::Deserialize;

use crate::exchange::{Answered, Exchange};
use crate::operation;

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: String,
    #[serde(default)]
    time: f64,
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Pair>,
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
struct PostData {
    text: Option<String>,
    #[serde(default)]
    params: Vec<Pair>,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    status: i32,
    #[serde(default)]
    headers: Vec<Pair>,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
}

/// The exchanges of a recording, in the order of their answers; numbers are places in it. Of hosts
/// that were never asked for an operation of Adobe's, nothing but the way of a user agent counts.
pub(crate) fn read(text: &str) -> Result<Vec<Exchange>, String> {
    // Some programs begin the file with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let har: Har = serde_json::from_str(text).map_err(|error| {
        // Without the words of serde, which quote what stands there.
        let (line, column) = (error.line(), error.column());
        format!("this is not a HAR file (line {line}, column {column})")
    })?;
    let mut exchanges = Vec::new();
    for (at, entry) in har.log.entries.into_iter().enumerate() {
        let number = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1);
        exchanges.push(entry.exchange(number)?);
    }
    let is_operation = |exchange: &&Exchange| {
        operation::of_request(&exchange.method, &exchange.path).is_some()
            || exchange.origin.ends_with(".auth.adobe.com")
            || exchange.origin.ends_with(".auth-staging.adobe.com")
    };
    let services: HashSet<String> = exchanges
        .iter()
        .filter(is_operation)
        .map(|exchange| exchange.origin.clone())
        .collect();
    for exchange in &mut exchanges {
        exchange.is_foreign = !services.contains(&exchange.origin);
    }
    exchanges.sort_by_key(|exchange| (exchange.ended_ms, exchange.number));
    Ok(exchanges)
}

impl Entry {
    fn exchange(self, number: u64) -> Result<Exchange, String> {
        let wrong = |what: &str| format!("entry {number}: {what}");
        let started_ms = milliseconds(&self.started_date_time)
            .ok_or_else(|| wrong("startedDateTime is no time"))?;
        // Times are written with fractions; what is not a time counts as none.
        let took = self.time.clamp(0.0, 86_400_000.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a day, whatever was read"
        )]
        let took_ms = took as u64;
        let (origin, path, query) = split(&self.request.url).ok_or_else(|| wrong("url is none"))?;
        let answer = (self.response.status > 0).then(|| Answered {
            status: u16::try_from(self.response.status).unwrap_or(0),
            headers: headers(&self.response.headers),
            body: self.response.content.bytes(),
        });
        Ok(Exchange {
            number,
            started_ms,
            ended_ms: started_ms.saturating_add(took_ms),
            address: "the recording".into(),
            origin,
            method: self.request.method.to_ascii_uppercase(),
            path,
            query,
            headers: headers(&self.request.headers),
            body: self
                .request
                .post_data
                .map(PostData::bytes)
                .unwrap_or_default(),
            answer,
            is_foreign: false,
            is_fault: false,
        })
    }
}

impl PostData {
    fn bytes(self) -> Bytes {
        match self.text.filter(|text| !text.is_empty()) {
            Some(text) => text.into(),
            None if self.params.is_empty() => Bytes::new(),
            None => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                let pairs = self.params.iter().map(|pair| (&pair.name, &pair.value));
                form.extend_pairs(pairs).finish().into()
            }
        }
    }
}

impl Content {
    fn bytes(self) -> Bytes {
        let text = self.text.unwrap_or_default();
        match self.encoding.as_deref() {
            Some("base64") => BASE64_STANDARD.decode(text).unwrap_or_default().into(),
            _ => text.into(),
        }
    }
}

/// The headers. Those of HTTP/2 that are none, and what cannot be sent at all, are left out.
fn headers(pairs: &[Pair]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for pair in pairs {
        let name = HeaderName::try_from(pair.name.as_str());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&pair.value)) {
            // More than fit, some 30,000, no client has sent.
            if headers.try_append(name, value).is_err() {
                break;
            }
        }
    }
    headers
}

/// Origin, path and query of a URL.
fn split(url: &str) -> Option<(String, String, String)> {
    let url = url.split('#').next()?;
    let begin = url.find("://")? + 3;
    let (rest, path_at) = url
        .get(begin..)?
        .find(['/', '?'])
        .map_or((url, url.len()), |at| (url, begin + at));
    let (origin, target) = rest.split_at(path_at);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = if path.is_empty() { "/" } else { path };
    Some((
        origin.to_ascii_lowercase(),
        path.to_owned(),
        query.to_owned(),
    ))
}

/// Milliseconds since the Unix epoch of a time by ISO 8601: `2026-05-25T10:37:24.125+02:00`.
fn milliseconds(text: &str) -> Option<u64> {
    let (date, time) = text.trim().split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone_at);
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut time = time.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (
        time.next()??,
        time.next()??,
        time.next().unwrap_or(Some(0))?,
    );
    let is_date =
        (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_time =
        (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    if !is_date || !is_time {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let fraction: i64 = digits.parse().ok()?;
    let offset = match zone.get(1..).map(|rest| rest.replace(':', "")) {
        None => 0,
        Some(rest) if rest.is_empty() => 0,
        Some(rest) => {
            let minutes =
                60 * rest.get(..2)?.parse::<i64>().ok()? + rest.get(2..4)?.parse::<i64>().ok()?;
            if zone.starts_with('-') {
                -minutes
            } else {
                minutes
            }
        }
    };
    // Howard Hinnant's days_from_civil, for years from 1970 on.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted / 400, shifted % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second;
    u64::try_from(seconds * 1_000 + fraction).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn times_are_read() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-05-25T10:37:24.125+02:00", Some(1_779_698_244_125)),
            ("2026-05-25T08:37:24.1254Z", Some(1_779_698_244_125)),
            ("2024-02-29T23:59:60.5-00:30", Some(1_709_253_000_500)),
            ("2026-13-01T00:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(milliseconds(text), millis, "{text}");
        }
    }

    #[test]
    fn urls_are_taken_apart() {
        let of = |url| split(url).map(|(origin, path, query)| format!("{origin} {path} {query}"));
        assert_eq!(
            of("https://SP.auth.adobe.com/a/b?c=d?e#f").unwrap(),
            "https://sp.auth.adobe.com /a/b c=d?e"
        );
        assert_eq!(of("http://x").unwrap(), "http://x / ");
        assert_eq!(of("http://x?y=/z").unwrap(), "http://x / y=/z");
        assert_eq!(of("about:blank"), None);
    }

    #[test]
    fn a_recording_is_read_in_the_order_of_answers() {
        let entry = |start: &str, time: u32, url: &str, more: &str| {
            format!(
                r#"{{"startedDateTime":"2026-01-01T00:00:{start}Z","time":{time}.7,"request":{{"method":"get","url":"{url}",
                "headers":[{{"name":":authority","value":"x"}},{{"name":"Accept","value":"a"}}]{more}}},
                "response":{{"status":200,"headers":[],"content":{{"text":"e30=","encoding":"base64"}}}}}}"#
            )
        };
        let params = r#","postData":{"params":[{"name":"a b","value":"c&d"}]}"#;
        let service = "https://sp.auth.adobe.com/api/v2/REF30/profiles";
        let entries = [
            entry("01", 9_000, service, ""),
            entry("02", 100, "https://tv.example/api/v2/done", params),
        ];
        let text = format!(
            "\u{feff}{{\"log\":{{\"entries\":[{}]}}}}",
            entries.join(",")
        );
        let read = read(&text).unwrap();
        assert_eq!([read[0].number, read[1].number], [2, 1]);
        assert_eq!((read[0].is_foreign, read[1].is_foreign), (true, false));
        assert_eq!(&read[0].body[..], b"a+b=c%26d");
        assert_eq!(read[1].answer.as_ref().unwrap().body, "{}");
        assert_eq!(
            (read[1].headers.len(), read[1].ended_ms - read[1].started_ms),
            (1, 9_000)
        );
        assert!(super::read("{}").is_err() && super::read("<html>").is_err());
    }
}
