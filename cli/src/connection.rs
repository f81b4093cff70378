//! The service that a command speaks to: a client of the library with its state, and what it tells
//! while one waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tvpass::ErrorCode;
use tvpass::call::{CallOptions, ClientConfig, Event, EventKind, TokenSource, WaitReason};
use tvpass::driver::{BlockingClient, FileStore};
use tvpass::flow::Account;
use tvpass::operation::{RetrieveProfiles, Runnable, Site, SoftwareStatement};
use tvpass::outcome::Profiles;

use crate::exit::Failure;
use crate::screen::Screen;
use crate::secrets;
use crate::settings::Settings;
use crate::times;

/// A pause that is worth a word.
const LONG_WAIT_MS: u64 = 1_500;

/// A client of the library, ready for calls.
pub(crate) struct Service {
    // Dropped before the sandbox, which it may still speak to.
    pub(crate) client: BlockingClient,
    pub(crate) account: Account,
    pub(crate) site: Site,
    pub(crate) settings: Settings,
    pub(crate) traffic: Arc<Traffic>,
    pub(crate) state_file: Option<std::path::PathBuf>,
    screen: Screen,
    #[cfg(feature = "sandbox")]
    sandbox: Option<tvpass_sandbox::Running>,
}

/// What was sent, counted.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: AtomicU32,
    pub(crate) throttled: AtomicU32,
}

impl Service {
    /// Opens the state and makes the client. Nothing is sent yet.
    pub(crate) fn open(settings: Settings, screen: &Screen) -> Result<Self, Failure> {
        #[cfg(feature = "sandbox")]
        let sandbox = crate::sandbox::start_if_own(&settings.place)?;
        #[cfg(feature = "sandbox")]
        let base = match &sandbox {
            Some(sandbox) => tvpass::Base::new(sandbox.base_url())?,
            None => settings.base()?,
        };
        #[cfg(not(feature = "sandbox"))]
        let base = settings.base()?;
        #[cfg(feature = "sandbox")]
        let settings = match settings.place.is_sandbox() {
            true => settings.completed_for_sandbox(&base),
            false => settings,
        };
        // What the options lack is said before anything is opened.
        settings.service_provider()?;
        let statement = statement(&settings)?;
        let site = settings.site(&base)?;
        let driver = settings.driver()?;
        let traffic = Arc::new(Traffic::default());
        let config = ClientConfig::new(
            site.clone(),
            TokenSource::Registration {
                software_statement: statement,
                redirect_uri: None,
            },
        )
        // A sandbox forgets its clients when it ends, and nobody's profiles are lost with them.
        .register_again(settings.place.is_sandbox())
        .observer(observer(traffic.clone(), *screen));
        let (client, state_file) = match settings.place.is_own_sandbox() {
            true => (BlockingClient::without_store(config, driver), None),
            false => {
                let store = FileStore::open(settings.state_file(&base)?)?;
                let path = store.path().to_owned();
                (BlockingClient::open(config, driver, store)?, Some(path))
            }
        };
        let account = Account::new(client.client(), settings.account()?);
        Ok(Self {
            client,
            account,
            site,
            settings,
            traffic,
            state_file,
            screen: *screen,
            #[cfg(feature = "sandbox")]
            sandbox,
        })
    }

    /// The same for what only a device does that is signed in. A sandbox of this command's own is
    /// new, so somebody is signed in there first.
    pub(crate) fn open_signed_in(settings: Settings, screen: &Screen) -> Result<Self, Failure> {
        let service = Self::open(settings, screen)?;
        #[cfg(feature = "sandbox")]
        if let Some(sandbox) = &service.sandbox {
            let mvpd = service.settings.mvpd.as_deref();
            let mvpd = mvpd.unwrap_or(crate::sandbox::MVPD);
            let device = service.site.device().identifier().as_str();
            let service_provider = service.service_provider()?;
            if crate::sandbox::sign_in(sandbox, device, service_provider, mvpd) {
                screen.tell(&format!(
                    "this sandbox is new, so its device was signed in with {mvpd}; `tvpass sandbox` serves one that stays"
                ));
            }
        }
        Ok(service)
    }

