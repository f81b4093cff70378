//! `/activate`: the programmer's page for a second screen, where the code is typed in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};
use axum::routing::get;
use serde_json::Value;

use crate::app::App;
use crate::auth_sessions::AuthSession;
use crate::html::{self, escape};
use crate::v2::{Step, Wish, supply_by_hand};
use crate::{providers, uri};

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/activate", get(form).post(submit))
}

/// The form; `?code=…` fills it in, for a QR code.
async fn form(RawQuery(query): RawQuery) -> Response<Body> {
    let code = parameter(&query.unwrap_or_default(), "code");
    code_page(&code.unwrap_or_default(), None)
}

async fn submit(State(app): State<Arc<App>>, body: Bytes) -> Response<Body> {
    let body = String::from_utf8_lossy(&body).into_owned();
    // No code has a small letter, so that nobody has to look for the capitals.
    let code = parameter(&body, "code").unwrap_or_default();
    let code = code.trim().to_ascii_uppercase();
    let mvpd = parameter(&body, "mvpd").filter(|mvpd| !mvpd.is_empty());
    let wish = Wish {
        mvpd,
        ..Wish::default()
    };
    let known = match supply_by_hand(&app, &code, wish) {
        Ok((session, Step::Authorize(_))) => return already(&session),
        Ok((session, _)) => session,
        Err(_) => {
            let alert = "This code is wrong or has expired. Ask your TV for a new one.";
            return code_page(&code, Some(alert));
        }
    };
    if known.mvpd.is_none() {
        return provider_page(&app, &known);
    }
    let service_provider = &known.asker.service_provider;
    let (_, domains) = providers::brand(service_provider);
    let domain = domains.first().copied().unwrap_or_default().to_owned();
    // What the TV has said stays as it is.
    let missing = Wish {
        mvpd: None,
        domain_name: known.domain_name.is_none().then_some(domain),
        redirect_url: known
            .redirect_url
            .is_none()
            .then(|| format!("{}/app/signed-in", app.base_url)),
    };
    match supply_by_hand(&app, &code, missing) {
        Ok((session, Step::Authorize(_))) => already(&session),
        Ok((session, _)) => {
            let provider = uri::encode(&session.asker.service_provider);
            let location = format!("/api/v2/authenticate/{provider}/{}", session.code);
            html::redirect(StatusCode::SEE_OTHER, &location)
        }
        Err(_) => code_page(
            &code,
            Some("This cannot be signed in to. Ask your TV for a new code."),
        ),
    }
}

fn already(session: &AuthSession) -> Response<Body> {
    html::note(
        200,
        "You are signed in",
        &format!(
            "Look at your {}: there is nothing left to do here.",
            model(session)
        ),
    )
}

fn code_page(code: &str, alert: Option<&str>) -> Response<Body> {
    let alert = alert.map(escape);
    let alert = alert.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{text}</p>\n")
    });
    let content = format!(
        "{alert}<form method=\"post\" action=\"/activate\">\n\
         <label for=\"code\">The code on your TV</label>\n\
         <input id=\"code\" name=\"code\" value=\"{}\" autocomplete=\"off\" autocapitalize=\"characters\" \
         spellcheck=\"false\" maxlength=\"12\" required autofocus>\n\
         <button type=\"submit\">Continue</button>\n</form>",
        escape(code)
    );
    html::page(200, "Sign in on your TV", &content)
}

fn provider_page(app: &App, session: &AuthSession) -> Response<Body> {
    let service_provider = &session.asker.service_provider;
    let is_offered = |mvpd: &&providers::Mvpd| {
        !mvpd.is_temp_pass()
            && providers::integrated(service_provider, mvpd.id)
            && app
                .state()
                .degradations
                .is_active(service_provider, mvpd.id)
    };
    let option = |mvpd: &providers::Mvpd| {
        format!(
            "<option value=\"{}\">{}</option>\n",
            escape(mvpd.id),
            escape(mvpd.name)
        )
    };
    let options: String = providers::ALL
        .iter()
        .filter(is_offered)
        .map(option)
        .collect();
    let content = format!(
        "<p>You are about to sign in on this device: <strong>{}</strong></p>\n\
         <form method=\"post\" action=\"/activate\">\n\
         <input type=\"hidden\" name=\"code\" value=\"{}\">\n\
         <label for=\"mvpd\">Your TV provider</label>\n\
         <select id=\"mvpd\" name=\"mvpd\" autofocus>\n{options}</select>\n\
         <button type=\"submit\">Continue</button>\n</form>",
        escape(&model(session)),
        escape(&session.code)
    );
    html::page(200, "Choose your TV provider", &content)
}

fn model(session: &AuthSession) -> String {
    let model = session.device_info.get("model").and_then(Value::as_str);
    model.unwrap_or("TV").to_owned()
}

fn parameter(parameters: &str, wanted: &str) -> Option<String> {
    form_urlencoded::parse(parameters.as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}
