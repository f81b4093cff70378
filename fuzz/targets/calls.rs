//! Any behaviour of a host and a service: calls in any order, at any time, with any answers. No
//! panic, no secret in events and errors, a pace that is kept, and every call ends.
//!
//! Input: two bytes for each thing that happens; see [`Host::act`].
#![no_main]

use std::collections::VecDeque;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use tvpass::call::{Call, CallOptions, Client, ClientConfig, Event, StartTime, Step, TokenSource};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::operation::InitiateLogout;
use tvpass::{Error, Logout, Request, Response};
use tvpass_fuzz::{
    BASE, SECRETS, access_token, assert_no_secret, assert_shows_none, granted, redirect_url,
    registered, registering, site,
};

/// How many calls there are at once at most.
const CALLS: usize = 4;

/// Requests at once, and the time for one more, in milliseconds (Adobe: Throttling mechanism).
const BURST: usize = 10;
const SECOND_MS: u64 = 1000;

fuzz_target!(|input: &[u8]| {
    let Some((setting, events)) = input.split_first() else {
        return;
    };
    let mut host = Host::new(*setting);
    for event in events.chunks_exact(2) {
        host.act(event[0], event[1]);
    }
    host.end();
});

/// A call, and the request that it was told to send.
struct Running {
    call: Call<InitiateLogout>,
    request: Option<Request>,
}

struct Host {
    app_tokens: bool,
    register_again: bool,
    client: Client,
    calls: [Option<Running>; CALLS],
    /// On the host's scale.
    now: u64,
    stored: Option<Vec<u8>>,
    /// When requests went out, as long as time ran as it should.
    sent: VecDeque<u64>,
}

impl Host {
    fn new(setting: u8) -> Self {
        let (app_tokens, register_again) = (setting & 1 != 0, setting & 2 != 0);
        Self {
            app_tokens,
            register_again,
            client: start(app_tokens, register_again, None, 1_000_000),
            calls: [None, None, None, None],
            now: 1_000_000,
            stored: None,
            sent: VecDeque::new(),
        }
    }

    /// One thing that happens: the low half of `what` chooses it, `which` details it.
    fn act(&mut self, what: u8, which: u8) {
        let slot = usize::from(which) % CALLS;
        let detail = which / 4;
        match what & 0x0f {
            0 | 1 => self.start_call(slot, detail),
            2 | 3 => drop(self.poll(slot)),
            4 | 5 => self.respond(slot, detail),
            6 => self.fail(slot, detail),
            7 => self.now += u64::from(which) * 10,
            8 => self.now += 1 << (which % 48),
            9 => {
                self.now = self.now.saturating_sub(1 << (which % 24));
                self.sent.clear();
            }
            10 => self.calls[slot] = None,
            11 => {
                if let Some(Running { call, .. }) = &mut self.calls[slot] {
                    call.cancel(self.now);
                }
            }
            12 => self.restart(),
            13 => self.client.forget_registration(),
            // Out of order more often than not.
            14 => {
                let now = self.now;
                if let Some(Running { call, .. }) = &mut self.calls[slot] {
                    let _ = match detail % 3 {
                        0 => call.persisted(now, detail & 4 != 0),
                        1 => call.provide_token(now, access_token(), Some(u64::from(detail))),
                        _ => call.token_failed(now, "no token today"),
                    };
                }
            }
            _ => assert_shows_none(&self.client.support_report(self.now), SECRETS),
        }
    }

    fn start_call(&mut self, slot: usize, detail: u8) {
        let operation =
            InitiateLogout::new("REF30", "Cablevision", &redirect_url()).expect("an operation");
        let options = CallOptions::new().deadline_ms(1 << (detail % 40));
        let call = self.client.start(self.now, operation, options);
        self.calls[slot] = Some(Running {
            call,
            request: None,
        });
    }

    /// Whether the call has ended.
    fn poll(&mut self, slot: usize) -> Option<Result<Logout, Error>> {
        let now = self.now;
        let running = self.calls[slot].as_mut()?;
        match running.call.poll(now) {
            Step::Send(request) => {
                assert!(request.url().starts_with(BASE));
                running.request = Some(request);
                self.sent.push_back(now);
                self.assert_pace();
            }
            Step::Persist(state) => {
                self.stored = Some(state.expose().as_bytes().to_vec());
                // A host that crashes here has stored it, or has not: both are left to `restart`.
            }
            Step::Done(result) => {
                self.calls[slot] = None;
                if let Err(error) = &result {
                    assert_no_secret(error, SECRETS);
                }
                return Some(result);
            }
            _ => {}
        }
        None
    }

