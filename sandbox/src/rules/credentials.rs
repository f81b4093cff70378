//! Client credentials, access tokens and device identifiers: who has which, and who keeps them.

use serde_json::Value;

use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;
use crate::shown::SECRET_PARAMETERS;

/// How many devices of a client are remembered; a server on behalf of devices has many.
const DEVICES: usize = 8;

#[derive(Debug)]
struct Token {
    client: u64,
    /// When it ends, if its answer was seen.
    ends_ms: Option<u64>,
    lifetime_ms: u64,
    /// When a request with it was answered with 401.
    refused_ms: Option<u64>,
    was_late: bool,
}

#[derive(Debug, Default)]
struct Client {
    /// The request that registered it, if that was seen, and when it was answered.
    registered: Option<(u64, u64)>,
    last_token: Option<String>,
    devices: Vec<String>,
    /// Whether the service has said that these credentials are good no more.
    is_gone: bool,
}

#[derive(Debug)]
pub(super) struct Credentials {
    /// Clients by number.
    clients: Bounded<u64, Client>,
    numbers: u64,
    by_id: Bounded<String, u64>,
    tokens: Bounded<String, Token>,
    /// The client that a device was last seen with.
    of_device: Bounded<String, u64>,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            clients: Bounded::new(REMEMBERED),
            numbers: 0,
            by_id: Bounded::new(REMEMBERED),
            tokens: Bounded::new(REMEMBERED),
            of_device: Bounded::new(REMEMBERED),
        }
    }
}

impl Credentials {
    /// The client of a request: by its token, or by the id in a request for one, or in the answer
    /// to a registration.
    pub(super) fn client(&mut self, seen: &Seen<'_>) -> Option<u64> {
        if let Some(token) = seen.token {
            if let Some(known) = self.tokens.get(token) {
                return Some(known.client);
            }
            let client = self.new_client();
            self.tokens.insert(token.to_owned(), Token::of(client));
            return Some(client);
        }
        let id = match seen.operation? {
            Op::Token => seen.parameter("client_id")?,
            Op::Registration if seen.succeeded() => seen.text("client_id")?,
            _ => return None,
        };
        if let Some(known) = self.by_id.get(id) {
            return Some(*known);
        }
        let client = self.new_client();
        self.by_id.insert(id.to_owned(), client);
        Some(client)
    }

    fn new_client(&mut self) -> u64 {
        self.numbers += 1;
        self.clients.insert(self.numbers, Client::default());
        self.numbers
    }

