//! The SAML response that a partner's framework hands to the app.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::input::{InvalidInput, too_long};
use crate::secret::{Secret, Wiped};

/// The longest SAML response, in bytes. Adobe states no limit.
pub const MAX_SAML_RESPONSE_BYTES: usize = 1024 * 1024;

const FIELD: &str = "saml_response";

/// What Apple's framework answered to a partner request
/// (`VSAccountMetadata.samlAttributeQueryResponse`), as
/// [`CreatePartnerProfile`](super::CreatePartnerProfile) sends it. It signs a user in, usually
/// once: shown nowhere, zeroed on drop, cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct SamlResponse(Secret);

impl SamlResponse {
    /// The XML as the framework gave it. It is prepared as Adobe's Apple SSO cookbook does: runs of
    /// spaces and tabs become one space, line breaks go, then white space at both ends, and the
    /// rest is put into base64. (Of a *signed* document, that changes what was signed; it is
    /// Adobe's own recipe. To send something else, see [`from_base64`](Self::from_base64).)
    ///
    /// # Errors
    /// Not XML, or longer than [`MAX_SAML_RESPONSE_BYTES`].
    pub fn from_xml(xml: &str) -> Result<Self, InvalidInput> {
        check_length(xml)?;
        let mut prepared = Wiped(String::with_capacity(xml.len()));
        let mut after_blank = false;
        for c in xml.chars() {
            let blank = matches!(c, ' ' | '\t');
            match c {
                ' ' | '\t' if after_blank => {}
                ' ' | '\t' => prepared.0.push(' '),
                // `CharacterSet.newlines` of the cookbook.
                '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {}
                c => prepared.0.push(c),
            }
            after_blank = blank;
        }
        let prepared = prepared.0.trim();
        if !prepared.starts_with('<') {
            return Err(InvalidInput::new(
                FIELD,
                "is not XML; pass the framework's response unchanged, or base64 as such",
            ));
        }
        Ok(Self(Secret::new(STANDARD.encode(prepared))))
    }

    /// A response that is in base64 already; it is sent as it is.
    ///
    /// # Errors
    /// Empty, longer than [`MAX_SAML_RESPONSE_BYTES`], or with spaces, line breaks, `<`, control
    /// characters or characters outside ASCII.
    pub fn from_base64(base64: &str) -> Result<Self, InvalidInput> {
        check_length(base64)?;
        if base64.is_empty() {
            return Err(InvalidInput::new(FIELD, "is empty"));
        }
        // Which alphabet, and whether it is whole, is the service's to judge.
        let is_base64 = |b: u8| b.is_ascii_graphic() && b != b'<';
        match base64.bytes().all(is_base64) {
            true => Ok(Self(Secret::new(base64.to_owned()))),
            false => Err(InvalidInput::new(
                FIELD,
                "is not base64 on one line; pass XML as such",
            )),
        }
    }

    pub(super) fn base64(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for SamlResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SamlResponse(…)")
    }
}

fn check_length(text: &str) -> Result<(), InvalidInput> {
    match text.len() > MAX_SAML_RESPONSE_BYTES {
        true => Err(too_long(FIELD, text.len(), MAX_SAML_RESPONSE_BYTES)),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(xml: &str) -> String {
        let response = SamlResponse::from_xml(xml).unwrap();
        String::from_utf8(STANDARD.decode(response.base64().expose()).unwrap()).unwrap()
    }

    #[test]
    fn xml_is_prepared_as_in_adobes_cookbook() {
        for (xml, expected) in [
            ("<a/>", "<a/>"),
            ("  <a>\r\n\t <b  c=\"d\"/>\n</a>\n", "<a> <b c=\"d\"/></a>"),
            ("<a>x\n \ny</a>", "<a>x y</a>"),
            // Runs are made one before the line breaks go: these are two runs.
            ("<a>x \n y</a>", "<a>x  y</a>"),
            ("<a>\u{2028}ü\u{85}\u{c}</a>", "<a>ü</a>"),
        ] {
            assert_eq!(prepared(xml), expected, "{xml:?}");
        }
    }

    #[test]
    fn base64_is_passed_through() {
        let base64 = "PHNhbWxwOlJlc3BvbnNlPg==";
        let response = SamlResponse::from_base64(base64).unwrap();
        assert_eq!(response.base64().expose(), base64);
    }

    #[test]
    fn what_is_neither_is_refused_without_repeating_it() {
        for bad in ["", " \n", "secret", "PHNhbWw+"] {
            let error = SamlResponse::from_xml(bad).expect_err(bad);
            assert_eq!(error.field(), "saml_response");
            assert!(!error.to_string().contains("secret"));
        }
        for bad in ["", "<a/>", "a b", "YQ==\n", "ü"] {
            SamlResponse::from_base64(bad).expect_err(bad);
        }
        let long = "x".repeat(MAX_SAML_RESPONSE_BYTES + 1);
        assert!(SamlResponse::from_base64(&long).is_err());
        assert!(SamlResponse::from_xml(&format!("<a>{long}</a>")).is_err());
    }

    #[test]
    fn it_is_never_shown() {
        let response = SamlResponse::from_xml("<a/>").unwrap();
        assert_eq!(format!("{response:?}"), "SamlResponse(…)");
    }
}
