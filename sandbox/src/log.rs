//! The request log.
//!
//! No secret gets into the log. Since tests want to know whether the second request carried the
//! same access token as the first, each distinct secret is replaced by a number. What a person asks
//! to see of a request, secrets included, is kept beside it.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Response};
use bytes::Bytes;
use serde::Serialize;

use crate::bounded::Bounded;
use crate::device;
use crate::enhanced::ErrorCode;
use crate::exchange::{Answered, Exchange};
use crate::log_entry::{LogEntry, TokenState};
use crate::operation::{self, Operation, Route};
use crate::rules::{Finding, Sender};
use crate::shown::{self, SECRET_PARAMETERS};

/// The oldest entries make room once there are so many,
const CAPACITY: usize = 20_000;

/// or once they take so many bytes.
const CAPACITY_BYTES: usize = 64 << 20;

/// Of a longer body nothing is kept.
const LONGEST_KEPT_BODY: usize = 256 << 10;

/// Headers whose whole value is a secret; of `Authorization` the scheme is kept.
const SECRET_HEADERS: [&str; 7] = [
    "cookie",
    "set-cookie",
    "authorization",
    "ap-temppass-identity",
    "ad-service-token",
    "adobe-subject-token",
    "x-roku-reserved-roku-connect-token",
];

/// What was sent and answered, secrets included.
#[derive(Debug, Default)]
struct Raw {
    headers: HeaderMap,
    body: Bytes,
    answer: Answered,
}

#[derive(Debug)]
struct Record {
    entry: LogEntry,
    raw: Raw,
    bytes: usize,
}

/// What an answer tells the log besides its status.
#[derive(Debug, Clone)]
pub(crate) struct AnsweredCode(pub(crate) String);

#[derive(Debug)]
pub(crate) struct Log {
    records: VecDeque<Record>,
    written: u64,
    bytes: usize,
    /// The numbers of secrets, by hash: the log itself knows none.
    secrets: Bounded<u64, u64>,
    numbered: u64,
    hasher: RandomState,
    /// The numbers of entries that were written or changed, and how many changes were forgotten.
    changes: VecDeque<u64>,
    forgotten: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            records: VecDeque::new(),
            written: 0,
            bytes: 0,
            secrets: Bounded::new(CAPACITY),
            numbered: 0,
            hasher: RandomState::new(),
            changes: VecDeque::new(),
            forgotten: 0,
        }
    }
}

impl Log {
    /// Writes a request down and gives back its number.
    pub(crate) fn add(
        &mut self,
        at_ms: u64,
        connection: u64,
        request: &Parts,
        body: &Bytes,
        token_state: Option<TokenState>,
    ) -> u64 {
        self.written += 1;
        let query = form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes());
        let query = query
            .map(|(name, value)| {
                let secret = SECRET_PARAMETERS.contains(&&*name);
                let value = if secret {
                    self.mask(&value)
                } else {
                    value.into_owned()
                };
                (name.into_owned(), value)
            })
            .collect();
        let (method, path) = (request.method.as_str(), request.uri.path());
        let operation = operation::of_request(method, path);
        let route = operation::route(path);
        let authorization = device::single(&request.headers, "authorization");
        let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.map(|token| self.mask(token));
        let unexpected_headers = match operation {
            Some(operation) if route.is_some() => {
                let names = request.headers.keys().map(HeaderName::as_str);
                let unexpected = names.filter(|name| !operation.takes_header(name));
                unexpected.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let entry = LogEntry {
            number: self.written,
            at_ms,
            connection,
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers: self.masked(&request.headers),
            operation: operation.map(Operation::name),
            code: route.as_ref().and_then(Route::code).map(str::to_owned),
            service_provider: route.and_then(|route| route.service_provider),
            device: device::identifier(&request.headers).ok(),
            token,
            unexpected_headers,
            status: None,
            error: None,
            phase: operation.map_or_else(|| phase_of_page(path), Operation::phase),
            decoded: shown::decoded(&request.headers),
            token_state,
            client: None,
            sender: None,
            body: shown::body(&request.headers, body),
            answer_headers: Vec::new(),
            answer_body: None,
            took_ms: None,
            is_fault: false,
            findings: Vec::new(),
        };
        let raw = Raw {
            headers: request.headers.clone(),
            body: kept(body),
            answer: Answered::default(),
        };
        self.records.push_back(Record {
            entry,
            raw,
            bytes: 0,
        });
        self.changed(self.written);
        self.written
    }

    /// Adds what request `number` was answered with.
    pub(crate) fn answered<B>(
        &mut self,
        exchange: &Exchange,
        took_ms: u64,
        response: Option<&Response<B>>,
    ) {
        let answer = exchange.answer.clone().unwrap_or_default();
        let headers = self.masked(&answer.headers);
        let Some(record) = self.record_mut(exchange.number) else {
            return;
        };
        let entry = &mut record.entry;
        entry.took_ms = Some(took_ms);
        entry.is_fault = exchange.is_fault;
        if let Some(response) = response {
            entry.status = Some(response.status().as_u16());
            let extensions = response.extensions();
            entry.error = extensions.get::<ErrorCode>().map(|error| error.0);
            if let Some(AnsweredCode(code)) = extensions.get() {
                entry.code = Some(code.clone());
            }
        }
        entry.answer_headers = headers;
        entry.answer_body = shown::body(&answer.headers, &answer.body);
        record.raw.answer = Answered {
            body: kept(&answer.body),
            ..answer
        };
        self.changed(exchange.number);
    }

    /// Adds what the rules say about a request.
    pub(crate) fn judged(&mut self, number: u64, sender: Sender) {
        if let Some(record) = self.record_mut(number) {
            record.entry.client = sender.client;
            record.entry.sender = sender.device;
        }
    }

    /// Adds a finding about a request.
    pub(crate) fn found(&mut self, number: u64, finding: Finding) {
        if let Some(record) = self.record_mut(number) {
            record.entry.findings.push(finding);
            self.changed(number);
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.records
            .iter()
            .map(|record| record.entry.clone())
            .collect()
    }

    /// How many changes there were so far: where [`Self::since`] goes on.
    pub(crate) fn changes(&self) -> u64 {
        self.forgotten + u64::try_from(self.changes.len()).unwrap_or(u64::MAX)
    }

    /// At most `limit` entries that were written or changed after so many changes, as they are now,
    /// and how many changes that makes. Each is there once.
    pub(crate) fn since(&self, changes: u64, limit: usize) -> (Vec<LogEntry>, u64) {
        let known = usize::try_from(changes.saturating_sub(self.forgotten)).unwrap_or(usize::MAX);
        let news: Vec<u64> = self
            .changes
            .iter()
            .skip(known)
            .take(limit)
            .copied()
            .collect();
        let reached = changes.max(self.forgotten) + u64::try_from(news.len()).unwrap_or(0);
        let mut numbers = news;
        numbers.sort_unstable();
        numbers.dedup();
        let entries = numbers.into_iter().filter_map(|number| self.record(number));
        (
            entries.map(|record| record.entry.clone()).collect(),
            reached,
        )
    }

    /// A request and its answer as they were, secrets included.
    pub(crate) fn revealed(&self, number: u64) -> Option<Revealed> {
        let raw = &self.record(number)?.raw;
        let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
        Some(Revealed {
            headers: plain(&raw.headers),
            body: text(&raw.body),
            answer_headers: plain(&raw.answer.headers),
            answer_body: text(&raw.answer.body),
        })
    }

    /// The newest request whose answer has this text.
    pub(crate) fn answered_with(&self, text: &str) -> Option<u64> {
        let has_it = |record: &&Record| {
            let mut windows = record.raw.answer.body.windows(text.len().max(1));
            windows.any(|window| window == text.as_bytes())
        };
        let found = self.records.iter().rev().find(has_it)?;
        Some(found.entry.number)
    }

    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.bytes = 0;
    }

    fn record(&self, number: u64) -> Option<&Record> {
        self.records.get(self.place(number)?)
    }

    fn record_mut(&mut self, number: u64) -> Option<&mut Record> {
        let place = self.place(number)?;
        self.records.get_mut(place)
    }

    /// Numbers are consecutive.
    fn place(&self, number: u64) -> Option<usize> {
        let first = self.records.front()?.entry.number;
        usize::try_from(number.checked_sub(first)?).ok()
    }

    /// Notes a change, and lets the oldest entries make room.
    fn changed(&mut self, number: u64) {
        if let Some(record) = self.record_mut(number) {
            let (before, after) = (record.bytes, record.size());
            record.bytes = after;
            self.bytes = self.bytes.saturating_sub(before).saturating_add(after);
        }
        while self.records.len() > CAPACITY || self.bytes > CAPACITY_BYTES {
            let Some(oldest) = self.records.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.bytes);
        }
        self.changes.push_back(number);
        if self.changes.len() > 4 * CAPACITY {
            self.changes.pop_front();
            self.forgotten += 1;
        }
    }

