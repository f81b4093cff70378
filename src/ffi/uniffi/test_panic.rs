//! For the tests of this boundary: a logout of this MVPD panics when it is driven. In no library
//! that is shipped: the feature `uniffi-test-panic` exists for the test suites alone. It changes no
//! signature, so that the generated code fits both.
#![allow(clippy::panic)]

use super::operation::Operation;

/// Whether a test asks for it.
pub(super) fn is_asked_by(operation: &Operation) -> bool {
    matches!(operation, Operation::Logout { input } if input.mvpd == "tvpass-test-panic")
}

/// Panics if it was asked for.
pub(super) fn if_asked(asked: bool) {
    if asked {
        panic!("forced by a test");
    }
}
