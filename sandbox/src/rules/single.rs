//! What a request shows by itself: path, headers, parameters, and that it was not refused.

use axum::http::HeaderMap;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::Value;

use super::expectations::Expectations;
use super::seen::{Seen, media_type, number};
use super::{device_info, table as rule};
use crate::device;
use crate::operation::Operation as Op;

/// Headers of browsers, proxies and newer HTTP, which no application chooses.
const OF_OTHERS: [&str; 19] = [
    "origin",
    "referer",
    "x-requested-with",
    "te",
    "transfer-encoding",
    "priority",
    "via",
    "forwarded",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-real-ip",
    "expect",
    "keep-alive",
    "proxy-connection",
    "upgrade-insecure-requests",
    "dnt",
    "traceparent",
    "tracestate",
];

pub(super) fn check(seen: &mut Seen<'_>, expected: &Expectations) {
    path(seen);
    if matches!(
        seen.operation,
        None | Some(Op::Authenticate | Op::LegacyLogout)
    ) {
        return;
    }
    authorization(seen);
    device_headers(seen);
    partner_status(seen);
    identity(seen);
    service_token(seen);
    header_names(seen);
    query(seen);
    body(seen, expected);
}

fn path(seen: &mut Seen<'_>) {
    let (method, path) = (&seen.exchange.method, &seen.exchange.path);
    let is_apis = path.starts_with("/api/v2/") || path.starts_with("/o/client/");
    // A browser asks by itself whether a script may send what it wants to.
    let is_preflight =
        method == "OPTIONS" && seen.header("access-control-request-method").is_some();
    if seen.exchange.is_foreign || !is_apis || is_preflight {
        return;
    }
    if seen.operation.is_none() {
        let what = match seen.route {
            Some(_) => format!("{method} is no method of this path."),
            None => "No operation has this path.".to_owned(),
        };
        seen.broke(&rule::PATHS_EXPECTED, what);
        return;
    }
    let (route, by_id) = (seen.route.as_ref(), seen.id().is_empty());
    let without_id = route.is_some_and(|route| route.id_kind.is_some() && by_id);
    if without_id || path.ends_with('/') {
        seen.broke(
            &rule::PATHS_EXPECTED,
            "The path ends before its last id, or with a slash.",
        );
    }
}

fn authorization(seen: &mut Seen<'_>) {
    if !seen.is_v2() {
        return;
    }
    let values = seen
        .exchange
        .headers
        .get_all("authorization")
        .iter()
        .count();
    let what = match (values, seen.token) {
        (0, _) => "Authorization is missing.",
        (1, Some(token)) if !token.is_empty() && !token.contains(' ') => return,
        (1, _) => "Authorization is not 'Bearer ' and a token.",
        _ => "Authorization was sent more than once.",
    };
    seen.broke(&rule::AUTHORIZATION_SENT, what);
}

fn device_headers(seen: &mut Seen<'_>) {
    let Some(operation) = seen.operation else {
        return;
    };
    let is_registration = matches!(operation, Op::Registration | Op::Token);
    let headers = &seen.exchange.headers;
    let is_optional = operation == Op::Configuration;
    let names_device = !is_registration && operation.takes_header("ap-device-identifier");
    let is_sent = |name: &str| headers.contains_key(name);
    if names_device && (is_sent("ap-device-identifier") || !is_optional) {
        if let Err(what) = device::identifier(headers) {
            seen.broke(&rule::DEVICE_IDENTIFIER_SENT, sentence(&what));
        }
    }
    let takes_info = names_device || is_registration;
    if takes_info && (is_sent("x-device-info") || !is_optional) {
        match device::info(headers) {
            Err(what) => seen.broke(&rule::DEVICE_INFO_SENT, sentence(&what)),
            Ok(info) => {
                let found = device_info::unlisted(&info);
                if !found.is_empty() {
                    seen.broke(&rule::DEVICE_INFO_VALUES, found.join(" "));
                }
            }
        }
    }
}

/// The start in upper case and a full stop, for what elsewhere is half a sentence.
fn sentence(what: &str) -> String {
    let mut chars = what.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).chain(['.']).collect()
}

