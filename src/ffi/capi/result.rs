//! Results that the caller frees by themselves: errors, events and texts.

use super::arena::Owned;
use super::boundary::free;
use super::error::tvpass_error;
use super::event::tvpass_event;
use super::text::tvpass_str;

/// A text by itself, such as a state to store. Freed with `tvpass_text_free`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_text {
    /// The text.
    pub text: tvpass_str,
}

impl tvpass_text {
    pub(super) fn new(text: &[u8]) -> Owned<Self> {
        Owned::new(text.len() + 1, |arena| Self {
            text: arena.bytes(text),
        })
    }
}

/// Frees a text and overwrites it with zeros.
///
/// @param text consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_text_free(text: *mut tvpass_text) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(text) });
}

/// Frees an error, and all that it refers to.
///
/// @param error consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_free(error: *mut tvpass_error) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(error) });
}

/// Frees an event, and all that it refers to.
///
/// @param event consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_event_free(event: *mut tvpass_event) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(event) });
}
