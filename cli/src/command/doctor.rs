//! `tvpass doctor`: what a sign-in needs, checked one after the other.

use std::io::{self, Write};
use std::sync::atomic::Ordering;

use serde::Serialize;
use tvpass::driver::UreqDriver;
use tvpass::error::{TransportErrorKind, printable};
use tvpass::operation::{Operation as _, RetrieveConfiguration, Site};
use tvpass::outcome::{Configuration, ReceivedText};
use tvpass::{AccessToken, Error, Response};

use crate::connection::Service;
use crate::exit::{Exit, Failure, Outcome, of_error};
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{BAD, GOOD, WARNING, styled};
use crate::times;

/// A clock that is further off than this is worth a word: certificates are checked by it.
const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

#[derive(Serialize)]
struct Diagnosis {
    /// Whether nothing is wrong; warnings are none.
    healthy: bool,
    checks: Vec<Check>,
    #[serde(skip)]
    exit: Exit,
}

#[derive(Serialize)]
struct Check {
    /// A stable name.
    name: &'static str,
    result: Finding,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Finding {
    Ok,
    Warning,
    Failed,
    /// Something that it needs failed.
    Skipped,
}

impl Diagnosis {
    fn add(&mut self, name: &'static str, result: Finding, detail: impl Into<String>) {
        self.checks.push(Check {
            name,
            result,
            detail: detail.into(),
            advice: None,
        });
    }

    fn warn(&mut self, name: &'static str, detail: String, advice: &str) {
        self.add(name, Finding::Warning, detail);
        self.advise(advice);
    }

    fn advise(&mut self, advice: &str) {
        if let Some(check) = self.checks.last_mut() {
            check.advice = Some(advice.to_owned());
        }
    }

    fn failed(&mut self, name: &'static str, error: &Error) {
        self.healthy = false;
        // The first that failed is usually why the others did.
        if self.exit == Exit::Done {
            self.exit = of_error(error);
        }
        self.add(name, Finding::Failed, error.to_string());
        self.advise(error.advice());
    }
}

impl Report for Diagnosis {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for check in &self.checks {
            let (style, mark) = match check.result {
                Finding::Ok => (GOOD, "ok      "),
                Finding::Warning => (WARNING, "warning "),
                Finding::Failed => (BAD, "FAILED  "),
                Finding::Skipped => (WARNING, "skipped "),
            };
            let detail = printable(&check.detail);
            writeln!(out, "{} {:<9}  {detail}", styled(style, &mark), check.name)?;
            if let Some(advice) = &check.advice {
                writeln!(out, "{:20}{advice}", "")?;
            }
        }
        match self.healthy {
            true => writeln!(out, "\n{}", styled(GOOD, &"This device can sign in.")),
            false => writeln!(out, "\n{}", styled(BAD, &"This device cannot sign in.")),
        }
    }
}

pub(crate) fn run(settings: Settings, screen: &Screen) -> Outcome {
    let mut diagnosis = Diagnosis {
        healthy: true,
        checks: Vec::new(),
        exit: Exit::Done,
    };
    let driver = settings.driver()?;
    match Service::open(settings.clone(), screen) {
        Ok(service) => examine(&mut diagnosis, &service, &driver)?,
        // A mistake in the options is no finding about the device.
        Err(Failure::Library(error)) if of_error(&error) == Exit::State => {
            diagnosis.failed("state", &error);
            without_state(&mut diagnosis, &settings, &driver)?;
        }
        Err(failure) => return Err(failure),
    }
    screen.show(&diagnosis)?;
    Ok(diagnosis.exit)
}

/// What can be looked at although the state cannot be used.
fn without_state(
    diagnosis: &mut Diagnosis,
    settings: &Settings,
    driver: &UreqDriver,
) -> Result<(), Failure> {
    let base = settings.base()?;
    #[cfg(feature = "sandbox")]
    let settings = &match settings.place.is_sandbox() {
        true => settings.clone().completed_for_sandbox(&base),
        false => settings.clone(),
    };
    let site = settings.site(&base)?;
    reach(diagnosis, &site, driver, settings.service_provider()?)?;
    skip(diagnosis, "the state cannot be used");
    Ok(())
}

