//! What a user wants of a device, as operations, and how the service reads them.

use tvpass::operation::{
    AnyOperation, Authorize, CreateSession, InitiateLogout, RequestExtras, RetrieveProfileForCode,
    SessionParameters, TempPassIdentity,
};
use tvpass::outcome::AuthenticationCode;
use tvpass::{RedirectUrl, Request};

use crate::service::MARK;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    LogOut,
    /// A code to sign in with on a second screen.
    SignIn,
    /// Whether the session of this number has made a profile.
    AskForProfile(u32),
    /// A decision; with a promotional TempPass each one counts.
    Watch {
        temp_pass: bool,
    },
}

impl Wish {
    /// Whether a request that may have been acted on must not be sent again.
    pub(crate) fn counts_once(self) -> bool {
        self == Self::Watch { temp_pass: true }
    }
}

/// The operations of a world, each made once.
pub(crate) struct Operations {
    log_out: InitiateLogout,
    sign_in: CreateSession,
    watch: Authorize,
    watch_temporarily: Authorize,
}

impl Operations {
    pub(crate) fn new() -> Self {
        let redirect_url =
            RedirectUrl::new(&format!("https://example.com/out?user={MARK}-query")).unwrap();
        let extras = RequestExtras::new()
            .service_token(&format!("{MARK}-service-token"))
            .unwrap();
        let log_out = InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap();
        let parameters = SessionParameters::new()
            .mvpd("Cablevision")
            .unwrap()
            .redirect_url(&redirect_url);
        let identity = TempPassIdentity::hashed("email", &format!("{MARK}@example.com")).unwrap();
        let watch = || Authorize::new("REF30", "Cablevision", ["TNT"]).unwrap();
        Self {
            log_out: log_out.with_extras(extras).unwrap(),
            sign_in: CreateSession::new("REF30", parameters).unwrap(),
            watch: watch(),
            watch_temporarily: watch()
                .with_extras(RequestExtras::new().temp_pass_identity(&identity))
                .unwrap(),
        }
    }

    /// What `device` has to ask for.
    pub(crate) fn of(&self, wish: Wish, device: u32) -> AnyOperation {
        match wish {
            Wish::LogOut => self.log_out.clone().into(),
            Wish::SignIn => self.sign_in.clone().into(),
            Wish::AskForProfile(session) => {
                let code = AuthenticationCode::new(&code(device, session)).unwrap();
                RetrieveProfileForCode::new("REF30", &code).unwrap().into()
            }
            Wish::Watch { temp_pass: false } => self.watch.clone().into(),
            Wish::Watch { temp_pass: true } => self.watch_temporarily.clone().into(),
        }
    }
}

/// The code of a device's session.
pub(crate) fn code(device: u32, session: u32) -> String {
    format!("{MARK}{device}x{session}")
}

/// What a request to `path` wishes. Anything that the service would not understand is a mistake of
/// the library.
pub(crate) fn read(request: &Request, path: &str, device: u32) -> Result<Wish, String> {
    let body = std::str::from_utf8(request.body()).map_err(|e| e.to_string())?;
    let identity = request.headers().get("AP-TempPass-Identity").is_some();
    let odd = || format!("{} {path} with {body:?}", request.method().as_str());
    match (request.method().as_str(), path) {
        ("GET", _)
            if path.starts_with("/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2F") =>
        {
            Ok(Wish::LogOut)
        }
        ("POST", "/api/v2/REF30/sessions") if body.starts_with("mvpd=Cablevision&") => {
            Ok(Wish::SignIn)
        }
        ("POST", "/api/v2/REF30/decisions/authorize/Cablevision")
            if body == r#"{"resources":["TNT"]}"# =>
        {
            Ok(Wish::Watch {
                temp_pass: identity,
            })
        }
        ("GET", _) => path
            .strip_prefix("/api/v2/REF30/profiles/code/")
            .and_then(|code| code.strip_prefix(MARK)?.split_once('x'))
            .filter(|(theirs, _)| *theirs == device.to_string())
            .and_then(|(_, session)| session.parse().ok())
            .map(Wish::AskForProfile)
            .ok_or_else(odd),
        _ => Err(odd()),
    }
}
