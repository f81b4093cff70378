//! Input structures: read whatever version of the header the caller was compiled with.
//!
//! Each begins with its own size. What an older program does not know yet is zero, which is always
//! the default; what this library does not know yet has to be zero, or the program asks for
//! something that it would not get (docs/abi.md).

use std::mem::{MaybeUninit, size_of};
use std::ptr;

use super::failure::Failure;
use super::text::Text;

/// A structure of the header that a caller fills in.
///
/// # Safety
/// It is `repr(C)`, begins with a `usize` that is its size, and any bytes are a value of it:
/// numbers, `Flag`, `Text` and pointers.
pub(super) unsafe trait Input: Copy {
    /// Its name in C.
    const NAME: &'static str;

    /// How large the first released version of it is: no program has a smaller one.
    const FIRST: usize;
}

/// Makes a structure an [`Input`]. It is given with the last member of its first released version.
macro_rules! input {
    ($type:ident, $last:ident: $last_type:ty) => {
        // SAFETY: structures of the header have no other members, and `size` is their first.
        unsafe impl $crate::ffi::capi::input::Input for $type<'_> {
            const NAME: &'static str = stringify!($type);
            const FIRST: usize =
                std::mem::offset_of!($type<'static>, $last) + std::mem::size_of::<$last_type>();
        }

        // Nothing may be hidden in padding behind the last member: a later one would not be noticed
        // there.
        const _: () = assert!(
            <$type<'static> as $crate::ffi::capi::input::Input>::FIRST
                == std::mem::size_of::<$type<'static>>()
        );
    };
}
pub(super) use input;

/// No version of a structure will be larger, in bytes; a size that was never set usually is.
const LARGEST: usize = 64 * 1024;

/// A copy of the structure that the caller passes; `name` is the parameter's or the member's.
///
/// # Safety
/// `from` is NULL, or readable for as many bytes as it says in its first member; it and what it
/// refers to stay as they are as long as the lifetimes in `T`.
pub(super) unsafe fn read<T: Input>(name: &'static str, from: *const T) -> Result<T, Failure> {
    const { assert!(align_of::<T>() <= 8) };
    let mut copy = MaybeUninit::<T>::zeroed();
    let (known, to) = (size_of::<T>(), copy.as_mut_ptr().cast());
    // SAFETY: the caller's promise; `copy` has room for what is known, and any bytes are a value of
    // it.
    unsafe {
        copy_known(from.cast(), to, (T::FIRST, known), name, T::NAME)?;
        Ok(copy.assume_init())
    }
}

/// The same, or `None` for NULL.
///
/// # Safety
/// As for [`read`].
pub(super) unsafe fn optional<T: Input>(
    name: &'static str,
    from: *const T,
) -> Result<Option<T>, Failure> {
    if from.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { read(name, from) }.map(Some)
}

/// A list of texts that the caller passes: `count` of them, and `items` may be NULL if there are
/// none. `name` is the member's.
///
/// # Safety
/// `items` is NULL, or an array of so many texts, which stay as they are as long as `'a`.
pub(super) unsafe fn texts<'a>(
    name: &'static str,
    items: *const Text<'a>,
    count: usize,
) -> Result<&'a [Text<'a>], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if items.is_null() {
        return Err(Failure::null(name));
    }
    let bytes = count.checked_mul(size_of::<Text<'_>>());
    if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Failure::out_of_range(name));
    }
    // SAFETY: not NULL, no longer than a slice can be, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// The same as texts of Rust's.
///
/// # Safety
/// As for [`texts`].
pub(super) unsafe fn strs<'a>(
    name: &'static str,
    items: *const Text<'a>,
    count: usize,
) -> Result<Vec<&'a str>, Failure> {
    // SAFETY: the caller's promise.
    let texts = unsafe { texts(name, items, count) }?;
    texts.iter().map(|text| text.str(name)).collect()
}

