//! The options of all commands.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};

use crate::exit::Failure;

/// The options of all commands. Each can be set in the environment, and most in the file.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print JSON, one object on a line, in the shape that the manual documents
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,

    /// When to use colours; NO_COLOR is obeyed
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Output",
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: When,

    /// Tell on standard error what is sent and answered
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Use the sandbox: one of this program's own, or the one at URL
    ///
    /// It takes the place of environment, base, software statement and of the service's settings
    /// in the file.
    #[cfg(feature = "sandbox")]
    #[arg(
        long,
        global = true,
        help_heading = "Service",
        env = "TVPASS_SANDBOX",
        hide_env_values = true,
        value_name = "URL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = ""
    )]
    pub(crate) sandbox: Option<String>,

    /// One of Adobe's: production, prequal, staging, prequal-staging
    #[arg(
        long,
        global = true,
        help_heading = "Service",
        env = "TVPASS_ENVIRONMENT",
        hide_env_values = true,
        hide_possible_values = true,
        value_name = "NAME"
    )]
    pub(crate) environment: Option<EnvironmentName>,

    /// Where requests go, instead of an environment's name: https://host
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_BASE",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) base: Option<String>,

    /// A file with the software statement of Adobe's TVE Dashboard; - is standard input
    #[arg(
        long,
        global = true,
        help_heading = "Service",
        env = "TVPASS_SOFTWARE_STATEMENT_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(crate) software_statement: Option<PathBuf>,

    /// The service provider's id, e.g. REF30
    #[arg(
        long,
        global = true,
        help_heading = "Service",
        env = "TVPASS_SERVICE_PROVIDER",
        hide_env_values = true,
        value_name = "ID"
    )]
    pub(crate) service_provider: Option<String>,

    /// The id of the user's TV provider, e.g. Cablevision
    #[arg(
        long,
        global = true,
        help_heading = "Service",
        env = "TVPASS_MVPD",
        hide_env_values = true,
        value_name = "ID"
    )]
    pub(crate) mvpd: Option<String>,

    /// The app's domain, as registered with Adobe
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_DOMAIN_NAME",
        hide_env_values = true,
        value_name = "DOMAIN"
    )]
    pub(crate) domain_name: Option<String>,

    /// Where the browser ends up after a sign-in or sign-out
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_REDIRECT_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) redirect_url: Option<String>,

    /// The programmer's page on which people type the code
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_ACTIVATION_PAGE",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) activation_page: Option<String>,

    /// How long one call may take, with all its waiting and retrying
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_TIMEOUT",
        hide_env_values = true,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    pub(crate) timeout: Option<u64>,

    /// Trust the root certificates in this file alone (PEM), e.g. of a debugging proxy
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Service",
        env = "TVPASS_ROOT_CERTIFICATES",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(crate) root_certificates: Option<PathBuf>,

    /// A text that names the device; without it one is made and kept
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Device",
        env = "TVPASS_DEVICE_IDENTIFIER",
        hide_env_values = true,
        value_name = "TEXT"
    )]
    pub(crate) device_identifier: Option<String>,

    /// A key of X-Device-Info, e.g. osName=tvOS; once for each
    #[arg(
        long = "device",
        global = true,
        hide_short_help = true,
        help_heading = "Device",
        value_name = "KEY=VALUE"
    )]
    pub(crate) device: Vec<String>,

    /// The file of settings, instead of $XDG_CONFIG_HOME/tvpass/config.toml
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Files",
        env = "TVPASS_CONFIG",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(crate) config: Option<PathBuf>,

    /// The file that keeps the registration, instead of one in $XDG_STATE_HOME/tvpass
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        help_heading = "Files",
        env = "TVPASS_STATE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(crate) state: Option<PathBuf>,
}

impl Common {
    /// Keeps one of the options that say where requests go: what stands on the command line comes
    /// before what was exported for all commands.
    pub(crate) fn settle(&mut self, matches: &ArgMatches) -> Result<(), Failure> {
        let rank = |name: &str| match matches.try_contains_id(name) {
            Ok(true) => match matches.value_source(name) {
                Some(ValueSource::CommandLine) => 2,
                Some(ValueSource::EnvVariable) => 1,
                _ => 0,
            },
            _ => 0,
        };
        let places = ["sandbox", "base", "environment"].map(|name| (name, rank(name)));
        let highest = places
            .iter()
            .map(|(_, rank)| *rank)
            .max()
            .unwrap_or_default();
        let is_kept = |(_, rank): &&(&str, u8)| *rank == highest && highest > 0;
        let kept: Vec<_> = places
            .iter()
            .filter(is_kept)
            .map(|(name, _)| *name)
            .collect();
        if kept.len() > 1 {
            let names: Vec<_> = kept.iter().map(|name| format!("--{name}")).collect();
            return Err(Failure::Usage(format!(
                "{} (or their variables) each say where requests go; keep one",
                names.join(" and ")
            )));
        }
        #[cfg(feature = "sandbox")]
        if !kept.contains(&"sandbox") {
            self.sandbox = None;
        }
        if !kept.contains(&"base") {
            self.base = None;
        }
        if !kept.contains(&"environment") {
            self.environment = None;
        }
        Ok(())
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The names of Adobe's environments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EnvironmentName {
    /// sp.auth.adobe.com
    Production,
    /// sp-prequal.auth.adobe.com
    Prequal,
    /// sp.auth-staging.adobe.com
    Staging,
    /// sp-prequal.auth-staging.adobe.com
    PrequalStaging,
}

impl From<EnvironmentName> for tvpass::Environment {
    fn from(name: EnvironmentName) -> Self {
        match name {
            EnvironmentName::Production => Self::Production,
            EnvironmentName::Prequal => Self::Prequal,
            EnvironmentName::Staging => Self::Staging,
            EnvironmentName::PrequalStaging => Self::PrequalStaging,
        }
    }
}
