//! The workbench: the page at `/`, and what only that asks for.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, header};
use axum::routing::get;
use serde_json::json;

use crate::app::App;
use crate::control_answer::ok;
use crate::enhanced::{JSON, respond};
use crate::rules::{CHECKLIST, RULES};
use crate::{device, help, live};

/// Nothing from elsewhere, nothing inline, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/workbench.css", get(style))
        .route("/workbench.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/events", get(events))
        .route("/log/{number}/secrets", get(secrets))
        .route("/report", get(report))
        .route("/rules", get(rules))
        .route("/openapi.json", get(openapi))
}

/// `/`: the page for browsers, the list of pages in plain text for everybody else.
pub(crate) async fn front(headers: HeaderMap) -> Response<Body> {
    let accepted = device::single(&headers, "accept").unwrap_or_default();
    if accepted.contains("text/html") {
        with_policy(
            "text/html;charset=UTF-8",
            include_str!("page/workbench.html"),
        )
    } else {
        respond(200, "text/plain;charset=UTF-8", help::TEXT)
    }
}

async fn style() -> Response<Body> {
    with_policy("text/css;charset=UTF-8", include_str!("page/workbench.css"))
}

async fn script() -> Response<Body> {
    let script = concat!(
        include_str!("page/workbench.js"),
        include_str!("page/scenarios.js")
    );
    with_policy("text/javascript;charset=UTF-8", script)
}

async fn icon() -> Response<Body> {
    with_policy("image/svg+xml", include_str!("page/icon.svg"))
}

fn with_policy(media_type: &'static str, body: &'static str) -> Response<Body> {
    let mut response = respond(200, media_type, body);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "Accept"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn events(State(app): State<Arc<App>>) -> Response<Body> {
    live::stream(app)
}

async fn secrets(State(app): State<Arc<App>>, Path(number): Path<u64>) -> Response<Body> {
    match app.state().log.revealed(number) {
        Some(revealed) => ok(&revealed),
        None => respond(404, JSON, json!({"error": "no such request"}).to_string()),
    }
}

async fn report(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.report())
}

async fn rules() -> Response<Body> {
    ok(&json!({"rules": RULES, "checklist": CHECKLIST}))
}

async fn openapi() -> Response<Body> {
    respond(200, JSON, include_str!("page/openapi.json"))
}
