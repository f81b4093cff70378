//! For the tests of this boundary: a logout of this MVPD panics when it is driven. In no library that is shipped: the feature
//! `uniffi-test-panic` exists for the test suites alone. It changes no signature, so that the generated code fits both.
#![allow(clippy::panic)]

/// Panics if a test asks for it.
pub(super) fn if_asked(mvpd: &str) {
    if mvpd == "tvpass-test-panic" {
        panic!("forced by a test");
    }
}
