//! A host in virtual time: drives flows of one account by the one loop for everything that is
//! [`Driven`], sends nothing anywhere, and answers from a script.

use std::collections::BTreeMap;

use tvpass::call::{Client, ClientConfig, Driven, StartTime, Step, TokenSource};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::flow::{Account, AccountSettings, ActivationPage};
use tvpass::operation::{Site, SoftwareStatement};
use tvpass::{Base, Error, RedirectUrl, Request, Response};

pub(crate) const START: u64 = 5_000_000;
/// The TV's clock at the start: years behind the service's.
pub(crate) const TV_CLOCK: u64 = 1_000_000_000_000;
/// The service's clock at the start.
pub(crate) const SERVICE_CLOCK: u64 = 1_795_305_998_000;
pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const HOUR: u64 = 60 * MINUTE;
/// How long each answer takes.
pub(crate) const LATENCY: u64 = 20;

pub(crate) fn config() -> ClientConfig {
    let device = Device::new(
        DeviceIdentifier::from_text("device-3f").unwrap(),
        DeviceInfo::builder()
            .model("AppleTV")
            .version("14,1")
            .os_name(OsName::TvOs)
            .os_version("17.4")
            .connection_type(ConnectionType::Lan)
            .build()
            .unwrap(),
    );
    let token_source = TokenSource::Registration {
        software_statement: SoftwareStatement::new("statement-8a").unwrap(),
        redirect_uri: None,
    };
    let site = Site::new(Base::new("https://sp.auth.adobe.com").unwrap(), device);
    // Pacing has tests of its own.
    ClientConfig::new(site, token_source).pacing(false)
}

pub(crate) fn redirect_url() -> RedirectUrl {
    RedirectUrl::new("https://example.com/signed-in").unwrap()
}

pub(crate) fn settings() -> AccountSettings {
    AccountSettings::new("REF30")
        .unwrap()
        .domain_name("example.com")
        .unwrap()
        .redirect_url(&redirect_url())
        .activation_page(ActivationPage::new("https://example.com/tv").unwrap())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Register,
    Token,
    Configuration,
    Create,
    Resume,
    ForCode,
    ForMvpd,
    Profiles,
    PartnerRequest,
    PartnerProfile,
    Preauthorize,
    Authorize,
    Logout,
}

fn kind(request: &Request) -> Kind {
    let url = request.url().split('?').next().unwrap();
    if url.ends_with("/o/client/register") {
        return Kind::Register;
    }
    if url.ends_with("/o/client/token") {
        return Kind::Token;
    }
    let path = url.split("/api/v2/REF30/").nth(1).expect(url);
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["configuration"] => Kind::Configuration,
        ["sessions"] => Kind::Create,
        ["sessions", "sso", _] => Kind::PartnerRequest,
        ["sessions", _] => Kind::Resume,
        ["profiles"] => Kind::Profiles,
        ["profiles", "sso", _] => Kind::PartnerProfile,
        ["profiles", "code", _] => Kind::ForCode,
        ["profiles", _] => Kind::ForMvpd,
        ["decisions", "preauthorize", _] => Kind::Preauthorize,
        ["decisions", "authorize", _] => Kind::Authorize,
        ["logout", _] => Kind::Logout,
        _ => panic!("{path}"),
    }
}

/// A request that the host was told to send.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: u64,
    pub(crate) kind: Kind,
    /// How many of its kind went before.
    pub(crate) nth: usize,
    /// The last segment of the path: an id or a code.
    pub(crate) last: String,
    pub(crate) body: String,
    pub(crate) headers: BTreeMap<String, String>,
}

