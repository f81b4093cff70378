//! Authentication codes: when they are polled, how fast, and for how long.

use super::seen::Seen;
use super::table as rule;
use crate::bounded::{Bounded, REMEMBERED};
use crate::operation::Operation as Op;

/// The least pause between two polls, from start to start: 3 s, and something for clocks and
/// networks.
const INTERVAL_MS: u64 = 2_900;

/// How long after its end a code may still be polled: an answer takes its time.
const GRACE_MS: u64 = 5_000;

#[derive(Debug)]
struct Code {
    /// The device, service provider and client that asked for it.
    owner: (Option<String>, String, Option<u64>),
    /// When it ends, by the clock of the recording.
    ends_ms: Option<u64>,
    /// Since when there is a newer one.
    replaced_ms: Option<u64>,
    redirect_url: Option<String>,
    was_opened: bool,
    was_reached: bool,
}

#[derive(Debug, Default)]
struct Poll {
    started_ms: u64,
    had_answer: bool,
    /// Since when the answer has told that there is nothing more to come.
    over: Option<(u64, &'static str)>,
    /// How many were sent before the browser had reached the redirect URL.
    early: u32,
}

#[derive(Debug)]
pub(super) struct SignIns {
    codes: Bounded<String, Code>,
    /// The newest code of a device, service provider and client.
    newest: Bounded<(Option<String>, String, Option<u64>), String>,
    /// By code and client: a second screen may ask for the profile, too.
    polls: Bounded<(String, Option<u64>), Poll>,
}

impl Default for SignIns {
    fn default() -> Self {
        Self {
            codes: Bounded::new(REMEMBERED),
            newest: Bounded::new(REMEMBERED),
            polls: Bounded::new(REMEMBERED),
        }
    }
}

impl SignIns {
    /// The device that a code was made for.
    pub(super) fn device_of(&self, code: &str) -> Option<&str> {
        self.codes.get(code)?.owner.0.as_deref()
    }

    pub(super) fn observe(
        &mut self,
        seen: &mut Seen<'_>,
        client: Option<u64>,
        browser_on_device: bool,
    ) {
        match seen.operation {
            Some(Op::CreateSession | Op::PartnerRequest) => self.created(seen, client),
            Some(Op::ResumeSession | Op::RetrieveSession) if seen.succeeded() => self.resumed(seen),
            Some(Op::Authenticate) => self.opened(seen),
            Some(Op::ProfileForCode) => self.polled(seen, client, browser_on_device),
            _ => {}
        }
        self.redirected(seen);
    }

    fn created(&mut self, seen: &Seen<'_>, client: Option<u64>) {
        if !seen.succeeded() {
            return;
        }
        let owner = (
            seen.device.clone(),
            seen.service_provider().to_owned(),
            client,
        );
        let code = seen.text("code").map(str::to_owned);
        // Without a code there is nothing to sign in to, and the code before stays as it was.
        let Some(code) = code else { return };
        if let Some(before) = self
            .newest
            .get(&owner)
            .and_then(|code| self.codes.get_mut(code))
        {
            before.replaced_ms = Some(seen.exchange.ended_ms);
        }
        self.newest.insert(owner.clone(), code.clone());
        let known = Code {
            owner,
            ends_ms: ends(seen),
            replaced_ms: None,
            redirect_url: seen.parameter("redirectUrl").map(str::to_owned),
            was_opened: false,
            was_reached: false,
        };
        self.codes.insert(code, known);
    }

    fn resumed(&mut self, seen: &Seen<'_>) {
        let redirect_url = seen.parameter("redirectUrl").map(str::to_owned);
        match self.codes.get_mut(seen.id()) {
            Some(code) => code.redirect_url = redirect_url.or(code.redirect_url.take()),
            None => {
                let known = Code {
                    owner: (None, seen.service_provider().to_owned(), None),
                    ends_ms: ends(seen),
                    replaced_ms: None,
                    redirect_url,
                    was_opened: false,
                    was_reached: false,
                };
                self.codes.insert(seen.id().to_owned(), known);
            }
        }
    }

