//! The end of a sign-in: what the MVPD's answer makes of a session, and of the device that waits.

use crate::app::App;
use crate::auth_sessions::SignIn;
use crate::metadata;
use crate::profile::{Profile, ProfileKind};
use crate::providers::{self, Nature};

/// Why a sign-in cannot end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoEnd {
    /// There is no session with this code, or it has expired.
    UnknownCode,
    /// It is not known yet which MVPD.
    NoMvpd,
}

impl App {
    /// Ends the sign-in of a code in this way, and gives back the redirect URL, if that is known.
    /// `user` is who signs in; other people get other metadata.
    pub(crate) fn end_sign_in(
        &self,
        code: &str,
        outcome: SignIn,
        user: &str,
    ) -> Result<Option<String>, NoEnd> {
        let (now, lifetime) = (self.now(), self.config.profile_lifetime);
        let mut state = self.state();
        let state = &mut *state;
        let session = state.auth_sessions.find_mut(code, now);
        let session = session.ok_or(NoEnd::UnknownCode)?;
        let redirect_url = session.redirect_url.clone();
        if outcome != SignIn::Done {
            // Who has signed in is not signed out by going back to the MVPD's page.
            if session.sign_in == SignIn::Pending {
                session.sign_in = outcome;
            }
            return Ok(redirect_url);
        }
        let mvpd = session.mvpd.clone().ok_or(NoEnd::NoMvpd)?;
        session.sign_in = SignIn::Done;
        let kind = match providers::find(&mvpd).map(|mvpd| mvpd.nature) {
            Some(Nature::AbsoluteLogout) => ProfileKind::AbsoluteUrl,
            Some(Nature::RelativeLogout) => ProfileKind::RelativeUrl,
            _ => ProfileKind::NoLogoutEndpoint,
        };
        let attributes = metadata::attributes(&session.asker.service_provider, &mvpd, user);
        let profile = Profile::new(&mvpd, kind).with_attributes(attributes);
        let asker = session.asker.clone();
        state.profiles.sign_in(&asker, profile, now, lifetime);
        state.counters.sign_ins += 1;
        Ok(redirect_url)
    }
}
