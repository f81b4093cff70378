//! The log as server-sent events: each entry when it is written, and again when it changes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use bytes::Bytes;
use http_body::Frame;
use serde_json::json;
use tokio::sync::mpsc;

use crate::app::App;
use crate::enhanced::respond;

/// Entries in one write, and how long the next write waits for more.
const AT_ONCE: usize = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// How often something is written where nothing happens: a reader that went away is noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// Readers at a time; each costs memory and work.
const MOST_READERS: usize = 32;

/// One reader. It counts until it is dropped.
struct Reader(Arc<App>);

impl Reader {
    fn new(app: Arc<App>) -> Option<Self> {
        let before = app.readers.fetch_add(1, Ordering::SeqCst);
        let reader = Self(app);
        // Counted already, so that a refused one is taken back when it is dropped.
        (before < MOST_READERS).then_some(reader)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.readers.fetch_sub(1, Ordering::SeqCst);
    }
}

/// An endless answer with what is in the log, and what comes.
pub(crate) fn stream(app: Arc<App>) -> Response<Body> {
    let Some(reader) = Reader::new(Arc::clone(&app)) else {
        return respond(503, "text/plain", "Too many pages look at the log.\n");
    };
    // A reader that is slow lets the writer wait, and gets later states of fewer entries.
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(write(app, sender, reader));
    let mut response = Response::new(Body::new(Events(receiver)));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn write(app: Arc<App>, sender: mpsc::Sender<Bytes>, _reader: Reader) {
    let mut news = app.news.subscribe();
    let (mut emptied, mut reached) = (*news.borrow_and_update(), 0);
    loop {
        let mut text = String::new();
        let now_emptied = *news.borrow_and_update();
        if now_emptied != emptied {
            (emptied, reached) = (now_emptied, 0);
            text.push_str("event: emptied\ndata: {}\n\n");
        }
        let (entries, now_reached, changes) = {
            let state = app.state();
            let (entries, now_reached) = state.log.since(reached, AT_ONCE);
            (entries, now_reached, state.log.changes())
        };
        reached = now_reached;
        if !entries.is_empty() {
            // JSON has no line breaks outside of texts, and escapes those in them.
            text.push_str(&format!("event: requests\ndata: {}\n\n", json!(entries)));
        }
        if !text.is_empty() && sender.send(text.into()).await.is_err() {
            return;
        }
        if reached < changes {
            continue;
        }
        tokio::time::sleep(PAUSE).await;
        let changed = tokio::time::timeout(HEARTBEAT, news.changed()).await;
        let is_over = match changed {
            Ok(changed) => changed.is_err(),
            Err(_) => sender.send(": still here\n\n".into()).await.is_err(),
        };
        if is_over || sender.is_closed() {
            return;
        }
    }
}

struct Events(mpsc::Receiver<Bytes>);

impl http_body::Body for Events {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let next = self.0.poll_recv(context);
        next.map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}
