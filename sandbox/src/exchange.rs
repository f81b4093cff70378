//! A request and its answer as plain data, whether they were served here or recorded elsewhere.

use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::Value;

/// A request with what was answered.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// Names it in findings.
    pub(crate) number: u64,
    /// When the request came, in milliseconds since the Unix epoch.
    pub(crate) started_ms: u64,
    /// When it was answered.
    pub(crate) ended_ms: u64,
    /// Where it came from.
    pub(crate) address: String,
    /// Scheme, host and port that it went to.
    pub(crate) origin: String,
    pub(crate) method: String,
    /// As it was sent, percent-encoded.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// None if the connection ended instead.
    pub(crate) answer: Option<Answered>,
    /// Whether it went to another service: a user agent's way, of which no rule speaks.
    pub(crate) is_foreign: bool,
    /// Whether a fault of the sandbox made the answer, so that the application is not to blame.
    pub(crate) is_fault: bool,
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Exchange {
    pub(crate) fn status(&self) -> u16 {
        self.answer.as_ref().map_or(0, |answer| answer.status)
    }

    /// The answer's body, if it is JSON.
    pub(crate) fn answered_json(&self) -> Option<Value> {
        let answer = self.answer.as_ref()?;
        serde_json::from_slice(&answer.body).ok()
    }
}
