//! Decisions as they are on the wire: `{"decisions": [{…}, …]}`.
//!
//! Each entry is read by itself, so that a strange one does not lose the others.

use std::borrow::Cow;

use super::failure::Members;
use super::json::{Json, Value, read};
use crate::error::{Denial, Redactor};
use crate::http::{Request, Response, body_text};
use crate::secret::Secret;

/// What `each` makes of each decision, in the answer's order, and how many entries are not
/// understood: without a resource, they decide nothing.
pub(crate) fn decisions<T>(
    request: &Request,
    response: &Response,
    each: impl Fn(DecisionWire<'_>) -> T,
) -> serde_json::Result<(Vec<T>, usize)> {
    let (mut decided, mut skipped) = (Vec::new(), 0);
    // Only denials need one, and one is enough.
    let mut redactor = None;
    read(&body_text(response.body()), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        decided.clear();
        skipped = 0;
        let mut is_there = false;
        answer.each(&mut |name, value| {
            if name == "decisions" {
                value.read(&mut |decisions| match decisions {
                    // Of two, it is not known which one counts.
                    Json::List(decisions) if !is_there => {
                        is_there = true;
                        decisions.each(
                            &mut |entry| match decision(entry, request, &mut redactor) {
                                Some(decision) => decided.push(each(decision)),
                                None => skipped += 1,
                            },
                        );
                        true
                    }
                    _ => false,
                });
            }
        });
        is_there
    })?;
    Ok((decided, skipped))
}

/// One entry, as received. Of a repeated member the last counts.
pub(crate) struct DecisionWire<'a> {
    pub(crate) resource: Box<str>,
    pub(crate) service_provider: Option<Box<str>>,
    pub(crate) mvpd: Option<Box<str>>,
    pub(crate) source: Option<Cow<'a, str>>,
    /// `None` if it is neither yes nor no.
    pub(crate) authorized: Option<bool>,
    pub(crate) token: Option<TokenWire>,
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
    pub(crate) denial: Option<Denial>,
}

/// `token`, as received.
pub(crate) struct TokenWire {
    pub(crate) serialized: Secret,
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
}

/// `None` without a resource.
fn decision<'a>(
    entry: Value<'_, 'a>,
    request: &Request,
    redactor: &mut Option<Redactor>,
) -> Option<DecisionWire<'a>> {
    let mut resource = None;
    let (mut service_provider, mut mvpd, mut source) = (None, None, None);
    let (mut authorized, mut token, mut error) = (None, None, None);
    let (mut not_before_ms, mut not_after_ms) = (None, None);
    entry.members(&mut |name, value| match name {
        "resource" => value.keep_id(&mut resource),
        "serviceProvider" => value.keep_id(&mut service_provider),
        "mvpd" => value.keep_id(&mut mvpd),
        "source" => value.read_text(&mut source),
        "authorized" => authorized = value.boolean(),
        "token" => token = media_token(value),
        "notBefore" => not_before_ms = value.time_ms(),
        "notAfter" => not_after_ms = value.time_ms(),
        "error" => error = Members::of_item(value),
        _ => {}
    });
    Some(DecisionWire {
        resource: resource?,
        service_provider,
        mvpd,
        source,
        authorized,
        token,
        not_before_ms,
        not_after_ms,
        denial: error.map(|error| {
            let redactor = redactor.get_or_insert_with(|| Redactor::new(request));
            error.denial(redactor)
        }),
    })
}

/// `None` if there is nothing in it that could be handed on unchanged.
fn media_token(value: Value<'_, '_>) -> Option<TokenWire> {
    let mut serialized = None;
    let (mut not_before_ms, mut not_after_ms) = (None, None);
    value.members(&mut |name, value| match name {
        // A secret from here on, also if nobody takes it.
        "serializedToken" => serialized = value.text().map(|text| Secret::new(text.into_owned())),
        "notBefore" => not_before_ms = value.time_ms(),
        "notAfter" => not_after_ms = value.time_ms(),
        _ => {}
    });
    let is_whole = |text: &Secret| {
        let text = text.expose();
        !text.is_empty() && !text.contains(char::REPLACEMENT_CHARACTER)
    };
    Some(TokenWire {
        serialized: serialized.filter(is_whole)?,
        not_before_ms,
        not_after_ms,
    })
}
