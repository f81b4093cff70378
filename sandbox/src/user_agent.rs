//! The pages that a user agent walks through when it opens the URL of a logout.
//!
//! `/adobe-services/logout` → `/mvpd/{mvpd}/slo`, where the MVPD ends its session →
//! `/adobe-services/logout/return` → the app's redirect URL. Each step is a 302, the second
//! `Location` is relative, and the last one is whatever the app asked for. That makes it an open
//! redirect, as a logout that ends in an app has to be; it is one within a test server on
//! 127.0.0.1.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, StatusCode, header};

use crate::app::App;
use crate::state::Leg;
use crate::{html, uri};

/// Where a logout's URL leads: on to the MVPD.
pub(crate) async fn start(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    let query = query.unwrap_or_default();
    let Some((id, leg)) = find_leg(&app, &query, "pt_device_id") else {
        return unknown_leg();
    };
    let consistent = parameter(&query, "mso_id").as_deref() == Some(&leg.mvpd)
        && parameter(&query, "requestor_id").as_deref() == Some(&leg.service_provider)
        && parameter(&query, "redirect_url").is_none_or(|url| url == leg.redirect_url);
    if !consistent {
        return page(
            400,
            "This is not the URL that the logout answered",
            "Its parameters were changed on the way.",
        );
    }
    let (base, mvpd, request) = (
        &app.base_url,
        uri::encode(&leg.mvpd),
        app.state().random.hex::<16>(),
    );
    found(&format!(
        "{base}/mvpd/{mvpd}/slo?SAMLRequest={request}&RelayState={id}"
    ))
}

/// The MVPD's own logout page: ends the MVPD's session, the one that a logout call leaves open.
pub(crate) async fn mvpd(
    State(app): State<Arc<App>>,
    Path(mvpd): Path<String>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    match find_leg(&app, &query.unwrap_or_default(), "RelayState") {
        Some((id, leg)) if leg.mvpd == mvpd => {
            app.close_session(&leg);
            let mut response = found(&format!("/adobe-services/logout/return?RelayState={id}"));
            let cookie = HeaderValue::from_static("mvpd_session=; Max-Age=0; Path=/mvpd; HttpOnly");
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        _ => unknown_leg(),
    }
}

/// Back from the MVPD: on to the app.
pub(crate) async fn finish(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    match find_leg(&app, &query.unwrap_or_default(), "RelayState") {
        Some((_, leg)) => found(&leg.redirect_url),
        None => unknown_leg(),
    }
}

/// A page to send the user agent back to, for apps that have no better redirect URL.
pub(crate) async fn landing() -> Response<Body> {
    page(
        200,
        "Signed out",
        "The user agent is back at the redirect URL: the logout is complete.",
    )
}

fn find_leg(app: &App, query: &str, name: &str) -> Option<(String, Leg)> {
    let id = parameter(query, name)?;
    let leg = app.state().leg(&id)?;
    Some((id, leg))
}

fn parameter(query: &str, wanted: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}

fn found(location: &str) -> Response<Body> {
    html::redirect(StatusCode::FOUND, location)
}

impl App {
    /// Ends the session that an MVPD keeps with the user's browser.
    fn close_session(&self, leg: &Leg) {
        let mut state = self.state();
        let (device, provider) = (&leg.device, &leg.service_provider);
        if state.profiles.close_session(device, provider, &leg.mvpd) {
            state.counters.mvpd_sessions_closed += 1;
        }
    }
}

fn unknown_leg() -> Response<Body> {
    page(
        404,
        "Unknown logout",
        "Nobody was sent here by a logout with this id.",
    )
}

fn page(status: u16, title: &str, text: &str) -> Response<Body> {
    html::note(status, title, text)
}
