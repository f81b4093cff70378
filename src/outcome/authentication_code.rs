//! The authentication code: the name of one attempt to sign in, which people read and type.

use std::borrow::Cow;
use std::fmt;

use crate::input::{InvalidInput, check_id};
use crate::secret::Secret;

/// An authentication code (Adobe: *Create authentication session*, `code`): it names a session.
/// Opaque: in Adobe's samples 6 or 7 capitals and digits, both O and 0 among them.
///
/// Whoever has it while it is valid can sign this device in, so `Debug` does not show it, and no
/// event or error does. Cheap to clone, zeroed on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticationCode(Secret);

impl AuthenticationCode {
    /// A code that a user typed, or that another device passed on. White space at both ends, which
    /// people type, is left out; the rest is sent exactly as given, in this letter case.
    ///
    /// # Errors
    /// Empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), with control characters, or
    /// `.` or `..`.
    pub fn new(code: &str) -> Result<Self, InvalidInput> {
        let code = code.trim();
        check_id("code", code)?;
        Ok(Self(Secret::new(code.to_owned())))
    }

    /// A code of the service; none if no request could name it.
    pub(crate) fn from_wire(code: Cow<'_, str>) -> Option<Self> {
        check_id("code", &code).ok()?;
        Some(Self(Secret::new(code.into_owned())))
    }

    /// The code itself, to show it to the user or pass it to another device.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for AuthenticationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticationCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_code_is_trimmed_and_otherwise_as_typed() {
        for typed in ["8ER640M", " 8ER640M\n", "\u{a0}8ER640M\t"] {
            assert_eq!(AuthenticationCode::new(typed).unwrap().expose(), "8ER640M");
        }
        assert_eq!(
            AuthenticationCode::new("o0 l1/ü").unwrap().expose(),
            "o0 l1/ü"
        );
        for bad in ["", " ", ".", "..", "a\nb", &"x".repeat(257)] {
            assert_eq!(AuthenticationCode::new(bad).unwrap_err().field(), "code");
        }
    }

    #[test]
    fn a_code_that_no_request_could_name_is_none() {
        assert_eq!(AuthenticationCode::from_wire("".into()), None);
        assert_eq!(AuthenticationCode::from_wire("..".into()), None);
        assert!(AuthenticationCode::from_wire("a b".into()).is_some());
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        let code = AuthenticationCode::new("8ER640M").unwrap();
        assert_eq!(format!("{code:?}"), "AuthenticationCode(…)");
    }
}
