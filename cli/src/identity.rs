//! The options that say who somebody is: single sign-on and temporary access.

use std::path::PathBuf;

use clap::Args;
use tvpass::operation::{RequestExtras, TempPassIdentity};

use crate::exit::Failure;
use crate::secrets::read;

/// The tokens of single sign-on and of temporary access, each in a file: they are secrets.
#[derive(Debug, Default, Args)]
pub(crate) struct Identity {
    /// A file with the token of single sign-on by service token (AD-Service-Token)
    #[arg(long, help_heading = "Identity", value_name = "FILE")]
    pub(crate) service_token: Option<PathBuf>,

    /// A file with the platform's identity (Adobe-Subject-Token)
    #[arg(long, help_heading = "Identity", value_name = "FILE")]
    pub(crate) subject_token: Option<PathBuf>,

    /// A file with whose promotional TempPass it is, e.g. an e-mail address; it is hashed
    #[arg(long, help_heading = "Identity", value_name = "FILE")]
    pub(crate) temp_pass_identity: Option<PathBuf>,

    /// The key of that identity, as configured with Adobe
    #[arg(
        long,
        help_heading = "Identity",
        value_name = "KEY",
        default_value = "email"
    )]
    pub(crate) temp_pass_key: String,
}

impl Identity {
    /// The headers of single sign-on and temporary access that were asked for.
    pub(crate) fn extras(&self) -> Result<RequestExtras, Failure> {
        let mut extras = RequestExtras::new();
        if let Some(path) = &self.service_token {
            extras = extras.service_token(read("--service-token", path)?.expose())?;
        }
        if let Some(path) = &self.subject_token {
            extras = extras.subject_token(read("--subject-token", path)?.expose())?;
        }
        if let Some(path) = &self.temp_pass_identity {
            let value = read("--temp-pass-identity", path)?;
            let identity = TempPassIdentity::hashed(&self.temp_pass_key, value.expose())?;
            extras = extras.temp_pass_identity(&identity);
        }
        Ok(extras)
    }
}
