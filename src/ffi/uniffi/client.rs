//! A client: one app on one device at one environment.

use std::sync::{Arc, OnceLock};

use super::call::Call;
use super::device::Device;
use super::event::{Collector, TvPassEvent};
use super::extras::Extras;
use super::failure::{CoreError, guarded};
use super::operation::Operation;
use crate::call::{self, CallOptions, StartTime};
use crate::input::InvalidInput;
use crate::operation::{Site, SoftwareStatement};
use crate::uri::{Base, RedirectUrl};

/// Where access tokens come from.
#[derive(Clone, uniffi::Enum)]
pub enum TokenSource {
    /// The client registers the app once and gets tokens by itself.
    Registration {
        /// The app's software statement, a secret.
        software_statement: String,
        /// `redirect_uri`, for statements that list several.
        redirect_uri: Option<String>,
    },
    /// The app supplies tokens, when a step asks for one.
    App,
}

/// The configuration of a client.
#[derive(Clone, uniffi::Record)]
pub struct ClientConfig {
    /// The service's base URL.
    pub base: String,
    /// The base URL of the legacy REST API V1, for its logout, where Adobe documents one.
    pub v1_base: Option<String>,
    /// Where access tokens come from.
    pub token_source: TokenSource,
    /// Headers of every request: `User-Agent` and `X-Forwarded-For`.
    pub extras: Extras,
    /// Whether requests are paced. Usually yes.
    pub pacing: bool,
    /// Whether calls ask for the state to be stored. No: each start of the app registers again, and
    /// the user's profiles are gone.
    pub persistence: bool,
    /// Whether a call may register again by itself when the registration is lost. Usually no.
    pub register_again: bool,
    /// How long the answer to one request is waited for, in milliseconds; `None`: 15 s.
    pub attempt_timeout_ms: Option<u64>,
    /// Whether steps carry events.
    pub events: bool,
}

/// The moment at which a client starts.
#[derive(Clone, Copy, uniffi::Record)]
pub struct Start {
    /// Now, in milliseconds on the scale of every later `now_ms`, preferably monotonic.
    pub now_ms: u64,
    /// Now by the wall clock, in milliseconds since 1970.
    pub unix_ms: u64,
    /// Any number, best a different one at each start: for jitter.
    pub seed: u64,
}

/// A client. Any number of calls and threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct Client {
    pub(super) client: call::Client,
    v1: Option<V1Client>,
    events: Option<Arc<Collector>>,
}

/// The client of the legacy service, which is another host, and takes no token. It is made when it
/// is first used.
#[derive(Debug)]
struct V1Client {
    config: call::ClientConfig,
    seed: u64,
    client: OnceLock<call::Client>,
}

impl V1Client {
    fn client(&self, now_ms: u64) -> &call::Client {
        self.client.get_or_init(|| {
            // The wall clock is only asked for the age of stored tokens.
            let time = StartTime { now_ms, unix_ms: 0 };
            call::Client::new(self.config.clone(), time, self.seed)
        })
    }
}

