//! Authentication sessions: attempts to sign in, each named by its code until that expires.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::bounded::REMEMBERED;
use crate::profiles::Asker;

/// What `missingParameters` may name, in the order of Adobe's sample.
const PARAMETERS: [&str; 3] = ["mvpd", "domainName", "redirectUrl"];

/// What has become of an attempt to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignIn {
    /// The user has not been to the end of the MVPD's pages yet.
    Pending,
    /// The user has signed in.
    Done,
    /// The user has left the MVPD's page.
    Cancelled,
    /// The MVPD has turned the user away.
    Refused,
    /// There was nothing to do: a profile, a degradation or a TempPass is there already.
    Unneeded,
}

/// An attempt to sign in.
#[derive(Debug, Clone)]
pub(crate) struct AuthSession {
    pub(crate) code: String,
    pub(crate) session_id: String,
    /// The device and client that made it, and the single sign-on tokens that came with that
    /// request.
    pub(crate) asker: Asker,
    pub(crate) mvpd: Option<String>,
    pub(crate) domain_name: Option<String>,
    pub(crate) redirect_url: Option<String>,
    /// What `X-Device-Info` said, for the second screen.
    pub(crate) device_info: Map<String, Value>,
    pub(crate) address: String,
    pub(crate) not_before: Duration,
    pub(crate) not_after: Duration,
    pub(crate) sign_in: SignIn,
    /// What ties the MVPD's pages to it: unlike the code, it is told to the user's browser alone.
    pub(crate) relay_state: String,
    /// What the MVPD gave the browser for Adobe after the right password, and for whom. Good once.
    pub(crate) assertion: Option<(String, String)>,
}

/// An attempt to sign in, as tests see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionState {
    /// Its code.
    pub code: String,
    /// The device identifier, decoded.
    pub device: String,
    /// The service provider.
    pub service_provider: String,
    /// The MVPD, if it is known yet.
    pub mvpd: Option<String>,
    /// What is missing before the user can sign in.
    pub missing_parameters: Vec<String>,
    /// When the code ends, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// What has become of it.
    pub sign_in: SignIn,
}

impl AuthSession {
    /// The parameters that are still missing, by Adobe's names.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let known = [&self.mvpd, &self.domain_name, &self.redirect_url];
        let missing = PARAMETERS.into_iter().zip(known);
        missing
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name)
            .collect()
    }

    /// The parameters that are known, by Adobe's names.
    pub(crate) fn existing(&self) -> Vec<(&'static str, &str)> {
        let known = [&self.mvpd, &self.domain_name, &self.redirect_url];
        let known = PARAMETERS.into_iter().zip(known);
        known
            .filter_map(|(name, value)| Some((name, value.as_deref()?)))
            .collect()
    }

    fn state(&self) -> SessionState {
        SessionState {
            code: self.code.clone(),
            device: self.asker.device.clone(),
            service_provider: self.asker.service_provider.clone(),
            mvpd: self.mvpd.clone(),
            missing_parameters: self.missing().into_iter().map(str::to_owned).collect(),
            not_after: u64::try_from(self.not_after.as_millis()).unwrap_or(u64::MAX),
            sign_in: self.sign_in,
        }
    }
}

/// The sessions whose codes are good.
#[derive(Debug, Default)]
pub(crate) struct AuthSessions(BTreeMap<String, AuthSession>);

impl AuthSessions {
    /// Opens a session. The one that the same device and client had at the same service provider
    /// ends: "a new code makes the existing session invalid".
    pub(crate) fn open(&mut self, session: AuthSession, now: Duration) {
        let asker = &session.asker;
        self.0.retain(|_, other| {
            let same = other.asker.device == asker.device
                && other.asker.service_provider == asker.service_provider
                && other.asker.client == asker.client;
            !same && other.not_after > now
        });
        if self.0.len() >= REMEMBERED {
            let ends_first = self.0.values().min_by_key(|other| other.not_after);
            if let Some(code) = ends_first.map(|other| other.code.clone()) {
                self.0.remove(&code);
            }
        }
        self.0.insert(session.code.clone(), session);
    }

    /// The session of a code that has not expired.
    pub(crate) fn find(&self, code: &str, now: Duration) -> Option<&AuthSession> {
        self.0.get(code).filter(|session| session.not_after > now)
    }

    /// The same, to be changed.
    pub(crate) fn find_mut(&mut self, code: &str, now: Duration) -> Option<&mut AuthSession> {
        self.0
            .get_mut(code)
            .filter(|session| session.not_after > now)
    }

    /// The session that the MVPD's pages name.
    pub(crate) fn relayed(&self, relay_state: &str, now: Duration) -> Option<&AuthSession> {
        let mut sessions = self.0.values();
        sessions.find(|session| session.relay_state == relay_state && session.not_after > now)
    }

    /// Ends a session as time does. Says whether there was one.
    pub(crate) fn expire(&mut self, code: &str) -> bool {
        self.0.remove(code).is_some()
    }

    /// Those whose codes are good, by code.
    pub(crate) fn list(&self, now: Duration) -> Vec<SessionState> {
        let open = self.0.values().filter(|session| session.not_after > now);
        open.map(AuthSession::state).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn strangers_do_not_fill_the_memory() {
        let mut sessions = AuthSessions::default();
        for number in 0..=REMEMBERED {
            let session = AuthSession {
                code: number.to_string(),
                session_id: String::new(),
                asker: Asker {
                    device: number.to_string(),
                    service_provider: String::new(),
                    client: String::new(),
                    sso: Vec::new(),
                },
                mvpd: None,
                domain_name: None,
                redirect_url: None,
                device_info: Map::new(),
                address: String::new(),
                not_before: Duration::ZERO,
                not_after: Duration::from_secs(u64::try_from(number).unwrap() + 2),
                sign_in: SignIn::Pending,
                relay_state: String::new(),
                assertion: None,
            };
            // As `open` does it, without looking through all others each time.
            match number {
                0 | REMEMBERED => sessions.open(session, Duration::from_secs(1)),
                _ => drop(sessions.0.insert(session.code.clone(), session)),
            }
        }
        assert_eq!(sessions.0.len(), REMEMBERED);
        assert!(!sessions.0.contains_key("0"));
    }
}
