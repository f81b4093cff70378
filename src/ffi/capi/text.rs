//! Text across the boundary: pointer and length, in both directions.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::marker::PhantomData;

use super::failure::Failure;

/// A text: a pointer to UTF-8 and a length. Into the library and out of it.
///
/// **Into the library:** there need be no NUL at the end. An empty text (`len` is 0, whatever
/// `data` is) stands for none. `TVPASS_STR` makes one of a literal, `tvpass_str_of` of a text that
/// ends with a NUL.
///
/// **Out of the library:** something else owns it, and each description says what. `data` is never
/// NULL and has a NUL behind its last byte, which `len` does not count. Text that came from the
/// network may have NUL bytes inside, for which `len` is right and `strlen(data)` is not. Where
/// there is nothing to tell, `len` is 0.
///
/// This structure never grows.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_str {
    /// UTF-8, if nothing else is said.
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

    /// What is behind the first `bytes` bytes.
    pub(super) fn behind(self, bytes: usize) -> Self {
        let bytes = bytes.min(self.len);
        Self {
            data: self.data.wrapping_add(bytes),
            len: self.len - bytes,
        }
    }

    /// Text that lives as long as the library and ends with a NUL.
    pub(super) fn fixed_with_nul(text: &'static str) -> Self {
        text.strip_suffix('\0').map_or(Self::EMPTY, |before| Self {
            data: text.as_ptr().cast(),
            len: before.len(),
        })
    }

    /// The same, or an empty text.
    pub(super) fn fixed_or_empty(text: Option<&'static str>) -> Self {
        text.map_or(Self::EMPTY, Self::fixed_with_nul)
    }
}

/// A [`tvpass_str`] that a caller passes, and its promise: the bytes are readable as long as `'a`.
/// Only C makes one.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Text<'a> {
    text: tvpass_str,
    promise: PhantomData<&'a [u8]>,
}

impl<'a> Text<'a> {
    /// Whether there is a pointer. A file's contents may be empty, and are there all the same.
    pub(super) fn is_given(self) -> bool {
        !self.text.data.is_null() || self.text.len > 0
    }

    /// The bytes. `name` is for errors.
    pub(super) fn bytes(self, name: &'static str) -> Result<&'a [u8], Failure> {
        let tvpass_str { data, len } = self.text;
        if len == 0 {
            return Ok(&[]);
        }
        if data.is_null() {
            return Err(Failure::null(name));
        }
        if isize::try_from(len).is_err() {
            return Err(Failure::out_of_range(name));
        }
        // SAFETY: not NULL, no longer than a slice can be, and the promise.
        Ok(unsafe { std::slice::from_raw_parts(data.cast(), len) })
    }

    /// The text.
    pub(super) fn str(self, name: &'static str) -> Result<&'a str, Failure> {
        std::str::from_utf8(self.bytes(name)?).map_err(|_| Failure::utf8(name))
    }

    /// The text, if there is one.
    pub(super) fn optional(self, name: &'static str) -> Result<Option<&'a str>, Failure> {
        Ok(Some(self.str(name)?).filter(|text| !text.is_empty()))
    }

    /// Text that the caller merely passes on, for a log or from the network: what is not UTF-8
    /// becomes U+FFFD, because refusing it would lose what it is about.
    pub(super) fn lenient(self, name: &'static str) -> Result<Cow<'a, str>, Failure> {
        Ok(crate::http::text(self.bytes(name)?))
    }
}

/// A `bool` that a caller passes. In C that is a byte, and its bits may be any; in Rust they may
/// not.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Flag(u8);

impl Flag {
    pub(super) fn is_set(self) -> bool {
        self.0 != 0
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::failure::Cause;
    use super::super::failure::tests::cause;
    use super::*;

    /// A text that comes out, with its NUL.
    pub(in super::super) fn read(text: tvpass_str) -> String {
        // SAFETY: a text of this library, with its NUL.
        let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len + 1) };
        assert_eq!(bytes.last(), Some(&0));
        String::from_utf8(bytes[..text.len].to_vec()).unwrap()
    }

    /// A text that goes in.
    pub(in super::super) fn text(text: &str) -> Text<'_> {
        Text {
            text: tvpass_str {
                data: text.as_ptr().cast(),
                len: text.len(),
            },
            promise: PhantomData,
        }
    }

    #[test]
    fn absent_text_is_readable() {
        assert_eq!(read(tvpass_str::EMPTY), "");
        assert_eq!(read(tvpass_str::fixed_with_nul("a\0")), "a");
        assert_eq!(read(tvpass_str::fixed_with_nul("no nul")), "");
    }

    #[test]
    fn no_length_makes_sense_of_null() {
        let null = |len| Text {
            text: tvpass_str {
                data: std::ptr::null(),
                len,
            },
            promise: PhantomData,
        };
        assert!(!null(0).is_given() && null(1).is_given() && text("").is_given());
        assert_eq!(null(0).str("name").ok(), Some(""));
        assert!(matches!(
            cause(null(1).str("name")),
            Some(Cause::Null("name"))
        ));
        assert!(matches!(text("").optional("name"), Ok(None)));
        assert!(matches!(text("a").optional("name"), Ok(Some("a"))));
    }
}