/// The checks that need a token.
fn skip(diagnosis: &mut Diagnosis, why: &str) {
    for name in ["statement", "device", "provider"] {
        diagnosis.add(name, Finding::Skipped, why);
    }
}

fn examine(
    diagnosis: &mut Diagnosis,
    service: &Service,
    driver: &UreqDriver,
) -> Result<(), Failure> {
    let state = service.state_file.as_ref();
    let state = state.map_or("kept nowhere".to_owned(), |path| path.display().to_string());
    let registered = match service.is_registered() {
        true => "registered",
        false => "not registered yet",
    };
    diagnosis.add("state", Finding::Ok, format!("{registered}; {state}"));

    let service_provider = service.service_provider()?;
    let reached = reach(diagnosis, &service.site, driver, service_provider)?;
    let configuration = match reached {
        true => {
            let operation = RetrieveConfiguration::new(service_provider)?;
            Some(service.try_run(operation))
        }
        false => None,
    };
    match configuration {
        Some(Ok(configuration)) => {
            diagnosis.add(
                "statement",
                Finding::Ok,
                "accepted: there is an access token",
            );
            understand(diagnosis, service, &configuration);
        }
        Some(Err(error)) => {
            let is_about_statement = matches!(error.cause(), Error::Dcr(_));
            match is_about_statement {
                true => diagnosis.failed("statement", &error),
                false => diagnosis.failed("provider", &error),
            }
        }
        None => skip(diagnosis, "the service was not reached"),
    }
    let requests = service.traffic.requests.load(Ordering::Relaxed) + 1;
    match service.traffic.throttled.load(Ordering::Relaxed) {
        0 => diagnosis.add(
            "throttle",
            Finding::Ok,
            format!("none of {requests} requests was turned away (HTTP 429)"),
        ),
        throttled => diagnosis.warn(
            "throttle",
            format!("{throttled} of {requests} requests were turned away (HTTP 429)"),
            "Adobe counts by address: look for what else sends requests from this network.",
        ),
    }
    Ok(())
}

/// Whether Adobe's service answers: by a request with a token that is none, which it refuses.
fn reach(
    diagnosis: &mut Diagnosis,
    site: &Site,
    driver: &UreqDriver,
    service_provider: &str,
) -> Result<bool, Failure> {
    let base = site.base().as_str();
    let operation = RetrieveConfiguration::new(service_provider)?;
    let request = operation.request(site, &AccessToken::new("tvpass-doctor")?);
    let response = match driver.send(&request) {
        Ok(response) => response,
        Err(error) => {
            let name = match error.kind {
                TransportErrorKind::Tls => "tls",
                _ => "network",
            };
            diagnosis.failed(name, &Error::from(error));
            return Ok(false);
        }
    };
    let is_plain = site.base().is_plain_loopback();
    diagnosis.add("network", Finding::Ok, format!("{base} answers"));
    match is_plain {
        true => diagnosis.add("tls", Finding::Ok, "none: this machine, without a network"),
        false => diagnosis.add("tls", Finding::Ok, "the certificate is trusted"),
    }
    let is_adobe = match RetrieveConfiguration::interpret(&request, &response) {
        Err(error @ (Error::Malformed(_) | Error::HttpStatus(_)))
            if response.status() != 401 && response.status() < 500 =>
        {
            diagnosis.failed("service", &error);
            false
        }
        Err(error @ Error::HttpStatus(_)) if response.status() >= 500 => {
            diagnosis.failed("service", &error);
            false
        }
        _ => {
            let status = response.status();
            let detail = format!("HTTP {status} to a token that is none, as it should be");
            diagnosis.add("service", Finding::Ok, detail);
            true
        }
    };
    compare_clocks(diagnosis, &response);
    Ok(is_adobe)
}

