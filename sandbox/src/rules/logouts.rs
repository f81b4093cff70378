//! Logouts: whose wish they are, what they carry, and whether they are followed to the end.

use serde_json::Value;

use super::finding::Finding;
use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;

/// A logout so soon after a denial is nobody's wish.
const AT_ONCE_MS: u64 = 5_000;

/// The headers of single sign-on that an application sends by itself.
const TOKENS: [&str; 2] = ["ad-service-token", "adobe-subject-token"];

#[derive(Debug, Default)]
struct Device {
    /// Which of [`TOKENS`] the sign-in carried.
    carried: [bool; 2],
    /// When the last request was answered, if that was with a denial.
    denied_ms: Option<u64>,
    /// The logout whose URL was not opened yet.
    open: Option<(u64, String)>,
}

#[derive(Debug)]
pub(super) struct Logouts(Bounded<String, Device>);

impl Default for Logouts {
    fn default() -> Self {
        Self(Bounded::new(REMEMBERED))
    }
}

const UNOPENED: &str = "The url of the answer was not opened.";

impl Logouts {
    pub(super) fn observe(&mut self, seen: &mut Seen<'_>) {
        self.followed(seen);
        let Some(name) = seen.device.clone() else {
            return;
        };
        if self.0.get(&name).is_none() {
            self.0.insert(name.clone(), Device::default());
        }
        let Some(device) = self.0.get_mut(&name) else {
            return;
        };
        let carries = TOKENS.map(|token| seen.exchange.headers.contains_key(token));
        match seen.operation {
            Some(Op::CreateSession) if seen.succeeded() => {
                device.carried = carries;
                if let Some((number, _)) = device.open.take() {
                    seen.broke_at(number, &rule::LOGOUT_FOLLOWED, UNOPENED);
                }
            }
            Some(Op::Logout) => {
                for ((name, carried), carries) in TOKENS.iter().zip(device.carried).zip(carries) {
                    if carried && !carries {
                        let what = format!("The sign-in carried {name}, and this does not.");
                        seen.broke(&rule::LOGOUT_WITH_SSO, what);
                    }
                }
                let pause = device
                    .denied_ms
                    .map(|at| seen.exchange.started_ms.saturating_sub(at));
                if let Some(pause) = pause.filter(|pause| *pause < AT_ONCE_MS) {
                    seen.broke(
                        &rule::LOGOUT_BY_USER,
                        format!("It came {pause} ms after a denial."),
                    );
                }
                if let Some(url) = logout_url(seen) {
                    device.open = Some((seen.exchange.number, url));
                }
            }
            _ => {}
        }
        device.denied_ms = is_denial(seen).then_some(seen.exchange.ended_ms);
    }

    /// What can be said only when nothing more comes.
    pub(super) fn finish(&self) -> Vec<(u64, Finding)> {
        let open = self.0.iter().filter_map(|(_, device)| device.open.as_ref());
        let mut found: Vec<_> = open
            .map(|(number, _)| (*number, Finding::new(&rule::LOGOUT_FOLLOWED, UNOPENED)))
            .collect();
        found.sort_by_key(|(number, _)| *number);
        found
    }

    /// Whether this is the user agent that opens a logout's URL.
    fn followed(&mut self, seen: &Seen<'_>) {
        if seen.exchange.method != "GET" || seen.is_v2() {
            return;
        }
        let target = match seen.exchange.query.as_str() {
            "" => seen.exchange.path.clone(),
            query => format!("{}?{query}", seen.exchange.path),
        };
        for device in self.0.values_mut() {
            let is_it = |(_, url): &(u64, String)| url.ends_with(&target);
            if device.open.as_ref().is_some_and(is_it) {
                device.open = None;
            }
        }
    }
}

/// The first URL that an answer wants opened.
fn logout_url(seen: &Seen<'_>) -> Option<String> {
    let logouts = seen.json.as_ref()?.get("logouts")?.as_object()?;
    let is_logout =
        |entry: &&Value| entry.get("actionName").and_then(Value::as_str) == Some("logout");
    let entry = logouts.values().find(is_logout)?;
    Some(entry.get("url")?.as_str()?.to_owned())
}

fn is_denial(seen: &Seen<'_>) -> bool {
    if !matches!(seen.operation, Some(Op::Preauthorize | Op::Authorize)) {
        return false;
    }
    let decisions = seen
        .json
        .as_ref()
        .and_then(|json| json.get("decisions")?.as_array());
    let mut decisions = decisions.into_iter().flatten();
    seen.exchange.status() == 403
        || decisions.any(|decision| decision.get("authorized") == Some(&Value::Bool(false)))
}
