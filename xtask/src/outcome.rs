//! How a command ended.

/// What a command answers: done, failed (exit 1, the reason is printed) or called wrongly (exit 2,
/// the usage is printed).
pub(crate) enum Outcome {
    Done,
    Failed(String),
    Usage(String),
}

impl From<Result<(), String>> for Outcome {
    fn from(result: Result<(), String>) -> Self {
        result.map_or_else(Self::Failed, |()| Self::Done)
    }
}
