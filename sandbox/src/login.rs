//! The MVPD's login page, and the way of a user agent there and back.
//!
//! `/adobe-services/authenticate/saml` → `/mvpd/{mvpd}/login`, where a person signs in or does not
//! → `/adobe-services/authenticate/return`, where Adobe makes the profile → the app's redirect URL.
//! That makes it an open redirect, as a sign-in that ends in an app has to be; it is one within a
//! test server on 127.0.0.1.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{Response, StatusCode};
use axum::routing::get;

use crate::app::App;
use crate::auth_sessions::{AuthSession, SignIn};
use crate::html::{self, escape};
use crate::providers::{self, Nature};
use crate::uri;

/// The password of everybody at every MVPD.
pub const PASSWORD: &str = "sandbox";

/// The user whom every MVPD turns away, with the right password, too.
pub const REFUSED_USER: &str = "refused";

/// Who signs in where nobody is asked.
const USER_AT_HOME: &str = "home";

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/adobe-services/authenticate/saml", get(start))
        .route("/adobe-services/authenticate/return", get(finish))
        .route("/mvpd/{mvpd}/login", get(form).post(submit))
        .route("/app/signed-in", get(landing))
}

/// Where the authenticate URL leads: on to the MVPD. With home-based authentication nobody is asked
/// there.
async fn start(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response<Body> {
    let query = query.unwrap_or_default();
    let Some((session, mvpd)) = relayed(&app, &query) else {
        return unknown();
    };
    if parameter(&query, "mso_id").as_deref() != Some(&mvpd) {
        return html::note(
            400,
            "This is not the address that was given",
            "Its parameters were changed on the way.",
        );
    }
    let nature = providers::find(&mvpd).map(|mvpd| mvpd.nature);
    if nature == Some(Nature::HomeBased) {
        return assert_identity(&app, &session, USER_AT_HOME, StatusCode::FOUND);
    }
    let request = app.state().random.hex::<16>();
    html::redirect(
        StatusCode::FOUND,
        &format!(
            "{}/mvpd/{}/login?SAMLRequest={request}&RelayState={}",
            app.base_url,
            uri::encode(&mvpd),
            session.relay_state
        ),
    )
}

async fn form(
    State(app): State<Arc<App>>,
    Path(mvpd): Path<String>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    match relayed(&app, &query.unwrap_or_default()) {
        Some((session, known)) if known == mvpd => login_page(&session, &mvpd, "", None),
        _ => unknown(),
    }
}

/// What a person did with the form.
async fn submit(
    State(app): State<Arc<App>>,
    Path(mvpd): Path<String>,
    body: Bytes,
) -> Response<Body> {
    let body = String::from_utf8_lossy(&body).into_owned();
    let Some((session, _)) = relayed(&app, &body).filter(|(_, known)| *known == mvpd) else {
        return unknown();
    };
    if parameter(&body, "cancel").is_some() {
        return without_identity(&session, "cancelled");
    }
    let user = parameter(&body, "username").unwrap_or_default();
    let user = user.trim();
    let password = parameter(&body, "password").unwrap_or_default();
    if user.is_empty() {
        return login_page(&session, &mvpd, user, Some("Type your user name in."));
    }
    if password != PASSWORD {
        let alert = "User name and password do not fit together. Try again.";
        return login_page(&session, &mvpd, user, Some(alert));
    }
    if user == REFUSED_USER {
        return without_identity(&session, "refused");
    }
    assert_identity(&app, &session, user, StatusCode::SEE_OTHER)
}

/// Back from the MVPD: the profile is made, or is not, and the user agent goes on to the app.
async fn finish(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response<Body> {
    let query = query.unwrap_or_default();
    let Some((session, _)) = relayed(&app, &query) else {
        return unknown();
    };
    let outcome = match parameter(&query, "status").as_deref() {
        Some("cancelled") => SignIn::Cancelled,
        Some("refused") => SignIn::Refused,
        _ => SignIn::Done,
    };
    let mut user = String::new();
    if outcome == SignIn::Done {
        let shown = parameter(&query, "SAMLResponse");
        let asserted = {
            let (now, mut state) = (app.now(), app.state());
            let session = state.auth_sessions.find_mut(&session.code, now);
            session.and_then(|session| {
                let asserted = session.assertion.as_ref().map(|(text, _)| text);
                let fits = asserted.is_some() && asserted == shown.as_ref();
                if fits { session.assertion.take() } else { None }
            })
        };
        match asserted {
            Some((_, name)) => user = name,
            // A browser that loads the page again, after all was done.
            None if session.sign_in == SignIn::Done => return on_to_the_app(&session),
            None => return unknown(),
        }
    }
    match app.end_sign_in(&session.code, outcome, &user) {
        Ok(_) => on_to_the_app(&session),
        Err(_) => unknown(),
    }
}

fn on_to_the_app(session: &AuthSession) -> Response<Body> {
    match &session.redirect_url {
        Some(url) => html::redirect(StatusCode::FOUND, url),
        None => unknown(),
    }
}

/// The MVPD tells Adobe who it is: by way of the browser, good for one time.
fn assert_identity(
    app: &App,
    session: &AuthSession,
    user: &str,
    status: StatusCode,
) -> Response<Body> {
    let (now, mut state) = (app.now(), app.state());
    let assertion = state.random.hex::<16>();
    match state.auth_sessions.find_mut(&session.code, now) {
        Some(session) => session.assertion = Some((assertion.clone(), user.to_owned())),
        None => return unknown(),
    }
    let relay_state = &session.relay_state;
    html::redirect(
        status,
        &format!(
            "/adobe-services/authenticate/return?RelayState={relay_state}&SAMLResponse={assertion}"
        ),
    )
}

fn without_identity(session: &AuthSession, status: &str) -> Response<Body> {
    let relay_state = &session.relay_state;
    html::redirect(
        StatusCode::SEE_OTHER,
        &format!("/adobe-services/authenticate/return?RelayState={relay_state}&status={status}"),
    )
}

fn login_page(
    session: &AuthSession,
    mvpd: &str,
    user: &str,
    alert: Option<&str>,
) -> Response<Body> {
    let name = providers::find(mvpd).map_or(mvpd, |mvpd| mvpd.name);
    let logo = match providers::find(mvpd) {
        Some(mvpd) => format!("<p><img src=\"/logos/{}.svg\" alt=\"\"></p>\n", mvpd.id),
        None => String::new(),
    };
    let alert = alert.map(escape);
    let alert = alert.map_or_else(String::new, |text| {
        format!("<p role=\"alert\" id=\"alert\">{text}</p>\n")
    });
    let content = format!(
        "{logo}{alert}<form method=\"post\">\n\
         <input type=\"hidden\" name=\"RelayState\" value=\"{relay_state}\">\n\
         <label for=\"username\">User name</label>\n\
         <input id=\"username\" name=\"username\" value=\"{user}\" autocomplete=\"username\" \
         autocapitalize=\"none\" autofocus>\n\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\">\n\
         <button type=\"submit\">Sign in</button>\n\
         <button type=\"submit\" name=\"cancel\" value=\"1\">Cancel</button>\n</form>\n\
         <p>This is a sandbox. Every name is right with the password <code>{PASSWORD}</code>; \
         <code>{REFUSED_USER}</code> has no subscription.</p>",
        relay_state = escape(&session.relay_state),
        user = escape(user),
    );
    html::page(200, &format!("Sign in to {name}"), &content)
}

/// A page to send the user agent back to, for apps that have no better redirect URL.
async fn landing() -> Response<Body> {
    html::note(
        200,
        "Back at the application",
        "You can look at your TV again. Whether you are signed in, it knows.",
    )
}

/// The session that the parameters name, and its MVPD.
fn relayed(app: &App, parameters: &str) -> Option<(AuthSession, String)> {
    let relay_state = parameter(parameters, "RelayState")?;
    let (now, state) = (app.now(), app.state());
    let session = state.auth_sessions.relayed(&relay_state, now)?.clone();
    let mvpd = session.mvpd.clone()?;
    Some((session, mvpd))
}

fn parameter(parameters: &str, wanted: &str) -> Option<String> {
    form_urlencoded::parse(parameters.as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}

fn unknown() -> Response<Body> {
    html::note(
        404,
        "Unknown sign-in",
        "Nobody was sent here with this address, or the code has expired. Ask your TV for a new code.",
    )
}
