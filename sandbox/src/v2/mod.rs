//! REST API V2: finds the operation of a request, lets it through the gate, writes its answer.

mod authenticate;
mod configuration;
mod decisions;
mod device_description;
mod form;
mod gate;
mod logout;
mod partner;
mod profiles;
mod sessions;
mod steps;
mod times;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use serde_json::Value;

use crate::app::App;
use crate::enhanced::{Enhanced, JSON, respond};
use crate::log::AnsweredCode;
use crate::operation::{self, IdKind, Operation, Route};

use gate::Admitted;

pub(crate) use sessions::supply_by_hand;
pub(crate) use steps::{Step, Wish};

/// Any request that no other page takes; those under `/api/v2/` are answered here.
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let Some(route) = operation::route(uri.path()) else {
        let text = "The sandbox has nothing at this path. GET / lists what it has.\n";
        return respond(404, "text/plain", text);
    };
    let query = uri.query().unwrap_or_default();
    let is_browsers = route.operation("GET") == Some(Operation::Authenticate);
    match route.operation(method.as_str()) {
        Some(Operation::Authenticate) => authenticate::authenticate(&app, &route, query),
        Some(operation) => {
            let answered = operate(&app, operation, &route, query, &headers, &body);
            answered.unwrap_or_else(Enhanced::into_json)
        }
        None if is_browsers => allowing(authenticate::method_not_allowed(), &route),
        None => {
            let message = "The HTTP method is not permitted for the requested resource.";
            let status = StatusCode::METHOD_NOT_ALLOWED;
            let error = Enhanced::guess(status, "method_not_allowed", message);
            allowing(error.into_json(), &route)
        }
    }
}

/// The response with the methods that the path has.
fn allowing(mut response: Response<Body>, route: &Route) -> Response<Body> {
    let methods: Vec<_> = route.methods.iter().map(|(method, _)| *method).collect();
    if let Ok(methods) = HeaderValue::from_str(&methods.join(", ")) {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

fn operate(
    app: &App,
    operation: Operation,
    route: &Route,
    query: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response<Body>, Enhanced> {
    let grant = gate::check_token(app, headers)?;
    let expected: &[&str] = match operation {
        Operation::Logout => &["redirectUrl"],
        // Listed on the page without any meaning.
        Operation::Configuration => &["profile"],
        _ => &[],
    };
    gate::check_query(query, expected)?;
    if app.config.strict_headers {
        gate::check_header_names(operation, headers)?;
    }
    let service_provider = given(
        route.service_provider.as_deref(),
        "invalid_parameter_service_provider",
    )?;
    let code = match route.id_kind {
        Some(IdKind::Code) => "invalid_parameter_code",
        Some(IdKind::Partner) => "invalid_parameter_partner",
        _ => "invalid_parameter_mvpd",
    };
    let id = match route.id_kind {
        None => "",
        Some(_) => given(route.id.as_deref(), code)?,
    };
    gate::check_service_provider(app, service_provider, &grant)?;
    let request = Admitted {
        app,
        operation,
        service_provider,
        id,
        query,
        headers,
        body,
        client: grant.client,
    };
    let (mut status, mut body) = (200, None);
    match operation {
        Operation::Configuration => body = Some(configuration::configuration(&request)?),
        Operation::CreateSession => body = Some(sessions::create(&request)?),
        Operation::ResumeSession => body = Some(sessions::resume(&request)?),
        Operation::RetrieveSession => body = Some(sessions::retrieve(&request)?),
        Operation::Profiles => body = Some(profiles::all(&request)?),
        Operation::ProfileForMvpd => body = Some(profiles::of_mvpd(&request)?),
        Operation::ProfileForCode => body = Some(profiles::of_code(&request)?),
        Operation::PartnerRequest => body = Some(partner::request(&request)?),
        Operation::PartnerProfile => {
            let (made, profile) = partner::profile(&request)?;
            (status, body) = (made, Some(profile));
        }
        Operation::Preauthorize | Operation::Authorize => {
            body = Some(decisions::decide(&request)?);
        }
        Operation::Logout => {
            let logouts = logout::logout(&request)?;
            let logouts = serde_json::to_string(&logouts).unwrap_or_default();
            return Ok(respond(200, JSON, logouts));
        }
        Operation::Authenticate
        | Operation::LegacyLogout
        | Operation::Registration
        | Operation::Token => {}
    }
    Ok(answered(status, &body.unwrap_or_default()))
}

/// An id that is there and is UTF-8.
fn given<'a>(id: Option<&'a str>, code: &str) -> Result<&'a str, Enhanced> {
    match id {
        None => Err(Enhanced::v2(code).with_details("not UTF-8")),
        Some("") => Err(Enhanced::v2(code)),
        Some(id) => Ok(id),
    }
}

fn answered(status: u16, body: &Value) -> Response<Body> {
    let mut response = respond(status, JSON, body.to_string());
    if let Some(code) = body.get("code").and_then(Value::as_str) {
        let code = AnsweredCode(code.to_owned());
        response.extensions_mut().insert(code);
    }
    response
}
