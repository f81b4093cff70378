//! A client that blocks: the loop around [`Driven::poll`], with ureq for requests and a store for
//! the state.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::cancellation::Cancellation;
use super::exchange::Limits;
use super::flow_handle::{FlowHandle, Nobody, Presenter, User};
use super::progress::Progress;
use super::saver::{SaveEnd, Saver};
use super::{StateStore, UreqDriver};
use crate::call::{CallOptions, Client, ClientConfig, Driven, StartTime, Step, TokenSource};
use crate::error::Error;
use crate::flow::{Flow, Plan};
use crate::input::InvalidInput;
use crate::operation::Runnable;
use crate::secret::WipedBytes;
use crate::token::AccessToken;

/// Where an app's own tokens come from: asked with whether the last one was rejected, it returns a
/// token and its remaining lifetime in seconds, or why there is none. It may block; a call waits
/// for it, also beyond its deadline.
pub type TokenProvider =
    dyn Fn(bool) -> Result<(AccessToken, Option<u64>), String> + Send + Sync + 'static;

/// A [`Client`] whose calls block the calling thread. Share it between threads by reference or in
/// an `Arc`.
///
/// A call returns by its deadline, and at once when it is cancelled, however slow the network and
/// the store are: a request that is out is given up and its connection closed; a save that has
/// begun goes on in a thread of its own. What a call does wait for is the app's own code that it
/// runs: the [`TokenProvider`] and observers.
///
/// Dropping a client waits for a save that is under way, so that afterwards the state is stored and
/// the store is free.
pub struct BlockingClient {
    client: Client,
    driver: UreqDriver,
    saver: Saver,
    token_provider: Option<Box<TokenProvider>>,
    started: Instant,
    progress: Arc<Progress>,
}

impl BlockingClient {
    /// A client that keeps its state in `store`, and begins with what is there.
    ///
    /// # Errors
    /// [`Error::InvalidInput`]: the app supplies the tokens ([`TokenSource::App`]), so that there is nothing to keep; see
    /// [`with_token_provider`](Self::with_token_provider). [`Error::Storage`]: the state could not
    /// be read. [`Error::State`]: it cannot be used. Nothing is changed; only if the app means to
    /// start anew, see [`start_over`](Self::start_over).
    pub fn open(
        config: ClientConfig,
        driver: UreqDriver,
        store: impl StateStore + 'static,
    ) -> Result<Self, Error> {
        if let TokenSource::App = config.token_source() {
            return Err(InvalidInput::new(
                "config",
                "is of an app that supplies tokens, of which nothing is kept; make the client with its source of tokens instead of a store",
            )
            .into());
        }
        let client = match store.load()? {
            Some(state) => {
                let state = WipedBytes::from(state);
                Client::with_state(config, state.as_slice(), now(), seed())?
            }
            None => Client::new(config, now(), seed()),
        };
        Ok(Self::assemble(client, driver, Some(Arc::new(store))))
    }

    /// A client that disregards what is in `store`: its first call registers again, and **the
    /// user's profiles are gone**. The old state is replaced when the new registration is there.
    #[must_use]
    pub fn start_over(
        config: ClientConfig,
        driver: UreqDriver,
        store: impl StateStore + 'static,
    ) -> Self {
        let client = Client::new(config, now(), seed());
        Self::assemble(client, driver, Some(Arc::new(store)))
    }

    /// A client whose tokens the app supplies ([`TokenSource::App`]); it stores nothing.
    #[must_use]
    pub fn with_token_provider(
        config: ClientConfig,
        driver: UreqDriver,
        provider: impl Fn(bool) -> Result<(AccessToken, Option<u64>), String> + Send + Sync + 'static,
    ) -> Self {
        let client = Client::new(config, now(), seed());
        let mut blocking = Self::assemble(client, driver, None);
        blocking.token_provider = Some(Box::new(provider));
        blocking
    }

    /// A client that forgets everything when it is dropped, for tests and trials: every run
    /// registers again.
    #[must_use]
    pub fn without_store(config: ClientConfig, driver: UreqDriver) -> Self {
        let client = Client::new(config.persistence(false), now(), seed());
        Self::assemble(client, driver, None)
    }

