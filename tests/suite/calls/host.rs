//! A host in virtual time: drives any number of calls of one client, sends nothing anywhere, and
//! answers from a script.

use tvpass::call::{Call, CallOptions, Client, ClientConfig, StartTime, Step};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::operation::{InitiateLogout, RequestExtras, Site, SoftwareStatement};
use tvpass::{AccessToken, Base, Error, Logout, RedirectUrl, Request, Response};

pub(crate) const BASE: &str = "https://sp.auth.adobe.com";
pub(crate) const STATEMENT: &str = "software-statement-5f1c8d";
pub(crate) const SERVICE_TOKEN: &str = "service-token-77ab01";
pub(crate) const DEVICE_ID: &str = "device-identifier-c0ffee";
/// 2026-01-01, by the wall clock, at the host's time [`START`].
pub(crate) const UNIX: u64 = 1_767_225_600_000;
pub(crate) const START: u64 = 1_000_000;
/// Lifetime of the service's tokens, in seconds.
pub(crate) const LIFETIME_S: u64 = 21_600;

pub(crate) fn device() -> Device {
    Device::new(
        DeviceIdentifier::from_text(DEVICE_ID).unwrap(),
        DeviceInfo::builder()
            .model("AppleTV")
            .version("14,1")
            .os_name(OsName::TvOs)
            .os_version("17.4")
            .connection_type(ConnectionType::Lan)
            .build()
            .unwrap(),
    )
}

pub(crate) fn registration() -> tvpass::call::TokenSource {
    registration_with(STATEMENT)
}

pub(crate) fn registration_with(statement: &str) -> tvpass::call::TokenSource {
    tvpass::call::TokenSource::Registration {
        software_statement: SoftwareStatement::new(statement).unwrap(),
        redirect_uri: None,
    }
}

pub(crate) fn config() -> ClientConfig {
    ClientConfig::new(site(BASE), registration())
}

pub(crate) fn parameters() -> InitiateLogout {
    let redirect_url = RedirectUrl::new("https://example.com/out?private=query-9b").unwrap();
    let extras = RequestExtras::new().service_token(SERVICE_TOKEN).unwrap();
    InitiateLogout::new("REF30", "Cablevision", &redirect_url)
        .unwrap()
        .with_extras(extras)
        .unwrap()
}

pub(crate) fn site(base: &str) -> Site {
    Site::new(Base::new(base).unwrap(), device())
}

pub(crate) fn start() -> StartTime {
    StartTime {
        now_ms: START,
        unix_ms: UNIX,
    }
}

pub(crate) fn client(config: ClientConfig) -> Client {
    Client::new(config, start(), 7)
}

/// What a request is for, by its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Register,
    Token,
    Logout,
}

pub(crate) fn kind(request: &Request) -> Kind {
    if request.url().ends_with("/o/client/register") {
        Kind::Register
    } else if request.url().ends_with("/o/client/token") {
        Kind::Token
    } else {
        assert!(
            request.url().contains("/api/v2/REF30/logout/"),
            "{}",
            request.url()
        );
        Kind::Logout
    }
}

/// A request that the host was told to send.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: u64,
    pub(crate) kind: Kind,
    /// How many of its kind went before.
    pub(crate) nth: usize,
    pub(crate) token: Option<String>,
    pub(crate) body: String,
}

/// What comes back, and how many milliseconds later.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Answer(u64, Response),
    Lost(u64, TransportErrorKind, Delivery),
    Never,
}

pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer(20, Response::new(status, body))
}

pub(crate) fn lost(delivery: Delivery) -> Reply {
    Reply::Lost(20, TransportErrorKind::ConnectionLost, delivery)
}

/// An enhanced error.
pub(crate) fn enhanced(http: u16, status: u16, code: &str, action: &str) -> Reply {
    let body = format!(
        r#"{{"action":"{action}","status":{status},"code":"{code}","message":"m","trace":"trace-{code}"}}"#
    );
    answer(http, body)
}

pub(crate) fn throttled() -> Reply {
    answer(429, "<html>429 Too Many Requests</html>")
}

pub(crate) fn registered(number: usize) -> Response {
    let body = format!(
        r#"{{"client_id":"client-id-{number}","client_secret":"client-secret-{number}-e7","grant_types":["client_credentials"]}}"#
    );
    Response::new(201, body)
}

pub(crate) fn granted(number: usize, lifetime_s: u64) -> Response {
    let body = format!(
        r#"{{"id":"x","access_token":"access-token-{number}-4d","created_at":1,"expires_in":{lifetime_s},"token_type":"bearer"}}"#
    );
    Response::new(201, body)
}

pub(crate) fn logouts(action: &str) -> Response {
    let body = format!(
        r#"{{"logouts":{{"Cablevision":{{"actionName":"{action}","actionType":"none","mvpd":"Cablevision","url":"/out"}}}}}}"#
    );
    Response::new(200, body)
}