impl Sent {
    pub(crate) fn resources(&self) -> Vec<String> {
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        let texts = body["resources"].as_array().unwrap().iter();
        texts
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Answer(u64, Response),
    Lost(Delivery),
}

pub(crate) fn ok(body: impl Into<String>) -> Option<Reply> {
    Some(Reply::Answer(LATENCY, Response::new(200, body.into())))
}

pub(crate) fn status(status: u16) -> Option<Reply> {
    let response = Response::new(status, "<html></html>");
    Some(Reply::Answer(LATENCY, response))
}

pub(crate) fn lost(delivery: Delivery) -> Option<Reply> {
    Some(Reply::Lost(delivery))
}

pub(crate) fn enhanced(http: u16, code: &str, action: &str) -> Option<Reply> {
    let body = format!(
        r#"{{"action":"{action}","status":{http},"code":"{code}","message":"message-{code}","details":"details-{code}","trace":"trace-1"}}"#
    );
    Some(Reply::Answer(LATENCY, Response::new(http, body)))
}

/// A session with a code that is valid for `minutes`.
pub(crate) fn session(action: &str, code: &str, minutes: u64, missing: &[&str]) -> String {
    let (not_before, not_after) = (SERVICE_CLOCK, SERVICE_CLOCK + minutes * MINUTE);
    let missing: Vec<_> = missing.iter().map(|name| format!("\"{name}\"")).collect();
    let missing = missing.join(",");
    let action_type = if action == "authenticate" {
        "interactive"
    } else {
        "direct"
    };
    format!(
        r#"{{"actionName":"{action}","actionType":"{action_type}","reasonType":"none","code":"{code}","sessionId":"s","serviceProvider":"REF30",
        "url":"/api/v2/authenticate/REF30/{code}","missingParameters":[{missing}],"notBefore":"{not_before}","notAfter":"{not_after}"}}"#
    )
}

/// A session of a user for whom there is nothing to do.
pub(crate) fn no_need(reason: &str, mvpd: &str) -> String {
    format!(
        r#"{{"actionName":"authorize","actionType":"direct","reasonType":"{reason}","sessionId":"s","mvpd":"{mvpd}","serviceProvider":"REF30"}}"#
    )
}

/// One entry of a map of profiles.
pub(crate) fn profile(mvpd: &str, kind: &str, valid_ms: u64) -> String {
    let not_after = SERVICE_CLOCK + valid_ms;
    format!(
        r#""{mvpd}":{{"notBefore":{SERVICE_CLOCK},"notAfter":{not_after},"issuer":"{mvpd}","type":"{kind}",
        "attributes":{{"userID":{{"value":"user-of-{mvpd}-77","state":"plain"}}}}}}"#
    )
}

pub(crate) fn profiles(entries: &[String]) -> String {
    format!(r#"{{"profiles":{{{}}}}}"#, entries.join(","))
}

pub(crate) fn configuration() -> String {
    r#"{"requestor":{"id":"REF30","name":"Reference","mvpds":[
      {"id":"Cablevision","displayName":"Optimum","logoUrl":"https://logos.example/c.png","enablePlatformServices":true,
       "displayInPlatformPicker":true,"boardingStatus":"SUPPORTED","platformMappingId":"apple.optimum"},
      {"id":"Dish","displayName":"DISH Anywhere","enablePlatformServices":true,"boardingStatus":"PICKER","platformMappingId":"apple.dish"},
      {"id":"Quebec","displayName":"Télé Québec"},
      {"id":"att","displayName":"AT&T U-verse"},
      {"id":"Test_MVPD","displayName":"Optimum Test"},
      {"id":"TempPass","displayName":"Free","isTempPass":true}]}}"#
        .to_owned()
}

pub(crate) type Script = Box<dyn FnMut(&Sent) -> Option<Reply>>;

pub(crate) struct Host {
    pub(crate) now: u64,
    pub(crate) account: Account,
    pub(crate) sent: Vec<Sent>,
    /// Every state that was to be stored.
    pub(crate) stored: Vec<String>,
    pub(crate) store_works: bool,
    /// Whether answers have a `Date`.
    pub(crate) dated: bool,
    script: Script,
    counts: BTreeMap<Kind, usize>,
}

/// A flow on its way.
pub(crate) struct Driving<D: Driven> {
    pub(crate) flow: D,
    /// What was presented, and when.
    pub(crate) presented: Vec<(u64, D::Presented)>,
    result: Option<Result<D::Output, Error>>,
    stage: Stage,
}

enum Stage {
    Poll,
    Wait(u64),
    Answer(u64, Result<Response, TransportError>),
    Done,
}

