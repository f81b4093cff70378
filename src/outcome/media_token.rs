//! The media token: what starts one playback.

use std::fmt;

use crate::secret::Secret;
use crate::wire::TokenWire;

/// A media token (Adobe: *Media tokens*): the proof for the programmer's server that this user may
/// watch this resource now. The server verifies it before it releases the stream.
///
/// It is for one use. So it cannot be cloned, printed or stored: [`hand_over`](Self::hand_over)
/// takes it away, and it is overwritten with zeros when it is dropped. When it runs out while the
/// stream plays, the stream goes on; before the next playback, authorize again.
///
/// ```
/// # fn play(token: tvpass::outcome::MediaToken) {
/// token.hand_over(|serialized| { /* send it to the programmer's server */ });
/// # }
/// ```
/// A second use does not compile:
/// ```compile_fail,E0382
/// # fn play(token: tvpass::outcome::MediaToken) {
/// token.hand_over(|serialized| {});
/// token.hand_over(|serialized| {});
/// # }
/// ```
/// Nor does a copy:
/// ```compile_fail,E0599
/// # fn play(token: tvpass::outcome::MediaToken) {
/// let copy: tvpass::outcome::MediaToken = token.clone();
/// # }
/// ```
#[must_use = "it is for one playback, and gone when it is dropped"]
#[derive(PartialEq, Eq)]
pub struct MediaToken {
    serialized: Secret,
    not_before_ms: Option<u64>,
    not_after_ms: Option<u64>,
}

impl MediaToken {
    pub(crate) fn from_wire(wire: TokenWire) -> Self {
        Self {
            serialized: wire.serialized,
            not_before_ms: wire.not_before_ms,
            not_after_ms: wire.not_after_ms,
        }
    }

    /// Uses the token: `receive` is given `serializedToken` exactly as it was received, to send it
    /// to the programmer's server at once, over TLS. Its format is that server's business.
    pub fn hand_over<R>(self, receive: impl FnOnce(&str) -> R) -> R {
        receive(self.serialized.expose())
    }

    /// From when it is valid, in milliseconds since 1970 by the service's clock.
    #[must_use]
    pub fn not_before_ms(&self) -> Option<u64> {
        self.not_before_ms
    }

    /// Until when the server accepts it, in milliseconds since 1970 by the service's clock: some
    /// minutes ahead. The device's clock may be another; the server decides.
    #[must_use]
    pub fn not_after_ms(&self) -> Option<u64> {
        self.not_after_ms
    }
}

impl fmt::Debug for MediaToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MediaToken(…)")
    }
}
