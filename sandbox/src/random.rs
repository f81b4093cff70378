//! Random identifiers: unguessable by default, the same in every run if a seed is given.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;

/// What Adobe's samples make codes of: capitals and digits, the letter O among them.
const CODE_ALPHABET: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// How many characters a code has, as in all but one of Adobe's samples.
const CODE_LENGTH: usize = 7;

/// A source of random identifiers.
#[derive(Debug, Default)]
pub(crate) struct Random {
    /// The state of the generator; `None` asks the operating system.
    seeded: Option<u64>,
}

impl Random {
    /// A source that repeats itself if there is a seed.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seeded: seed }
    }

    /// `N` random bytes.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let Some(state) = &mut self.seeded else {
            return bytes();
        };
        let mut drawn = [0; N];
        for chunk in drawn.chunks_mut(8) {
            let word = split_mix(state).to_le_bytes();
            for (to, from) in chunk.iter_mut().zip(word) {
                *to = from;
            }
        }
        drawn
    }

    /// `2 * N` lower-case hexadecimal digits.
    pub(crate) fn hex<const N: usize>(&mut self) -> String {
        digits(&self.bytes::<N>())
    }

    /// A random UUID (version 4, RFC 9562).
    pub(crate) fn uuid(&mut self) -> String {
        uuid_of(self.bytes())
    }

    /// An authentication code.
    pub(crate) fn code(&mut self) -> String {
        let drawn: [u8; CODE_LENGTH] = self.bytes();
        let letter = |byte: &u8| {
            let at = usize::from(*byte) % CODE_ALPHABET.len();
            char::from(CODE_ALPHABET.get(at).copied().unwrap_or(b'A'))
        };
        drawn.iter().map(letter).collect()
    }

    /// An access token with the look of Adobe's: three base64url segments. Nobody may read anything
    /// out of it, and the signature is noise.
    pub(crate) fn access_token(&mut self, issued_s: u64, expires_s: u64) -> String {
        let header = json!({"alg": "RS256"});
        let payload = json!({
            "sub": self.uuid(), "nbf": issued_s, "iss": "auth.sandbox.invalid",
            "scopes": "api:client:v2", "exp": expires_s, "iat": issued_s,
        });
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let [header, payload] = [header, payload].map(|json| encode(json.to_string().as_bytes()));
        format!("{header}.{payload}.{}", encode(&self.bytes::<64>()))
    }
}

/// Whether `text` has the form of a code. Adobe's samples have six or seven characters.
pub(crate) fn is_code(text: &str) -> bool {
    (6..=7).contains(&text.len()) && text.bytes().all(|byte| CODE_ALPHABET.contains(&byte))
}

/// The next number of SplitMix64 (Steele, Lea, Flood, 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut word = *state;
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// `N` random bytes of the operating system. One without randomness stops the sandbox's thread
/// rather than repeat a value.
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(
        clippy::panic,
        reason = "no test can go on without randomness, and no device runs this"
    )]
    if let Err(error) = getrandom::getrandom(&mut bytes) {
        panic!("the operating system gives no random bytes: {error}");
    }
    bytes
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A random UUID outside of the seed: for the `trace` of an error.
pub(crate) fn uuid() -> String {
    uuid_of(bytes())
}

fn uuid_of(random: [u8; 16]) -> String {
    let random = u128::from_be_bytes(random);
    let versioned = random & !(0xF << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{versioned:032x}");
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_another_does_not() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (random.code(), random.uuid(), random.hex::<9>())
        };
        assert_eq!(draw(Some(1)), draw(Some(1)));
        assert_ne!(draw(Some(1)), draw(Some(2)));
        assert_ne!(draw(None), draw(None));
    }

    #[test]
    fn codes_have_the_form_of_a_code() {
        let mut random = Random::new(Some(7));
        for _ in 0..200 {
            let code = random.code();
            assert!(code.len() == 7 && is_code(&code), "{code}");
        }
        for other in ["", "8ER64", "8ER640MM", "8er640m", "8ER 40M", "8ER64ÖM"] {
            assert!(!is_code(other), "{other}");
        }
        assert!(is_code("XTC98W"), "one of Adobe's samples has six");
    }
}
