//! Authentication sessions: create, resume, retrieve by code.

use serde_json::{Map, Value, json};

use crate::app::App;
use crate::auth_sessions::{AuthSession, SignIn};
use crate::device;
use crate::enhanced::Enhanced;
use crate::profiles::Asker;
use crate::random;

use super::gate::Admitted;
use super::steps::{self, Step, Wish};
use super::{device_description, form, times};

/// `POST /api/v2/{serviceProvider}/sessions`.
pub(super) fn create(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let wish = wish(request)?;
    let (asker, info) = request.device()?;
    request.meet(&asker);
    let mut session = draft(request, asker, info);
    let step = steps::supply(request.app, &mut session, wish);
    let answer = {
        let quirks = request.app.state().quirks;
        steps::answer(&session, &step, "resume", None, quirks)
    };
    open(request.app, session, &step);
    Ok(answer)
}

/// What the form supplies, checked.
fn wish(request: &Admitted<'_>) -> Result<Wish, Enhanced> {
    let [mvpd, domain_name, redirect_url] =
        form::read(request, ["mvpd", "domainName", "redirectUrl"])?;
    let wish = Wish {
        mvpd,
        domain_name,
        redirect_url,
    };
    wish.check(request.app, request.service_provider)?;
    Ok(wish)
}

/// A session of this device and client with nothing in it yet.
pub(super) fn draft(
    request: &Admitted<'_>,
    asker: Asker,
    device_info: Map<String, Value>,
) -> AuthSession {
    let now = request.app.now();
    let forwarded = device::single(request.headers, "x-forwarded-for");
    let forwarded = forwarded.and_then(|list| list.split(',').next());
    let mut state = request.app.state();
    AuthSession {
        code: state.random.code(),
        session_id: state.random.uuid(),
        relay_state: state.random.hex::<16>(),
        asker,
        mvpd: None,
        domain_name: None,
        redirect_url: None,
        device_info,
        address: forwarded.map_or("127.0.0.1", str::trim).to_owned(),
        not_before: now,
        not_after: now.saturating_add(request.app.config.code_lifetime),
        sign_in: SignIn::Pending,
        assertion: None,
    }
}

/// Keeps a session whose code is told. Where nobody has to sign in, there is no code, and nothing
/// to keep.
pub(super) fn open(app: &App, session: AuthSession, step: &Step) {
    let (now, mut state) = (app.now(), app.state());
    state.counters.sessions_created += 1;
    if !matches!(step, Step::Authorize(_)) {
        state.auth_sessions.open(session, now);
    }
}

/// `POST /api/v2/{serviceProvider}/sessions/{code}`.
pub(super) fn resume(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let mut session = by_code(request)?;
    let wish = wish(request)?;
    let step = steps::supply(request.app, &mut session, wish);
    let quirks = request.app.state().quirks;
    let answer = steps::answer(&session, &step, "retry", None, quirks);
    keep(request.app, session);
    Ok(answer)
}

/// Keeps what was supplied to a session. How the sign-in stands may have changed meanwhile, by a
/// test on another thread.
fn keep(app: &App, supplied: AuthSession) {
    let (now, mut state) = (app.now(), app.state());
    if let Some(session) = state.auth_sessions.find_mut(&supplied.code, now) {
        session.mvpd = supplied.mvpd;
        session.domain_name = supplied.domain_name;
        session.redirect_url = supplied.redirect_url;
        if session.sign_in == SignIn::Pending {
            session.sign_in = supplied.sign_in;
        }
    }
}

/// What a page for a second screen does: finds the session of a code that was typed, whatever its
/// service provider, supplies what is missing, and says what comes next.
pub(crate) fn supply_by_hand(
    app: &App,
    code: &str,
    wish: Wish,
) -> Result<(AuthSession, Step), Enhanced> {
    let mut session = {
        let (now, state) = (app.now(), app.state());
        let found = state.auth_sessions.find(code, now);
        found
            .cloned()
            .ok_or_else(|| Enhanced::v2("invalid_authentication_session"))?
    };
    wish.check(app, &session.asker.service_provider)?;
    let step = steps::supply(app, &mut session, wish);
    keep(app, session.clone());
    Ok((session, step))
}

/// The session that the path names.
pub(super) fn by_code(request: &Admitted<'_>) -> Result<AuthSession, Enhanced> {
    if !random::is_code(request.id) {
        return Err(Enhanced::v2("invalid_parameter_code"));
    }
    let (now, state) = (request.app.now(), request.app.state());
    let found = state.auth_sessions.find(request.id, now);
    let found = found.filter(|found| found.asker.service_provider == request.service_provider);
    found
        .cloned()
        .ok_or_else(|| Enhanced::v2("invalid_authentication_session"))
}

/// `GET /api/v2/{serviceProvider}/sessions/{code}`.
pub(super) fn retrieve(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let session = by_code(request)?;
    let quirks = request.app.state().quirks;
    let named = |name| steps::parameter_name(name, quirks);
    let existing = session.existing().into_iter();
    let existing = existing.map(|(name, value)| (named(name), value));
    let provider = ("serviceProvider", request.service_provider);
    let existing: Map<String, Value> = existing
        .chain([provider])
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    let missing: Vec<_> = session.missing().into_iter().map(named).collect();
    let mut answer = json!({
        "existingParameters": existing,
        "device": device_description::describe(&session.device_info, &session.address),
        "notBefore": times::of_session(session.not_before, quirks),
        "notAfter": times::of_session(session.not_after, quirks),
    });
    if let (Some(answer), false) = (answer.as_object_mut(), missing.is_empty()) {
        answer.insert("missingParameters".into(), json!(missing));
    }
    Ok(answer)
}
