//! A file for a client's state: replaced atomically, readable by its owner only, one store at a
//! time.

mod exclusive;
mod os;
mod place;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::exclusive::{Exclusive, Refusal};
use self::place::failed;
use super::StateStore;
use crate::error::{Error, StorageError};
use crate::secret::Secret;

/// More than this is not a client's state.
const MAX_BYTES: u64 = 256 * 1024;

/// A client's state in a file.
///
/// The file has mode 0600. Saving writes a neighbour (`<name>.<16 digits>.tmp`), flushes it to the
/// disk and renames it over the file, so that at any moment, whatever crashes, there is either the
/// old state or the new one, whole. Saves are done one after the other, whichever thread asks. What
/// a crash has left of a neighbour is removed when the file is opened again.
///
/// **One store at a time.** Two that registered at once would lose one registration, and the user's
/// profiles with it. While a store is open, it holds a lock on the file and on another neighbour
/// (`<name>.lock`), which the system releases when the process ends. A second store is refused with
/// [`StorageErrorKind::InUse`](crate::error::StorageErrorKind::InUse), in this process or another.
/// Deleting the lock file lets no second store in, once there is state to lock; before the first
/// save one gets in, and the store that saves later is refused.
///
/// On Unix these are record locks (`fcntl`). A child that is forked without `exec` has neither the
/// lock nor the use of the store: its calls are refused, and the file is free when the parent ends.
/// Such locks are lost when any part of the process opens and closes the locked files by itself,
/// for example to copy them. The next save takes the lock again, or is refused if another process
/// has it by then. A second copy of this library within the same process is not noticed.
///
/// **State that can be read is used,** also where nothing can be written: in a read-only directory
/// or on a full disk, a store opens without the lock file, and each save tries to make it again and
/// reports [`StorageErrorKind::Unwritable`](crate::error::StorageErrorKind::Unwritable). Where this
/// process may not write to the file at all, several stores can be open, since none of them can
/// change anything. Where there is no state and none can be written, opening is refused.
///
/// A relative path is taken from the working directory at [`open`](Self::open). If the file is a
/// symbolic link, the file that it leads to is the one that is replaced, and locked.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// Which process opened it: a forked child has a copy of the store, and not its locks.
    process: u32,
    /// Held while the file is read or replaced.
    exclusive: Mutex<Exclusive>,
}

impl FileStore {
    /// Opens a store; the file itself is made by the first save. Its directory must exist.
    ///
    /// # Errors
    /// [`Error::Storage`], with the kind `InUse`: another store has it open. `Unreadable`: no file
    /// name, a path that ends in a slash, no such directory, not a file but, say, a directory or a
    /// pipe, a link that leads nowhere, or no permission. `Unwritable`: there is no state, and none
    /// can be written.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = place::real_path(&path.into())?;
        let exclusive = Exclusive::take(&path)?;
        Ok(Self {
            path,
            process: process::id(),
            exclusive: Mutex::new(exclusive),
        })
    }

    /// The file: an absolute path, where links are followed.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn exclusive(&self) -> Result<MutexGuard<'_, Exclusive>, Error> {
        // Before the mutex, which another thread may have held when the process was forked.
        if process::id() != self.process {
            return Err(Error::Storage(StorageError::in_use(format!(
                "{} was opened by the process that this one was forked from",
                self.path.display()
            ))));
        }
        Ok(self
            .exclusive
            .lock()
            .unwrap_or_else(PoisonError::into_inner))
    }

    fn read(&self, exclusive: &mut Exclusive) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(mut file) = exclusive.state()? else {
            return Ok(None);
        };
        file.rewind()?;
        // At its final size: growing would leave copies behind.
        let length = file.metadata()?.len().min(MAX_BYTES);
        let mut state = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        // One byte more than allowed, so that a file that is too large is noticed instead of cut.
        file.take(MAX_BYTES + 1).read_to_end(&mut state)?;
        Ok(Some(state))
    }

    fn replace(&self, exclusive: &mut Exclusive, state: &Secret) -> Result<(), Refusal> {
        exclusive.renew()?;
        let temporary = place::temporary(&self.path);
        let file = os::create_private(&temporary)?;
        let replaced = write(&file, state).and_then(|()| {
            // Before it has the state's name, so that it is never there unlocked. Where locking
            // fails, the lock file has to do.
            let _ = os::try_lock(&file, true);
            fs::rename(&temporary, &self.path)
        });
        if let Err(error) = replaced {
            // What fits of it would only take the space of others, on a disk that may be full.
            let _ = fs::remove_file(&temporary);
            return Err(error.into());
        }
        exclusive.replaced(file);
        os::sync_directory(&self.path)?;
        Ok(())
    }
}

impl StateStore for FileStore {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        let mut exclusive = self.exclusive()?;
        self.read(&mut exclusive).map_err(|refusal| {
            refusal.because(&self.path, |error| {
                StorageError::unreadable(failed("reading", &self.path, error))
            })
        })
    }

    fn save(&self, state: &Secret) -> Result<(), Error> {
        let mut exclusive = self.exclusive()?;
        self.replace(&mut exclusive, state).map_err(|refusal| {
            refusal.because(&self.path, |error| {
                StorageError::unwritable(failed("replacing", &self.path, error))
            })
        })
    }
}

fn write(mut file: &File, state: &Secret) -> io::Result<()> {
    file.write_all(state.expose().as_bytes())?;
    file.sync_all()
}
