//! `GET /api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl=…`: deletes profiles and says what is left to do.
//!
//! What is checked, in this order (Adobe does not say in which): the access token, the query, the service provider,
//! whether the token is good for it, the MVPD, their integration, the redirect URL, the device headers.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::app::App;
use crate::config::UnknownIds;
use crate::enhanced::{Enhanced, JSON, respond};
use crate::profile::{Profile, ProfileKind, SsoToken};
use crate::state::{Access, Leg, granted};
use crate::{catalogue, device, uri};

/// The headers of Adobe's page, and those that HTTP clients send by themselves.
const KNOWN_HEADERS: [&str; 17] = [
    "authorization",
    "ap-device-identifier",
    "x-device-info",
    "x-forwarded-for",
    "adobe-subject-token",
    "x-roku-reserved-roku-connect-token",
    "ad-service-token",
    "ap-visitor-identifier",
    "accept",
    "user-agent",
    "host",
    "connection",
    "accept-encoding",
    "accept-language",
    "content-length",
    "cache-control",
    "pragma",
];

pub(crate) async fn logout(
    State(app): State<Arc<App>>,
    method: Method,
    path: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    if method == Method::HEAD {
        // The router lets HEAD pass for GET, and a logout must not happen by it.
        return method_not_allowed().await;
    }
    let result = match &path {
        Ok(Path((service_provider, mvpd))) => try_logout(
            &app,
            service_provider,
            mvpd,
            query.as_deref().unwrap_or_default(),
            &headers,
        ),
        // An id that is not UTF-8 once it is decoded. Which of the two it is does not show.
        Err(_) => Err(Enhanced::v2("invalid_parameter_service_provider").with_details("not UTF-8")),
    };
    match result {
        Ok(logouts) => respond(
            200,
            JSON,
            serde_json::to_string(&logouts).unwrap_or_default(),
        ),
        Err(error) => error.into_json(),
    }
}

/// The answer to a path that the router does not match because an id in it is empty or missing; `None` if it is no such
/// path.
pub(crate) fn missing_id(app: &App, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let segments: Vec<&str> = path.strip_prefix("/api/v2/")?.split('/').collect();
    let code = match segments.as_slice() {
        ["", "logout"] | ["", "logout", _] => "invalid_parameter_service_provider",
        [_, "logout"] | [_, "logout", ""] => "invalid_parameter_mvpd",
        _ => return None,
    };
    let error = check_token(app, headers)
        .err()
        .unwrap_or_else(|| Enhanced::v2(code));
    Some(error.into_json())
}

/// Any method but GET.
pub(crate) async fn method_not_allowed() -> Response<Body> {
    let message = "The HTTP method is not permitted for the requested resource.";
    let mut response = Enhanced::guess(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        message,
    )
    .into_json();
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET"));
    response
}

fn try_logout(
    app: &App,
    service_provider: &str,
    mvpd: &str,
    query: &str,
    headers: &HeaderMap,
) -> Result<Logouts, Enhanced> {
    let service_providers = check_token(app, headers)?;
    let redirect_url = check_query(query)?;
    if app.config.strict_headers {
        check_header_names(headers)?;
    }
    check_ids(app, service_provider, mvpd, service_providers.as_deref())?;
    let redirect_url = redirect_url
        .filter(|url| uri::is_absolute(url))
        .ok_or_else(|| Enhanced::v2("invalid_parameter_redirect_url"))?;
    let device = device::identifier(headers)
        .map_err(|what| Enhanced::v2("invalid_header_device_identifier").with_details(what))?;
    device::check_info_header(headers)
        .map_err(|what| Enhanced::v2("invalid_header_device_info").with_details(what))?;
    let sso_tokens = sso_tokens(headers);

    let mut state = app.state();
    if app.config.default_profiles {
        state.greet(&device, service_provider);
    }
    let profiles = state.take_profiles(&device, service_provider, mvpd, &sso_tokens);
    state.counters.logouts_v2 += 1;
    if profiles.is_empty() {
        return Ok(Logouts(vec![Entry::plain(mvpd, mvpd, "invalid", "none")]));
    }
    let redirect_url = match redirect_url.strip_prefix("https:") {
        Some(rest) if app.config.downgrade_redirect => format!("http:{rest}"),
        _ => redirect_url,
    };
    let entry = |profile: &Profile| {
        let Profile {
            key, mvpd, kind, ..
        } = profile;
        let url = kind.has_logout_endpoint().then(|| {
            let leg = state.begin_leg(Leg {
                device: device.clone(),
                service_provider: service_provider.to_owned(),
                mvpd: mvpd.clone(),
                redirect_url: redirect_url.clone(),
            });
            logout_url(app, kind, service_provider, mvpd, &redirect_url, &leg)
        });
        match kind {
            ProfileKind::AbsoluteUrl | ProfileKind::RelativeUrl => Entry {
                url,
                ..Entry::plain(key, mvpd, "logout", "interactive")
            },
            ProfileKind::AppleSso => {
                Entry::plain(key, mvpd, "partner_logout", "partner_interactive")
            }
            ProfileKind::NoLogoutEndpoint | ProfileKind::Degraded | ProfileKind::TempPass => {
                Entry::plain(key, mvpd, "complete", "none")
            }
            ProfileKind::Custom {
                action_name,
                action_type,
                url,
            } => Entry {
                url: url.clone(),
                ..Entry::plain(key, mvpd, action_name, action_type)
            },
        }
    };
    Ok(Logouts(profiles.iter().map(entry).collect()))
}

