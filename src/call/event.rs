//! What a client tells its observer, and keeps for a support report. Never a secret: no token, no
//! body, no path, no query.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};

use crate::error::{Delivery, ErrorCode, TransportErrorKind};
use crate::http::Method;

/// How many events a client keeps for [`Client::support_report`](super::Client::support_report).
const KEPT: usize = 64;

/// Receives the events of a client, on whichever thread drives the call. It must not block; it may
/// use the client.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event);
}

impl<F: Fn(&Event) + Send + Sync> Observer for F {
    fn event(&self, event: &Event) {
        self(event);
    }
}

/// Something that happened in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// When, in milliseconds on the host's scale.
    pub at_ms: u64,
    /// Which call: 1 for a client's first.
    pub call: u64,
    /// What.
    pub kind: EventKind,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Registration of the app.
    Register,
    /// An access token.
    Token,
    /// The call's own operation.
    Operation,
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// For its place: 1 request a second after the burst.
    Pacing,
    /// The service answered 429, or asked for a pause (`Retry-After`).
    Throttled,
    /// Before trying again.
    Backoff,
    /// Another call is registering, getting the token, or having the state stored. Poll again when
    /// that call was given an answer.
    OtherCall,
    /// Its own request is still out, or its state is being stored.
    Answer,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A request goes out.
    Request {
        /// What for.
        purpose: Purpose,
        /// Its method.
        method: Method,
        /// The operation that it is of: [`Operation::NAME`](crate::operation::Operation::NAME),
        /// `registration` or `token`. Never its path, which may hold ids and codes.
        operation: &'static str,
    },
    /// An answer came in.
    Status {
        /// What for.
        purpose: Purpose,
        /// The HTTP status.
        status: u16,
        /// From sending to receiving, in milliseconds.
        duration_ms: u64,
        /// The error that the answer means, if it does.
        error: Option<ErrorCode>,
        /// Adobe's own code.
        adobe_code: Option<String>,
        /// Adobe's identifier of the answer.
        trace: Option<String>,
    },
    /// The request or its answer was lost.
    TransportFailure {
        /// What for.
        purpose: Purpose,
        /// What failed.
        kind: TransportErrorKind,
        /// Whether the service may have acted.
        delivery: Delivery,
        /// From sending to failing, in milliseconds.
        duration_ms: u64,
    },
    /// The call waits.
    Wait {
        /// Why.
        reason: WaitReason,
        /// How long at most, in milliseconds.
        for_ms: u64,
    },
    /// A request is tried again.
    Retry {
        /// The number of the next attempt: 2 or 3.
        attempt: u32,
        /// What it recovers from.
        error: ErrorCode,
    },
    /// There is a new access token.
    TokenRenewed {
        /// Its lifetime in seconds.
        expires_in_s: u64,
    },
    /// The service did not accept the token.
    TokenRejected,
    /// The app was registered.
    Registered,
    /// The registration is lost, and the user's profiles with it.
    RegistrationLost,
    /// The state was stored.
    Persisted,
    /// The state could not be stored. If the process ends now, the next start registers again.
    NotPersisted,
    /// The call ended.
    Done {
        /// With which error; `None` is success.
        error: Option<ErrorCode>,
        /// From its start, in milliseconds.
        duration_ms: u64,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms, call {}: {}", self.at_ms, self.call, self.kind)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request {
                method, operation, ..
            } => write!(f, "{method} {operation}"),
            Self::Status {
                status,
                duration_ms,
                error,
                adobe_code,
                trace,
                ..
            } => {
                write!(f, "HTTP {status} after {duration_ms} ms")?;
                if let Some(error) = error {
                    write!(f, ", {}", error.name())?;
                }
                if let Some(code) = adobe_code {
                    write!(f, ", {code}")?;
                }
                match trace {
                    Some(trace) => write!(f, ", trace {trace}"),
                    None => Ok(()),
                }
            }
            Self::TransportFailure {
                kind,
                delivery,
                duration_ms,
                ..
            } => {
                let delivery = match delivery {
                    Delivery::NotSent => "not sent",
                    Delivery::Possible => "possibly delivered",
                };
                write!(f, "{} after {duration_ms} ms, {delivery}", kind.as_str())
            }
            Self::Wait { reason, for_ms } => write!(f, "waits up to {for_ms} ms ({reason:?})"),
            Self::Retry { attempt, error } => write!(f, "attempt {attempt} after {}", error.name()),
            Self::TokenRenewed { expires_in_s } => write!(f, "new token, {expires_in_s} s"),
            Self::TokenRejected => f.write_str("token rejected"),
            Self::Registered => f.write_str("registered"),
            Self::RegistrationLost => f.write_str("registration lost"),
            Self::Persisted => f.write_str("state stored"),
            Self::NotPersisted => f.write_str("state not stored"),
            Self::Done { error, duration_ms } => {
                write!(
                    f,
                    "{} after {duration_ms} ms",
                    error.map_or("done", ErrorCode::name)
                )
            }
        }
    }
}

/// The last events.
#[derive(Debug, Default)]
pub(super) struct Log {
    events: VecDeque<Event>,
    dropped: u64,
}

impl Log {
    pub(super) fn push(&mut self, event: Event) {
        if self.events.len() == KEPT {
            self.events.pop_front();
            self.dropped += 1;
        }
        self.events.push_back(event);
    }

    pub(super) fn render(&self, report: &mut String) {
        if self.dropped > 0 {
            let _ = writeln!(report, "({} earlier events not kept)", self.dropped);
        }
        for event in &self.events {
            let _ = writeln!(report, "{event}");
        }
    }
}
