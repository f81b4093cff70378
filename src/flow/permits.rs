//! Permits of preauthorizations, in memory: by MVPD and resource. Denials are not kept, and nothing
//! here plays anything.

use std::collections::{HashMap, HashSet};

/// Longer than this, in milliseconds, no permit is believed: some TVs are never restarted.
const GOOD_FOR_MS: u64 = 24 * 3600 * 1000;

/// How many are kept at most: more channels than a provider has.
const KEPT: usize = 4096;

/// The permits of one service provider's user.
#[derive(Debug, Default)]
pub(super) struct Permits {
    known: HashMap<(String, String), u64>,
    /// The MVPDs that take fewer resources at once than is usual.
    reduced: HashSet<String>,
    epoch: u64,
}

impl Permits {
    pub(super) fn is_known(&self, now: u64, mvpd: &str, resource: &str) -> bool {
        let since = self.known.get(&key(mvpd, resource));
        since.is_some_and(|since| now.saturating_sub(*since) < GOOD_FOR_MS)
    }

    pub(super) fn add(&mut self, now: u64, mvpd: &str, resource: &str) {
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        self.known.insert(key(mvpd, resource), now);
    }

    /// The resource was denied after all.
    pub(super) fn remove(&mut self, mvpd: &str, resource: &str) {
        self.known.remove(&key(mvpd, resource));
    }

    /// Another user, or none.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.epoch += 1;
    }

    /// Changes with every [`clear`](Self::clear): an answer that was asked for before is about
    /// somebody else.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Whether this MVPD refused the usual number of resources before.
    pub(super) fn is_reduced(&self, mvpd: &str) -> bool {
        self.reduced.contains(mvpd)
    }

    pub(super) fn reduce(&mut self, mvpd: &str) {
        self.reduced.insert(mvpd.to_owned());
    }
}

fn key(mvpd: &str, resource: &str) -> (String, String) {
    (mvpd.to_owned(), resource.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_of_one_mvpd_and_resource_and_for_a_day() {
        let mut permits = Permits::default();
        permits.add(5, "Cablevision", "TNT ");
        assert!(permits.is_known(6, "Cablevision", "TNT"));
        assert!(!permits.is_known(6, "Dish", "TNT"));
        assert!(!permits.is_known(6, "Cablevision", "TBS"));
        assert!(permits.is_known(4 + GOOD_FOR_MS, "Cablevision", "TNT"));
        assert!(!permits.is_known(5 + GOOD_FOR_MS, "Cablevision", "TNT"));
        permits.remove("Cablevision", "TNT");
        assert!(!permits.is_known(6, "Cablevision", "TNT"));
    }

    #[test]
    fn there_is_a_bound() {
        let mut permits = Permits::default();
        for number in 0..=KEPT {
            permits.add(0, "Cablevision", &number.to_string());
        }
        assert!(permits.known.len() <= KEPT);
        assert!(permits.is_known(0, "Cablevision", &KEPT.to_string()));
    }
}
