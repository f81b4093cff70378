//! What the log says about a request, and what is counted.

use serde::Serialize;

use crate::rules::Finding;
use crate::shown::Decoded;

/// One request, and what it was answered with.
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
    /// The part of a sign-in's story that it belongs to: `registration`, `configuration`,
    /// `session`, `sign-in`, `polls`, `profile`, `decisions`, `logout` or `other`.
    pub phase: &'static str,
    /// Base64 headers, decoded.
    pub decoded: Vec<Decoded>,
    /// What the access token was worth when the request came.
    pub token_state: Option<TokenState>,
    /// The client of the access token or credentials, counted from 1.
    pub client: Option<u64>,
    /// The device that sent it, also where no header says so.
    pub sender: Option<String>,
    /// The body, secrets masked.
    pub body: Option<String>,
    /// The answer's headers, secrets masked.
    pub answer_headers: Vec<(String, String)>,
    /// The answer's body, secrets masked.
    pub answer_body: Option<String>,
    /// How long the answer took, in milliseconds, faults included.
    pub took_ms: Option<u64>,
    /// Whether a fault took it.
    pub is_fault: bool,
    /// The rules of Adobe's that it broke.
    pub findings: Vec<Finding>,
}

/// What an access token is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenState {
    /// `good`, `expired`, `unknown`, or `clientGone`.
    pub state: &'static str,
    /// For how long it is good, in milliseconds.
    pub left_ms: Option<u64>,
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
