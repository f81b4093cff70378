//! What a request of a flow asks the service for.

use tvpass::Request;

/// Part of every secret, so that one search finds any of them.
pub(crate) const MARK: &str = "SeCrEt";
pub(crate) const STATEMENT: &str = "SeCrEt-software-statement";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mvpd {
    /// Apple's framework signs in with it.
    Cablevision,
    /// Apple's picker shows it, and Adobe signs in.
    Dish,
    TempPass,
}

impl Mvpd {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Cablevision => "Cablevision",
            Self::Dish => "Dish",
            Self::TempPass => "TempPass",
        }
    }

    pub(crate) fn of(id: &str) -> Option<Self> {
        let all = [Self::Cablevision, Self::Dish, Self::TempPass];
        all.into_iter().find(|mvpd| mvpd.id() == id)
    }
}

/// An operation, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Configuration,
    Create(Option<Mvpd>),
    Resume(u32, Option<Mvpd>),
    /// Whether the session of this number has made a profile.
    ForCode(u32),
    ForMvpd(Mvpd),
    Profiles,
    PartnerRequest,
    /// With Apple's response of this number.
    PartnerProfile(u32),
    Preauthorize(Mvpd, Vec<u32>),
    Authorize(Mvpd, u32),
    Logout(Mvpd),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Register,
    /// With the credentials of this registration.
    Token(usize),
    Operation {
        op: Op,
        registration: usize,
        token: usize,
        /// With a status of Apple's framework.
        apple: bool,
    },
}

/// The code of a TV's session.
pub(crate) fn code(tv: u32, session: u32) -> String {
    format!("{MARK}{tv}x{session}")
}

/// Apple's response of this number, in base64.
pub(crate) fn saml(number: u32) -> String {
    format!("SAML{number:08}")
}

impl Asked {
    /// Reads a request as the service would.
    pub(crate) fn read(request: &Request, tv: u32) -> Result<Self, String> {
        let body = std::str::from_utf8(request.body()).map_err(|e| e.to_string())?;
        let path = request.url().strip_prefix("https://sp.auth.adobe.com");
        let path = path.unwrap_or_default();
        let method = request.method().as_str();
        let odd = || format!("{method} {path} with {body:?}");
        if path == "/o/client/register" {
            let wanted = format!(r#"{{"software_statement":"{STATEMENT}"}}"#);
            return (body == wanted).then_some(Self::Register).ok_or_else(odd);
        }
        if path == "/o/client/token" {
            let number = body
                .strip_prefix("client_id=c")
                .and_then(|rest| rest.split('&').next()?.parse().ok())
                .filter(|n| {
                    body == format!(
                        "client_id=c{n}&client_secret={MARK}-{tv}-{n}&grant_type=client_credentials"
                    )
                });
            return number.map(Self::Token).ok_or_else(odd);
        }
        let op = operation(method, path, body, tv).ok_or_else(odd)?;
        let headers = request.headers();
        let bearer = headers.get("Authorization").map(|value| value.as_str());
        let start = format!("Bearer {MARK}-t-{tv}-");
        let (registration, token) = bearer
            .and_then(|value| value.strip_prefix(&start))
            .and_then(|pair| pair.split_once('-'))
            .and_then(|(registration, token)| {
                Some((registration.parse().ok()?, token.parse().ok()?))
            })
            .ok_or_else(|| format!("{op:?} with {bearer:?}"))?;
        Ok(Self::Operation {
            op,
            registration,
            token,
            apple: headers.get("AP-Partner-Framework-Status").is_some(),
        })
    }
}

fn operation(method: &str, path: &str, body: &str, tv: u32) -> Option<Op> {
    let path = path.strip_prefix("/api/v2/REF30/")?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<_> = path.split('/').collect();
    let of_form = || {
        let value = body.split('&').find_map(|pair| pair.strip_prefix("mvpd="));
        match value {
            Some(id) => Mvpd::of(id).map(Some),
            None => Some(None),
        }
    };
    let session = |text: &str| -> Option<u32> {
        let (theirs, number) = text.strip_prefix(MARK)?.split_once('x')?;
        (theirs == tv.to_string()).then(|| number.parse().ok())?
    };
    match (method, parts.as_slice()) {
        ("GET", ["configuration"]) => Some(Op::Configuration),
        ("POST", ["sessions"]) => Some(Op::Create(of_form()?)),
        ("POST", ["sessions", "sso", "Apple"]) => Some(Op::PartnerRequest),
        ("POST", ["sessions", code]) => Some(Op::Resume(session(code)?, of_form()?)),
        ("GET", ["profiles"]) => Some(Op::Profiles),
        ("POST", ["profiles", "sso", "Apple"]) => Some(Op::PartnerProfile(response(body)?)),
        ("GET", ["profiles", "code", code]) => Some(Op::ForCode(session(code)?)),
        ("GET", ["profiles", mvpd]) => Some(Op::ForMvpd(Mvpd::of(mvpd)?)),
        ("POST", ["decisions", "preauthorize", mvpd]) => {
            Some(Op::Preauthorize(Mvpd::of(mvpd)?, resources(body)?))
        }
        ("POST", ["decisions", "authorize", mvpd]) => match resources(body)?.as_slice() {
            [resource] => Some(Op::Authorize(Mvpd::of(mvpd)?, *resource)),
            _ => None,
        },
        ("GET", ["logout", mvpd]) if query.starts_with("redirectUrl=https%3A%2F%2F") => {
            Some(Op::Logout(Mvpd::of(mvpd)?))
        }
        _ => None,
    }
}

/// The numbers of the resources of a body, in its order.
fn resources(body: &str) -> Option<Vec<u32>> {
    let inner = body.strip_prefix(r#"{"resources":["#)?.strip_suffix("]}")?;
    let number = |text: &str| text.strip_prefix("\"R")?.strip_suffix('"')?.parse().ok();
    inner.split(',').map(number).collect()
}

/// The number of Apple's response.
fn response(body: &str) -> Option<u32> {
    body.strip_prefix("SAMLResponse=SAML")?.parse().ok()
}
