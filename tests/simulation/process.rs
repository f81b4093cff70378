//! A running app: its client, its clock, its calls, and what the checks know about them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tvpass::Error;
use tvpass::call::{Call, Client, ClientConfig, Event, EventKind};
use tvpass::operation::AnyOperation;

use crate::host_clock::HostClock;
use crate::pace::Pace;
use crate::service::{MARK, Meaning};
use crate::wish::Wish;

/// Base64 of the beginning of every device identifier.
const DEVICE_MARK: &str = "RGVWaUNlSWQt";
pub(crate) const DEVICE_TEXT: &str = "DeViCeId-";

/// The first secret in a text, if there is one.
pub(crate) fn leak(text: &str) -> bool {
    [MARK, DEVICE_TEXT, DEVICE_MARK]
        .iter()
        .any(|mark| text.contains(mark))
}

/// The observer of a process: looks for secrets, and counts the ends of calls.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    /// Looks at the rendered events too, not only at the texts in them.
    render: bool,
    leaked: AtomicBool,
    what: Mutex<Option<String>>,
    pub(crate) ends: AtomicU64,
}

impl Sink {
    fn see(&self, event: &Event) {
        let shown = match &event.kind {
            EventKind::Request { operation, .. } => leak(operation),
            EventKind::Status {
                adobe_code, trace, ..
            } => adobe_code.as_deref().is_some_and(leak) || trace.as_deref().is_some_and(leak),
            EventKind::Done { .. } => {
                self.ends.fetch_add(1, Ordering::Relaxed);
                false
            }
            // These hold numbers and names only.
            _ => false,
        };
        if shown || (self.render && leak(&format!("{event} {event:?}"))) {
            self.leaked.store(true, Ordering::Relaxed);
            *self.what.lock().unwrap() = Some(format!("{event:?}"));
        }
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        if !self.leaked.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(format!("a secret in {:?}", self.what.lock().unwrap()))
    }
}

/// What a call is doing, as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Waiting,
    Sent(u32),
    Storing,
    Ended,
}

/// A call and the books about it.
pub(crate) struct Running {
    pub(crate) wish: Wish,
    pub(crate) call: Option<Call<AnyOperation>>,
    pub(crate) doing: Doing,
    pub(crate) stamp: u32,
    pub(crate) polls: u32,
    /// Waits for another call, or for its place: worth polling when another call moved.
    pub(crate) wake: bool,
    /// Failures in a row, of registration and token together, and of the logout.
    pub(crate) auth_failures: u32,
    pub(crate) failures: u32,
    pub(crate) throttles: u32,
    /// Requests of any kind.
    pub(crate) requests: u32,
    /// Of the request that is out: see `Pace`.
    pub(crate) epoch: u64,
    /// When its request went out, on the checks' clock.
    pub(crate) sent_at: u64,
    /// Since when the host has been storing for it, on the checks' clock; even if it has ended
    /// meanwhile.
    pub(crate) storing_since: Option<u64>,
    /// Tokens that this call got from one registration.
    pub(crate) tokens: u32,
    /// How often this call found the registration lost.
    pub(crate) losses: u32,
    pub(crate) unauthorized: u32,
    /// Answers about a registration or token that had been replaced meanwhile. They are attempts
    /// too.
    pub(crate) stale: u32,
    /// How often attempts at registration or token had been used up when it started.
    pub(crate) exhausted_before: u64,
    /// Nothing of this call goes out before: on the checks' clock.
    pub(crate) backoff_until: u64,
    /// The last pause before another attempt might have lasted until the deadline.
    pub(crate) backoff_too_long: bool,
    /// A logout answer may have been lost after the service acted, as far as the host knows.
    pub(crate) possible_loss: bool,
    /// It ended when its answer came in; the host has not polled it yet.
    pub(crate) over: bool,
    /// An earlier attempt of this call did remove the profile, whatever the host knows.
    pub(crate) removed: bool,
    /// How often the service has counted a TempPass for it.
    pub(crate) counted: u32,
    /// An answer was received that decides the result.
    pub(crate) expected: Option<Meaning>,
    /// An answer was received after which nothing may be sent.
    pub(crate) must_end: bool,
}

impl Running {
    pub(crate) fn new(wish: Wish, call: Call<AnyOperation>, exhausted_before: u64) -> Self {
        Self {
            wish,
            call: Some(call),
            doing: Doing::Waiting,
            stamp: 0,
            polls: 0,
            wake: false,
            auth_failures: 0,
            failures: 0,
            throttles: 0,
            requests: 0,
            epoch: 0,
            sent_at: 0,
            storing_since: None,
            tokens: 0,
            losses: 0,
            unauthorized: 0,
            stale: 0,
            exhausted_before,
            backoff_until: 0,
            backoff_too_long: false,
            possible_loss: false,
            over: false,
            removed: false,
            counted: 0,
            expected: None,
            must_end: false,
        }
    }
}

pub(crate) struct Process {
    pub(crate) number: u32,
    pub(crate) client: Client,
    pub(crate) sink: Arc<Sink>,
    pub(crate) calls: Vec<Running>,
    pub(crate) pace: Pace,
    /// The registration that the client uses.
    pub(crate) registration: Option<usize>,
    /// The last token that came in: of which registration, and which one.
    pub(crate) token: Option<(usize, usize)>,
    /// The registrations that could not be stored, or not in time. A late report about an older one
    /// says nothing about the newer.
    pub(crate) may_be_used_unstored: BTreeSet<usize>,
    /// The client may register although it has credentials: the service dropped them, and the app
    /// allowed it or said so.
    pub(crate) may_register: bool,
    /// A call was told twice that the registration is lost: nobody registers before this, on the
    /// checks' clock.
    pub(crate) lost_until: u64,
    /// A call that failed may have removed the profile, as far as the host knows, and no call has
    /// succeeded since.
    pub(crate) doubt: bool,
    /// The session whose code is on the screen.
    pub(crate) session: Option<u32>,
    /// How often a call used up its attempts at registration or token; those that waited for it
    /// fail with it.
    pub(crate) exhausted: u64,
    /// When the one thread that writes the state is done.
    pub(crate) writer_free_at: u64,
    /// What is being written: by which call, and of which registration.
    pub(crate) writing: Vec<(u32, String, Option<usize>)>,
    /// Calls that the host polled to their end, and those that it dropped.
    pub(crate) ended: u64,
    pub(crate) dropped: u64,
    pub(crate) clock: HostClock,
}

impl Process {
    /// `now` is virtual time, `reading` what the host's clock says then.
    pub(crate) fn new(
        number: u32,
        config: ClientConfig,
        render: bool,
        now: u64,
        reading: u64,
        start: impl FnOnce(ClientConfig) -> Result<Client, Error>,
    ) -> Result<Self, String> {
        let sink = Arc::new(Sink {
            render,
            ..Sink::default()
        });
        let observer = sink.clone();
        let config = config.observer(Arc::new(move |event: &Event| observer.see(event)));
        let client = start(config).map_err(|error| format!("does not start: {error}"))?;
        Ok(Self {
            number,
            client,
            sink,
            calls: Vec::new(),
            pace: Pace::default(),
            registration: None,
            token: None,
            may_be_used_unstored: BTreeSet::new(),
            may_register: false,
            lost_until: 0,
            doubt: false,
            session: None,
            exhausted: 0,
            writer_free_at: 0,
            writing: Vec::new(),
            ended: 0,
            dropped: 0,
            clock: HostClock::new(now, reading),
        })
    }
}