type Script = Box<dyn FnMut(&Sent) -> Option<Reply>>;
type AppTokens = Box<dyn FnMut(usize) -> Result<(String, Option<u64>), String>>;

enum Stage {
    Poll,
    Wait(u64),
    Answer(u64, Result<Response, TransportError>),
    Never,
    Done(Result<Logout, Error>),
    Gone,
}

struct Running {
    call: Option<Call<InitiateLogout>>,
    stage: Stage,
}

/// The host.
pub(crate) struct Host {
    pub(crate) now: u64,
    pub(crate) client: Client,
    pub(crate) sent: Vec<Sent>,
    /// Every state that was to be stored.
    pub(crate) stored: Vec<String>,
    /// Whether storing succeeds.
    pub(crate) store_works: bool,
    /// How often the app was asked for a token, and whether the last one had been rejected.
    pub(crate) asked: Vec<bool>,
    /// The app's answer to that.
    pub(crate) app_tokens: AppTokens,
    /// The time at which each call ended.
    pub(crate) ended: Vec<Option<u64>>,
    calls: Vec<Running>,
    script: Script,
    counts: [usize; 3],
    steps: u64,
}

impl Host {
    /// Answers by `script`; where that says nothing, as a service does where all is well.
    pub(crate) fn new(
        client: Client,
        script: impl FnMut(&Sent) -> Option<Reply> + 'static,
    ) -> Self {
        Self {
            now: START,
            client,
            sent: Vec::new(),
            stored: Vec::new(),
            store_works: true,
            asked: Vec::new(),
            app_tokens: Box::new(|nth| Ok((format!("app-token-{nth}"), Some(3600)))),
            ended: Vec::new(),
            calls: Vec::new(),
            script: Box::new(script),
            counts: [0; 3],
            steps: 0,
        }
    }

    pub(crate) fn well(client: Client) -> Self {
        Self::new(client, |_| None)
    }

    /// Starts a logout; its number is the result.
    pub(crate) fn logout(&mut self) -> usize {
        self.logout_within(60_000)
    }

    pub(crate) fn logout_within(&mut self, deadline_ms: u64) -> usize {
        let options = CallOptions::new().deadline_ms(deadline_ms);
        let call = self.client.start(self.now, parameters(), options);
        self.calls.push(Running {
            call: Some(call),
            stage: Stage::Poll,
        });
        self.ended.push(None);
        self.calls.len() - 1
    }

    /// Starts a logout, runs until it has ended, and gives its result.
    pub(crate) fn outcome(&mut self) -> Result<Logout, Error> {
        let call = self.logout();
        self.run();
        self.result(call)
    }

    /// Runs until every call has ended.
    pub(crate) fn run(&mut self) {
        self.run_until(u64::MAX);
        for (number, running) in self.calls.iter().enumerate() {
            let ended = matches!(running.stage, Stage::Done(_) | Stage::Gone);
            assert!(ended, "call {number} hangs");
        }
    }

    /// Runs until `time`, or until nothing is left to do.
    pub(crate) fn run_until(&mut self, time: u64) {
        loop {
            while self.poll_all() {}
            let due = self
                .calls
                .iter()
                .filter_map(|running| match &running.stage {
                    Stage::Wait(until) => Some(*until),
                    Stage::Answer(at, _) => Some(*at),
                    Stage::Never => running.call.as_ref().map(Call::deadline_ms),
                    _ => None,
                });
            match due.min() {
                Some(due) if due <= time => self.now = self.now.max(due),
                _ => break,
            }
            self.deliver();
        }
        if time != u64::MAX {
            self.now = self.now.max(time);
        }
    }

    /// Lets time pass without driving any call, as when the device sleeps; then everything that is
    /// due is due at once.
    pub(crate) fn sleep_until(&mut self, time: u64) {
        self.now = self.now.max(time);
        self.deliver();
    }

    /// Polls every call that is due. Whether one was.
    fn poll_all(&mut self) -> bool {
        let mut progress = false;
        for number in 0..self.calls.len() {
            if matches!(self.calls[number].stage, Stage::Poll) {
                self.poll(number);
                progress = true;
            }
        }
        progress
    }

    fn deliver(&mut self) {
        let now = self.now;
        let mut wake = false;
        for running in &mut self.calls {
            let call = running.call.as_mut();
            match (&running.stage, call) {
                (Stage::Wait(until), _) if *until <= now => running.stage = Stage::Poll,
                (Stage::Never, Some(call)) if call.deadline_ms() <= now => {
                    running.stage = Stage::Poll;
                }
                (Stage::Answer(at, result), Some(call)) if *at <= now => {
                    match result {
                        Ok(response) => call.respond(now, response).unwrap(),
                        Err(failure) => call.fail(now, failure.clone()).unwrap(),
                    }
                    running.stage = Stage::Poll;
                    wake = true;
                }
                _ => {}
            }
        }
        if wake {
            self.wake();
        }
    }

    fn wake(&mut self) {
        for running in &mut self.calls {
            if matches!(running.stage, Stage::Wait(_)) {
                running.stage = Stage::Poll;
            }
        }
    }

