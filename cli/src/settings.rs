//! What holds for a command: its options, else the environment, else the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tvpass::device::Device;
use tvpass::driver::UreqDriver;
use tvpass::flow::{AccountSettings, ActivationPage};
use tvpass::operation::{SessionParameters, Site};
use tvpass::{Base, RedirectUrl};

use crate::common::Common;
use crate::config_file::ConfigFile;
use crate::exit::Failure;
use crate::{device, places};

/// How long a call may take if nothing is said: the library's default.
const USUAL_TIMEOUT_S: u64 = 60;

/// All settings.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) place: Place,
    pub(crate) software_statement: Option<PathBuf>,
    service_provider: Option<String>,
    pub(crate) mvpd: Option<String>,
    pub(crate) domain_name: Option<String>,
    redirect_url: Option<String>,
    activation_page: Option<String>,
    timeout_s: u64,
    root_certificates: Option<PathBuf>,
    device_identifier: Option<String>,
    device: Vec<(String, String)>,
    state: Option<PathBuf>,
}

/// Where requests go.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Nothing says where.
    Unknown,
    /// Adobe's service, or what stands for it.
    Base(Base),
    /// A sandbox that this program starts for one command.
    #[cfg(feature = "sandbox")]
    OwnSandbox,
    /// A sandbox that is served already.
    #[cfg(feature = "sandbox")]
    SandboxAt(Base),
}

impl Settings {
    /// Puts them together.
    pub(crate) fn new(common: &Common) -> Result<Self, Failure> {
        let mut file = ConfigFile::read(common.config.as_deref())?;
        let place = place(common, &file)?;
        if place.is_sandbox() {
            // What the file says is about Adobe's service.
            file = ConfigFile {
                timeout: file.timeout,
                device: file.device,
                ..ConfigFile::default()
            };
        }
        let mut device: Vec<_> = file
            .device
            .iter()
            .map(|(key, value)| (key.clone(), value.to_string()))
            .collect();
        for pair in &common.device {
            let (key, value) = pair.split_once('=').ok_or_else(|| {
                Failure::Usage(format!(
                    "--device {pair}: is not KEY=VALUE, e.g. osName=tvOS"
                ))
            })?;
            device.push((key.to_owned(), value.to_owned()));
        }
        let or = |option: &Option<String>, file: Option<String>| option.clone().or(file);
        let path = |option: &Option<PathBuf>, file: Option<PathBuf>| option.clone().or(file);
        Ok(Self {
            place,
            software_statement: path(&common.software_statement, file.software_statement),
            service_provider: or(&common.service_provider, file.service_provider),
            mvpd: or(&common.mvpd, file.mvpd),
            domain_name: or(&common.domain_name, file.domain_name),
            redirect_url: or(&common.redirect_url, file.redirect_url),
            activation_page: or(&common.activation_page, file.activation_page),
            timeout_s: common.timeout.or(file.timeout).unwrap_or(USUAL_TIMEOUT_S),
            root_certificates: path(&common.root_certificates, file.root_certificates),
            device_identifier: or(&common.device_identifier, file.device_identifier),
            device,
            state: path(&common.state, file.state),
        })
    }

    /// Completed with what a sandbox at `base` makes known.
    #[cfg(feature = "sandbox")]
    pub(crate) fn completed_for_sandbox(self, base: &Base) -> Self {
        let or = |setting: Option<String>, usual: &str| setting.or(Some(usual.to_owned()));
        let page = |path: &str| format!("{}{path}", base.as_str());
        Self {
            service_provider: or(self.service_provider, "REF30"),
            domain_name: or(self.domain_name, "adobe.com"),
            redirect_url: or(self.redirect_url, &page("/app/signed-in")),
            activation_page: or(self.activation_page, &page("/activate")),
            ..self
        }
    }

    /// The base of the service.
    pub(crate) fn base(&self) -> Result<Base, Failure> {
        match &self.place {
            Place::Base(base) => Ok(base.clone()),
            #[cfg(feature = "sandbox")]
            Place::SandboxAt(base) => Ok(base.clone()),
            _ => Err(Failure::Usage(match cfg!(feature = "sandbox") {
                true => "nothing says where requests go; pass --environment staging, or --sandbox for a first try",
                false => "nothing says where requests go; pass --environment staging",
            }.into())),
        }
    }

    /// The service provider.
    pub(crate) fn service_provider(&self) -> Result<&str, Failure> {
        self.service_provider.as_deref().ok_or_else(|| {
            Failure::Usage("nothing says which service provider; pass --service-provider".into())
        })
    }

    /// Where a browser ends up, if that is known.
    pub(crate) fn redirect_url(&self) -> Result<Option<RedirectUrl>, Failure> {
        let url = self.redirect_url.as_deref().map(RedirectUrl::new);
        Ok(url.transpose()?)
    }

