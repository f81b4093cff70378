//! A text that is looked for.

use std::cell::OnceCell;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::search::head;
use crate::secret::{Wiped, WipedBytes};

/// How much of a secret's beginning gives away that the rest of it follows, in bytes.
pub(super) const BEGINNING_BYTES: usize = 8;

pub(super) struct Needle {
    text: Text,
    /// [`head`]; what has none is not looked for.
    pub(super) head: Option<u32>,
    /// A word that begins like it is removed to its end: servers quote parts of tokens, too, and
    /// texts are cut off.
    pub(super) by_beginning: bool,
}

enum Text {
    Whole(Wiped),
    Inside(Inside),
}

/// What another needle becomes inside of a longer text's base64, without the characters that
/// depend on its neighbours. Few answers have anything that begins like it, so it is encoded when
/// the first has.
struct Inside {
    /// The index of the other.
    of: usize,
    /// Where that begins in a group of three bytes.
    offset: usize,
    engine: &'static GeneralPurpose,
    encoded: OnceCell<Wiped>,
}

impl Needle {
    pub(super) fn whole(text: Wiped, by_beginning: bool) -> Self {
        Self {
            head: head(text.0.as_bytes()),
            text: Text::Whole(text),
            by_beginning,
        }
    }

    /// All that the needle with this index and text becomes inside of base64.
    pub(super) fn inside_base64(of: usize, text: &[u8]) -> impl Iterator<Item = Self> {
        let beginning = text.get(..BEGINNING_BYTES).unwrap_or(text);
        let engines = [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD];
        (0..3)
            .filter(|offset| {
                let (start, end) = inside(*offset, text.len());
                end - start >= BEGINNING_BYTES
            })
            .flat_map(move |offset| engines.map(|engine| (offset, engine)))
            .map(move |(offset, engine)| Self {
                head: head(encoded(engine, beginning, offset).0.as_bytes()),
                text: Text::Inside(Inside {
                    of,
                    offset,
                    engine,
                    encoded: OnceCell::new(),
                }),
                by_beginning: false,
            })
    }

    /// The text, which is one of `needles`.
    pub(super) fn bytes<'n>(&'n self, needles: &'n [Self]) -> &'n [u8] {
        match &self.text {
            Text::Whole(text) => text.0.as_bytes(),
            Text::Inside(inside) => {
                let text = inside.encoded.get_or_init(|| {
                    let of = needles.get(inside.of);
                    let of = of.map_or(&[][..], |of| of.bytes(needles));
                    encoded(inside.engine, of, inside.offset)
                });
                text.0.as_bytes()
            }
        }
    }
}

/// From where to where the characters of base64 depend on nothing but a text of `bytes` that begins
/// at `offset` of a group of three.
fn inside(offset: usize, bytes: usize) -> (usize, usize) {
    ((offset * 8).div_ceil(6), (offset + bytes) * 8 / 6)
}

/// These characters.
fn encoded(engine: &GeneralPurpose, text: &[u8], offset: usize) -> Wiped {
    let mut padded = WipedBytes::with_capacity(offset + text.len());
    padded.extend(b"  ".get(..offset).unwrap_or_default());
    padded.extend(text);
    let whole = Wiped(engine.encode(padded.as_slice()));
    let (start, end) = inside(offset, text.len());
    Wiped(whole.0.get(start..end).unwrap_or_default().to_owned())
}