fn partner_status(seen: &mut Seen<'_>) {
    let is_partners = matches!(
        seen.operation,
        Some(Op::PartnerRequest | Op::PartnerProfile)
    );
    let Some(header) = seen.header("ap-partner-framework-status") else {
        if is_partners {
            seen.broke(
                &rule::PARTNER_STATUS_READABLE,
                "AP-Partner-Framework-Status must be sent, once.",
            );
        }
        return;
    };
    let decoded = BASE64_STANDARD.decode(header).ok();
    let status = decoded.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let Some(status) = status else {
        seen.broke(
            &rule::PARTNER_STATUS_READABLE,
            "It is not padded standard base64 of JSON.",
        );
        return;
    };
    let access = status
        .pointer("/frameworkPermissionInfo/accessStatus")
        .and_then(Value::as_str);
    let known = ["granted", "denied", "restricted", "notDetermined"];
    if access.is_none_or(|access| !known.contains(&access)) {
        seen.broke(
            &rule::PARTNER_STATUS_READABLE,
            "It has no accessStatus of the page's.",
        );
    }
    let expires = status
        .pointer("/frameworkProviderInfo/expirationDate")
        .and_then(number);
    if expires.is_some_and(|expires| expires <= seen.exchange.started_ms) {
        seen.broke(
            &rule::PARTNER_STATUS_READABLE,
            "Its expirationDate has passed.",
        );
    }
}

fn identity(seen: &mut Seen<'_>) {
    let Some(header) = seen.header("ap-temppass-identity") else {
        return;
    };
    let decoded = BASE64_STANDARD.decode(header).ok();
    let identity = decoded.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let is_good = identity
        .as_ref()
        .and_then(Value::as_object)
        .is_some_and(|object| {
            object.len() == 1
                && object
                    .values()
                    .all(|value| value.as_str().is_some_and(|text| !text.is_empty()))
        });
    if !is_good {
        seen.broke(
            &rule::TEMP_PASS_IDENTITY_READABLE,
            "It is not padded standard base64 of a JSON object with one text.",
        );
    }
}

/// A service token is a JWS, whose claims can be read by everybody.
fn service_token(seen: &mut Seen<'_>) {
    let claims = seen
        .header("ad-service-token")
        .and_then(|token| token.split('.').nth(1));
    let claims = claims.and_then(|claims| BASE64_URL_SAFE_NO_PAD.decode(claims).ok());
    let claims = claims.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let expires = claims
        .as_ref()
        .and_then(|claims| claims.get("exp"))
        .and_then(number);
    if expires.is_some_and(|expires| expires.saturating_mul(1_000) <= seen.exchange.started_ms) {
        seen.broke(
            &rule::SSO_TOKEN_FRESH,
            "The exp of AD-Service-Token has passed.",
        );
    }
}

/// The headers that an operation's page does not list, and that an application chose.
pub(super) fn unexpected(operation: Op, headers: &HeaderMap) -> Vec<String> {
    let is_chosen = |name: &str| !name.starts_with("sec-") && !OF_OTHERS.contains(&name);
    let names = headers.keys().map(|name| name.as_str());
    let unexpected = names.filter(|name| !operation.takes_header(name) && is_chosen(name));
    unexpected.map(str::to_owned).collect()
}

fn header_names(seen: &mut Seen<'_>) {
    let Some(operation) = seen.operation.filter(|_| seen.is_v2()) else {
        return;
    };
    let names = unexpected(operation, &seen.exchange.headers);
    if !names.is_empty() {
        let what = format!(
            "Not on the page of {}: {}.",
            operation.name(),
            names.join(", ")
        );
        seen.broke(&rule::HEADERS_EXPECTED, what);
    }
}

fn query(seen: &mut Seen<'_>) {
    let expected: &[&str] = match seen.operation {
        Some(Op::Logout) => &["redirectUrl"],
        Some(Op::Configuration) => &["profile"],
        _ => &[],
    };
    let names = form_urlencoded::parse(seen.exchange.query.as_bytes()).map(|(name, _)| name);
    let unknown: Vec<_> = names.filter(|name| !expected.contains(&&**name)).collect();
    if !unknown.is_empty() {
        let what = format!(
            "Not a query parameter of this operation: {}.",
            unknown.join(", ")
        );
        seen.broke(&rule::PARAMETERS_EXPECTED, what);
    }
}

