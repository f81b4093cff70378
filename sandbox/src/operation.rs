//! The operations of Adobe's APIs: how a request is known to be one, and which headers each takes.

use std::borrow::Cow;

use crate::uri;

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Configuration,
    CreateSession,
    ResumeSession,
    RetrieveSession,
    Authenticate,
    Profiles,
    ProfileForMvpd,
    ProfileForCode,
    PartnerRequest,
    PartnerProfile,
    Preauthorize,
    Authorize,
    Logout,
    LegacyLogout,
    Registration,
    Token,
}

use Operation as Op;

/// What the last id of a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    Mvpd,
    Code,
    Partner,
}

/// A path of V2: what stands between the ids, and the operation of each method.
struct Shape {
    /// `{sp}` and `{id}` stand for ids.
    segments: &'static [&'static str],
    id: Option<IdKind>,
    methods: &'static [(&'static str, Operation)],
}

/// The order matters where a path without its last id is a path of its own.
const SHAPES: [Shape; 12] = [
    shape(
        &["{sp}", "configuration"],
        None,
        &[("GET", Op::Configuration)],
    ),
    shape(&["{sp}", "sessions"], None, &[("POST", Op::CreateSession)]),
    shape(&["{sp}", "profiles"], None, &[("GET", Op::Profiles)]),
    shape(
        &["{sp}", "sessions", "{id}"],
        Some(IdKind::Code),
        &[("GET", Op::RetrieveSession), ("POST", Op::ResumeSession)],
    ),
    shape(
        &["authenticate", "{sp}", "{id}"],
        Some(IdKind::Code),
        &[("GET", Op::Authenticate)],
    ),
    shape(
        &["{sp}", "profiles", "{id}"],
        Some(IdKind::Mvpd),
        &[("GET", Op::ProfileForMvpd)],
    ),
    shape(
        &["{sp}", "profiles", "code", "{id}"],
        Some(IdKind::Code),
        &[("GET", Op::ProfileForCode)],
    ),
    shape(
        &["{sp}", "sessions", "sso", "{id}"],
        Some(IdKind::Partner),
        &[("POST", Op::PartnerRequest)],
    ),
    shape(
        &["{sp}", "profiles", "sso", "{id}"],
        Some(IdKind::Partner),
        &[("POST", Op::PartnerProfile)],
    ),
    shape(
        &["{sp}", "decisions", "preauthorize", "{id}"],
        Some(IdKind::Mvpd),
        &[("POST", Op::Preauthorize)],
    ),
    shape(
        &["{sp}", "decisions", "authorize", "{id}"],
        Some(IdKind::Mvpd),
        &[("POST", Op::Authorize)],
    ),
    shape(
        &["{sp}", "logout", "{id}"],
        Some(IdKind::Mvpd),
        &[("GET", Op::Logout)],
    ),
];

const fn shape(
    segments: &'static [&'static str],
    id: Option<IdKind>,
    methods: &'static [(&'static str, Operation)],
) -> Shape {
    Shape {
        segments,
        id,
        methods,
    }
}

/// A path of V2 that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// The service provider, decoded; `None` if it is not UTF-8. Empty if it is missing.
    pub(crate) service_provider: Option<String>,
    /// The other id, decoded, in the same way. `Some("")` where the path has none.
    pub(crate) id: Option<String>,
    pub(crate) id_kind: Option<IdKind>,
    /// The operations at this path, by method.
    pub(crate) methods: &'static [(&'static str, Operation)],
}

impl Route {
    /// The operation of a method.
    pub(crate) fn operation(&self, method: &str) -> Option<Operation> {
        let known = self.methods.iter().find(|(known, _)| *known == method);
        known.map(|(_, operation)| *operation)
    }

    /// The authentication code in the path.
    pub(crate) fn code(&self) -> Option<&str> {
        let is_code = self.id_kind == Some(IdKind::Code);
        self.id.as_deref().filter(|id| is_code && !id.is_empty())
    }
}

