//! Times as answers have them: milliseconds since the Unix epoch, as a number or as text.

use std::time::Duration;

use serde_json::Value;

use crate::quirks::Quirks;

/// A time in whole milliseconds.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A time of a session: a string of digits, unless a quirk makes it a number.
pub(super) fn of_session(time: Duration, quirks: Quirks) -> Value {
    written(time, !quirks.session_times_as_numbers)
}

/// A time of a profile, a decision or a token: a number, unless a quirk makes it a string of
/// digits.
pub(super) fn of_others(time: Duration, quirks: Quirks) -> Value {
    written(time, quirks.other_times_as_text)
}

fn written(time: Duration, as_text: bool) -> Value {
    let millis = millis(time);
    if as_text {
        Value::from(millis.to_string())
    } else {
        Value::from(millis)
    }
}
