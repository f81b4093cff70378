//! Saves a client's state without keeping a call beyond its deadline, however slow the store is.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::StateStore;
use super::exchange::{Limits, Stopped, in_a_thread, left};
use crate::error::{Error, StorageError};
use crate::secret::Secret;

/// A store, and who is at it: one save at a time, in the order in which they were asked for.
pub(super) struct Saver {
    store: Option<Arc<dyn StateStore>>,
    /// Shared with the thread that saves.
    status: Arc<Status>,
}

#[derive(Default)]
struct Status {
    inner: Mutex<Inner>,
    idle: Condvar,
}

#[derive(Default)]
struct Inner {
    busy: bool,
    /// Why the last save failed, if it did.
    error: Option<Error>,
}

impl Status {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One save. Whatever becomes of it, the next may begin when this is dropped.
struct Turn {
    status: Arc<Status>,
    end: Arc<SaveEnd>,
    result: Result<(), Error>,
}

/// How a save ended, for a call that could not wait for it: until the call is told, no other call
/// of the client stores.
#[derive(Default)]
pub(super) struct SaveEnd(Mutex<End>);

#[derive(Default)]
enum End {
    #[default]
    Open,
    Ended(bool),
    Awaited(Box<dyn FnOnce(bool) + Send>),
}

impl SaveEnd {
    /// Tells `report` whether the state was saved: now or, in the thread that saves, when that is
    /// known.
    pub(super) fn then(&self, report: impl FnOnce(bool) + Send + 'static) {
        let mut end = self.lock();
        match *end {
            End::Ended(saved) => {
                drop(end);
                report(saved);
            }
            _ => *end = End::Awaited(Box::new(report)),
        }
    }

    fn set(&self, saved: bool) {
        let end = std::mem::replace(&mut *self.lock(), End::Ended(saved));
        if let End::Awaited(report) = end {
            // An observer of the app may panic in there. The next save has to begin all the same.
            let _ = catch_unwind(AssertUnwindSafe(|| report(saved)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, End> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    fn save(mut self, store: Arc<dyn StateStore>, state: &Secret) -> bool {
        self.result = store.save(state);
        // Before the end is known: who then opens the same file again must not find it in use.
        drop(store);
        self.result.is_ok()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let result = std::mem::replace(&mut self.result, Ok(()));
        let saved = result.is_ok();
        self.status.lock().error = result.err();
        // While it still counts as busy: the client does not go away meanwhile.
        self.end.set(saved);
        self.status.lock().busy = false;
        self.status.idle.notify_all();
    }
}

impl Saver {
    pub(super) fn new(store: Option<Arc<dyn StateStore>>) -> Self {
        Self {
            store,
            status: Arc::default(),
        }
    }

    /// Whether the state was saved.
    ///
    /// # Errors
    /// Not within the limits. Then it may still be: what has begun goes on, and its end is to be
    /// told to the call.
    pub(super) fn save(&self, state: Secret, limits: &Limits) -> Result<bool, Arc<SaveEnd>> {
        let Some(store) = self.store.clone() else {
            self.status.lock().error =
                Some(StorageError::unwritable("the client has no store").into());
            return Ok(false);
        };
        let end = Arc::<SaveEnd>::default();
        let Some(turn) = self.turn(limits, end.clone()) else {
            end.set(false);
            return Err(end);
        };
        let work = move || turn.save(store, &state);
        match in_a_thread("tvpass save", limits, work) {
            Ok(saved) => Ok(saved),
            Err(Stopped::Late | Stopped::Interrupted) => Err(end),
            Err(Stopped::Failed(_)) => Ok(false),
        }
    }

    /// Waits for an earlier save.
    fn turn(&self, limits: &Limits, end: Arc<SaveEnd>) -> Option<Turn> {
        let status = self.status.clone();
        let watch = match &limits.interrupt {
            Some(interrupt) => {
                let status = status.clone();
                Some(interrupt.watch(move || {
                    // Locked, so that who is about to wait does not miss it.
                    drop(status.lock());
                    status.idle.notify_all();
                })?)
            }
            None => None,
        };
        let is_interrupted = || {
            let interrupt = limits.interrupt.as_ref();
            interrupt.is_some_and(|interrupt| interrupt.is_raised())
        };
        let mut inner = status.lock();
        while inner.busy {
            let left = left(limits.until).filter(|_| !is_interrupted())?;
            let waited = status.idle.wait_timeout(inner, left);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        inner.busy = true;
        drop(inner);
        drop(watch);
        Some(Turn {
            status,
            end,
            result: Err(StorageError::unwritable("saving broke off").into()),
        })
    }

    /// Why the last save failed, if it did.
    pub(super) fn error(&self) -> Option<Error> {
        self.status.lock().error.clone()
    }
}

impl Drop for Saver {
    /// Waits for a save that is under way: what was asked for is there afterwards, and the store is
    /// free.
    fn drop(&mut self) {
        let mut inner = self.status.lock();
        while inner.busy {
            let waited = self.status.idle.wait(inner);
            inner = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}
