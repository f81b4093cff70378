//! Files and folders, with errors that name them.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &[
    "target",
    "node_modules",
    "data",
    "generated",
    "corpus",
    "build",
];

fn named<T, E: Display>(path: impl AsRef<Path>, result: Result<T, E>) -> Result<T, String> {
    result.map_err(|e| format!("{}: {e}", path.as_ref().display()))
}

pub(crate) fn read(file: impl AsRef<Path>) -> Result<String, String> {
    named(&file, fs::read_to_string(&file))
}

pub(crate) fn read_bytes(file: impl AsRef<Path>) -> Result<Vec<u8>, String> {
    named(&file, fs::read(&file))
}

/// Writes a file, and makes the folder for it.
pub(crate) fn write(file: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Result<(), String> {
    make_parent(file.as_ref())?;
    named(&file, fs::write(&file, content))
}

/// Copies a file, and makes the folder for it.
pub(crate) fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), String> {
    make_parent(to.as_ref())?;
    named(&from, fs::copy(&from, to).map(drop))
}

pub(crate) fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<(), String> {
    named(&to, fs::rename(from, &to))
}

/// Makes a symbolic link to `target`, in place of what was there.
pub(crate) fn link(target: impl AsRef<Path>, link: impl AsRef<Path>) -> Result<(), String> {
    remove(&link)?;
    named(&link, std::os::unix::fs::symlink(target, &link))
}

/// Makes a folder, with those around it.
pub(crate) fn make(folder: impl AsRef<Path>) -> Result<(), String> {
    named(&folder, fs::create_dir_all(&folder))
}

fn make_parent(file: &Path) -> Result<(), String> {
    file.parent().map_or(Ok(()), make)
}

/// Removes a file, a link or a folder with all that is in it, if it is there.
pub(crate) fn remove(path: impl AsRef<Path>) -> Result<(), String> {
    let removed = match path.as_ref().symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(&path),
        Ok(_) => fs::remove_file(&path),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    };
    named(&path, removed)
}

/// The paths of what is in a folder.
pub(crate) fn entries(folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, String> {
    let entries = named(&folder, fs::read_dir(&folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    named(&folder, paths.collect())
}

/// All files below `folder` but for those in `left_out` folders, in order; links are not followed.
pub(crate) fn below(
    folder: impl AsRef<Path>,
    left_out: impl Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut open = vec![folder.as_ref().to_owned()];
    while let Some(folder) = open.pop() {
        for path in entries(folder)? {
            let kind = named(&path, path.symlink_metadata())?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if kind.is_dir() && !left_out(&name) {
                open.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// All files below `folder` without hidden folders and those that hold nothing written by hand.
pub(crate) fn by_hand(folder: impl AsRef<Path>) -> Result<Vec<PathBuf>, String> {
    below(folder, |name| {
        name.starts_with('.') || SKIPPED.contains(&name)
    })
}
