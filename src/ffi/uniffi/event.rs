//! What happens in a client, collected until a call hands it over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::failure::RequestDelivery;
use super::number::signed;
use crate::call::{self, Observer};
use crate::error::ErrorCode;

/// Something that happened in a client. Never a secret: no token, no body, no path, no query.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TvPassEvent {
    /// When, in milliseconds, by a clock that only runs forward.
    pub at_ms: i64,
    /// Which call: 1 for a client's first.
    pub call: i64,
    /// Whether it is a call of the legacy REST API V1; those are counted by themselves.
    pub v1: bool,
    /// What.
    pub kind: EventKind,
    /// The same as a line for a log.
    pub text: String,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Purpose {
    /// Registration of the app.
    Register,
    /// An access token.
    Token,
    /// The call's own operation.
    Operation,
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum WaitReason {
    /// For its place among the requests.
    Pacing,
    /// The service answered 429, or asked for a pause (`Retry-After`).
    Throttled,
    /// Before trying again.
    Backoff,
    /// Another call works for it. Poll again when that call has advanced.
    OtherCall,
    /// Its own request is still out, or its state is being stored.
    Answer,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum EventKind {
    /// A request goes out.
    Request {
        /// What for.
        purpose: Purpose,
        /// Its method.
        method: String,
        /// The operation that it is of, e.g. `logout`; never its path, which may hold ids and
        /// codes.
        operation: String,
    },
    /// An answer came in.
    Status {
        /// What for.
        purpose: Purpose,
        /// The HTTP status.
        status: i32,
        /// From sending to receiving.
        duration_ms: i64,
        /// The name of the error that the answer means.
        error: Option<String>,
        /// Adobe's own code.
        adobe_code: Option<String>,
        /// Adobe's identifier of the answer.
        trace: Option<String>,
    },
    /// The request or its answer was lost.
    RequestLost {
        /// What for.
        purpose: Purpose,
        /// What failed.
        failure: String,
        /// Whether the service may have acted.
        delivery: RequestDelivery,
        /// From sending to failing.
        duration_ms: i64,
    },
    /// The call waits.
    Wait {
        /// Why.
        reason: WaitReason,
        /// How long at most.
        for_ms: i64,
    },
    /// A request is tried again.
    Retry {
        /// The number of the next attempt.
        attempt: i32,
        /// The name of the error that it recovers from.
        error: String,
    },
    /// There is a new access token.
    TokenRenewed {
        /// Its lifetime in seconds.
        expires_in_s: i64,
    },
    /// The service did not accept the token.
    TokenRejected,
    /// The app was registered.
    Registered,
    /// The registration is lost, and the user's profiles with it.
    RegistrationLost,
    /// The state was stored.
    Persisted,
    /// The state could not be stored.
    NotPersisted,
    /// The call ended.
    Done {
        /// The name of its error; `None` is success.
        error: Option<String>,
        /// From start to end.
        duration_ms: i64,
    },
}

impl TvPassEvent {
    fn new(event: &call::Event, v1: bool) -> Self {
        Self {
            at_ms: signed(event.at_ms),
            call: signed(event.call),
            v1,
            kind: (&event.kind).into(),
            text: match v1 {
                true => format!("V1: {event}"),
                false => event.to_string(),
            },
        }
    }
}

impl From<call::Purpose> for Purpose {
    fn from(purpose: call::Purpose) -> Self {
        match purpose {
            call::Purpose::Register => Self::Register,
            call::Purpose::Token => Self::Token,
            call::Purpose::Operation => Self::Operation,
        }
    }
}

impl From<call::WaitReason> for WaitReason {
    fn from(reason: call::WaitReason) -> Self {
        match reason {
            call::WaitReason::Pacing => Self::Pacing,
            call::WaitReason::Throttled => Self::Throttled,
            call::WaitReason::Backoff => Self::Backoff,
            call::WaitReason::OtherCall => Self::OtherCall,
            call::WaitReason::Answer => Self::Answer,
        }
    }
}

impl From<&call::EventKind> for EventKind {
    fn from(kind: &call::EventKind) -> Self {
        use call::EventKind as Core;
        let name = |error: &Option<ErrorCode>| error.map(|error| error.name().to_owned());
        match kind {
            Core::Request {
                purpose,
                method,
                operation,
            } => Self::Request {
                purpose: (*purpose).into(),
                method: method.as_str().to_owned(),
                operation: (*operation).to_owned(),
            },
            Core::Status {
                purpose,
                status,
                duration_ms,
                error,
                adobe_code,
                trace,
            } => Self::Status {
                purpose: (*purpose).into(),
                status: (*status).into(),
                duration_ms: signed(*duration_ms),
                error: name(error),
                adobe_code: adobe_code.clone(),
                trace: trace.clone(),
            },
            Core::TransportFailure {
                purpose,
                kind,
                delivery,
                duration_ms,
            } => Self::RequestLost {
                purpose: (*purpose).into(),
                failure: kind.as_str().to_owned(),
                delivery: (*delivery).into(),
                duration_ms: signed(*duration_ms),
            },
            Core::Wait { reason, for_ms } => Self::Wait {
                reason: (*reason).into(),
                for_ms: signed(*for_ms),
            },
            Core::Retry { attempt, error } => Self::Retry {
                attempt: (*attempt).try_into().unwrap_or(i32::MAX),
                error: error.name().to_owned(),
            },
            Core::TokenRenewed { expires_in_s } => Self::TokenRenewed {
                expires_in_s: signed(*expires_in_s),
            },
            Core::TokenRejected => Self::TokenRejected,
            Core::Registered => Self::Registered,
            Core::RegistrationLost => Self::RegistrationLost,
            Core::Persisted => Self::Persisted,
            Core::NotPersisted => Self::NotPersisted,
            Core::Done { error, duration_ms } => Self::Done {
                error: name(error),
                duration_ms: signed(*duration_ms),
            },
        }
    }
}

/// The events of a client, which travel with the steps of its calls, so that nothing calls into the
/// foreign side.
#[derive(Debug, Default)]
pub(super) struct Collector(Mutex<Vec<TvPassEvent>>);

struct Feed {
    collector: Arc<Collector>,
    v1: bool,
}

impl Observer for Feed {
    fn event(&self, event: &call::Event) {
        self.collector.lock().push(TvPassEvent::new(event, self.v1));
    }
}

impl Collector {
    /// What feeds it; `v1`: with events of the legacy REST API V1.
    pub(super) fn observer(self: &Arc<Self>, v1: bool) -> Arc<dyn Observer> {
        let collector = self.clone();
        Arc::new(Feed { collector, v1 })
    }

    pub(super) fn take(&self) -> Vec<TvPassEvent> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<TvPassEvent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
