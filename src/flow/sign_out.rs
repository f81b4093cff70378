//! Signing out: the logout, what is left to do, and forgetting (Adobe: *Logout flow*, *REST API V2
//! Checklist*).

use std::collections::VecDeque;

use super::account::{Account, is_temporary};
use super::engine::{Next, Plan, sealed};
use super::reading;
use crate::call::{CallOptions, Client};
use crate::error::Error;
use crate::input::{InvalidInput, check_id};
use crate::operation::{AnyOutcome, InitiateLogout};
use crate::outcome::{FollowUp, Logout, PARTNER_SETTINGS, PartnerSettings};
use crate::uri::{OpenableUrl, RedirectUrl};

/// What a sign-out presents; each waits for a [`SignOutInput`]. The profiles are gone already.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignOutStep {
    /// Open the URL in a user agent, so that the MVPD's own session ends. A device without one may
    /// show it as a QR code, or go on.
    OpenBrowser {
        /// What to open.
        url: OpenableUrl,
        /// Where it ends: for each navigation, see [`RedirectUrl::is_reached_by`].
        redirect_url: RedirectUrl,
    },
    /// Tell the user to sign out in the system's settings, too. No app can do it.
    SignOutInSettings {
        /// Where, by operating system.
        settings: &'static [PartnerSettings],
    },
    /// Tell the user, on a shared device, that the MVPD's own session may still be open.
    SessionMayBeOpen,
}

/// What the user did about a [`SignOutStep`]; all lead to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignOutInput {
    /// The user agent has reached the redirect URL, and was closed.
    RedirectReached,
    /// The user closed the user agent.
    BrowserClosed,
    /// The user has seen it, or there is no user agent.
    Continue,
}

/// Signed out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedOut {
    /// What the service said, for each MVPD. Empty if there was nothing to sign out of.
    pub logouts: Vec<Logout>,
}

/// The plan of a sign-out.
pub struct SignOutPlan {
    account: Account,
    redirect_url: RedirectUrl,
    /// Of this one alone.
    of_mvpd: Option<String>,
    left: VecDeque<String>,
    asking: Option<String>,
    steps: VecDeque<SignOutStep>,
    waiting: bool,
    began: bool,
    signed_out: SignedOut,
    /// The first failure; told when what the others have left to do has been presented.
    failed: Option<Error>,
}

impl SignOutPlan {
    pub(super) fn new(account: &Account, mvpd: Option<&str>) -> Result<Self, InvalidInput> {
        let Some(redirect_url) = account.settings().session.told_redirect_url().cloned() else {
            return Err(InvalidInput::new(
                "redirect_url",
                "is not set; Adobe requires one for a logout",
            ));
        };
        if let Some(mvpd) = mvpd {
            check_id("mvpd", mvpd)?;
        }
        Ok(Self {
            account: account.clone(),
            redirect_url,
            of_mvpd: mvpd.map(str::to_owned),
            left: VecDeque::new(),
            asking: None,
            steps: VecDeque::new(),
            waiting: false,
            began: false,
            signed_out: SignedOut::default(),
            failed: None,
        })
    }

    /// What there is to sign out of now: somebody may have signed in since the flow was made.
    fn begin(&mut self) {
        // A code on another screen would sign the user in again.
        self.account.begin_sign_in();
        let kept = self.account.kept();
        let mut mvpds: Vec<String> = Vec::new();
        let chosen = kept.mvpd.iter().map(|mvpd| &mvpd.id);
        let profiles = kept.profiles.iter().map(|profile| &profile.mvpd);
        for id in chosen.chain(profiles) {
            if mvpds.iter().all(|mvpd| *id != **mvpd) {
                mvpds.push(id.as_str().to_owned());
            }
        }
        if let Some(mvpd) = self.of_mvpd.take() {
            mvpds = vec![mvpd];
        }
        let has_temporary = |mvpd: &String| {
            let mut profiles = kept.profiles.iter();
            profiles.any(|profile| profile.mvpd == **mvpd && is_temporary(profile))
        };
        // Temporary access has no logout: it is only forgotten.
        let (temporary, left): (Vec<_>, Vec<_>) = mvpds.into_iter().partition(has_temporary);
        self.left = left.into();
        if !temporary.is_empty() {
            self.account.forget(&temporary);
        }
    }

    fn take(&mut self, mvpd: String, logout: Logout) {
        // Single sign-on may have deleted others with it.
        let mut gone: Vec<String> = logout.profiles.iter().map(|p| p.key.to_string()).collect();
        gone.push(mvpd);
        self.account.forget(&gone);
        for follow_up in logout.follow_ups() {
            self.steps.push_back(match follow_up {
                FollowUp::OpenUrl { url, .. } => SignOutStep::OpenBrowser {
                    url: url.clone(),
                    redirect_url: self.redirect_url.clone(),
                },
                FollowUp::PartnerSignOut { .. } => SignOutStep::SignOutInSettings {
                    settings: PARTNER_SETTINGS,
                },
                FollowUp::SessionMayBeOpen { .. } => SignOutStep::SessionMayBeOpen,
            });
        }
        self.signed_out.logouts.push(logout);
    }

    /// The user is still signed in there. A refusal says nothing about the other MVPDs; without a
    /// network or a token, they would fail alike.
    fn fail(&mut self, mvpd: String, error: Error) {
        // With the registration, all profiles are gone.
        if matches!(error, Error::RegistrationLost(_)) {
            let mut all = vec![mvpd];
            all.extend(self.left.drain(..));
            self.account.forget(&all);
        }
        let is_about_one = matches!(
            error,
            Error::InvalidInput(_)
                | Error::Enhanced(_)
                | Error::HttpStatus(_)
                | Error::Malformed(_)
        );
        if !is_about_one {
            self.left.clear();
        }
        self.failed.get_or_insert(error);
    }
}

impl sealed::Sealed for SignOutPlan {}

impl Plan for SignOutPlan {
    type Input = SignOutInput;
    type Presented = SignOutStep;
    type Output = SignedOut;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<SignOutStep, SignedOut> {
        if self.asking.is_some() || self.waiting {
            return Next::Wait(u64::MAX);
        }
        if !std::mem::replace(&mut self.began, true) {
            self.begin();
        }
        while let Some(mvpd) = self.left.pop_front() {
            let sp = self.account.service_provider();
            let operation = InitiateLogout::new(sp, &mvpd, &self.redirect_url);
            match self.account.dressed(now, operation, None) {
                Ok(operation) => {
                    self.asking = Some(mvpd);
                    return Next::Call(operation, CallOptions::new());
                }
                Err(error) => self.fail(mvpd, error),
            }
        }
        match self.steps.pop_front() {
            Some(step) => {
                self.waiting = true;
                Next::Present(step)
            }
            None => Next::Done(match self.failed.take() {
                Some(error) => Err(error),
                None => Ok(self.signed_out.clone()),
            }),
        }
    }

    fn answered(&mut self, _now: u64, result: Result<AnyOutcome, Error>) {
        let Some(mvpd) = self.asking.take() else {
            return;
        };
        match reading::logout(result) {
            Ok(logout) => self.take(mvpd, logout),
            Err(error) => self.fail(mvpd, error),
        }
    }

    fn is_replaced(&self) -> bool {
        false
    }

    fn stores(&self) -> bool {
        true
    }

    fn told(&mut self, _now: u64, _input: SignOutInput) -> Result<(), Error> {
        if !std::mem::take(&mut self.waiting) {
            return Err(Error::OutOfOrder("nothing was presented"));
        }
        Ok(())
    }
}
