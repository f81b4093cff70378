//! Random identifiers. They are unguessable out of habit, not because anything here is worth guessing.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;

/// `N` random bytes. An operating system without randomness stops the sandbox's thread rather than repeat a value.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
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

/// `2 * N` lower-case hexadecimal digits.
pub(crate) fn hex<const N: usize>() -> String {
    bytes::<N>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A random UUID (version 4, RFC 9562), as Adobe's `trace` and token ids are.
pub(crate) fn uuid() -> String {
    let random = u128::from_be_bytes(bytes());
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

/// An access token with the look of Adobe's: three base64url segments. Nobody may read anything out of it, and the
/// signature is noise.
pub(crate) fn access_token(issued_s: u64, expires_s: u64) -> String {
    let header = json!({"alg": "RS256"});
    let payload = json!({
        "sub": uuid(), "nbf": issued_s, "iss": "auth.sandbox.invalid", "scopes": "api:client:v2",
        "exp": expires_s, "iat": issued_s,
    });
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let [header, payload] = [header, payload].map(|json| encode(json.to_string().as_bytes()));
    format!("{header}.{payload}.{}", encode(&bytes::<64>()))
}
