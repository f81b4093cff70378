//! What the service remembers, all of it in memory.

use std::time::Duration;

use crate::apple::Apple;
use crate::auth_sessions::AuthSessions;
use crate::bounded::{Bounded, REMEMBERED};
use crate::decision_rules::DecisionRules;
use crate::degradations::Degradations;
use crate::fault::Faults;
use crate::log::Log;
use crate::log_entry::{Counters, TokenState};
use crate::media_tokens::MediaTokens;
use crate::profiles::Profiles;
use crate::quirks::Quirks;
use crate::random::Random;
use crate::rules::Checker;
use crate::temp_passes::TempPasses;
use crate::throttle::Throttle;

#[derive(Debug, Default)]
pub(crate) struct State {
    clients: Vec<Client>,
    tokens: Bounded<String, Token>,
    /// The client of the tokens that were minted without registration.
    minting: Option<String>,
    /// The user-agent legs that logouts have handed out, by the id in their URL.
    legs: Bounded<String, Leg>,
    pub(crate) random: Random,
    pub(crate) profiles: Profiles,
    pub(crate) auth_sessions: AuthSessions,
    pub(crate) temp_passes: TempPasses,
    pub(crate) degradations: Degradations,
    pub(crate) decision_rules: DecisionRules,
    pub(crate) media_tokens: MediaTokens,
    pub(crate) apple: Apple,
    pub(crate) quirks: Quirks,
    pub(crate) throttle: Throttle,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) checker: Checker,
    pub(crate) counters: Counters,
}

#[derive(Debug, Clone)]
struct Client {
    id: String,
    secret: String,
    /// The service providers that its tokens are good for; `None` is all.
    service_providers: Option<Vec<String>>,
    blocked: bool,
}

#[derive(Debug)]
struct Token {
    client_id: String,
    expires_at: Duration,
}

/// A pair of client credentials, as issued.
pub(crate) struct Credentials {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// What an access token is good for.
pub(crate) struct Grant {
    /// The id of the client that it was issued to.
    pub(crate) client: String,
    /// The service providers; `None` is all.
    service_providers: Option<Vec<String>>,
}

impl Grant {
    /// Whether it is good for this service provider.
    pub(crate) fn covers(&self, wanted: &str) -> bool {
        let granted = self.service_providers.as_ref();
        granted.is_none_or(|granted| granted.iter().any(|provider| provider == wanted))
    }
}

/// What an access token is worth.
pub(crate) enum Access {
    /// Good.
    Granted(Grant),
    /// Never issued, or expired.
    Invalid,
    /// Issued to a client that is gone.
    ClientGone,
}

/// Why the token endpoint refuses a client.
pub(crate) enum Refusal {
    Unknown,
    Blocked,
}

/// The way of a user agent through the MVPD's logout.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) device: String,
    pub(crate) service_provider: String,
    pub(crate) mvpd: String,
    pub(crate) redirect_url: String,
}

