//! The end of temporary access: Adobe does not stop a stream then, the app has to (Adobe:
//! *Temporary access flows*).

use crate::call::{CallOptions, Client};
use crate::error::Error;
use crate::flow::account::Account;
use crate::flow::engine::{Next, Plan, sealed};
use crate::flow::reading;
use crate::flow::texts::TextKey;
use crate::flow::words::{Remedy, Words};
use crate::operation::{AnyOutcome, RetrieveProfileForMvpd, TempPassIdentity};

/// The longest that the question for the profile may take, in milliseconds.
const LONGEST_CALL_MS: u64 = 60_000;

/// A playback by a TempPass. Whose it is stays hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemporaryAccess {
    /// The id of the TempPass.
    pub mvpd: String,
    /// When it ends, as the decision says, in milliseconds since 1970 by the service's clock.
    pub not_after_ms: Option<u64>,
    pub(super) identity: Option<TempPassIdentity>,
}

/// How much is left of temporary access.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemporaryAccessRemaining {
    /// When the stream has to stop, in milliseconds on the host's scale: the clock of the TV does
    /// not matter. `None`: nobody says.
    pub ends_at_ms: Option<u64>,
    /// How many more resources can be watched, of a promotional one.
    pub remaining_resources: Option<u64>,
}

/// Temporary access has ended, or has no end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemporaryAccessEnd {
    /// Stop the stream, and say this: sign in to go on.
    Ended(Words),
    /// No answer told when it ends: nothing is to be stopped.
    Unknown,
}

/// The plan that waits for the end of temporary access.
pub struct TemporaryAccessPlan {
    account: Account,
    access: TemporaryAccess,
    state: State,
}

enum State {
    Ask,
    Asking,
    Present {
        remaining_resources: Option<u64>,
        ends: Option<u64>,
    },
    Wait(Option<u64>),
    Ended,
    Fail(Error),
}

impl TemporaryAccessPlan {
    pub(in crate::flow) fn new(account: &Account, access: TemporaryAccess) -> Self {
        Self {
            account: account.clone(),
            access,
            state: State::Ask,
        }
    }

    /// The service's time on the client's scale.
    fn time_of(&self, now: u64, service_ms: u64) -> u64 {
        let left = service_ms.saturating_sub(self.account.client().service_ms(now));
        now.saturating_add(left)
    }
}

impl sealed::Sealed for TemporaryAccessPlan {}

impl Plan for TemporaryAccessPlan {
    type Input = std::convert::Infallible;
    type Presented = TemporaryAccessRemaining;
    type Output = TemporaryAccessEnd;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<TemporaryAccessRemaining, TemporaryAccessEnd> {
        match &self.state {
            State::Ask => {
                let sp = self.account.service_provider();
                let operation = RetrieveProfileForMvpd::new(sp, &self.access.mvpd);
                let identity = self.access.identity.as_ref();
                let decided = self.access.not_after_ms;
                let left = decided.map(|ends| self.time_of(now, ends).saturating_sub(now));
                match self.account.dressed(now, operation, identity) {
                    Ok(operation) => {
                        self.state = State::Asking;
                        // An answer that comes later is of no use.
                        let deadline = left.unwrap_or(LONGEST_CALL_MS).min(LONGEST_CALL_MS);
                        Next::Call(operation, CallOptions::new().deadline_ms(deadline))
                    }
                    Err(error) => Next::Done(Err(error)),
                }
            }
            State::Asking => Next::Wait(u64::MAX),
            State::Present {
                remaining_resources,
                ends,
            } => {
                let (remaining_resources, ends) = (*remaining_resources, *ends);
                self.state = State::Wait(ends);
                Next::Present(TemporaryAccessRemaining {
                    ends_at_ms: ends.map(|ends| self.account.client().host_time(ends)),
                    remaining_resources,
                })
            }
            State::Wait(Some(ends)) if now < *ends => Next::Wait(*ends),
            State::Wait(None) => Next::Done(Ok(TemporaryAccessEnd::Unknown)),
            State::Wait(Some(_)) | State::Ended => {
                let words = Words::of_key(Remedy::SignIn, TextKey::FreeAccessEnded);
                Next::Done(Ok(TemporaryAccessEnd::Ended(words)))
            }
            State::Fail(error) => Next::Done(Err(error.clone())),
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        let decided = self.access.not_after_ms;
        self.state = match reading::profiles(result) {
            Ok(profiles) => {
                let profile = profiles.of_mvpd(&self.access.mvpd).next();
                let found = profile.and_then(|profile| profile.not_after_ms);
                // Whichever comes first.
                let ends = decided.into_iter().chain(found).min();
                State::Present {
                    remaining_resources: profile
                        .and_then(|profile| profile.user_metadata.remaining_resources()),
                    ends: ends.map(|ends| self.time_of(now, ends)),
                }
            }
            Err(error) if reading::says_no_profile(&error) => State::Ended,
            Err(Error::Cancelled) => State::Fail(Error::Cancelled),
            Err(_) => State::Present {
                remaining_resources: None,
                ends: decided.map(|ends| self.time_of(now, ends)),
            },
        };
    }

    fn is_replaced(&self) -> bool {
        false
    }

    fn stores(&self) -> bool {
        false
    }

    fn told(&mut self, _now: u64, input: std::convert::Infallible) -> Result<(), Error> {
        match input {}
    }
}
