//! What a sign-in makes of the answers of its calls.

use super::live::{LONGEST_PAUSE_MS, LiveSession};
use super::options::Method;
use super::plan::{Checks, SignInPlan, State};
use super::screen::{Obstacle, SignInOutcome, SignedIn};
use crate::error::Error;
use crate::operation::{RetrieveProfileForCode, SignInProgress};
use crate::outcome::{
    ProfileType, Profiles, Session, SessionAction, SessionParameter, SessionReason,
};

/// How often a poll may fail in a row for another reason than that it may be tried again.
const MAX_FAILURES: u32 = 3;

impl SignInPlan {
    /// The answer to *create*, *resume* or the partner's request.
    pub(super) fn take_session(&mut self, now: u64, session: &Session) {
        if let (None, Some(mvpd)) = (&self.mvpd, &session.mvpd) {
            self.mvpd = Some(mvpd.as_str().to_owned());
        }
        match &session.action {
            SessionAction::Authorize => return self.no_sign_in_needed(session),
            SessionAction::Unknown
            | SessionAction::AskPartner(_)
            | SessionAction::PartnerRequestMissing => {
                let name = session.action_name.clone();
                return self.end(SignInOutcome::NotPossible(Obstacle::UnknownAction(name)));
            }
            _ => {}
        }
        let interval_ms = self.options.poll_interval_ms;
        match &mut self.session {
            Some(live) if self.resumed => live.update(session),
            live => *live = LiveSession::of(session, now, interval_ms),
        }
        if self.session.is_none() {
            return self.end(SignInOutcome::NotPossible(Obstacle::NoCode));
        }
        match &session.action {
            SessionAction::SupplyMissing => self.supply(session),
            SessionAction::UrlRefused(reason) => self.without_url(Obstacle::UrlRefused(*reason)),
            _ => {
                self.state = match self.options.method {
                    Method::SecondScreen => State::ShowCode,
                    Method::Browser => State::OpenBrowser,
                }
            }
        }
    }

    /// Parameters are missing: those that are known are sent once more, in case one was lost or is
    /// known by now; the rest is the second screen's.
    fn supply(&mut self, session: &Session) {
        let missing = &session.missing_parameters;
        let lacks_mvpd = missing.contains(&SessionParameter::Mvpd) && self.mvpd.is_none();
        let told = &self.account.settings().session;
        let is_held = |parameter: &SessionParameter| match parameter {
            SessionParameter::Mvpd => self.mvpd.is_some(),
            other => told.has(other),
        };
        if !self.resumed && missing.iter().all(is_held) {
            self.state = State::Resume;
        } else if lacks_mvpd && !self.options.chosen_on_second_screen {
            self.state = State::Choose;
        } else {
            self.without_url(Obstacle::MissingParameters(missing.clone()));
        }
    }

    /// Nothing to open: the code can still be typed on the programmer's page.
    fn without_url(&mut self, obstacle: Obstacle) {
        let has_page = self.account.settings().activation_page.is_some();
        match self.options.method {
            Method::SecondScreen if has_page => self.state = State::ShowCode,
            _ => self.end(SignInOutcome::NotPossible(obstacle)),
        }
    }

    fn no_sign_in_needed(&mut self, session: &Session) {
        if session.reason == Some(SessionReason::Temporary) {
            let asked = self.mvpd.as_deref().map(Into::into);
            if let Some(mvpd) = session.mvpd.clone().or(asked) {
                return self.end(SignInOutcome::TemporaryAccess { mvpd });
            }
        }
        self.already = session.reason.clone();
        if let Some(mvpd) = &session.mvpd {
            self.mvpd = Some(mvpd.as_str().to_owned());
        }
        self.state = State::FindProfile;
    }

    /// There are profiles. What is kept of them is what the checklist asks for.
    pub(super) fn signed_in(&mut self, profiles: &Profiles) {
        let of_mvpd = |mvpd: &String| profiles.of_mvpd(mvpd).next();
        let wanted = self.mvpd.as_ref().and_then(of_mvpd);
        let Some(profile) = wanted.or_else(|| profiles.longest()) else {
            return self.end(SignInOutcome::NotCompleted);
        };
        let mvpd = self.account.known_mvpd(&profile.mvpd);
        if profile.profile_type != Some(ProfileType::Temporary) {
            self.account.choose(mvpd.clone());
        }
        let was_signed_in = self.already.is_some();
        self.account.add_profiles(&profiles.profiles, was_signed_in);
        let signed_in = SignedIn {
            mvpd,
            profile: Some(profile.clone()),
            already: self.already.take(),
        };
        self.end(SignInOutcome::SignedIn(Box::new(signed_in)));
    }