impl State {
    /// Nothing, and the seed of what is random; without one nothing repeats itself.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self {
            random: Random::new(seed),
            ..Self::default()
        }
    }

    /// Forgets everything but how many connections there were.
    pub(crate) fn reset(&mut self, seed: Option<u64>) {
        let connections = self.counters.connections;
        *self = Self {
            counters: Counters {
                connections,
                ..Counters::default()
            },
            ..Self::new(seed)
        };
    }

    // Clients and tokens.

    pub(crate) fn register(&mut self, service_providers: Option<Vec<String>>) -> Credentials {
        let credentials = Credentials {
            id: self.random.uuid(),
            secret: self.random.uuid(),
        };
        if self.clients.len() >= REMEMBERED {
            self.clients.remove(0);
        }
        self.clients.push(Client {
            id: credentials.id.clone(),
            secret: credentials.secret.clone(),
            service_providers,
            blocked: false,
        });
        credentials
    }

    /// The client of tokens that are minted without registration. It is one and the same, so that
    /// what is signed in with one of its tokens is found with another.
    pub(crate) fn minting_client(&mut self) -> String {
        let known = self.minting.as_ref();
        let known = known.filter(|id| self.clients.iter().any(|client| client.id == **id));
        if let Some(id) = known {
            return id.clone();
        }
        let id = self.register(None).id;
        self.minting = Some(id.clone());
        id
    }

    pub(crate) fn client_ids(&self) -> Vec<String> {
        self.clients
            .iter()
            .map(|client| client.id.clone())
            .collect()
    }

    pub(crate) fn delete_client(&mut self, id: &str) -> bool {
        let before = self.clients.len();
        self.clients.retain(|client| client.id != id);
        self.clients.len() < before
    }

    pub(crate) fn delete_all_clients(&mut self) {
        self.clients.clear();
    }

    pub(crate) fn block_client(&mut self, id: &str) -> bool {
        let client = self.clients.iter_mut().find(|client| client.id == id);
        client.map(|client| client.blocked = true).is_some()
    }

    /// Whether these credentials may have a token.
    pub(crate) fn authenticate(&self, id: &str, secret: &str) -> Result<(), Refusal> {
        match self
            .clients
            .iter()
            .find(|client| client.id == id && client.secret == secret)
        {
            None => Err(Refusal::Unknown),
            Some(client) if client.blocked => Err(Refusal::Blocked),
            Some(_) => Ok(()),
        }
    }

    pub(crate) fn issue_token(
        &mut self,
        client_id: &str,
        now: Duration,
        lifetime: Duration,
    ) -> String {
        let expires_at = now.saturating_add(lifetime);
        let token = self
            .random
            .access_token(now.as_secs(), expires_at.as_secs());
        self.tokens.insert(
            token.clone(),
            Token {
                client_id: client_id.to_owned(),
                expires_at,
            },
        );
        token
    }

    /// Makes every token that was issued so far an expired one.
    pub(crate) fn expire_tokens(&mut self) {
        for token in self.tokens.values_mut() {
            token.expires_at = Duration::ZERO;
        }
    }

    pub(crate) fn access(&self, token: &str, now: Duration) -> Access {
        let Some(token) = self.tokens.get(token) else {
            return Access::Invalid;
        };
        match self
            .clients
            .iter()
            .find(|client| client.id == token.client_id)
        {
            None => Access::ClientGone,
            Some(_) if token.expires_at <= now => Access::Invalid,
            Some(client) => Access::Granted(Grant {
                client: client.id.clone(),
                service_providers: client.service_providers.clone(),
            }),
        }
    }

    /// What an access token is worth, for the log.
    pub(crate) fn token_state(&self, token: &str, now: Duration) -> TokenState {
        let known = self.tokens.get(token);
        let left = known.map(|token| token.expires_at.saturating_sub(now));
        let left_ms = left.map(|left| u64::try_from(left.as_millis()).unwrap_or(u64::MAX));
        let state = match self.access(token, now) {
            Access::Granted(_) => "good",
            Access::ClientGone => "clientGone",
            Access::Invalid if known.is_some() => "expired",
            Access::Invalid => "unknown",
        };
        let left_ms = left_ms.filter(|_| state == "good");
        TokenState { state, left_ms }
    }

    // The user-agent leg.

    /// Remembers where a user agent is to end up, and gives back the id that stands in the URL for
    /// it.
    pub(crate) fn begin_leg(&mut self, leg: Leg) -> String {
        let id = self.random.hex::<32>();
        self.legs.insert(id.clone(), leg);
        id
    }

    pub(crate) fn leg(&self, id: &str) -> Option<Leg> {
        self.legs.get(id).cloned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn strangers_do_not_fill_the_memory() {
        let (mut state, now) = (State::new(Some(1)), Duration::from_secs(1));
        let first = state.register(None);
        let token = state.issue_token(&first.id, now, now);
        for _ in 0..REMEMBERED {
            let id = state.register(None).id;
            state.issue_token(&id, now, now);
            state.begin_leg(Leg {
                device: String::new(),
                service_provider: String::new(),
                mvpd: String::new(),
                redirect_url: String::new(),
            });
            state.throttle.admit(&id, now);
        }
        assert_eq!(state.client_ids().len(), REMEMBERED);
        assert_eq!(state.tokens.iter().count(), REMEMBERED);
        assert_eq!(state.legs.iter().count(), REMEMBERED);
        assert!(matches!(state.access(&token, now), Access::Invalid));
        assert!(state.authenticate(&first.id, &first.secret).is_err());
    }
}
