//! What the page of `X-Device-Info` lists: its keys, and the values that some of them may have.

use serde_json::{Map, Value};

/// The keys.
const KEYS: [&str; 22] = [
    "primaryHardwareType",
    "model",
    "version",
    "manufacturer",
    "vendor",
    "osName",
    "osFamily",
    "osVendor",
    "osVersion",
    "browserName",
    "browserVendor",
    "browserVersion",
    "userAgent",
    "displayWidth",
    "displayHeight",
    "displayPpi",
    "diagonalScreenSize",
    "connectionIp",
    "connectionPort",
    "connectionType",
    "connectionSecure",
    "applicationId",
];

/// The keys whose values are restricted, each with its values. Two hardware types stand in the
/// OpenAPI file alone.
const RESTRICTED: [(&str, &[&str]); 5] = [
    (
        "primaryHardwareType",
        &[
            "Camera",
            "DataCollectionTerminal",
            "Desktop",
            "EmbeddedNetworkModule",
            "eReader",
            "GamesConsole",
            "GeolocationTracker",
            "Glasses",
            "MediaPlayer",
            "MobilePhone",
            "PaymentTerminal",
            "PluginModem",
            "SetTopBox",
            "TV",
            "Tablet",
            "WirelessHotspot",
            "Wristwatch",
            "Unknown",
            "VehicleMultimediaSystem",
            "Projector",
        ],
    ),
    (
        "osName",
        &[
            "Android",
            "Chrome OS",
            "Linux",
            "Mac OS",
            "OS X",
            "OpenBSD",
            "Roku OS",
            "Windows",
            "iOS",
            "tvOS",
            "webOS",
        ],
    ),
    (
        "osFamily",
        &[
            "Android",
            "BSD",
            "Linux",
            "PlayStation OS",
            "Roku OS",
            "Symbian",
            "Tizen",
            "Windows",
            "iOS",
            "tvOS",
            "macOS",
            "webOS",
        ],
    ),
    (
        "osVendor",
        &[
            "Amazon",
            "Apple",
            "Google",
            "LG",
            "Microsoft",
            "Mozilla",
            "Nintendo",
            "Nokia",
            "Roku",
            "Samsung",
            "Sony",
            "Tizen Project",
        ],
    ),
    ("connectionSecure", &["true", "false"]),
];

/// What the page does not list, in words, one sentence each.
pub(super) fn unlisted(info: &Map<String, Value>) -> Vec<String> {
    let keys = info.keys().filter(|key| !KEYS.contains(&key.as_str()));
    let mut found: Vec<String> = keys
        .map(|key| format!("There is no key '{key}'."))
        .collect();
    for (key, values) in RESTRICTED {
        let text = match info.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(truth)) => truth.to_string(),
            _ => continue,
        };
        if !values.contains(&text.as_str()) {
            found.push(format!("{key} cannot be '{text}'."));
        }
    }
    found
}
