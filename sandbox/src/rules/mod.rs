//! Adobe's rules, held against traffic: each request by itself, and what came before it.
//!
//! What is known is derived from the traffic alone, so that the same checks serve requests to the
//! sandbox and requests that were recorded elsewhere. Where traffic leaves room for doubt, there is
//! no finding.

mod checklist;
mod credentials;
mod decisions;
mod device_info;
mod expectations;
mod finding;
mod logouts;
mod pace;
mod profiles;
mod seen;
mod sign_ins;
mod single;
mod table;

use crate::exchange::Exchange;

pub use checklist::{CHECKLIST, ChecklistRow};
pub(crate) use expectations::Expectations;
pub use finding::Finding;
pub(crate) use table::MEDIA_TOKEN_ONCE;
pub use table::{Level, RULES, Rule};

use seen::Seen;

/// What came out of a look at an exchange.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Findings, each with the number of the request that it is about: this one or an earlier one.
    pub(crate) findings: Vec<(u64, Finding)>,
    pub(crate) sender: Sender,
}

/// Who sent a request, as far as one can tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sender {
    /// The device: by its header, by the code, or since its client has no other.
    pub(crate) device: Option<String>,
    /// The client, by its credentials or token, counted from 1.
    pub(crate) client: Option<u64>,
}

/// Looks at traffic, in the order of the answers.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    pub(crate) expectations: Expectations,
    credentials: credentials::Credentials,
    sign_ins: sign_ins::SignIns,
    profiles: profiles::Profiles,
    decisions: decisions::Decisions,
    logouts: logouts::Logouts,
    pace: pace::Pace,
}

impl Checker {
    pub(crate) fn new(expectations: Expectations) -> Self {
        Self {
            expectations,
            ..Self::default()
        }
    }

    pub(crate) fn observe(&mut self, exchange: &Exchange) -> Verdict {
        let mut seen = Seen::new(exchange);
        let client = self.credentials.client(&seen);
        let sender = self.sender(&seen, client);
        seen.requester = match (&sender.device, client) {
            (Some(device), _) => format!("device {device}"),
            (None, Some(client)) => format!("client {client}"),
            (None, None) => format!("address {}", exchange.address),
        };
        single::check(&mut seen, &self.expectations);
        self.credentials.observe(&mut seen, client);
        self.sign_ins
            .observe(&mut seen, client, self.expectations.browser_on_device);
        self.profiles.observe(&mut seen, sender.device.as_deref());
        self.decisions.observe(&mut seen);
        self.logouts.observe(&mut seen);
        self.pace.observe(&mut seen);
        single::refused(&mut seen);
        // The answer may have told more: the client of new credentials, the device of a code.
        let client = self.credentials.client(&seen);
        let sender = self.sender(&seen, client);
        Verdict {
            findings: seen.findings,
            sender,
        }
    }

    /// What can be said only when nothing more comes.
    pub(crate) fn finish(&self) -> Vec<(u64, Finding)> {
        self.logouts.finish()
    }

    /// The only device of a client.
    pub(crate) fn device_of(&self, client: u64) -> Option<&str> {
        self.credentials.only_device(client)
    }

    fn sender(&self, seen: &Seen<'_>, client: Option<u64>) -> Sender {
        let by_code = || {
            let of_nobody = client.is_none_or(|client| self.credentials.has_devices(client));
            let code = seen.route.as_ref()?.code().filter(|_| of_nobody)?;
            self.sign_ins.device_of(code).map(str::to_owned)
        };
        let by_client = || self.device_of(client?).map(str::to_owned);
        let device = seen.device.clone().or_else(by_client).or_else(by_code);
        Sender { device, client }
    }
}
