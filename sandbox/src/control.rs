//! `/sandbox/…`: the control endpoints, the Rust API of [`Running`](crate::Running) for tests in
//! other languages.
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
use serde::{Deserialize, Deserializer};
use serde_json::json;

use crate::app::App;
use crate::control_answer::{bad_request, done, done_or_unknown, ok, read, unknown, with};
use crate::enhanced::respond;
use crate::fault::{Answer, Fault};
use crate::profile::Profile;
use crate::{
    catalogue, control_scenarios, fault_answer, help, login, providers, statement, workbench,
};

/// A day passes in less than a minute.
const FASTEST: u32 = 3_600;

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
        .route("/clock", get(clock).post(set_clock))
        .route("/faults", get(faults).post(inject).delete(clear_faults))
        .route("/connections/close", post(close_connections))
        .route("/log", get(log).delete(clear_log))
        .route("/counters", get(counters))
        .route("/reset", post(reset))
        .merge(control_scenarios::router())
        .merge(workbench::router())
}

async fn help() -> Response<Body> {
    respond(200, "text/plain;charset=UTF-8", help::TEXT)
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
        "configuredMvpds": providers::ALL.map(|mvpd| mvpd.id).as_slice(),
        "password": login::PASSWORD,
    }))
}

async fn access_token(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&json!({"accessToken": app.mint_access_token()}))
}

impl App {
    /// An access token, issued without going through the endpoints. All of them are of one client.
    pub(crate) fn mint_access_token(&self) -> String {
        let now = self.now();
        let mut state = self.state();
        let client = state.minting_client();
        state.issue_token(&client, now, self.config.token_lifetime)
    }

    /// Replaces what a device is signed in with.
    pub(crate) fn set_profiles(
        &self,
        device: &str,
        service_provider: &str,
        profiles: Vec<Profile>,
    ) {
        let (now, lifetime) = (self.now(), self.config.profile_lifetime);
        let place = (device, service_provider);
        self.state().profiles.set(place, profiles, now, lifetime);
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
        app.set_profiles(&given.device, &given.service_provider, given.profiles);
        Ok(())
    })
}

async fn profiles(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response<Body> {
    let query = query.unwrap_or_default();
    let query: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).collect();
    let given = |name| query.get(name).filter(|value| !value.is_empty());
    match (given("device"), given("serviceProvider")) {
        (Some(device), Some(service_provider)) => {
            ok(&app.state().profiles.of(device, service_provider))
        }
        _ => bad_request("the query must have device and serviceProvider"),
    }
}

async fn sessions(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().profiles.sessions())
}

async fn clients(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().client_ids())
}

async fn delete_all_clients(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().delete_all_clients();
    done()
}

async fn delete_client(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response<Body> {
    done_or_unknown(app.state().delete_client(&id), "client")
}

async fn block_client(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response<Body> {
    done_or_unknown(app.state().block_client(&id), "client")
}

async fn expire_tokens(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().expire_tokens();
    done()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetClock {
    #[serde(default, deserialize_with = "given")]
    advance_ms: Option<u64>,
    #[serde(default, deserialize_with = "given")]
    speed: Option<u32>,
}

/// A member that may be left out, and is not `null` if it is there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

async fn clock(State(app): State<Arc<App>>) -> Response<Body> {
    let now_ms = u64::try_from(app.now().as_millis()).unwrap_or(u64::MAX);
    ok(&json!({"nowMs": now_ms, "speed": app.config.clock.speed()}))
}

async fn set_clock(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |given: SetClock| {
        let clock = &app.config.clock;
        if given.advance_ms.is_none() && given.speed.is_none() {
            return Err("missing field `advanceMs` or `speed`".into());
        }
        if given.speed.is_some_and(|speed| speed > FASTEST) {
            return Err(format!("the clock runs {FASTEST} times as fast at most"));
        }
        clock.advance(Duration::from_millis(given.advance_ms.unwrap_or(0)));
        if let Some(speed) = given.speed {
            clock.set_speed(speed);
        }
        Ok(())
    })
}

async fn faults(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().faults.pending())
}

async fn inject(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    match read::<Fault>(&body) {
        Ok(fault) => {
            let names_code = matches!(fault.answer, Answer::Error { .. });
            match app.inject(fault) {
                Ok(()) => done(),
                Err(what) if names_code => unknown(&what),
                Err(what) => bad_request(&what),
            }
        }
        Err(what) => bad_request(&what),
    }
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
    app.clear_log();
    done()
}

async fn counters(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().counters)
}

async fn reset(State(app): State<Arc<App>>) -> Response<Body> {
    app.reset();
    done()
}
