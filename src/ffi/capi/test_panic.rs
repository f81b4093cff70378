//! For the tests of this boundary: makes the next function panic. Not in the header, and in no
//! library that is shipped: the feature `capi-test-panic` exists for the test suite alone, and the
//! list of exported symbols is checked.

use std::cell::Cell;

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// Makes the next function that this thread calls panic, inside.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_test_panic_next() {
    ARMED.set(true);
}

/// Whether it is still armed: the function called meanwhile never entered the boundary. Disarms it.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_test_panic_disarm() -> bool {
    ARMED.replace(false)
}

pub(super) fn fire() {
    if ARMED.replace(false) {
        // As `panic!` does, without its message: there are hundreds of them.
        std::panic::resume_unwind(Box::new("forced by a test"));
    }
}
