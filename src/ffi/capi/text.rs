//! Text across the boundary: pointer and length in, borrowed and NUL-terminated out.

use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_void};

use super::boundary::{Failure, Poison, free, get, handle};
use crate::secret::Wiped;

/// Text that something else owns: each function that returns one names the owner and how long it lives.
///
/// `data` is never NULL and has a NUL behind its last byte; `len` does not count it. Text that came from the network may have NUL
/// bytes inside, for which `len` is right and `strlen(data)` is not. Where there is nothing to return, `len` is 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_str {
    /// UTF-8.
    pub data: *const c_char,
    /// In bytes.
    pub len: usize,
}

impl tvpass_str {
    pub(super) const EMPTY: Self = Self::fixed(c"");

    /// Text that lives as long as the library.
    pub(super) const fn fixed(text: &'static CStr) -> Self {
        Self {
            data: text.as_ptr(),
            len: text.count_bytes(),
        }
    }

    /// Text that lives as long as the library and ends with a NUL.
    pub(super) fn fixed_with_nul(text: &'static str) -> Self {
        CStr::from_bytes_with_nul(text.as_bytes()).map_or(Self::EMPTY, Self::fixed)
    }
}

/// Text that the caller owns and frees with `tvpass_text_free`. It is overwritten with zeros then: it may be secret.
pub struct tvpass_text {
    poison: Poison,
    texts: Texts,
    whole: Span,
}

handle!(tvpass_text, "text");

impl tvpass_text {
    pub(super) fn new(text: &str) -> Self {
        let mut texts = Texts::with_capacity(text.len() + 1);
        Self {
            poison: Poison::default(),
            whole: texts.push(text),
            texts,
        }
    }
}

/// The text itself.
///
/// @param text borrowed.
/// @return Borrowed from `text`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_text_str(text: *const tvpass_text) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get(text, tvpass_str::EMPTY, |text| text.texts.get(text.whole)) }
}

/// Frees a text and overwrites it with zeros.
///
/// @param text consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_text_free(text: *mut tvpass_text) {
    // SAFETY: the caller's promise.
    unsafe { free(text) };
}

/// The texts of a handle, each with a NUL behind it, in one piece of memory that is zeroed on drop.
#[derive(Default)]
pub(super) struct Texts(Wiped);

/// A text in [`Texts`]. The default is an empty one.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    start: usize,
    len: usize,
}

impl Span {
    /// What is behind the first `bytes` bytes.
    pub(super) fn tail(self, bytes: usize) -> Self {
        let bytes = bytes.min(self.len);
        Self {
            start: self.start + bytes,
            len: self.len - bytes,
        }
    }
}

impl Texts {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Wiped(String::with_capacity(bytes)))
    }

    pub(super) fn push(&mut self, text: &str) -> Span {
        self.push_joined(&[text])
    }

    /// Appends `parts` as one text.
    pub(super) fn push_joined(&mut self, parts: &[&str]) -> Span {
        let len = parts.iter().map(|part| part.len()).sum();
        let start = self.0.0.len();
        if self.0.0.capacity() - start <= len {
            // Not `reserve`: it would leave the old piece behind as it is.
            let mut larger = String::with_capacity((start + len + 1).max(2 * start));
            larger.push_str(&self.0.0);
            self.0 = Wiped(larger);
        }
        let text = &mut self.0.0;
        for part in parts {
            text.push_str(part);
        }
        text.push('\0');
        Span { start, len }
    }

    pub(super) fn push_optional(&mut self, text: Option<&str>) -> Span {
        text.map_or_else(Span::default, |text| self.push(text))
    }

    #[cfg(test)]
    pub(super) fn read(&self, span: Span) -> &str {
        self.0.0.get(span.start..span.start + span.len).unwrap()
    }

    /// The text, for as long as `self` is neither changed nor dropped.
    pub(super) fn get(&self, span: Span) -> tvpass_str {
        match self.0.0.get(span.start..span.start + span.len) {
            Some(text) if !text.is_empty() => tvpass_str {
                data: text.as_ptr().cast(),
                len: text.len(),
            },
            _ => tvpass_str::EMPTY,
        }
    }
}

/// The bytes that a caller passes. NULL is accepted for none.
///
/// # Safety
/// `data` is readable for `len` bytes as long as `'a`.
pub(super) unsafe fn bytes<'a>(
    name: &'static str,
    data: *const c_void,
    len: usize,
) -> Result<&'a [u8], Failure> {
    if data.is_null() {
        return match len {
            0 => Ok(&[]),
            _ => Err(Failure::Null(name)),
        };
    }
    if isize::try_from(len).is_err() {
        return Err(Failure::OutOfRange(name));
    }
    // SAFETY: not NULL, no longer than a slice can be, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(data.cast(), len) })
}

/// The text that a caller passes.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn text<'a>(
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<&'a str, Failure> {
    if data.is_null() {
        return Err(Failure::Null(name));
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(name, data.cast(), len) }?;
    std::str::from_utf8(bytes).map_err(|_| Failure::Utf8(name))
}

/// The text that a caller merely passes on, for a log or from the network: what is not UTF-8 becomes U+FFFD, because refusing it would lose
/// what it is about.
///
/// # Safety
/// As for [`bytes`].
pub(super) unsafe fn lenient_text<'a>(
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<Cow<'a, str>, Failure> {
    if data.is_null() {
        return Err(Failure::Null(name));
    }
    // SAFETY: the caller's promise.
    Ok(crate::http::text(unsafe { bytes(name, data.cast(), len) }?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: tvpass_str) -> String {
        // SAFETY: a text of this module, with its NUL.
        let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len + 1) };
        assert_eq!(bytes.last(), Some(&0));
        String::from_utf8(bytes[..text.len].to_vec()).unwrap()
    }

    #[test]
    fn texts_keep_their_contents_while_they_grow() {
        let mut texts = Texts::with_capacity(3);
        let spans: Vec<_> = (0..100)
            .map(|number| texts.push_joined(&["number ", &number.to_string()]))
            .collect();
        for (number, span) in spans.into_iter().enumerate() {
            assert_eq!(read(texts.get(span)), format!("number {number}"));
        }
        assert_eq!(read(texts.get(Span::default())), "");
    }

    #[test]
    fn absent_text_is_readable() {
        assert_eq!(read(tvpass_str::EMPTY), "");
        assert_eq!(read(tvpass_str::fixed_with_nul("a\0")), "a");
        assert_eq!(read(tvpass_str::fixed_with_nul("no nul")), "");
    }
}
