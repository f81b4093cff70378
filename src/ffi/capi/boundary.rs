//! The boundary that every function goes through: NULL is a status, a panic is a status, and a
//! handle that saw one is unusable.
//!
//! The header's promises are in the types of the functions: a handle that a function reads is
//! `Option<&T>`, one that it changes `Option<&mut T>`, one that it consumes `Option<Box<T>>`, and
//! what it writes to `Option<&mut MaybeUninit<…>>`. To C all of them are pointers that may be NULL,
//! so that the functions themselves need no `unsafe`.
//!
//! Generic down to the catching of panics: sharing that through `dyn FnMut` made the library 36 KB
//! larger, not smaller.

use std::any::Any;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arena::{Owned, Root};
use super::error::tvpass_error;
use super::failure::Failure;
use super::status::{TVPASS_STATUS_OK, tvpass_status};

/// A variable of the caller's that receives a pointer. What is in it before is not looked at.
pub(super) type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Whether the library panicked while it worked on a handle, so that its contents may be half
/// changed.
#[derive(Default)]
pub(super) struct Poison(AtomicBool);

impl Poison {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A type that C knows by pointer only.
///
/// `Send` and `Sync` are what the header promises: a handle may be passed between threads, and
/// `const` ones may be shared.
pub(super) trait Handle: Send + Sync {
    /// The name of arguments of this type, for errors.
    const NAME: &'static str;

    fn poison(&self);

    fn is_poisoned(&self) -> bool;
}

macro_rules! handle {
    ($type:ident, $name:literal) => {
        impl $crate::ffi::capi::boundary::Handle for $type {
            const NAME: &'static str = $name;

            fn poison(&self) {
                self.poison.set();
            }

            fn is_poisoned(&self) -> bool {
                self.poison.is_set()
            }
        }
    };
}
pub(super) use handle;

/// What is handed over to the caller, who frees it.
pub(super) trait Handed {
    type Target;

    fn into_raw(self) -> *mut Self::Target;
}

impl<T: Handle> Handed for Box<T> {
    type Target = T;

    fn into_raw(self) -> *mut T {
        Self::into_raw(self)
    }
}

impl<T: Root> Handed for Owned<T> {
    type Target = T;

    fn into_raw(self) -> *mut T {
        self.into_raw()
    }
}

/// NULL if there is none, which is no error.
impl<R: Handed> Handed for Option<R> {
    type Target = R::Target;

    fn into_raw(self) -> *mut R::Target {
        self.map_or(ptr::null_mut(), R::into_raw)
    }
}

/// What `body` returns, or `None` if it panics.
fn caught<R>(body: impl FnOnce() -> R) -> Option<R> {
    let run = || {
        #[cfg(feature = "capi-test-panic")]
        super::test_panic::fire();
        body()
    };
    catch_unwind(AssertUnwindSafe(run)).map_err(discard).ok()
}

/// Ends a panic.
#[cold]
#[inline(never)]
fn discard(payload: Box<dyn Any + Send>) {
    // The payload's destructor is foreign code, too.
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
}

/// Runs `body` and turns a panic into a failure.
fn contained<R>(body: impl FnOnce() -> Result<R, Failure>) -> Result<R, Failure> {
    caught(body).unwrap_or_else(|| Err(Failure::panicked()))
}

/// The status for `result`, with the details in `*error` if the caller wants them.
#[inline(never)]
fn report(result: Result<(), Failure>, error: Out<'_, tvpass_error>) -> tvpass_status {
    let (status, details) = match (result, &error) {
        (Ok(()), _) => (TVPASS_STATUS_OK, ptr::null_mut()),
        (Err(failure), None) => (failure.status(), ptr::null_mut()),
        (Err(failure), Some(_)) => (failure.status(), tvpass_error::new(&failure).into_raw()),
    };
    if let Some(error) = error {
        error.write(details);
    }
    status
}

/// A handle that the caller passed.
pub(super) fn given<T: Handle>(handle: Option<&T>) -> Result<&T, Failure> {
    match handle {
        None => Err(Failure::null(T::NAME)),
        Some(handle) if handle.is_poisoned() => Err(Failure::poisoned()),
        Some(handle) => Ok(handle),
    }
}

/// A handle that the caller passed, or none.
pub(super) fn optional<T: Handle>(handle: Option<&T>) -> Result<Option<&T>, Failure> {
    handle.map(|handle| given(Some(handle))).transpose()
}

fn given_mut<T: Handle>(handle: Option<&mut T>) -> Result<&mut T, Failure> {
    match handle {
        None => Err(Failure::null(T::NAME)),
        Some(handle) if handle.is_poisoned() => Err(Failure::poisoned()),
        Some(handle) => Ok(handle),
    }
}

/// Poisons `handle` if the library panicked.
fn after<T: Handle, R>(handle: Option<&T>, result: &Result<R, Failure>) {
    if let (Err(failure), Some(handle)) = (result, handle) {
        if failure.is_panic() {
            handle.poison();
        }
    }
}

/// NULL is there before anything that may fail or panic.
fn cleared<'a, T>(out: Out<'a, T>) -> Option<&'a mut *mut T> {
    out.map(|out| out.write(ptr::null_mut()))
}