fn body(seen: &mut Seen<'_>, expected: &Expectations) {
    let form = "application/x-www-form-urlencoded";
    let (wanted, names): (&str, &[&str]) = match seen.operation {
        Some(Op::CreateSession | Op::ResumeSession) => {
            (form, &["mvpd", "domainName", "redirectUrl"])
        }
        Some(Op::PartnerRequest) => (form, &["domainName", "redirectUrl"]),
        Some(Op::PartnerProfile) => (form, &["SAMLResponse"]),
        Some(Op::Token) => (form, &["client_id", "client_secret", "grant_type"]),
        Some(Op::Registration) => ("application/json", &["software_statement", "redirect_uri"]),
        Some(Op::Preauthorize | Op::Authorize) => ("application/json", &["resources"]),
        _ => {
            if !seen.exchange.body.is_empty() {
                seen.broke(&rule::PARAMETERS_EXPECTED, "This operation has no body.");
            }
            return;
        }
    };
    let sent = media_type(&seen.exchange.headers);
    if sent != wanted {
        let what = format!("The body is announced as '{sent}', not as {wanted}.");
        seen.broke(&rule::PARAMETERS_EXPECTED, what);
        return;
    }
    if wanted == form {
        let mut wrong: Vec<String> = Vec::new();
        for (at, (name, _)) in seen.form.iter().enumerate() {
            if !names.contains(&name.as_str())
                || seen.form.iter().take(at).any(|(known, _)| known == name)
            {
                wrong.push(name.clone());
            }
        }
        if !wrong.is_empty() {
            let what = format!("Unknown or sent twice: {}.", wrong.join(", "));
            seen.broke(&rule::PARAMETERS_EXPECTED, what);
        }
        return;
    }
    match serde_json::from_slice::<Value>(&seen.exchange.body) {
        Ok(Value::Object(object)) => {
            let unknown: Vec<_> = object
                .keys()
                .filter(|key| !names.contains(&key.as_str()))
                .cloned()
                .collect();
            if !unknown.is_empty() {
                let what = format!("Not a member of this body: {}.", unknown.join(", "));
                seen.broke(&rule::PARAMETERS_EXPECTED, what);
            }
            if let Some(resources) = object.get("resources") {
                check_resources(seen, resources, expected);
            }
        }
        _ => seen.broke(&rule::PARAMETERS_EXPECTED, "The body is not a JSON object."),
    }
}

fn check_resources(seen: &mut Seen<'_>, resources: &Value, expected: &Expectations) {
    let resources = resources.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_id = |resource: &Value| resource.as_str().is_some_and(|id| !id.is_empty());
    if resources.is_empty() || !resources.iter().all(is_id) {
        seen.broke(
            &rule::PARAMETERS_EXPECTED,
            "resources is not a list of ids.",
        );
    }
    let limit = match seen.operation {
        Some(Op::Preauthorize) => expected.preauthorize_limit,
        _ => expected.authorize_limit,
    };
    if resources.len() > limit {
        let what = format!(
            "{} resources where {limit} are agreed upon.",
            resources.len()
        );
        seen.broke(&rule::RESOURCE_LIMIT, what);
    }
}

/// What was refused, and no other finding says why. After all other rules.
pub(super) fn refused(seen: &mut Seen<'_>) {
    let number = seen.exchange.number;
    let is_explained = seen.findings.iter().any(|(about, _)| *about == number);
    if seen.exchange.is_fault || seen.exchange.status() != 400 || is_explained {
        return;
    }
    // What users type, and what the framework or the registration came to, is known by these.
    let is_news = |code: &str| {
        let prefix = [
            "invalid_header_pfs_",
            "invalid_header_identity",
            "invalid_authentication_session",
        ];
        let known = [
            "invalid_parameter_code",
            "invalid_client",
            "unauthorized_client",
        ];
        prefix.iter().any(|known| code.starts_with(known)) || known.contains(&code)
    };
    let code = seen
        .text("code")
        .or_else(|| seen.text("error"))
        .unwrap_or("no code")
        .to_owned();
    let is_api = seen.is_v2() || matches!(seen.operation, Some(Op::Registration | Op::Token));
    if is_api && !is_news(&code) {
        seen.broke(
            &rule::REQUEST_ACCEPTED,
            format!("Refused with 400: {code}."),
        );
    }
}