    fn masked(&mut self, headers: &HeaderMap) -> Vec<(String, String)> {
        let plain = plain(headers).into_iter();
        plain
            .map(|(name, value)| {
                let value = self.mask_header(&name, &value);
                (name, value)
            })
            .collect()
    }

    fn mask_header(&mut self, name: &str, value: &str) -> String {
        if !SECRET_HEADERS.contains(&name) {
            return value.to_owned();
        }
        match value.split_once(' ') {
            Some((scheme, secret)) if name == "authorization" => {
                format!("{scheme} {}", self.mask(secret))
            }
            _ => self.mask(value),
        }
    }

    fn mask(&mut self, secret: &str) -> String {
        let hash = self.hasher.hash_one(secret);
        let number = match self.secrets.get(&hash) {
            Some(number) => *number,
            None => {
                self.numbered += 1;
                self.secrets.insert(hash, self.numbered);
                self.numbered
            }
        };
        format!("<secret {number}>")
    }
}

/// A request and its answer as they were.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Revealed {
    headers: Vec<(String, String)>,
    body: String,
    answer_headers: Vec<(String, String)>,
    answer_body: String,
}

impl Record {
    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let entry = &self.entry;
        let headers = |headers: &[(String, String)]| -> usize {
            headers
                .iter()
                .map(|(name, value)| name.len() + value.len() + 64)
                .sum()
        };
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        // The headers are kept twice, and decoded.
        let heads = headers(&entry.headers) * 3 + headers(&entry.answer_headers) * 2;
        let bodies = text(&entry.body) + text(&entry.answer_body) + self.raw.body.len();
        let rest = entry.path.len() + headers(&entry.query) + 512 * entry.findings.len() + 1_024;
        heads + bodies + self.raw.answer.body.len() + rest
    }
}

fn kept(body: &Bytes) -> Bytes {
    if body.len() > LONGEST_KEPT_BODY {
        Bytes::new()
    } else {
        body.clone()
    }
}

fn plain(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let each = headers.iter();
    each.map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

/// Which part of the story the pages for browsers belong to.
fn phase_of_page(path: &str) -> &'static str {
    let begins = |start: &[&str]| start.iter().any(|start| path.starts_with(start));
    if begins(&["/adobe-services/logout", "/app/signed-out"]) || path.ends_with("/slo") {
        "logout"
    } else if begins(&["/activate", "/adobe-services/", "/mvpd/", "/app/"]) {
        "sign-in"
    } else {
        "other"
    }
}
