//! What a client has stored, as it is read back.

use std::borrow::Cow;

use super::json::{Json, Value, read_strictly};
use crate::secret::Wiped;

/// The state as stored. What is missing or of another type is `None`; of a repeated member the last
/// counts.
#[derive(Default)]
pub(crate) struct StateWire<'a> {
    pub(crate) format: Option<Cow<'a, str>>,
    pub(crate) version: Option<u64>,
    pub(crate) base: Option<Cow<'a, str>>,
    pub(crate) software_statement_sha256: Option<Cow<'a, str>>,
    pub(crate) client_id: Option<Wiped>,
    pub(crate) client_secret: Option<Wiped>,
    pub(crate) token: TokenStateWire,
    /// The text of kept things, which is read where they are.
    pub(crate) kept: Option<Wiped>,
    pub(crate) checksum: Option<Cow<'a, str>>,
}

/// The token as stored.
#[derive(Default)]
pub(crate) struct TokenStateWire {
    /// Whether there is one, whatever can be read of it.
    pub(crate) is_there: bool,
    pub(crate) access_token: Option<Wiped>,
    pub(crate) received_at_unix_ms: Option<u64>,
    pub(crate) expires_in_s: Option<u64>,
}

/// The state in `text`; `None` if that is no JSON object.
pub(crate) fn state(text: &str) -> Option<StateWire<'_>> {
    let mut wire = StateWire::default();
    read_strictly(text, &mut |state| {
        let Json::Object(state) = state else {
            return false;
        };
        state.each(&mut |name, value| match name {
            "format" => value.read_text(&mut wire.format),
            "version" => wire.version = number(value),
            "base" => value.read_text(&mut wire.base),
            "software_statement_sha256" => value.read_text(&mut wire.software_statement_sha256),
            "client_id" => wire.client_id = secret(value),
            "client_secret" => wire.client_secret = secret(value),
            "token" => {
                wire.token.is_there = true;
                value.members(&mut |name, value| match name {
                    "access_token" => wire.token.access_token = secret(value),
                    "received_at_unix_ms" => wire.token.received_at_unix_ms = number(value),
                    "expires_in_s" => wire.token.expires_in_s = number(value),
                    _ => {}
                });
            }
            "kept" => wire.kept = secret(value),
            "checksum" => value.read_text(&mut wire.checksum),
            _ => {}
        });
        true
    })
    .ok()?;
    Some(wire)
}

fn secret(value: Value<'_, '_>) -> Option<Wiped> {
    Some(Wiped(value.text()?.into_owned()))
}

/// A number as it is written: no other notation is ours.
fn number(value: Value<'_, '_>) -> Option<u64> {
    let mut number = None;
    value.read(&mut |json| {
        if let Json::Whole(whole) = json {
            number = Some(whole);
        }
        true
    });
    number
}
