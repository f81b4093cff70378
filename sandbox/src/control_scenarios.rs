//! `/sandbox/…`: the scenarios of [`Running`](crate::Running) for tests in other languages.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::auth_sessions::SignIn;
use crate::control_answer::{
    bad_request, done, done_or_unknown, ok, read, unknown, with, with_known,
};
use crate::decision_rules::{DecisionRule, ResourceLimits};
use crate::degradations::Degradation;
use crate::framework_status;
use crate::profiles::ProfileEnd;
use crate::providers::{self, Listed};
use crate::quirks::Quirks;
use crate::scenes::USER;
use crate::temp_passes::TempPassChange;

pub(crate) fn router() -> Router<Arc<App>> {
    let rules = get(rules).post(add_rule).delete(clear_rules);
    Router::new()
        .route("/authentication-sessions", get(auth_sessions))
        .route("/authentication-sessions/{code}", post(end_sign_in))
        .route("/profiles/end", post(end_profiles))
        .route("/integrations", get(integrations).post(set_integration))
        .route("/degradations", get(degradations).post(set_degradation))
        .route("/decision-rules", rules)
        .route("/resource-limits", get(limits).post(set_limits))
        .route("/temp-passes", post(change_pass))
        .route("/quirks", get(quirks).post(set_quirks))
        .route("/media-tokens/verify", post(verify))
        .route("/apple/status", post(apple_status))
        .route("/apple/response", post(apple_response))
}

async fn auth_sessions(State(app): State<Arc<App>>) -> Response<Body> {
    let now = app.now();
    ok(&app.state().auth_sessions.list(now))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    SignIn,
    Cancel,
    Refuse,
    Expire,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EndSignIn {
    outcome: Outcome,
    mvpd: Option<String>,
    user: Option<String>,
}

async fn end_sign_in(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    body: Bytes,
) -> Response<Body> {
    with_known(&body, |given: EndSignIn| {
        let outcome = match given.outcome {
            Outcome::SignIn => SignIn::Done,
            Outcome::Cancel => SignIn::Cancelled,
            Outcome::Refuse => SignIn::Refused,
            Outcome::Expire if app.state().auth_sessions.expire(&code) => return Ok(()),
            Outcome::Expire => return Err("there is no session with this code".into()),
        };
        let user = given.user.as_deref().unwrap_or(USER);
        app.conclude(&code, outcome, given.mvpd, user)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EndProfiles {
    device: String,
    service_provider: String,
    mvpd: Option<String>,
    how: ProfileEnd,
}

async fn end_profiles(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    match read::<EndProfiles>(&body) {
        Ok(given) => {
            let place = (given.device.as_str(), given.service_provider.as_str());
            let (mvpd, now) = (given.mvpd.as_deref(), app.now());
            let mut state = app.state();
            done_or_unknown(state.profiles.end(place, mvpd, given.how, now), "profile")
        }
        Err(error) => bad_request(&error),
    }
}

async fn integrations(State(app): State<Arc<App>>) -> Response<Body> {
    let listed = |mvpd: &providers::Mvpd| Listed::of(mvpd, &app.base_url);
    ok(&providers::ALL.iter().map(listed).collect::<Vec<_>>())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetIntegration {
    service_provider: String,
    mvpd: String,
    active: bool,
}

async fn set_integration(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |given: SetIntegration| {
        let mut state = app.state();
        let degradations = &mut state.degradations;
        degradations.set_active(&given.service_provider, &given.mvpd, given.active);
        Ok(())
    })
}

async fn degradations(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().degradations.list())
}

async fn set_degradation(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |given: Degradation| {
        let now = app.now();
        app.state().degradations.set(given, now);
        Ok(())
    })
}

async fn rules(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().decision_rules.list())
}

async fn add_rule(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with_known(&body, |rule: DecisionRule| app.add_rule(rule))
}

async fn clear_rules(State(app): State<Arc<App>>) -> Response<Body> {
    app.state().decision_rules.clear();
    done()
}

async fn limits(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().decision_rules.limits)
}

async fn set_limits(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |limits: ResourceLimits| {
        app.state().decision_rules.limits = limits;
        Ok(())
    })
}

async fn change_pass(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with_known(&body, |change: TempPassChange| app.change_pass(&change))
}

async fn quirks(State(app): State<Arc<App>>) -> Response<Body> {
    ok(&app.state().quirks)
}

async fn set_quirks(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    with(&body, |quirks: Quirks| {
        app.state().quirks = quirks;
        Ok(())
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Verify {
    serialized_token: String,
    service_provider: String,
    resource: String,
}

async fn verify(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    match read::<Verify>(&body) {
        Ok(given) => {
            let (token, provider) = (&given.serialized_token, &given.service_provider);
            let verdict = app.verify_media_token(token, provider, &given.resource);
            ok(&json!({"verdict": verdict}))
        }
        Err(error) => bad_request(&error),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AppleStatus {
    access_status: String,
    provider_id: Option<String>,
    #[serde(default = "an_hour")]
    expires_in_ms: u64,
}

fn an_hour() -> u64 {
    3_600_000
}

async fn apple_status(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    match read::<AppleStatus>(&body) {
        Ok(given) => {
            let expires_in = Duration::from_millis(given.expires_in_ms);
            let expires = app.now().saturating_add(expires_in);
            let provider = given.provider_id.as_deref();
            let header = framework_status::encode(&given.access_status, provider, expires);
            ok(&json!({"frameworkStatus": header}))
        }
        Err(error) => bad_request(&error),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AppleRequest {
    request: String,
}

async fn apple_response(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    match read::<AppleRequest>(&body) {
        Ok(given) => match app.apple_response(&given.request) {
            Some(response) => ok(&json!({"samlAttributeQueryResponse": response})),
            None => unknown("this sandbox made no such request"),
        },
        Err(error) => bad_request(&error),
    }
}