    fn poll(&mut self, number: usize) {
        self.steps += 1;
        assert!(self.steps < 200_000, "too many steps: a loop");
        let now = self.now;
        let running = &mut self.calls[number];
        let Some(call) = running.call.as_mut() else {
            return;
        };
        let deadline = call.deadline_ms();
        running.stage = match call.poll(now) {
            Step::Send(request) => {
                let kind = kind(&request);
                let sent = Sent {
                    at: now,
                    kind,
                    nth: self.counts[kind as usize],
                    token: request
                        .headers()
                        .get("Authorization")
                        .map(|value| value.as_str().trim_start_matches("Bearer ").to_owned()),
                    body: String::from_utf8(request.body().to_vec()).unwrap(),
                };
                self.counts[kind as usize] += 1;
                let reply = (self.script)(&sent).unwrap_or_else(|| usual(&sent));
                self.sent.push(sent);
                match reply {
                    Reply::Answer(after, _) | Reply::Lost(after, ..) if now + after >= deadline => {
                        Stage::Never
                    }
                    Reply::Answer(after, response) => Stage::Answer(now + after, Ok(response)),
                    Reply::Lost(after, kind, delivery) => Stage::Answer(
                        now + after,
                        Err(TransportError::new(kind, delivery, "scripted")),
                    ),
                    Reply::Never => Stage::Never,
                }
            }
            Step::Wait { until_ms, .. } => {
                assert!(until_ms > now, "a wait that is over: a busy loop");
                assert!(until_ms <= deadline, "waits beyond the deadline");
                Stage::Wait(until_ms)
            }
            Step::Persist(state) => {
                self.stored.push(state.expose().to_owned());
                call.persisted(now, self.store_works).unwrap();
                Stage::Poll
            }
            Step::ProvideToken { rejected } => {
                let answer = (self.app_tokens)(self.asked.len());
                self.asked.push(rejected);
                match answer {
                    Ok((token, lifetime)) => call
                        .provide_token(now, AccessToken::new(&token).unwrap(), lifetime)
                        .unwrap(),
                    Err(reason) => call.token_failed(now, &reason).unwrap(),
                }
                Stage::Poll
            }
            Step::Done(result) => {
                self.ended[number] = Some(now);
                Stage::Done(result)
            }
            step => panic!("a new step: {step:?}"),
        };
        if matches!(running.stage, Stage::Poll | Stage::Done(_)) {
            self.wake();
        }
    }

    /// Cancels a call.
    pub(crate) fn cancel(&mut self, number: usize) {
        let now = self.now;
        let running = &mut self.calls[number];
        running.call.as_mut().unwrap().cancel(now);
        running.stage = Stage::Poll;
        self.wake();
    }

    /// Drops a call.
    pub(crate) fn drop_call(&mut self, number: usize) {
        self.calls[number] = Running {
            call: None,
            stage: Stage::Gone,
        };
        self.wake();
    }

    /// Takes a call out: it is neither driven nor dropped.
    pub(crate) fn forget_call(&mut self, number: usize) -> Call<InitiateLogout> {
        self.calls[number].stage = Stage::Gone;
        self.calls[number].call.take().unwrap()
    }

    /// Takes the result of a call that has ended.
    pub(crate) fn result(&mut self, number: usize) -> Result<Logout, Error> {
        match std::mem::replace(&mut self.calls[number].stage, Stage::Gone) {
            Stage::Done(result) => result,
            _ => panic!("call {number} has not ended"),
        }
    }

    pub(crate) fn call(&self, number: usize) -> &Call<InitiateLogout> {
        self.calls[number].call.as_ref().unwrap()
    }

    pub(crate) fn kinds(&self) -> Vec<Kind> {
        self.sent.iter().map(|sent| sent.kind).collect()
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.sent.iter().filter(|sent| sent.kind == kind).count()
    }

    /// When requests of a kind went out, counted from [`START`].
    pub(crate) fn times(&self, kind: Kind) -> Vec<u64> {
        let of_kind = self.sent.iter().filter(|sent| sent.kind == kind);
        of_kind.map(|sent| sent.at - START).collect()
    }

    /// A client that starts with what was stored last, `later_ms` after now, on another monotonic
    /// scale.
    pub(crate) fn restarted(&self, later_ms: u64) -> Client {
        let state = self.stored.last().expect("nothing was stored");
        let unix_ms = UNIX + (self.now - START) + later_ms;
        let start = StartTime {
            now_ms: START,
            unix_ms,
        };
        Client::with_state(config(), state.as_bytes(), start, 8).unwrap()
    }
}

/// The answer where all is well: credentials and tokens are numbered in the order of the requests.
pub(crate) fn usual(sent: &Sent) -> Reply {
    let response = match sent.kind {
        Kind::Register => registered(sent.nth + 1),
        Kind::Token => granted(sent.nth + 1, LIFETIME_S),
        Kind::Logout => logouts("complete"),
    };
    Reply::Answer(20, response)
}
