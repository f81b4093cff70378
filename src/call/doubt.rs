//! Operations whose answer was lost and that did not succeed since, so that a later call knows: the
//! user who taps *sign out* again after a failure gets `invalid`, because the first request went
//! through.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::http::Request;

/// How many are remembered, the latest. They live as long as the client.
const REMEMBERED: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Doubts(VecDeque<u64>);

/// The path without the base and the query.
pub(super) fn path(request: &Request) -> &str {
    let url = request.url();
    let target = url.strip_prefix(request.base().as_str()).unwrap_or(url);
    target.split('?').next().unwrap_or_default()
}

/// What an operation is about: the path of its request, which names service provider and MVPD, as a
/// number.
pub(super) fn subject(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

impl Doubts {
    pub(super) fn contains(&self, subject: u64) -> bool {
        self.0.contains(&subject)
    }

    pub(super) fn add(&mut self, subject: u64) {
        self.clear(subject);
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(subject);
    }

    pub(super) fn clear(&mut self, subject: u64) {
        self.0.retain(|doubted| *doubted != subject);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_remembered_until_cleared() {
        let mut doubts = Doubts::default();
        for n in 0..20 {
            doubts.add(subject(&n.to_string()));
            doubts.add(subject(&n.to_string()));
        }
        assert_eq!(doubts.0.len(), REMEMBERED);
        assert!(!doubts.contains(subject("3")));
        assert!(doubts.contains(subject("4")));
        doubts.clear(subject("4"));
        assert!(!doubts.contains(subject("4")));
    }
}