/// Copies what both sides know.
///
/// # Safety
/// As for [`read`]; there is room for `known` bytes at `to`.
#[inline(never)]
unsafe fn copy_known(
    from: *const u8,
    to: *mut u8,
    (first, known): (usize, usize),
    name: &'static str,
    structure: &'static str,
) -> Result<(), Failure> {
    if from.is_null() {
        return Err(Failure::null(name));
    }
    // SAFETY: not NULL, and the caller's promise: the first member is there whatever it says.
    let size = unsafe { from.cast::<usize>().read() };
    if size < first || size > LARGEST {
        return Err(Failure::size(structure));
    }
    // SAFETY: readable for `size` bytes, by the caller's promise.
    unsafe {
        ptr::copy_nonoverlapping(from, to, size.min(known));
        let unknown = size.saturating_sub(known);
        if unknown > 0 {
            let rest = std::slice::from_raw_parts(from.add(known), unknown);
            if rest.iter().any(|byte| *byte != 0) {
                return Err(Failure::unknown_input(structure));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::failure::Cause;
    use super::super::failure::tests::cause;
    use super::super::text::Flag;
    use super::super::text::tests::text;
    use super::*;

    /// A structure as this library knows it: it came with `first`, and grew.
    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Known<'a> {
        size: usize,
        first: usize,
        later: usize,
        text: Text<'a>,
    }

    // SAFETY: numbers and a text, with the size first.
    unsafe impl Input for Known<'_> {
        const NAME: &'static str = "tvpass_known";
        const FIRST: usize = 2 * size_of::<usize>();
    }

    /// What is read of a structure that consists of these words.
    fn read_words(words: &[usize]) -> Result<(usize, usize, bool), Failure> {
        // SAFETY: the words are readable for the size that the tests say.
        let known = unsafe { read::<Known<'_>>("input", words.as_ptr().cast()) }?;
        Ok((known.first, known.later, known.text.is_given()))
    }

    const WORD: usize = size_of::<usize>();

    #[test]
    fn what_an_older_program_does_not_know_is_zero() {
        let garbage = usize::MAX;
        let older = [2 * WORD, 7, garbage, garbage, garbage];
        assert!(matches!(read_words(&older), Ok((7, 0, false))));
        let half = [2 * WORD + WORD / 2, 7, 5, garbage, garbage];
        let known = read_words(&half);
        assert!(matches!(known, Ok((7, 5, false))) || cfg!(target_endian = "big"));
    }

    #[test]
    fn what_this_library_does_not_know_has_to_be_zero() {
        assert!(matches!(
            read_words(&[7 * WORD, 7, 8, 0, 0, 0, 0]),
            Ok((7, 8, false))
        ));
        for at in 5..7 {
            let mut newer = [7 * WORD, 7, 8, 0, 0, 0, 0];
            newer[at] = 1;
            assert!(matches!(
                cause(read_words(&newer)),
                Some(Cause::UnknownInput("tvpass_known"))
            ));
        }
    }

    #[test]
    fn a_size_that_no_version_has_is_refused() {
        for size in [0, 1, WORD, 2 * WORD - 1, LARGEST + 1, usize::MAX] {
            let result = read_words(&[size, 7, 8, 0, 0]);
            assert!(
                matches!(cause(result), Some(Cause::Size("tvpass_known"))),
                "{size}"
            );
        }
        // SAFETY: NULL is refused, or nothing.
        unsafe {
            let null = read::<Known<'_>>("input", ptr::null());
            assert!(matches!(cause(null), Some(Cause::Null("input"))));
            assert!(matches!(
                optional::<Known<'_>>("input", ptr::null()),
                Ok(None)
            ));
        }
    }

    #[test]
    fn a_flag_is_any_byte() {
        #[repr(C)]
        #[derive(Clone, Copy)]
        struct Flagged {
            size: usize,
            flags: [Flag; WORD],
        }
        // SAFETY: a number and flags, with the size first.
        unsafe impl Input for Flagged {
            const NAME: &'static str = "tvpass_flagged";
            const FIRST: usize = 2 * WORD;
        }
        let words = [2 * WORD, usize::from_ne_bytes([0xff; WORD])];
        // SAFETY: the words are readable for that size.
        let read = unsafe { read::<Flagged>("input", words.as_ptr().cast()) };
        assert!(read.is_ok_and(|read| read.flags.iter().all(|flag| flag.is_set())));
    }

    #[test]
    fn no_count_makes_sense_of_no_list() {
        let list = [text("a"), text(""), text("b")];
        let read = |items, count| {
            // SAFETY: a list of three, and otherwise it is refused before it is looked at.
            unsafe { strs("list", items, count) }
        };
        assert!(matches!(read(list.as_ptr(), 3), Ok(all) if all == ["a", "", "b"]));
        assert!(matches!(read(list.as_ptr(), 0), Ok(none) if none.is_empty()));
        assert!(matches!(read(ptr::null(), 0), Ok(none) if none.is_empty()));
        assert!(matches!(
            cause(read(ptr::null(), 1)),
            Some(Cause::Null("list"))
        ));
        for count in [usize::MAX, usize::MAX / size_of::<Text<'_>>()] {
            let result = read(list.as_ptr(), count);
            assert!(
                matches!(cause(result), Some(Cause::OutOfRange("list"))),
                "{count}"
            );
        }
    }
}
