//! A client: one app on one device at one environment.

use std::fmt::Write as _;
use std::sync::Arc;

use super::config::{CallOptions, ClientConfig, TokenSource};
use super::kept::{Kept, KeptThings};
use super::machine::Machine;
use super::retry::backoff_ms;
use super::running::Call;
use super::saving::Saving;
use super::shared::Shared;
use super::state::{self, Owner};
use crate::error::Error;
use crate::input::InvalidInput;
use crate::operation::Runnable;
use crate::secret::Secret;

/// The time at which a client starts.
#[derive(Clone, Copy, Debug)]
pub struct StartTime {
    /// Now, in milliseconds on the scale of every later `now_ms`: any origin, preferably monotonic.
    pub now_ms: u64,
    /// Now by the wall clock, in milliseconds since 1970. It only tells the age of a stored token;
    /// a wrong one is harmless.
    pub unix_ms: u64,
}

/// One app on one device at one environment. Cheap to clone; all clones are the same client; may be
/// shared between threads.
#[derive(Clone, Debug)]
pub struct Client(Arc<Shared>);

impl Client {
    /// A client without stored state: the app's first start, or a start anew. Its first call
    /// registers the app.
    ///
    /// `seed` is for jitter: any number, best a different one at each start. The same seed and
    /// inputs give the same steps.
    #[must_use]
    pub fn new(config: ClientConfig, start: StartTime, seed: u64) -> Self {
        Self(Arc::new(Shared::new(
            config,
            start.now_ms,
            start.unix_ms,
            seed,
        )))
    }

    /// A client with the state that an earlier one had stored
    /// ([`Step::Persist`](super::Step::Persist)).
    ///
    /// # Errors
    /// [`Error::State`]: unreadable, of a newer version, or of another software statement or environment. Nothing is changed: keep the
    /// stored state, and use [`Client::new`] only if the app means to start anew, since that
    /// registers again and **the user's profiles are gone**.
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
            let now = inner.now(start.now_ms);
            inner.kept = KeptThings::read(loaded.kept.as_ref());
            inner.auth.load(loaded, now, start.unix_ms);
        });
        Ok(client)
    }

    /// Starts an operation. Nothing is sent yet: poll the call.
    #[must_use]
    pub fn start<O: Runnable>(&self, now_ms: u64, operation: O, options: CallOptions) -> Call<O> {
        let (id, now) = self.0.with(|inner| {
            let now = inner.now(now_ms);
            (inner.next_call(), now)
        });
        let kind = operation.kind();
        Call::new(
            operation,
            Machine::new(self.0.clone(), id, now, kind, options),
        )
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &ClientConfig {
        &self.0.config
    }

    /// What is kept across restarts about the user of `service_provider`.
    #[must_use]
    pub fn kept(&self, service_provider: &str) -> Kept {
        self.0.with(|inner| inner.kept.of(service_provider))
    }

    /// Keeps something else; the next call, or a [`Saving`], has it stored.
    pub(crate) fn keep(&self, service_provider: &str, kept: Kept) {
        self.0.with(|inner| {
            if inner.kept.set(service_provider, kept) {
                inner.auth.changed();
            }
        });
    }

    /// Has the state stored, if it has changed. It is driven as a call is.
    pub(crate) fn save(&self, now_ms: u64) -> Saving {
        let (id, now) = self.0.with(|inner| {
            let now = inner.now(now_ms);
            (inner.next_call(), now)
        });
        Saving::new(self.0.clone(), id, now)
    }

    /// Whether a [`Saving`] would have something to store. It counts changes: one that could not be
    /// stored is not tried again for its own sake.
    pub(crate) fn unsaved(&self) -> Option<u64> {
        self.0.with(|inner| match self.0.config.persistence {
            true => inner.auth.unsaved(),
            false => None,
        })
    }

    /// The client's time for the host's `now_ms`: it never runs backwards.
    pub(crate) fn time(&self, now_ms: u64) -> u64 {
        self.0.with(|inner| inner.now(now_ms))
    }

    /// The host's time for the client's `time`.
    pub(crate) fn host_time(&self, time: u64) -> u64 {
        self.0.with(|inner| inner.host_time(time))
    }

    /// The service's time for the client's `time`, by the `Date` of its last answer; before there
    /// was one, the wall clock's as it was told at the start. In milliseconds since 1970.
    pub(crate) fn service_ms(&self, time: u64) -> u64 {
        self.0.with(|inner| inner.service_ms(time))
    }

    /// The pause after the failed attempt number `attempt` (from 1), in milliseconds.
    pub(crate) fn backoff_ms(&self, attempt: u32) -> u64 {
        self.0.with(|inner| backoff_ms(attempt, &mut inner.random))
    }

    /// Whether the client holds credentials: it was registered, now or earlier.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.0.with(|inner| inner.auth.credentials().is_some())
    }

    /// Allows registering anew: drops credentials and token. **The user's profiles are gone**; if
    /// the service had not already dropped them ([`Error::RegistrationLost`]), they are now. The
    /// stored state stays until the next call has registered.
    ///
    /// Where several calls failed with the same loss, each of them may be answered with this: for
    /// two minutes after the first, as many more as there are such calls change nothing, so that
    /// the new registration stays. Whoever wants to start anew for another reason meanwhile, and
    /// has left such a call without an answer, says it again while
    /// [`is_registered`](Self::is_registered): one too few costs a repetition, one too many the
    /// user's new sign-in.
    pub fn forget_registration(&self) {
        self.0.with(|inner| {
            let now = inner.last();
            inner.auth.forget(now);
        });
    }

    /// The state to store, for hosts that store at their own time: what the last
    /// [`Step::Persist`](super::Step::Persist) said, or would say now. `None` before the
    /// registration.
    #[must_use]
    pub fn state(&self) -> Option<Secret> {
        self.0.with(|inner| self.0.render_state(inner))
    }

    /// The last events as text for a support ticket: Adobe's traces, statuses and timings; no
    /// secret and no device identifier.
    #[must_use]
    pub fn support_report(&self, now_ms: u64) -> String {
        let config = &self.0.config;
        self.0.with(|inner| {
            let now = inner.now(now_ms);
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
            inner.log().render(&mut report);
            report
        })
    }
}
