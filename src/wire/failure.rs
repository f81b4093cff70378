//! Every answer that is not a success, read in one place: enhanced errors (V2 bare, item level, V1
//! JSON and XML), registration errors, 429, and what is none of these.

use std::borrow::Cow;

use super::json::{Json, Object, Value, read};
use super::xml;
use crate::error::{
    DcrError, Denial, DocumentedCode, EnhancedError, Error, ErrorAction, HttpStatusError,
    MalformedAnswer, Redactor, Throttled,
};
use crate::header::RETRY_AFTER;
use crate::http::{self, Kept, Request, Response};
use crate::secret::Wiped;

/// The members of an enhanced error, in any order, beside others. Of a repeated one the last
/// counts. What decides something has to be a text; the others are only shown.
#[derive(Default)]
pub(super) struct Members<'a> {
    action: Option<Cow<'a, str>>,
    status: Option<u64>,
    code: Option<Cow<'a, str>>,
    message: Option<String>,
    details: Option<String>,
    help_url: Option<String>,
    trace: Option<String>,
    /// Its `code` is a sign-in code, which no error may show.
    is_session: bool,
}

impl<'a> Members<'a> {
    /// The `error` of one item of an answer; `None` if it is nothing of the kind.
    pub(super) fn of_item(value: Value<'_, 'a>) -> Option<Self> {
        let mut members = Self::default();
        let is_object = value.members(&mut |name, value| members.read(name, value));
        is_object.then_some(members)
    }

    pub(super) fn denial(self, redactor: &Redactor) -> Denial {
        let code = redactor.code(&self.code.unwrap_or_default());
        let (action, received_action) = action(redactor, self.action, &code);
        Denial {
            action,
            received_action,
            code,
            status: self.status.and_then(|status| status.try_into().ok()),
            message: text(redactor, self.message),
            details: text(redactor, self.details),
            help_url: text(redactor, self.help_url),
            trace: self.trace.map(|trace| redactor.trace(&trace)),
        }
    }

    /// Without a code and an action it is some other JSON.
    fn says_something(&self) -> bool {
        self.code.is_some() || self.action.is_some()
    }

    fn read(&mut self, name: &str, value: Value<'_, 'a>) {
        match name {
            "action" => value.read_text(&mut self.action),
            "status" => self.status = value.whole_number(),
            "code" => value.read_text(&mut self.code),
            "message" => value.read_shown(&mut self.message),
            "details" => value.read_shown(&mut self.details),
            "helpUrl" => value.read_shown(&mut self.help_url),
            "trace" => value.read_shown(&mut self.trace),
            "actionName" | "sessionId" => self.is_session = true,
            _ => {}
        }
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
            body_head: body_head(request, response),
            retry_after_ms: retry_after_ms(response),
        }))
    })
}

fn documented_failure(request: &Request, response: &Response) -> Option<Error> {
    let body = http::body_text(response.body());
    let mut failure = None;
    let read = read(&body, &mut |answer| {
        failure = match answer {
            Json::Object(answer) => in_json(request, response, answer),
            _ => None,
        };
        true
    });
    match read {
        Ok(()) => failure,
        Err(_) => in_xml(request, response, &body),
    }
}

fn in_json(request: &Request, response: &Response, answer: Object<'_, '_>) -> Option<Error> {
    let (mut members, mut item) = (Members::default(), Members::default());
    let (mut error, mut error_description) = (None, None);
    answer.each(&mut |name, value| match name {
        // A code (registration), or an enhanced error (item level). What is neither says nothing.
        "error" => {
            (error, item) = (None, Members::default());
            value.read(&mut |json| {
                match json {
                    Json::Text(code) => error = Some(code),
                    Json::Object(object) => object.each(&mut |name, value| item.read(name, value)),
                    _ => {}
                }
                true
            });
        }
        "error_description" => value.read_shown(&mut error_description),
        _ => members.read(name, value),
    });
    if let Some(code) = error.filter(|code| has_the_form_of_a_code(code)) {
        let redactor = Redactor::new(request);
        return Some(Error::Dcr(Box::new(DcrError {
            http_status: response.status(),
            code: redactor.code(&code),
            description: text(&redactor, error_description),
            retry_after_ms: retry_after_ms(response),
        })));
    }
    let members = match item.says_something() {
        true => item,
        false => members,
    };
    enhanced(request, response, members)
}

fn in_xml(request: &Request, response: &Response, body: &str) -> Option<Error> {
    let member = |name| xml::error_member(body, name);
    let shown = |name| member(name).map(Cow::into_owned);
    let members = Members {
        action: member("action"),
        status: member("status").and_then(|status| status.parse().ok()),
        code: member("code"),
        message: shown("message"),
        details: shown("details"),
        help_url: shown("helpUrl"),
        trace: shown("trace"),
        is_session: false,
    };
    enhanced(request, response, members)
}

/// RFC 6749 and RFC 7591 have codes such as `invalid_client`; the error pages of Java servers have
/// `"error": "Bad Gateway"`.
fn has_the_form_of_a_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// `None` if there is neither a code nor an action: then it is some other JSON.
fn enhanced(request: &Request, response: &Response, members: Members<'_>) -> Option<Error> {
    if members.is_session || !members.says_something() {
        return None;
    }
    let redactor = Redactor::new(request);
    let code = redactor.code(&members.code.unwrap_or_default());
    let (action, received_action) = action(&redactor, members.action, &code);
    Some(Error::Enhanced(Box::new(EnhancedError {
        http_status: response.status(),
        status: members.status.and_then(|status| status.try_into().ok()),
        action,
        received_action,
        code,
        message: text(&redactor, members.message),
        details: text(&redactor, members.details),
        help_url: text(&redactor, members.help_url),
        trace: members.trace.map(|trace| redactor.trace(&trace)),
        retry_after_ms: retry_after_ms(response),
    })))
}

/// What helps, and what the answer says that helps. Adobe's pages have two actions for some codes:
/// for those that it documents, its table decides.
fn action(
    redactor: &Redactor,
    received: Option<Cow<'_, str>>,
    code: &str,
) -> (ErrorAction, Option<ErrorAction>) {
    let received = received.map(|action| ErrorAction::from_text(&redactor.code(&action)));
    let documented = DocumentedCode::from_text(code).map(DocumentedCode::action);
    let action = documented.or_else(|| received.clone());
    (action.unwrap_or(ErrorAction::None), received)
}

fn text(redactor: &Redactor, text: Option<String>) -> Option<String> {
    text.map(|text| redactor.text(&Wiped(text).0))
}

fn body_head(request: &Request, response: &Response) -> String {
    let is_kept = match request.kept {
        Kept::Beginning => true,
        Kept::Page => is_page(response.body()),
        Kept::Nothing => false,
    };
    match is_kept {
        true => Redactor::new(request).body_head(response),
        false => String::new(),
    }
}

/// Whether this is HTML, which is not of the service: neither a code nor anything about a user is
/// in it.
fn is_page(body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    body.trim_ascii_start().first() == Some(&b'<')
}

fn content_type(request: &Request, response: &Response) -> Option<String> {
    let content_type = response.content_type()?;
    Some(Redactor::new(request).text(content_type))
}

/// `Retry-After` in seconds. Its other form, a date, would need a calendar and the device's clock,
/// which may be wrong: it is ignored.
fn retry_after_ms(response: &Response) -> Option<u64> {
    let seconds: u64 = response.header(&RETRY_AFTER)?.trim().parse().ok()?;
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
        body_head: body_head(request, response),
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
