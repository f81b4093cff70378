//! What a device is to do next to be signed in: the decision behind create, resume and partner
//! request.

use serde_json::{Map, Value, json};

use crate::app::App;
use crate::auth_sessions::{AuthSession, SignIn};
use crate::enhanced::Enhanced;
use crate::profiles::{Asker, Standing};
use crate::quirks::Quirks;
use crate::{providers, uri};

use super::gate::check_mvpd;
use super::times;

/// What is supplied to a session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    pub(crate) mvpd: Option<String>,
    pub(crate) domain_name: Option<String>,
    pub(crate) redirect_url: Option<String>,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Step {
    /// Something is there already: on to decisions, for this `reasonType`.
    Authorize(&'static str),
    /// Parameters are missing.
    Supply,
    /// The user has to sign in.
    Authenticate,
}

impl Wish {
    /// Refuses an MVPD or a redirect URL that cannot be. Whether the domain is a registered one is
    /// not looked at: no page says that it is.
    pub(crate) fn check(&self, app: &App, service_provider: &str) -> Result<(), Enhanced> {
        if let Some(mvpd) = &self.mvpd {
            check_mvpd(app, service_provider, mvpd)?;
        }
        match &self.redirect_url {
            Some(url) if !uri::is_absolute(url) => {
                Err(Enhanced::v2("invalid_parameter_redirect_url"))
            }
            _ => Ok(()),
        }
    }
}

/// Why nobody has to sign in with this MVPD, by `reasonType`. A profile of Apple's counts only
/// where the framework's status says so: `with_apple`.
pub(crate) fn access(
    app: &App,
    asker: &Asker,
    mvpd: &str,
    with_apple: bool,
) -> Option<&'static str> {
    if providers::find(mvpd).is_some_and(|mvpd| mvpd.is_temp_pass()) {
        return Some("temporary");
    }
    let (now, state) = (app.now(), app.state());
    let service_provider = &asker.service_provider;
    let degraded = state.degradations.everybody_since(service_provider, mvpd);
    if degraded.is_some() {
        return Some("degraded");
    }
    let Standing::Valid(held) = state.profiles.standing(asker, mvpd, now) else {
        return None;
    };
    match held.profile.type_name() {
        "degraded" => Some("degraded"),
        "temporary" => Some("temporary"),
        "appleSSO" => with_apple.then_some("authenticatedSSO"),
        "platformSSO" | "serviceTokenSSO" => Some("authenticatedSSO"),
        _ => Some("authenticated"),
    }
}

/// Adds what is supplied to a session, and says what comes next. What is known already is replaced.
pub(crate) fn supply(app: &App, session: &mut AuthSession, wish: Wish) -> Step {
    session.mvpd = wish.mvpd.or(session.mvpd.take());
    session.domain_name = wish.domain_name.or(session.domain_name.take());
    session.redirect_url = wish.redirect_url.or(session.redirect_url.take());
    let mvpd = session.mvpd.as_deref();
    let access = mvpd.and_then(|mvpd| access(app, &session.asker, mvpd, false));
    if let Some(reason) = access {
        if session.sign_in == SignIn::Pending {
            session.sign_in = SignIn::Unneeded;
        }
        return Step::Authorize(reason);
    }
    if session.missing().is_empty() {
        Step::Authenticate
    } else {
        Step::Supply
    }
}

/// A parameter's name as answers have it.
pub(super) fn parameter_name(name: &'static str, quirks: Quirks) -> &'static str {
    if name == "domainName" && quirks.domain_for_domain_name {
        "domain"
    } else {
        name
    }
}

/// The answer to create, resume and partner request. `supply_again` is the action where parameters
/// are missing; `fallback` is the reason where the answer is not what was asked for.
pub(super) fn answer(
    session: &AuthSession,
    step: &Step,
    supply_again: &str,
    fallback: Option<&str>,
    quirks: Quirks,
) -> Value {
    let service_provider = &session.asker.service_provider;
    let mut answer = Map::new();
    let mut put = |name: &str, value: Value| drop(answer.insert(name.to_owned(), value));
    put("serviceProvider", json!(service_provider));
    put("sessionId", json!(session.session_id));
    if let Some(mvpd) = &session.mvpd {
        put("mvpd", json!(mvpd));
    }
    let (provider, code) = (uri::encode(service_provider), &session.code);
    let (action, kind, reason, url) = match step {
        Step::Authorize(reason) => {
            let mvpd = uri::encode(session.mvpd.as_deref().unwrap_or_default());
            let url = format!("/api/v2/{provider}/decisions/authorize/{mvpd}");
            ("authorize", "direct", *reason, url)
        }
        Step::Supply => {
            let missing = session.missing().into_iter();
            let missing = missing.map(|name| parameter_name(name, quirks));
            put("missingParameters", missing.collect());
            let url = format!("/api/v2/{provider}/sessions/{code}");
            (supply_again, "direct", fallback.unwrap_or("none"), url)
        }
        Step::Authenticate => {
            let url = format!("/api/v2/authenticate/{provider}/{code}");
            (
                "authenticate",
                "interactive",
                fallback.unwrap_or("none"),
                url,
            )
        }
    };
    put("actionName", json!(action));
    put("actionType", json!(kind));
    put("reasonType", json!(reason));
    put("url", json!(url));
    if !matches!(step, Step::Authorize(_)) {
        put("code", json!(code));
        put("notBefore", times::of_session(session.not_before, quirks));
        put("notAfter", times::of_session(session.not_after, quirks));
    }
    Value::Object(answer)
}