impl<D: Driven> Driving<D> {
    pub(crate) fn new(flow: D) -> Self {
        Self {
            flow,
            presented: Vec::new(),
            result: None,
            stage: Stage::Poll,
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.result.is_some()
    }

    pub(crate) fn result(&mut self) -> Result<D::Output, Error> {
        self.result.take().expect("not done")
    }

    pub(crate) fn last(&self) -> &D::Presented {
        &self.presented.last().expect("nothing was presented").1
    }
}

impl Host {
    /// Answers by `script`; where that says nothing, as a service does where all is well.
    pub(crate) fn new(script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> Self {
        Self::with(settings(), script)
    }

    pub(crate) fn with(
        settings: AccountSettings,
        script: impl FnMut(&Sent) -> Option<Reply> + 'static,
    ) -> Self {
        let start = StartTime {
            now_ms: START,
            unix_ms: TV_CLOCK,
        };
        Self::of(Client::new(config(), start, 7), settings, Box::new(script))
    }

    fn of(client: Client, settings: AccountSettings, script: Script) -> Self {
        Self {
            now: START,
            account: Account::new(&client, settings),
            sent: Vec::new(),
            stored: Vec::new(),
            store_works: true,
            dated: true,
            script,
            counts: BTreeMap::new(),
        }
    }

    /// The app starts again, with what was stored last.
    pub(crate) fn restarted(&self, script: impl FnMut(&Sent) -> Option<Reply> + 'static) -> Self {
        let state = self.stored.last().expect("nothing was stored");
        let start = StartTime {
            now_ms: START,
            unix_ms: TV_CLOCK + (self.now - START),
        };
        let client = Client::with_state(config(), state.as_bytes(), start, 8).unwrap();
        Self::of(client, settings(), Box::new(script))
    }

    pub(crate) fn script(&mut self, script: impl FnMut(&Sent) -> Option<Reply> + 'static) {
        self.script = Box::new(script);
    }

    /// Runs a flow to its end.
    pub(crate) fn run<D: Driven>(&mut self, flow: D) -> Result<D::Output, Error> {
        let mut driving = Driving::new(flow);
        self.drive(&mut driving, self.now + 100 * HOUR);
        driving.result()
    }

    /// Runs a flow until it is done, or until this time.
    pub(crate) fn drive<D: Driven>(&mut self, driving: &mut Driving<D>, until: u64) {
        for _ in 0..100_000 {
            match &driving.stage {
                Stage::Done => return,
                Stage::Poll => self.poll(driving),
                Stage::Wait(due) | Stage::Answer(due, _) if *due > until => {
                    self.now = self.now.max(until);
                    return;
                }
                Stage::Wait(due) => {
                    self.now = self.now.max(*due);
                    driving.stage = Stage::Poll;
                }
                Stage::Answer(due, result) => {
                    self.now = self.now.max(*due);
                    match result {
                        Ok(response) => driving.flow.respond(self.now, response).unwrap(),
                        Err(failure) => driving.flow.fail(self.now, failure.clone()).unwrap(),
                    }
                    driving.stage = Stage::Poll;
                }
            }
        }
        panic!("a loop");
    }

    /// For a while.
    pub(crate) fn pass<D: Driven>(&mut self, driving: &mut Driving<D>, ms: u64) {
        self.drive(driving, self.now + ms);
    }

    /// The user does something; then until the flow waits again.
    pub(crate) fn tell<D: Driven>(&mut self, driving: &mut Driving<D>, input: D::Input) {
        driving.flow.tell(self.now, input).unwrap();
        if matches!(driving.stage, Stage::Wait(_)) {
            driving.stage = Stage::Poll;
        }
        self.pass(driving, 2 * LATENCY);
    }

    fn poll<D: Driven>(&mut self, driving: &mut Driving<D>) {
        let now = self.now;
        driving.stage = match driving.flow.poll(now) {
            Step::Send(request) => {
                assert!(driving.flow.attempt_deadline_ms() > now);
                self.send(&request)
            }
            Step::Wait { until_ms, .. } => {
                assert!(until_ms > now, "a wait that is over: a busy loop");
                Stage::Wait(until_ms)
            }
            Step::Persist(state) => {
                self.stored.push(state.expose().to_owned());
                driving.flow.persisted(now, self.store_works).unwrap();
                Stage::Poll
            }
            Step::Present(presented) => {
                driving.presented.push((now, presented));
                Stage::Poll
            }
            Step::Done(result) => {
                driving.result = Some(result);
                Stage::Done
            }
            _ => panic!("a new step"),
        };
    }

    /// Sends a request, and waits for its answer.
    fn send(&mut self, request: &Request) -> Stage {
        let kind = kind(request);
        let nth = self.counts.entry(kind).or_default();
        let url = request.url().split('?').next().unwrap();
        let headers = request.headers().iter();
        let sent = Sent {
            at: self.now,
            kind,
            nth: *nth,
            last: url.rsplit('/').next().unwrap().to_owned(),
            body: String::from_utf8(request.body().to_vec()).unwrap(),
            headers: headers
                .map(|header| (header.name.to_string(), header.value.as_str().to_owned()))
                .collect(),
        };
        *nth += 1;
        let reply = (self.script)(&sent).unwrap_or_else(|| usual(&sent));
        self.sent.push(sent);
        match reply {
            Reply::Answer(after, response) => {
                let response = match self.dated {
                    true => response.with_header("Date", date(self.now - START + after)),
                    false => response,
                };
                Stage::Answer(self.now + after, Ok(response))
            }
            Reply::Lost(delivery) => {
                let kind = TransportErrorKind::ConnectionLost;
                let failure = TransportError::new(kind, delivery, "scripted");
                Stage::Answer(self.now + LATENCY, Err(failure))
            }
        }
    }

    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let all = self.sent.iter().map(|sent| sent.kind);
        all.filter(|kind| !matches!(kind, Kind::Register | Kind::Token))
            .collect()
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.sent.iter().filter(|sent| sent.kind == kind).count()
    }