fn compare_clocks(diagnosis: &mut Diagnosis, response: &Response) {
    let theirs = response.header("Date").and_then(times::of_http_date);
    let Some(theirs) = theirs else {
        diagnosis.add("clock", Finding::Skipped, "the answer has no Date");
        return;
    };
    let ours = times::now_unix_ms();
    let off = ours.abs_diff(theirs);
    let way = match ours < theirs {
        true => "behind",
        false => "ahead of",
    };
    match off > CLOCK_TOLERANCE_MS {
        // `Date` has whole seconds, and the answer took a moment.
        false => diagnosis.add("clock", Finding::Ok, "agrees with the service's"),
        true => diagnosis.warn(
            "clock",
            format!("{} {way} the service's", times::length(off)),
            "Tokens do not depend on it, but certificates are checked by it: set it.",
        ),
    }
}

/// What the configuration says about this device and this service provider.
fn understand(diagnosis: &mut Diagnosis, service: &Service, configuration: &Configuration) {
    let device = &configuration.recognized_device;
    let said = [
        ("device", &device.device),
        ("client type", &device.client_type),
        ("os", &device.os),
        ("platform", &device.platform),
        ("platform category", &device.platform_category),
    ];
    let said: Vec<_> = said
        .iter()
        .filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?.as_str())))
        .collect();
    let is_unknown = |text: &Option<ReceivedText>| {
        text.as_ref()
            .is_none_or(|text| text.eq_ignore_ascii_case("unknown"))
    };
    let detail = match said.is_empty() {
        true => "Adobe does not say what it takes this device for".to_owned(),
        false => said.join(", "),
    };
    match is_unknown(&device.device) && is_unknown(&device.platform) {
        true => diagnosis.warn(
            "device",
            detail,
            "Adobe did not understand X-Device-Info: compare `tvpass headers profiles` with its page. Lifetimes may be shorter.",
        ),
        false => diagnosis.add("device", Finding::Ok, detail),
    }
    let providers = configuration.choices().count();
    let name = configuration.service_provider_name.as_ref();
    let name = name.map_or_else(String::new, |name| format!(" ({})", name.as_str()));
    let id = service.settings.service_provider().unwrap_or_default();
    let detail = format!("{id}{name} works with {providers} TV providers");
    match providers {
        0 => diagnosis.warn(
            "provider",
            detail,
            "Nobody can sign in; look at the integrations in Adobe's TVE Dashboard.",
        ),
        _ => diagnosis.add("provider", Finding::Ok, detail),
    }
    let domain = service.settings.domain_name.as_deref();
    if let Some(domain) = domain.filter(|_| !configuration.domains.is_empty()) {
        let is_registered = configuration
            .domains
            .iter()
            .any(|known| known.name == *domain);
        match is_registered {
            true => diagnosis.add("domain", Finding::Ok, format!("{domain} is registered")),
            false => diagnosis.warn(
                "domain",
                format!("{domain} is not among the service provider's domains"),
                "Compare --domain-name with Adobe's TVE Dashboard.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_clock(date: &str) -> Check {
        let mut diagnosis = Diagnosis {
            healthy: true,
            checks: Vec::new(),
            exit: Exit::Done,
        };
        let response = Response::new(401, "").with_header("Date", date);
        compare_clocks(&mut diagnosis, &response);
        assert!(diagnosis.healthy, "a clock is no reason not to sign in");
        diagnosis.checks.remove(0)
    }

    #[test]
    fn a_clock_that_is_off_is_a_warning_that_says_by_how_much() {
        let now = std::time::SystemTime::now();
        let date = |off_s: u64| {
            let time = now + std::time::Duration::from_secs(off_s);
            httpdate::fmt_http_date(time)
        };
        assert_eq!(of_clock(&date(60)).result, Finding::Ok);
        let check = of_clock(&date(3 * 3600 + 30));
        assert_eq!(check.result, Finding::Warning);
        assert!(check.detail.starts_with("3 h behind"), "{}", check.detail);
        let past = of_clock("Sun, 06 Nov 1994 08:49:37 GMT");
        assert!(
            past.detail.ends_with("days ahead of the service's"),
            "{}",
            past.detail
        );
        assert_eq!(of_clock("yesterday").result, Finding::Skipped);
    }
}
