//! What the service remembers, all of it in memory: clients, tokens, profiles, MVPD sessions.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::catalogue;
use crate::fault::Faults;
use crate::log::{Counters, Log};
use crate::profile::{MvpdSession, Profile, SsoToken};
use crate::random;
use crate::throttle::Throttle;

#[derive(Debug, Default)]
pub(crate) struct State {
    clients: Vec<Client>,
    tokens: HashMap<String, Token>,
    /// By device and service provider. A device that is not in here was never seen.
    profiles: HashMap<(String, String), Vec<Profile>>,
    /// Whether the session is open, by device, service provider and MVPD.
    sessions: BTreeMap<(String, String, String), bool>,
    /// The user-agent legs that logouts have handed out, by the id in their URL.
    legs: HashMap<String, Leg>,
    pub(crate) throttle: Throttle,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
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

/// What an access token is worth.
pub(crate) enum Access {
    /// Good, for these service providers; `None` is all.
    Granted(Option<Vec<String>>),
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
    /// Forgets everything but how many connections there were.
    pub(crate) fn reset(&mut self) {
        let connections = self.counters.connections;
        *self = Self {
            counters: Counters {
                connections,
                ..Counters::default()
            },
            ..Self::default()
        };
    }

    // Clients and tokens.

    pub(crate) fn register(&mut self, service_providers: Option<Vec<String>>) -> Credentials {
        let credentials = Credentials {
            id: random::uuid(),
            secret: random::uuid(),
        };
        self.clients.push(Client {
            id: credentials.id.clone(),
            secret: credentials.secret.clone(),
            service_providers,
            blocked: false,
        });
        credentials
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
        let token = random::access_token(now.as_secs(), expires_at.as_secs());
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
            Some(client) => Access::Granted(client.service_providers.clone()),
        }
    }

    // Profiles and MVPD sessions.

    /// Whether any device has a profile that is found under this MVPD at this service provider: a test put it there.
    pub(crate) fn has_profile_at(&self, service_provider: &str, mvpd: &str) -> bool {
        let mut all = self
            .profiles
            .iter()
            .filter(|((_, provider), _)| provider == service_provider);
        all.any(|(_, profiles)| profiles.iter().any(|profile| profile.requested_as == mvpd))
    }

    /// Replaces the profiles of a device, and opens a session at each MVPD that keeps one.
    pub(crate) fn set_profiles(
        &mut self,
        device: &str,
        service_provider: &str,
        profiles: Vec<Profile>,
    ) {
        for profile in profiles
            .iter()
            .filter(|profile| profile.kind.has_logout_endpoint())
        {
            let key = (
                device.to_owned(),
                service_provider.to_owned(),
                profile.mvpd.clone(),
            );
            self.sessions.insert(key, true);
        }
        self.profiles
            .insert((device.to_owned(), service_provider.to_owned()), profiles);
    }

    pub(crate) fn profiles(&self, device: &str, service_provider: &str) -> Option<Vec<Profile>> {
        self.profiles
            .get(&(device.to_owned(), service_provider.to_owned()))
            .cloned()
    }

    /// Signs a device in everywhere, if it was never seen before.
    pub(crate) fn greet(&mut self, device: &str, service_provider: &str) {
        if self.profiles(device, service_provider).is_none() {
            self.set_profiles(
                device,
                service_provider,
                catalogue::default_profiles(service_provider),
            );
        }
    }

    /// Deletes the profiles that a logout of this MVPD finds, and gives them back in their order. One that was obtained
    /// by single sign-on is found only with one of the tokens sent.
    pub(crate) fn take_profiles(
        &mut self,
        device: &str,
        service_provider: &str,
        mvpd: &str,
        sent: &[SsoToken],
    ) -> Vec<Profile> {
        let Some(profiles) = self
            .profiles
            .get_mut(&(device.to_owned(), service_provider.to_owned()))
        else {
            return Vec::new();
        };
        let found = |profile: &Profile| {
            profile.requested_as == mvpd
                && profile
                    .bound_to
                    .as_ref()
                    .is_none_or(|token| sent.contains(token))
        };
        let (taken, kept) = std::mem::take(profiles).into_iter().partition(found);
        *profiles = kept;
        self.counters.profiles_deleted += u64::try_from(taken.len()).unwrap_or(u64::MAX);
        taken
    }

    /// Deletes all profiles of a device at a service provider, as V1 does.
    pub(crate) fn delete_profiles(&mut self, device: &str, service_provider: &str) {
        let deleted = self
            .profiles
            .insert((device.to_owned(), service_provider.to_owned()), Vec::new());
        self.counters.profiles_deleted +=
            u64::try_from(deleted.unwrap_or_default().len()).unwrap_or(u64::MAX);
    }

    pub(crate) fn sessions(&self) -> Vec<MvpdSession> {
        let session =
            |((device, service_provider, mvpd), open): (&(String, String, String), &bool)| {
                MvpdSession {
                    device: device.clone(),
                    service_provider: service_provider.clone(),
                    mvpd: mvpd.clone(),
                    open: *open,
                }
            };
        self.sessions.iter().map(session).collect()
    }

    // The user-agent leg.

    /// Remembers where a user agent is to end up, and gives back the id that stands in the URL for it.
    pub(crate) fn begin_leg(&mut self, leg: Leg) -> String {
        let id = random::hex::<32>();
        self.legs.insert(id.clone(), leg);
        id
    }

    pub(crate) fn leg(&self, id: &str) -> Option<Leg> {
        self.legs.get(id).cloned()
    }

    /// Ends the MVPD's session. Coming by twice, as a browser does on reload, ends it once.
    pub(crate) fn close_session(&mut self, leg: &Leg) {
        let key = (
            leg.device.clone(),
            leg.service_provider.clone(),
            leg.mvpd.clone(),
        );
        if self.sessions.insert(key, false) != Some(false) {
            self.counters.mvpd_sessions_closed += 1;
        }
    }
}

/// Service providers that a token is good for.
pub(crate) fn granted(service_providers: Option<&[String]>, wanted: &str) -> bool {
    service_providers.is_none_or(|granted| granted.iter().any(|provider| provider == wanted))
}
