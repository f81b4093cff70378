//! What control endpoints read and answer: JSON, and an error in words.

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

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
        let error = format!("no such {what}");
        respond(404, JSON, json!({"error": error}).to_string())
    }
}

pub(crate) fn bad_request(what: &str) -> Response<Body> {
    respond(400, JSON, json!({"error": what}).to_string())
}

pub(crate) fn with<T: DeserializeOwned>(
    body: &[u8],
    act: impl FnOnce(T) -> Result<(), String>,
) -> Response<Body> {
    match serde_json::from_slice(body)
        .map_err(|error| error.to_string())
        .and_then(act)
    {
        Ok(()) => done(),
        Err(what) => bad_request(&what),
    }
}