/// The service providers that the access token is good for.
fn check_token(app: &App, headers: &HeaderMap) -> Result<Option<Vec<String>>, Enhanced> {
    let now = app.now();
    let mut state = app.state();
    let token =
        device::single(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let access = token.map_or(Access::Invalid, |token| state.access(token, now));
    let error = match access {
        Access::Granted(service_providers) => return Ok(service_providers),
        Access::ClientGone => Enhanced::v2("invalid_access_token_client_application"),
        Access::Invalid => {
            let message = "The access token is missing, unknown or expired.";
            Enhanced::guess(StatusCode::UNAUTHORIZED, "invalid_access_token", message)
        }
    };
    state.counters.unauthorized += 1;
    Err(error)
}

/// The redirect URL, if there is exactly one; any other parameter is an error.
fn check_query(query: &str) -> Result<Option<String>, Enhanced> {
    let mut redirect_urls = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "redirectUrl" {
            return Err(unexpected(format!("query parameter '{name}'")));
        }
        redirect_urls.push(value.into_owned());
    }
    Ok(if redirect_urls.len() == 1 {
        redirect_urls.pop()
    } else {
        None
    })
}

fn check_header_names(headers: &HeaderMap) -> Result<(), Enhanced> {
    match headers
        .keys()
        .find(|name| !KNOWN_HEADERS.contains(&name.as_str()))
    {
        Some(name) => Err(unexpected(format!("header '{name}'"))),
        None => Ok(()),
    }
}

fn unexpected(what: String) -> Enhanced {
    let message = "The request has a parameter or header that is not documented.";
    Enhanced::guess(StatusCode::BAD_REQUEST, "unexpected_parameter", message).with_details(what)
}

fn check_ids(
    app: &App,
    service_provider: &str,
    mvpd: &str,
    good_for: Option<&[String]>,
) -> Result<(), Enhanced> {
    let any = app.config.unknown_ids == UnknownIds::NoProfile;
    if !any && !catalogue::SERVICE_PROVIDERS.contains(&service_provider) {
        return Err(Enhanced::v2("invalid_parameter_service_provider"));
    }
    if !granted(good_for, service_provider) {
        app.state().counters.unauthorized += 1;
        return Err(Enhanced::v2("invalid_access_token_service_provider"));
    }
    let known = catalogue::MVPDS.contains(&mvpd);
    if any || known && catalogue::integrated(service_provider, mvpd) {
        return Ok(());
    }
    // A test may have signed a device in somewhere else.
    if app.state().has_profile_at(service_provider, mvpd) {
        return Ok(());
    }
    Err(Enhanced::v2(if known {
        "invalid_integration"
    } else {
        "invalid_parameter_mvpd"
    }))
}

fn sso_tokens(headers: &HeaderMap) -> Vec<SsoToken> {
    let token = |name: &str| device::single(headers, name).map(str::to_owned);
    let service = token("ad-service-token").map(SsoToken::Service);
    let amazon = token("adobe-subject-token").map(SsoToken::Platform);
    let roku = token("x-roku-reserved-roku-connect-token").map(SsoToken::Platform);
    [service, amazon, roku].into_iter().flatten().collect()
}

/// The URL of the user-agent leg, with the parameters of Adobe's samples 1 and 3. `pt_device_id` stands in the absolute
/// one too, unlike in sample 1: at Adobe the user agent's cookies tell whose session is to be ended, here it must.
fn logout_url(
    app: &App,
    kind: &ProfileKind,
    service_provider: &str,
    mvpd: &str,
    redirect_url: &str,
    leg: &str,
) -> String {
    let [requestor, mso, redirect] = [service_provider, mvpd, redirect_url].map(uri::encode);
    if *kind == ProfileKind::AbsoluteUrl {
        let base = &app.base_url;
        format!(
            "{base}/adobe-services/logout?noflash=true&mso_id={mso}&requestor_id={requestor}\
             &redirect_url={redirect}&pt_device_id={leg}"
        )
    } else {
        format!("/adobe-services/logout?requestor_id={requestor}&mso_id={mso}&pt_device_id={leg}")
    }
}

/// The `logouts` object. Written by hand because its order is the profiles' order, which a `serde_json` map would lose.
struct Logouts(Vec<Entry>);

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(skip)]
    key: String,
    action_name: String,
    action_type: String,
    mvpd: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl Entry {
    fn plain(key: &str, mvpd: &str, action_name: &str, action_type: &str) -> Self {
        Self {
            key: key.into(),
            action_name: action_name.into(),
            action_type: action_type.into(),
            mvpd: mvpd.into(),
            url: None,
        }
    }
}

impl Serialize for Logouts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct ByKey<'a>(&'a [Entry]);
        impl Serialize for ByKey<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|entry| (&entry.key, entry)))
            }
        }
        let mut outer = serializer.serialize_map(Some(1))?;
        outer.serialize_entry("logouts", &ByKey(&self.0))?;
        outer.end()
    }
}
