//! `tvpass_error`: what went wrong, in full.

use super::boundary::{Failure, Poison, free, get, get_with, handle};
use super::status::{
    TVPASS_STATUS_INVALID_UTF8, TVPASS_STATUS_NULL_ARGUMENT, TVPASS_STATUS_OUT_OF_RANGE,
    TVPASS_STATUS_PANIC, TVPASS_STATUS_POISONED, name, tvpass_status,
};
use super::text::{Span, Texts, tvpass_str};
use crate::error::{Error, ErrorAction};

/// What Adobe recommends after an error (`action` of its enhanced errors).
pub type tvpass_error_action = i32;

/// The error has no action, or one that this version does not know: see `tvpass_error_adobe_action_text`.
pub const TVPASS_ERROR_ACTION_UNKNOWN: tvpass_error_action = 0;
/// `none`: nothing predefined; often the request itself was improper.
pub const TVPASS_ERROR_ACTION_NONE: tvpass_error_action = 1;
/// `configuration`: somebody has to change the configuration in Adobe's TVE Dashboard.
pub const TVPASS_ERROR_ACTION_CONFIGURATION: tvpass_error_action = 2;
/// `application-registration`: the app has to register again. Its profiles are gone.
pub const TVPASS_ERROR_ACTION_APPLICATION_REGISTRATION: tvpass_error_action = 3;
/// `authentication`: the user has to sign in again.
pub const TVPASS_ERROR_ACTION_AUTHENTICATION: tvpass_error_action = 4;
/// `authorization`: the app has to obtain an authorization for the resource.
pub const TVPASS_ERROR_ACTION_AUTHORIZATION: tvpass_error_action = 5;
/// `retry`: sending the request again may help.
pub const TVPASS_ERROR_ACTION_RETRY: tvpass_error_action = 6;

/// Why a function failed. No text in it has a token, a client secret or a software statement.
pub struct tvpass_error {
    poison: Poison,
    status: tvpass_status,
    cause: tvpass_status,
    http_status: u16,
    action: tvpass_error_action,
    retryable: bool,
    retry_after_ms: u64,
    advice: Span,
    message: Span,
    input: Span,
    adobe_code: Span,
    action_text: Span,
    adobe_message: Span,
    adobe_details: Span,
    help_url: Span,
    trace: Span,
    content_type: Span,
    body_head: Span,
    texts: Texts,
}

handle!(tvpass_error, "error");

impl tvpass_error {
    pub(super) fn new(failure: &Failure) -> Self {
        let (status, message) = match failure {
            Failure::Library(error) => return Self::from_error(error),
            Failure::Null(name) => (TVPASS_STATUS_NULL_ARGUMENT, [name, " is NULL"]),
            Failure::Utf8(name) => (TVPASS_STATUS_INVALID_UTF8, [name, " is not UTF-8"]),
            Failure::OutOfRange(name) => (TVPASS_STATUS_OUT_OF_RANGE, [name, " is out of range"]),
            Failure::Panicked => (
                TVPASS_STATUS_PANIC,
                ["a bug in tvpass: it stopped halfway", ""],
            ),
            Failure::Poisoned => (
                TVPASS_STATUS_POISONED,
                ["an earlier call on the handle stopped halfway", ""],
            ),
        };
        let advice = match failure {
            Failure::Panicked | Failure::Poisoned => {
                "Free the handle and make a new one; please report the bug."
            }
            _ => "Correct the caller; nothing was done.",
        };
        let mut error = Self::with_status(status);
        error.message = error.texts.push_joined(&message);
        error.advice = error.texts.push(advice);
        if let Failure::Null(name) | Failure::Utf8(name) | Failure::OutOfRange(name) = failure {
            error.input = error.texts.push(name);
        }
        error
    }

