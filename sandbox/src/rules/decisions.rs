//! Decisions: preauthorization is remembered and filters, authorization decides.

use std::collections::HashSet;

use serde_json::Value;

use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;

/// How many resources of a device are remembered.
const RESOURCES: usize = 512;

/// What a device was told, since its application started or its profile changed.
#[derive(Debug, Default)]
struct Told {
    /// MVPD and resource.
    permits: HashSet<(String, String)>,
    /// Permits from before, too: a resource that is preauthorized alone again is about to be
    /// played.
    ever: HashSet<(String, String)>,
    authorized: HashSet<(String, String)>,
}

#[derive(Debug)]
pub(super) struct Decisions(Bounded<String, Told>);

impl Default for Decisions {
    fn default() -> Self {
        Self(Bounded::new(REMEMBERED))
    }
}

impl Decisions {
    pub(super) fn observe(&mut self, seen: &mut Seen<'_>) {
        let Some(device) = seen.device.clone() else {
            return;
        };
        match seen.operation {
            Some(
                Op::Profiles
                | Op::ProfileForMvpd
                | Op::CreateSession
                | Op::PartnerProfile
                | Op::Logout,
            ) => {
                if let Some(told) = self.0.get_mut(&device) {
                    told.permits.clear();
                }
            }
            Some(Op::Preauthorize | Op::Authorize) => {
                if self.0.get(&device).is_none() {
                    self.0.insert(device.clone(), Told::default());
                }
                if let Some(told) = self.0.get_mut(&device) {
                    told.asked(seen);
                }
            }
            _ => {}
        }
    }
}

impl Told {
    fn asked(&mut self, seen: &mut Seen<'_>) {
        let mvpd = seen.id().to_owned();
        let body: Option<Value> = serde_json::from_slice(&seen.exchange.body).ok();
        let resources = body
            .as_ref()
            .and_then(|body| body.get("resources")?.as_array());
        let resources: Vec<_> = resources
            .into_iter()
            .flatten()
            .filter_map(|id| Some((mvpd.clone(), id.as_str()?.to_owned())))
            .collect();
        if self.ever.len() + self.authorized.len() > RESOURCES {
            *self = Self::default();
        }
        if seen.is(Op::Authorize) {
            self.authorized.extend(resources);
            return;
        }
        let known: Vec<&str> = resources
            .iter()
            .filter(|resource| self.permits.contains(resource))
            .map(|(_, id)| id.as_str())
            .collect();
        if !known.is_empty() {
            let what = format!(
                "Permitted before, and asked for again: {}.",
                known.join(", ")
            );
            seen.broke(&rule::PREAUTHORIZE_CACHED, what);
        }
        if let [only] = resources.as_slice() {
            if self.ever.contains(only) && !self.authorized.contains(only) {
                let what = format!(
                    "{} alone, again, and never authorized: is it played by this?",
                    only.1
                );
                seen.broke(&rule::PREAUTHORIZE_FILTERS, what);
            }
        }
        let decisions = seen
            .json
            .as_ref()
            .and_then(|json| json.get("decisions")?.as_array());
        for decision in decisions.into_iter().flatten() {
            let is_permit = matches!(decision.get("authorized"), Some(Value::Bool(true)));
            let resource = decision.get("resource").and_then(Value::as_str);
            if let Some(resource) = resource.filter(|_| is_permit) {
                self.permits.insert((mvpd.clone(), resource.to_owned()));
                self.ever.insert((mvpd.clone(), resource.to_owned()));
            }
        }
    }
}
