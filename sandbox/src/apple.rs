//! Apple's side of partner single sign-on, as a stand-in: turns Adobe's request into a SAML
//! response.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::bounded::Bounded;
use crate::random::Random;

/// What Adobe wants Apple to tell about the user, as in the sample.
pub(crate) const ATTRIBUTES: [&str; 3] = ["uid", "NameID", "uniqueId"];

/// What a request was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requested {
    pub(crate) device: String,
    pub(crate) service_provider: String,
    pub(crate) mvpd: String,
}

/// A SAML response that was given out.
#[derive(Debug)]
struct Given {
    request: Requested,
    is_used: bool,
}

/// The requests that were made, and the responses that were given out.
#[derive(Debug, Default)]
pub(crate) struct Apple {
    requests: Bounded<String, Requested>,
    /// By their text, as [`tidied`] makes it: what is signed must arrive as it was given.
    responses: Bounded<String, Given>,
}

impl Apple {
    /// Adobe's authentication request: base64 of a SAML request.
    pub(crate) fn request(&mut self, requested: Requested, random: &mut Random) -> String {
        let id = format!("_{}", random.uuid());
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><samlp:AuthnRequest \
             xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"{id}\" Version=\"2.0\" \
             ForceAuthn=\"false\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">\
             https://saml.sp.auth.adobe.com</saml:Issuer></samlp:AuthnRequest>"
        );
        let encoded = BASE64_STANDARD.encode(text);
        self.requests.insert(encoded.clone(), requested);
        encoded
    }

    /// What Apple's framework hands to the application for a request: `samlAttributeQueryResponse`,
    /// an XML text in several lines. `None`: Adobe made no such request.
    pub(crate) fn respond(&mut self, request: &str, random: &mut Random) -> Option<String> {
        let requested = self.requests.get(request)?.clone();
        let (id, user) = (random.uuid(), random.hex::<8>());
        let signature = BASE64_STANDARD.encode(random.bytes::<256>());
        let text = format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"\n\
             \t ID=\"_{id}\"   Version=\"2.0\">\r\n\
             \x20 <ds:SignatureValue>{signature}</ds:SignatureValue>\r\n\
             \x20 <saml:Assertion  Version=\"2.0\">\n\
             \t\t<saml:NameID>{user}</saml:NameID>\n\
             \x20 </saml:Assertion>\n</samlp:Response>\n"
        );
        let given = Given {
            request: requested,
            is_used: false,
        };
        self.responses.insert(tidied(&text), given);
        Some(text)
    }

    /// What a posted SAML response was made for: once, unchanged but for white space, and for this
    /// device and service provider.
    pub(crate) fn redeem(
        &mut self,
        encoded: &str,
        device: &str,
        service_provider: &str,
    ) -> Result<String, &'static str> {
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| "not padded standard base64, or form-encoded more or less than once")?;
        let text = String::from_utf8(bytes).map_err(|_| "not UTF-8")?;
        let given = self
            .responses
            .get_mut(&tidied(&text))
            .ok_or("not the response that was given for a request, or changed on the way")?;
        let request = &given.request;
        if request.device != device || request.service_provider != service_provider {
            return Err("given for the request of another device or service provider");
        }
        if std::mem::replace(&mut given.is_used, true) {
            return Err("posted before: a response is good for one time");
        }
        Ok(request.mvpd.clone())
    }
}

/// The text as Adobe's cookbook for Apple prepares it: runs of blanks and tabs are one blank, line
/// breaks are gone, and so are blanks at both ends.
fn tidied(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\n' => {}
            ' ' | '\t' if tidied.ends_with(' ') => {}
            ' ' | '\t' => tidied.push(' '),
            _ => tidied.push(c),
        }
    }
    tidied.trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn requested() -> Requested {
        Requested {
            device: "d".into(),
            service_provider: "REF30".into(),
            mvpd: "Spectrum".into(),
        }
    }

    #[test]
    fn a_response_is_good_once_as_it_is_or_tidied() {
        let (mut apple, mut random) = (Apple::default(), Random::new(Some(1)));
        let request = apple.request(requested(), &mut random);
        assert!(apple.respond("PD8=", &mut random).is_none());
        let raw = apple.respond(&request, &mut random).unwrap();
        assert!(raw.contains('\n') && raw.contains("  "));
        let encoded = BASE64_STANDARD.encode(&raw);
        assert!(apple.redeem(&encoded, "e", "REF30").is_err());
        assert!(apple.redeem(&encoded, "d", "REF40").is_err());
        assert_eq!(apple.redeem(&encoded, "d", "REF30").unwrap(), "Spectrum");
        assert!(apple.redeem(&encoded, "d", "REF30").is_err());

        let second = apple.respond(&request, &mut random).unwrap();
        let changed = BASE64_STANDARD.encode(second.replace("Assertion", "Assertions"));
        assert!(apple.redeem(&changed, "d", "REF30").is_err());
        let prepared = BASE64_STANDARD.encode(tidied(&second));
        assert_eq!(apple.redeem(&prepared, "d", "REF30").unwrap(), "Spectrum");
    }
}
