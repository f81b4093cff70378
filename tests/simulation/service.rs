//! A model of Adobe's service for one device: registrations, tokens, a profile, and the throttle,
//! with books of its own.

use tvpass::{Request, Response};

use crate::faults::Faults;
use crate::random::Random;
use crate::stats::{Count, Stats};
use crate::subscriber::Subscriber;
use crate::trouble::{Throttle, unauthorized, unknown_client};
use crate::wish::{self, Wish};

/// Part of every secret, so that one search finds any of them. The redirect URL's query has it too.
pub(crate) const MARK: &str = "SeCrEt";
pub(crate) const STATEMENT: &str = "SeCrEt-software-statement";

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Register,
    /// With the credentials of this registration.
    Token(usize),
    /// With this token of this registration.
    Operation(Wish, usize, usize),
}

/// What an answer is, for the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Credentials(usize),
    /// A token of this registration: which one.
    Token(usize, usize),
    /// The profile is gone, and this is the number of its logout URL.
    Url(u64),
    Invalid,
    /// A session, by its number.
    Session(u32),
    /// A profile exists: nothing to sign in for.
    SignedInAlready,
    /// Whether there is a profile.
    Profiles(bool),
    /// A decision, with a media token of this number.
    Permit(u32),
    Denial,
    /// The token is not accepted.
    Unauthorized,
    /// The registration is not accepted.
    Unknown,
    Throttled,
    /// 5xx.
    Doubtful,
    /// Nothing that trying again would help.
    Final,
    /// A success that cannot be read.
    Garbled,
    Other,
}

#[derive(Debug)]
struct Registration {
    revoked: bool,
    /// When each token ends.
    tokens: Vec<u64>,
}

/// The service's books about one device.
#[derive(Debug, Default)]
pub(crate) struct Service {
    device: u32,
    registrations: Vec<Registration>,
    subscriber: Subscriber,
    throttle: Throttle,
}