    /// The service provider of every request.
    pub(crate) fn service_provider(&self) -> Result<&str, Failure> {
        self.settings.service_provider()
    }

    /// Runs an operation, with all that goes with it.
    pub(crate) fn run<O>(&self, operation: O) -> Result<O::Outcome, Failure>
    where
        O: Runnable<Outcome: Send + 'static> + Send + 'static,
    {
        Ok(self.try_run(operation)?)
    }

    /// The same, with the library's own error.
    pub(crate) fn try_run<O>(&self, operation: O) -> Result<O::Outcome, tvpass::Error>
    where
        O: Runnable<Outcome: Send + 'static> + Send + 'static,
    {
        let options = CallOptions::new().deadline_ms(self.settings.timeout_ms());
        let result = self.client.run(operation, options);
        self.tell_if_not_stored();
        result
    }

    /// Says if the state could not be stored: the next start would register again.
    pub(crate) fn tell_if_not_stored(&self) {
        if let Some(error) = self.client.storage_error() {
            self.screen.tell(&format!(
                "the state was not stored: {error}; {}",
                error.advice()
            ));
        }
    }

    /// Whether the app is registered.
    pub(crate) fn is_registered(&self) -> bool {
        self.client.client().is_registered()
    }

    /// Forgets the registration, and the user's profiles with it.
    pub(crate) fn forget_registration(&self) {
        self.client.client().forget_registration();
    }

    /// The MVPD that was named, else the one that was chosen last, else that of the profile to
    /// offer first.
    pub(crate) fn mvpd(&self) -> Result<String, Failure> {
        if let Some(mvpd) = &self.settings.mvpd {
            return Ok(mvpd.clone());
        }
        if let Some(mvpd) = self.account.mvpd() {
            return Ok(mvpd.id.as_str().to_owned());
        }
        let profiles: Profiles = self.run(RetrieveProfiles::new(self.service_provider()?)?)?;
        match profiles.longest() {
            Some(profile) => Ok(profile.mvpd.as_str().to_owned()),
            None => Err(Failure::NotSignedIn(
                "nobody is signed in on this device; see tvpass sign-in, or pass --mvpd".into(),
            )),
        }
    }
}

fn statement(settings: &Settings) -> Result<SoftwareStatement, Failure> {
    #[cfg(feature = "sandbox")]
    if settings.place.is_sandbox() {
        return Ok(SoftwareStatement::new(
            &tvpass_sandbox::software_statement(),
        )?);
    }
    match &settings.software_statement {
        Some(path) => secrets::software_statement(path),
        None => Err(Failure::Usage(
            "there is no software statement; pass --software-statement with the file of Adobe's TVE Dashboard".into(),
        )),
    }
}

/// Tells what is sent if that was asked for, and why one waits if that takes long.
fn observer(traffic: Arc<Traffic>, screen: Screen) -> Arc<dyn tvpass::call::Observer> {
    Arc::new(move |event: &Event| {
        match &event.kind {
            EventKind::Request { .. } => {
                traffic.requests.fetch_add(1, Ordering::Relaxed);
            }
            EventKind::Status {
                error: Some(ErrorCode::Throttled),
                ..
            } => {
                traffic.throttled.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
        if screen.verbose {
            screen.tell(&event.to_string());
        } else if let EventKind::Wait { reason, for_ms } = &event.kind {
            let why = match reason {
                WaitReason::Pacing => "Adobe takes one request a second",
                WaitReason::Throttled => "the service asked for a pause",
                WaitReason::Backoff => "before trying again",
                _ => return,
            };
            if *for_ms >= LONG_WAIT_MS {
                screen.tell(&format!("waits up to {}: {why}", times::length(*for_ms)));
            }
        }
    })
}