    /// After the burst, no more than one request a second.
    fn assert_pace(&self) {
        let (Some(first), Some(last)) = (self.sent.front(), self.sent.back()) else {
            return;
        };
        let allowed = BURST as u64 + (last - first) / SECOND_MS;
        assert!(
            self.sent.len() as u64 <= allowed,
            "{} requests in {} ms",
            self.sent.len(),
            last - first
        );
    }

    fn respond(&mut self, slot: usize, detail: u8) {
        let now = self.now;
        if let Some(Running { call, request }) = &mut self.calls[slot] {
            let _ = call.respond(now, &answer(detail, request.as_ref()));
        }
    }

    fn fail(&mut self, slot: usize, detail: u8) {
        let kinds = [
            TransportErrorKind::Dns,
            TransportErrorKind::Timeout,
            TransportErrorKind::ConnectionLost,
            TransportErrorKind::Tls,
            TransportErrorKind::ResponseTooLarge,
        ];
        let kind = kinds[usize::from(detail) % kinds.len()];
        let delivery = if detail & 32 == 0 {
            Delivery::NotSent
        } else {
            Delivery::Possible
        };
        let now = self.now;
        if let Some(Running { call, .. }) = &mut self.calls[slot] {
            let _ = call.fail(now, TransportError::new(kind, delivery, "fuzzed"));
        }
    }

    /// The process ends and starts again, with what was stored last.
    fn restart(&mut self) {
        self.calls = [None, None, None, None];
        self.sent.clear();
        let stored = self.stored.as_deref();
        self.client = start(self.app_tokens, self.register_again, stored, self.now);
    }

    /// A host that does what it is told, at a service that never answers: every call ends at its
    /// deadline.
    fn end(&mut self) {
        for slot in 0..CALLS {
            let Some(deadline) = self.calls[slot]
                .as_ref()
                .map(|running| running.call.deadline_ms())
            else {
                continue;
            };
            self.now = self.now.max(deadline);
            assert!(self.poll(slot).is_some(), "a call outlived its deadline");
        }
        assert_shows_none(&self.client.support_report(self.now), SECRETS);
    }
}

fn start(app_tokens: bool, register_again: bool, stored: Option<&[u8]>, now_ms: u64) -> Client {
    let mut config = registering();
    if app_tokens {
        config = ClientConfig::new(site(), TokenSource::App);
    }
    let config = config
        .register_again(register_again)
        .observer(Arc::new(|event: &Event| {
            assert_shows_none(&event.to_string(), SECRETS)
        }));
    let start = StartTime {
        now_ms,
        unix_ms: 1_767_225_600_000 + now_ms,
    };
    match stored {
        Some(state) => {
            Client::with_state(config, state, start, now_ms).expect("what a client wrote")
        }
        None => Client::new(config, start, now_ms),
    }
}

/// The answers of a service, as it should be and as it should not; errors echo what the request
/// carried.
fn answer(detail: u8, request: Option<&Request>) -> Response {
    let mut echo = String::new();
    if let Some(request) = request {
        echo = String::from_utf8_lossy(request.body()).replace('"', "'");
        for header in request.headers() {
            echo = echo + " " + header.value.as_str();
        }
    }
    let enhanced = |http: u16, code: &str, action: &str| {
        let body = format!(
            r#"{{"action":"{action}","status":{http},"code":"{code}","message":"{echo}","trace":"{echo}"}}"#
        );
        Response::new(http, body)
    };
    match detail % 16 {
        0 => registered(),
        1 => granted(21_600),
        2 => granted(u64::from(detail)),
        3 => Response::new(200, r#"{"logouts":{}}"#),
        4 => Response::new(
            200,
            r#"{"logouts":{"Cablevision":{"actionName":"invalid","actionType":"none","mvpd":"Cablevision"}}}"#,
        ),
        5 => enhanced(
            401,
            "invalid_access_token_client_application",
            "application-registration",
        ),
        6 => enhanced(401, "expired_access_token_client_application", "none"),
        7 => enhanced(403, "temporary_failure", "retry"),
        8 => Response::new(429, "<html>429</html>"),
        9 => Response::new(429, "").with_header("Retry-After", "99999999999999999999"),
        10 => Response::new(500, ""),
        11 => Response::new(503, echo).with_header("Retry-After", "7"),
        12 => Response::new(400, r#"{"error":"invalid_client"}"#),
        13 => Response::new(400, r#"{"error":"invalid_software_statement"}"#),
        14 => Response::new(401, ""),
        _ => Response::new(200, "<html>"),
    }
}
