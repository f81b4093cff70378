//! `tvpass_client`: credentials, token and pacing, shared by calls.

use std::ffi::c_void;
use std::sync::Arc;

use super::boundary::{Failure, Handle, Poison, borrowed, clear, derive, free, get, make, read};
use super::call::tvpass_call;
use super::client_config::tvpass_client_config;
use super::error::tvpass_error;
use super::event::{Queue, tvpass_event};
use super::logout_parameters::tvpass_logout_parameters;
use super::status::tvpass_status;
use super::text::{bytes, tvpass_text};
use crate::call::{Client, ClientConfig, StartTime};

/// One app on one device at one environment: registration, access token, pacing, state. Keep one for as long as the app runs.
///
/// Its functions take it as `const` and may be called from several threads at once.
pub struct tvpass_client {
    /// Shared with the calls: they work on the same data.
    pub(super) poison: Arc<Poison>,
    pub(super) client: Client,
    events: Option<Arc<Queue>>,
}

impl Handle for tvpass_client {
    const NAME: &'static str = "client";

    fn poison(&self) {
        self.poison.set();
    }

    fn is_poisoned(&self) -> bool {
        self.poison.is_set()
    }
}

impl tvpass_client {
    /// What `config` says, with a queue for the events if it asks for one.
    pub(super) fn settings(config: &tvpass_client_config) -> (ClientConfig, Option<Arc<Queue>>) {
        let settings = config.config.clone();
        if config.event_queue == 0 {
            return (settings, None);
        }
        let events = Arc::new(Queue::new(config.event_queue));
        (settings.observer(events.clone()), Some(events))
    }

    pub(super) fn new(client: Client, events: Option<Arc<Queue>>) -> Self {
        Self {
            poison: Arc::default(),
            client,
            events,
        }
    }
}

/// A client without stored state: the app's first start, or a start anew. Its first call registers the app.
///
/// @param config borrowed for the call.
/// @param now_ms the time now, in milliseconds on the scale of every later `now_ms`: any origin, preferably monotonic.
/// @param unix_ms the wall clock's time now, in milliseconds since 1970. It only tells the age of a stored token; a wrong one is harmless.
/// @param seed for jitter: any number, best a different one at each start.
/// @param out receives the client; caller frees with `tvpass_client_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_new(
    config: *const tvpass_client_config,
    now_ms: u64,
    unix_ms: u64,
    seed: u64,
    out: *mut *mut tvpass_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let start = StartTime { now_ms, unix_ms };
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let (settings, events) = tvpass_client::settings(borrowed(config)?);
            Ok(tvpass_client::new(
                Client::new(settings, start, seed),
                events,
            ))
        })
    }
}

/// A client with the state that an earlier one had stored (`TVPASS_STEP_PERSIST`).
///
/// If the state is refused, nothing is changed: keep what is stored, and use `tvpass_client_new` only if the app means to start anew, since
/// that registers again and the user's profiles are gone.
///
/// @param config borrowed for the call; one with a software statement.
/// @param state what was stored, byte for byte; borrowed for the call.
/// @param state_len its length in bytes.
/// @param now_ms as for `tvpass_client_new`.
/// @param unix_ms as for `tvpass_client_new`.
/// @param seed as for `tvpass_client_new`.
/// @param out receives the client; caller frees with `tvpass_client_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`, `TVPASS_STATUS_STATE_OF_ANOTHER_APP`,
///   `TVPASS_STATUS_INVALID_INPUT` (a configuration with the app's own tokens), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_new_with_state(
    config: *const tvpass_client_config,
    state: *const c_void,
    state_len: usize,
    now_ms: u64,
    unix_ms: u64,
    seed: u64,
    out: *mut *mut tvpass_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    let start = StartTime { now_ms, unix_ms };
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            let config = borrowed(config)?;
            if state.is_null() {
                return Err(Failure::Null("state"));
            }
            let state = bytes("state", state, state_len)?;
            let (settings, events) = tvpass_client::settings(config);
            let client = Client::with_state(settings, state, start, seed)?;
            Ok(tvpass_client::new(client, events))
        })
    }
}

