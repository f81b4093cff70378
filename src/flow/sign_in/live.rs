//! The session of a sign-in that goes on: its code, when it ends, when it is polled.

use super::screen::{BrowserScreen, CodeScreen, SignInLink};
use crate::flow::settings::AccountSettings;
use crate::outcome::{
    AuthenticateUrl, AuthenticationCode, Session, SessionAction, SessionParameter,
};

/// The validity of a code whose answer does not say: that of all of Adobe's samples.
const USUAL_VALIDITY_MS: u64 = 30 * 60 * 1000;

/// A code is renewed this long before it ends, or a tenth of its validity if that is shorter.
const RENEW_BEFORE_MS: u64 = 30_000;

/// A code that ended sooner than this is not renewed by itself: something is wrong.
const MIN_LIFE_MS: u64 = 60_000;

/// When polling becomes slower.
const SLOW_AFTER_MS: u64 = 5 * 60 * 1000;

/// The slow pause between two polls.
const SLOW_MS: u64 = 10_000;

/// A code that says that it is good for longer is taken to be good for this long, so that a mistake
/// in its times does not have it polled for years. Adobe's codes are good for half an hour.
const LONGEST_VALIDITY_MS: u64 = 24 * 3600 * 1000;

/// The longest pause that the service may ask for.
pub(super) const LONGEST_PAUSE_MS: u64 = 90_000;

/// Times are the client's.
pub(super) struct LiveSession {
    pub(super) code: AuthenticationCode,
    pub(super) url: Option<AuthenticateUrl>,
    pub(super) missing: Vec<SessionParameter>,
    received: u64,
    expires: u64,
    /// When a new code is to be asked for.
    renew_at: u64,
    poll_at: u64,
    interval_ms: u64,
    is_slow: bool,
}

impl LiveSession {
    /// None without a code.
    pub(super) fn of(session: &Session, now: u64, interval_ms: u64) -> Option<Self> {
        let validity = session.valid_for_ms().unwrap_or(USUAL_VALIDITY_MS);
        let validity = validity.min(LONGEST_VALIDITY_MS);
        let expires = now.saturating_add(validity);
        let mut live = Self {
            code: session.code.clone()?,
            url: None,
            missing: Vec::new(),
            received: now,
            expires,
            renew_at: expires.saturating_sub(RENEW_BEFORE_MS.min(validity / 10)),
            poll_at: now.saturating_add(interval_ms),
            interval_ms,
            is_slow: false,
        };
        live.update(session);
        Some(live)
    }

    /// What is known of it now. The code that was asked with stays the one that is polled.
    pub(super) fn update(&mut self, session: &Session) {
        self.missing.clone_from(&session.missing_parameters);
        self.url = match &session.action {
            SessionAction::Authenticate(url) => Some(url.clone()),
            _ => None,
        };
    }

    pub(super) fn is_over(&self, now: u64) -> bool {
        now >= self.expires
    }

    /// The service says that it is over, whatever it said before.
    pub(super) fn end(&mut self, now: u64) {
        self.expires = self.expires.min(now);
    }

    pub(super) fn expires(&self) -> u64 {
        self.expires
    }

    pub(super) fn left_ms(&self, now: u64) -> u64 {
        self.expires.saturating_sub(now)
    }

    pub(super) fn lived_long_enough(&self, now: u64) -> bool {
        now.saturating_sub(self.received) >= MIN_LIFE_MS
    }

    pub(super) fn renew_at(&self) -> u64 {
        self.renew_at
    }

    /// Renewing failed: later again.
    pub(super) fn renew_later(&mut self, now: u64) {
        self.renew_at = now.saturating_add(SLOW_MS);
    }

    pub(super) fn poll_at(&self) -> u64 {
        self.poll_at
    }

    /// A poll has ended. `pause_ms` is what the service asks for; `throttled` slows all later ones
    /// down: one home has one allowance.
    pub(super) fn polled(&mut self, now: u64, pause_ms: Option<u64>, throttled: bool) {
        self.is_slow |= throttled || now.saturating_sub(self.received) >= SLOW_AFTER_MS;
        let interval = match self.is_slow {
            true => self.interval_ms.max(SLOW_MS),
            false => self.interval_ms,
        };
        let pause = pause_ms.unwrap_or(0).min(LONGEST_PAUSE_MS);
        self.poll_at = now.saturating_add(interval.max(pause));
    }

    pub(super) fn screen(&self, settings: &AccountSettings, expires_at_ms: u64) -> CodeScreen {
        let page = settings.activation_page.as_ref();
        let direct = self.url.clone().filter(|_| self.missing.is_empty());
        let link = match direct {
            Some(url) => Some(SignInLink::Authenticate(url)),
            None => page.map(|page| SignInLink::ActivationPage(page.with_code(self.code.expose()))),
        };
        CodeScreen {
            code: self.code.clone(),
            address: page.map(|page| page.address().to_owned()),
            link,
            expires_at_ms,
            missing_parameters: self.missing.clone(),
        }
    }

    pub(super) fn browser(
        &self,
        settings: &AccountSettings,
        expires_at_ms: u64,
    ) -> Option<BrowserScreen> {
        Some(BrowserScreen {
            url: self.url.clone()?,
            redirect_url: settings.session.told_redirect_url()?.clone(),
            expires_at_ms,
        })
    }
}
