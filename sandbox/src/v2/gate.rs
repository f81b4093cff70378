//! What every operation of V2 checks before it does anything.
//!
//! In this order (Adobe does not say in which): the access token, the query, the names of headers,
//! the service provider, whether the token is good for it; then, as far as the operation has them,
//! the MVPD, their integration, the parameters, the device headers.

use axum::http::{HeaderMap, StatusCode};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value};

use crate::app::App;
use crate::config::UnknownIds;
use crate::enhanced::Enhanced;
use crate::operation::Operation;
use crate::profile::SsoToken;
use crate::profiles::Asker;
use crate::state::{Access, Grant};
use crate::{catalogue, device, providers};

/// A request whose access token is good for the service provider.
pub(crate) struct Admitted<'a> {
    pub(crate) app: &'a App,
    pub(crate) operation: Operation,
    pub(crate) service_provider: &'a str,
    /// The MVPD, code or partner in the path, or nothing.
    pub(crate) id: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    /// The client whose access token it is.
    pub(crate) client: String,
}

/// The client of the access token, and what that is good for.
pub(crate) fn check_token(app: &App, headers: &HeaderMap) -> Result<Grant, Enhanced> {
    let now = app.now();
    let mut state = app.state();
    let token =
        device::single(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let access = token.map_or(Access::Invalid, |token| state.access(token, now));
    let error = match access {
        Access::Granted(grant) => return Ok(grant),
        Access::ClientGone => Enhanced::v2("invalid_access_token_client_application"),
        Access::Invalid => {
            let message = "The access token is missing, unknown or expired.";
            Enhanced::guess(StatusCode::UNAUTHORIZED, "invalid_access_token", message)
        }
    };
    state.counters.unauthorized += 1;
    Err(error)
}

/// Refuses what no page documents.
pub(crate) fn unexpected(what: String) -> Enhanced {
    let message = "The request has a parameter or header that is not documented.";
    Enhanced::guess(StatusCode::BAD_REQUEST, "unexpected_parameter", message).with_details(what)
}

/// Refuses query parameters other than these.
pub(crate) fn check_query(query: &str, expected: &[&str]) -> Result<(), Enhanced> {
    let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    match names.find(|name| !expected.contains(&&**name)) {
        Some(name) => Err(unexpected(format!("query parameter '{name}'"))),
        None => Ok(()),
    }
}

/// Refuses headers that the operation's page does not list.
pub(crate) fn check_header_names(
    operation: Operation,
    headers: &HeaderMap,
) -> Result<(), Enhanced> {
    let mut names = headers.keys().map(|name| name.as_str());
    match names.find(|name| !operation.takes_header(name)) {
        Some(name) => Err(unexpected(format!("header '{name}'"))),
        None => Ok(()),
    }
}

/// Whether the service provider is known, and the token good for it.
pub(crate) fn check_service_provider(
    app: &App,
    service_provider: &str,
    grant: &Grant,
) -> Result<(), Enhanced> {
    let any = app.config.unknown_ids == UnknownIds::NoProfile;
    if !any && !catalogue::SERVICE_PROVIDERS.contains(&service_provider) {
        return Err(Enhanced::v2("invalid_parameter_service_provider"));
    }
    if !grant.covers(service_provider) {
        app.state().counters.unauthorized += 1;
        return Err(Enhanced::v2("invalid_access_token_service_provider"));
    }
    Ok(())
}

/// Whether the MVPD is known, and its integration with the service provider switched on.
pub(crate) fn check_mvpd(app: &App, service_provider: &str, mvpd: &str) -> Result<(), Enhanced> {
    let state = app.state();
    if !state.degradations.is_active(service_provider, mvpd) {
        return Err(Enhanced::v2("invalid_integration"));
    }
    let known = providers::find(mvpd).is_some();
    if known && providers::integrated(service_provider, mvpd) {
        return Ok(());
    }
    let any = app.config.unknown_ids == UnknownIds::NoProfile && !mvpd.is_empty();
    // A test may have signed a device in somewhere else.
    if any || state.profiles.any_at(service_provider, mvpd) {
        return Ok(());
    }
    Err(Enhanced::v2(if known {
        "invalid_integration"
    } else {
        "invalid_parameter_mvpd"
    }))
}

/// Whether an MVPD's profiles count at a service provider.
pub(crate) fn is_integrated(app: &App, service_provider: &str, mvpd: &str) -> bool {
    check_mvpd(app, service_provider, mvpd).is_ok()
}

impl Admitted<'_> {
    /// The device of an operation that names it: both headers, checked.
    pub(crate) fn device(&self) -> Result<(Asker, Map<String, Value>), Enhanced> {
        let device = device::identifier(self.headers)
            .map_err(|what| Enhanced::v2("invalid_header_device_identifier").with_details(what))?;
        let info = device::info(self.headers)
            .map_err(|what| Enhanced::v2("invalid_header_device_info").with_details(what))?;
        let asker = Asker {
            device,
            service_provider: self.service_provider.to_owned(),
            client: self.client.clone(),
            sso: sso_tokens(self.headers),
        };
        Ok((asker, info))
    }

    /// The same, of an operation that looks at profiles: what single sign-on opens to it is there
    /// by then, and the device counts as seen.
    pub(crate) fn device_with_profiles(&self) -> Result<Asker, Enhanced> {
        let (asker, _) = self.device()?;
        self.meet(&asker);
        Ok(asker)
    }

    /// Remembers the device, and opens to it what single sign-on does.
    pub(crate) fn meet(&self, asker: &Asker) {
        let (app, now) = (self.app, self.app.now());
        app.state().profiles.meet(asker);
        if asker.sso.is_empty() {
            return;
        }
        let open: Vec<&str> = providers::ALL
            .iter()
            .map(|mvpd| mvpd.id)
            .filter(|mvpd| is_integrated(app, self.service_provider, mvpd))
            .collect();
        let is_open = |mvpd: &str| open.contains(&mvpd);
        app.state().profiles.share(asker, now, is_open);
    }

    /// `AP-Partner-Framework-Status`, if it was sent once.
    pub(crate) fn framework_status(&self) -> Option<&str> {
        device::single(self.headers, "ap-partner-framework-status")
    }

    /// The identity of `AP-TempPass-Identity`: base64 of a JSON object with one text that is not
    /// empty.
    pub(crate) fn identity(&self) -> Option<String> {
        let encoded = device::single(self.headers, "ap-temppass-identity")?;
        let bytes = BASE64_STANDARD.decode(encoded).ok()?;
        let object: Map<String, Value> = serde_json::from_slice(&bytes).ok()?;
        let mut members = object.into_iter();
        match (members.next(), members.next()) {
            (Some((_, Value::String(value))), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// Whether the body is announced as this media type.
    pub(crate) fn is_announced_as(&self, media_type: &str) -> bool {
        let sent = device::single(self.headers, "content-type").unwrap_or_default();
        let sent = sent.split(';').next().unwrap_or_default().trim();
        sent.eq_ignore_ascii_case(media_type)
    }
}

/// The tokens of single sign-on. What is missing or sent twice is no error: the request is served
/// without.
fn sso_tokens(headers: &HeaderMap) -> Vec<SsoToken> {
    let token = |name: &str| device::single(headers, name).map(str::to_owned);
    let service = token("ad-service-token").map(SsoToken::Service);
    let amazon = token("adobe-subject-token").map(SsoToken::Platform);
    let roku = token("x-roku-reserved-roku-connect-token").map(SsoToken::Platform);
    [service, amazon, roku].into_iter().flatten().collect()
}