/// What a path of V2 asks for; `None` if there is nothing at it. A path whose last id is missing is
/// known, and so is a final slash after `configuration`, which Adobe's sample has.
pub(crate) fn route(path: &str) -> Option<Route> {
    let mut segments: Vec<&str> = path.strip_prefix("/api/v2/")?.split('/').collect();
    if let [_, "configuration", ""] = segments.as_slice() {
        segments.pop();
    }
    let fits = |shape: &&Shape| fits(shape.segments, &segments);
    let found = SHAPES.iter().find(fits).or_else(|| {
        segments.push("");
        SHAPES
            .iter()
            .find(|shape| shape.id.is_some() && self::fits(shape.segments, &segments))
    })?;
    let decoded = |name: &str| {
        let at = found.segments.iter().position(|segment| *segment == name);
        let raw = at.and_then(|at| segments.get(at).copied());
        uri::decode(raw.unwrap_or_default()).map(Cow::into_owned)
    };
    Some(Route {
        service_provider: decoded("{sp}"),
        id: decoded("{id}"),
        id_kind: found.id,
        methods: found.methods,
    })
}

fn fits(shape: &[&str], segments: &[&str]) -> bool {
    let same = |(wanted, is): (&&str, &&str)| wanted.starts_with('{') || wanted == is;
    shape.len() == segments.len() && shape.iter().zip(segments).all(same)
}

/// The operation of a request to any of Adobe's APIs.
pub(crate) fn of_request(method: &str, path: &str) -> Option<Operation> {
    match (method, path) {
        ("POST", "/o/client/register") => Some(Op::Registration),
        ("POST", "/o/client/token") => Some(Op::Token),
        ("DELETE", "/api/v1/logout") => Some(Op::LegacyLogout),
        _ => route(path)?.operation(method),
    }
}

