//! The boundary that every function goes through: NULL is a status, a panic is a status, and a handle that saw one is unusable.
//!
//! Generic down to the catching of panics: sharing that through `dyn FnMut` made the library 36 KB larger, not smaller.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::tvpass_error;
use super::status::{TVPASS_STATUS_OK, tvpass_status};
use crate::error::Error;
use crate::input::InvalidInput;

/// Why a function does not do what it was asked to.
pub(super) enum Failure {
    /// This argument is NULL.
    Null(&'static str),
    /// This argument is not UTF-8.
    Utf8(&'static str),
    /// This argument is outside of what is accepted, or larger.
    OutOfRange(&'static str),
    /// The library panicked in this call.
    Panicked,
    /// It panicked in an earlier call on the handle.
    Poisoned,
    /// An error of the library.
    Library(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<InvalidInput> for Failure {
    fn from(error: InvalidInput) -> Self {
        Self::Library(error.into())
    }
}

/// Whether the library panicked while it worked on a handle, so that its contents may be half changed.
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
/// `Send` and `Sync` are what the header promises: a handle may be passed between threads, and `const` ones may be shared.
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

/// Runs `body` and turns a panic into [`Failure::Panicked`].
fn contained(body: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    caught(body).unwrap_or(Err(Failure::Panicked))
}

/// The status for `result`, with the details in `*error` if the caller wants them.
///
/// # Safety
/// `error` is NULL or may be written to.
unsafe fn report(result: Result<(), Failure>, error: *mut *mut tvpass_error) -> tvpass_status {
    let details = match result {
        Ok(()) => None,
        Err(failure) => Some(tvpass_error::new(&failure)),
    };
    let status = details
        .as_ref()
        .map_or(TVPASS_STATUS_OK, tvpass_error::status);
    if !error.is_null() {
        let details = details.map_or(std::ptr::null_mut(), |details| {
            Box::into_raw(Box::new(details))
        });
        // SAFETY: not NULL, and the caller's promise.
        unsafe { error.write(details) };
    }
    status
}

/// A handle that the caller passed.
///
/// # Safety
/// `handle` is NULL or points to a handle that nobody changes as long as `'a`.
pub(super) unsafe fn borrowed<'a, T: Handle>(handle: *const T) -> Result<&'a T, Failure> {
    // SAFETY: the caller's promise.
    match unsafe { handle.as_ref() } {
        None => Err(Failure::Null(T::NAME)),
        Some(handle) if handle.is_poisoned() => Err(Failure::Poisoned),
        Some(handle) => Ok(handle),
    }
}

/// A handle that the caller passed, or none.
///
/// # Safety
/// As for [`borrowed`].
pub(super) unsafe fn optional<'a, T: Handle>(handle: *const T) -> Result<Option<&'a T>, Failure> {
    if handle.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { borrowed(handle) }.map(Some)
}

/// Poisons `handle` if the library panicked.
///
/// # Safety
/// `handle` is NULL or points to a handle that nobody changes.
unsafe fn after<T: Handle>(handle: *const T, result: &Result<(), Failure>) {
    if matches!(result, Err(Failure::Panicked)) {
        // SAFETY: the caller's promise.
        if let Some(handle) = unsafe { handle.as_ref() } {
            handle.poison();
        }
    }
}

/// A function that reads `subject`.
///
/// # Safety
/// The caller's promise for `subject` and `error`.
pub(super) unsafe fn read<T: Handle>(
    subject: *const T,
    error: *mut *mut tvpass_error,
    body: impl FnOnce(&T) -> Result<(), Failure>,
) -> tvpass_status {
    let result = contained(|| {
        // SAFETY: the caller's promise.
        body(unsafe { borrowed(subject) }?)
    });
    // SAFETY: the caller's promise.
    unsafe {
        after(subject, &result);
        report(result, error)
    }
}

/// A function that changes `subject`.
///
/// # Safety
/// The caller's promise for `subject` and `error`.
pub(super) unsafe fn change<T: Handle>(
    subject: *mut T,
    error: *mut *mut tvpass_error,
    body: impl FnOnce(&mut T) -> Result<(), Failure>,
) -> tvpass_status {
    let result = contained(|| {
        // SAFETY: the caller's promise.
        match unsafe { subject.as_mut() } {
            None => Err(Failure::Null(T::NAME)),
            Some(subject) if subject.is_poisoned() => Err(Failure::Poisoned),
            Some(subject) => body(subject),
        }
    });
    // SAFETY: the caller's promise.
    unsafe {
        after(subject, &result);
        report(result, error)
    }
}

/// A function that makes a handle. `*out` is NULL unless the status is OK.
///
/// # Safety
/// `out` and `error` are NULL or may be written to.
pub(super) unsafe fn make<T: Handle>(
    out: *mut *mut T,
    error: *mut *mut tvpass_error,
    body: impl FnOnce() -> Result<T, Failure>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        clear(out);
        report(contained(|| put(out, body)), error)
    }
}

/// A function that makes a handle from `subject`, which it reads. `*out` is NULL unless the status is OK.
///
/// # Safety
/// The caller's promise for `subject`; `out` and `error` are NULL or may be written to.
pub(super) unsafe fn derive<T: Handle, R: Handle>(
    subject: *const T,
    out: *mut *mut R,
    error: *mut *mut tvpass_error,
    body: impl FnOnce(&T) -> Result<R, Failure>,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        clear(out);
        let result = contained(|| put(out, || body(borrowed(subject)?)));
        after(subject, &result);
        report(result, error)
    }
}

/// Writes NULL, before anything that may fail or panic.
///
/// # Safety
/// `out` is NULL or may be written to.
pub(super) unsafe fn clear<T>(out: *mut *mut T) {
    if !out.is_null() {
        // SAFETY: not NULL, and the caller's promise.
        unsafe { out.write(std::ptr::null_mut()) };
    }
}

/// Writes what `body` makes; nothing if it fails ([`clear`] comes first).
///
/// # Safety
/// `out` is NULL or may be written to.
pub(super) unsafe fn put<T>(
    out: *mut *mut T,
    body: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    if out.is_null() {
        return Err(Failure::Null("out"));
    }
    let made = Box::new(body()?);
    // SAFETY: not NULL, and the caller's promise.
    unsafe { out.write(Box::into_raw(made)) };
    Ok(())
}

/// Writes a plain value.
///
/// # Safety
/// `out` is NULL or may be written to.
pub(super) unsafe fn store<T>(out: *mut T, name: &'static str, value: T) -> Result<(), Failure> {
    if out.is_null() {
        return Err(Failure::Null(name));
    }
    // SAFETY: not NULL, and the caller's promise.
    unsafe { out.write(value) };
    Ok(())
}

/// A function that cannot fail: for NULL, a poisoned handle or a panic it returns `fallback`.
///
/// Once per type, not once per function of the header.
///
/// # Safety
/// The caller's promise for `subject`.
pub(super) unsafe fn get<T: Handle, R: Copy>(
    subject: *const T,
    fallback: R,
    body: fn(&T) -> R,
) -> R {
    // SAFETY: the caller's promise.
    unsafe { get_with(subject, fallback, body) }
}

/// The same for one of several.
///
/// # Safety
/// The caller's promise for `subject`.
pub(super) unsafe fn get_at<T: Handle, R: Copy>(
    subject: *const T,
    index: usize,
    fallback: R,
    body: fn(&T, usize) -> R,
) -> R {
    // SAFETY: the caller's promise.
    unsafe { get_with(subject, fallback, |subject| body(subject, index)) }
}

/// The same with more to it.
///
/// # Safety
/// The caller's promise for `subject`.
pub(super) unsafe fn get_with<T: Handle, R: Copy>(
    subject: *const T,
    fallback: R,
    body: impl FnOnce(&T) -> R,
) -> R {
    // SAFETY: the caller's promise.
    let Some(subject) = (unsafe { borrowed(subject) }).ok() else {
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

/// Ends a handle. NULL is nothing to end.
///
/// # Safety
/// `handle` is NULL, or comes from this library and is not used afterwards.
pub(super) unsafe fn free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    // SAFETY: it was made by `Box::into_raw`, and the caller's promise.
    let boxed = unsafe { Box::from_raw(handle) };
    // If a destructor panics, the rest is leaked: there is nothing better to do with it.
    caught(|| drop(boxed));
}