    fn opened(&mut self, seen: &mut Seen<'_>) {
        match self.codes.get_mut(seen.id()) {
            Some(code) => code.was_opened = true,
            None if seen.exchange.status() >= 400 => {
                let what = "The address was opened with a code that no session has.";
                seen.broke(&rule::CODE_VALIDATED, what);
            }
            None => {}
        }
    }

    /// A user agent that is sent to a redirect URL has reached the end of a sign-in.
    fn redirected(&mut self, seen: &Seen<'_>) {
        if seen.is_v2() {
            return;
        }
        let answer = seen.exchange.answer.as_ref();
        let location = answer.and_then(|answer| answer.headers.get("location")?.to_str().ok());
        let visited = format!("{}{}", seen.exchange.origin, seen.exchange.path);
        for code in self
            .codes
            .values_mut()
            .filter(|code| code.was_opened && !code.was_reached)
        {
            let Some(url) = code.redirect_url.as_deref() else {
                continue;
            };
            code.was_reached = location.is_some_and(|to| to.starts_with(url)) || visited == url;
        }
    }

    fn polled(&mut self, seen: &mut Seen<'_>, client: Option<u64>, browser_on_device: bool) {
        let (started_ms, ended_ms) = (seen.exchange.started_ms, seen.exchange.ended_ms);
        let key = (seen.id().to_owned(), client);
        let code = self.codes.get(seen.id());
        let before = self.polls.get(&key);
        let replaced = code
            .and_then(|code| code.replaced_ms)
            .filter(|at| started_ms > *at);
        let ended = code
            .and_then(|code| code.ends_ms)
            .filter(|at| started_ms > at.saturating_add(GRACE_MS));
        let over = before
            .and_then(|poll| poll.over)
            .filter(|(at, _)| started_ms >= *at);
        let why = over.map(|(_, why)| why);
        let why = why.or(replaced.map(|_| "A newer code was made."));
        if let Some(why) = why.or(ended.map(|_| "The code has expired.")) {
            seen.broke(&rule::POLLING_STOP, why);
        } else if let Some(before) = before.filter(|before| before.had_answer) {
            let pause = started_ms.saturating_sub(before.started_ms);
            if pause < INTERVAL_MS {
                let what = format!("The poll before was sent {pause} ms earlier.");
                seen.broke(&rule::POLLING_INTERVAL, what);
            }
        }
        let is_early = browser_on_device && code.is_some_and(|code| !code.was_reached);
        // One is right when the user closes the browser early.
        let early = before.map_or(0, |poll| poll.early) + u32::from(is_early);
        if is_early && early > 1 {
            seen.broke(
                &rule::POLLING_START,
                "The browser has not reached the redirectUrl yet.",
            );
        }
        let found = seen
            .json
            .as_ref()
            .and_then(|json| json.get("profiles")?.as_object());
        let now_over = match seen.text("code").unwrap_or_default() {
            "invalid_authentication_session" | "invalid_parameter_code" => {
                Some("The code was refused before.")
            }
            _ if found.is_some_and(|found| !found.is_empty()) => {
                Some("The profile was found before.")
            }
            _ => None,
        };
        let over = before
            .and_then(|poll| poll.over)
            .or(now_over.map(|why| (ended_ms, why)));
        let had_answer = matches!(seen.exchange.status(), 200..=299 | 400..=428 | 430..=499);
        self.polls.insert(
            key,
            Poll {
                started_ms,
                had_answer,
                over,
                early,
            },
        );
    }
}

/// When the code of an answer ends, by the clock of the recording.
fn ends(seen: &Seen<'_>) -> Option<u64> {
    let lasts = seen
        .number("notAfter")?
        .checked_sub(seen.number("notBefore")?)?;
    Some(seen.exchange.ended_ms.saturating_add(lasts))
}