    pub(super) fn from_error(error: &Error) -> Self {
        let mut this = Self::with_status(error.code().number());
        let texts = &mut this.texts;
        this.cause = error.cause().code().number();
        this.retryable = error.is_retryable();
        this.http_status = error.http_status().unwrap_or(0);
        this.retry_after_ms = error.retry_after_ms().unwrap_or(0);
        this.action = error.action().map_or(TVPASS_ERROR_ACTION_UNKNOWN, action);
        this.message = texts.push(&error.to_string());
        this.advice = texts.push(error.advice());
        this.adobe_code = texts.push_optional(error.adobe_code());
        this.action_text = texts.push_optional(error.action().map(ErrorAction::as_str));
        this.trace = texts.push_optional(error.trace());
        match error.cause() {
            Error::InvalidInput(input) => this.input = texts.push(input.field()),
            Error::Enhanced(enhanced) => {
                this.adobe_message = texts.push_optional(enhanced.message.as_deref());
                this.adobe_details = texts.push_optional(enhanced.details.as_deref());
                this.help_url = texts.push_optional(enhanced.help_url.as_deref());
            }
            Error::Dcr(dcr) => this.adobe_message = texts.push_optional(dcr.description.as_deref()),
            Error::HttpStatus(status) => {
                this.content_type = texts.push_optional(status.content_type.as_deref());
                this.body_head = texts.push(&status.body_head);
            }
            Error::Malformed(malformed) => {
                this.content_type = texts.push_optional(malformed.content_type.as_deref());
                this.body_head = texts.push(&malformed.body_head);
            }
            _ => {}
        }
        this
    }

    fn with_status(status: tvpass_status) -> Self {
        Self {
            poison: Poison::default(),
            status,
            cause: status,
            http_status: 0,
            action: TVPASS_ERROR_ACTION_UNKNOWN,
            retryable: false,
            retry_after_ms: 0,
            advice: Span::default(),
            message: Span::default(),
            input: Span::default(),
            adobe_code: Span::default(),
            action_text: Span::default(),
            adobe_message: Span::default(),
            adobe_details: Span::default(),
            help_url: Span::default(),
            trace: Span::default(),
            content_type: Span::default(),
            body_head: Span::default(),
            texts: Texts::with_capacity(256),
        }
    }

    pub(super) fn status(&self) -> tvpass_status {
        self.status
    }
}

fn action(action: &ErrorAction) -> tvpass_error_action {
    match action {
        ErrorAction::None => TVPASS_ERROR_ACTION_NONE,
        ErrorAction::Configuration => TVPASS_ERROR_ACTION_CONFIGURATION,
        ErrorAction::ApplicationRegistration => TVPASS_ERROR_ACTION_APPLICATION_REGISTRATION,
        ErrorAction::Authentication => TVPASS_ERROR_ACTION_AUTHENTICATION,
        ErrorAction::Authorization => TVPASS_ERROR_ACTION_AUTHORIZATION,
        ErrorAction::Retry => TVPASS_ERROR_ACTION_RETRY,
        ErrorAction::Undocumented(_) => TVPASS_ERROR_ACTION_UNKNOWN,
    }
}

/// One of the texts.
///
/// # Safety
/// The caller's promise.
unsafe fn text(error: *const tvpass_error, which: fn(&tvpass_error) -> Span) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(error, tvpass_str::EMPTY, |error| {
            error.texts.get(which(error))
        })
    }
}

/// Frees an error.
///
/// @param error consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_free(error: *mut tvpass_error) {
    // SAFETY: the caller's promise.
    unsafe { free(error) };
}

/// The status that the function returned together with this error.
///
/// @param error borrowed.
/// @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_status(error: *const tvpass_error) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { get(error, 0, |error| error.status) }
}

/// The status of the failure underneath, for errors that carry one: what a call was recovering from when its deadline passed, or why the
/// registration counts as lost. Else the same as `tvpass_error_status`. HTTP status, Adobe's code and trace are those of the cause.
///
/// @param error borrowed.
/// @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_cause(error: *const tvpass_error) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe { get(error, 0, |error| error.cause) }
}

/// The status as a word, such as `enhanced_error`.
///
/// @param error borrowed.
/// @return Lives as long as the library. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_name(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get(error, tvpass_str::EMPTY, |error| name(error.status)) }
}

/// What went wrong, for the developer who reads the log.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_message(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.message) }
}

/// What helps, in a sentence for the developer who reads the log.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_advice(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.advice) }
}

/// The input that was refused, by its name here, in Adobe's key table or as an HTTP header.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if the error is not about an input.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_input(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.input) }
}

