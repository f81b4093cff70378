//! The memory of a result: its structures, lists and texts in one piece, which is overwritten with
//! zeros when it is freed.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::mem::size_of;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use super::text::tvpass_str;

/// What every structure of the API is content with.
const ALIGNMENT: usize = 8;

/// The head of a piece of memory, in front of its contents. Usually a result has one; a further one
/// is for what was guessed too small.
#[repr(C, align(8))]
struct Piece {
    next: *mut Piece,
    /// With this head, in bytes.
    size: usize,
}

const HEAD: usize = size_of::<Piece>();

/// Where a result is written while it is made. Structures grow from the beginning, texts from the
/// end.
pub(super) struct Arena {
    first: NonNull<Piece>,
    /// Where the next structure goes.
    low: Cell<*mut u8>,
    /// Where the last text begins.
    high: Cell<*mut u8>,
}

impl Arena {
    #[inline(never)]
    fn with_capacity(bytes: usize) -> Self {
        let first = piece(bytes, ptr::null_mut());
        let arena = Self {
            first,
            low: Cell::new(ptr::null_mut()),
            high: Cell::new(ptr::null_mut()),
        };
        arena.go_to(first);
        arena
    }

    fn go_to(&self, piece: NonNull<Piece>) {
        let start = piece.as_ptr().cast::<u8>();
        // SAFETY: a piece is as large as its head says, and its head is the first part of it.
        unsafe {
            self.low.set(start.add(HEAD));
            self.high.set(start.add((*piece.as_ptr()).size));
        }
    }

    fn left(&self) -> usize {
        // Addresses of one piece, the first below the second.
        self.high.get() as usize - self.low.get() as usize
    }