    pub(super) fn only_device(&self, client: u64) -> Option<&str> {
        match self.clients.get(&client)?.devices.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    pub(super) fn has_devices(&self, client: u64) -> bool {
        self.clients
            .get(&client)
            .is_some_and(|client| !client.devices.is_empty())
    }

    pub(super) fn observe(&mut self, seen: &mut Seen<'_>, client: Option<u64>) {
        self.url(seen);
        match seen.operation {
            Some(Op::Registration) => self.registration(seen, client),
            Some(Op::Token) => self.token_request(seen, client),
            _ if seen.is_v2() => {
                self.token_use(seen, client);
                self.device_use(seen, client);
            }
            _ => {}
        }
    }

    fn url(&self, seen: &mut Seen<'_>) {
        let query = seen.exchange.query.as_bytes();
        let is_secret = |name: &str, value: &str| {
            SECRET_PARAMETERS.contains(&name) || self.tokens.get(value).is_some()
        };
        let mut pairs = form_urlencoded::parse(query);
        if let Some((name, _)) = pairs.find(|(name, value)| is_secret(name, value)) {
            seen.broke(
                &rule::SECRET_IN_URL,
                format!("The query's {name} is a secret."),
            );
        }
    }

    fn registration(&mut self, seen: &mut Seen<'_>, client: Option<u64>) {
        let error = seen.text("error").unwrap_or_default();
        if error == "unapproved_software_statement" && !seen.exchange.is_fault {
            let what = "The software statement is of an application that is not approved.";
            seen.broke(&rule::REGISTRATION_SCOPE, what);
        }
        let Some(client) = client.filter(|_| seen.succeeded()) else {
            return;
        };
        if let Some(known) = self.clients.get_mut(&client) {
            known.registered = Some((seen.exchange.number, seen.exchange.ended_ms));
        }
    }

    fn token_request(&mut self, seen: &mut Seen<'_>, client: Option<u64>) {
        let Some((number, client)) =
            client.and_then(|number| Some((number, self.clients.get_mut(&number)?)))
        else {
            return;
        };
        let error = seen.text("error").unwrap_or_default();
        client.is_gone |= matches!(error, "invalid_client" | "unauthorized_client");
        let Some(token) = seen.text("access_token").filter(|_| seen.succeeded()) else {
            return;
        };
        let lifetime_ms = seen.number("expires_in").unwrap_or(0).saturating_mul(1_000);
        let token = token.to_owned();
        let last = client.last_token.replace(token.clone());
        let last = last.and_then(|last| self.tokens.get(&last));
        if let Some(last) = last.filter(|last| last.refused_ms.is_none()) {
            let left = last
                .ends_ms
                .unwrap_or(0)
                .saturating_sub(seen.exchange.started_ms);
            if left > (last.lifetime_ms / 5).max(60_000) {
                let what = format!("The token before is good for another {} s.", left / 1_000);
                seen.broke(&rule::TOKEN_REUSED, what);
            }
        }
        let ends_ms = Some(seen.exchange.ended_ms.saturating_add(lifetime_ms));
        self.tokens.insert(
            token,
            Token {
                ends_ms,
                lifetime_ms,
                ..Token::of(number)
            },
        );
    }

    fn token_use(&mut self, seen: &mut Seen<'_>, client: Option<u64>) {
        let Some(token) = seen.token.and_then(|token| self.tokens.get_mut(token)) else {
            return;
        };
        let started_ms = seen.exchange.started_ms;
        if token
            .refused_ms
            .is_some_and(|refused| started_ms >= refused)
        {
            seen.broke(
                &rule::TOKEN_AFTER_401,
                "This access token was answered with 401 before.",
            );
        } else if token
            .ends_ms
            .is_some_and(|ends| started_ms > ends.saturating_add(1_000))
            && !token.was_late
        {
            token.was_late = true;
            seen.broke(
                &rule::TOKEN_FRESH,
                "The access token had expired when it was sent.",
            );
        }
        if seen.exchange.status() != 401 {
            return;
        }
        token.refused_ms.get_or_insert(seen.exchange.ended_ms);
        let is_gone = seen.text("action") == Some("application-registration");
        if let Some(client) = client.and_then(|client| self.clients.get_mut(&client)) {
            client.is_gone |= is_gone;
        }
        let code = seen.text("code").unwrap_or_default();
        if code == "invalid_access_token_service_provider" && !seen.exchange.is_fault {
            let what = format!("The token is not good for {}.", seen.service_provider());
            seen.broke(&rule::REGISTRATION_SCOPE, what);
        }
    }

    fn device_use(&mut self, seen: &mut Seen<'_>, client: Option<u64>) {
        let (Some(device), Some(number)) = (seen.device.clone(), client) else {
            return;
        };
        let before = self
            .of_device
            .get(&device)
            .copied()
            .filter(|before| *before != number);
        self.of_device.insert(device.clone(), number);
        let is_gone = |number: &u64| self.clients.get(number).is_none_or(|client| client.is_gone);
        let before = before.filter(|before| !is_gone(before));
        let was_registered = before.and_then(|before| self.clients.get(&before)?.registered);
        let Some(client) = self.clients.get_mut(&number) else {
            return;
        };
        if client.devices.contains(&device) {
            return;
        }
        if let (Some((first, _)), Some((again, _))) = (was_registered, client.registered) {
            if again > first {
                let what = format!(
                    "The device had credentials since request {first}, and they were good."
                );
                seen.broke_at(again, &rule::CREDENTIALS_REUSED, what);
            }
        }
        let is_server = seen.exchange.headers.contains_key("x-forwarded-for");
        let is_new = client.devices.is_empty() || client.registered.is_none() || is_server;
        if !is_new {
            let what = "The same client named another device before.";
            seen.broke(&rule::DEVICE_IDENTIFIER_STABLE, what);
        }
        if client.devices.len() < DEVICES {
            client.devices.push(device);
        }
    }
}

impl Token {
    fn of(client: u64) -> Self {
        Self {
            client,
            ends_ms: None,
            lifetime_ms: 0,
            refused_ms: None,
            was_late: false,
        }
    }
}

/// What an answer calls an action: of the error itself, or of a decision in it.
pub(super) fn action(json: Option<&Value>) -> Option<&str> {
    json?.get("action")?.as_str()
}
