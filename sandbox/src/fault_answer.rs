//! The answers of faults, as HTTP responses.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::enhanced::{Enhanced, JSON, respond};
use crate::fault::{Answer, Reply};

/// The most headers of an answer, and the longest name of one: more than any client takes.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_NAME: usize = 1_000;

/// The longest body that a fault makes, in bytes: it is in memory, once for each request.
const MAX_OVERSIZED_BYTES: usize = 64 << 20;

/// The response to answer with, or `None` for none at all.
pub(crate) fn build(path: &str, answer: Answer) -> Option<Response<Body>> {
    match answer {
        // The caller has answered a real one by itself.
        Answer::Close | Answer::Real => None,
        Answer::Reply(reply) => Some(reply_with(&reply, Body::from(reply.body.clone()))),
        Answer::Truncated(reply) => Some(reply_with(&reply, Body::new(CutShort::new(&reply.body)))),
        Answer::Oversized { bytes } => Some(respond(200, JSON, oversized(bytes))),
        Answer::Error { code } => Some(match Enhanced::for_path(path, &code) {
            Some(error) => error.into_json(),
            None => respond(
                500,
                "text/plain",
                "The fault names a code that Adobe does not document for this path.\n",
            ),
        }),
    }
}

/// Whether a fault can be answered as it is written: what is wrong with it otherwise.
pub(crate) fn check(path: &str, answer: &Answer) -> Result<(), String> {
    match answer {
        Answer::Reply(reply) | Answer::Truncated(reply) => {
            if !(200..=599).contains(&reply.status) {
                return Err(format!(
                    "the status {} is not one of 200 to 599",
                    reply.status
                ));
            }
            if reply.headers.len() > MAX_HEADERS {
                return Err(format!("an answer has {MAX_HEADERS} headers at most"));
            }
            match reply
                .headers
                .iter()
                .find(|(name, value)| parse_header(name, value).is_none())
            {
                Some((name, _)) => Err(format!(
                    "the header '{name}' is not one, or its value is none"
                )),
                None => Ok(()),
            }
        }
        Answer::Oversized { bytes } if *bytes > MAX_OVERSIZED_BYTES => Err(format!(
            "{bytes} bytes are more than the {MAX_OVERSIZED_BYTES} that fit"
        )),
        Answer::Error { code } if Enhanced::for_path(path, code).is_none() => {
            Err(format!("Adobe documents no code '{code}' for '{path}'"))
        }
        _ => Ok(()),
    }
}

fn parse_header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let is_bearable = name.len() <= MAX_HEADER_NAME;
    let name = HeaderName::try_from(name).ok().filter(|_| is_bearable)?;
    Some((name, HeaderValue::try_from(value).ok()?))
}

fn reply_with(reply: &Reply, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &reply.headers {
        match parse_header(name, value) {
            // The length is hyper's to say: a wrong one would break the connection in another way
            // than was asked for.
            Some((name, _))
                if name == header::CONTENT_LENGTH || name == header::TRANSFER_ENCODING => {}
            Some((name, value)) => {
                response.headers_mut().append(name, value);
            }
            None => {}
        }
    }
    response
}

/// Valid JSON of this length (if it is long enough for the frame), which no logout would answer.
fn oversized(bytes: usize) -> String {
    let (head, tail) = ("{\"logouts\":{},\"padding\":\"", "\"}");
    let padding = bytes.saturating_sub(head.len() + tail.len());
    format!("{head}{}{tail}", "x".repeat(padding))
}

/// A body that promises its whole length, gives half of it and fails.
struct CutShort {
    promised: u64,
    half: Option<Bytes>,
    /// Time for what was given to be written: hyper would throw it away if the error came at once.
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl CutShort {
    fn new(whole: &str) -> Self {
        let half = whole.as_bytes().get(..whole.len() / 2).unwrap_or_default();
        Self {
            promised: u64::try_from(whole.len()).unwrap_or(u64::MAX),
            half: Some(Bytes::copy_from_slice(half)),
            pause: Box::pin(tokio::time::sleep(Duration::from_millis(20))),
        }
    }
}

impl http_body::Body for CutShort {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        ready!(self.pause.as_mut().poll(context));
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionAborted.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
