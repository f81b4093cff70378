//! A failure as it is shown: in words, and in JSON.

use serde::Serialize;
use tvpass::Error;
use tvpass::error::printable;

use crate::exit::Failure;
use crate::explanations;
use crate::style::{BAD, styled};

/// `{"error": {…}}`, which every command prints with `--json` if it has no result.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorReport {
    error: ErrorShown,
}

/// An error of the library, or of this program.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorShown {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i32>,
    exit_status: u8,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adobe_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_head: Option<String>,
}

impl ErrorReport {
    pub(crate) fn new(failure: &Failure) -> Self {
        let plain = |name, message: &str| ErrorShown {
            name,
            message: printable(message).into_owned(),
            ..ErrorShown::empty()
        };
        let mut error = match failure {
            Failure::Library(error) => ErrorShown::of(error),
            Failure::Usage(message) => plain("usage", message),
            Failure::NotSignedIn(message) => plain("not_signed_in", message),
            Failure::Other(message) => plain("failed", message),
        };
        error.exit_status = failure.exit().number();
        Self { error }
    }

    /// For people: what, Adobe's codes, what helps.
    pub(crate) fn text(&self) -> String {
        let error = &self.error;
        let mut text = format!("{} {}\n", styled(BAD, &"tvpass:"), error.message);
        let lines = [
            ("Adobe's code", &error.adobe_code),
            ("trace", &error.trace),
            ("answer", &error.body_head),
            ("what helps", &error.advice),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                text.push_str(&format!("  {name}: {value}\n"));
            }
        }
        text
    }
}

impl ErrorShown {
    fn empty() -> Self {
        Self {
            name: "",
            number: None,
            exit_status: 0,
            message: String::new(),
            advice: None,
            adobe_code: None,
            action: None,
            http_status: None,
            trace: None,
            body_head: None,
        }
    }

    fn of(error: &Error) -> Self {
        let body_head = match error.cause() {
            Error::HttpStatus(error) => error.body_head.as_str(),
            Error::Malformed(error) => error.body_head.as_str(),
            _ => "",
        };
        // Of a code that Adobe documents more is known than of its action.
        let explained = error.adobe_code().and_then(explanations::find);
        let advice = explained.map_or(error.advice(), |explanation| explanation.helps);
        let owned = |text: &str| Some(text.to_owned());
        Self {
            name: error.name(),
            number: Some(error.code().number()),
            message: error.to_string(),
            advice: owned(advice),
            adobe_code: error.adobe_code().and_then(owned),
            action: error.action().and_then(|action| owned(action.as_str())),
            http_status: error.http_status(),
            trace: error.trace().and_then(owned),
            body_head: Some(body_head.to_owned()).filter(|head| !head.is_empty()),
            ..Self::empty()
        }
    }
}
