//! The limits of the request that a thread is sending: until when, and what ends it earlier.
//!
//! ureq hands each read and write the time that is left at that moment, and for a proxy's answer
//! the whole time again with each byte. It also has no way to end one request from another thread.
//! So what waits here (`tcp`) asks these limits instead. ureq runs an exchange on the thread that
//! asked for it, connections are reused by others later, and there is no way to hand anything
//! through it: hence a variable of the thread.

use std::cell::RefCell;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// What may end an exchange before its answer is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    /// `None`: no limit that a clock can show.
    pub(super) until: Option<Instant>,
    pub(super) interrupt: Option<Arc<Interrupt>>,
}

#[derive(Debug)]
struct Exchange {
    limits: Limits,
    /// No connection is there yet, so no byte of the request has left.
    connecting: bool,
}

thread_local! {
    static CURRENT: RefCell<Option<Exchange>> = const { RefCell::new(None) };
}

/// While it lives, this thread's exchange has these limits.
pub(super) struct Running {
    before: Option<Exchange>,
}

impl Running {
    pub(super) fn begin(limits: Limits) -> Self {
        let exchange = Exchange {
            limits,
            connecting: false,
        };
        Self {
            before: CURRENT.with(|current| current.replace(Some(exchange))),
        }
    }

    /// Whether the exchange failed before there was a connection to send the request over.
    pub(super) fn was_connecting(&self) -> bool {
        CURRENT.with(|current| {
            let current = current.borrow();
            current.as_ref().is_some_and(|exchange| exchange.connecting)
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        CURRENT.with(|current| current.replace(self.before.take()));
    }
}

/// The limits of this thread's exchange.
pub(super) fn limits() -> Limits {
    CURRENT.with(|current| {
        let current = current.borrow();
        current
            .as_ref()
            .map(|exchange| exchange.limits.clone())
            .unwrap_or_default()
    })
}

/// Does something that comes before sending. If it fails, that was it: [`Running::was_connecting`].
pub(super) fn connecting<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // Connecting to a proxy is part of connecting to what is behind it, so this may be inside of
    // itself.
    let before = set_connecting(true);
    let result = work();
    if result.is_ok() {
        set_connecting(before);
    }
    result
}

fn set_connecting(connecting: bool) -> bool {
    CURRENT.with(|current| match current.borrow_mut().as_mut() {
        Some(exchange) => std::mem::replace(&mut exchange.connecting, connecting),
        None => false,
    })
}

/// What is still left until then; `None` if nothing is. Without an end: a time so long that it does
/// not matter.
pub(super) fn left(until: Option<Instant>) -> Option<Duration> {
    const LONG: Duration = Duration::from_secs(24 * 60 * 60);
    match until {
        Some(until) => {
            Some(until.saturating_duration_since(Instant::now())).filter(|t| !t.is_zero())
        }
        None => Some(LONG),
    }
}

/// The earlier one.
pub(super) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Ends, from another thread, what waits.
#[derive(Default)]
pub(super) struct Interrupt {
    raised: AtomicBool,
    watched: Mutex<Watched>,
}

#[derive(Default)]
struct Watched {
    next: u64,
    wakers: Vec<(u64, Box<dyn Fn() + Send>)>,
}

/// Something that waits and is to be woken. It is not any more when this is dropped.
pub(super) struct Watch<'a> {
    interrupt: &'a Interrupt,
    number: u64,
}

impl Interrupt {
    pub(super) fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire)
    }

    pub(super) fn raise(&self) {
        let watched = self.lock();
        self.raised.store(true, Ordering::Release);
        for (_, wake) in &watched.wakers {
            wake();
        }
    }

    /// Has `wake` called when the interrupt is raised. `None`: it is already.
    ///
    /// `wake` runs under a lock: what it locks must not be locked while this is called.
    pub(super) fn watch(&self, wake: impl Fn() + Send + 'static) -> Option<Watch<'_>> {
        let mut watched = self.lock();
        if self.is_raised() {
            return None;
        }
        let number = watched.next;
        watched.next = number.wrapping_add(1);
        watched.wakers.push((number, Box::new(wake)));
        Some(Watch {
            interrupt: self,
            number,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let mut watched = self.interrupt.lock();
        watched.wakers.retain(|(number, _)| *number != self.number);
    }
}

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interrupt")
            .field("raised", &self.is_raised())
            .finish_non_exhaustive()
    }
}

