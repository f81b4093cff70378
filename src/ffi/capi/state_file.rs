//! `tvpass_state_file`: a file for a client's state, for programs that send by themselves.
//!
//! The module exists with the feature `file-store` only; that each item says so again is for
//! cbindgen, which puts `#if` around them.

use std::mem::MaybeUninit;

use super::boundary::{Poison, derive, free, handle, make, read};
use super::error::tvpass_error;
use super::result::tvpass_text;
use super::status::tvpass_status;
use super::text::Text;
use crate::driver::{FileStore, StateStore as _};
use crate::input::InvalidInput;
use crate::secret::{Secret, WipedBytes};

/// A file for a client's state. It is replaced as a whole, so that at any moment, whatever crashes,
/// there is either the old state or the new one, and readable by this user alone.
///
/// While it is open it holds a lock on the file and on `<file>.lock`: a record lock of this
/// process, which a forked child does not have, so do not use it there; and which is lost if the
/// process opens and closes these files by itself. Where the file can be read but nothing can be
/// written (a read-only folder, a full disk), it opens all the same, and each save says what is
/// wrong.
#[cfg(feature = "file-store")]
pub struct tvpass_state_file {
    poison: Poison,
    store: FileStore,
}

handle!(tvpass_state_file, "state_file");

/// Opens the file; the first save makes it.
///
/// @param path the file's path in UTF-8; its folder exists, and no other process uses it. The path
///   is copied; an empty one, one with a NUL, or one that ends in a slash is
///   `TVPASS_STATUS_STORAGE_UNREADABLE`.
/// @param out receives the file; caller frees with `tvpass_state_file_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another handle
///   has the file), `TVPASS_STATUS_STORAGE_UNREADABLE` (it cannot be read),
///   `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be made), or a common
///   status.
///
/// Threads: any. Waits for the disk.
#[cfg(feature = "file-store")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_state_file_open(
    path: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_state_file>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        Ok(Box::new(tvpass_state_file {
            poison: Poison::default(),
            store: FileStore::open(path.str("path")?)?,
        }))
    })
}

/// What is in the file, for `state` of `tvpass_start`.
///
/// @param state_file borrowed for the call.
/// @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL if there is
///   no file yet, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_UNREADABLE`, `TVPASS_STATUS_STORAGE_IN_USE`
///   (another process has taken the file), or a common status.
///
/// Threads: any. Waits for the disk.
#[cfg(feature = "file-store")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_state_file_load(
    state_file: Option<&tvpass_state_file>,
    out: Option<&mut MaybeUninit<*mut tvpass_text>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(state_file, out, error, |file| {
        let state = file.store.load()?.map(WipedBytes::from);
        Ok(state.map(|state| tvpass_text::new(state.as_slice())))
    })
}

/// Replaces what is in the file, durably; after `TVPASS_STEP_PERSIST`.
///
/// @param state_file borrowed for the call.
/// @param state `state` of the step; borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_UNWRITABLE` (what was stored before is as it
///   was), `TVPASS_STATUS_STORAGE_IN_USE` (another process has taken the file),
///   `TVPASS_STATUS_INVALID_INPUT` (an empty state), or a common status.
///
/// Threads: any. Waits for the disk.
#[cfg(feature = "file-store")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_state_file_save(
    state_file: Option<&tvpass_state_file>,
    state: Text<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(state_file, error, |file| {
        let Some(state) = state.optional("state")? else {
            return Err(InvalidInput::new("state", "is empty, which no state is").into());
        };
        Ok(file.store.save(&Secret::new(state.to_owned()))?)
    })
}

/// Closes the file. Others may open it afterwards.
///
/// @param state_file consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "file-store")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_state_file_free(state_file: Option<Box<tvpass_state_file>>) {
    free(state_file);
}
