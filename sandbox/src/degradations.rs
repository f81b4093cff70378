//! Degradations: what a programmer switches on while an MVPD is out of order, and integrations that
//! are switched off.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A rule of degradation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DegradationRule {
    /// Everybody counts as signed in, and everything is permitted.
    AuthNAll,
    /// Who is signed in is permitted everything.
    AuthZAll,
    /// Who is signed in is denied everything.
    AuthZNone,
}

/// A degradation of one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Degradation {
    /// The service provider.
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// The rule; `None` ends the degradation.
    pub rule: Option<DegradationRule>,
    /// The programmer's own message, for the `details` of denials.
    #[serde(default)]
    pub message: Option<String>,
}

/// A degradation and when it began.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub(crate) rule: DegradationRule,
    pub(crate) message: Option<String>,
    pub(crate) since: Duration,
}

type Integration = (String, String);

/// What is not as always, by integration.
#[derive(Debug, Default)]
pub(crate) struct Degradations {
    applied: BTreeMap<Integration, Applied>,
    inactive: BTreeSet<Integration>,
}

impl Degradations {
    /// Switches a degradation on or off.
    pub(crate) fn set(&mut self, given: Degradation, now: Duration) {
        let key = (given.service_provider, given.mvpd);
        match given.rule {
            None => drop(self.applied.remove(&key)),
            Some(rule) => {
                let applied = Applied {
                    rule,
                    message: given.message,
                    since: now,
                };
                self.applied.insert(key, applied);
            }
        }
    }

    pub(crate) fn of(&self, service_provider: &str, mvpd: &str) -> Option<&Applied> {
        self.applied
            .get(&(service_provider.to_owned(), mvpd.to_owned()))
    }

    /// Since when everybody counts as signed in with this MVPD, if so.
    pub(crate) fn everybody_since(&self, service_provider: &str, mvpd: &str) -> Option<Duration> {
        let applied = self.of(service_provider, mvpd)?;
        (applied.rule == DegradationRule::AuthNAll).then_some(applied.since)
    }

    pub(crate) fn list(&self) -> Vec<Degradation> {
        let all = self.applied.iter();
        all.map(|((service_provider, mvpd), applied)| Degradation {
            service_provider: service_provider.clone(),
            mvpd: mvpd.clone(),
            rule: Some(applied.rule),
            message: applied.message.clone(),
        })
        .collect()
    }

    /// Switches an integration on or off.
    pub(crate) fn set_active(&mut self, service_provider: &str, mvpd: &str, is_active: bool) {
        let key = (service_provider.to_owned(), mvpd.to_owned());
        if is_active {
            self.inactive.remove(&key);
        } else {
            self.inactive.insert(key);
        }
    }

    pub(crate) fn is_active(&self, service_provider: &str, mvpd: &str) -> bool {
        let key = (service_provider.to_owned(), mvpd.to_owned());
        !self.inactive.contains(&key)
    }
}