/// What every operation may come with: HTTP's own, and what the tables list for all.
const COMMON: [&str; 12] = [
    "authorization",
    "x-forwarded-for",
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

const DEVICE: [&str; 2] = ["ap-device-identifier", "x-device-info"];
const SSO: [&str; 3] = [
    "adobe-subject-token",
    "x-roku-reserved-roku-connect-token",
    "ad-service-token",
];
const FRAMEWORK: &str = "ap-partner-framework-status";
const IDENTITY: &str = "ap-temppass-identity";

impl Operation {
    /// Its name in the log.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Op::Configuration => "configuration",
            Op::CreateSession => "create_session",
            Op::ResumeSession => "resume_session",
            Op::RetrieveSession => "retrieve_session",
            Op::Authenticate => "authenticate",
            Op::Profiles => "profiles",
            Op::ProfileForMvpd => "profile_for_mvpd",
            Op::ProfileForCode => "profile_for_code",
            Op::PartnerRequest => "partner_request",
            Op::PartnerProfile => "partner_profile",
            Op::Preauthorize => "preauthorize",
            Op::Authorize => "authorize",
            Op::Logout => "logout",
            Op::LegacyLogout => "legacy_logout",
            Op::Registration => "registration",
            Op::Token => "token",
        }
    }

    /// The part of a sign-in's story that it belongs to.
    pub(crate) fn phase(self) -> &'static str {
        match self {
            Op::Registration | Op::Token => "registration",
            Op::Configuration => "configuration",
            Op::CreateSession | Op::ResumeSession | Op::RetrieveSession | Op::PartnerRequest => {
                "session"
            }
            Op::Authenticate => "sign-in",
            Op::ProfileForCode => "polls",
            Op::Profiles | Op::ProfileForMvpd | Op::PartnerProfile => "profile",
            Op::Preauthorize | Op::Authorize => "decisions",
            Op::Logout | Op::LegacyLogout => "logout",
        }
    }

    /// Whether the table of a V2 operation's page lists this header, or HTTP itself needs it. The
    /// name is in lower case.
    pub(crate) fn takes_header(self, name: &str) -> bool {
        let decision = matches!(self, Op::Preauthorize | Op::Authorize);
        let profile = matches!(self, Op::Profiles | Op::ProfileForMvpd);
        let partner = matches!(self, Op::PartnerRequest | Op::PartnerProfile);
        let form = matches!(self, Op::CreateSession | Op::ResumeSession) || partner;
        let by_code = matches!(
            self,
            Op::ResumeSession | Op::RetrieveSession | Op::ProfileForCode | Op::Authenticate
        );
        let by_token = decision || profile || matches!(self, Op::CreateSession | Op::Logout);
        let for_pass = decision || matches!(self, Op::ProfileForMvpd | Op::ProfileForCode);
        match name {
            // Whatever a browser sends.
            _ if self == Op::Authenticate => true,
            _ if COMMON.contains(&name) => true,
            _ if DEVICE.contains(&name) => !by_code,
            _ if SSO.contains(&name) => by_token,
            FRAMEWORK => decision || profile || partner,
            IDENTITY => for_pass,
            "content-type" => form || decision,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The columns of the table in the order of the twelve API pages.
    const COLUMNS: [Operation; 12] = [
        Op::Configuration,
        Op::CreateSession,
        Op::ResumeSession,
        Op::RetrieveSession,
        Op::Authenticate,
        Op::Profiles,
        Op::ProfileForMvpd,
        Op::ProfileForCode,
        Op::PartnerRequest,
        Op::PartnerProfile,
        Op::Preauthorize,
        Op::Authorize,
    ];

    #[test]
    fn headers_are_those_of_the_pages() {
        // An x where the header is listed; the browser's column takes all.
        for (name, listed) in [
            ("ap-device-identifier", "xx--xxx-xxxx"),
            ("x-device-info", "xx--xxx-xxxx"),
            ("content-type", "-xx-x---xxxx"),
            ("ad-service-token", "-x--xxx---xx"),
            ("adobe-subject-token", "-x--xxx---xx"),
            ("ap-partner-framework-status", "----xxx-xxxx"),
            ("ap-temppass-identity", "----x-xx--xx"),
            ("ap-visitor-identifier", "xxxxxxxxxxxx"),
            ("x-unheard-of", "----x-------"),
        ] {
            let takes: String = COLUMNS
                .iter()
                .map(|operation| {
                    if operation.takes_header(name) {
                        'x'
                    } else {
                        '-'
                    }
                })
                .collect();
            assert_eq!(takes, listed, "{name}");
        }
    }

    #[test]
    fn requests_are_known_by_method_and_path() {
        for (method, path, name) in [
            ("GET", "/api/v2/REF30/configuration/", "configuration"),
            ("POST", "/api/v2/REF30/sessions", "create_session"),
            ("POST", "/api/v2/REF30/sessions/8ER640M", "resume_session"),
            ("GET", "/api/v2/REF30/sessions/8ER640M", "retrieve_session"),
            (
                "POST",
                "/api/v2/REF30/sessions/sso/Apple",
                "partner_request",
            ),
            ("GET", "/api/v2/authenticate/REF30/8ER640M", "authenticate"),
            ("GET", "/api/v2/REF30/profiles", "profiles"),
            ("GET", "/api/v2/REF30/profiles/X", "profile_for_mvpd"),
            (
                "GET",
                "/api/v2/REF30/profiles/code/8ER640M",
                "profile_for_code",
            ),
            (
                "POST",
                "/api/v2/REF30/profiles/sso/Apple",
                "partner_profile",
            ),
            ("POST", "/api/v2/R/decisions/preauthorize/X", "preauthorize"),
            ("POST", "/api/v2/R/decisions/authorize/X", "authorize"),
            ("GET", "/api/v2/REF30/logout/X", "logout"),
            ("DELETE", "/api/v1/logout", "legacy_logout"),
            ("POST", "/o/client/token", "token"),
        ] {
            assert_eq!(of_request(method, path).unwrap().name(), name, "{path}");
        }
        for (method, path) in [
            ("POST", "/api/v2/REF30/profiles"),
            ("GET", "/api/v2/REF30/decision/authorize/X"),
            ("GET", "/api/v2/sessions/REF30/8BLW4RW"),
            ("GET", "/api/v2/REF30"),
            ("GET", "/"),
        ] {
            assert_eq!(of_request(method, path), None, "{path}");
        }
    }

    #[test]
    fn missing_ids_are_empty_and_broken_ones_are_none() {
        let of = |path: &str| {
            let route = route(path).unwrap();
            (route.service_provider, route.id)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(of("/api/v2//logout"), (text(""), text("")));
        assert_eq!(of("/api/v2/a%20b/logout/%FF"), (text("a b"), None));
        assert_eq!(of("/api/v2/R/profiles/code/"), (text("R"), text("")));
    }
}
