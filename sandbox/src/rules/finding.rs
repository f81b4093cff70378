//! What the rules say about a request.

use serde::Serialize;

use super::table::Rule;

/// A rule that was broken, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// What was seen. No secret is in it.
    pub what: String,
}

impl Finding {
    pub(crate) fn new(rule: &Rule, what: impl Into<String>) -> Self {
        // It may quote what a client sent: one line, and not a long one.
        let what = what.into();
        let what = what
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(400);
        Self {
            rule: *rule,
            what: what.collect(),
        }
    }
}
