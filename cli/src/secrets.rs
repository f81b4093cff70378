//! Secrets that come in by a file or standard input, and never as an argument, which would stay in
//! the shell's history.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use tvpass::operation::SoftwareStatement;
use tvpass::secret::Secret;

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
