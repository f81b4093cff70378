//! `tvpass_client`: credentials, token and pacing, shared by calls.

use std::mem::MaybeUninit;
use std::sync::Arc;

use super::boundary::{Handle, Poison, derive, free, get, given, make, read};
use super::call::{options, tvpass_call};
use super::client_config::tvpass_client_config;
use super::error::tvpass_error;
use super::event::tvpass_event;
use super::input::{self, input};
use super::operation::tvpass_operation;
use super::queue::Queue;
use super::result::tvpass_text;
use super::site::tvpass_site;
use super::status::tvpass_status;
use super::text::Text;
use crate::call::{Client, ClientConfig, StartTime};

/// What a client begins with. Input; `TVPASS_START_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_start<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The state that an earlier client had stored (`TVPASS_STEP_PERSIST`), byte for byte. `data`
    /// is NULL on the app's first start, or to start anew: then the first call registers the app.
    /// An empty state with a pointer is `TVPASS_STATUS_STATE_CORRUPT`, so that a file that lost its
    /// contents is not taken for a first start.
    pub state: Text<'a>,
    /// The time now, in milliseconds on the scale of every later `now_ms`: any origin, preferably
    /// monotonic.
    pub now_ms: u64,
    /// The wall clock's time now, in milliseconds since 1970. It only tells the age of a stored
    /// token; a wrong one is harmless.
    pub unix_ms: u64,
    /// For jitter: any number, best a different one at each start.
    pub seed: u64,
}

input!(tvpass_start, seed: u64);

/// One app on one device at one environment: registration, access token, pacing, state. Keep one
/// for as long as the app runs.
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
    pub(super) fn new(client: Client, events: Option<Arc<Queue>>) -> Self {
        Self {
            poison: Arc::default(),
            client,
            events,
        }
    }
}

/// With a queue for the events, if `config` asks for one.
pub(super) fn observed(
    config: &tvpass_client_config<'_>,
    settings: ClientConfig,
) -> (ClientConfig, Option<Arc<Queue>>) {
    if config.event_queue == 0 {
        return (settings, None);
    }
    let events = Arc::new(Queue::new(config.event_queue));
    (settings.observer(events.clone()), Some(events))
}

/// A client, with the state that an earlier one had stored, if `start` has one.
///
/// If the state is refused, nothing is changed: keep what is stored, and leave it out of `start`
/// only if the app means to start anew, since that registers again and the user's profiles are
/// gone.
///
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to.
/// @param start borrowed for the call, and what it refers to.
/// @param out receives the client; caller frees with `tvpass_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (a state together with
///   `app_supplies_tokens`, too), `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`,
///   `TVPASS_STATUS_STATE_OF_ANOTHER_APP`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_client_new(
    site: Option<&tvpass_site>,
    config: *const tvpass_client_config<'_>,
    start: *const tvpass_start<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_client>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        let site = given(site)?;
        // SAFETY: the caller's promise.
        let (config, start) =
            unsafe { (input::read("config", config)?, input::read("start", start)?) };
        let (settings, events) = observed(&config, config.settings(&site.site)?);
        let time = StartTime {
            now_ms: start.now_ms,
            unix_ms: start.unix_ms,
        };
        let client = match start.state.is_given() {
            true => Client::with_state(settings, start.state.bytes("state")?, time, start.seed)?,
            false => Client::new(settings, time, start.seed),
        };
        Ok(Box::new(tvpass_client::new(client, events)))
    })
}

/// Frees a client. Its calls may go on; what they share is freed with the last of them.
///
/// @param client consumed; NULL does nothing.
///
/// Threads: one at a time per handle: no other thread may be using the client.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_free(client: Option<Box<tvpass_client>>) {
    free(client);
}

/// Starts an operation. Nothing is sent yet: poll the call.
///
/// @param client borrowed for the call. The returned call may outlive it.
/// @param now_ms the time now, in milliseconds.
/// @param operation borrowed for the call.
/// @param deadline_ms how long it may take from now, in milliseconds, with all waiting and
///   retrying; 0: 60 s. If the service asks for a pause (429, or `Retry-After`) that lasts until
///   then or longer, the call ends at once with the error of that answer.
/// @param out receives the call; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_start(
    client: Option<&tvpass_client>,
    now_ms: u64,
    operation: Option<&tvpass_operation>,
    deadline_ms: u64,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(client, out, error, |client| {
        let operation = given(operation)?.operation.clone();
        let call = client.client.start(now_ms, operation, options(deadline_ms));
        Ok(Box::new(tvpass_call::new(call, client.poison.clone())))
    })
}

/// Whether the client holds client credentials: the app was registered, now or earlier.
///
/// @param client borrowed.
/// @return `false` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_is_registered(client: Option<&tvpass_client>) -> bool {
    get(client, false, |client| client.client.is_registered())
}

/// Allows registering anew: drops credentials and token. The user's profiles are gone; if the
/// service had not already dropped them (`TVPASS_STATUS_REGISTRATION_LOST`), they are now. The
/// stored state stays until the next call has registered.
///
/// @param client borrowed.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_forget_registration(
    client: Option<&tvpass_client>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(client, error, |client| {
        client.client.forget_registration();
        Ok(())
    })
}

/// The state to store, for hosts that store at their own time: what the last `TVPASS_STEP_PERSIST`
/// said, or would say now. It has the client credentials and the token: only this app may be able
/// to read it.
///
/// @param client borrowed.
/// @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL before the
///   registration, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_state(
    client: Option<&tvpass_client>,
    out: Option<&mut MaybeUninit<*mut tvpass_text>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(client, out, error, |client| {
        let state = client.client.state();
        Ok(state.map(|state| tvpass_text::new(state.expose().as_bytes())))
    })
}

/// The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret
/// and no device identifier.
///
/// @param client borrowed.
/// @param now_ms the time now, in milliseconds.
/// @param out receives the report; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_support_report(
    client: Option<&tvpass_client>,
    now_ms: u64,
    out: Option<&mut MaybeUninit<*mut tvpass_text>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(client, out, error, |client| {
        let report = client.client.support_report(now_ms);
        Ok(tvpass_text::new(report.as_bytes()))
    })
}

/// The next event, if the configuration has a queue (`event_queue`).
///
/// @param client borrowed.
/// @param out receives the oldest event that was not fetched yet; caller frees with
///   `tvpass_event_free`. Receives NULL if there is none, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any; each event goes to one caller.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_next_event(
    client: Option<&tvpass_client>,
    out: Option<&mut MaybeUninit<*mut tvpass_event>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(client, out, error, |client| {
        let event = client.events.as_ref().and_then(|events| events.pop());
        Ok(event.map(|event| tvpass_event::new(&event)))
    })
}

/// How many events were dropped because the queue was full.
///
/// @param client borrowed.
/// @return 0 for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_client_events_dropped(client: Option<&tvpass_client>) -> u64 {
    get(client, 0, |client| {
        client.events.as_ref().map_or(0, |events| events.dropped())
    })
}
