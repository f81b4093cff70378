//! What control endpoints read and answer: JSON, and an error in words.

use axum::body::Body;
use axum::http::{Response, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value, json};

use crate::enhanced::{JSON, respond};

pub(crate) fn ok(body: &impl Serialize) -> Response<Body> {
    respond(200, JSON, serde_json::to_string(body).unwrap_or_default())
}

pub(crate) fn done() -> Response<Body> {
    ok(&json!({}))
}

pub(crate) fn done_or_unknown(known: bool, what: &str) -> Response<Body> {
    if known {
        done()
    } else {
        unknown(&format!("no such {what}"))
    }
}

/// What the body names is not here.
pub(crate) fn unknown(what: &str) -> Response<Body> {
    respond(404, JSON, json!({"error": what}).to_string())
}

pub(crate) fn bad_request(what: &str) -> Response<Body> {
    respond(400, JSON, json!({"error": what}).to_string())
}

/// The same form for the errors that are not a control's own: of the router, and of its limits.
pub(crate) async fn as_error(response: Response<Body>) -> Response<Body> {
    let status = response.status().as_u16();
    let (head, body) = response.into_parts();
    let is_json = head
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == JSON);
    if status < 400 || is_json {
        return Response::from_parts(head, body);
    }
    let text = axum::body::to_bytes(body, 1_000).await.unwrap_or_default();
    let what = match (status, String::from_utf8_lossy(&text).trim()) {
        (405, "") => "this path does not take this method; Allow lists those it takes".to_owned(),
        (_, text) => text.to_owned(),
    };
    let mut answer = respond(status, JSON, json!({"error": what}).to_string());
    if let Some(allowed) = head.headers.get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    answer
}

pub(crate) fn with<T: DeserializeOwned>(
    body: &[u8],
    act: impl FnOnce(T) -> Result<(), String>,
) -> Response<Body> {
    match read(body).and_then(act) {
        Ok(()) => done(),
        Err(what) => bad_request(&what),
    }
}

/// The same, where the body may name what is not here: that is 404, and not a wrong body.
pub(crate) fn with_known<T: DeserializeOwned>(
    body: &[u8],
    act: impl FnOnce(T) -> Result<(), String>,
) -> Response<Body> {
    match read(body).map(act) {
        Ok(Ok(())) => done(),
        Ok(Err(what)) => unknown(&what),
        Err(what) => bad_request(&what),
    }
}

/// A body of this type.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let value: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    serde_json::from_value(with_whole_numbers(value)).map_err(|error| error.to_string())
}

/// The largest whole number that every reader of JSON takes (RFC 8259 §6).
const LARGEST: u64 = (1 << 53) - 1;

/// `7.0` is the whole number 7, as it is to JSON Schema; and what is beyond the largest is none.
fn with_whole_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(whole(number)),
        Value::Array(items) => items.into_iter().map(with_whole_numbers).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, with_whole_numbers(value)))
            .collect(),
        other => other,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the number is checked to be whole and small enough"
)]
fn whole(number: Number) -> Number {
    let is_exact = number.as_u64().is_some_and(|n| n <= LARGEST);
    match number.as_f64() {
        _ if is_exact => number,
        Some(n) if number.is_f64() && n.fract() == 0.0 && (0.0..=LARGEST as f64).contains(&n) => {
            Number::from(n as u64)
        }
        Some(n) if number.is_u64() => Number::from_f64(n).unwrap_or(number),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn whole_numbers_may_have_a_point_and_are_not_too_large() {
        let read = |body: &str| super::read::<Vec<u64>>(body.as_bytes());
        assert_eq!(
            read("[7, 7.0, 9007199254740991, 9007199254740990.0]")
                .unwrap()
                .len(),
            4
        );
        for bad in [
            "[7.5]",
            "[-1.0]",
            "[9007199254740992]",
            "[1e300]",
            "[18446744073709551615]",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(
            super::read::<Value>(b"[-3, 0.5]").unwrap(),
            json!([-3, 0.5])
        );
    }
}
