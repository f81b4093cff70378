//! Pauses and repetitions: what a device does after a 429, and after an error.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;

/// The pause after a 429.
const PAUSE_MS: u64 = 1_000;

/// A repetition comes within this time, or is another wish.
const SERIES_MS: u64 = 60_000;

/// One so soon after an error is the program's, and not the user's.
const AT_ONCE_MS: u64 = 3_000;

/// The first try and three more.
const TRIES: u32 = 4;

/// What an answer says about the same request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// It is done.
    Done,
    /// It may be tried again.
    Again,
    /// The same will not help, by an error with this action and code.
    Refused(String, String),
}

#[derive(Debug)]
struct Last {
    request: u64,
    ended_ms: u64,
    outcome: Outcome,
    tries: u32,
    throttled_ms: Option<u64>,
}

#[derive(Debug)]
pub(super) struct Pace(Bounded<String, Last>);

impl Default for Pace {
    fn default() -> Self {
        Self(Bounded::new(REMEMBERED))
    }
}

impl Pace {
    pub(super) fn observe(&mut self, seen: &mut Seen<'_>) {
        let is_token = matches!(seen.operation, Some(Op::Registration | Op::Token));
        if !seen.is_v2() && !is_token {
            return;
        }
        let (started_ms, ended_ms) = (seen.exchange.started_ms, seen.exchange.ended_ms);
        let request = fingerprint(seen);
        let mut tries = 1;
        let mut throttled_ms = None;
        if let Some(last) = self.0.get(&seen.requester) {
            throttled_ms = last.throttled_ms;
            let pause = throttled_ms.and_then(|at| started_ms.checked_sub(at));
            if let Some(pause) = pause.filter(|pause| *pause < PAUSE_MS) {
                let what = format!("It came {pause} ms after a 429.");
                seen.broke(&rule::PAUSE_AFTER_429, what);
            }
            let since = started_ms.checked_sub(last.ended_ms).unwrap_or(u64::MAX);
            // Polls have rules of their own.
            let is_same =
                last.request == request && !seen.is(Op::ProfileForCode) && since < SERIES_MS;
            if is_same && last.outcome == Outcome::Again {
                tries = last.tries + 1;
                if tries > TRIES {
                    let what = format!("This is try {tries} of the same request.");
                    seen.broke(&rule::RETRIES_LIMITED, what);
                }
            } else if let (Outcome::Refused(action, code), true) =
                (&last.outcome, is_same && since < AT_ONCE_MS)
            {
                let what =
                    format!("The same request was answered with {code}, whose action is {action}.");
                seen.broke(&rule::ACTION_OBEYED, what);
            }
        }
        if seen.exchange.status() == 429 {
            throttled_ms = Some(ended_ms);
        }
        let last = Last {
            request,
            ended_ms,
            outcome: outcome(seen),
            tries,
            throttled_ms,
        };
        self.0.insert(seen.requester.clone(), last);
    }
}

/// Two requests that are the same have the same number.
fn fingerprint(seen: &Seen<'_>) -> u64 {
    let exchange = seen.exchange;
    let mut hasher = DefaultHasher::new();
    (
        &exchange.method,
        &exchange.path,
        &exchange.query,
        &exchange.body,
        seen.token,
    )
        .hash(&mut hasher);
    hasher.finish()
}

fn outcome(seen: &Seen<'_>) -> Outcome {
    let status = seen.exchange.status();
    let action = super::credentials::action(seen.json.as_ref());
    if status == 0 || status == 429 || status >= 500 || action == Some("retry") {
        return Outcome::Again;
    }
    // Another token is another request, so that a 401 is dealt with elsewhere.
    if status >= 400 && status != 401 {
        let code = seen
            .text("code")
            .or_else(|| seen.text("error"))
            .unwrap_or("an error");
        return Outcome::Refused(action.unwrap_or("none").to_owned(), code.to_owned());
    }
    let decisions = seen
        .json
        .as_ref()
        .and_then(|json| json.get("decisions")?.as_array());
    let mut errors = decisions
        .into_iter()
        .flatten()
        .filter_map(|decision| decision.get("error"));
    let is_retry = |error: &Value| super::credentials::action(Some(error)) == Some("retry");
    if errors.any(is_retry) {
        Outcome::Again
    } else {
        Outcome::Done
    }
}
