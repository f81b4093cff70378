//! Where the program keeps its files: the folders of the XDG base directory specification, and
//! Windows' own there.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tvpass::error::StorageError;

use crate::exit::Failure;

const NAME: &str = "tvpass";

/// `$XDG_CONFIG_HOME/tvpass`, which is `~/.config/tvpass` usually.
pub(crate) fn config_folder() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", "APPDATA", &[".config"])
}

/// `$XDG_STATE_HOME/tvpass`, which is `~/.local/state/tvpass` usually.
pub(crate) fn state_folder() -> Result<PathBuf, Failure> {
    folder("XDG_STATE_HOME", "LOCALAPPDATA", &[".local", "state"]).ok_or_else(|| {
        Failure::Usage(
            "there is no home folder to keep the state in; set HOME or XDG_STATE_HOME, or pass --state".into(),
        )
    })
}

fn folder(xdg: &str, windows: &str, below_home: &[&str]) -> Option<PathBuf> {
    // By the specification, a relative path is to be ignored.
    let absolute = |name| {
        let path = PathBuf::from(env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let at_home = || {
        let home = absolute("HOME")?;
        Some(below_home.iter().fold(home, |path, part| path.join(part)))
    };
    let system = || match cfg!(windows) {
        true => absolute(windows),
        false => at_home(),
    };
    absolute(xdg).or_else(system).map(|path| path.join(NAME))
}

/// Makes `folder` for its owner alone, with those above it, if it is not there.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| unwritable(folder, &error))
}

/// Makes or replaces `path` with `content`, readable by its owner alone from the beginning.
pub(crate) fn write_private(path: &Path, content: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // A file that was there before keeps its mode.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// Where nothing can be kept.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    tvpass::Error::from(StorageError::unwritable(format!(
        "{}: {error}",
        path.display()
    )))
    .into()
}

/// What cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    tvpass::Error::from(StorageError::unreadable(format!(
        "{}: {error}",
        path.display()
    )))
    .into()
}
