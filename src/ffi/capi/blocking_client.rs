//! `tvpass_blocking_client`: a client with the built-in HTTP client and a file for the state, whose calls block.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen, which puts `#if` around them.

use std::ffi::c_char;

use super::boundary::{
    Failure, Handle, Poison, borrowed, derive, free, get, handle, make, optional, read,
};
use super::client::tvpass_client;
use super::client_config::tvpass_client_config;
use super::driver::tvpass_driver;
use super::error::tvpass_error;
use super::logout::tvpass_logout;
use super::logout_parameters::tvpass_logout_parameters;
use super::status::tvpass_status;
use super::text::text;
use crate::call::{ClientConfig, TokenSource};
use crate::driver::{BlockingClient, Cancellation, FileStore, UreqDriver};
use crate::input::InvalidInput;

/// A client whose logouts block the calling thread until they are done, with everything that is needed on the way. It keeps the time by
/// itself. Share it between threads: its functions take it as `const`.
#[cfg(feature = "ureq")]
pub struct tvpass_blocking_client {
    blocking: BlockingClient,
    client: tvpass_client,
}

impl Handle for tvpass_blocking_client {
    const NAME: &'static str = "blocking_client";

    fn poison(&self) {
        self.client.poison();
    }

    fn is_poisoned(&self) -> bool {
        self.client.is_poisoned()
    }
}

/// Ends logouts from another thread.
#[cfg(feature = "ureq")]
pub struct tvpass_cancellation {
    poison: Poison,
    cancellation: Cancellation,
}

handle!(tvpass_cancellation, "cancellation");

/// Both constructors.
///
/// # Safety
/// The caller's promise.
unsafe fn with_file(
    config: *const tvpass_client_config,
    driver: *const tvpass_driver,
    (state_file, state_file_len): (*const c_char, usize),
    open: fn(ClientConfig, UreqDriver, FileStore) -> Result<BlockingClient, Failure>,
) -> Result<tvpass_blocking_client, Failure> {
    // SAFETY: the caller's promise.
    let (config, driver, file) = unsafe {
        let (config, driver) = (borrowed(config)?, borrowed(driver)?);
        (
            config,
            driver,
            text("state_file", state_file, state_file_len)?,
        )
    };
    if let TokenSource::App = config.config.token_source() {
        return Err(InvalidInput::new(
            "config",
            "is of an app that supplies tokens, which a blocking client cannot ask for; use a client and its calls",
        )
        .into());
    }
    let (settings, events) = tvpass_client::settings(config);
    let blocking = open(settings, driver.driver.clone(), FileStore::open(file)?)?;
    let client = tvpass_client::new(blocking.client().clone(), events);
    Ok(tvpass_blocking_client { blocking, client })
}

/// A client that keeps its state in a file, and begins with what is there. The file is replaced as a whole, and readable by this user alone.
/// Where it can be read but nothing can be written (a read-only folder, a full disk), it is used all the same, and
/// `tvpass_blocking_client_storage_error` tells what was not stored. While the client lives it holds a lock on the file and on `<file>.lock`:
/// a record lock of this process, which a forked child does not have, so do not use the client there; and which is lost if the process opens
/// and closes these files by itself.
///
/// @param config borrowed for the call; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file the file's path in UTF-8; its folder exists, and no other process uses it. The path is copied; an empty one, one
///   with a NUL, or one that ends in a slash is `TVPASS_STATUS_STORAGE_UNREADABLE`.
/// @param state_file_len its length in bytes.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another client has the file),
///   `TVPASS_STATUS_STORAGE_UNREADABLE` (the file cannot be read), `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be
///   made), `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`, `TVPASS_STATUS_STATE_OF_ANOTHER_APP` (the file is left as it is),
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_open(
    config: *const tvpass_client_config,
    driver: *const tvpass_driver,
    state_file: *const c_char,
    state_file_len: usize,
    out: *mut *mut tvpass_blocking_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let text = (state_file, state_file_len);
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            with_file(config, driver, text, |config, driver, store| {
                Ok(BlockingClient::open(config, driver, store)?)
            })
        })
    }
}

/// A client that disregards what is in the file: its first call registers again, and the user's profiles are gone. The old state is replaced
/// when the new registration is there.
///
/// @param config borrowed for the call; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file as for `tvpass_blocking_client_open`; copied.
/// @param state_file_len its length in bytes.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE`, `TVPASS_STATUS_STORAGE_UNREADABLE`, `TVPASS_STATUS_STORAGE_UNWRITABLE`,
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_start_over(
    config: *const tvpass_client_config,
    driver: *const tvpass_driver,
    state_file: *const c_char,
    state_file_len: usize,
    out: *mut *mut tvpass_blocking_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let text = (state_file, state_file_len);
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            with_file(config, driver, text, |config, driver, store| {
                Ok(BlockingClient::start_over(config, driver, store))
            })
        })
    }
}

