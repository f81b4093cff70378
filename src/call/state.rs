//! What a client keeps across restarts, as versioned JSON: credentials, token, and the text of kept
//! things, which this file does not read.

use sha2::{Digest as _, Sha256};

use crate::error::StateError;
use crate::operation::{ClientCredentials, SoftwareStatement};
use crate::secret::{Secret, Wiped};
use crate::token::AccessToken;
use crate::uri::Base;
use crate::wire::{StateWire, TokenStateWire, WrittenObject, state};

/// The format's version.
///
/// Version 2 has kept things beside credentials and token; version 1 is read, too.
pub const STATE_VERSION: u64 = 2;

const FORMAT: &str = "tvpass-state";

/// Larger input is not what this library writes. Tokens are at most 16 KiB each.
const MAX_BYTES: usize = 256 * 1024;

/// What the checksum is over, in this order: a client secret with one wrong letter looks like any
/// other, and would be reported by the service as a lost registration.
struct Checked<'a> {
    base: &'a str,
    software_statement_sha256: &'a str,
    client_id: &'a str,
    client_secret: &'a str,
    token: Option<CheckedToken<'a>>,
    kept: Option<&'a str>,
    version: u64,
}

struct CheckedToken<'a> {
    access_token: &'a str,
    received_at_unix_ms: u64,
    expires_in_s: u64,
}

impl Checked<'_> {
    fn sum(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |bytes: &[u8]| digest.update(bytes);
        for text in [
            FORMAT,
            self.base,
            self.software_statement_sha256,
            self.client_id,
            self.client_secret,
        ] {
            add_text(&mut add, text);
        }
        if let Some(token) = &self.token {
            add_text(&mut add, token.access_token);
            add(&token.received_at_unix_ms.to_be_bytes());
            add(&token.expires_in_s.to_be_bytes());
        }
        if let Some(kept) = self.kept {
            add_text(&mut add, kept);
        }
        add(&self.version.to_be_bytes());
        crate::hex::lower_case(&digest.finalize())
    }
}

/// With its length, so that no two lists of texts have the same sum.
fn add_text(add: &mut dyn FnMut(&[u8]), text: &str) {
    add(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
    add(text.as_bytes());
}

/// The state in memory.
pub(super) struct Loaded {
    pub(super) credentials: ClientCredentials,
    pub(super) token: Option<LoadedToken>,
    /// The text of kept things.
    pub(super) kept: Option<Wiped>,
}

pub(super) struct LoadedToken {
    pub(super) access_token: AccessToken,
    pub(super) received_at_unix_ms: u64,
    pub(super) expires_in_s: u64,
}

/// What the state belongs to.
pub(super) struct Owner<'a> {
    pub(super) base: &'a Base,
    pub(super) software_statement: &'a SoftwareStatement,
}

impl Owner<'_> {
    fn statement_digest(&self) -> String {
        let digest = Sha256::digest(self.software_statement.secret().expose().as_bytes());
        crate::hex::lower_case(&digest)
    }
}

pub(super) fn write(
    owner: &Owner<'_>,
    credentials: &ClientCredentials,
    token: Option<&LoadedToken>,
    kept: Option<&str>,
) -> Secret {
    let checked = Checked {
        base: owner.base.as_str(),
        software_statement_sha256: &owner.statement_digest(),
        client_id: credentials.client_id(),
        client_secret: credentials.client_secret().expose(),
        token: token.map(|token| CheckedToken {
            access_token: token.access_token.expose(),
            received_at_unix_ms: token.received_at_unix_ms,
            expires_in_s: token.expires_in_s,
        }),
        kept,
        version: STATE_VERSION,
    };
    written(&checked)
}

fn written(checked: &Checked<'_>) -> Secret {
    // Room for it, if the token is of usual length.
    let mut object = WrittenObject::with_capacity(4096);
    object.text("format", FORMAT);
    object.number("version", checked.version);
    object.text("base", checked.base);
    object.text(
        "software_statement_sha256",
        checked.software_statement_sha256,
    );
    object.text("client_id", checked.client_id);
    object.text("client_secret", checked.client_secret);
    if let Some(token) = &checked.token {
        let mut members = WrittenObject::with_capacity(4096);
        members.text("access_token", token.access_token);
        members.number("received_at_unix_ms", token.received_at_unix_ms);
        members.number("expires_in_s", token.expires_in_s);
        object.object("token", members);
    }
    if let Some(kept) = checked.kept {
        object.text("kept", kept);
    }
    object.text("checksum", &checked.sum());
    object.finish()
}

