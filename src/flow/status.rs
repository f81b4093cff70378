//! Who is signed in, at the start of an app: at once from what is kept, then by one request (Adobe:
//! *REST API V2 Checklist*; *Profiles*).

use super::account::{Account, ordered};
use super::engine::{Next, Plan, sealed};
use super::reading;
use crate::call::{CallOptions, Client, KeptMvpd};
use crate::error::Error;
use crate::operation::AnyOutcome;
use crate::outcome::{Profile, ProfileType, Profiles};

/// Who is signed in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Status {
    /// The MVPD that the user chose last. If there are no profiles: *still with this one?* needs no
    /// configuration.
    pub mvpd: Option<KeptMvpd>,
    /// The profiles, in the order in which they are offered: not temporary before temporary, then
    /// the one that is valid longest. None: nobody is signed in, as far as is known.
    pub profiles: Vec<Profile>,
    /// Where that comes from.
    pub source: StatusSource,
}

/// Where a [`Status`] comes from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatusSource {
    /// From an earlier start: for a greeting, while the service is asked. It proves nothing.
    Kept,
    /// The service has said so.
    Service,
    /// The service could not be asked, so it is what was kept. Playing asks anyway.
    Unreachable(Error),
}

impl Status {
    /// The profile to use if the user does not choose: that of the MVPD that was chosen last, else
    /// the first.
    #[must_use]
    pub fn current(&self) -> Option<&Profile> {
        let chosen = self.mvpd.as_ref();
        let is_chosen = |profile: &&Profile| chosen.is_some_and(|mvpd| mvpd.id == profile.mvpd);
        self.profiles
            .iter()
            .find(is_chosen)
            .or_else(|| self.profiles.first())
    }

    /// Whether somebody is signed in, as far as is known.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        !self.profiles.is_empty()
    }
}

/// The plan of a status.
pub struct StatusPlan {
    account: Account,
    state: State,
}

enum State {
    Begin,
    Ask,
    Asking(Option<String>),
    End(Result<StatusSource, Error>),
}

impl StatusPlan {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            account: account.clone(),
            state: State::Begin,
        }
    }

    fn status(&self, source: StatusSource) -> Status {
        let kept = self.account.kept();
        Status {
            mvpd: kept.mvpd,
            profiles: ordered(kept.profiles),
            source,
        }
    }

    /// What the service has now, in place of what was kept.
    fn replace(&self, now: u64, asked: Option<&str>, found: Profiles) {
        let mut profiles = found.profiles;
        if let Some(asked) = asked {
            // Those of other MVPDs were not asked for: they stay until they end by the service's
            // clock, which this answer has told.
            let service_ms = self.account.client().service_ms(now);
            let is_current = |profile: &Profile| {
                let ends = profile.not_after_ms;
                ends.is_some_and(|ends| service_ms < ends)
            };
            let others = self.account.profiles().into_iter();
            let listed: Vec<_> = profiles
                .iter()
                .map(|profile| profile.mvpd.clone())
                .collect();
            profiles.extend(others.filter(|other| {
                other.mvpd != *asked && !listed.contains(&other.mvpd) && is_current(other)
            }));
        }
        self.account.set_profiles(profiles);
        let profiles = self.account.profiles();
        let lasting = |profile: &&Profile| profile.profile_type != Some(ProfileType::Temporary);
        if let (None, Some(profile)) = (self.account.mvpd(), profiles.iter().find(lasting)) {
            self.account.choose(self.account.known_mvpd(&profile.mvpd));
        }
    }
}

impl sealed::Sealed for StatusPlan {}

impl Plan for StatusPlan {
    type Input = std::convert::Infallible;
    type Presented = Status;
    type Output = Status;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<Status, Status> {
        match &self.state {
            State::Begin => {
                self.state = State::Ask;
                Next::Present(self.status(StatusSource::Kept))
            }
            State::Ask => {
                let mvpd = self.account.mvpd().map(|mvpd| mvpd.id.as_str().to_owned());
                let operation = self.account.profile_question(mvpd.as_deref());
                match self.account.dressed(now, operation, None) {
                    Ok(operation) => {
                        self.state = State::Asking(mvpd);
                        Next::Call(operation, CallOptions::new())
                    }
                    Err(error) => Next::Done(Err(error)),
                }
            }
            State::Asking(_) => Next::Wait(u64::MAX),
            State::End(Ok(source)) => Next::Done(Ok(self.status(source.clone()))),
            State::End(Err(error)) => Next::Done(Err(error.clone())),
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        let State::Asking(asked) = &self.state else {
            return;
        };
        let asked = asked.clone();
        let asked = asked.as_deref();
        let source = match reading::profiles(result) {
            Ok(profiles) => {
                self.replace(now, asked, profiles);
                StatusSource::Service
            }
            Err(error) if reading::says_no_profile(&error) => {
                self.replace(now, asked, Profiles::default());
                StatusSource::Service
            }
            Err(Error::Cancelled) => {
                self.state = State::End(Err(Error::Cancelled));
                return;
            }
            Err(error) => {
                if matches!(error, Error::RegistrationLost(_)) {
                    self.account.set_profiles(Vec::new());
                }
                StatusSource::Unreachable(error)
            }
        };
        self.state = State::End(Ok(source));
    }

    fn is_replaced(&self) -> bool {
        false
    }

    fn stores(&self) -> bool {
        true
    }

    fn told(&mut self, _now: u64, input: std::convert::Infallible) -> Result<(), Error> {
        match input {}
    }
}
