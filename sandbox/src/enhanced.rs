//! Enhanced errors: Adobe's codes, each with the status, action and message of its documentation,
//! and the bodies that carry them.
//!
//! The tables are Adobe's own, in `error-codes.json`. For four situations Adobe documents a status
//! without a code; what this sandbox answers there is its own guess, and [`Enhanced::guess`] is the
//! only way to make one:
//!
//! - an access token that is unknown or merely expired: 401, action `none`, code
//!   `invalid_access_token`;
//! - another method than a V2 path has: 405, action `none`, code `method_not_allowed` (V1 has
//!   `internal_error`);
//! - a query parameter, a member of a body or a header that Adobe does not list: 400, action
//!   `none`, code `unexpected_parameter`;
//! - a form that is announced as something else: 400, action `none`, code
//!   `unexpected_content_type`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::random;

const HELP_URL: &str = "https://experienceleague.adobe.com/docs/pass/authentication/auth-features/error-reportn/enhanced-error-codes.html";

/// The content type that Adobe's samples show on JSON.
pub(crate) const JSON: &str = "application/json;charset=UTF-8";

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| serde_json::from_str(include_str!("error-codes.json")).unwrap_or_default());

#[derive(Debug, Default, Deserialize)]
struct Tables {
    rest_api_v2: Vec<Row>,
    rest_api_v1: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    action: String,
    code: String,
    status: Vec<u16>,
    message: String,
}

/// The error information of one answer. Its trace is made up when the answer is written.
#[derive(Debug, Clone)]
pub(crate) struct Enhanced {
    action: &'static str,
    status: u16,
    code: &'static str,
    message: &'static str,
    details: Option<String>,
}

/// The code of an error, as a response carries it for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ErrorCode(pub(crate) &'static str);

/// The fields as they are written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    action: &'a str,
    status: u16,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<&'a str>,
    help_url: &'a str,
    trace: String,
}

impl Enhanced {
    /// A documented V2 error, with the first status that its row lists.
    pub(crate) fn v2(code: &str) -> Self {
        Self::documented(&TABLES.rest_api_v2, code).unwrap_or_else(Self::no_such_row)
    }

    /// A documented V2 error, if there is one with this code.
    pub(crate) fn v2_if_documented(code: &str) -> Option<Self> {
        Self::documented(&TABLES.rest_api_v2, code)
    }

    /// A documented V1 error, with the first status that its row lists.
    pub(crate) fn v1(code: &str) -> Self {
        Self::documented(&TABLES.rest_api_v1, code).unwrap_or_else(Self::no_such_row)
    }

    /// The error of this code, if Adobe documents it for the version of the API that a path belongs
    /// to.
    pub(crate) fn for_path(path: &str, code: &str) -> Option<Self> {
        let rows = if path.starts_with("/api/v1/") {
            &TABLES.rest_api_v1
        } else {
            &TABLES.rest_api_v2
        };
        Self::documented(rows, code)
    }

    fn documented(rows: &'static [Row], code: &str) -> Option<Self> {
        let Row {
            action,
            code,
            status,
            message,
        } = rows.iter().find(|row| row.code == code)?;
        let status = status.first().copied()?;
        Some(Self {
            action,
            status,
            code,
            message,
            details: None,
        })
    }

    /// A code in the sandbox's own source that the tables do not have.
    fn no_such_row() -> Self {
        Self::guess(
            StatusCode::INTERNAL_SERVER_ERROR,
            "sandbox_mistake",
            "The sandbox asked for a code that it has not.",
        )
    }

    /// Something that Adobe does not document; see the module's head.
    pub(crate) fn guess(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self {
            action: "none",
            status: status.as_u16(),
            code,
            message,
            details: None,
        }
    }

    /// Its code.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// The status that it has, as the answer's and as its own.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The same with another of the statuses that its row lists.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status.as_u16();
        self
    }

    /// The same with a text that says what in particular was wrong.
    pub(crate) fn with_details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// As bare top-level fields, the way Adobe's V1 and V2 samples show them.
    pub(crate) fn into_json(self) -> Response<Body> {
        let body = self.to_value().to_string();
        let mut response = respond(self.status, JSON, body);
        response.extensions_mut().insert(ErrorCode(self.code));
        response
    }

    /// As the object that stands under `error` within a decision.
    pub(crate) fn to_value(&self) -> Value {
        let written = Written {
            action: self.action,
            status: self.status,
            code: self.code,
            message: self.message,
            details: self.details.as_deref(),
            help_url: HELP_URL,
            trace: random::uuid(),
        };
        serde_json::to_value(written).unwrap_or_default()
    }

    /// As the `<error>` element of Adobe's V1 sample.
    pub(crate) fn into_xml(self) -> Response<Body> {
        let (status, trace) = (self.status.to_string(), random::uuid());
        let fields = [
            ("action", Some(self.action)),
            ("status", Some(&status)),
            ("code", Some(self.code)),
            ("message", Some(self.message)),
            ("details", self.details.as_deref()),
            ("helpUrl", Some(HELP_URL)),
            ("trace", Some(&trace)),
        ];
        let mut body = String::from("<error>\n");
        for (name, value) in fields {
            if let Some(value) = value {
                let _ = writeln!(body, "  <{name}>{}</{name}>", escape_xml(value));
            }
        }
        body.push_str("</error>\n");
        respond(self.status, "application/xml", body)
    }
}

fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A whole answer.
pub(crate) fn respond(
    status: u16,
    content_type: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_tables_are_read() {
        assert_eq!(
            (TABLES.rest_api_v2.len(), TABLES.rest_api_v1.len()),
            (47, 25)
        );
    }

    #[test]
    fn xml_is_escaped() {
        let response = Enhanced::v1("internal_error")
            .with_details("a<b>&c")
            .into_xml();
        assert_eq!(
            response.headers().get(header::CONTENT_TYPE).unwrap(),
            "application/xml"
        );
        assert_eq!(escape_xml("a<b>&c"), "a&lt;b&gt;&amp;c");
    }
}