#[uniffi::export]
impl Client {
    /// A client with the state that an earlier one had stored; `None` is the app's first start, or
    /// a start anew, which registers the app: **the user's profiles are gone** then.
    #[uniffi::constructor]
    pub fn new(
        device: Arc<Device>,
        config: ClientConfig,
        state: Option<Vec<u8>>,
        start: Start,
    ) -> Result<Arc<Self>, CoreError> {
        guarded(|| {
            let token_source = match &config.token_source {
                TokenSource::Registration {
                    software_statement,
                    redirect_uri,
                } => call::TokenSource::Registration {
                    software_statement: SoftwareStatement::new(software_statement)?,
                    redirect_uri: redirect_uri.as_deref().map(RedirectUrl::new).transpose()?,
                },
                TokenSource::App => call::TokenSource::App,
            };
            let events = config.events.then(Arc::<Collector>::default);
            let core = |base: &str, source: call::TokenSource, v1: bool| {
                let site = Site::new(Base::new(base)?, device.device.clone())
                    .with_extras(config.extras.read()?)?;
                let mut core = call::ClientConfig::new(site, source).pacing(config.pacing);
                if let Some(timeout_ms) = config.attempt_timeout_ms {
                    core = core.attempt_timeout_ms(timeout_ms);
                }
                Ok::<_, CoreError>(match &events {
                    Some(events) => core.observer(events.observer(v1)),
                    None => core,
                })
            };
            let v1 = config.v1_base.as_deref().map(|base| {
                Ok::<_, CoreError>(V1Client {
                    config: core(base, call::TokenSource::App, true)?,
                    seed: start.seed,
                    client: OnceLock::new(),
                })
            });
            let v1 = v1.transpose()?;
            let core = core(&config.base, token_source, false)?
                .persistence(config.persistence)
                .register_again(config.register_again);
            let time = StartTime {
                now_ms: start.now_ms,
                unix_ms: start.unix_ms,
            };
            let client = match state {
                Some(state) => call::Client::with_state(core, &state, time, start.seed)?,
                None => call::Client::new(core, time, start.seed),
            };
            Ok(Arc::new(Self { client, v1, events }))
        })
    }

    /// Starts an operation, which may take `deadline_ms` milliseconds. Nothing is sent yet: advance
    /// the call.
    pub fn start(
        &self,
        now_ms: u64,
        operation: Operation,
        deadline_ms: u64,
    ) -> Result<Arc<Call>, CoreError> {
        guarded(|| {
            let client = match &operation {
                Operation::LogoutV1 { .. } => self.v1(now_ms)?,
                _ => &self.client,
            };
            let options = CallOptions::new().deadline_ms(deadline_ms);
            let call = client.start(now_ms, operation.read()?, options);
            #[allow(unused_mut)]
            let mut call = Call::new(Box::new(call), self.events());
            #[cfg(feature = "uniffi-test-panic")]
            {
                call.panics = super::test_panic::is_asked_by(&operation);
            }
            Ok(Arc::new(call))
        })
    }

    /// Whether the client holds credentials.
    pub fn is_registered(&self) -> Result<bool, CoreError> {
        guarded(|| Ok(self.client.is_registered()))
    }

    /// Allows registering anew: drops credentials and token. **The user's profiles are gone.**
    pub fn forget_registration(&self) -> Result<(), CoreError> {
        guarded(|| {
            self.client.forget_registration();
            Ok(())
        })
    }

    /// The state to store, a secret; `None` before the registration.
    pub fn state(&self) -> Result<Option<Vec<u8>>, CoreError> {
        guarded(|| {
            let state = self.client.state();
            Ok(state.map(|state| state.expose().as_bytes().to_vec()))
        })
    }

    /// The last events as text for a support ticket; no secret in it.
    pub fn support_report(&self, now_ms: u64) -> Result<String, CoreError> {
        guarded(|| {
            let mut report = self.client.support_report(now_ms);
            if let Some(v1) = self.v1.as_ref().and_then(|v1| v1.client.get()) {
                report.push('\n');
                report.push_str(&v1.support_report(now_ms));
            }
            Ok(report)
        })
    }

    /// The events that no step has carried yet, such as those of a call that was dropped.
    pub fn take_events(&self) -> Result<Vec<TvPassEvent>, CoreError> {
        guarded(|| {
            let events = self.events.as_ref();
            Ok(events.map(|events| events.take()).unwrap_or_default())
        })
    }
}

impl Client {
    pub(super) fn events(&self) -> Option<Arc<Collector>> {
        self.events.clone()
    }

    fn v1(&self, now_ms: u64) -> Result<&call::Client, InvalidInput> {
        let v1 = self.v1.as_ref();
        v1.map(|v1| v1.client(now_ms)).ok_or_else(|| {
            InvalidInput::new(
                "v1_base",
                "is missing: Adobe documents the legacy logout for production and staging alone",
            )
        })
    }
}
