//! The request log and the counters.
//!
//! No secret gets into the log. Since tests want to know whether the second request carried the same access token as
//! the first, each distinct secret is replaced by a number.

use std::collections::{HashMap, VecDeque};

use axum::http::request::Parts;
use serde::Serialize;

/// The oldest entries make room once there are so many.
const CAPACITY: usize = 20_000;

/// Headers whose whole value is a secret; of `Authorization` the scheme is kept.
const SECRET_HEADERS: [&str; 4] = [
    "authorization",
    "ad-service-token",
    "adobe-subject-token",
    "x-roku-reserved-roku-connect-token",
];

/// Query parameters that nobody should send, and whose values are kept out of the log all the same.
const SECRET_PARAMETERS: [&str; 4] = [
    "client_secret",
    "software_statement",
    "access_token",
    "refresh_token",
];

/// One request, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Counts all logged requests, from 1.
    pub number: u64,
    /// When it came, by the sandbox's clock, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Which connection it came on, from 1. Two requests with the same number shared one.
    pub connection: u64,
    /// The method.
    pub method: String,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// The query's parameters, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers, names in lower case, in the order in which they were first named. A secret stands as
    /// `<secret 1>`; equal secrets have equal numbers.
    pub headers: Vec<(String, String)>,
    /// The status that was answered; none if the connection was closed instead, or if the answer is still to come.
    pub status: Option<u16>,
}

impl LogEntry {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What was counted since the start or the last reset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counters {
    /// TCP connections accepted. This one is never reset.
    pub connections: u64,
    /// Requests, those to `/sandbox` left out.
    pub requests: u64,
    /// Client registrations that succeeded.
    pub registrations: u64,
    /// Requests to the token endpoint that reached it: not throttled, no fault in their way.
    pub token_requests: u64,
    /// Access tokens that the token endpoint issued.
    pub tokens_issued: u64,
    /// V2 logouts that were answered with 200.
    pub logouts_v2: u64,
    /// V1 logouts that were answered with 204.
    pub logouts_v1: u64,
    /// Profiles that logouts deleted.
    pub profiles_deleted: u64,
    /// MVPD sessions that a user agent ended at the MVPD's own page.
    pub mvpd_sessions_closed: u64,
    /// Requests answered with 401 for their access token.
    pub unauthorized: u64,
    /// Requests that the throttle answered with 429. Those of a fault are not among them.
    pub throttled: u64,
    /// Requests that a fault took.
    pub faults: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: VecDeque<LogEntry>,
    written: u64,
    secrets: HashMap<String, usize>,
}

impl Log {
    /// Writes a request down and gives back its number.
    pub(crate) fn add(&mut self, at_ms: u64, connection: u64, request: &Parts) -> u64 {
        self.written += 1;
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        let query = form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes());
        let query = query
            .map(|(name, value)| {
                let secret = SECRET_PARAMETERS.contains(&&*name);
                let value = if secret {
                    self.mask(&value)
                } else {
                    value.into_owned()
                };
                (name.into_owned(), value)
            })
            .collect();
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (
                    name.as_str().to_owned(),
                    self.mask_header(name.as_str(), &value),
                )
            })
            .collect();
        self.entries.push_back(LogEntry {
            number: self.written,
            at_ms,
            connection,
            method: request.method.as_str().to_owned(),
            path: request.uri.path().to_owned(),
            query,
            headers,
            status: None,
        });
        self.written
    }

    /// Adds what request `number` was answered with.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        // The newest entries stand last, and the one that is looked for is nearly always among them.
        if let Some(entry) = self
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            entry.status = Some(status);
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    fn mask_header(&mut self, name: &str, value: &str) -> String {
        if !SECRET_HEADERS.contains(&name) {
            return value.to_owned();
        }
        match value.split_once(' ') {
            Some((scheme, secret)) if name == "authorization" => {
                format!("{scheme} {}", self.mask(secret))
            }
            _ => self.mask(value),
        }
    }

    fn mask(&mut self, secret: &str) -> String {
        let next = self.secrets.len() + 1;
        let number = *self.secrets.entry(secret.to_owned()).or_insert(next);
        format!("<secret {number}>")
    }
}
