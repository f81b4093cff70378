//! Requests and answers as data.

use super::failure::{RequestDelivery, TransportFailureKind};
use crate::error::TransportError;
use crate::http::{Method, Request, Response};

/// A header of a request.
#[derive(Clone, uniffi::Record)]
pub struct HttpHeader {
    /// The field name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Whether the value must stay out of logs.
    pub secret: bool,
}

/// A request to send exactly as it is, without following redirects. Headers and body carry secrets.
#[derive(Clone, uniffi::Record)]
pub struct HttpRequest {
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// The absolute URL. It may end in an authentication code, a secret.
    pub url: String,
    /// The same for logs: without the query, and without a code.
    pub shown_url: String,
    /// The headers, in order. `Host` and `Content-Length` are the HTTP client's.
    pub headers: Vec<HttpHeader>,
    /// The body, which may be empty; `None` for `GET` and `DELETE`.
    pub body: Option<Vec<u8>>,
}

impl From<&Request> for HttpRequest {
    fn from(request: &Request) -> Self {
        let headers = request.headers().iter();
        let body = request.body();
        Self {
            method: request.method().as_str().to_owned(),
            url: request.url().to_owned(),
            shown_url: request.shown_url(),
            headers: headers
                .map(|header| HttpHeader {
                    name: header.name.as_str().to_owned(),
                    value: header.value.as_str().to_owned(),
                    secret: header.value.is_secret(),
                })
                .collect(),
            // An empty one has to be sent as such: Content-Length: 0.
            body: (request.method() == Method::Post).then(|| body.to_vec()),
        }
    }
}

/// An answer, after removal of transfer and content encodings. Of its headers only three are read.
#[derive(Clone, uniffi::Record)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Date`: the service's clock, which the device's may differ from.
    pub date: Option<String>,
    /// The body. Answers carry secrets too.
    pub body: Vec<u8>,
}

impl From<HttpResponse> for Response {
    fn from(received: HttpResponse) -> Self {
        let mut response = Self::new(received.status, received.body);
        if let Some(content_type) = received.content_type {
            response = response.with_header(crate::header::CONTENT_TYPE, content_type);
        }
        if let Some(retry_after) = received.retry_after {
            response = response.with_header(crate::header::RETRY_AFTER, retry_after);
        }
        if let Some(date) = received.date {
            response = response.with_header(crate::header::DATE, date);
        }
        response
    }
}

/// A failure below HTTP, as the host's HTTP client reports it.
#[derive(Clone, uniffi::Record)]
pub struct TransportFailure {
    /// What failed.
    pub kind: TransportFailureKind,
    /// Whether the server may have acted on the request. If in doubt: `Possible`.
    pub delivery: RequestDelivery,
    /// The HTTP client's own words, without URLs and headers.
    pub message: String,
}

impl From<TransportFailure> for TransportError {
    fn from(failure: TransportFailure) -> Self {
        Self::new(
            failure.kind.into(),
            failure.delivery.into(),
            failure.message,
        )
    }
}
