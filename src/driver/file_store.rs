//! A file for a client's state: replaced atomically, readable by its owner only, one process at a time.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf, absolute};

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
///
/// A relative path is taken from the working directory at [`open`](Self::open). If the file is a symbolic link, the file that it leads to
/// is the one that is replaced, and locked.
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
    /// [`Error::Storage`]: no file name, no such directory, no permission, not a file but, say, a directory, a link that leads nowhere,
    /// or another process has it open.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = real_path(&path.into())?;
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

    /// The file: an absolute path, where links are followed.
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
        let file = private_file(OpenOptions::new().create_new(true), &temporary)?;
        let replaced = write(file, state).and_then(|()| fs::rename(&temporary, &self.path));
        if replaced.is_err() {
            // What fits of it would only take the space of others, on a disk that may be full.
            let _ = fs::remove_file(&temporary);
        }
        replaced?;
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

/// Where the state is, whatever becomes of the working directory. The end of a link: else a save would put a file in the link's place,
/// and leave the state that the app's other starts may come upon.
fn real_path(path: &Path) -> Result<PathBuf, Error> {
    let path = absolute(path).map_err(|error| failed("opening", path, &error))?;
    let path = match fs::symlink_metadata(&path) {
        Ok(found) if found.is_symlink() => {
            fs::canonicalize(&path).map_err(|error| failed("following the link", &path, &error))?
        }
        _ => path,
    };
    match fs::metadata(&path) {
        Ok(found) if !found.is_file() => {
            Err(Error::Storage(format!("{} is not a file", path.display())))
        }
        _ => Ok(path),
    }
}

fn write(mut file: File, state: &Secret) -> io::Result<()> {
    file.write_all(state.expose().as_bytes())?;
    file.sync_all()
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
    let Some(directory) = path.parent() else {
        return Ok(());
    };
    match File::open(directory)?.sync_all() {
        // What some file systems say of directories: there is nothing to flush.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

/// Elsewhere directories cannot be opened as files, and renaming is durable or not as the system decides.
#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}
