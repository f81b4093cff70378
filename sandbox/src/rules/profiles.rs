//! Profiles and the configuration: neither is asked for without need.

use serde_json::Value;

use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;

/// The shortest time that one of Adobe's pages gives for the configuration: the FAQ's 2 minutes.
const CONFIGURATION_MS: u64 = 120_000;

/// So often within a minute the same profile is asked for in vain.
const OFTEN: u32 = 3;
const MINUTE_MS: u64 = 60_000;

#[derive(Debug)]
pub(super) struct Profiles {
    /// By device and service provider: until when it is signed in.
    signed_in: Bounded<(String, String), u64>,
    /// By requester and service provider: when the configuration was answered.
    configured: Bounded<(String, String), u64>,
    /// By device and path: since when, and how often, a profile was answered.
    answered: Bounded<(String, String), (u64, u32)>,
}

impl Default for Profiles {
    fn default() -> Self {
        Self {
            signed_in: Bounded::new(REMEMBERED),
            configured: Bounded::new(REMEMBERED),
            answered: Bounded::new(REMEMBERED),
        }
    }
}

impl Profiles {
    pub(super) fn observe(&mut self, seen: &mut Seen<'_>, device: Option<&str>) {
        let service_provider = seen.service_provider().to_owned();
        let place = device.map(|device| (device.to_owned(), service_provider.clone()));
        match seen.operation {
            Some(Op::Configuration) => self.configuration(seen, place, service_provider),
            Some(Op::Profiles | Op::ProfileForMvpd | Op::ProfileForCode | Op::PartnerProfile) => {
                let Some(place) = place.filter(|_| seen.succeeded()) else {
                    return;
                };
                let until = valid_until(seen);
                if seen.is(Op::Profiles) || seen.is(Op::ProfileForMvpd) {
                    self.repeated(seen, &place.0, until > seen.exchange.ended_ms);
                }
                match until {
                    // One MVPD, or one code, says nothing about the others.
                    0 if !seen.is(Op::Profiles) => {}
                    until => self.signed_in.insert(place, until),
                }
            }
            Some(Op::Logout) => {
                if let Some(place) = place {
                    self.answered
                        .insert((place.0.clone(), String::new()), (0, 0));
                    self.signed_in.remove(&place);
                }
            }
            Some(Op::Preauthorize | Op::Authorize) => {
                // What was asked for after a decision may be new: metadata change with some.
                if let Some((device, _)) = &place {
                    self.answered
                        .insert((device.clone(), String::new()), (seen.exchange.ended_ms, 0));
                }
                let code = seen.text("code").unwrap_or_default();
                if let Some(place) = place.filter(|_| code.starts_with("authenticated_profile_")) {
                    self.signed_in.remove(&place);
                }
            }
            _ => {}
        }
    }

    fn configuration(
        &mut self,
        seen: &mut Seen<'_>,
        place: Option<(String, String)>,
        provider: String,
    ) {
        let started_ms = seen.exchange.started_ms;
        let until = place.and_then(|place| self.signed_in.get(&place));
        if until.is_some_and(|until| *until > started_ms) {
            let what = "The device has a profile, so that nobody has to choose.";
            seen.broke(&rule::CONFIGURATION_NEEDED, what);
        }
        let key = (seen.requester.clone(), provider);
        let before = self.configured.get(&key).copied();
        if let Some(pause) = before.and_then(|before| started_ms.checked_sub(before)) {
            if pause < CONFIGURATION_MS {
                let what = format!("It was answered {} s before.", pause / 1_000);
                seen.broke(&rule::CONFIGURATION_CACHED, what);
            }
        }
        if seen.succeeded() {
            self.configured.insert(key, seen.exchange.ended_ms);
        }
    }

    fn repeated(&mut self, seen: &mut Seen<'_>, device: &str, is_found: bool) {
        let key = (device.to_owned(), seen.exchange.path.clone());
        let news = self.answered.get(&(device.to_owned(), String::new()));
        let news_ms = news.map_or(0, |(at, _)| *at);
        let now = seen.exchange.started_ms;
        let is_series =
            |(since, _): &(u64, u32)| *since >= news_ms && now < since.saturating_add(MINUTE_MS);
        let (since, times) = self
            .answered
            .get(&key)
            .copied()
            .filter(is_series)
            .unwrap_or((now, 0));
        let times = if is_found { times + 1 } else { 0 };
        if times >= OFTEN {
            seen.broke(
                &rule::PROFILES_CACHED,
                format!("Asked for {times} times within a minute, and there."),
            );
        }
        self.answered.insert(key, (since, times));
    }
}

/// Until when the answer's profiles that a user signed in for are good; 0 if there are none.
fn valid_until(seen: &Seen<'_>) -> u64 {
    let profiles = seen
        .json
        .as_ref()
        .and_then(|json| json.get("profiles")?.as_object());
    let entries = profiles.into_iter().flatten().map(|(_, entry)| entry);
    let is_lasting = |entry: &&Value| {
        let kind = entry
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        !matches!(kind, "temporary" | "degraded")
    };
    let ends = entries.filter(is_lasting).filter_map(|entry| {
        // By the clock of the recording: the device's may be another than Adobe's.
        let lasts = |name| super::seen::number(entry.get(name)?);
        let whole = lasts("notAfter")?.checked_sub(lasts("notBefore")?)?;
        Some((lasts("notAfter")?, whole))
    });
    let ended_ms = seen.exchange.ended_ms;
    ends.map(|(not_after, whole)| not_after.min(ended_ms.saturating_add(whole)))
        .max()
        .unwrap_or(0)
}