    fn assemble(client: Client, driver: UreqDriver, store: Option<Arc<dyn StateStore>>) -> Self {
        Self {
            client,
            driver,
            saver: Saver::new(store),
            token_provider: None,
            started: Instant::now(),
            progress: Arc::default(),
        }
    }

    /// Why the state could not be stored the last time, if it could not: if the process ends now,
    /// the next start registers again. Calls go on all the same, and each asks again.
    #[must_use]
    pub fn storage_error(&self) -> Option<Error> {
        self.saver.error()
    }

    /// The client itself, e.g. for [`Client::support_report`] with [`now_ms`](Self::now_ms).
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The time on this client's scale, in milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        milliseconds(self.started.elapsed())
    }

    /// Runs an operation, with registration, token, pacing and retries as needed.
    ///
    /// # Errors
    /// Any [`Error`]. [`Error::DeadlineExceeded`] at the latest when the options' deadline has
    /// passed.
    pub fn run<O>(&self, operation: O, options: CallOptions) -> Result<O::Outcome, Error>
    where
        O: Runnable<Outcome: Send + 'static> + Send + 'static,
    {
        let call = self.client.start(self.now_ms(), operation, options);
        self.drive(call, None, &mut Nobody)
    }

    /// The same, ended early by `cancellation`.
    ///
    /// # Errors
    /// As [`run`](Self::run); [`Error::Cancelled`] too.
    pub fn run_cancellable<O>(
        &self,
        operation: O,
        options: CallOptions,
        cancellation: &Cancellation,
    ) -> Result<O::Outcome, Error>
    where
        O: Runnable<Outcome: Send + 'static> + Send + 'static,
    {
        let call = self.client.start(self.now_ms(), operation, options);
        self.drive(call, Some(cancellation), &mut Nobody)
    }

    /// Runs a flow in this thread, until it ends. `present` shows what it presents, and may answer
    /// at once; what the user does later comes from other threads through the `handle`, which ends
    /// the flow, too. While `present` runs, the flow stands still.
    ///
    /// # Errors
    /// As the flow; [`Error::Cancelled`]. An answer of `present` that the flow refuses ends it.
    pub fn run_flow<P>(
        &self,
        flow: Flow<P>,
        handle: &FlowHandle<P::Input>,
        present: impl FnMut(P::Presented) -> Option<P::Input>,
    ) -> Result<P::Output, Error>
    where
        P: Plan + Send + 'static,
        P::Output: Send,
    {
        let mut user = Presenter::new(handle, present);
        self.drive(flow, Some(handle.cancellation()), &mut user)
    }

    /// Until something is presented, or to the end, with what the user does meanwhile. For a host
    /// that has no closure to present with.
    #[cfg(feature = "capi")]
    pub(crate) fn run_until_presented<D: Driven + Send + 'static>(
        &self,
        drive: Drive<D>,
        handle: Option<&FlowHandle<D::Input>>,
    ) -> Result<Turn<D>, Error> {
        let own;
        let handle = match handle {
            Some(handle) => handle,
            None => {
                own = self.flow_handle();
                &own
            }
        };
        let mut user = Presenter::new(handle, |_| None);
        self.advance(drive, Some(handle.cancellation()), &mut user)
    }

    /// A handle for one flow. What was told before the flow runs is taken when it does.
    #[must_use]
    pub fn flow_handle<I>(&self) -> FlowHandle<I> {
        FlowHandle::new(self.cancellation(), self.progress.clone())
    }

    /// A handle that ends the calls it is passed to.
    #[must_use]
    pub fn cancellation(&self) -> Cancellation {
        Cancellation::new(self.progress.clone())
    }

    fn limits(&self, deadline_ms: u64, cancellation: Option<&Cancellation>) -> Limits {
        Limits {
            until: self.started.checked_add(Duration::from_millis(deadline_ms)),
            interrupt: cancellation.map(|cancellation| cancellation.interrupt()),
        }
    }

    fn drive<D: Driven + Send + 'static>(
        &self,
        call: D,
        cancellation: Option<&Cancellation>,
        user: &mut dyn User<D>,
    ) -> Result<D::Output, Error> {
        let mut drive = Drive::of(call);
        loop {
            match self.advance(drive, cancellation, user)? {
                Turn::Presented(mut on, presented) => {
                    user.present(self.now_ms(), &mut on.call, presented)?;
                    self.progress.advance();
                    drive = on;
                }
                Turn::Ended(result) => return result,
            }
        }
    }

    /// The one loop, for calls and flows: until something is presented, or to the end. If it fails
    /// by itself, what was driven is gone.
    fn advance<D: Driven + Send + 'static>(
        &self,
        drive: Drive<D>,
        cancellation: Option<&Cancellation>,
        user: &mut dyn User<D>,
    ) -> Result<Turn<D>, Error> {
        let Drive {
            mut call,
            mut unfinished,
        } = drive;
        loop {
            // Read before polling, so that progress in between is not slept through.
            let seen = self.progress.count();
            if cancellation.is_some_and(Cancellation::is_cancelled) {
                call.cancel(self.now_ms());
            }
            user.act(self.now_ms(), &mut call)?;
            match call.poll(self.now_ms()) {
                Step::Send(request) => {
                    let limits = self.limits(call.attempt_deadline_ms(), cancellation);
                    match self.driver.exchange(&request, limits) {
                        Ok(response) => call.respond(self.now_ms(), &response)?,
                        // The loop's beginning ends the call, which counts the answer as lost.
                        Err(_) if cancellation.is_some_and(Cancellation::is_cancelled) => continue,
                        Err(failure) => call.fail(self.now_ms(), failure)?,
                    }
                }
                Step::Wait { until_ms, .. } => {
                    let left = until_ms.saturating_sub(self.now_ms());
                    self.progress.wait(seen, Duration::from_millis(left));
                    continue;
                }
                Step::Persist(state) => {
                    let limits = self.limits(call.deadline_ms(), cancellation);
                    match self.saver.save(state, &limits) {
                        Ok(saved) => call.persisted(self.now_ms(), saved)?,
                        // The time is over, or the call cancelled: the loop's beginning ends it.
                        Err(end) => unfinished = Some(Unfinished(end)),
                    }
                }
                Step::ProvideToken { rejected } => {
                    let provided = match &self.token_provider {
                        Some(provider) => provider(rejected),
                        None => Err("the configuration says that the app supplies tokens, and the client was made without a source of them".to_owned()),
                    };
                    match provided {
                        Ok((token, expires_in_s)) => {
                            call.provide_token(self.now_ms(), token, expires_in_s)?;
                        }
                        Err(reason) => call.token_failed(self.now_ms(), &reason)?,
                    }
                }
                Step::Present(presented) => {
                    return Ok(Turn::Presented(Drive { call, unfinished }, presented));
                }
                Step::Done(result) => {
                    match unfinished {
                        Some(Unfinished(end)) => self.tell(&end, call),
                        None => drop(call),
                    }
                    self.progress.advance();
                    return Ok(Turn::Ended(result));
                }
            }
            self.progress.advance();
        }
    }
}

