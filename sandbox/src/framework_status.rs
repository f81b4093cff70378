//! `AP-Partner-Framework-Status`: what Apple's framework said, as the application tells it.

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::providers::{self, Mvpd};

/// One of the six codes `invalid_header_pfs_…`.
pub(crate) type PfsCode = &'static str;

const NOT_PRESENT: PfsCode = "invalid_header_pfs_permission_access_not_present";
const NOT_DETERMINED: PfsCode = "invalid_header_pfs_permission_access_not_determined";
const NOT_GRANTED: PfsCode = "invalid_header_pfs_permission_access_not_granted";
const NO_PROVIDER: PfsCode = "invalid_header_pfs_provider_id_not_determined";
const MISMATCH: PfsCode = "invalid_header_pfs_provider_id_mismatch";
const EXPIRED: PfsCode = "invalid_header_pfs_provider_info_expired";

/// The MVPD that a valid status names: access granted, a provider that is known, not expired.
///
/// What cannot be decoded has no access status, so its code is that of a missing one.
pub(crate) fn provider(header: Option<&str>, now: Duration) -> Result<&'static Mvpd, PfsCode> {
    let status = header
        .and_then(|text| BASE64_STANDARD.decode(text).ok())
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
        .ok_or(NOT_PRESENT)?;
    let text = |pointer: &str| status.pointer(pointer).and_then(Value::as_str);
    match text("/frameworkPermissionInfo/accessStatus") {
        Some("granted") => {}
        Some("notDetermined") => return Err(NOT_DETERMINED),
        Some("denied" | "restricted") => return Err(NOT_GRANTED),
        _ => return Err(NOT_PRESENT),
    }
    let known = text("/frameworkProviderInfo/id").and_then(providers::at_platform);
    let provider = known.ok_or(NO_PROVIDER)?;
    let expires_ms = text("/frameworkProviderInfo/expirationDate")
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    if Duration::from_millis(expires_ms) <= now {
        return Err(EXPIRED);
    }
    Ok(provider)
}

/// The same, of a profile whose MVPD is known.
pub(crate) fn is_of(header: Option<&str>, mvpd: &str, now: Duration) -> Result<(), PfsCode> {
    match provider(header, now)? {
        provider if provider.id == mvpd => Ok(()),
        _ => Err(MISMATCH),
    }
}

/// A status as Apple's framework would lead to: with an access status, and a provider and its end
/// if there is one.
pub(crate) fn encode(access: &str, provider_id: Option<&str>, expires: Duration) -> String {
    let provider = match provider_id {
        Some(id) => json!({"id": id, "expirationDate": expires.as_millis().to_string()}),
        None => json!({}),
    };
    let status = json!({
        "frameworkPermissionInfo": {"accessStatus": access},
        "frameworkProviderInfo": provider,
    });
    BASE64_STANDARD.encode(status.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(100);

    fn code(text: &str) -> Option<PfsCode> {
        is_of(Some(&BASE64_STANDARD.encode(text)), "Spectrum", NOW).err()
    }

    #[test]
    fn each_code_has_its_case() {
        assert_eq!(is_of(None, "Spectrum", NOW), Err(NOT_PRESENT));
        assert_eq!(is_of(Some("*"), "Spectrum", NOW), Err(NOT_PRESENT));
        assert_eq!(code("{}"), Some(NOT_PRESENT));
        let access = |status: &str| {
            format!("{{\"frameworkPermissionInfo\":{{\"accessStatus\":\"{status}\"}}}}")
        };
        assert_eq!(code(&access("notDetermined")), Some(NOT_DETERMINED));
        assert_eq!(code(&access("denied")), Some(NOT_GRANTED));
        assert_eq!(code(&access("restricted")), Some(NOT_GRANTED));
        assert_eq!(code(&access("granted")), Some(NO_PROVIDER));
        let of = |id, end| encode("granted", Some(id), Duration::from_secs(end));
        let check = |header: &str| is_of(Some(header), "Spectrum", NOW);
        assert_eq!(
            check(&of("Spectrum", 200)),
            Err(NO_PROVIDER),
            "not Apple's id"
        );
        assert_eq!(check(&of("apple.directv", 200)), Err(MISMATCH));
        assert_eq!(check(&of("apple.spectrum", 100)), Err(EXPIRED));
        assert_eq!(check(&of("apple.spectrum", 101)), Ok(()));
    }
}
