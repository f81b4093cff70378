//! A client: configuration, credentials, token and pacing, shared by its calls.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use super::auth::Auth;
use super::config::{CallOptions, ClientConfig, TokenSource};
use super::core::Core;
use super::doubt::Doubts;
use super::event::{Event, EventKind, Log};
use super::machine::Call;
use super::pacing::Pacer;
use super::random::Random;
use super::state::{self, Owner};
use crate::error::Error;
use crate::http::Confidential;
use crate::input::InvalidInput;
use crate::operation::Runnable;
use crate::secret::Secret;

/// A jump backwards that is larger than this is a changed clock; a smaller one is two threads that read it in turn.
const CLOCK_JUMP_MS: i128 = 1000;

/// How far one jump forward is believed: a year. A device may have been suspended for weeks. A reading further ahead is a mistake, and
/// must not use up the scale: when the clock is right again, the client goes on from there.
const CLOCK_AHEAD_MS: u64 = 365 * 86_400_000;

/// Where the client's own time begins: far enough from 0 for the age of a stored token, and from the end for mistaken readings.
const CLOCK_START: u64 = 1 << 60;

/// The time at which a client starts.
#[derive(Clone, Copy, Debug)]
pub struct StartTime {
    /// Now, in milliseconds on the scale of every later `now_ms`: any origin, preferably monotonic.
    pub now_ms: u64,
    /// Now by the wall clock, in milliseconds since 1970. It only tells the age of a stored token; a wrong one is harmless.
    pub unix_ms: u64,
}

/// One app on one device at one environment. Cheap to clone; all clones are the same client; may be shared between threads.
#[derive(Clone, Debug)]
pub struct Client(Arc<Shared>);

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