    /// When requests of a kind went out.
    pub(crate) fn times(&self, kind: Kind) -> Vec<u64> {
        let of_kind = self.sent.iter().filter(|sent| sent.kind == kind);
        of_kind.map(|sent| sent.at).collect()
    }

    pub(crate) fn last(&self, kind: Kind) -> &Sent {
        let mut of_kind = self.sent.iter().rev().filter(|sent| sent.kind == kind);
        of_kind.next().expect("none was sent")
    }
}

/// The answer where all is well and nobody is signed in.
fn usual(sent: &Sent) -> Reply {
    let body = match sent.kind {
        Kind::Register => {
            r#"{"client_id":"id","client_secret":"client-secret-e7","grant_types":["client_credentials"]}"#
                .to_owned()
        }
        Kind::Token => format!(
            r#"{{"id":"x","access_token":"access-token-{}-4d","created_at":1,"expires_in":86400,"token_type":"bearer"}}"#,
            sent.nth
        ),
        Kind::Configuration => configuration(),
        Kind::Create => session("authenticate", &format!("CODE{}", sent.nth), 30, &[]),
        Kind::Resume => session("authenticate", &sent.last, 30, &[]),
        Kind::ForCode | Kind::ForMvpd | Kind::Profiles | Kind::PartnerProfile => profiles(&[]),
        Kind::PartnerRequest => session("authenticate", "PCODE", 30, &[]),
        Kind::Preauthorize | Kind::Authorize => {
            let resources = sent.resources();
            let decisions = resources.iter().map(|resource| permit(resource, sent.kind));
            decisions_of(decisions)
        }
        Kind::Logout => format!(
            r#"{{"logouts":{{"{0}":{{"actionName":"complete","actionType":"none","mvpd":"{0}"}}}}}}"#,
            sent.last
        ),
    };
    Reply::Answer(LATENCY, Response::new(200, body))
}

pub(crate) fn decisions_of(decisions: impl Iterator<Item = String>) -> String {
    let decisions: Vec<_> = decisions.collect();
    format!(r#"{{"decisions":[{}]}}"#, decisions.join(","))
}

pub(crate) fn permit(resource: &str, kind: Kind) -> String {
    let token = match kind {
        Kind::Authorize => format!(
            r#","token":{{"notBefore":1,"notAfter":2,"serializedToken":"media-token-{resource}"}}"#
        ),
        _ => String::new(),
    };
    format!(
        r#"{{"resource":"{resource}","serviceProvider":"REF30","mvpd":"Cablevision","source":"mvpd","authorized":true{token}}}"#
    )
}

pub(crate) fn deny(resource: &str, code: &str, action: &str) -> String {
    format!(
        r#"{{"resource":"{resource}","serviceProvider":"REF30","mvpd":"Cablevision","source":"mvpd","authorized":false,
        "error":{{"status":403,"code":"{code}","message":"message-{code}","details":"details-{code}","action":"{action}","trace":"trace-1"}}}}"#
    )
}

/// The service's time as HTTP writes it, so long after the start; the weekday is not read.
fn date(elapsed_ms: u64) -> String {
    // 00:06:38 on 22 November 2026.
    let seconds = 398 + elapsed_ms / 1000;
    let (day, rest) = (22 + seconds / 86_400, seconds % 86_400);
    assert!(day <= 30, "a test of more than a week");
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("Sun, {day} Nov 2026 {hour:02}:{minute:02}:{second:02} GMT")
}
