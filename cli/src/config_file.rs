//! The file of settings: TOML, one for all commands.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::common::EnvironmentName;
use crate::exit::Failure;
use crate::places;

/// What the file may have. A key that is not among these is a mistake, and is said to be one.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ConfigFile {
    pub(crate) environment: Option<EnvironmentName>,
    pub(crate) base: Option<String>,
    pub(crate) software_statement: Option<PathBuf>,
    pub(crate) service_provider: Option<String>,
    pub(crate) mvpd: Option<String>,
    pub(crate) domain_name: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) activation_page: Option<String>,
    pub(crate) timeout: Option<u64>,
    pub(crate) root_certificates: Option<PathBuf>,
    pub(crate) device_identifier: Option<String>,
    pub(crate) state: Option<PathBuf>,
    /// Keys of X-Device-Info.
    #[serde(default)]
    pub(crate) device: BTreeMap<String, Scalar>,
}

/// A value of X-Device-Info as TOML has it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Flag(bool),
    Number(i64),
    Text(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl ConfigFile {
    /// Reads the file that was named, or the usual one if it is there.
    pub(crate) fn read(named: Option<&Path>) -> Result<Self, Failure> {
        let (path, must_be_there) = match named {
            Some(path) => (path.to_owned(), true),
            None => match places::config_folder() {
                Some(folder) => (folder.join("config.toml"), false),
                None => return Ok(Self::default()),
            },
        };
        let refuse = |what: &dyn std::fmt::Display| {
            Failure::Usage(format!("the file of settings, {}: {what}", path.display()))
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !must_be_there => {
                return Ok(Self::default());
            }
            Err(error) => return Err(refuse(&error)),
        };
        let mut file = Self::parse(&text).map_err(|what| refuse(&what))?;
        file.resolve(path.parent().unwrap_or(Path::new("")));
        Ok(file)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let file: Self = toml::from_str(text).map_err(|error| {
            // Without the excerpt that `Display` adds: a secret may stand there by mistake.
            let line = error.span().map(|span| {
                let before = text.get(..span.start).unwrap_or(text);
                before.matches('\n').count() + 1
            });
            let message = without_value(error.message());
            match line {
                Some(line) => format!("line {line}: {message}"),
                None => message,
            }
        })?;
        match (&file.base, &file.environment) {
            (Some(_), Some(_)) => Err("has both base and environment; keep one".into()),
            _ => Ok(file),
        }
    }

    /// Paths in the file are relative to its folder, wherever the program is run.
    fn resolve(&mut self, folder: &Path) {
        let paths = [
            &mut self.software_statement,
            &mut self.root_certificates,
            &mut self.state,
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&*path);
        }
    }
}

/// The words of serde about a mistake, without the value that it quotes. The name of a key is what
/// one has to know.
fn without_value(message: &str) -> String {
    match message.split_once(", expected ") {
        Some((found, expected)) if !found.starts_with("unknown field") => {
            format!("something else stands there; expected {expected}")
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_are_read() {
        let file = ConfigFile::parse(
            "environment = 'prequal-staging'\nservice-provider = 'REF30'\nsoftware-statement = 's'\n\
             redirect-url = 'https://a.example/'\nactivation-page = 'https://a.example/tv'\n\
             domain-name = 'a.example'\ntimeout = 5\nstate = '/var/s'\n\
             [device]\nosName = 'tvOS'\ndisplayWidth = 1920\nconnectionSecure = true\n",
        );
        let mut file = file.unwrap();
        file.resolve(Path::new("/etc/tvpass"));
        assert_eq!(file.environment, Some(EnvironmentName::PrequalStaging));
        assert_eq!(file.software_statement, Some("/etc/tvpass/s".into()));
        assert_eq!(file.state, Some("/var/s".into()));
        assert_eq!(file.device["displayWidth"].to_string(), "1920");
        assert_eq!(file.device["connectionSecure"].to_string(), "true");
    }

    #[test]
    fn a_mistake_is_said_without_what_stands_there() {
        let error = ConfigFile::parse("mvpd = 'x'\nsecret-statement = 'eyJ-hidden'\n").unwrap_err();
        assert!(
            error.starts_with("line 2: unknown field `secret-statement`"),
            "{error}"
        );
        assert!(!error.contains("hidden"), "{error}");
        let error = ConfigFile::parse("base = 'https://a'\nenvironment = 'staging'\n").unwrap_err();
        assert!(error.contains("both"), "{error}");
        let error = ConfigFile::parse("timeout = 'hidden'\n").unwrap_err();
        assert!(!error.contains("hidden"), "{error}");
        assert!(error.ends_with("expected u64"), "{error}");
        let error = ConfigFile::parse("environment = 'hidden'\n").unwrap_err();
        assert!(
            !error.contains("hidden") && error.contains("staging"),
            "{error}"
        );
    }
}
