//! The body of a request, as a whole: not larger than it may be, and not slower.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body::Body as _;

/// More than any request of this protocol needs; the largest has a SAML response in it.
const LARGEST: usize = 2 << 20;

/// As long as a head may take.
const SLOWEST: Duration = Duration::from_secs(30);

/// Why there is no body: what the answer is, and why.
pub(crate) type Unread = (u16, &'static str);

const TOO_LARGE: Unread = (413, "No request is as large as this.\n");
const TOO_SLOW: Unread = (408, "The body took too long.\n");
const BROKEN: Unread = (400, "The body was broken off, or its chunks are none.\n");

/// All of it. Also for pages that look at no body: hyper closes a connection on which one is left
/// unread, and a client that reuses it then loses its next request.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Unread> {
    within(body, SLOWEST).await
}

async fn within(body: Body, time: Duration) -> Result<Bytes, Unread> {
    let read = tokio::time::timeout(time, collected(body)).await;
    read.unwrap_or(Err(TOO_SLOW))
}

async fn collected(body: Body) -> Result<Bytes, Unread> {
    let mut body = pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|_| BROKEN)?;
        let data = frame.into_data().unwrap_or_default();
        if bytes.len().saturating_add(data.len()) > LARGEST {
            return Err(TOO_LARGE);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::Frame;

    use super::*;

    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_body_is_neither_too_large_nor_too_slow() {
        let time = Duration::from_millis(20);
        let slow = within(Body::new(Endless), time).await;
        assert_eq!(slow, Err(TOO_SLOW));
        let full = vec![b'x'; LARGEST];
        assert_eq!(
            whole(Body::from(full.clone())).await.unwrap().len(),
            LARGEST
        );
        let over = [full, vec![b'x']].concat();
        assert_eq!(whole(Body::from(over)).await, Err(TOO_LARGE));
    }
}
