//! Every answer that is not a success, read in one place: enhanced errors (V2 bare, item level, V1 JSON and XML), registration
//! errors, 429, and what is none of these.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::lenient::Text;
use super::xml;
use crate::error::{
    DcrError, DocumentedCode, EnhancedError, Error, ErrorAction, HttpStatusError, MalformedAnswer,
    Throttled, body_head, scrub, scrub_code,
};
use crate::header::RETRY_AFTER;
use crate::http::{self, Request, Response};

/// The members of an enhanced error, in any order, beside others. Of a repeated one the last counts.
#[derive(Default)]
struct Members<'a> {
    action: Text<'a>,
    status: Text<'a>,
    code: Text<'a>,
    message: Text<'a>,
    details: Text<'a>,
    help_url: Text<'a>,
    trace: Text<'a>,
    error: ErrorMember<'a>,
    error_description: Text<'a>,
}

impl Members<'_> {
    /// Without a code and an action it is some other JSON.
    fn says_something(&self) -> bool {
        self.code.0.is_some() || self.action.0.is_some()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an enhanced error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let member = match key.0.as_deref() {
                Some("action") => &mut members.action,
                Some("status") => &mut members.status,
                Some("code") => &mut members.code,
                Some("message") => &mut members.message,
                Some("details") => &mut members.details,
                Some("helpUrl") => &mut members.help_url,
                Some("trace") => &mut members.trace,
                Some("error_description") => &mut members.error_description,
                Some("error") => {
                    members.error = map.next_value()?;
                    continue;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *member = map.next_value()?;
        }
        Ok(members)
    }
}

/// `error`: a code (registration), or an enhanced error (item level).
#[derive(Default)]
enum ErrorMember<'a> {
    #[default]
    Absent,
    Code(Cow<'a, str>),
    Item(Box<Members<'a>>),
}

impl<'de: 'a, 'a> Deserialize<'de> for ErrorMember<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ErrorMemberVisitor)
    }
}

struct ErrorMemberVisitor;

impl<'de> Visitor<'de> for ErrorMemberVisitor {
    type Value = ErrorMember<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error code or an enhanced error")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(ErrorMember::Code(Cow::Owned(text.to_owned())))
    }

    // What is neither says nothing, and must not lose the members beside it.

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(ErrorMember::Absent)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(ErrorMember::Absent)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(ErrorMember::Absent)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(ErrorMember::Absent)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(ErrorMember::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(ErrorMember::Absent)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Members::deserialize(MapAccessDeserializer::new(map))
            .map(|members| ErrorMember::Item(Box::new(members)))
    }
}

/// The error that `response` tells of. Never called for a success.
pub(crate) fn failure(request: &Request, response: &Response) -> Error {
    if response.status() == 429 {
        return Error::Throttled(Throttled {
            retry_after_ms: retry_after_ms(response),
        });
    }
    documented_failure(request, response).unwrap_or_else(|| {
        Error::HttpStatus(Box::new(HttpStatusError {
            status: response.status(),
            content_type: content_type(request, response),
            body_head: body_head(response.body(), request.secrets()),
            retry_after_ms: retry_after_ms(response),
        }))
    })
}

fn documented_failure(request: &Request, response: &Response) -> Option<Error> {
    let body = http::text(response.body());
    let Ok(members) = serde_json::from_str::<Members<'_>>(&body) else {
        let member = |name| Text(xml::error_member(&body, name));
        let members = Members {
            action: member("action"),
            status: member("status"),
            code: member("code"),
            message: member("message"),
            details: member("details"),
            help_url: member("helpUrl"),
            trace: member("trace"),
            ..Members::default()
        };
        return enhanced(request, response, members);
    };
    match members.error {
        ErrorMember::Code(code) if has_the_form_of_a_code(&code) => {
            Some(Error::Dcr(Box::new(DcrError {
                http_status: response.status(),
                code: scrub_code(&code, request.secrets()),
                description: text(request, members.error_description),
                retry_after_ms: retry_after_ms(response),
            })))
        }
        ErrorMember::Item(item) if item.says_something() => enhanced(request, response, *item),
        _ => enhanced(request, response, members),
    }
}

/// RFC 6749 and RFC 7591 have codes such as `invalid_client`; the error pages of Java servers have `"error": "Bad Gateway"`.
fn has_the_form_of_a_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// `None` if there is neither a code nor an action: then it is some other JSON.
fn enhanced(request: &Request, response: &Response, members: Members<'_>) -> Option<Error> {
    let code = |text: Text<'_>| text.0.map(|text| scrub_code(&text, request.secrets()));
    let action = code(members.action);
    let code = code(members.code);
    if action.is_none() && code.is_none() {
        return None;
    }
    let code = code.unwrap_or_default();
    let action = match action {
        Some(action) => ErrorAction::from_text(&action),
        None => DocumentedCode::from_text(&code).map_or(ErrorAction::None, DocumentedCode::action),
    };
    Some(Error::Enhanced(Box::new(EnhancedError {
        http_status: response.status(),
        status: members.status.0.and_then(|status| status.parse().ok()),
        action,
        code,
        message: text(request, members.message),
        details: text(request, members.details),
        help_url: text(request, members.help_url),
        trace: text(request, members.trace),
        retry_after_ms: retry_after_ms(response),
    })))
}

fn text(request: &Request, text: Text<'_>) -> Option<String> {
    text.0.map(|text| scrub(&text, request.secrets()))
}

fn content_type(request: &Request, response: &Response) -> Option<String> {
    let content_type = response.content_type()?;
    Some(scrub(content_type, request.secrets()))
}

/// `Retry-After` in seconds. Its other form, a date, would need a calendar and the device's clock, which may be wrong: it is ignored.
fn retry_after_ms(response: &Response) -> Option<u64> {
    let seconds: u64 = response.header(RETRY_AFTER)?.trim().parse().ok()?;
    seconds.checked_mul(1000)
}

/// The error for a successful status whose body is not what Adobe documents.
pub(crate) fn malformed(
    request: &Request,
    response: &Response,
    reason: impl Into<String>,
) -> Error {
    Error::Malformed(Box::new(MalformedAnswer {
        status: response.status(),
        content_type: content_type(request, response),
        reason: reason.into(),
        body_head: body_head(response.body(), request.secrets()),
    }))
}

/// The same for a body that is not the expected JSON.
pub(crate) fn malformed_json(
    request: &Request,
    response: &Response,
    error: &serde_json::Error,
) -> Error {
    // serde's words may quote a value of the answer; the position says as much.
    let what = match error.classify() {
        serde_json::error::Category::Data => "is not the JSON that Adobe documents",
        _ => "is not valid JSON",
    };
    malformed(
        request,
        response,
        format!(
            "the body {what} (line {}, column {})",
            error.line(),
            error.column()
        ),
    )
}
