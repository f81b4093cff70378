//! The request log and the counters.
//!
//! No secret gets into the log. Since tests want to know whether the second request carried the
//! same access token as the first, each distinct secret is replaced by a number.

use std::collections::{HashMap, VecDeque};

use axum::http::request::Parts;
use axum::http::{HeaderName, Response};
use serde::Serialize;

use crate::device;
use crate::enhanced::ErrorCode;
use crate::operation::{self, Operation, Route};

/// The oldest entries make room once there are so many.
const CAPACITY: usize = 20_000;

/// Headers whose whole value is a secret; of `Authorization` the scheme is kept.
const SECRET_HEADERS: [&str; 5] = [
    "authorization",
    "ap-temppass-identity",
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
    /// The headers, names in lower case, in the order in which they were first named. A secret
    /// stands as `<secret 1>`; equal secrets have equal numbers.
    pub headers: Vec<(String, String)>,
    /// The operation: `create_session`, `logout`, `token` and so on; none if it is none of Adobe's.
    pub operation: Option<&'static str>,
    /// The service provider in the path of an operation of V2, decoded.
    pub service_provider: Option<String>,
    /// The device identifier, decoded; none if it was not sent, or cannot be read.
    pub device: Option<String>,
    /// Which access token was sent: `<secret 1>`, as in the headers.
    pub token: Option<String>,
    /// The authentication code in the path, or in the answer.
    pub code: Option<String>,
    /// Headers that the operation's page does not list, names in lower case.
    pub unexpected_headers: Vec<String>,
    /// The status that was answered; none if the connection was closed instead, or if the answer is
    /// still to come.
    pub status: Option<u16>,
    /// The code of the enhanced error that was answered.
    pub error: Option<&'static str>,
}

/// What an answer tells the log besides its status.
#[derive(Debug, Clone)]
pub(crate) struct AnsweredCode(pub(crate) String);

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
    /// Authentication sessions that were created.
    pub sessions_created: u64,
    /// Sign-ins that users finished.
    pub sign_ins: u64,
    /// Polls: profiles asked for by code.
    pub polls: u64,
    /// Media tokens that were handed out.
    pub media_tokens: u64,
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
        let (method, path) = (request.method.as_str(), request.uri.path());
        let operation = operation::of_request(method, path);
        let route = operation::route(path);
        let authorization = device::single(&request.headers, "authorization");
        let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.map(|token| self.mask(token));
        let unexpected_headers = match operation {
            Some(operation) if route.is_some() => {
                let names = request.headers.keys().map(HeaderName::as_str);
                let unexpected = names.filter(|name| !operation.takes_header(name));
                unexpected.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
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
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers,
            operation: operation.map(Operation::name),
            code: route.as_ref().and_then(Route::code).map(str::to_owned),
            service_provider: route.and_then(|route| route.service_provider),
            device: device::identifier(&request.headers).ok(),
            token,
            unexpected_headers,
            status: None,
            error: None,
        });
        self.written
    }

    /// Adds what request `number` was answered with.
    pub(crate) fn answered<B>(&mut self, number: u64, response: &Response<B>) {
        // The newest entries stand last, and the one that is looked for is nearly always among
        // them.
        let mut newest_first = self.entries.iter_mut().rev();
        let Some(entry) = newest_first.find(|entry| entry.number == number) else {
            return;
        };
        entry.status = Some(response.status().as_u16());
        let extensions = response.extensions();
        entry.error = extensions.get::<ErrorCode>().map(|error| error.0);
        if let Some(AnsweredCode(code)) = extensions.get() {
            entry.code = Some(code.clone());
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
