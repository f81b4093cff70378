//! What the calls of a client share, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::auth::Auth;
use super::clock::Clock;
use super::config::{ClientConfig, TokenSource};
use super::doubt::Doubts;
use super::event::{Event, EventKind, Log};
use super::kept::KeptThings;
use super::pacing::Pacer;
use super::random::Random;
use super::state::{self, Owner};
use crate::http::Confidential;
use crate::secret::Secret;

/// How often what waits for another looks again, if the host does not wake it: in milliseconds.
pub(super) const LOOK_AGAIN_MS: u64 = 250;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) config: ClientConfig,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    clock: Clock,
    /// The wall clock's time when the client's was 0.
    unix_origin_ms: i128,
    /// The service's time when the client's was 0, by its last answer with a `Date`.
    service_origin_ms: Option<i128>,
    pub(super) kept: KeptThings,
    pub(super) pacer: Pacer,
    pub(super) random: Random,
    pub(super) auth: Auth,
    pub(super) doubts: Doubts,
    log: Log,
    /// Not yet told to the observer.
    pending: Vec<Event>,
    observed: bool,
    calls: u64,
}

impl Shared {
    pub(super) fn new(config: ClientConfig, now_ms: u64, unix_ms: u64, seed: u64) -> Self {
        let clock = Clock::new(now_ms);
        let now = clock.last();
        Self {
            inner: Mutex::new(Inner {
                clock,
                unix_origin_ms: i128::from(unix_ms) - i128::from(now),
                service_origin_ms: None,
                kept: KeptThings::default(),
                pacer: Pacer::new(config.pacing),
                random: Random::new(seed),
                auth: Auth::default(),
                doubts: Doubts::default(),
                log: Log::default(),
                pending: Vec::new(),
                observed: config.observer.is_some(),
                calls: 0,
            }),
            config,
        }
    }

    /// Runs `action` under the lock and tells the observer afterwards, without it, so that an
    /// observer may use the client.
    pub(super) fn with<R>(&self, action: impl FnOnce(&mut Inner) -> R) -> R {
        let mut inner = self.lock();
        let result = action(&mut inner);
        self.release(inner);
        result
    }

    /// Apart from [`with`](Self::with), as its end is, so that a device has them once.
    #[inline(never)]
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline(never)]
    fn release(&self, mut inner: MutexGuard<'_, Inner>) {
        let events = std::mem::take(&mut inner.pending);
        drop(inner);
        if let Some(observer) = &self.config.observer {
            for event in &events {
                observer.event(event);
            }
        }
    }

    /// All that the client holds and nothing may show.
    pub(super) fn confidential(&self, inner: &Inner) -> Vec<Confidential> {
        let config = &self.config;
        let mut held = inner.auth.confidential();
        held.push(Confidential::Identifier(
            config.site.device().identifier().shared_header(),
        ));
        if let TokenSource::Registration {
            software_statement,
            redirect_uri,
        } = &config.token_source
        {
            held.push(Confidential::Secret(software_statement.secret().clone()));
            held.extend(redirect_uri.clone().map(Confidential::RedirectUrl));
        }
        held
    }

    /// Begins to store for `call` what has changed after the change `tried`, if no store is out.
    /// The number of the change, and what to store: nothing if it cannot be rendered.
    pub(super) fn begin_storing(
        &self,
        inner: &mut Inner,
        now: u64,
        call: u64,
        tried: u64,
    ) -> Option<(u64, Option<Secret>)> {
        let change = inner.auth.begin_storing(now, call, tried)?;
        let state = self.render_state(inner);
        if state.is_none() {
            inner.auth.end_storing(false);
        }
        Some((change, state))
    }

    /// The host has stored the state for `call`, or could not.
    pub(super) fn stored(&self, now_ms: u64, call: u64, success: bool) {
        self.with(|inner| {
            let now = inner.now(now_ms);
            inner.auth.end_storing(success);
            let kind = match success {
                true => EventKind::Persisted,
                false => EventKind::NotPersisted,
            };
            inner.record(now, call, kind);
        });
    }

    pub(super) fn render_state(&self, inner: &Inner) -> Option<Secret> {
        let TokenSource::Registration {
            software_statement, ..
        } = &self.config.token_source
        else {
            return None;
        };
        let owner = Owner {
            base: self.config.site.base(),
            software_statement,
        };
        let (credentials, token) = inner.auth.snapshot()?;
        let kept = inner.kept.text();
        let kept = kept.as_ref().map(|kept| kept.0.as_str());
        Some(state::write(&owner, credentials, token.as_ref(), kept))
    }
}

impl Inner {
    /// The number of a new call, 1 for the first.
    pub(super) fn next_call(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// The client's time for the host's `now_ms`.
    pub(super) fn now(&mut self, now_ms: u64) -> u64 {
        self.clock.advance(now_ms)
    }

    /// The client's time when the host last told the time.
    pub(super) fn last(&self) -> u64 {
        self.clock.last()
    }

    /// The host's time for the client's `time`.
    pub(super) fn host_time(&self, time: u64) -> u64 {
        self.clock.host_time(time)
    }

    /// The wall clock's time for the client's `time`.
    pub(super) fn unix_ms(&self, time: u64) -> u64 {
        u64::try_from(self.unix_origin_ms + i128::from(time)).unwrap_or(0)
    }

    pub(super) fn set_service_clock(&mut self, now: u64, date_ms: u64) {
        self.service_origin_ms = Some(i128::from(date_ms) - i128::from(now));
    }

    /// The service's time for the client's `time`; before its first answer with a `Date`, the wall
    /// clock's.
    pub(super) fn service_ms(&self, time: u64) -> u64 {
        let origin = self.service_origin_ms.unwrap_or(self.unix_origin_ms);
        u64::try_from(origin + i128::from(time)).unwrap_or(0)
    }

    pub(super) fn record(&mut self, now: u64, call: u64, kind: EventKind) {
        let event = Event {
            at_ms: self.clock.host_time(now),
            call,
            kind,
        };
        if self.observed {
            self.pending.push(event.clone());
        }
        self.log.push(event);
    }
}