    /// Another piece, if this many bytes are not left.
    #[inline]
    fn reserve(&self, bytes: usize) {
        if self.left() < bytes {
            self.grow(bytes);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self, bytes: usize) {
        // SAFETY: the first piece is this arena's own, and nothing refers to its head.
        unsafe {
            let first = self.first.as_ptr();
            let another = piece(bytes.max((*first).size), (*first).next);
            (*first).next = another.as_ptr();
            self.go_to(another);
        }
    }

    /// Room for a structure or a list.
    #[inline(never)]
    fn room(&self, bytes: usize) -> *mut u8 {
        let bytes = bytes.next_multiple_of(ALIGNMENT);
        self.reserve(bytes);
        let room = self.low.get();
        // SAFETY: this many bytes are left behind `low`.
        self.low.set(unsafe { room.add(bytes) });
        room
    }

    /// A copy of `text` with a NUL behind it.
    pub(super) fn text(&self, text: &str) -> tvpass_str {
        self.bytes(text.as_bytes())
    }

    /// A copy of `text`, or an empty one. Not inlined, so that looking whether there is one is not
    /// there for each of them.
    #[inline(never)]
    pub(super) fn optional(&self, text: Option<&str>) -> tvpass_str {
        self.text(text.unwrap_or_default())
    }

    /// A copy of what may be no text.
    ///
    /// Not inlined, as its neighbours are not: a result has dozens of texts.
    #[inline(never)]
    pub(super) fn bytes(&self, bytes: &[u8]) -> tvpass_str {
        let len = bytes.len();
        if len == 0 {
            return tvpass_str::EMPTY;
        }
        let start = self.text_room(len);
        // SAFETY: there is room for `len` bytes.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), start, len) };
        tvpass_str {
            data: start.cast(),
            len,
        }
    }

    /// A copy of `first` and `last` as one text.
    #[inline(never)]
    pub(super) fn joined(&self, first: &[&str], last: &[u8]) -> tvpass_str {
        let len = first.iter().map(|part| part.len()).sum::<usize>() + last.len();
        if len == 0 {
            return tvpass_str::EMPTY;
        }
        let start = self.text_room(len);
        // SAFETY: there is room for all parts, which are `len` bytes.
        unsafe {
            let mut to = start;
            for part in first {
                ptr::copy_nonoverlapping(part.as_ptr(), to, part.len());
                to = to.add(part.len());
            }
            ptr::copy_nonoverlapping(last.as_ptr(), to, last.len());
        }
        tvpass_str {
            data: start.cast(),
            len,
        }
    }

    /// Room for a text of `len` bytes, with a NUL behind it.
    fn text_room(&self, len: usize) -> *mut u8 {
        self.reserve(len + 1);
        // SAFETY: this many bytes are left in front of `high`, which is not NULL.
        unsafe {
            let start = self.high.get().sub(len + 1);
            self.high.set(start);
            start.add(len).write(0);
            start
        }
    }

    /// A copy of a structure.
    pub(super) fn put<T: Copy>(&self, value: T) -> &T {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        // SAFETY: a value is readable for its size.
        let room = unsafe { self.copy(ptr::from_ref(&value).cast(), size_of::<T>()) };
        // SAFETY: the room is large enough, aligned, and nobody else's as long as the arena; the
        // value is in it.
        unsafe { &*room.cast::<T>() }
    }

    /// A copy of what a structure is made of. Here once, since written out it is two instructions
    /// for every member.
    ///
    /// # Safety
    /// `from` is readable for so many bytes.
    #[inline(never)]
    unsafe fn copy(&self, from: *const u8, bytes: usize) -> *mut u8 {
        let room = self.room(bytes);
        // SAFETY: the caller's promise; the room is as large and new.
        unsafe { ptr::copy_nonoverlapping(from, room, bytes) };
        room
    }

    /// A list of `count` items at most.
    pub(super) fn list<T: Copy>(&self, count: usize, items: impl Iterator<Item = T>) -> &[T] {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        if count == 0 {
            return &[];
        }
        let list = self.room(count * size_of::<T>()).cast::<T>();
        let mut length = 0;
        // An item may take room by itself, behind this list.
        for item in items {
            if length == count {
                break;
            }
            // SAFETY: there is room for `count` items.
            unsafe { list.add(length).write(item) };
            length += 1;
        }
        // SAFETY: so many items were written, in room that is nobody else's as long as the arena.
        unsafe { std::slice::from_raw_parts(list, length) }
    }
}

/// A list of structures as C has it: NULL if it is empty.
pub(super) fn pointers<T>(list: &[&T]) -> *const *const T {
    match list.is_empty() {
        true => ptr::null(),
        // A reference is a pointer.
        false => list.as_ptr().cast(),
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: the pieces are this arena's own, and it ends here.
        unsafe { release(self.first.as_ptr()) };
    }
}

/// A new piece of memory with room for `bytes`.
fn piece(bytes: usize, next: *mut Piece) -> NonNull<Piece> {
    let size = (HEAD + bytes).next_multiple_of(ALIGNMENT);
    // A size that no allocator has.
    let Ok(layout) = Layout::from_size_align(size, ALIGNMENT) else {
        handle_alloc_error(Layout::new::<Piece>());
    };
    // SAFETY: the size is not 0, since there is a head.
    let piece = unsafe { alloc(layout) }.cast::<Piece>();
    let Some(piece) = NonNull::new(piece) else {
        handle_alloc_error(layout);
    };
    // SAFETY: large enough for a head, and aligned.
    unsafe { piece.write(Piece { next, size }) };
    piece
}

/// Frees a piece and those behind it, and overwrites them with zeros: any text may be secret.
///
/// # Safety
/// They are not used afterwards.
#[inline(never)]
unsafe fn release(mut piece: *mut Piece) {
    while !piece.is_null() {
        // SAFETY: the caller's promise; each piece is as large as its head says.
        unsafe {
            let Piece { next, size } = piece.read();
            let bytes = piece.cast::<u8>();
            ptr::write_bytes(bytes, 0, size);
            // So that the compiler does not leave out what nobody reads.
            zeroize::optimization_barrier(std::slice::from_raw_parts(bytes, size));
            dealloc(bytes, Layout::from_size_align_unchecked(size, ALIGNMENT));
            piece = next;
        }
    }
}

/// A pointer to what lies in the arena of the handle that has this pointer: good as long as that.
pub(super) struct Within<T: Copy>(NonNull<T>);

impl<T: Copy> Within<T> {
    pub(super) fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }
}

impl<T: Copy> From<&T> for Within<T> {
    fn from(there: &T) -> Self {
        Self(there.into())
    }
}

// SAFETY: what a result refers to is its own or lives as long as the library, and nobody changes
// it.
unsafe impl<T: Copy> Send for Within<T> {}
// SAFETY: as above.
unsafe impl<T: Copy> Sync for Within<T> {}

/// What is at the beginning of an arena.
///
/// # Safety
/// It may be sent to and shared with other threads.
pub(super) unsafe trait Root {}

// SAFETY: the structures of the header. What they refer to is their own or lives as long as the
// library, and nobody changes it.
unsafe impl<T: Copy> Root for T {}

/// A result: a structure, or a handle, at the beginning of its arena, with all that it refers to
/// behind it. Structures are read-only from now on.
#[repr(transparent)]
pub(super) struct Owned<T: Root>(NonNull<T>);

