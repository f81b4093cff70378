//! `/sandbox/…`: the control endpoints, the Rust API of [`Running`](crate::Running) for tests in other languages.
//!
//! They are outside the throttle, the log and the faults.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::Response;
use axum::routing::{delete, get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::enhanced::{JSON, respond};
use crate::fault::Fault;
use crate::profile::Profile;
use crate::{catalogue, fault_answer, statement};

const HELP: &str = "\
A stand-in for Adobe Pass Authentication. Not Adobe's, not connected to Adobe.

The service
  POST   /o/client/register                            a software statement for client credentials
  POST   /o/client/token                               client credentials for an access token
  GET    /api/v2/{serviceProvider}/logout/{mvpd}       logout, REST API V2
  DELETE /api/v1/logout                                logout, REST API V1 (legacy)
  GET    /adobe-services/logout                        where a user agent goes from there
  GET    /app/signed-out                               a page to use as redirectUrl

The controls (JSON)
  GET    /sandbox/hello                                statements, tokens and ids that work here
  POST   /sandbox/access-token                         {\"accessToken\"}, without registration and throttle
  GET    /sandbox/profiles?device=D&serviceProvider=S  the profiles of a device
  POST   /sandbox/profiles                             {\"device\", \"serviceProvider\", \"profiles\": [{\"mvpd\", \"kind\"}]}
  GET    /sandbox/sessions                             sessions at MVPDs, and whether they are still open
  GET    /sandbox/clients                              the ids of registered clients
  DELETE /sandbox/clients                              forget all of them
  DELETE /sandbox/clients/{id}                         forget one
  POST   /sandbox/clients/{id}/block                   refuse it tokens with unauthorized_client
  POST   /sandbox/tokens/expire                        expire all access tokens
  POST   /sandbox/clock                                {\"advanceMs\": 1000}
  GET    /sandbox/faults                               the faults still to come
  POST   /sandbox/faults                               {\"on\": \"/api/v2/\", \"times\": 1, \"answer\": \"close\"}
  DELETE /sandbox/faults                               no more faults
  POST   /sandbox/connections/close                    close idle connections
  GET    /sandbox/log                                  the requests, without secrets
  DELETE /sandbox/log                                  empty it
  GET    /sandbox/counters                             what was counted
  POST   /sandbox/reset                                forget everything
";

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(help))
        .route("/hello", get(hello))
        .route("/access-token", post(access_token))
        .route("/profiles", get(profiles).post(set_profiles))
        .route("/sessions", get(sessions))
        .route("/clients", get(clients).delete(delete_all_clients))
        .route("/clients/{id}", delete(delete_client))
        .route("/clients/{id}/block", post(block_client))
        .route("/tokens/expire", post(expire_tokens))
        .route("/clock", post(advance_clock))
        .route("/faults", get(faults).post(inject).delete(clear_faults))
        .route("/connections/close", post(close_connections))
        .route("/log", get(log).delete(clear_log))
        .route("/counters", get(counters))
        .route("/reset", post(reset))
}

pub(crate) async fn help() -> Response<Body> {
    respond(200, "text/plain;charset=UTF-8", HELP)
}

async fn hello(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&json!({
        "baseUrl": app.base_url,
        "softwareStatement": statement::software_statement(),
        "softwareStatementOfRef40": statement::software_statement_of_ref40(),
        "unapprovedSoftwareStatement": statement::unapproved_software_statement(),
        "serviceToken": catalogue::SERVICE_TOKEN,
        "subjectToken": catalogue::SUBJECT_TOKEN,
        "serviceProviders": catalogue::SERVICE_PROVIDERS,
        "mvpds": catalogue::MVPDS,
    }))
}

async fn access_token(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&json!({"accessToken": app.mint_access_token()}))
}

impl App {
    /// An access token of a client of its own, issued without going through the endpoints.
    pub(crate) fn mint_access_token(&self) -> String {
        let now = self.now();
        let mut state = self.state();
        let client = state.register(None);
        state.issue_token(&client.id, now, self.config.token_lifetime)
    }

    /// Plans a fault, if it can be answered as it is written.
    pub(crate) fn inject(&self, fault: Fault) -> Result<(), String> {
        fault_answer::check(&fault.on, &fault.answer)?;
        self.state().faults.push(fault);
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetProfiles {
    device: String,
    service_provider: String,
    profiles: Vec<Profile>,
}

async fn set_profiles(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |given: SetProfiles| {
        app.state()
            .set_profiles(&given.device, &given.service_provider, given.profiles);
        Ok(())
    })
}

async fn profiles(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response<Body> {
    let query = query.unwrap_or_default();
    let query: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).collect();
    match (query.get("device"), query.get("serviceProvider")) {
        (Some(device), Some(service_provider)) => {
            ok(&app.state().profiles(device, service_provider))
        }
        _ => bad_request("the query must have device and serviceProvider"),
    }
}

async fn sessions(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().sessions())
}

async fn clients(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().client_ids())
}

async fn delete_all_clients(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().delete_all_clients();
    done()
}

async fn delete_client(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response<Body> {
    done_or_unknown(app.state().delete_client(&id))
}

async fn block_client(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response<Body> {
    done_or_unknown(app.state().block_client(&id))
}

async fn expire_tokens(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().expire_tokens();
    done()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AdvanceClock {
    advance_ms: u64,
}

async fn advance_clock(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |given: AdvanceClock| {
        app.config
            .clock
            .advance(Duration::from_millis(given.advance_ms));
        Ok(())
    })
}

async fn faults(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().faults.pending())
}

async fn inject(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |fault: Fault| app.inject(fault))
}

async fn clear_faults(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().faults.clear();
    done()
}

async fn close_connections(State(app): State<Arc<App>>) -> Response<Body> {
    app.close_connections.send_replace(());
    done()
}

async fn log(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().log.entries())
}

async fn clear_log(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().log.clear();
    done()
}

async fn counters(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().counters)
}

async fn reset(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().reset();
    done()
}

fn ok(body: &impl Serialize) -> Response<Body> {
    respond(200, JSON, serde_json::to_string(body).unwrap_or_default())
}

fn done() -> Response<Body> {
    ok(&json!({}))
}

fn done_or_unknown(known: bool) -> Response<Body> {
    if known {
        done()
    } else {
        respond(404, JSON, json!({"error": "no such client"}).to_string())
    }
}

fn bad_request(what: &str) -> Response<Body> {
    respond(400, JSON, json!({"error": what}).to_string())
}

fn with<T: DeserializeOwned>(
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
