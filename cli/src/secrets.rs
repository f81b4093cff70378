//! Secrets that come in by a file or standard input, and never as an argument, which would stay in
//! the shell's history.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use tvpass::operation::{RequestExtras, SoftwareStatement, TempPassIdentity};
use tvpass::secret::Secret;

use crate::arguments::Identity;
use crate::exit::Failure;

/// More than this is none of the secrets that are meant.
const MAX_BYTES: u64 = 64 * 1024;

/// Reads the secret in `path`; `-` is standard input. One line break at the end, which text files
/// have, is not part of it.
pub(crate) fn read(option: &str, path: &Path) -> Result<Secret, Failure> {
    let refuse = |what: &dyn std::fmt::Display| {
        Failure::Usage(format!("{option} {}: {what}", path.display()))
    };
    let mut text = String::new();
    let read = match path.as_os_str() == "-" {
        true => io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_string(&mut text),
        false => {
            fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text))
        }
    };
    // From here on it is wiped when it is dropped.
    let secret = Secret::new(text);
    read.map_err(|error| refuse(&error))?;
    let text = secret.expose();
    if text.len() as u64 > MAX_BYTES {
        return Err(refuse(&"is too long"));
    }
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(refuse(&"is empty"));
    }
    Ok(Secret::new(line.to_owned()))
}

/// The software statement in a file.
pub(crate) fn software_statement(path: &Path) -> Result<SoftwareStatement, Failure> {
    let secret = read("--software-statement", path)?;
    Ok(SoftwareStatement::new(secret.expose())?)
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
