//! `tvpass_error`: what went wrong, in full.

use super::arena::{Arena, Owned};
use super::delivery::{TVPASS_DELIVERY_UNKNOWN, delivery, tvpass_delivery};
use super::failure::{Cause, Failure};
use super::sign_in::{TVPASS_SIGN_IN_FAILED, progress, tvpass_sign_in_progress};
use super::status::{name_with_nul, tvpass_status};
use super::text::tvpass_str;
use crate::error::{Error, ErrorAction};

/// What Adobe recommends after an error (`action` of its enhanced errors).
pub type tvpass_error_action = i32;

/// The error has no action, or one that this version does not know: see `action_text`.
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

/// Why a function failed. No text in it has a token, a client secret or a software statement. Freed
/// with `tvpass_error_free`, and all that it refers to with it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_error {
    /// The status that the function returned together with this error.
    pub status: tvpass_status,
    /// The status of the failure underneath, for errors that carry one: what a call was recovering
    /// from when its deadline passed, or why the registration counts as lost. Else the same as
    /// `status`. All other members are the cause's.
    pub cause: tvpass_status,
    /// The HTTP status of the answer; 0 if there was none.
    pub http_status: i32,
    /// What Adobe recommends: a `TVPASS_ERROR_ACTION_…`.
    pub action: tvpass_error_action,
    /// For lost requests: whether the server may have acted, a `TVPASS_DELIVERY_…`.
    pub delivery: tvpass_delivery,
    /// What it means for a sign-in that is polled: a `TVPASS_SIGN_IN_…`.
    pub sign_in_progress: tvpass_sign_in_progress,
    /// Whether sending the same request again may help. Calls have already tried.
    pub is_retryable: bool,
    /// How long the service asks to wait before the next request (`Retry-After`), in milliseconds,
    /// as received. Calls wait that long, up to a minute, before they try again. 0 if it does not
    /// say, or says so with a date, which would take a clock that agrees with the service's.
    pub retry_after_ms: u64,
    /// The status as a word, such as `enhanced_error`.
    pub name: tvpass_str,
    /// What went wrong, for the developer who reads the log.
    pub message: tvpass_str,
    /// What helps, in a sentence for the developer who reads the log.
    pub advice: tvpass_str,
    /// The input that was refused, by its name here, in Adobe's key table or as an HTTP header.
    /// Empty if the error is not about an input.
    pub field: tvpass_str,
    /// Adobe's own code, such as `invalid_parameter_mvpd` or `invalid_client`. Empty if there is
    /// none.
    pub adobe_code: tvpass_str,
    /// What Adobe recommends, as it says it. Empty if the error has no action.
    pub action_text: tvpass_str,
    /// Adobe's message, which may be shown to a user in some cases. Empty if there is none.
    pub adobe_message: tvpass_str,
    /// The provider's message. Empty if there is none.
    pub details: tvpass_str,
    /// Adobe's page about the error. Empty if there is none.
    pub help_url: tvpass_str,
    /// Adobe's identifier of the answer, for support tickets. Empty if there is none.
    pub trace: tvpass_str,
    /// The `Content-Type` of an answer that was not understood. `text/html` usually means a captive
    /// portal or a proxy. Empty if there is none.
    pub content_type: tvpass_str,
    /// The first 512 bytes of an answer that was not understood, secrets removed, in one line.
    /// Empty if there is none, and for registration and token requests: their answers may hold
    /// secrets that nobody knows yet.
    pub body_head: tvpass_str,
}

/// What the texts of an error usually take.
const USUAL: usize = 512;

impl tvpass_error {
    pub(super) fn new(failure: &Failure) -> Owned<Self> {
        Owned::new(USUAL, |arena| match failure.cause() {
            Cause::Library(error) => Self::of_library(arena, error),
            _ => Self::of_caller(arena, failure),
        })
    }

    /// What the caller, or the library, got wrong here in the C API.
    fn of_caller(arena: &Arena, failure: &Failure) -> Self {
        let (field, message, advice) = match failure.cause() {
            Cause::Null(name) => (*name, " is NULL", CALLER),
            Cause::Utf8(name) => (*name, " is not UTF-8", CALLER),
            Cause::OutOfRange(name) => (*name, " is out of range", CALLER),
            Cause::Size(name) => (
                *name,
                " has a size that no version of it has",
                "Initialise the structure with its _INIT; nothing was done.",
            ),
            Cause::UnknownInput(name) => (
                *name,
                " has something set that this version of the library does not know",
                "Use the library that belongs to the header, or a newer one; nothing was done.",
            ),
            Cause::NoMediaToken(reason) => ("", *reason, AUTHORIZE),
            Cause::Panicked => ("", "a bug in tvpass: it stopped halfway", BUG),
            _ => ("", "an earlier call on the handle stopped halfway", BUG),
        };
        Self {
            message: arena.joined(&[field], message.as_bytes()),
            advice: arena.text(advice),
            field: arena.text(field),
            ..Self::empty(failure.status())
        }
    }

