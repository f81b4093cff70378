//! How many cases a property test runs, and where the inputs that once failed are kept.

use proptest::test_runner::{Config, FileFailurePersistence};

/// `count` cases. An input that fails is kept beside the test file and tried first from then on:
/// commit that file.
pub(crate) fn cases(count: u32) -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::with_cases(count)
    }
}
