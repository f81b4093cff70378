//! For the tests of this boundary: a logout of this MVPD panics when it is driven. In no library
//! that is shipped: the feature `uniffi-test-panic` exists for the test suites alone. It changes no
//! signature, so that the generated code fits both.

use super::operation::Operation;

/// Whether a test asks for it.
pub(super) fn is_asked_by(operation: &Operation) -> bool {
    matches!(operation, Operation::Logout { input } if input.mvpd == "tvpass-test-panic")
}

/// Panics if it was asked for, without a word: who reads the output of the suites looks for panics
/// that nobody wanted.
pub(super) fn if_asked(asked: bool) {
    if asked {
        std::panic::resume_unwind(Box::new("forced by a test"));
    }
}
