//! Looking for many texts in one pass, whatever the letter case.

/// Where any of the texts may begin, by three bytes: few places are left to look at closely.
#[derive(Default)]
pub(super) struct Starts([[u64; 8]; SLOTS / 512]);

const SLOTS: usize = 1 << 12;

impl Starts {
    /// A text of two bytes begins nowhere.
    pub(super) fn add(&mut self, text: &[u8]) {
        let [first, second, third, ..] = text else {
            return;
        };
        for first in spellings(*first) {
            for second in spellings(*second) {
                for third in spellings(*third) {
                    let bytes = [first, second, third];
                    let slot = slot(bytes.into_iter().fold(0, with));
                    let word = self.0.get_mut(slot / 512);
                    if let Some(word) = word.and_then(|words| words.get_mut(slot / 64 % 8)) {
                        *word |= 1 << (slot % 64);
                    }
                }
            }
        }
    }

    /// Calls `look` with each place at which one of the texts may begin, in order, until it says
    /// that the rest does not matter.
    pub(super) fn each(&self, text: &[u8], look: &mut dyn FnMut(usize) -> bool) {
        let mut three = 0;
        for (at, b) in text.iter().enumerate() {
            three = with(three, *b);
            let slot = slot(three);
            let words = self.0.get(slot / 512);
            let word = words.and_then(|words| words.get(slot / 64 % 8));
            let may_begin = word.is_some_and(|word| (word >> (slot % 64)) & 1 != 0);
            if may_begin && at > 1 && !look(at - 2) {
                return;
            }
        }
    }
}

/// The lower five bits of three bytes, in which the two cases of a letter are alike.
fn with(three: usize, b: u8) -> usize {
    ((three << 5) | usize::from(b & 31)) & 0x7fff
}

fn slot(three: usize) -> usize {
    (three ^ (three >> 7)) % SLOTS
}

/// In forms, `+` is a space.
fn spellings(b: u8) -> [u8; 2] {
    [b, if b == b' ' { b'+' } else { b }]
}

/// Whether `text` begins with `start`, whatever the letter case, and where `+` is a space.
pub(super) fn begins_with(text: &[u8], start: &[u8]) -> bool {
    let same = |(a, b): (&u8, &u8)| a.eq_ignore_ascii_case(b) || (*a == b'+' && *b == b' ');
    text.get(..start.len())
        .is_some_and(|text| text.iter().zip(start).all(same))
}

/// The first four bytes of a text, alike for all the texts that [`begins_with`] does not tell
/// apart. `None` if there are fewer.
pub(super) const fn head(text: &[u8]) -> Option<u32> {
    match text {
        [a, b, c, d, ..] => Some(u32::from_be_bytes([
            folded(*a),
            folded(*b),
            folded(*c),
            folded(*d),
        ])),
        _ => None,
    }
}

const fn folded(b: u8) -> u8 {
    match b {
        b'+' => b' ',
        b => b.to_ascii_lowercase(),
    }
}

/// Where runs of the characters of tokens end. Each run is walked once.
pub(super) struct Runs<'t> {
    text: &'t [u8],
    last: (usize, usize),
}

impl<'t> Runs<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        Self { text, last: (0, 0) }
    }

    /// The end of the run that `at` is in; `at` if it is in none.
    pub(super) fn end(&mut self, at: usize) -> usize {
        if !(self.last.0..self.last.1).contains(&at) {
            self.last = (at, run_end(self.text, at));
        }
        self.last.1
    }
}

/// How many bytes from `at` on are as `wanted`.
pub(super) fn count(text: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|b| wanted(**b)).count()
}

/// Where the characters of tokens that begin at `at` end.
pub(super) fn run_end(text: &[u8], at: usize) -> usize {
    at + count(text, at, |b| {
        b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(texts: &[&str], text: &str) -> Vec<usize> {
        let mut starts = Starts::default();
        for text in texts {
            starts.add(text.as_bytes());
        }
        let mut places = Vec::new();
        starts.each(text.as_bytes(), &mut |at| {
            let rest = &text.as_bytes()[at..];
            if texts.iter().any(|text| begins_with(rest, text.as_bytes())) {
                places.push(at);
            }
            true
        });
        places
    }

    #[test]
    fn each_place_is_found_whatever_the_letter_case() {
        let text = "ab AB aB a+b a b \u{e1}b Ab";
        for (texts, expected) in [
            (&["ab "][..], &[0, 3, 6][..]),
            (&["a b"], &[9, 13]),
            (&[" b ", "aB "], &[0, 3, 6, 10, 14]),
            (&["x", ""], &[]),
            (&["ab AB aB a+b a b \u{e1}b Ab and more"], &[]),
        ] {
            assert_eq!(places(texts, text), expected, "{texts:?}");
        }
    }

    #[test]
    fn no_beginning_is_passed_over() {
        for first in 0..=255 {
            for second in 0..=255 {
                let mut starts = Starts::default();
                let text = [first, second, first];
                starts.add(&text);
                for text in [
                    text,
                    text.map(|b| b.to_ascii_uppercase()),
                    text.map(|b| b.to_ascii_lowercase()),
                ] {
                    let mut found = false;
                    starts.each(&text, &mut |_| {
                        found = true;
                        true
                    });
                    assert!(found, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn texts_that_begin_alike_have_one_head() {
        for (text, start) in [("Bearer x", "bearer"), ("a+b c", "a b c"), ("A+B+", "a+b+")] {
            let [text, start] = [text, start].map(str::as_bytes);
            assert!(begins_with(text, start));
            assert_eq!(head(text), head(start));
        }
        assert_eq!(head(b"abc"), None);
        assert_ne!(head(b"abcd"), head(b"abce"));
    }

    #[test]
    fn a_run_has_one_end() {
        let text = b"ab.c d";
        let mut runs = Runs::of(text);
        let ends: Vec<_> = (0..7).map(|at| runs.end(at)).collect();
        assert_eq!(ends, [4, 4, 4, 4, 4, 6, 6]);
        assert_eq!(runs.end(1), 4);
    }
}
