//! User metadata: the attributes that the sandbox's MVPDs tell about a user.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value, json};

/// The attributes of a user of an MVPD, with every name that Adobe's metadata page has. The same
/// for the same user, MVPD and service provider, so that two devices of one household can be told
/// from two households.
pub(crate) fn attributes(service_provider: &str, mvpd: &str, user: &str) -> Map<String, Value> {
    let seed = format!("{service_provider}\n{mvpd}\n{user}");
    let [user_id, upstream, household] =
        ["user", "upstream", "household"].map(|what| digest(&format!("{what}\n{seed}")));
    object(json!({
        "userID": plain(user_id),
        "upstreamUserID": plain(upstream),
        "mvpd": plain(mvpd),
        "householdID": plain(household),
        "primaryOID": plain(digest(&format!("primary\n{seed}"))),
        "typeID": plain("Primary"),
        // Adobe's page calls these truth values, and prints them as text.
        "is_hoh": plain("1"),
        "hba_status": plain(false),
        "allowMirroring": plain("true"),
        "onNet": plain("true"),
        "inHome": plain("false"),
        "language": plain("en"),
        "channelID": plain(json!(["channel-1", "channel-2"])),
        "maxRating": plain(json!({"MPAA": "PG-13", "VCHIP": "TV-14", "URL": "http://manage.my/parental"})),
        // A list when it is plain, one text when it is encrypted.
        "zip": encrypted(&format!("zip\n{seed}")),
        "encryptedZip": encrypted(&format!("encryptedZip\n{seed}")),
    }))
}

/// The attributes of a degraded profile: the user is known to nobody.
pub(crate) fn degraded(device: &str, mvpd: &str) -> Map<String, Value> {
    // This beginning is what Adobe's samples of degraded profiles have.
    let id = format!(
        "95cf93bcd183214a{}",
        digest(&format!("degraded\n{device}\n{mvpd}"))
    );
    object(json!({"userID": plain(id)}))
}

/// The attributes of a temporary profile; a promotional one has a list of used resources.
pub(crate) fn temporary(
    holder: &str,
    expires_ms: u64,
    used: Option<(&[String], usize)>,
) -> Map<String, Value> {
    let id = format!("temppass_{}", digest(&format!("temporary\n{holder}")));
    let mut attributes = object(json!({"userID": plain(id), "expiration_date": plain(expires_ms)}));
    if let Some((used, remaining)) = used {
        attributes.insert("used_assets".into(), plain(json!(used)));
        attributes.insert("remaining_resources".into(), plain(remaining));
    }
    attributes
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn plain(value: impl Into<Value>) -> Value {
    json!({"value": value.into(), "state": "plain"})
}

/// What looks like a value under a programmer's 2048-bit certificate. There is nothing in it.
fn encrypted(seed: &str) -> Value {
    let mut bytes = Vec::with_capacity(256);
    for block in 0..32 {
        bytes.extend_from_slice(&mix(&format!("{block}\n{seed}")).to_be_bytes());
    }
    json!({"value": BASE64_STANDARD.encode(bytes), "state": "enc"})
}

/// Forty hexadecimal digits, as in Adobe's samples.
fn digest(text: &str) -> String {
    let parts = [0, 1, 2].map(|part| format!("{:016x}", mix(&format!("{part}\n{text}"))));
    parts.concat().chars().take(40).collect()
}

/// FNV-1a, stirred. Nothing here has to withstand anybody.
fn mix(text: &str) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325, fold);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn one_user_is_always_the_same_and_two_are_not() {
        let id = |user| attributes("REF30", "Dish", user)["userID"]["value"].clone();
        assert_eq!(id("a"), id("a"));
        assert_ne!(id("a"), id("b"));
        assert_eq!(id("a").as_str().unwrap().len(), 40);
    }

    #[test]
    fn an_encrypted_value_is_as_long_as_its_key() {
        let all = attributes("REF30", "Dish", "a");
        assert_eq!(all["zip"]["state"], "enc");
        let text = all["zip"]["value"].as_str().unwrap();
        assert_eq!(BASE64_STANDARD.decode(text).unwrap().len(), 256);
    }
}
