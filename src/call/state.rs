//! What a client keeps across restarts, as versioned JSON: credentials, token, and the text of kept
//! things, which this file does not read.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::StateError;
use crate::operation::{ClientCredentials, SoftwareStatement};
use crate::secret::{Secret, Wiped, json};
use crate::token::AccessToken;
use crate::uri::Base;

/// The format's version.
///
/// Version 2 has kept things beside credentials and token; version 1 is read, too.
pub const STATE_VERSION: u64 = 2;

const FORMAT: &str = "tvpass-state";

/// Larger input is not what this library writes. Tokens are at most 16 KiB each.
const MAX_BYTES: usize = 256 * 1024;

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    format: std::borrow::Cow<'a, str>,
    #[serde(default)]
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    format: String,
    version: u64,
    base: String,
    software_statement_sha256: String,
    client_id: Wiped,
    client_secret: Wiped,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<StoredToken>,
    /// [`KeptThings::text`](super::kept::KeptThings::text)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept: Option<Wiped>,
    /// Over all of the above: a client secret with one wrong letter looks like any other, and would
    /// be reported by the service as a lost registration.
    checksum: String,
}

impl Stored {
    fn checksum(&self) -> String {
        let mut digest = Sha256::new();
        let mut text = |text: &str| {
            digest.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(text.as_bytes());
        };
        text(&self.format);
        text(&self.base);
        text(&self.software_statement_sha256);
        text(&self.client_id.0);
        text(&self.client_secret.0);
        if let Some(token) = &self.token {
            text(&token.access_token.0);
            digest.update(token.received_at_unix_ms.to_be_bytes());
            digest.update(token.expires_in_s.to_be_bytes());
        }
        if let Some(kept) = &self.kept {
            let length = u64::try_from(kept.0.len()).unwrap_or(u64::MAX);
            digest.update(length.to_be_bytes());
            digest.update(kept.0.as_bytes());
        }
        digest.update(self.version.to_be_bytes());
        crate::hex::lower_case(&digest.finalize())
    }
}

#[derive(Serialize, Deserialize)]
struct StoredToken {
    access_token: Wiped,
    received_at_unix_ms: u64,
    expires_in_s: u64,
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
    token: Option<LoadedToken>,
    kept: Option<Wiped>,
) -> Option<Secret> {
    let mut stored = Stored {
        format: FORMAT.to_owned(),
        version: STATE_VERSION,
        base: owner.base.as_str().to_owned(),
        software_statement_sha256: owner.statement_digest(),
        client_id: Wiped(credentials.client_id().to_owned()),
        client_secret: Wiped(credentials.client_secret().expose().to_owned()),
        token: token.map(|token| StoredToken {
            access_token: Wiped(token.access_token.expose().to_owned()),
            received_at_unix_ms: token.received_at_unix_ms,
            expires_in_s: token.expires_in_s,
        }),
        kept,
        checksum: String::new(),
    };
    stored.checksum = stored.checksum();
    json(&stored)
}

pub(super) fn read(owner: &Owner<'_>, bytes: &[u8]) -> Result<Loaded, StateError> {
    if bytes.is_empty() {
        return Err(StateError::Corrupt("empty"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(StateError::Corrupt("larger than 256 KiB"));
    }
    // The version first: a newer format may differ in everything else.
    let unreadable = || StateError::Corrupt("not the expected JSON");
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let head: Head<'_> = serde_json::from_str(text).map_err(|_| unreadable())?;
    if head.format != FORMAT {
        return Err(StateError::Corrupt("not written by this library"));
    }
    match head.version {
        0 => return Err(StateError::Corrupt("without a version")),
        version if version > STATE_VERSION => {
            return Err(StateError::TooNew {
                version,
                newest: STATE_VERSION,
            });
        }
        _ => {}
    }
    let stored: Stored = serde_json::from_str(text).map_err(|_| unreadable())?;
    // An earlier version stored the base as the app spelled it.
    if Base::new(&stored.base).as_ref() != Ok(owner.base) {
        return Err(StateError::OfAnotherApp("environment (base URL)"));
    }
    if stored.software_statement_sha256 != owner.statement_digest() {
        return Err(StateError::OfAnotherApp("software statement"));
    }
    if stored.checksum != stored.checksum() {
        return Err(StateError::Corrupt("altered: the checksum is another"));
    }
    let credentials = ClientCredentials::new(&stored.client_id.0, &stored.client_secret.0)
        .map_err(|_| StateError::Corrupt("unusable credentials"))?;
    let token = match &stored.token {
        Some(token) => Some(LoadedToken {
            access_token: AccessToken::new(&token.access_token.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION_1: &str = r#"{"format":"tvpass-state","version":1,"base":"https://a.example","software_statement_sha256":"043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89","client_id":"id","client_secret":"secret","token":{"access_token":"t","received_at_unix_ms":5,"expires_in_s":6},"checksum":"51a5d9556c516e998da7028ef318709ff06d261d824b033b977d766694ae776f"}"#;

    fn statement(text: &str) -> SoftwareStatement {
        SoftwareStatement::new(text).unwrap()
    }

    fn written() -> (SoftwareStatement, String) {
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
        let kept = Some(Wiped("kept\n".to_owned()));
        let text = write(&owner, &credentials, Some(token), kept).unwrap();
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
        let (software_statement, text) = written();
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
        let (_, text) = written();
        assert!(!text.contains("\"s\""));
    }

    #[test]
    fn every_cut_of_it_is_corrupt() {
        let (software_statement, text) = written();
        for end in 0..text.len() {
            let result = reading(&software_statement, "https://a.example", &text[..end]);
            assert!(matches!(result, Err(StateError::Corrupt(_))), "{end}");
        }
    }

    #[test]
    fn state_of_others_and_of_newer_versions_is_refused() {
        let (software_statement, text) = written();
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
        let (software_statement, text) = written();
        for spelling in [
            "HTTPS://a.example",
            "https://A.Example/",
            "https://a.example:443",
            "https://a.example.",
        ] {
            // Of the configuration.
            assert!(reading(&software_statement, spelling, &text).is_ok());
            // Of the state, as an earlier version wrote it, which kept what the app had passed.
            let mut stored: Stored = serde_json::from_str(&text).unwrap();
            spelling.clone_into(&mut stored.base);
            stored.checksum = stored.checksum();
            let text = serde_json::to_string(&stored).unwrap();
            assert!(reading(&software_statement, "https://a.example", &text).is_ok());
            // One that came about otherwise is noticed.
            stored.checksum = "0".repeat(64);
            let text = serde_json::to_string(&stored).unwrap();
            let altered = reading(&software_statement, "https://a.example", &text);
            assert!(matches!(altered, Err(StateError::Corrupt(_))));
        }
        for other in ["https://a.example:8443", "http://localhost"] {
            let other = reading(&software_statement, other, &text);
            assert!(matches!(other, Err(StateError::OfAnotherApp(_))));
        }
    }

    #[test]
    fn altered_and_unusable_contents_are_corrupt() {
        let (software_statement, text) = written();
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
