//! Dynamic client registration: `POST /o/client/register` and `POST /o/client/token`.
//!
//! Strict where Adobe's pages leave room: whatever a page does not list, a repeated parameter, or
//! anything in the query is `invalid_request`. Adobe's OpenAPI file puts the token endpoint's
//! parameters into the query; a secret does not belong there, so this server refuses them.

use std::fmt;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Response, header};
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Value, json};

use crate::app::App;
use crate::enhanced::{JSON, respond};
use crate::state::Refusal;
use crate::statement::{self, Verdict};
use crate::{device, uri};

/// An `error` value of these two endpoints.
type Code = &'static str;

pub(crate) async fn register(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    answer(try_register(&app, query.as_deref(), &headers, &body))
}

pub(crate) async fn token(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    app.state().counters.token_requests += 1;
    answer(try_token(&app, query.as_deref(), &headers, &body))
}

/// Any method but POST.
pub(crate) async fn method_not_allowed() -> Response<Body> {
    let mut response = respond(405, JSON, json!({"error": "invalid_request"}).to_string());
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static("POST"));
    response
}

fn answer(result: Result<Value, Code>) -> Response<Body> {
    match result {
        Ok(body) => respond(201, JSON, body.to_string()),
        Err(error) => respond(400, JSON, json!({"error": error}).to_string()),
    }
}

fn try_register(
    app: &App,
    query: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Code> {
    check_envelope(query, headers, "application/json")?;
    let Fields(fields) = serde_json::from_slice(body).map_err(|_| "invalid_request")?;
    if fields
        .iter()
        .any(|(name, _)| name != "software_statement" && name != "redirect_uri")
    {
        return Err("invalid_request");
    }
    let field = |wanted: &str| {
        fields
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value)
    };
    let statement = field("software_statement")
        .and_then(Value::as_str)
        .ok_or("invalid_request")?;
    let redirect_uri = match field("redirect_uri") {
        None => {
            let id = app.state().random.hex::<6>();
            format!("app://sandbox.invalid#{id}")
        }
        Some(Value::String(given)) if uri::is_absolute(given) => given.clone(),
        Some(_) => return Err("invalid_redirect_uri"),
    };
    let service_providers = match statement::judge(statement) {
        Verdict::Approved(service_providers) => service_providers,
        Verdict::Unapproved => return Err("unapproved_software_statement"),
        Verdict::Invalid => return Err("invalid_software_statement"),
    };
    let issued_at = app.now().as_secs();
    let mut state = app.state();
    let credentials = state.register(service_providers);
    state.counters.registrations += 1;
    Ok(json!({
        "client_id": credentials.id,
        "client_secret": credentials.secret,
        "redirect_uris": [redirect_uri],
        "grant_types": ["client_credentials"],
        "scopes": ["api:client:v2"],
        "client_id_issued_at": issued_at,
    }))
}

fn try_token(
    app: &App,
    query: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Code> {
    check_envelope(query, headers, "application/x-www-form-urlencoded")?;
    let text = std::str::from_utf8(body).map_err(|_| "invalid_request")?;
    let fields: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    if fields
        .iter()
        .any(|(name, _)| !matches!(&**name, "client_id" | "client_secret" | "grant_type"))
    {
        return Err("invalid_request");
    }
    let field = |wanted: &str| {
        let mut values = fields
            .iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, value)| &**value);
        match (values.next(), values.next()) {
            (Some(value), None) if !value.is_empty() => Ok(value),
            _ => Err("invalid_request"),
        }
    };
    let (id, secret, grant_type) = (
        field("client_id")?,
        field("client_secret")?,
        field("grant_type")?,
    );
    if grant_type != "client_credentials" {
        return Err("unsupported_grant_type");
    }
    let (now, lifetime) = (app.now(), app.config.token_lifetime);
    let mut state = app.state();
    state
        .authenticate(id, secret)
        .map_err(|refusal| match refusal {
            Refusal::Unknown => "invalid_client",
            Refusal::Blocked => "unauthorized_client",
        })?;
    state.counters.tokens_issued += 1;
    Ok(json!({
        "id": state.random.uuid(),
        "access_token": state.issue_token(id, now, lifetime),
        "created_at": u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        "expires_in": lifetime.as_secs(),
        "token_type": "bearer",
    }))
}

/// What both requests have in common: nothing in the query, the right media type, valid device
/// information.
fn check_envelope(query: Option<&str>, headers: &HeaderMap, media_type: &str) -> Result<(), Code> {
    let content_type = device::single(headers, "content-type").unwrap_or_default();
    let sent = content_type.split(';').next().unwrap_or_default().trim();
    let right = query.is_none()
        && sent.eq_ignore_ascii_case(media_type)
        && device::check_info_header(headers).is_ok();
    if right {
        Ok(())
    } else {
        Err("invalid_request")
    }
}

/// A JSON object in which no name stands twice: "the request repeats a parameter" is an error of
/// its own here, and `serde_json`'s map would keep the last.
struct Fields(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields: Vec<(String, Value)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if fields.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom("repeated"));
                    }
                    fields.push((name, value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}
