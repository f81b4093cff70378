//! The URL at which a user signs in: shown or opened, never requested.

use std::fmt;

use crate::secret::Secret;

/// Where the user signs in with the MVPD (Adobe: *Perform authentication in user agent*). Only this
/// library makes one, so it is safe to open as an [`OpenableUrl`](crate::uri::OpenableUrl) is.
///
/// Two ways to present it, and no other use:
///
/// - **On this device:** open it in a user agent, until the redirect URL is reached
///   ([`RedirectUrl::is_reached_by`](crate::uri::RedirectUrl::is_reached_by)) or the user closes
///   it.
/// - **On another device:** as a QR code or a link of exactly this text.
///
/// Then ask for the profile by the session's code: reaching the redirect URL proves nothing. The
/// URL is no operation and no request: a user agent follows it through the MVPD's pages, without
/// the access token.
///
/// Whoever has it can sign this device in while the code is valid, so `Debug` does not show it, and
/// no event or error does.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticateUrl(Secret);

impl AuthenticateUrl {
    /// `url` is one that `OpenableUrl` would be, too.
    pub(crate) fn new(url: String) -> Self {
        Self(Secret::new(url))
    }

    /// The absolute URL, to open it or to show it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for AuthenticateUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthenticateUrl(…)")
    }
}