    pub(super) fn found(&mut self, result: Result<Profiles, Error>) {
        match result {
            Ok(profiles) if !profiles.profiles.is_empty() => self.signed_in(&profiles),
            Err(Error::RegistrationLost(cause)) => {
                self.state = State::Fail(Error::RegistrationLost(cause));
            }
            // The service said that the user is signed in; the next start asks again.
            _ => match &self.mvpd {
                Some(mvpd) => {
                    let mvpd = self.account.known_mvpd(mvpd);
                    self.account.choose(mvpd.clone());
                    let signed_in = SignedIn {
                        mvpd,
                        profile: None,
                        already: self.already.take(),
                    };
                    self.end(SignInOutcome::SignedIn(Box::new(signed_in)));
                }
                None => self.end(SignInOutcome::NotCompleted),
            },
        }
    }

    pub(super) fn created(&mut self, now: u64, result: Result<Session, Error>) {
        match result {
            Ok(session) => {
                self.session = None;
                self.resumed = false;
                self.failures = 0;
                self.take_session(now, &session);
            }
            // The old code is still on the screen, and good for a while.
            Err(error) if !matches!(error, Error::RegistrationLost(_)) => match &mut self.session {
                Some(session) if !session.is_over(now) => {
                    session.renew_later(now);
                    self.state = State::CodeShown;
                }
                _ => self.state = State::Fail(error),
            },
            Err(error) => self.state = State::Fail(error),
        }
    }

    pub(super) fn polled(&mut self, now: u64, result: Result<Profiles, Error>) {
        let progress = match &result {
            Err(Error::DeadlineExceeded(_)) => SignInProgress::Pending,
            result => RetrieveProfileForCode::progress(result),
        };
        let (pause_ms, throttled) = match &result {
            Ok(_) => (None, false),
            Err(error) => (error.retry_after_ms(), matches!(error, Error::Throttled(_))),
        };
        self.state = State::CodeShown;
        if let Some(session) = &mut self.session {
            session.polled(now, pause_ms, throttled);
        }
        match (progress, result) {
            (SignInProgress::SignedIn, Ok(profiles)) => self.signed_in(&profiles),
            (SignInProgress::SessionOver, _) => {
                // If no new one is to be had, there is none to go back to.
                if let Some(session) = &mut self.session {
                    session.end(now);
                }
                match self.renews(now) {
                    true => self.state = State::Create,
                    false => self.end(SignInOutcome::CodeExpired),
                }
            }
            (SignInProgress::Failed, Err(error)) => {
                self.failures += 1;
                let is_final = matches!(error, Error::RegistrationLost(_));
                if is_final || self.failures >= MAX_FAILURES {
                    self.state = State::Fail(error);
                }
            }
            _ => self.failures = 0,
        }
    }

    pub(super) fn checked(&mut self, now: u64, checks: Checks, result: Result<Profiles, Error>) {
        let again = |checks: Checks, pause_ms: u64| {
            State::Check(Checks {
                at: now.saturating_add(pause_ms),
                ..checks
            })
        };
        let interval = self.options.poll_interval_ms;
        self.state = match (RetrieveProfileForCode::progress(&result), result) {
            (SignInProgress::SignedIn, Ok(profiles)) => return self.signed_in(&profiles),
            (SignInProgress::Pending, Err(error)) if error.is_retryable() => {
                match checks.more_lost {
                    0 => State::Fail(error),
                    left => {
                        let asked = error.retry_after_ms().unwrap_or(0);
                        let pause = interval.max(asked.min(LONGEST_PAUSE_MS));
                        let more_lost = left - 1;
                        again(
                            Checks {
                                more_lost,
                                ..checks
                            },
                            pause,
                        )
                    }
                }
            }
            (SignInProgress::Failed, Err(error)) => State::Fail(error),
            (SignInProgress::SessionOver, _) => State::End(Box::new(SignInOutcome::CodeExpired)),
            _ => match checks.more {
                0 => State::End(Box::new(SignInOutcome::NotCompleted)),
                left => {
                    let more = left - 1;
                    again(Checks { more, ..checks }, interval)
                }
            },
        };
    }
}
