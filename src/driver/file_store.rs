//! A file for a client's state: replaced atomically, readable by its owner only, one process at a time.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::StateStore;
use crate::error::Error;
use crate::secret::Secret;

/// More than this is not a client's state.
const MAX_BYTES: u64 = 256 * 1024;

/// A client's state in a file.
///
/// The file has mode 0600. Saving writes a neighbour (`<name>.tmp`), flushes it to the disk and renames it over the file, so that at any
/// moment, whatever crashes, there is either the old state or the new one, whole. While a store is open, it holds a lock on another
/// neighbour (`<name>.lock`), which the system releases when the process ends: two processes that registered at once would lose one
/// registration, and the user's profiles with it.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// Held for its lock.
    _lock: File,
}

impl FileStore {
    /// Opens a store; the file itself is made by the first save. Its directory must exist.
    ///
    /// # Errors
    /// [`Error::Storage`]: no file name, no such directory, no permission, or another process has it open.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let lock_path = neighbour(&path, ".lock")
            .ok_or_else(|| Error::Storage(format!("{} has no file name", path.display())))?;
        let lock = private_file(OpenOptions::new().create(true).truncate(false), &lock_path)
            .map_err(|error| failed("opening", &lock_path, &error))?;
        match fs4::FileExt::try_lock(&lock) {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(fs4::TryLockError::WouldBlock) => Err(Error::Storage(format!(
                "{} is in use by another store; open it once and share it",
                path.display()
            ))),
            Err(fs4::TryLockError::Error(error)) => Err(failed("locking", &lock_path, &error)),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn replace(&self, state: &Secret) -> io::Result<()> {
        let temporary = neighbour(&self.path, ".tmp").unwrap_or_default();
        // A leftover of a crash might have other permissions.
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private_file(OpenOptions::new().create_new(true), &temporary)?;
        file.write_all(state.expose().as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &self.path)?;
        sync_directory(&self.path)
    }
}

impl StateStore for FileStore {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("opening", &self.path, &error)),
        };
        let mut state = Vec::new();
        // One byte more than allowed, so that a file that is too large is noticed instead of cut.
        file.take(MAX_BYTES + 1)
            .read_to_end(&mut state)
            .map_err(|error| failed("reading", &self.path, &error))?;
        Ok(Some(state))
    }

    fn save(&self, state: &Secret) -> Result<(), Error> {
        self.replace(state)
            .map_err(|error| failed("replacing", &self.path, &error))
    }
}

fn neighbour(path: &Path, suffix: &str) -> Option<PathBuf> {
    let mut name = OsString::from(path.file_name()?);
    name.push(suffix);
    Some(path.with_file_name(name))
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    Error::Storage(format!("{doing} {}: {error}", path.display()))
}

fn private_file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.write(true).open(path)
}

/// Makes the rename itself durable.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// Elsewhere directories cannot be opened as files, and renaming is durable or not as the system decides.
#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}
