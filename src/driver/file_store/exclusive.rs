//! One store at a time for a file, across processes and within this one.
//!
//! Two files are locked. The lock file, because it is there before any state is; and the state
//! file, because nobody deletes that one in passing, and because it is there where no lock file can
//! be made.
//!
//! The locks are record locks (`fcntl`): they belong to the process. Locks of open files (`flock`,
//! `F_OFD_SETLK`, the standard library's) are inherited by a forked child, which would keep the
//! file locked for as long as it lives. Record locks have weaknesses of their own:
//!
//! - Within a process they exclude nobody: hence the list of open stores.
//! - They are gone when the process closes any descriptor of the file. So nothing here opens a file
//!   that may be locked: the list is asked first, the state is read through the descriptor that is
//!   held, and each save takes the lock again.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::os::{self, Identity};
use super::place::{self, failed};
use crate::error::{Error, StorageError};

/// How often a file is opened that is replaced between opening and locking it.
const ATTEMPTS: usize = 16;

/// The stores that are open in this process. Held while one is opened or closed: closing would take
/// the lock of one that opens meanwhile.
static OPEN: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

#[derive(Debug)]
struct Entry {
    /// A forked child has a copy of the list.
    process: u32,
    path: PathBuf,
    /// The lock file: where names that differ in letter case are one, the path does not tell.
    lock: Option<Identity>,
}