fn number(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

impl Service {
    pub(crate) fn new(device: u32) -> Self {
        Self {
            device,
            ..Self::default()
        }
    }

    /// Reads a request as the service would. Anything that it would not understand is a mistake of
    /// the library.
    pub(crate) fn read(&self, request: &Request) -> Result<Asked, String> {
        let url = request.url();
        let body = std::str::from_utf8(request.body()).map_err(|e| e.to_string())?;
        let path = url.strip_prefix("https://sp.auth.adobe.com").unwrap_or("");
        if path == "/o/client/register" {
            let wanted = format!(r#"{{"software_statement":"{STATEMENT}"}}"#);
            return if body == wanted {
                Ok(Asked::Register)
            } else {
                Err(format!("registers with {body}"))
            };
        }
        if path == "/o/client/token" {
            let registration = body
                .strip_prefix("client_id=c")
                .and_then(number)
                .filter(|r| {
                    body == format!(
                        "client_id=c{r}&client_secret={MARK}-{}-{r}&grant_type=client_credentials",
                        self.device
                    )
                });
            return registration
                .map(Asked::Token)
                .ok_or_else(|| format!("asks for a token with {body}"));
        }
        let wish = wish::read(request, path, self.device)?;
        let bearer = request
            .headers()
            .get("Authorization")
            .map(|value| value.as_str());
        let numbers = bearer
            .and_then(|value| value.strip_prefix("Bearer "))
            .and_then(|value| value.strip_prefix(MARK))
            .and_then(|value| value.strip_prefix("-t-"))
            .and_then(|value| {
                let mut parts = value.split('-').map(|part| part.parse::<usize>().ok());
                let device = parts.next()??;
                let pair = (parts.next()??, parts.next()??);
                (device == usize::try_from(self.device).ok()?).then_some(pair)
            });
        numbers
            .map(|(registration, token)| Asked::Operation(wish, registration, token))
            .ok_or_else(|| format!("{wish:?} with {bearer:?}"))
    }

    /// The throttle of the device's own address.
    pub(crate) fn throttle(&mut self) -> &mut Throttle {
        &mut self.throttle
    }

    /// The user signs in on a second screen with a session's code. Whether it is still good.
    pub(crate) fn log_in(&mut self, session: u32) -> bool {
        let Some(registration) = self.subscriber.registration_of(session) else {
            return false;
        };
        self.sign_in(registration);
        true
    }

    /// The user signs in, under the registration that the app uses.
    pub(crate) fn sign_in(&mut self, registration: usize) {
        if self
            .registrations
            .get(registration)
            .is_some_and(|r| !r.revoked)
        {
            self.subscriber.profile = Some(registration);
        }
    }

    /// An app that registers by itself does so, the first time or again: once, however many of its
    /// calls were told that the registration is lost.
    pub(crate) fn register(&mut self) {
        if self.registrations.last().is_some_and(|last| !last.revoked) {
            return;
        }
        self.registrations.push(Registration {
            revoked: false,
            tokens: Vec::new(),
        });
    }

    /// Whether no token was ever asked for with this registration.
    pub(crate) fn is_unused(&self, registration: usize) -> bool {
        self.registrations
            .get(registration)
            .is_some_and(|registration| registration.tokens.is_empty())
    }

    /// The registration that came last.
    pub(crate) fn latest(&self) -> usize {
        self.registrations.len().saturating_sub(1)
    }

    /// A token for an app that has its own source.
    pub(crate) fn mint(&mut self, now: u64, lifetime_s: u64) -> String {
        if self.registrations.is_empty() {
            self.register();
        }
        let latest = self.latest();
        let tokens = &mut self.registrations[latest].tokens;
        tokens.push(now + lifetime_s * 1000);
        format!("{MARK}-t-{}-{latest}-{}", self.device, tokens.len() - 1)
    }

    /// Does what a request asks for.
    pub(crate) fn act(
        &mut self,
        now: u64,
        asked: Asked,
        faults: &Faults,
        random: &mut Random,
        stats: &mut Stats,
    ) -> (Response, Meaning) {
        match asked {
            Asked::Register => {
                let number = self.registrations.len();
                self.registrations.push(Registration {
                    revoked: false,
                    tokens: Vec::new(),
                });
                let body = format!(
                    r#"{{"client_id":"c{number}","client_secret":"{MARK}-{}-{number}","client_id_issued_at":1,"grant_types":["client_credentials"]}}"#,
                    self.device
                );
                (Response::new(201, body), Meaning::Credentials(number))
            }
            Asked::Token(number) => {
                let device = self.device;
                let known = self.registrations.get_mut(number).filter(|r| !r.revoked);
                let Some(registration) = known else {
                    let status = random.pick(&[400, 403, 401]);
                    let response = Response::new(status, r#"{"error":"invalid_client"}"#);
                    return (response, Meaning::Unknown);
                };
                let lifetime_s = random.range(faults.lifetimes.0, faults.lifetimes.1);
                let token = registration.tokens.len();
                registration.tokens.push(now + lifetime_s * 1000);
                let body = format!(
                    r#"{{"id":"i","access_token":"{MARK}-t-{device}-{number}-{token}","created_at":{now},"expires_in":{lifetime_s},"token_type":"bearer"}}"#
                );
                (Response::new(201, body), Meaning::Token(number, token))
            }
            Asked::Operation(wish, number, token) => {
                let refused = self.refuse(now, number, token, faults, random, stats);
                refused.unwrap_or_else(|| {
                    let subscriber = &mut self.subscriber;
                    subscriber.act(wish, self.device, number, random, stats)
                })
            }
        }
    }

    /// What is wrong with a token.
    fn refuse(
        &mut self,
        now: u64,
        number: usize,
        token: usize,
        faults: &Faults,
        random: &mut Random,
        stats: &mut Stats,
    ) -> Option<(Response, Meaning)> {
        let Some(registration) = self.registrations.get_mut(number) else {
            return Some((unauthorized(random), Meaning::Unauthorized));
        };
        if random.chance(faults.early_expiry) {
            stats.add(Count::FaultEarlyExpiry);
            registration.tokens[token] = 0;
        }
        if random.chance(faults.revoke) {
            stats.add(Count::FaultRevoked);
            registration.revoked = true;
        }
        if registration.revoked {
            return Some((unknown_client(random), Meaning::Unknown));
        }
        (registration.tokens[token] <= now).then(|| (unauthorized(random), Meaning::Unauthorized))
    }
}

pub(crate) fn refusal(asked: Asked) -> (Response, Meaning) {
    let body = match asked {
        Asked::Operation(..) => {
            r#"{"action":"none","status":400,"code":"invalid_parameter_mvpd","message":"m","trace":"trace-400"}"#
        }
        _ => r#"{"error":"invalid_request"}"#,
    };
    (Response::new(400, body), Meaning::Final)
}