    fn of_library(arena: &Arena, error: &Error) -> Self {
        let mut this = Self {
            cause: error.cause().code().number(),
            http_status: error.http_status().map_or(0, i32::from),
            action: error.action().map_or(TVPASS_ERROR_ACTION_UNKNOWN, action),
            sign_in_progress: progress(error),
            is_retryable: error.is_retryable(),
            retry_after_ms: error.retry_after_ms().unwrap_or(0),
            message: arena.text(&error.to_string()),
            advice: arena.text(error.advice()),
            adobe_code: arena.optional(error.adobe_code()),
            action_text: arena.optional(error.action().map(ErrorAction::as_str)),
            trace: arena.optional(error.trace()),
            ..Self::empty(error.code().number())
        };
        match error.cause() {
            Error::InvalidInput(input) => this.field = arena.text(input.field()),
            Error::Transport(error) => this.delivery = delivery(error.delivery),
            Error::Enhanced(enhanced) => {
                this.adobe_message = arena.optional(enhanced.message.as_deref());
                this.details = arena.optional(enhanced.details.as_deref());
                this.help_url = arena.optional(enhanced.help_url.as_deref());
            }
            Error::Dcr(dcr) => this.adobe_message = arena.optional(dcr.description.as_deref()),
            Error::HttpStatus(status) => {
                this.content_type = arena.optional(status.content_type.as_deref());
                this.body_head = arena.text(&status.body_head);
            }
            Error::Malformed(malformed) => {
                this.content_type = arena.optional(malformed.content_type.as_deref());
                this.body_head = arena.text(&malformed.body_head);
            }
            _ => {}
        }
        this
    }

    fn empty(status: tvpass_status) -> Self {
        const EMPTY: tvpass_str = tvpass_str::EMPTY;
        Self {
            status,
            cause: status,
            http_status: 0,
            action: TVPASS_ERROR_ACTION_UNKNOWN,
            delivery: TVPASS_DELIVERY_UNKNOWN,
            sign_in_progress: TVPASS_SIGN_IN_FAILED,
            is_retryable: false,
            retry_after_ms: 0,
            name: tvpass_str::fixed_or_empty(name_with_nul(status)),
            message: EMPTY,
            advice: EMPTY,
            field: EMPTY,
            adobe_code: EMPTY,
            action_text: EMPTY,
            adobe_message: EMPTY,
            details: EMPTY,
            help_url: EMPTY,
            trace: EMPTY,
            content_type: EMPTY,
            body_head: EMPTY,
        }
    }
}

const CALLER: &str = "Correct the caller; nothing was done.";
const AUTHORIZE: &str = "Authorize before each playback; a token is for one.";
const BUG: &str = "Free the handle and make a new one; please report the bug.";

pub(super) fn action(action: &ErrorAction) -> tvpass_error_action {
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

#[cfg(test)]
mod tests {
    use super::super::text::tests::read;
    use super::*;
    use crate::http::Response;
    use crate::operation::{InitiateLogoutV1, Operation as _, Site};

    fn site() -> Site {
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
        Site::new(base, device)
    }

    #[test]
    fn no_text_of_the_service_steers_hides_or_is_long() {
        let request = InitiateLogoutV1::new("r")
            .unwrap()
            .request_without_token(&site());
        let text = "\u{1b}[2J\r\n\u{202e}\u{200b}\u{2028}an-identifier ".repeat(1000);
        let enhanced = serde_json::json!({"code": text, "action": text, "message": text, "details": text, "helpUrl": text, "trace": text});
        for body in [enhanced.to_string(), text.clone()] {
            for status in [200, 400] {
                let response =
                    Response::new(status, body.clone()).with_header("Content-Type", text.clone());
                let error = InitiateLogoutV1::interpret(&request, &response).unwrap_err();
                let error = tvpass_error::new(&Failure::from(error));
                let texts = [
                    error.message,
                    error.adobe_code,
                    error.action_text,
                    error.adobe_message,
                    error.details,
                    error.help_url,
                    error.trace,
                    error.content_type,
                    error.body_head,
                ];
                for text in texts.map(read) {
                    assert!(text.len() <= 2048, "{} bytes", text.len());
                    let bad = |c: char| c.is_control() || "\u{202e}\u{200b}\u{2028}".contains(c);
                    assert!(!text.contains(bad), "{text:?}");
                    assert!(!text.contains("an-identifier"), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_usual_error_is_one_piece_of_memory() {
        let refused = crate::uri::Base::new("http://example.com").unwrap_err();
        for failure in [
            Failure::null("a_parameter"),
            Failure::unknown_input("tvpass_logout_input"),
            Failure::from(refused),
        ] {
            let error = tvpass_error::new(&failure);
            assert_eq!(error.pieces(), 1);
            assert_eq!(error.status, failure.status());
            assert!(read(error.message).contains(&read(error.field)));
        }
    }
}
