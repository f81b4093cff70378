//! What the file store asks of the system, where systems differ.

#[cfg(not(unix))]
pub(super) use self::elsewhere::*;
#[cfg(unix)]
pub(super) use self::unix::*;

#[cfg(unix)]
mod unix {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
    use std::path::Path;

    use rustix::fs::{FlockOperation, OFlags, fcntl_lock};
    use rustix::io::Errno;

    /// The state file is kept open for its lock.
    pub(in super::super) const HOLDS_STATE: bool = true;

    /// Which file it is, whatever it is called: device and inode.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in super::super) struct Identity(u64, u64);

    fn identity(found: &fs::Metadata) -> Identity {
        Identity(found.dev(), found.ino())
    }

    pub(in super::super) fn identity_of(file: &File) -> Option<Identity> {
        file.metadata().ok().as_ref().map(identity)
    }

    pub(in super::super) fn identity_at(path: &Path) -> io::Result<Option<Identity>> {
        Ok(Some(identity(&fs::metadata(path)?)))
    }

    /// Whether `path` still leads to `file`.
    pub(in super::super) fn is_at(file: &File, path: &Path) -> bool {
        match (file.metadata(), fs::metadata(path)) {
            (Ok(file), Ok(found)) => identity(&file) == identity(&found),
            _ => false,
        }
    }

    /// The flags of every file that is opened: without blocking, since opening a pipe without them
    /// waits for its other end.
    fn flags(more: OFlags) -> i32 {
        (OFlags::NONBLOCK | OFlags::NOCTTY | more).bits() as i32
    }

    /// Opens or makes the lock file. A link is not followed: who can plant one could have another
    /// file made.
    pub(in super::super) fn open_lock(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags(OFlags::NOFOLLOW))
            .open(path)
    }

    /// Opens the state file, and says whether it can be written to: else it can only be locked
    /// against those that can.
    pub(in super::super) fn open_state(path: &Path) -> io::Result<(File, bool)> {
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(flags(OFlags::empty()));
        match options.clone().write(true).open(path) {
            Ok(file) => Ok((file, true)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
            Err(_) => Ok((options.open(path)?, false)),
        }
    }

    pub(in super::super) fn create_private(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    }

    /// Locks a file for this process, exclusively or together with others that share it; `false` if
    /// another process has it. Locking once more what is locked is nothing.
    pub(in super::super) fn try_lock(file: &File, exclusive: bool) -> io::Result<bool> {
        let operation = if exclusive {
            FlockOperation::NonBlockingLockExclusive
        } else {
            FlockOperation::NonBlockingLockShared
        };
        match fcntl_lock(file, operation) {
            Ok(()) => Ok(true),
            // POSIX allows either.
            Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub(in super::super) fn is_sharing_violation(_error: &io::Error) -> bool {
        false
    }

    /// Makes a rename durable.
    pub(in super::super) fn sync_directory(path: &Path) -> io::Result<()> {
        let Some(directory) = path.parent() else {
            return Ok(());
        };
        match File::open(directory)?.sync_all() {
            // What some file systems say of directories: there is nothing to flush.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            result => result,
        }
    }
}

/// Windows: a file that is open without sharing is locked, cannot be deleted, and is nothing that a
/// child inherits.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::windows::fs::OpenOptionsExt as _;
    use std::path::Path;

    /// `ERROR_SHARING_VIOLATION`.
    const SHARING_VIOLATION: i32 = 32;

    /// A file that is open could not be replaced.
    pub(in super::super) const HOLDS_STATE: bool = false;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in super::super) enum Identity {}

    pub(in super::super) fn identity_of(_file: &File) -> Option<Identity> {
        None
    }

    pub(in super::super) fn identity_at(_path: &Path) -> io::Result<Option<Identity>> {
        Ok(None)
    }

    pub(in super::super) fn is_at(_file: &File, _path: &Path) -> bool {
        true
    }

    pub(in super::super) fn open_lock(path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .share_mode(0)
            .open(path)
    }

    pub(in super::super) fn open_state(path: &Path) -> io::Result<(File, bool)> {
        Ok((File::open(path)?, false))
    }

    pub(in super::super) fn create_private(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    pub(in super::super) fn try_lock(_file: &File, _exclusive: bool) -> io::Result<bool> {
        Ok(true)
    }

    pub(in super::super) fn is_sharing_violation(error: &io::Error) -> bool {
        error.raw_os_error() == Some(SHARING_VIOLATION)
    }

    /// Directories cannot be opened as files, and renaming is durable or not as the system decides.
    pub(in super::super) fn sync_directory(_path: &Path) -> io::Result<()> {
        Ok(())
    }
}
