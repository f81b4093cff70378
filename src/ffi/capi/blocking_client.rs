//! `tvpass_blocking_client`: a client with the built-in HTTP client and a file for the state, whose
//! calls block.
//!
//! The module exists with the feature `ureq` only; that each item says so again is for cbindgen,
//! which puts `#if` around them.

use std::mem::MaybeUninit;
use std::ptr;

use super::boundary::{Handle, changed, derive, free, get, given, make, optional, read};
use super::call::{options, tvpass_call};
use super::cancellation::tvpass_cancellation;
use super::client::{observed, tvpass_client};
use super::client_config::tvpass_client_config;
use super::driver::tvpass_driver;
use super::error::tvpass_error;
use super::failure::Failure;
use super::input;
use super::operation::tvpass_operation;
use super::outcome::tvpass_outcome;
use super::site::tvpass_site;
use super::status::tvpass_status;
use super::step::tvpass_step;
use super::text::Text;
use crate::call::{ClientConfig, TokenSource};
use crate::driver::{BlockingClient, FileStore, UreqDriver};
use crate::input::InvalidInput;

/// A client whose calls block the calling thread until they are done, with everything that is
/// needed on the way. It keeps the time by itself. Share it between threads: its functions take it
/// as `const`.
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

/// Both constructors.
fn with_file(
    site: Option<&tvpass_site>,
    config: &tvpass_client_config<'_>,
    driver: Option<&tvpass_driver>,
    path: Text<'_>,
    open: fn(ClientConfig, UreqDriver, FileStore) -> Result<BlockingClient, Failure>,
) -> Result<Box<tvpass_blocking_client>, Failure> {
    let settings = config.settings(&given(site)?.site)?;
    let driver = given(driver)?.driver.clone();
    let path = path.str("state_file")?;
    if let TokenSource::App = settings.token_source() {
        return Err(InvalidInput::new(
            "config",
            "is of an app that supplies tokens, which a blocking client cannot ask for; use a client and its calls",
        )
        .into());
    }
    let (settings, events) = observed(config, settings);
    let blocking = open(settings, driver, FileStore::open(path)?)?;
    let client = tvpass_client::new(blocking.client().clone(), events);
    Ok(Box::new(tvpass_blocking_client { blocking, client }))
}

/// A client that keeps its state in a file, and begins with what is there. The file is kept as
/// `tvpass_state_file` keeps it; where nothing can be written,
/// `tvpass_blocking_client_storage_error` tells what was not stored.
///
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file the file's path in UTF-8, as for `tvpass_state_file_open`; copied.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another client
///   has the file), `TVPASS_STATUS_STORAGE_UNREADABLE` (the file cannot be read),
///   `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be made),
///   `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`,
///   `TVPASS_STATUS_STATE_OF_ANOTHER_APP` (the file is left as it is),
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any. Waits for the disk.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_open(
    site: Option<&tvpass_site>,
    config: *const tvpass_client_config<'_>,
    driver: Option<&tvpass_driver>,
    state_file: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_blocking_client>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let config = unsafe { input::read("config", config) }?;
        with_file(
            site,
            &config,
            driver,
            state_file,
            |config, driver, store| Ok(BlockingClient::open(config, driver, store)?),
        )
    })
}

