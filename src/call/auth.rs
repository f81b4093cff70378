//! Credentials and token of a client: who gets them, whether they are still good, and whether they
//! are stored.
//!
//! One call at a time leads: it registers and gets the token; the others wait for it. If it fails,
//! those that waited for it fail with the same error; if it is cancelled or dropped, the next one
//! takes over.

use super::state::{Loaded, LoadedToken};
use crate::error::Error;
use crate::http::Confidential;
use crate::operation::{ClientCredentials, GrantedToken};
use crate::token::AccessToken;

/// A token is renewed this long before it expires, or a tenth of its lifetime if that is shorter.
const RENEW_BEFORE_MS: u64 = 60_000;

/// The pause before the next try, if renewing a token that is still good failed.
const RENEW_AGAIN_MS: u64 = 30_000;

/// How long the others wait for a call that leads and does not move, whatever its deadline: longer
/// than the longest silence that it may be waiting out (90 s), and than an answer that is worth
/// waiting for.
const LEADER_MS: u64 = 120_000;

/// How long the others wait for credentials to be stored, whatever the deadline of the call that
/// has them stored. Afterwards the credentials are used all the same, as if storing had failed. The
/// store itself stays out: no second one begins beside it.
const STORING_MS: u64 = 30_000;

/// With `register_again`: how long every call fails without a request after one that was told twice
/// that the registration is lost.
const REGISTER_AGAIN_MS: u64 = 60_000;

#[derive(Debug, Default)]
pub(super) struct Auth {
    credentials: Option<ClientCredentials>,
    /// Why the service no longer accepts the credentials, until the app forgets them.
    lost: Option<Lost>,
    token: Option<HeldToken>,
    /// Why the last token was not accepted, if it was not.
    token_rejected: Option<Error>,
    generation: u64,
    leader: Option<Leader>,
    round: u64,
    failed: Option<(u64, Error)>,
    /// Counts changes of the state.
    revision: u64,
    /// The change up to which it is stored.
    stored: u64,
    /// The change that brought the credentials.
    credentials_revision: u64,
    /// The store that is out. There is one at most, until the host reports on it or drops the call.
    storing: Option<Storing>,
}

/// The registration is lost.
#[derive(Debug)]
struct Lost {
    cause: Error,
    /// When a call may register again by itself, if the app allowed it.
    again_at: Option<u64>,
}

/// The call that leads. If the host no longer drives it, the others take over when it would have
/// ended anyway, or after [`LEADER_MS`].
#[derive(Clone, Copy, Debug)]
struct Leader {
    call: u64,
    until: u64,
}

/// The call that has the state stored.
#[derive(Debug)]
struct Storing {
    call: u64,
    /// The change up to which it is stored then.
    revision: u64,
    /// When the others stop waiting for it.
    until: u64,
    /// That they did was told.
    told: bool,
}

/// The call that asks what it has to do.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub(super) call: u64,
    pub(super) deadline: u64,
    /// Tokens come from the app.
    pub(super) app_supplies: bool,
    /// It was granted tokens that expired before it could use them: it uses the next one whatever
    /// its lifetime, so that it comes to an end.
    pub(super) any_lifetime: bool,
}

#[derive(Debug)]
struct HeldToken {
    access_token: AccessToken,
    generation: u64,
    renew_at: u64,
    expires_at: u64,
    received_at_unix_ms: u64,
    expires_in_s: u64,
}

/// What a call has to do about its token.
pub(super) enum Need {
    Nothing {
        access_token: AccessToken,
        generation: u64,
    },
    Register,
    Token {
        credentials: ClientCredentials,
        generation: u64,
    },
    /// The app supplies it.
    Provide {
        rejected: bool,
    },
    /// Another call sees to it.
    Wait,
    Fail(Error),
}

impl Auth {
    /// `now` is the client's time, `unix_ms` the wall clock's at the same moment.
    pub(super) fn load(&mut self, loaded: Loaded, now: u64, unix_ms: u64) {
        self.credentials = Some(loaded.credentials);
        if let Some(token) = loaded.token {
            // A token from the future was stored under another clock: its age is unknown, so it is
            // not used.
            let age_ms = unix_ms.checked_sub(token.received_at_unix_ms);
            let lifetime_ms = token.expires_in_s.saturating_mul(1000);
            if let Some(age_ms) = age_ms.filter(|age_ms| *age_ms < lifetime_ms) {
                let received_at = now.saturating_sub(age_ms);
                // `now` may be smaller than the age: the scale begins anywhere.
                let expires_at = now.saturating_add(lifetime_ms - age_ms);
                self.hold(token, received_at, expires_at);
            }
        }
    }

