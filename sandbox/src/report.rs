//! What Adobe's rules say about traffic, client by client: for people, as JSON and as JUnit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::html::escape;
use crate::plain::plain;
use crate::rules::{CHECKLIST, Checker, Finding, Level, RULES, Sender};

/// What was found in traffic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The clients, those with the gravest findings first.
    pub clients: Vec<ReportedClient>,
    /// What traffic cannot show, by row of Adobe's checklist.
    pub unseen: Vec<Unseen>,
}

/// A client: a device, or credentials that no device was seen with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportedClient {
    /// What it is called here. Of a device identifier the beginning alone is shown.
    pub name: String,
    /// Its requests to Adobe's APIs.
    pub requests: usize,
    /// What was found, the gravest first.
    pub findings: Vec<ReportedFinding>,
}

/// A rule that a client broke, in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportedFinding {
    /// The rule's id.
    pub rule: String,
    /// The rule's weight.
    pub level: Level,
    /// What is asked.
    pub text: String,
    /// What was seen, the first time.
    pub what: String,
    /// How to mend it.
    pub mend: String,
    /// The page of Adobe's that says so.
    pub page: String,
    /// The operation of the first request.
    pub operation: String,
    /// The numbers of the requests, in the log or the recording; at most 100.
    pub requests: Vec<u64>,
    /// How many requests there were.
    pub times: usize,
}

/// A row of Adobe's checklist that traffic does not show, or not in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// Its title.
    pub title: String,
    /// What is to be looked at instead.
    pub why: String,
}

/// A request as the report counts it.
pub(crate) struct Judged {
    pub(crate) number: u64,
    pub(crate) operation: Option<&'static str>,
    pub(crate) sender: Sender,
    pub(crate) findings: Vec<Finding>,
}

impl Report {
    /// Sums up what the checker said about each request.
    pub(crate) fn of(mut judged: Vec<Judged>, checker: &Checker) -> Self {
        for (number, finding) in checker.finish() {
            if let Some(request) = judged.iter_mut().find(|request| request.number == number) {
                request.findings.push(finding);
            }
        }
        let mut clients: BTreeMap<String, ReportedClient> = BTreeMap::new();
        for request in judged {
            if request.operation.is_none() && request.findings.is_empty() {
                continue;
            }
            let by_client = || checker.device_of(request.sender.client?).map(str::to_owned);
            let device = request.sender.device.clone().or_else(by_client);
            let (key, name) = match (device, request.sender.client) {
                (Some(device), _) => (
                    format!("device {device}"),
                    format!("device {}", short(&device)),
                ),
                (None, Some(client)) => (
                    format!("client {client}"),
                    format!("client {client}, no device"),
                ),
                (None, None) => (String::new(), "no token, no device".to_owned()),
            };
            let client = clients.entry(key).or_insert_with(|| ReportedClient {
                name,
                requests: 0,
                findings: Vec::new(),
            });
            client.requests += usize::from(request.operation.is_some());
            for finding in request.findings {
                client.add(
                    request.number,
                    request.operation.unwrap_or("other"),
                    finding,
                );
            }
        }
        let mut clients: Vec<_> = clients.into_values().collect();
        for client in &mut clients {
            client
                .findings
                .sort_by_key(|finding| std::cmp::Reverse(finding.level));
        }
        clients.sort_by_key(|client| std::cmp::Reverse(client.worst()));
        let unseen = CHECKLIST.iter().filter(|row| !row.unseen.is_empty());
        let unseen = unseen.map(|row| Unseen {
            title: row.title.into(),
            why: row.unseen.into(),
        });
        Self {
            clients,
            unseen: unseen.collect(),
        }
    }