pub(super) fn read(owner: &Owner<'_>, bytes: &[u8]) -> Result<Loaded, StateError> {
    if bytes.is_empty() {
        return Err(StateError::Corrupt("empty"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(StateError::Corrupt("larger than 256 KiB"));
    }
    let stored = std::str::from_utf8(bytes).ok().and_then(state);
    let stored = stored.ok_or(UNREADABLE)?;
    // The version first: a newer format may differ in everything else.
    if stored.format.as_deref() != Some(FORMAT) {
        return Err(StateError::Corrupt("not written by this library"));
    }
    match stored.version {
        None | Some(0) => return Err(StateError::Corrupt("without a version")),
        Some(version) if version > STATE_VERSION => {
            return Err(StateError::TooNew {
                version,
                newest: STATE_VERSION,
            });
        }
        _ => {}
    }
    loaded(owner, stored)
}

const UNREADABLE: StateError = StateError::Corrupt("not the expected JSON");

fn loaded(owner: &Owner<'_>, stored: StateWire<'_>) -> Result<Loaded, StateError> {
    let checked = Checked {
        base: stored.base.as_deref().ok_or(UNREADABLE)?,
        software_statement_sha256: stored
            .software_statement_sha256
            .as_deref()
            .ok_or(UNREADABLE)?,
        client_id: secret(&stored.client_id)?,
        client_secret: secret(&stored.client_secret)?,
        token: checked_token(&stored.token)?,
        kept: stored.kept.as_ref().map(|kept| kept.0.as_str()),
        version: stored.version.ok_or(UNREADABLE)?,
    };
    // Before anything is made of it: one wrong bit would look like the state of another app.
    if stored.checksum.as_deref().ok_or(UNREADABLE)? != checked.sum() {
        return Err(StateError::Corrupt("altered: the checksum is another"));
    }
    // An earlier version stored the base as the app spelled it.
    if Base::new(checked.base).as_ref() != Ok(owner.base) {
        return Err(StateError::OfAnotherApp("environment (base URL)"));
    }
    if checked.software_statement_sha256 != owner.statement_digest() {
        return Err(StateError::OfAnotherApp("software statement"));
    }
    let credentials = ClientCredentials::new(checked.client_id, checked.client_secret)
        .map_err(|_| StateError::Corrupt("unusable credentials"))?;
    let token = match checked.token {
        Some(token) => Some(LoadedToken {
            access_token: AccessToken::new(token.access_token)
                .map_err(|_| StateError::Corrupt("unusable token"))?,
            received_at_unix_ms: token.received_at_unix_ms,
            expires_in_s: token.expires_in_s,
        }),
        None => None,
    };
    Ok(Loaded {
        credentials,
        token,
        kept: stored.kept,
    })
}

fn secret(stored: &Option<Wiped>) -> Result<&str, StateError> {
    stored
        .as_ref()
        .map(|text| text.0.as_str())
        .ok_or(UNREADABLE)
}

fn checked_token(stored: &TokenStateWire) -> Result<Option<CheckedToken<'_>>, StateError> {
    if !stored.is_there {
        return Ok(None);
    }
    Ok(Some(CheckedToken {
        access_token: secret(&stored.access_token)?,
        received_at_unix_ms: stored.received_at_unix_ms.ok_or(UNREADABLE)?,
        expires_in_s: stored.expires_in_s.ok_or(UNREADABLE)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION_1: &str = r#"{"format":"tvpass-state","version":1,"base":"https://a.example","software_statement_sha256":"043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89","client_id":"id","client_secret":"secret","token":{"access_token":"t","received_at_unix_ms":5,"expires_in_s":6},"checksum":"51a5d9556c516e998da7028ef318709ff06d261d824b033b977d766694ae776f"}"#;

    fn statement(text: &str) -> SoftwareStatement {
        SoftwareStatement::new(text).unwrap()
    }

    fn stored() -> (SoftwareStatement, String) {
        let software_statement = statement("s");
        let owner = Owner {
            base: &Base::new("https://a.example").unwrap(),
            software_statement: &software_statement,
        };
        let credentials = ClientCredentials::new("id", "secret").unwrap();
        let token = LoadedToken {
            access_token: AccessToken::new("t").unwrap(),
            received_at_unix_ms: 5,
            expires_in_s: 6,
        };
        let text = write(&owner, &credentials, Some(&token), Some("kept\n"));
        (software_statement, text.expose().to_owned())
    }

    fn reading(
        software_statement: &SoftwareStatement,
        base: &str,
        text: &str,
    ) -> Result<Loaded, StateError> {
        let owner = Owner {
            base: &Base::new(base).unwrap(),
            software_statement,
        };
        read(&owner, text.as_bytes())
    }

    #[test]
    fn what_is_written_is_read() {
        let (software_statement, text) = stored();
        let loaded = reading(&software_statement, "https://a.example", &text).unwrap();
        assert_eq!(
            loaded.credentials,
            ClientCredentials::new("id", "secret").unwrap()
        );
        let token = loaded.token.unwrap();
        assert_eq!(token.access_token.expose(), "t");
        assert_eq!((token.received_at_unix_ms, token.expires_in_s), (5, 6));
        assert_eq!(loaded.kept.unwrap().0, "kept\n");
    }

    #[test]
    fn version_1_is_read() {
        // Written by this library when version 1 was the newest.
        let text = VERSION_1;
        let loaded = reading(&statement("s"), "https://a.example", text).unwrap();
        let credentials = ClientCredentials::new("id", "secret").unwrap();
        assert_eq!(loaded.credentials, credentials);
        assert_eq!(loaded.token.unwrap().access_token.expose(), "t");
        assert!(loaded.kept.is_none());
    }

    #[test]
    fn the_software_statement_itself_is_not_stored() {
        let (_, text) = stored();
        assert!(!text.contains("\"s\""));
    }

    #[test]
    fn every_cut_of_it_is_corrupt() {
        let (software_statement, text) = stored();
        for end in 0..text.len() {
            let result = reading(&software_statement, "https://a.example", &text[..end]);
            assert!(matches!(result, Err(StateError::Corrupt(_))), "{end}");
        }
    }

    #[test]
    fn state_of_others_and_of_newer_versions_is_refused() {
        let (software_statement, text) = stored();
        let other = reading(&statement("other"), "https://a.example", &text);
        assert!(matches!(
            other,
            Err(StateError::OfAnotherApp("software statement"))
        ));
        let other = reading(&software_statement, "https://b.example", &text);
        assert!(matches!(
            other,
            Err(StateError::OfAnotherApp("environment (base URL)"))
        ));
        let newer = r#"{"format":"tvpass-state","version":3,"everything":"else"}"#;
        let newer = reading(&software_statement, "https://a.example", newer);
        assert!(matches!(
            newer,
            Err(StateError::TooNew {
                version: 3,
                newest: 2
            })
        ));
    }

    #[test]
    fn another_spelling_of_the_base_is_the_same_environment() {
        let (software_statement, text) = stored();
        let owner = Owner {
            base: &Base::new("https://a.example").unwrap(),
            software_statement: &software_statement,
        };
        for spelling in [
            "HTTPS://a.example",
            "https://A.Example/",
            "https://a.example:443",
            "https://a.example.",
        ] {
            // Of the configuration.
            assert!(reading(&software_statement, spelling, &text).is_ok());
            // Of the state, as an earlier version wrote it, which kept what the app had passed.
            let stored = written(&Checked {
                base: spelling,
                software_statement_sha256: &owner.statement_digest(),
                client_id: "id",
                client_secret: "secret",
                token: None,
                kept: None,
                version: STATE_VERSION,
            });
            let text = stored.expose();
            assert!(reading(&software_statement, "https://a.example", text).is_ok());
            // One that came about otherwise is noticed.
            let altered = text.replace("\"secret\"", "\"secreT\"");
            let altered = reading(&software_statement, "https://a.example", &altered);
            assert!(matches!(altered, Err(StateError::Corrupt(_))));
        }
        for other in ["https://a.example:8443", "http://localhost"] {
            let other = reading(&software_statement, other, &text);
            assert!(matches!(other, Err(StateError::OfAnotherApp(_))));
        }
    }

    #[test]
    fn every_flipped_bit_of_it_is_corrupt() {
        let (software_statement, text) = stored();
        let version = text.find("\"version\":").unwrap() + "\"version\":".len();
        for place in 0..text.len() {
            for bit in 0..8 {
                let mut altered = text.clone().into_bytes();
                altered[place] ^= 1 << bit;
                // A newer version may differ in everything, its checksum too.
                let newer = place == version && (b'3'..=b'9').contains(&altered[place]);
                let owner = Owner {
                    base: &Base::new("https://a.example").unwrap(),
                    software_statement: &software_statement,
                };
                match read(&owner, &altered) {
                    Err(StateError::Corrupt(_)) => assert!(!newer),
                    Err(StateError::TooNew { .. }) => assert!(newer),
                    Err(other) => panic!("byte {place}, bit {bit}: {other:?}"),
                    Ok(_) => panic!("byte {place}, bit {bit}: was read"),
                }
            }
        }
    }

    #[test]
    fn altered_and_unusable_contents_are_corrupt() {
        let (software_statement, text) = stored();
        for (from, to) in [
            ("\"id\"", "\"\""),
            ("\"id\"", "\"ie\""),
            ("\"token\"", "\"tokeN\""),
            ("\"secret\"", "\"a b\""),
            ("\"t\"", "\"\\n\""),
            ("kept\\n", "kept"),
            ("tvpass-state", "other"),
            ("\"version\":2", "\"version\":0"),
            ("\"version\":2", "\"version\":-1"),
            ("\"version\":2", "\"version\":\"2\""),
            ("\"version\":2", "\"version\":1"),
        ] {
            let altered = text.replace(from, to);
            assert_ne!(altered, text);
            let result = reading(&software_statement, "https://a.example", &altered);
            assert!(matches!(result, Err(StateError::Corrupt(_))), "{altered}");
        }
    }
}
