//! Who is signed in, at the start of an app: at once from what is kept, then by one request (Adobe:
//! *REST API V2 Checklist*; *Profiles*).

use super::account::{Account, is_temporary, ordered};
use super::engine::{Next, Plan, sealed};
use super::reading;
use crate::call::{CallOptions, Client, KeptMvpd};
use crate::error::Error;
use crate::operation::AnyOutcome;
use crate::outcome::{Profile, Profiles};

/// How often the service is asked again because somebody has signed in or out while it answered.
const MAX_AGAIN: u32 = 2;

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
    again: u32,
    state: State,
}

enum State {
    Begin,
    Ask,
    Asking(Asked),
    End(Result<StatusSource, Error>),
}

/// What was asked.
#[derive(Clone)]
struct Asked {
    mvpd: Option<String>,
    /// When: see [`Account::users`].
    users: u64,
}

impl StatusPlan {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            account: account.clone(),
            again: 0,
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

    /// What the service has now, in place of what was kept. If somebody has signed in or out since
    /// it was asked, it has another answer by now: it is asked again, and after a few times what
    /// the others have been told is taken.
    fn replace(&mut self, now: u64, asked: &Asked, found: Profiles) -> State {
        let service_ms = self.account.client().service_ms(now);
        let is_taken = self.account.replace_profiles(asked.users, |others| {
            let mut profiles = found.profiles;
            if let Some(asked) = &asked.mvpd {
                // Those of other MVPDs were not asked for: they stay until they end by the
                // service's clock, which this answer has told.
                let is_current = |profile: &Profile| {
                    let ends = profile.not_after_ms;
                    ends.is_some_and(|ends| service_ms < ends)
                };
                let listed: Vec<_> = profiles
                    .iter()
                    .map(|profile| profile.mvpd.clone())
                    .collect();
                profiles.extend(others.into_iter().filter(|other| {
                    other.mvpd != **asked && !listed.contains(&other.mvpd) && is_current(other)
                }));
            }
            profiles
        });
        if !is_taken && self.again < MAX_AGAIN {
            self.again += 1;
            return State::Ask;
        }
        let profiles = self.account.profiles();
        let lasting = profiles.iter().find(|profile| !is_temporary(profile));
        if let (None, Some(profile)) = (self.account.mvpd(), lasting) {
            self.account.choose(self.account.known_mvpd(&profile.mvpd));
        }
        State::End(Ok(StatusSource::Service))
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
                        let users = self.account.users();
                        self.state = State::Asking(Asked { mvpd, users });
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
        self.state = match reading::profiles(result) {
            Ok(profiles) => self.replace(now, &asked, profiles),
            Err(error) if reading::says_no_profile(&error) => {
                self.replace(now, &asked, Profiles::default())
            }
            Err(Error::Cancelled) => State::End(Err(Error::Cancelled)),
            Err(error) => {
                if matches!(error, Error::RegistrationLost(_)) {
                    self.account.replace_profiles(asked.users, |_| Vec::new());
                }
                State::End(Ok(StatusSource::Unreachable(error)))
            }
        };
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
