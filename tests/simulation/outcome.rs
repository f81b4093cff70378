//! What has to come of a call that succeeded: what the service said, and nothing of it twice.

use tvpass::LogoutAction;
use tvpass::operation::AnyOutcome;
use tvpass::outcome::{SessionAction, Verdict};

use crate::process::{Running, leak};
use crate::service::{MARK, Meaning};
use crate::stats::{Count, Stats};
use crate::wish::code;

impl Running {
    /// Compares an outcome with what the service said; the session whose code it brings.
    pub(crate) fn check(
        &self,
        outcome: &mut AnyOutcome,
        device: u32,
        stats: &mut Stats,
    ) -> Result<Option<u32>, String> {
        if device % 8 == 0 && leak(&format!("{outcome:?}")) {
            return Err("a secret in an outcome".to_owned());
        }
        let expected = self.expected.ok_or("a success without an answer")?;
        let mut session = None;
        let is_right = match (&mut *outcome, expected) {
            (AnyOutcome::Logout(logout), _) => {
                let action = logout.profiles.first().map(|profile| &profile.action);
                return self.check_logout(action, expected, stats).map(|()| None);
            }
            (AnyOutcome::Session(read), Meaning::Session(number)) => {
                session = Some(number);
                let wanted = code(device, number);
                let is_there = read
                    .code
                    .as_ref()
                    .is_some_and(|code| code.expose() == wanted);
                is_there
                    && matches!(&read.action, SessionAction::Authenticate(url) if url.expose().ends_with(&wanted))
            }
            (AnyOutcome::Session(read), Meaning::SignedInAlready) => {
                read.action == SessionAction::Authorize && read.code.is_none()
            }
            (AnyOutcome::Profiles(read), Meaning::Profiles(is_there)) => {
                read.profiles.is_empty() != is_there
            }
            (AnyOutcome::Authorization(read), Meaning::Permit(number)) => {
                stats.add(Count::Permits);
                let token = read.take_media_token("TNT");
                let wanted = format!("{MARK}-m-{number}");
                let is_right = token.is_some_and(|token| token.hand_over(|token| token == wanted));
                is_right && read.take_media_token("TNT").is_none()
            }
            (AnyOutcome::Authorization(read), Meaning::Denial) => {
                stats.add(Count::Denials);
                let decision = read.about("TNT");
                let denied = decision.is_some_and(|decision| {
                    decision.verdict == Verdict::Deny && decision.denial.is_some()
                });
                denied && read.take_media_token("TNT").is_none()
            }
            _ => false,
        };
        match is_right {
            true => Ok(session),
            false => Err(format!("{outcome:?} where the service said {expected:?}")),
        }
    }

    fn check_logout(
        &self,
        action: Option<&LogoutAction>,
        expected: Meaning,
        stats: &mut Stats,
    ) -> Result<(), String> {
        match (expected, action) {
            (Meaning::Url(number), Some(LogoutAction::OpenUrl(url)))
                if url.as_str().ends_with(&format!("/out/{number}")) =>
            {
                stats.add(Count::UrlsDelivered);
                Ok(())
            }
            (Meaning::Invalid, Some(LogoutAction::Invalid)) if !self.possible_loss => {
                match self.removed {
                    true => Err("says invalid although it removed the profile itself".to_owned()),
                    false => Ok(()),
                }
            }
            (Meaning::Invalid, Some(LogoutAction::InvalidAfterLostAnswer))
                if self.possible_loss =>
            {
                stats.add(Count::Doubts);
                Ok(())
            }
            (expected, action) => Err(format!(
                "{action:?} where the service said {expected:?}, lost answer: {}",
                self.possible_loss
            )),
        }
    }
}