impl Client {
    /// A client without stored state: the app's first start, or a start anew. Its first call registers the app.
    ///
    /// `seed` is for jitter: any number, best a different one at each start. The same seed and inputs give the same steps.
    #[must_use]
    pub fn new(config: ClientConfig, start: StartTime, seed: u64) -> Self {
        let clock = Clock::new(start.now_ms);
        let now = clock.last;
        Self(Arc::new(Shared {
            inner: Mutex::new(Inner {
                clock,
                unix_origin_ms: i128::from(start.unix_ms) - i128::from(now),
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
        }))
    }

    /// A client with the state that an earlier one had stored ([`Step::Persist`](super::Step::Persist)).
    ///
    /// # Errors
    /// [`Error::State`]: unreadable, of a newer version, or of another software statement or environment. Nothing is changed: keep the
    /// stored state, and use [`Client::new`] only if the app means to start anew, since that registers again and **the user's
    /// profiles are gone**.
    pub fn with_state(
        config: ClientConfig,
        state: &[u8],
        start: StartTime,
        seed: u64,
    ) -> Result<Self, Error> {
        let TokenSource::Registration {
            software_statement, ..
        } = &config.token_source
        else {
            return Err(InvalidInput::new(
                "state",
                "belongs to a client that registers by itself, and this one is given tokens by the app; make it without stored state",
            )
            .into());
        };
        let owner = Owner {
            base: config.site.base(),
            software_statement,
        };
        let loaded = state::read(&owner, state)?;
        let client = Self::new(config, start, seed);
        client.0.with(|inner| {
            let now = inner.clock.advance(start.now_ms);
            inner.auth.load(loaded, now, start.unix_ms);
        });
        Ok(client)
    }

    /// Starts an operation. Nothing is sent yet: poll the call.
    #[must_use]
    pub fn start<O: Runnable>(&self, now_ms: u64, operation: O, options: CallOptions) -> Call<O> {
        let (id, now) = self.0.with(|inner| {
            inner.calls += 1;
            (inner.calls, inner.clock.advance(now_ms))
        });
        let kind = operation.kind();
        Call::new(operation, Core::new(self.0.clone(), id, now, kind, options))
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &ClientConfig {
        &self.0.config
    }

    /// Whether the client holds credentials: it was registered, now or earlier.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.0.with(|inner| inner.auth.credentials().is_some())
    }

    /// Allows registering anew: drops credentials and token. **The user's profiles are gone**; if the service had not already dropped
    /// them ([`Error::RegistrationLost`]), they are now. The stored state stays until the next call has registered.
    pub fn forget_registration(&self) {
        self.0.with(|inner| inner.auth.forget());
    }

    /// The state to store, for hosts that store at their own time: what the last [`Step::Persist`](super::Step::Persist) said, or would
    /// say now. `None` before the registration.
    #[must_use]
    pub fn state(&self) -> Option<Secret> {
        self.0.with(|inner| self.0.render_state(inner))
    }

    /// The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret and no device identifier.
    #[must_use]
    pub fn support_report(&self, now_ms: u64) -> String {
        let config = &self.0.config;
        self.0.with(|inner| {
            let now = inner.clock.advance(now_ms);
            let mut report = String::new();
            let yes = |yes| if yes { "yes" } else { "no" };
            let _ = writeln!(report, "tvpass {}", env!("CARGO_PKG_VERSION"));
            let _ = writeln!(report, "base: {}", config.site.base().as_str());
            let _ = writeln!(
                report,
                "registered: {}",
                yes(inner.auth.credentials().is_some())
            );
            let _ = writeln!(report, "registration lost: {}", yes(inner.auth.is_lost()));
            let _ = writeln!(report, "token held: {}", yes(inner.auth.has_token(now)));
            let _ = writeln!(report, "now: {now_ms} ms");
            inner.log.render(&mut report);
            report
        })
    }
}

impl Shared {
    /// Runs `action` under the lock and tells the observer afterwards, without it, so that an observer may use the client.
    pub(super) fn with<R>(&self, action: impl FnOnce(&mut Inner) -> R) -> R {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let result = action(&mut inner);
        let events = std::mem::take(&mut inner.pending);
        drop(inner);
        if let Some(observer) = &self.config.observer {
            for event in &events {
                observer.event(event);
            }
        }
        result
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
        state::write(&owner, credentials, token)
    }
}

impl Inner {
    /// The client's time for the host's `now_ms`.
    pub(super) fn now(&mut self, now_ms: u64) -> u64 {
        self.clock.advance(now_ms)
    }

    /// The host's time for the client's `time`.
    pub(super) fn host_time(&self, time: u64) -> u64 {
        self.clock.host_time(time)
    }

    /// The wall clock's time for the client's `time`.
    pub(super) fn unix_ms(&self, time: u64) -> u64 {
        u64::try_from(self.unix_origin_ms + i128::from(time)).unwrap_or(0)
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

/// The client's time: it runs as the host's does, but never backwards, and not too far ahead at once.
#[derive(Debug)]
struct Clock {
    last: u64,
    /// The host's time less the client's.
    offset: i128,
}

impl Clock {
    fn new(host: u64) -> Self {
        Self {
            last: CLOCK_START,
            offset: i128::from(host) - i128::from(CLOCK_START),
        }
    }

    fn advance(&mut self, host: u64) -> u64 {
        let last = i128::from(self.last);
        let moved = i128::from(host) - self.offset - last;
        if moved > 0 {
            let moved = u64::try_from(moved).unwrap_or(u64::MAX);
            self.last = self.last.saturating_add(moved.min(CLOCK_AHEAD_MS));
        }
        if moved < -CLOCK_JUMP_MS || moved > i128::from(CLOCK_AHEAD_MS) {
            self.offset = i128::from(host) - i128::from(self.last);
        }
        self.last
    }

    fn host_time(&self, time: u64) -> u64 {
        let host = (i128::from(time) + self.offset).max(0);
        u64::try_from(host).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The time since the start.
    fn since(clock: &mut Clock, host: u64) -> u64 {
        clock.advance(host) - CLOCK_START
    }

    #[test]
    fn time_never_runs_backwards_and_goes_on_after_a_jump() {
        let mut clock = Clock::new(10_000);
        assert_eq!(since(&mut clock, 10_000), 0);
        // Two threads that read the clock in turn: no drift.
        assert_eq!(since(&mut clock, 9_990), 0);
        assert_eq!(since(&mut clock, 10_010), 10);
        // The clock was set back.
        assert_eq!(since(&mut clock, 1_000), 10);
        assert_eq!(since(&mut clock, 1_500), 510);
        assert_eq!(clock.host_time(CLOCK_START + 1_010), 2_000);
    }

    #[test]
    fn a_suspended_device_is_believed_and_a_mistaken_reading_for_a_year_at_most() {
        let mut clock = Clock::new(0);
        let month = 30 * 86_400_000;
        assert_eq!(since(&mut clock, month), month);
        assert_eq!(since(&mut clock, u64::MAX), month + CLOCK_AHEAD_MS);
        assert_eq!(since(&mut clock, u64::MAX), month + CLOCK_AHEAD_MS);
        // When it is right again, time goes on.
        assert_eq!(since(&mut clock, month), month + CLOCK_AHEAD_MS);
        assert_eq!(since(&mut clock, month + 7), month + CLOCK_AHEAD_MS + 7);
        let later = CLOCK_START + month + CLOCK_AHEAD_MS + 10;
        assert_eq!(clock.host_time(later), month + 10);
    }

    #[test]
    fn a_start_at_the_end_of_the_scale_is_not_the_end() {
        let mut clock = Clock::new(u64::MAX);
        assert_eq!(since(&mut clock, 5), 0);
        assert_eq!(since(&mut clock, 1_005), 1_000);
    }
}
