//! A client: one app on one device at one environment.

use std::sync::Arc;

use super::call::LogoutCall;
use super::device::Device;
use super::event::{Collector, Event};
use super::extras::Extras;
use super::failure::{CoreError, guarded};
use crate::call::{self, CallOptions, StartTime};
use crate::operation::{InitiateLogout, Site, SoftwareStatement};
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
    /// Where access tokens come from.
    pub token_source: TokenSource,
    /// Headers of every request: `User-Agent` and `X-Forwarded-For`.
    pub extras: Extras,
    /// Whether requests are paced. Usually yes.
    pub pacing: bool,
    /// Whether calls ask for the state to be stored. No: each start of the app registers again, and the user's profiles are gone.
    pub persistence: bool,
    /// Whether a call may register again by itself when the registration is lost. Usually no.
    pub register_again: bool,
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

/// What to log out of.
#[derive(Clone, uniffi::Record)]
pub struct LogoutParameters {
    /// The service provider (requestor).
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// Where the user agent lands when the provider's logout is done.
    pub redirect_url: String,
    /// Optional headers: single sign-on tokens (the same as at login), visitor identifier, `User-Agent`.
    pub extras: Extras,
    /// How long the call may take, in milliseconds.
    pub deadline_ms: u64,
}

/// A client. Any number of calls and threads may share it.
#[derive(Debug, uniffi::Object)]
pub struct Client {
    client: call::Client,
    events: Option<Arc<Collector>>,
}

#[uniffi::export]
impl Client {
    /// A client with the state that an earlier one had stored; `None` is the app's first start, or a start anew, which registers the
    /// app: **the user's profiles are gone** then.
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
            let site = Site::new(Base::new(&config.base)?, device.device.clone())
                .with_extras(config.extras.read()?)?;
            let mut core = call::ClientConfig::new(site, token_source)
                .pacing(config.pacing)
                .persistence(config.persistence)
                .register_again(config.register_again);
            let events = config.events.then(Arc::<Collector>::default);
            if let Some(events) = &events {
                core = core.observer(events.clone());
            }
            let time = StartTime {
                now_ms: start.now_ms,
                unix_ms: start.unix_ms,
            };
            let client = match state {
                Some(state) => call::Client::with_state(core, &state, time, start.seed)?,
                None => call::Client::new(core, time, start.seed),
            };
            Ok(Arc::new(Self { client, events }))
        })
    }

    /// Starts a logout. Nothing is sent yet: advance the call.
    pub fn logout(
        &self,
        now_ms: u64,
        parameters: LogoutParameters,
    ) -> Result<Arc<LogoutCall>, CoreError> {
        guarded(|| {
            let redirect_url = RedirectUrl::new(&parameters.redirect_url)?;
            let operation = InitiateLogout::new(
                &parameters.service_provider,
                &parameters.mvpd,
                &redirect_url,
            )?
            .with_extras(parameters.extras.read()?)?;
            let options = CallOptions::new().deadline_ms(parameters.deadline_ms);
            let call = self.client.start(now_ms, operation, options);
            Ok(Arc::new(LogoutCall::new(
                call,
                self.events.clone(),
                &parameters.mvpd,
            )))
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
        guarded(|| Ok(self.client.support_report(now_ms)))
    }

    /// The events that no step has carried yet, such as those of a call that was dropped.
    pub fn take_events(&self) -> Result<Vec<Event>, CoreError> {
        guarded(|| {
            let events = self.events.as_ref();
            Ok(events.map(|events| events.take()).unwrap_or_default())
        })
    }
}
