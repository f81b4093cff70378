//! How often and how soon to try again: at most three attempts, exponential backoff with jitter
//! (Adobe: *Enhanced Error Codes*, response handling).

use super::random::Random;

/// Attempts of one request, the first included.
pub(super) const MAX_ATTEMPTS: u32 = 3;

/// Answers 429 that one call waits out.
pub(super) const MAX_THROTTLES: u32 = 10;

/// The most requests that one call sends, whatever the service answers.
///
/// | for | requests |
/// |---|---|
/// | the operation: 3 attempts, 1 more after a 401, 1 more after a new registration | 5 |
/// | tokens: 2 that may expire before they can be used, 1 after a 401, 1 after a new registration, 3 attempts each | 12 |
/// | registrations: the first, and a new one if [`register_again`](super::ClientConfig::register_again) is allowed, 3 attempts each | 6 |
/// | answers 429 that are waited out | 10 |
///
/// Where many calls of a client get into each other's way, one of them could need more: it ends
/// with its last error instead.
pub const MAX_REQUESTS_PER_CALL: u32 = 33;

const FIRST_MS: u64 = 1000;
const LONGEST_MS: u64 = 8000;

/// The pause after the failed attempt number `attempt` (from 1), in milliseconds: half of it fixed,
/// half random.
pub(super) fn backoff_ms(attempt: u32, random: &mut Random) -> u64 {
    let doublings = attempt.saturating_sub(1).min(8);
    let full = (FIRST_MS << doublings).min(LONGEST_MS);
    full / 2 + random.up_to(full / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_bounds() {
        let mut random = Random::new(1);
        for _ in 0..1000 {
            assert!((500..=1000).contains(&backoff_ms(1, &mut random)));
            assert!((1000..=2000).contains(&backoff_ms(2, &mut random)));
            assert!((4000..=8000).contains(&backoff_ms(40, &mut random)));
        }
    }
}
