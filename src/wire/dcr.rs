//! The answers of dynamic client registration.

use serde::Deserialize;

use super::lenient::Text;

/// `POST /o/client/register`
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct RegistrationWire<'a> {
    #[serde(borrow)]
    client_id: Text<'a>,
    client_secret: Text<'a>,
}

impl RegistrationWire<'_> {
    pub(crate) fn client_id(&self) -> &str {
        self.client_id.0.as_deref().unwrap_or_default()
    }

    pub(crate) fn client_secret(&self) -> &str {
        self.client_secret.0.as_deref().unwrap_or_default()
    }
}

/// `POST /o/client/token`
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct TokenWire<'a> {
    #[serde(borrow)]
    access_token: Text<'a>,
    expires_in: Text<'a>,
}

impl TokenWire<'_> {
    pub(crate) fn access_token(&self) -> &str {
        self.access_token.0.as_deref().unwrap_or_default()
    }

    /// In seconds: a number, or a number in a string.
    pub(crate) fn expires_in_s(&self) -> Option<u64> {
        self.expires_in.0.as_deref()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_whole_seconds_in_any_json_type_and_never_negative() {
        let seconds = |text: &str| {
            let body = format!(r#"{{"expires_in": {text}}}"#);
            let wire: TokenWire<'_> = serde_json::from_str(&body).unwrap();
            wire.expires_in_s()
        };
        assert_eq!(seconds("21600"), Some(21_600));
        assert_eq!(seconds("\"21600\""), Some(21_600));
        assert_eq!(seconds("21600.0"), Some(21_600));
        for bad in [
            "-1",
            "-9007199254740991",
            "null",
            "\"\"",
            "\"6 h\"",
            "{}",
            "true",
        ] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }
}