/// Frees a client, and with it what was borrowed from it. Waits for a save that is under way: afterwards the state is stored and the file may be
/// opened again.
///
/// @param blocking_client consumed; NULL does nothing.
///
/// Threads: one at a time per handle: no other thread may be using the client.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_free(blocking_client: *mut tvpass_blocking_client) {
    // SAFETY: the caller's promise.
    unsafe { free(blocking_client) };
}

/// The client inside, for its state, support report and events. Calls that are started with it directly are the caller's to drive.
///
/// @param blocking_client borrowed.
/// @return Borrowed from `blocking_client`, until that is freed. NULL for NULL. Not to be freed.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_client(
    blocking_client: *const tvpass_blocking_client,
) -> *const tvpass_client {
    // SAFETY: the caller's promise.
    unsafe {
        get(blocking_client, std::ptr::null(), |this| {
            std::ptr::from_ref(&this.client)
        })
    }
}

/// The time on this client's scale, for functions of the client inside that take one.
///
/// @param blocking_client borrowed.
/// @return In milliseconds since the client was made; 0 for NULL.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_now_ms(
    blocking_client: *const tvpass_blocking_client,
) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(blocking_client, 0, |this| this.blocking.now_ms()) }
}

/// Logs out, with registration, token, pacing and retries as needed.
///
/// @param blocking_client borrowed for the call.
/// @param parameters borrowed for the call.
/// @param cancellation optional, borrowed for the call: one of this client's, which ends the logout early. NULL for none.
/// @param out receives the outcome; caller frees with `tvpass_logout_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; any other: why the logout failed.
///
/// Threads: any. Blocks until the logout is done, at the latest until its deadline, also if server, proxy or disk are slow: a request that is
/// out is given up; a save that has begun goes on in a thread of the library's. An event callback that blocks is waited for.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_logout_blocking(
    blocking_client: *const tvpass_blocking_client,
    parameters: *const tvpass_logout_parameters,
    cancellation: *const tvpass_cancellation,
    out: *mut *mut tvpass_logout,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(blocking_client, out, error, |this| {
            let what = borrowed(parameters)?;
            let operation = what.operation.clone();
            let logout = match optional(cancellation)? {
                Some(cancellation) => this.blocking.run_cancellable(
                    operation,
                    what.options,
                    &cancellation.cancellation,
                )?,
                None => this.blocking.run(operation, what.options)?,
            };
            Ok(tvpass_logout::new(logout))
        })
    }
}

/// Why the state could not be stored the last time: if the process ends now, the next start registers again.
///
/// @param blocking_client borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK` if it was stored, or nothing was to be; `TVPASS_STATUS_STORAGE_UNWRITABLE`; `TVPASS_STATUS_STORAGE_IN_USE` if
///   another process has taken the file; or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_storage_error(
    blocking_client: *const tvpass_blocking_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(blocking_client, error, |this| {
            match this.blocking.storage_error() {
                Some(error) => Err(error.into()),
                None => Ok(()),
            }
        })
    }
}

/// Something to end logouts with.
///
/// @param blocking_client borrowed for the call; whose logouts it will end.
/// @param out receives the cancellation; caller frees with `tvpass_cancellation_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_cancellation_new(
    blocking_client: *const tvpass_blocking_client,
    out: *mut *mut tvpass_cancellation,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(blocking_client, out, error, |this| {
            Ok(tvpass_cancellation {
                poison: Poison::default(),
                cancellation: this.blocking.cancellation(),
            })
        })
    }
}

/// Ends the logouts that it was passed to, at once, and every later one that it is passed to. A request that is out is given up and its connection
/// closed. The service may still act on it: a later logout that finds no profile is `TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER` then.
///
/// @param cancellation borrowed for the call.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any; that is what it is for.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_cancellation_cancel(
    cancellation: *const tvpass_cancellation,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(cancellation, error, |this| {
            this.cancellation.cancel();
            Ok(())
        })
    }
}

/// Frees a cancellation. Logouts that it was passed to go on.
///
/// @param cancellation consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_cancellation_free(cancellation: *mut tvpass_cancellation) {
    // SAFETY: the caller's promise.
    unsafe { free(cancellation) };
}
