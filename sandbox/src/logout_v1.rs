//! `DELETE /api/v1/logout?requestor=…&deviceId=…`, the legacy logout: clears what Adobe stores, and
//! leaves the MVPD's session as it is.
//!
//! `deviceId` names the device whose `AP-Device-Identifier` decodes to the same text. Errors are
//! JSON, in bare fields as Adobe's V1 sample has them, or XML if `Accept` prefers that.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::app::App;
use crate::config::UnknownIds;
use crate::enhanced::Enhanced;
use crate::{catalogue, device};

const PARAMETERS: [&str; 6] = [
    "requestor",
    "deviceId",
    "device_info",
    "deviceType",
    "deviceUser",
    "appId",
];

pub(crate) async fn logout(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    match try_logout(&app, query.as_deref().unwrap_or_default(), &headers) {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Err(error) => in_accepted_form(error, &headers),
    }
}

/// Any method but DELETE; `internal_error` is the code that V1's table lists for 405.
pub(crate) async fn method_not_allowed(headers: HeaderMap) -> Response<Body> {
    let error = Enhanced::v1("internal_error").with_status(StatusCode::METHOD_NOT_ALLOWED);
    let mut response = in_accepted_form(error.with_details("use DELETE"), &headers);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("DELETE"));
    response
}

fn try_logout(app: &App, query: &str, headers: &HeaderMap) -> Result<(), Enhanced> {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    if let Some((name, _)) = pairs
        .iter()
        .find(|(name, _)| !PARAMETERS.contains(&&**name))
    {
        return Err(Enhanced::v1("internal_error")
            .with_details(format!("unexpected query parameter '{name}'")));
    }
    let parameter = |wanted: &str| {
        let mut values = pairs
            .iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, value)| &**value);
        match (values.next(), values.next()) {
            (Some(value), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    };
    let known = |requestor: &&str| {
        app.config.unknown_ids == UnknownIds::NoProfile
            || catalogue::SERVICE_PROVIDERS.contains(requestor)
    };
    let requestor = parameter("requestor")
        .filter(known)
        .ok_or_else(|| Enhanced::v1("invalid_requestor"))?;
    let device_id = parameter("deviceId").ok_or_else(|| Enhanced::v1("invalid_device_id"))?;
    let info = match (
        headers.contains_key("x-device-info"),
        parameter("device_info"),
    ) {
        (true, _) => device::check_info_header(headers),
        (false, Some(info)) => device::read_info(info).map(drop),
        (false, None) => Err("neither X-Device-Info nor device_info was sent".into()),
    };
    info.map_err(|what| Enhanced::v1("invalid_device_info").with_details(what))?;

    let place = (device_id, requestor);
    let mut state = app.state();
    if app.config.default_profiles {
        let lifetime = app.config.profile_lifetime;
        state.profiles.greet(place, app.now(), lifetime);
    }
    let deleted = state.profiles.clear(place);
    state.counters.profiles_deleted += u64::try_from(deleted).unwrap_or(u64::MAX);
    state.counters.logouts_v1 += 1;
    Ok(())
}

fn in_accepted_form(error: Enhanced, headers: &HeaderMap) -> Response<Body> {
    let accept = device::single(headers, "accept").unwrap_or_default();
    let quality = |wanted: &[&str]| quality(accept, wanted);
    if quality(&["application/xml", "text/xml"])
        > quality(&["application/json", "application/*", "*/*"])
    {
        error.into_xml()
    } else {
        error.into_json()
    }
}

/// The highest quality that an `Accept` header gives to any of these media ranges (RFC 9110,
/// section 12.5.1), in thousandths.
fn quality(accept: &str, wanted: &[&str]) -> u32 {
    let ranges = accept.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let q = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
        wanted
            .contains(&name.as_str())
            .then_some((q.clamp(0.0, 1.0) * 1000.0) as u32)
    });
    ranges.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualities() {
        let accept = "application/xml;q=0.5, text/xml ; q=0.25,application/json, x/y;q=zzz";
        assert_eq!(quality(accept, &["application/xml", "text/xml"]), 500);
        assert_eq!(quality(accept, &["application/json"]), 1000);
        assert_eq!(quality(accept, &["x/y"]), 0);
        assert_eq!(quality("", &["application/json"]), 0);
    }
}