/// Writes what `body` makes; nothing if it fails.
fn hand_over<R: Handed>(
    out: Option<&mut *mut R::Target>,
    body: impl FnOnce() -> Result<R, Failure>,
) -> Result<(), Failure> {
    let out = out.ok_or_else(|| Failure::null("out"))?;
    *out = body()?.into_raw();
    Ok(())
}

/// A function that reads `subject`.
pub(super) fn read<T: Handle>(
    subject: Option<&T>,
    error: Out<'_, tvpass_error>,
    body: impl FnOnce(&T) -> Result<(), Failure>,
) -> tvpass_status {
    let result = contained(|| body(given(subject)?));
    after(subject, &result);
    report(result, error)
}

/// A function that changes `subject`.
pub(super) fn change<T: Handle>(
    subject: Option<&mut T>,
    error: Out<'_, tvpass_error>,
    body: impl FnOnce(&mut T) -> Result<(), Failure>,
) -> tvpass_status {
    report(changed(subject, body), error)
}

/// What `body` makes of `subject`, for functions that have their own way of telling a failure.
pub(super) fn changed<T: Handle, R>(
    mut subject: Option<&mut T>,
    body: impl FnOnce(&mut T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let result = contained(|| body(given_mut(subject.as_deref_mut())?));
    after(subject.as_deref(), &result);
    result
}

/// A function that changes `subject` and hands something over. `*out` is NULL unless the status is
/// OK.
pub(super) fn take<T: Handle, R: Handed>(
    subject: Option<&mut T>,
    out: Out<'_, R::Target>,
    error: Out<'_, tvpass_error>,
    body: impl FnOnce(&mut T) -> Result<R, Failure>,
) -> tvpass_status {
    let out = cleared(out);
    change(subject, error, |subject| hand_over(out, || body(subject)))
}

/// A function that makes something. `*out` is NULL unless the status is OK.
pub(super) fn make<R: Handed>(
    out: Out<'_, R::Target>,
    error: Out<'_, tvpass_error>,
    body: impl FnOnce() -> Result<R, Failure>,
) -> tvpass_status {
    let out = cleared(out);
    report(contained(|| hand_over(out, body)), error)
}

/// A function that makes something from `subject`, which it reads. `*out` is NULL unless the status
/// is OK.
pub(super) fn derive<T: Handle, R: Handed>(
    subject: Option<&T>,
    out: Out<'_, R::Target>,
    error: Out<'_, tvpass_error>,
    body: impl FnOnce(&T) -> Result<R, Failure>,
) -> tvpass_status {
    let out = cleared(out);
    read(subject, error, |subject| hand_over(out, || body(subject)))
}

/// A function that cannot fail: for NULL, a poisoned handle or a panic it returns `fallback`.
pub(super) fn get<T: Handle, R: Copy>(
    subject: Option<&T>,
    fallback: R,
    body: impl FnOnce(&T) -> R,
) -> R {
    let Ok(subject) = given(subject) else {
        return fallback;
    };
    caught(|| body(subject)).unwrap_or_else(|| {
        subject.poison();
        fallback
    })
}

/// A function without a handle that cannot fail.
pub(super) fn plain<R: Copy>(fallback: R, body: impl FnOnce() -> R) -> R {
    // There is no handle to poison.
    caught(body).unwrap_or(fallback)
}

/// Ends a handle or a result. NULL is nothing to end.
pub(super) fn free<T>(consumed: Option<T>) {
    // If a destructor panics, the rest is leaked: there is nothing better to do with it.
    caught(|| drop(consumed));
}