    /// The gravest level of all findings; none if there is no finding.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        self.clients.iter().filter_map(ReportedClient::worst).max()
    }

    /// The report for people.
    #[must_use]
    pub fn human(&self) -> String {
        let mut text = String::new();
        // Writing into a string does not fail.
        for client in &self.clients {
            let (requests, findings) = (client.requests, client.findings.len());
            let _ = writeln!(
                text,
                "{}: {requests} requests, {findings} findings",
                plain(&client.name)
            );
            for finding in &client.findings {
                let first = finding.requests.first().copied().unwrap_or_default();
                let level = finding.level.name();
                let (asked, rule) = (plain(&finding.text), plain(&finding.rule));
                let _ = writeln!(text, "\n  {level}: {asked} [{rule}]");
                let (operation, what) = (plain(&finding.operation), plain(&finding.what));
                let _ = write!(text, "    request {first}, {operation}: {what}");
                let _ = match finding.times {
                    1 => writeln!(text),
                    times => writeln!(text, " ({times} requests)"),
                };
                let _ = writeln!(
                    text,
                    "    To mend it: {}\n    {}",
                    plain(&finding.mend),
                    plain(&finding.page)
                );
            }
            text.push('\n');
        }
        if self.clients.is_empty() {
            text.push_str("There was no request to Adobe's APIs.\n\n");
        }
        text.push_str("Traffic does not show all of Adobe's checklist. Look at these yourself:\n");
        for row in &self.unseen {
            let _ = writeln!(text, "  {}: {}", plain(&row.title), plain(&row.why));
        }
        text
    }

    /// The report as JUnit's XML: a suite per client, a case per rule. A finding below `fail_on` is
    /// no failure, and stands in the case's output.
    #[must_use]
    pub fn junit(&self, fail_on: Option<Level>) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for client in &self.clients {
            let fails =
                |finding: &&ReportedFinding| fail_on.is_some_and(|least| finding.level >= least);
            let mut failed: Vec<_> = client
                .findings
                .iter()
                .filter(fails)
                .map(|finding| &finding.rule)
                .collect();
            failed.sort_unstable();
            failed.dedup();
            let (name, failures) = (escape(&plain(&client.name)), failed.len());
            let _ = writeln!(
                text,
                "<testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">",
                RULES.len()
            );
            for rule in RULES {
                let _ = write!(text, "<testcase classname=\"{name}\" name=\"{}\">", rule.id);
                let of_it = client
                    .findings
                    .iter()
                    .filter(|finding| finding.rule == rule.id);
                let lines = of_it.map(|finding| {
                    format!(
                        "request {:?}: {} {}\n",
                        finding.requests,
                        plain(&finding.what),
                        plain(&finding.mend)
                    )
                });
                let lines: String = lines.collect();
                if fail_on.is_some_and(|least| rule.level >= least) && !lines.is_empty() {
                    let message = escape(rule.text);
                    let _ = write!(
                        text,
                        "<failure message=\"{message}\">{}</failure>",
                        escape(&lines)
                    );
                } else if !lines.is_empty() {
                    let _ = write!(text, "<system-out>{}</system-out>", escape(&lines));
                }
                text.push_str("</testcase>\n");
            }
            text.push_str("</testsuite>\n");
        }
        text.push_str("</testsuites>\n");
        text
    }
}

impl ReportedClient {
    fn worst(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.level).max()
    }

    fn add(&mut self, number: u64, operation: &str, finding: Finding) {
        let rule = finding.rule;
        let mut known = self.findings.iter_mut();
        if let Some(known) =
            known.find(|known| known.rule == rule.id && known.operation == operation)
        {
            known.times += 1;
            if known.requests.len() < 100 {
                known.requests.push(number);
            }
            return;
        }
        self.findings.push(ReportedFinding {
            rule: rule.id.into(),
            level: rule.level,
            text: rule.text.into(),
            what: finding.what,
            mend: rule.mend.into(),
            page: rule.page.into(),
            operation: operation.into(),
            requests: vec![number],
            times: 1,
        });
    }
}

impl App {
    /// The report on what the log still has.
    pub(crate) fn report(&self) -> Report {
        let state = self.state();
        let entries = state.log.entries().into_iter();
        let judged = entries.map(|entry| Judged {
            number: entry.number,
            operation: entry.operation,
            sender: Sender {
                device: entry.sender,
                client: entry.client,
            },
            findings: entry.findings,
        });
        Report::of(judged.collect(), &state.checker)
    }
}

/// The beginning of an identifier, which is a person's device after all.
fn short(identifier: &str) -> String {
    match identifier.char_indices().nth(8) {
        Some((end, _)) => format!("{}…", identifier.get(..end).unwrap_or_default()),
        None => identifier.to_owned(),
    }
}