/// Why something was not waited for to its end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// The time is over.
    Late,
    Interrupted,
    /// There is no thread for it, or it ended without a result.
    Failed(io::Error),
}

#[cfg(test)]
thread_local! {
    /// How many threads this one has started.
    pub(super) static THREADS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Does `work`, which cannot be interrupted, in a thread of its own and waits for its end within
/// the limits. What is not waited for goes on and is forgotten: `work` owns what it needs and has
/// an end of its own.
pub(super) fn in_a_thread<T: Send + 'static>(
    name: &str,
    limits: &Limits,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stopped> {
    left(limits.until).ok_or(Stopped::Late)?;
    #[cfg(test)]
    THREADS.with(|threads| threads.set(threads.get() + 1));
    let (sender, receiver) = mpsc::channel();
    let waker = sender.clone();
    let watch = match &limits.interrupt {
        Some(interrupt) => {
            let wake = move || drop(waker.send(None));
            Some(interrupt.watch(wake).ok_or(Stopped::Interrupted)?)
        }
        None => {
            // The channel has to close if the thread dies.
            drop(waker);
            None
        }
    };
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || drop(sender.send(Some(work()))))
        .map_err(Stopped::Failed)?;
    let left = left(limits.until).ok_or(Stopped::Late)?;
    let received = receiver.recv_timeout(left);
    drop(watch);
    match received {
        Ok(Some(result)) => Ok(result),
        Ok(None) => Err(Stopped::Interrupted),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Stopped::Late),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(Stopped::Failed(io::Error::other("a thread died")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_counts_as_one_of_connecting_unless_that_had_succeeded() {
        let running = Running::begin(Limits::default());
        connecting(|| connecting(|| Ok::<_, ()>(()))).unwrap();
        assert!(!running.was_connecting());
        // To the proxy it went well, through it not.
        connecting(|| {
            connecting(|| Ok::<_, ()>(()))?;
            Err::<(), ()>(())
        })
        .unwrap_err();
        assert!(running.was_connecting());
        drop(running);
        assert!(!Running::begin(Limits::default()).was_connecting());
    }

    #[test]
    fn what_is_interrupted_is_not_waited_for() {
        let interrupt = Arc::new(Interrupt::default());
        let limits = Limits {
            until: None,
            interrupt: Some(interrupt.clone()),
        };
        let (go, wait) = mpsc::channel::<()>();
        let raiser = std::thread::spawn({
            let interrupt = interrupt.clone();
            move || {
                while interrupt.lock().wakers.is_empty() {
                    std::thread::yield_now();
                }
                interrupt.raise();
            }
        });
        let stopped = in_a_thread("test", &limits, move || wait.recv());
        assert!(matches!(stopped, Err(Stopped::Interrupted)), "{stopped:?}");
        raiser.join().unwrap();
        assert!(interrupt.lock().wakers.is_empty());
        // Once raised, nothing begins any more.
        let stopped = in_a_thread("test", &limits, || ());
        assert!(matches!(stopped, Err(Stopped::Interrupted)), "{stopped:?}");
        drop(go);
    }

    #[test]
    fn what_is_late_is_not_waited_for_and_a_thread_that_dies_is_noticed() {
        let limits = Limits {
            until: Some(Instant::now()),
            interrupt: None,
        };
        let (go, wait) = mpsc::channel::<()>();
        let stopped = in_a_thread("test", &limits, move || wait.recv());
        assert!(matches!(stopped, Err(Stopped::Late)), "{stopped:?}");
        drop(go);
        let limits = Limits::default();
        let stopped = in_a_thread("test", &limits, || -> () { panic!("on purpose") });
        assert!(matches!(stopped, Err(Stopped::Failed(_))), "{stopped:?}");
        assert_eq!(in_a_thread("test", &limits, || 7).unwrap(), 7);
    }
}