/// Frees a client. Its calls may go on; what they share is freed with the last of them.
///
/// @param client consumed; NULL does nothing.
///
/// Threads: one at a time per handle: no other thread may be using the client.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_free(client: *mut tvpass_client) {
    // SAFETY: the caller's promise.
    unsafe { free(client) };
}

/// Starts a logout. Nothing is sent yet: poll the call.
///
/// @param client borrowed for the call. The returned call may outlive it.
/// @param now_ms the time now, in milliseconds.
/// @param parameters borrowed for the call.
/// @param out receives the call; caller frees with `tvpass_call_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_logout(
    client: *const tvpass_client,
    now_ms: u64,
    parameters: *const tvpass_logout_parameters,
    out: *mut *mut tvpass_call,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(client, out, error, |client| {
            let parameters = borrowed(parameters)?;
            let operation = parameters.operation.clone();
            let call = client.client.start(now_ms, operation, parameters.options);
            Ok(tvpass_call::new(call, client.poison.clone()))
        })
    }
}

/// Whether the client holds client credentials: the app was registered, now or earlier.
///
/// @param client borrowed.
/// @return `false` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_is_registered(client: *const tvpass_client) -> bool {
    // SAFETY: the caller's promise.
    unsafe { get(client, false, |client| client.client.is_registered()) }
}

/// Allows registering anew: drops credentials and token. The user's profiles are gone; if the service had not already dropped them
/// (`TVPASS_STATUS_REGISTRATION_LOST`), they are now. The stored state stays until the next call has registered.
///
/// @param client borrowed.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_forget_registration(
    client: *const tvpass_client,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        read(client, error, |client| {
            client.client.forget_registration();
            Ok(())
        })
    }
}

/// The state to store, for hosts that store at their own time: what the last `TVPASS_STEP_PERSIST` said, or would say now. It has the
/// client credentials and the token: only this app may be able to read it.
///
/// @param client borrowed.
/// @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL before the registration, which is no error.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_state(
    client: *const tvpass_client,
    out: *mut *mut tvpass_text,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        some(client, out, error, |client| {
            client
                .client
                .state()
                .map(|state| tvpass_text::new(state.expose()))
        })
    }
}

/// The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret and no device identifier.
///
/// @param client borrowed.
/// @param now_ms the time now, in milliseconds.
/// @param out receives the report; caller frees with `tvpass_text_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_support_report(
    client: *const tvpass_client,
    now_ms: u64,
    out: *mut *mut tvpass_text,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        derive(client, out, error, |client| {
            Ok(tvpass_text::new(&client.client.support_report(now_ms)))
        })
    }
}

/// The next event, if the configuration has a queue (`tvpass_client_config_set_event_queue`).
///
/// @param client borrowed.
/// @param out receives the oldest event that was not fetched yet; caller frees with `tvpass_event_free`. Receives NULL if there is none,
///   which is no error.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any; each event goes to one caller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_next_event(
    client: *const tvpass_client,
    out: *mut *mut tvpass_event,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        some(client, out, error, |client| {
            client
                .events
                .as_ref()?
                .pop()
                .map(|event| tvpass_event::new(&event))
        })
    }
}

/// How many events were dropped because the queue was full.
///
/// @param client borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_events_dropped(client: *const tvpass_client) -> u64 {
    // SAFETY: the caller's promise.
    unsafe {
        get(client, 0, |client| {
            client.events.as_ref().map_or(0, |events| events.dropped())
        })
    }
}

/// Writes what `body` has, or NULL.
///
/// # Safety
/// The caller's promise.
unsafe fn some<R>(
    client: *const tvpass_client,
    out: *mut *mut R,
    error: *mut *mut tvpass_error,
    mut body: impl FnMut(&tvpass_client) -> Option<R>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        clear(out);
        read(client, error, |client| {
            if out.is_null() {
                return Err(Failure::Null("out"));
            }
            if let Some(made) = body(client) {
                out.write(Box::into_raw(Box::new(made)));
            }
            Ok(())
        })
    }
}