impl BlockingClient {
    /// A call has ended while its state was being saved. It holds the store until the end of that
    /// is known.
    fn tell<D: Driven + Send + 'static>(&self, end: &SaveEnd, mut call: D) {
        let (started, progress) = (self.started, self.progress.clone());
        end.then(move |saved| {
            // Refused only if it was told already.
            let _ = call.persisted(milliseconds(started.elapsed()), saved);
            drop(call);
            progress.advance();
        });
    }
}

/// What is driven, between two things that it presents.
pub(crate) struct Drive<D> {
    pub(crate) call: D,
    pub(crate) unfinished: Option<Unfinished>,
}

impl<D> Drive<D> {
    fn of(call: D) -> Self {
        Self {
            call,
            unfinished: None,
        }
    }
}

/// How the save of a call ends that could not wait for it.
pub(crate) struct Unfinished(Arc<SaveEnd>);

/// Where the loop stops.
pub(crate) enum Turn<D: Driven> {
    Presented(Drive<D>, D::Presented),
    Ended(Result<D::Output, Error>),
}

impl fmt::Debug for BlockingClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingClient")
            .field("client", &self.client)
            .field("driver", &self.driver)
            .finish_non_exhaustive()
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The start: this client's scale begins at 0.
fn now() -> StartTime {
    let unix = SystemTime::now().duration_since(UNIX_EPOCH);
    StartTime {
        now_ms: 0,
        unix_ms: unix.map_or(0, |unix| {
            u64::try_from(unix.as_millis()).unwrap_or(u64::MAX)
        }),
    }
}

/// Different at each start; it decides jitter only.
fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}