fn open_stores() -> MutexGuard<'static, Vec<Entry>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Another store has the file.
    InUse,
    /// The system says no.
    Failed(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Refusal {
    /// The public error about the state in `path`.
    pub(super) fn because(
        self,
        path: &Path,
        storage: impl FnOnce(&io::Error) -> StorageError,
    ) -> Error {
        match self {
            Self::InUse => in_use(path),
            Self::Failed(error) => Error::Storage(storage(&error)),
        }
    }
}

fn in_use(path: &Path) -> Error {
    Error::Storage(StorageError::in_use(format!(
        "{} is in use by another store; open it once and share it",
        path.display()
    )))
}

/// The right to use a state file, until it is dropped.
#[derive(Debug)]
pub(super) struct Exclusive {
    path: PathBuf,
    lock_path: PathBuf,
    process: u32,
    /// `None` where it cannot be made. Then nothing is written either.
    lock: Option<File>,
    /// The state file that was found or written last.
    state: Option<File>,
    /// Whether it is in the list of open stores.
    listed: bool,
}

impl Exclusive {
    pub(super) fn take(path: &Path) -> Result<Self, Error> {
        let mut open = open_stores();
        let process = process::id();
        if open
            .iter()
            .any(|other| other.process == process && other.path == path)
        {
            return Err(in_use(path));
        }
        let mut this = Self {
            path: path.to_owned(),
            lock_path: place::neighbour(path, ".lock"),
            process,
            lock: None,
            state: None,
            listed: false,
        };
        if let Err(error) = this.take_both(&open) {
            // While the list is held: see there.
            this.lock = None;
            this.state = None;
            return Err(error);
        }
        open.push(Entry {
            process,
            path: path.to_owned(),
            lock: this.lock.as_ref().and_then(os::identity_of),
        });
        this.listed = true;
        Ok(this)
    }

    fn take_both(&mut self, open: &[Entry]) -> Result<(), Error> {
        let path = self.path.clone();
        let unwritable = |refusal: Refusal| {
            refusal.because(&path, |error| {
                StorageError::unwritable(failed("locking", &path, error))
            })
        };
        let unlocked = match self.take_lock(open) {
            Ok(lock) => {
                self.lock = Some(lock);
                None
            }
            Err(Refusal::InUse) => return Err(in_use(&path)),
            Err(refusal) => Some(refusal),
        };
        match (self.state().map(|state| state.is_some()), unlocked) {
            (Err(Refusal::InUse), _) => Err(in_use(&path)),
            // A state file that cannot be opened is for `load` to report: it can be replaced, by an
            // app that means to start over.
            (_, None) => {
                place::remove_leftovers(&self.path);
                Ok(())
            }
            (Ok(true), Some(_)) => Ok(()),
            (Ok(false), Some(refusal)) => Err(unwritable(refusal)),
            (Err(refusal), Some(_)) => Err(refusal.because(&self.path, |error| {
                StorageError::unreadable(failed("opening", &self.path, error))
            })),
        }
    }

    /// The lock file, made and locked. What fails names it.
    fn take_lock(&self, open: &[Entry]) -> Result<File, Refusal> {
        self.try_take_lock(open).map_err(|refusal| match refusal {
            Refusal::InUse => Refusal::InUse,
            Refusal::Failed(error) => Refusal::Failed(io::Error::new(
                error.kind(),
                format!("{}: {error}", self.lock_path.display()),
            )),
        })
    }

    fn try_take_lock(&self, open: &[Entry]) -> Result<File, Refusal> {
        for _ in 0..ATTEMPTS {
            if let Ok(Some(found)) = os::identity_at(&self.lock_path) {
                let held = |other: &Entry| {
                    other.process == self.process
                        && other.path != self.path
                        && other.lock == Some(found)
                };
                if open.iter().any(held) {
                    return Err(Refusal::InUse);
                }
            }
            let file = match os::open_lock(&self.lock_path) {
                Err(error) if os::is_sharing_violation(&error) => return Err(Refusal::InUse),
                result => regular(result?)?,
            };
            if !os::try_lock(&file, true)? {
                return Err(Refusal::InUse);
            }
            // Whoever had it before may have deleted it, and a third may have made and locked
            // another.
            if os::is_at(&file, &self.lock_path) {
                return Ok(file);
            }
        }
        Err(replaced_again_and_again())
    }

    /// Makes sure of the lock, before anything is written.
    pub(super) fn renew(&mut self) -> Result<(), Refusal> {
        match &self.lock {
            Some(lock) if os::is_at(lock, &self.lock_path) => {
                if !os::try_lock(lock, true)? {
                    return Err(Refusal::InUse);
                }
            }
            // It was deleted, or could not be made when the store was opened.
            _ => {
                let mut open = open_stores();
                let lock = self.take_lock(&open)?;
                for entry in open.iter_mut() {
                    if entry.process == self.process && entry.path == self.path {
                        entry.lock = os::identity_of(&lock);
                    }
                }
                self.lock = Some(lock);
                drop(open);
                place::remove_leftovers(&self.path);
            }
        }
        match self.state() {
            Err(Refusal::InUse) => Err(Refusal::InUse),
            // What cannot be opened can be replaced.
            _ => Ok(()),
        }
    }

    /// The state file that is there now, locked if it can be.
    pub(super) fn state(&mut self) -> Result<Option<&File>, Refusal> {
        let current = self
            .state
            .take()
            .filter(|held| os::HOLDS_STATE && os::is_at(held, &self.path));
        self.state = match current {
            Some(held) => Some(held),
            None => self.take_state()?,
        };
        Ok(self.state.as_ref())
    }

    fn take_state(&self) -> Result<Option<File>, Refusal> {
        for _ in 0..ATTEMPTS {
            let (file, writable) = match os::open_state(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                result => result?,
            };
            let file = regular(file)?;
            // A file system without locks: then there is no lock file either, and nothing is
            // written.
            if matches!(os::try_lock(&file, writable), Ok(false)) {
                return Err(Refusal::InUse);
            }
            if os::is_at(&file, &self.path) {
                return Ok(Some(file));
            }
        }
        Err(replaced_again_and_again())
    }

    /// `file` has been put in the state file's place.
    pub(super) fn replaced(&mut self, file: File) {
        self.state = os::HOLDS_STATE.then_some(file);
    }
}

impl Drop for Exclusive {
    fn drop(&mut self) {
        if process::id() != self.process {
            // Closing would release a lock that the child has taken itself, with a store of its
            // own, after the parent's end.
            std::mem::forget(self.lock.take());
            std::mem::forget(self.state.take());
            return;
        }
        if !self.listed {
            return;
        }
        let mut open = open_stores();
        drop((self.lock.take(), self.state.take()));
        open.retain(|entry| entry.process != self.process || entry.path != self.path);
    }
}

/// The last look was before the file was opened.
fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"))
    }
}

fn replaced_again_and_again() -> Refusal {
    Refusal::Failed(io::Error::other("it is replaced again and again"))
}