// SAFETY: the promise of `Root`.
unsafe impl<T: Root> Send for Owned<T> {}
// SAFETY: as above.
unsafe impl<T: Root> Sync for Owned<T> {}

impl<T: Root> Owned<T> {
    /// What `fill` makes. `bytes` is how much its lists, texts and further structures will take,
    /// about.
    pub(super) fn new(bytes: usize, fill: impl FnOnce(&Arena) -> T) -> Self {
        Self::new_at(bytes, |arena, _| fill(arena))
    }

    /// The same for what refers to itself: `fill` is told where it will be.
    pub(super) fn new_at(bytes: usize, fill: impl FnOnce(&Arena, *const T) -> T) -> Self {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        let size = size_of::<T>().next_multiple_of(ALIGNMENT);
        let arena = Arena::with_capacity(size + bytes);
        let root = arena.room(size).cast::<T>();
        let made = fill(&arena, root);
        // SAFETY: the room is large enough, aligned, nobody else's, and not NULL.
        let root = unsafe {
            root.write(made);
            NonNull::new_unchecked(root)
        };
        std::mem::forget(arena);
        Self(root)
    }

    pub(super) fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }

    /// Hands it to C.
    pub(super) fn into_raw(self) -> *mut T {
        let root = self.0.as_ptr();
        std::mem::forget(self);
        root
    }

    /// Takes it back.
    ///
    /// # Safety
    /// `root` comes from [`into_raw`](Self::into_raw) and is not used afterwards.
    pub(super) unsafe fn from_raw(root: *mut T) -> Option<Self> {
        NonNull::new(root).map(Self)
    }

    /// How many pieces of memory it has.
    #[cfg(test)]
    pub(super) fn pieces(&self) -> usize {
        let mut count = 0;
        // SAFETY: the root is the first thing behind its piece's head.
        let mut piece = unsafe { self.0.as_ptr().cast::<u8>().sub(HEAD) }.cast::<Piece>();
        while !piece.is_null() {
            count += 1;
            // SAFETY: the pieces are this result's own.
            piece = unsafe { (*piece).next };
        }
        count
    }
}

impl<T: Root> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: it is there as long as `self`; whoever changes a handle has it alone.
        unsafe { self.0.as_ref() }
    }
}

impl<T: Root> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: the root is the first thing behind its piece's head, and nobody uses it after
        // this.
        unsafe {
            self.0.drop_in_place();
            release(self.0.as_ptr().cast::<u8>().sub(HEAD).cast());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::read;
    use super::*;

    #[derive(Clone, Copy)]
    struct Numbered {
        number: u64,
        text: tvpass_str,
    }

    #[derive(Clone, Copy)]
    struct Root {
        items: *const *const Numbered,
        count: usize,
        text: tvpass_str,
    }

    fn root(capacity: usize, count: usize) -> Owned<Root> {
        Owned::new(capacity, |arena| {
            let items = (0..count).map(|number| {
                arena.put(Numbered {
                    number: number as u64,
                    text: arena.joined(&["number "], number.to_string().as_bytes()),
                })
            });
            Root {
                items: pointers(arena.list(count, items)),
                count,
                text: arena.text("the root's"),
            }
        })
    }

    #[test]
    fn what_was_put_in_is_there_however_small_the_guess() {
        for capacity in [0, 1, 40, 1000, 100_000] {
            let root = root(capacity, 100);
            assert_eq!(read(root.text), "the root's");
            for number in 0..root.count {
                // SAFETY: the list has as many items.
                let item = unsafe { **root.items.add(number) };
                assert_eq!(item.number, number as u64);
                assert_eq!(read(item.text), format!("number {number}"));
            }
            assert_eq!(root.pieces() == 1, capacity == 100_000, "{capacity}");
        }
    }

    #[test]
    fn an_empty_list_is_null_and_an_empty_text_is_not() {
        let root = root(0, 0);
        assert!(root.items.is_null());
        let empty = Owned::new(0, |arena| [arena.text(""), arena.optional(None)]);
        assert_eq!(empty.map(read), [""; 2]);
    }

    #[test]
    fn a_result_is_handed_out_and_taken_back() {
        let raw = root(10, 3).into_raw();
        // SAFETY: it was handed out above.
        let back = unsafe { Owned::from_raw(raw) }.unwrap();
        assert_eq!(back.count, 3);
        // SAFETY: NULL is nothing.
        assert!(unsafe { Owned::<Root>::from_raw(ptr::null_mut()) }.is_none());
    }
}