    /// Where a browser ends up.
    pub(crate) fn required_redirect_url(&self) -> Result<RedirectUrl, Failure> {
        self.redirect_url()?.ok_or_else(|| {
            Failure::Usage("a browser has to end up somewhere; pass --redirect-url".into())
        })
    }

    /// The page on which people type the code, if there is one.
    pub(crate) fn activation_page(&self) -> Option<&str> {
        self.activation_page.as_deref()
    }

    /// What is known of a session.
    pub(crate) fn session_parameters(&self) -> Result<SessionParameters, Failure> {
        let mut parameters = SessionParameters::new();
        if let Some(mvpd) = &self.mvpd {
            parameters = parameters.mvpd(mvpd)?;
        }
        if let Some(domain_name) = &self.domain_name {
            parameters = parameters.domain_name(domain_name)?;
        }
        if let Some(redirect_url) = self.redirect_url()? {
            parameters = parameters.redirect_url(&redirect_url);
        }
        Ok(parameters)
    }

    /// What the flows are told about the app.
    pub(crate) fn account(&self) -> Result<AccountSettings, Failure> {
        let mut account = AccountSettings::new(self.service_provider()?)?;
        if let Some(domain_name) = &self.domain_name {
            account = account.domain_name(domain_name)?;
        }
        if let Some(redirect_url) = self.redirect_url()? {
            account = account.redirect_url(&redirect_url);
        }
        if let Some(page) = &self.activation_page {
            account = account.activation_page(ActivationPage::new(page)?);
        }
        Ok(account)
    }

    /// How long a call may take, in milliseconds.
    pub(crate) fn timeout_ms(&self) -> u64 {
        self.timeout_s.saturating_mul(1000)
    }

    /// This device at `base`.
    pub(crate) fn site(&self, base: &Base) -> Result<Site, Failure> {
        Ok(Site::new(base.clone(), self.device()?))
    }

    fn device(&self) -> Result<Device, Failure> {
        let identifier = match &self.device_identifier {
            Some(identifier) => identifier.clone(),
            None if self.place.is_own_sandbox() => "tvpass-sandbox-device".to_owned(),
            None => device::kept_identifier(&places::state_folder()?)?,
        };
        device::describe(&identifier, self.device.iter().cloned())
    }

    /// The file of the state for `base`. Each service has its own: a registration at one is nothing
    /// to another.
    pub(crate) fn state_file(&self, base: &Base) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.state {
            return Ok(path.clone());
        }
        let folder = places::state_folder()?;
        places::make_private_folder(&folder)?;
        let (_, host) = base.as_str().split_once("://").unwrap_or_default();
        let name = host.replace([':', '[', ']'], "-");
        Ok(folder.join(format!("{name}.state")))
    }

    /// What sends requests: through the proxy that the environment names, as other tools do.
    pub(crate) fn driver(&self) -> Result<UreqDriver, Failure> {
        let mut builder = UreqDriver::builder()
            .proxy_from_environment(true)?
            .total_timeout(Duration::from_secs(self.timeout_s));
        if let Some(path) = &self.root_certificates {
            builder = builder.root_certificates_pem(&read_file("--root-certificates", path)?)?;
        }
        Ok(builder.build())
    }
}

impl Place {
    /// Whether it is a sandbox.
    pub(crate) fn is_sandbox(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Base(_))
    }

    /// Whether it is a sandbox that ends with the command.
    pub(crate) fn is_own_sandbox(&self) -> bool {
        #[cfg(feature = "sandbox")]
        return matches!(self, Self::OwnSandbox);
        #[cfg(not(feature = "sandbox"))]
        return false;
    }
}

fn place(common: &Common, file: &ConfigFile) -> Result<Place, Failure> {
    #[cfg(feature = "sandbox")]
    match common.sandbox.as_deref() {
        Some("") => return Ok(Place::OwnSandbox),
        Some(url) => return Ok(Place::SandboxAt(Base::new(url)?)),
        None => {}
    }
    let named = |name: crate::common::EnvironmentName| Base::from(tvpass::Environment::from(name));
    Ok(match (&common.base, common.environment) {
        (Some(url), _) => Place::Base(Base::new(url)?),
        (None, Some(name)) => Place::Base(named(name)),
        (None, None) => match (&file.base, file.environment) {
            (Some(url), _) => Place::Base(Base::new(url)?),
            (None, Some(name)) => Place::Base(named(name)),
            (None, None) => Place::Unknown,
        },
    })
}

/// A file that an option names.
pub(crate) fn read_file(option: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::Usage(format!("{option} {}: {error}", path.display())))
}
