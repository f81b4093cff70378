//! Where the state is, and what its neighbours are called.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf, absolute, is_separator};

use crate::error::{Error, StorageError};

/// Of a file that is being written: between the state's name and these there are as many
/// hexadecimal digits.
const TEMPORARY_DIGITS: usize = 16;
const TEMPORARY_END: &str = ".tmp";

/// Where the state is, whatever becomes of the working directory. The end of a link: else a save
/// would put a file in the link's place, and leave the state that the app's other starts may come
/// upon.
pub(super) fn real_path(given: &Path) -> Result<PathBuf, Error> {
    let refuse = |reason: String| Error::Storage(StorageError::unreadable(reason));
    // `Path` takes `state/` and `state/.` for `state`, which no file answers to.
    let text = given.to_string_lossy();
    let last = text.rsplit(is_separator).next().unwrap_or_default();
    let path = absolute(given).map_err(|error| refuse(failed("opening", given, &error)))?;
    if last.is_empty() || last == "." || path.file_name().is_none() {
        return Err(refuse(format!("{} is not a file's name", path.display())));
    }
    let resolved = match fs::symlink_metadata(&path) {
        Ok(found) if found.is_symlink() => fs::canonicalize(&path),
        // So that two names of a directory are one for the list of open stores.
        _ => canonical_directory(&path),
    };
    let path = resolved.map_err(|error| refuse(failed("opening", &path, &error)))?;
    match fs::metadata(&path) {
        Ok(found) if !found.is_file() => {
            return Err(refuse(format!("{} is not a file", path.display())));
        }
        _ => {}
    }
    // The longest name that will be needed.
    let temporary = temporary(&path);
    match fs::symlink_metadata(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(refuse(failed("looking for", &temporary, &error)))
        }
        _ => Ok(path),
    }
}

fn canonical_directory(path: &Path) -> io::Result<PathBuf> {
    match (path.parent(), path.file_name()) {
        (Some(directory), Some(name)) => Ok(fs::canonicalize(directory)?.join(name)),
        _ => Ok(path.to_owned()),
    }
}

/// The file beside `path` whose name goes on with `suffix`.
pub(super) fn neighbour(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(suffix);
    path.with_file_name(name)
}

/// A name for a file that is being written: another each time, and none that can be guessed.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let number = RandomState::new().build_hasher().finish();
    neighbour(
        path,
        &format!(".{number:0TEMPORARY_DIGITS$x}{TEMPORARY_END}"),
    )
}

/// Removes what crashes have left. Only for who holds the lock: nobody else is writing then. What
/// cannot be removed does no harm.
pub(super) fn remove_leftovers(path: &Path) {
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let found = entry.file_name();
        if is_leftover(found.as_encoded_bytes(), name.as_encoded_bytes()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_leftover(found: &[u8], name: &[u8]) -> bool {
    let digits = found
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(b"."))
        .and_then(|rest| rest.strip_suffix(TEMPORARY_END.as_bytes()));
    digits.is_some_and(|digits| {
        digits.len() == TEMPORARY_DIGITS && digits.iter().all(u8::is_ascii_hexdigit)
    })
}

/// What went wrong with a path.
pub(super) fn failed(doing: &str, path: &Path, error: &io::Error) -> String {
    format!("{doing} {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_a_leftover_and_nothing_else_is() {
        let temporary = temporary(Path::new("/a/state.json"));
        let name = |path: &Path| path.file_name().unwrap().as_encoded_bytes().to_vec();
        assert!(is_leftover(&name(&temporary), b"state.json"));
        for other in [
            "state.json",
            "state.json.tmp",
            "state.json.lock",
            "state.json.backup.tmp",
            "state.json.0123456789abcde.tmp",
            "state.json.0123456789abcdeg.tmp",
            "state.json.0123456789abcdef.tmp.old",
            "state.json2.0123456789abcdef.tmp",
            "other.json.0123456789abcdef.tmp",
        ] {
            assert!(!is_leftover(other.as_bytes(), b"state.json"), "{other}");
        }
    }
}
