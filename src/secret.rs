//! Text that must not be seen: tokens, client secrets, software statements. Redacted in `Debug`,
//! zeroed on drop.
//!
//! Whatever holds such a text is made at its final size or grows without leaving a copy behind, and
//! is overwritten before it is freed; `tests/memory.rs` looks for secrets in all that is freed. Out
//! of reach are the buffers of HTTP clients and TLS libraries, and the one in which serde_json
//! undoes the escapes of a secret that was written with some, which tokens and client secrets
//! usually are not.

use std::fmt;
use std::sync::Arc;

/// A secret text. Clones share one buffer, which is overwritten with zeros when the last clone is
/// dropped.
///
/// There is no `Display`; [`expose`](Self::expose) is the one way to the text.
#[derive(Clone)]
pub struct Secret(Arc<Wiped>);

impl Secret {
    /// Takes over `text`; its buffer is zeroed on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(Wiped(text)))
    }

    /// The text itself, for the one place that sends or stores it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0.0
    }
}

/// A text whose buffer is overwritten with zeros when it is dropped.
#[derive(Default)]
pub(crate) struct Wiped(pub(crate) String);

impl Drop for Wiped {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0).into_bytes();
        fill_with_zeros(&mut buffer);
    }
}

/// Bytes whose buffer is overwritten with zeros when it is dropped, and whenever it is replaced by
/// a larger one.
#[derive(Clone, Default)]
pub(crate) struct WipedBytes(Vec<u8>);

impl WipedBytes {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let length = self.0.len() + bytes.len();
        if self.0.capacity() < length {
            // Not `reserve`, which would leave the old piece behind as it is.
            let mut larger = Self::with_capacity(length.max(2 * self.0.len()));
            larger.0.extend_from_slice(&self.0);
            *self = larger;
        }
        self.0.extend_from_slice(bytes);
    }
}

impl From<Vec<u8>> for WipedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Drop for WipedBytes {
    fn drop(&mut self) {
        fill_with_zeros(&mut self.0);
    }
}

/// `zeroize` writes byte by byte, so that the compiler cannot leave it out; before its barrier,
/// which has the same effect, a `memset` does, in a twentieth of the instructions
/// (docs/performance.md).
fn fill_with_zeros(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.resize(buffer.capacity(), 0);
    zeroize::optimization_barrier(buffer.as_slice());
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    /// Compares without a data-dependent early exit, so that timing does not tell how much of a
    /// guess was right.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.expose().as_bytes(), other.expose().as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".into())), "Secret(…)");
    }

    #[test]
    fn the_whole_buffer_becomes_zero_also_behind_a_text_that_was_cut() {
        for length in [0, 1, 7, 64, 1000] {
            let mut buffer = vec![b'x'; length];
            buffer.truncate(length / 2);
            fill_with_zeros(&mut buffer);
            assert_eq!(buffer, vec![0; length]);
        }
    }

    #[test]
    fn bytes_that_grow_keep_their_contents() {
        let mut bytes = WipedBytes::default();
        let mut expected = Vec::new();
        for number in 0..100_u8 {
            bytes.extend(&vec![number; usize::from(number)]);
            expected.extend(vec![number; usize::from(number)]);
        }
        assert_eq!(bytes.as_slice(), expected);
    }

    #[test]
    fn equality_is_by_text() {
        assert_eq!(Secret::new("a".into()), Secret::new("a".into()));
        assert_ne!(Secret::new("a".into()), Secret::new("b".into()));
        assert_ne!(Secret::new("a".into()), Secret::new("ab".into()));
    }
}
