//! An exchange as rules look at it: what it is, who sent it, and what the answer says.

use axum::http::HeaderMap;
use serde_json::Value;

use super::finding::Finding;
use super::table::Rule;
use crate::device;
use crate::exchange::Exchange;
use crate::operation::{self, Operation, Route};

/// An exchange, taken apart once.
pub(super) struct Seen<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) operation: Option<Operation>,
    pub(super) route: Option<Route>,
    pub(super) device: Option<String>,
    pub(super) token: Option<&'a str>,
    /// The answer, if it is JSON.
    pub(super) json: Option<Value>,
    /// Parameters of a form body, decoded.
    pub(super) form: Vec<(String, String)>,
    /// Who sent it, as far as one can tell: the device, the client of the token, or the address.
    pub(super) requester: String,
    pub(super) findings: Vec<(u64, Finding)>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(exchange: &'a Exchange) -> Self {
        let path = if exchange.is_foreign {
            ""
        } else {
            &exchange.path
        };
        let is_form = media_type(&exchange.headers) == "application/x-www-form-urlencoded";
        let form = form_urlencoded::parse(if is_form { &exchange.body } else { b"" });
        let authorization = device::single(&exchange.headers, "authorization");
        Self {
            operation: operation::of_request(&exchange.method, path),
            route: operation::route(path),
            device: device::identifier(&exchange.headers).ok(),
            token: authorization.and_then(|value| value.strip_prefix("Bearer ")),
            json: exchange.answered_json(),
            form: form.into_owned().collect(),
            requester: String::new(),
            findings: Vec::new(),
            exchange,
        }
    }

    /// Notes that this request broke a rule.
    pub(super) fn broke(&mut self, rule: &Rule, what: impl Into<String>) {
        self.broke_at(self.exchange.number, rule, what);
    }

    /// Notes that an earlier request broke a rule.
    pub(super) fn broke_at(&mut self, number: u64, rule: &Rule, what: impl Into<String>) {
        self.findings.push((number, Finding::new(rule, what)));
    }

    pub(super) fn is(&self, operation: Operation) -> bool {
        self.operation == Some(operation)
    }

    /// Whether it is one of V2 that an application sends: all but the browser's.
    pub(super) fn is_v2(&self) -> bool {
        self.route.is_some() && self.operation.is_some() && !self.is(Operation::Authenticate)
    }

    pub(super) fn succeeded(&self) -> bool {
        (200..300).contains(&self.exchange.status())
    }

    /// A text of the answer.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.json.as_ref()?.get(name)?.as_str()
    }

    /// A number of the answer, or digits in a text.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        number(self.json.as_ref()?.get(name)?)
    }

    /// A form parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn service_provider(&self) -> &str {
        let route = self.route.as_ref();
        route
            .and_then(|route| route.service_provider.as_deref())
            .unwrap_or_default()
    }

    /// The MVPD, code or partner in the path.
    pub(super) fn id(&self) -> &str {
        let route = self.route.as_ref();
        route
            .and_then(|route| route.id.as_deref())
            .unwrap_or_default()
    }

    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        device::single(&self.exchange.headers, name)
    }
}

/// A number, or digits in a text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The media type of a body, in lower case, without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let sent = device::single(headers, "content-type").unwrap_or_default();
    sent.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}
