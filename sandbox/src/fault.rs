//! Faults: what can be made to go wrong, for the next so many requests of a path.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One thing to go wrong. The first fault in the order of injection that matches a request takes
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The beginning of the path, percent-encoded as in the request: `/api/v2/`, `/o/client/token`,
    /// `/` for all.
    pub on: String,
    /// The method, if only one is meant.
    #[serde(default)]
    pub method: Option<String>,
    /// How many requests it takes before it is used up.
    #[serde(default = "once")]
    pub times: u32,
    /// How long to wait before answering.
    #[serde(default, rename = "delayMs", with = "millis")]
    pub delay: Duration,
    /// Whether the server does what it was asked (before the wait), and only its answer is replaced
    /// or lost. Otherwise the request has no effect at all, and is not counted by the throttle.
    #[serde(default)]
    pub server_acts: bool,
    /// What is answered.
    pub answer: Answer,
}

/// What a faulty request is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Answer {
    /// What the server would answer: for a fault that is a delay alone. The server acts, after the
    /// wait, or before it if `server_acts` is set.
    Real,
    /// No byte at all: the connection is closed.
    Close,
    /// This.
    Reply(Reply),
    /// The head of this, then half of its body, then the connection is closed.
    Truncated(Reply),
    /// Status 200 and so many bytes of JSON that a client should have given up on before the end.
    Oversized {
        /// The length of the body, 64 MiB at most.
        bytes: usize,
    },
    /// A documented enhanced error, by its code: of V1 for a path of V1, else of V2.
    Error {
        /// Adobe's code.
        code: String,
    },
}

/// An answer, spelt out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reply {
    /// The status, 200 to 599.
    pub status: u16,
    /// The headers, names and values.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(default)]
    pub body: String,
}

impl Fault {
    /// A fault of the next request under `on`: the connection is closed, nothing was done. The
    /// methods below change one thing each.
    #[must_use]
    pub fn close(on: &str) -> Self {
        Self::answer(on, Answer::Close)
    }

    /// The next request under `on` gets this answer, and has no effect.
    #[must_use]
    pub fn answer(on: &str, answer: Answer) -> Self {
        Self {
            on: on.into(),
            method: None,
            times: 1,
            delay: Duration::ZERO,
            server_acts: false,
            answer,
        }
    }

    /// The next request under `on` gets this status, content type and body, and has no effect.
    #[must_use]
    pub fn reply(on: &str, status: u16, content_type: &str, body: &str) -> Self {
        let headers = vec![("content-type".into(), content_type.into())];
        Self::answer(
            on,
            Answer::Reply(Reply {
                status,
                headers,
                body: body.into(),
            }),
        )
    }

    /// The next request under `on` is throttled: Adobe's HTML body, and `Retry-After` if one is
    /// given.
    #[must_use]
    pub fn too_many_requests(on: &str, retry_after: Option<&str>) -> Self {
        let mut headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        headers.extend(retry_after.map(|value| ("retry-after".to_owned(), value.to_owned())));
        Self::answer(
            on,
            Answer::Reply(Reply {
                status: 429,
                headers,
                body: crate::throttle::BODY.into(),
            }),
        )
    }

    /// The next request under `on` is redirected with 302.
    #[must_use]
    pub fn redirect(on: &str, location: &str) -> Self {
        let headers = vec![("location".into(), location.into())];
        Self::answer(
            on,
            Answer::Reply(Reply {
                status: 302,
                headers,
                body: String::new(),
            }),
        )
    }

    /// The next request under `on` gets a documented enhanced error.
    #[must_use]
    pub fn error(on: &str, code: &str) -> Self {
        Self::answer(on, Answer::Error { code: code.into() })
    }

    /// The next request under `on` is answered as always, but late.
    #[must_use]
    pub fn slow(on: &str, delay: Duration) -> Self {
        Self {
            delay,
            ..Self::answer(on, Answer::Real)
        }
    }

    /// The same for the next `times` requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The same after a wait.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// The same, but the server has done what it was asked before the answer is replaced or lost.
    #[must_use]
    pub fn server_acts(self) -> Self {
        Self {
            server_acts: true,
            ..self
        }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.times > 0
            && path.starts_with(&self.on)
            && self.method.as_deref().is_none_or(|wanted| wanted == method)
    }
}

fn once() -> u32 {
    1
}

mod millis {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        delay: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(VecDeque<Fault>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push_back(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn pending(&self) -> Vec<Fault> {
        self.0.iter().cloned().collect()
    }

    /// The fault of this request, if it has one; one use of it is spent.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let fault = self
            .0
            .iter_mut()
            .find(|fault| fault.matches(method, path))?;
        fault.times -= 1;
        let taken = fault.clone();
        self.0.retain(|fault| fault.times > 0);
        Some(taken)
    }
}
