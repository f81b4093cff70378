//! `GET /api/v2/authenticate/{serviceProvider}/{code}`: where a user agent begins to sign in.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use crate::app::App;
use crate::operation::Route;
use crate::{html, random, uri};

/// On to the MVPD, with the parameters of Adobe's sample. `RelayState` is the sandbox's own: at
/// Adobe the user agent's cookies tell which session it is.
pub(super) fn authenticate(app: &App, route: &Route, query: &str) -> Response<Body> {
    let code = route.code().unwrap_or_default();
    if !random::is_code(code) {
        return refused(
            "This is not a code",
            "A code has seven capitals and digits.",
        );
    }
    if !query.is_empty() {
        return refused(
            "Too much in this address",
            "It has parameters that nobody expects.",
        );
    }
    let (now, state) = (app.now(), app.state());
    let found = state.auth_sessions.find(code, now).filter(|session| {
        route.service_provider.as_deref() == Some(session.asker.service_provider.as_str())
    });
    let Some(session) = found else {
        return refused(
            "This code has expired",
            "Ask your TV for a new one, and type that in.",
        );
    };
    let [Some(mvpd), Some(domain), Some(redirect)] =
        [&session.mvpd, &session.domain_name, &session.redirect_url]
    else {
        let missing = session.missing().join(", ");
        let text = format!("The application has not said everything yet. Missing: {missing}.");
        return refused("Not yet", &text);
    };
    if !state
        .degradations
        .is_active(&session.asker.service_provider, mvpd)
    {
        return refused(
            "This provider is not available",
            "Choose another one on your TV.",
        );
    }
    let [mvpd, provider, domain, redirect] =
        [mvpd, &session.asker.service_provider, domain, redirect].map(|text| uri::encode(text));
    let location = format!(
        "{}/adobe-services/authenticate/saml?noflash=true&mso_id={mvpd}&requestor_id={provider}\
         &no_iframe=false&domain_name={domain}&redirect_url={redirect}&RelayState={}",
        app.base_url, session.relay_state
    );
    html::redirect(StatusCode::FOUND, &location)
}

/// Any method but GET.
pub(super) fn method_not_allowed() -> Response<Body> {
    html::note(
        405,
        "Not like this",
        "This address is to be opened in a browser.",
    )
}

fn refused(title: &str, text: &str) -> Response<Body> {
    html::note(400, title, text)
}