    fn hold(&mut self, token: LoadedToken, received_at: u64, expires_at: u64) {
        let lifetime_ms = expires_at.saturating_sub(received_at);
        let margin = RENEW_BEFORE_MS.min(lifetime_ms / 10);
        self.generation += 1;
        self.token_rejected = None;
        self.token = Some(HeldToken {
            access_token: token.access_token,
            generation: self.generation,
            renew_at: expires_at.saturating_sub(margin),
            expires_at,
            received_at_unix_ms: token.received_at_unix_ms,
            expires_in_s: token.expires_in_s,
        });
    }

    pub(super) fn credentials(&self) -> Option<&ClientCredentials> {
        self.credentials.as_ref()
    }

    /// Credentials and token.
    pub(super) fn confidential(&self) -> Vec<Confidential> {
        let credentials = self.credentials.iter();
        let token = self.token.iter();
        credentials
            .flat_map(ClientCredentials::confidential)
            .chain(token.map(|token| token.access_token.confidential()))
            .collect()
    }

    /// Changes when the credentials do.
    pub(super) fn credentials_generation(&self) -> u64 {
        self.credentials_revision
    }

    pub(super) fn has_token(&self, now: u64) -> bool {
        self.token
            .as_ref()
            .is_some_and(|token| now < token.expires_at)
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// What `call` has to do. It becomes the leader if there is something to do and nobody does it.
    pub(super) fn need(&mut self, now: u64, asking: Asking, waited_for: &mut Option<u64>) -> Need {
        let call = asking.call;
        if let Some(lost) = &self.lost {
            return Need::Fail(Error::RegistrationLost(Box::new(lost.cause.clone())));
        }
        self.leader = self
            .leader
            .filter(|leader| leader.call == call || now < leader.until);
        let others_lead = self.leader.is_some_and(|leader| leader.call != call);
        let usable = self.token.as_ref().filter(|token| {
            now < token.renew_at || asking.any_lifetime || (others_lead && now < token.expires_at)
        });
        if let Some(token) = usable {
            *waited_for = None;
            return Need::Nothing {
                access_token: token.access_token.clone(),
                generation: token.generation,
            };
        }
        if others_lead {
            *waited_for = Some(self.round);
            return Need::Wait;
        }
        if self.leader.is_none() {
            if let (Some(waited_for), Some((round, error))) = (waited_for.take(), &self.failed) {
                if waited_for == *round {
                    return Need::Fail(error.clone());
                }
            }
            self.round += 1;
        }
        // It moves, so the others go on waiting for it.
        self.leader = Some(Leader {
            call,
            until: asking.deadline.min(now.saturating_add(LEADER_MS)),
        });
        if asking.app_supplies {
            return Need::Provide {
                rejected: self.token_rejected.is_some(),
            };
        }
        // Credentials are not used before they are stored: using them creates profiles that a crash
        // would lose.
        let being_stored = self.stored < self.credentials_revision
            && self
                .storing
                .as_ref()
                .is_some_and(|storing| storing.call != call && now < storing.until);
        match &self.credentials {
            _ if being_stored => Need::Wait,
            Some(credentials) => Need::Token {
                credentials: credentials.clone(),
                generation: self.credentials_revision,
            },
            None => Need::Register,
        }
    }

    fn leads(&self, call: u64) -> bool {
        self.leader.is_some_and(|leader| leader.call == call)
    }

    fn step_down(&mut self, call: u64) {
        if self.leads(call) {
            self.leader = None;
        }
    }

    /// `call` has registered. Whether the credentials are taken: not if another call has taken over
    /// meanwhile.
    pub(super) fn registered(&mut self, call: u64, credentials: ClientCredentials) -> bool {
        if !self.leads(call) {
            return false;
        }
        self.credentials = Some(credentials);
        self.token = None;
        self.revision += 1;
        self.credentials_revision = self.revision;
        true
    }

    /// `call` has a token; the others may go on.
    pub(super) fn granted(&mut self, call: u64, granted: GrantedToken, now: u64, unix_ms: u64) {
        let expires_at = now.saturating_add(granted.expires_in_s.saturating_mul(1000));
        let token = LoadedToken {
            access_token: granted.access_token,
            received_at_unix_ms: unix_ms,
            expires_in_s: granted.expires_in_s,
        };
        self.hold(token, now, expires_at);
        self.revision += 1;
        self.step_down(call);
    }

    /// `call` gives up with `error`. If it leads, those that waited for it will fail with it too.
    pub(super) fn give_up(&mut self, call: u64, error: Error) {
        if self.leads(call) {
            self.failed = Some((self.round, error));
            self.leader = None;
        }
    }

    /// Renewing failed, but the token is still good: it is used, and renewed later.
    pub(super) fn postpone_renewal(&mut self, call: u64, now: u64) -> bool {
        match &mut self.token {
            Some(token) if now < token.expires_at => {
                token.renew_at = token.expires_at.min(now.saturating_add(RENEW_AGAIN_MS));
                self.step_down(call);
                true
            }
            _ => false,
        }
    }

    /// The token of `generation` was not accepted. Whether it is still the current one, so that
    /// there was something to drop.
    pub(super) fn reject_token(&mut self, generation: u64, error: &Error) -> bool {
        let current = self.is_current(generation);
        if current {
            self.token = None;
            self.token_rejected = Some(error.clone());
        }
        current
    }

    /// Why the last token was not accepted, if it was not.
    pub(super) fn rejection(&self) -> Option<&Error> {
        self.token_rejected.as_ref()
    }

    pub(super) fn is_current(&self, generation: u64) -> bool {
        self.token
            .as_ref()
            .is_some_and(|token| token.generation == generation)
    }

    /// The service no longer accepts the credentials. Every call fails with it until
    /// [`forget`](Self::forget), or for a while if calls may register again by themselves.
    pub(super) fn lose(&mut self, now: u64, cause: Error, register_again: bool) {
        self.token = None;
        self.lost = Some(Lost {
            cause,
            again_at: register_again.then(|| now.saturating_add(REGISTER_AGAIN_MS)),
        });
        self.leader = None;
    }

    /// Lets go of a lost registration when calls may register again. Whether it did: the call that
    /// asks is then to register.
    pub(super) fn begin_again(&mut self, now: u64) -> bool {
        let again_at = self.lost.as_ref().and_then(|lost| lost.again_at);
        let begins = again_at.is_some_and(|again_at| again_at <= now);
        if begins {
            self.forget();
        }
        begins
    }

    /// Drops credentials and token, so that the next call registers. What is stored stays until
    /// there is something new.
    pub(super) fn forget(&mut self) {
        self.revision += 1;
        self.credentials_revision = self.revision;
        self.credentials = None;
        self.token = None;
        self.lost = None;
        self.failed = None;
    }

    /// Something else in the state has changed.
    pub(super) fn changed(&mut self) {
        self.revision += 1;
    }

    /// The last change, if it is not stored and there are credentials to store it beside.
    pub(super) fn unsaved(&self) -> Option<u64> {
        let unsaved = self.stored < self.revision && self.credentials.is_some();
        unsaved.then_some(self.revision)
    }

    /// Until when a store that is out is worth waiting for.
    pub(super) fn storing_until(&self) -> Option<u64> {
        self.storing.as_ref().map(|storing| storing.until)
    }

    /// Begins to store, if there is something new and no store is out.
    pub(super) fn begin_storing(&mut self, now: u64, call: u64, tried: u64) -> Option<u64> {
        if self.storing.is_some()
            || self.stored >= self.revision
            || tried >= self.revision
            || self.credentials.is_none()
        {
            return None;
        }
        let until = now.saturating_add(STORING_MS);
        self.storing = Some(Storing {
            call,
            revision: self.revision,
            until,
            told: false,
        });
        if let Some(leader) = self.leader.as_mut().filter(|leader| leader.call == call) {
            leader.until = leader.until.min(until);
        }
        Some(self.revision)
    }

    /// The call whose store the others no longer wait for. It is told once.
    pub(super) fn overdue_store(&mut self, now: u64) -> Option<u64> {
        let overdue = |storing: &&mut Storing| !storing.told && storing.until <= now;
        let storing = self.storing.as_mut().filter(overdue)?;
        storing.told = true;
        Some(storing.call)
    }

    /// The state as it is now, if there are credentials.
    pub(super) fn snapshot(&self) -> Option<(&ClientCredentials, Option<LoadedToken>)> {
        let token = self.token.as_ref().map(|token| LoadedToken {
            access_token: token.access_token.clone(),
            received_at_unix_ms: token.received_at_unix_ms,
            expires_in_s: token.expires_in_s,
        });
        self.credentials
            .as_ref()
            .map(|credentials| (credentials, token))
    }

    /// The call that has the state stored is told that it is, or is not; no other call may say so.
    pub(super) fn end_storing(&mut self, success: bool) {
        if let Some(storing) = self.storing.take() {
            if success {
                self.stored = self.stored.max(storing.revision);
            }
        }
    }

    /// `call` ends: others take over the lead. A store that is out stays out: the host may still be
    /// writing.
    pub(super) fn release(&mut self, call: u64) {
        self.step_down(call);
    }
}