/// Whether sending the same request again may help. Calls have already tried.
///
/// @param error borrowed.
/// @return `false` for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_is_retryable(error: *const tvpass_error) -> bool {
    // SAFETY: the caller's promise.
    unsafe { get(error, false, |error| error.retryable) }
}

/// The HTTP status of the answer.
///
/// @param error borrowed.
/// @return 0 if there was no answer.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_http_status(error: *const tvpass_error) -> u16 {
    // SAFETY: the caller's promise.
    unsafe { get(error, 0, |error| error.http_status) }
}

/// How long the service asks to wait before the next request (`Retry-After`), in milliseconds, as received. Calls wait that long, up to
/// a minute, before they try again.
///
/// @param error borrowed.
/// @return 0 if it does not say, or says so with a date, which would take a clock that agrees with the service's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_retry_after_ms(error: *const tvpass_error) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { get(error, 0, |error| error.retry_after_ms) }
}

/// Adobe's own code, such as `invalid_parameter_mvpd` or `invalid_client`.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_adobe_code(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.adobe_code) }
}

/// What Adobe recommends.
///
/// @param error borrowed.
/// @return A `TVPASS_ERROR_ACTION_…`.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_adobe_action(
    error: *const tvpass_error,
) -> tvpass_error_action {
    // SAFETY: the caller's promise.
    unsafe { get(error, TVPASS_ERROR_ACTION_UNKNOWN, |error| error.action) }
}

/// What Adobe recommends, as it says it.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if the error has no action.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_adobe_action_text(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.action_text) }
}

/// Adobe's message, which may be shown to a user in some cases.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_adobe_message(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.adobe_message) }
}

/// The provider's message.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_adobe_details(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.adobe_details) }
}

/// Adobe's page about the error.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_help_url(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.help_url) }
}

/// Adobe's identifier of the answer, for support tickets.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_trace(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.trace) }
}

/// The `Content-Type` of an answer that was not understood. `text/html` usually means a captive portal or a proxy.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_content_type(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.content_type) }
}

/// The first 512 bytes of an answer that was not understood, secrets removed, in one line.
///
/// @param error borrowed.
/// @return Borrowed from `error`, until that is freed. Empty if there is none, and for registration and token requests: their answers may hold
///   secrets that nobody knows yet.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_error_body_head(error: *const tvpass_error) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { text(error, |error| error.body_head) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;
    use crate::operation::{InitiateLogoutV1, Operation as _, Site};

    #[test]
    fn no_text_of_the_service_steers_hides_or_is_long() {
        let device = crate::device::Device::new(
            crate::device::DeviceIdentifier::from_text("an-identifier").unwrap(),
            crate::device::DeviceInfo::builder()
                .model("m")
                .version("1")
                .os_name(crate::device::OsName::Linux)
                .os_version("1")
                .connection_type(crate::device::ConnectionType::Lan)
                .build()
                .unwrap(),
        );
        let base = crate::uri::Base::new("https://api.auth.adobe.com").unwrap();
        let request = InitiateLogoutV1::new("r")
            .unwrap()
            .request_without_token(&Site::new(base, device));
        let text = "\u{1b}[2J\r\n\u{202e}\u{200b}\u{2028}an-identifier ".repeat(1000);
        let enhanced = serde_json::json!({"code": text, "action": text, "message": text, "details": text, "helpUrl": text, "trace": text});
        for body in [enhanced.to_string(), text.clone()] {
            for status in [200, 400] {
                let response =
                    Response::new(status, body.clone()).with_header("Content-Type", text.clone());
                let error = InitiateLogoutV1::interpret(&request, &response).unwrap_err();
                let error = tvpass_error::from_error(&error);
                let spans = [
                    error.message,
                    error.adobe_code,
                    error.action_text,
                    error.adobe_message,
                    error.adobe_details,
                    error.help_url,
                    error.trace,
                    error.content_type,
                    error.body_head,
                ];
                for span in spans {
                    let text = error.texts.read(span);
                    assert!(text.len() <= 2048, "{} bytes", text.len());
                    let bad = |c: char| c.is_control() || "\u{202e}\u{200b}\u{2028}".contains(c);
                    assert!(!text.contains(bad), "{text:?}");
                    assert!(!text.contains("an-identifier"), "{text:?}");
                }
            }
        }
    }
}
