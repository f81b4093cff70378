//! Saves a client's state without keeping a call beyond its deadline, however slow the store is.

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
    result: Result<(), Error>,
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
        let mut inner = self.status.lock();
        inner.busy = false;
        inner.error = result.err();
        drop(inner);
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

    /// Whether the state was saved; `None`: not within the limits. Then it may still be: what has begun goes on.
    pub(super) fn save(&self, state: Secret, limits: &Limits) -> Option<bool> {
        let Some(store) = self.store.clone() else {
            self.status.lock().error =
                Some(StorageError::unwritable("the client has no store").into());
            return Some(false);
        };
        let turn = self.turn(limits)?;
        let work = move || turn.save(store, &state);
        match in_a_thread("tvpass save", limits, work) {
            Ok(saved) => Some(saved),
            Err(Stopped::Late | Stopped::Interrupted) => None,
            Err(Stopped::Failed(_)) => Some(false),
        }
    }

    /// Waits for an earlier save.
    fn turn(&self, limits: &Limits) -> Option<Turn> {
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
            result: Err(StorageError::unwritable("saving broke off").into()),
        })
    }

    /// Why the last save failed, if it did.
    pub(super) fn error(&self) -> Option<Error> {
        self.status.lock().error.clone()
    }
}

impl Drop for Saver {
    /// Waits for a save that is under way: what was asked for is there afterwards, and the store is free.
    fn drop(&mut self) {
        let mut inner = self.status.lock();
        while inner.busy {
            let waited = self.status.idle.wait(inner);
            inner = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}