/// A client that disregards what is in the file: its first call registers again, and the user's
/// profiles are gone. The old state is replaced when the new registration is there.
///
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file as for `tvpass_blocking_client_open`; copied.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE`, `TVPASS_STATUS_STORAGE_UNREADABLE`,
///   `TVPASS_STATUS_STORAGE_UNWRITABLE`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any. Waits for the disk.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_blocking_client_start_over(
    site: Option<&tvpass_site>,
    config: *const tvpass_client_config<'_>,
    driver: Option<&tvpass_driver>,
    state_file: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_blocking_client>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let config = unsafe { input::read("config", config) }?;
        with_file(
            site,
            &config,
            driver,
            state_file,
            |config, driver, store| Ok(BlockingClient::start_over(config, driver, store)),
        )
    })
}

/// Frees a client, and with it what was borrowed from it. Waits for a save that is under way:
/// afterwards the state is stored and the file may be opened again.
///
/// @param blocking_client consumed; NULL does nothing.
///
/// Threads: one at a time per handle: no other thread may be using the client.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_blocking_client_free(
    blocking_client: Option<Box<tvpass_blocking_client>>,
) {
    free(blocking_client);
}

/// The client inside, for its state, support report and events. Calls that are started with it
/// directly are the caller's to drive.
///
/// @param blocking_client borrowed.
/// @return Borrowed from `blocking_client`, until that is freed. NULL for NULL. Not to be freed.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_blocking_client_client(
    blocking_client: Option<&tvpass_blocking_client>,
) -> *const tvpass_client {
    get(blocking_client, ptr::null(), |this| &raw const this.client)
}

/// The time on this client's scale, for functions of the client inside that take one.
///
/// @param blocking_client borrowed.
/// @return In milliseconds since the client was made; 0 for NULL.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_blocking_client_now_ms(
    blocking_client: Option<&tvpass_blocking_client>,
) -> u64 {
    get(blocking_client, 0, |this| this.blocking.now_ms())
}

/// Runs an operation, with registration, token, pacing and retries as needed.
///
/// @param blocking_client borrowed for the call.
/// @param operation borrowed for the call.
/// @param deadline_ms as for `tvpass_client_start`: in milliseconds from now; 0: 60 s.
/// @param cancellation optional, borrowed for the call: one of this client's, which ends the call
///   early. NULL for none.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; any other: why the operation failed.
///
/// Threads: any. Blocks until the operation is done, at the latest until its deadline, also if
/// server, proxy or disk are slow: a request that is out is given up; a save that has begun goes on
/// in a thread of the library's.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_blocking_client_run_blocking(
    blocking_client: Option<&tvpass_blocking_client>,
    operation: Option<&tvpass_operation>,
    deadline_ms: u64,
    cancellation: Option<&tvpass_cancellation>,
    out: Option<&mut MaybeUninit<*mut tvpass_outcome>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(blocking_client, out, error, |this| {
        let operation = given(operation)?.operation.clone();
        let options = options(deadline_ms);
        let outcome = match optional(cancellation)? {
            Some(cancellation) => {
                let cancellation = cancellation.handle.cancellation();
                this.blocking
                    .run_cancellable(operation, options, cancellation)?
            }
            None => this.blocking.run(operation, options)?,
        };
        Ok(tvpass_outcome::new(outcome))
    })
}

/// Runs a call, above all a flow's, with all that is needed on the way, until there is something to
/// present, or until it has ended: as `tvpass_call_poll`, but the only steps are
/// `TVPASS_STEP_PRESENT` and `TVPASS_STEP_DONE`.
///
/// @param call changed; of this client, on whose time scale it runs: started with
///   `tvpass_blocking_client_client`, or a flow of an account of that.
/// @param blocking_client borrowed for the call.
/// @param cancellation optional, borrowed for the call: one of this client's, by which other
///   threads end the call, or tell a flow what the user does. NULL for none.
/// @return Borrowed from `call`, until it is polled again or freed; never NULL. For a call that
///   cannot go on (NULL, a panic, a poisoned one, one of another client) the step is
///   `TVPASS_STEP_DONE`, and its `status` says why.
///
/// Threads: one at a time per handle, which is the call. Blocks until there is a step; a code on
/// the screen of a TV is polled meanwhile.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_call_poll_blocking(
    call: Option<&mut tvpass_call>,
    blocking_client: Option<&tvpass_blocking_client>,
    cancellation: Option<&tvpass_cancellation>,
) -> *const tvpass_step {
    changed(call, |call| {
        let this = given(blocking_client)?;
        let handle = optional(cancellation)?.map(|cancellation| &cancellation.handle);
        if !call.is_of(&this.client.poison) {
            return Err(Failure::out_of_range("blocking_client"));
        }
        Ok(call.poll_blocking(&this.blocking, handle))
    })
    .unwrap_or_else(|failure| tvpass_step::for_failure(&failure))
}

/// Why the state could not be stored the last time: if the process ends now, the next start
/// registers again.
///
/// @param blocking_client borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK` if it was stored, or nothing was to be;
///   `TVPASS_STATUS_STORAGE_UNWRITABLE`; `TVPASS_STATUS_STORAGE_IN_USE` if another process has
///   taken the file; or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_blocking_client_storage_error(
    blocking_client: Option<&tvpass_blocking_client>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(blocking_client, error, |this| {
        match this.blocking.storage_error() {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    })
}

/// Something to end calls with.
///
/// @param blocking_client borrowed for the call; whose calls it will end.
/// @param out receives the cancellation; caller frees with `tvpass_cancellation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[cfg(feature = "ureq")]
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_cancellation_new(
    blocking_client: Option<&tvpass_blocking_client>,
    out: Option<&mut MaybeUninit<*mut tvpass_cancellation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(blocking_client, out, error, |this| {
        Ok(Box::new(tvpass_cancellation::new(
            this.blocking.flow_handle(),
        )))
    })
}
