//! Which channels get a lock: preauthorization in batches, with the permits that are known left
//! out (Adobe: *REST API V2 Checklist*; *Decisions*).

use std::collections::VecDeque;

use crate::call::{CallOptions, Client};
use crate::error::{Denial, DocumentedCode, Error};
use crate::flow::account::Account;
use crate::flow::engine::{Next, Plan, sealed};
use crate::flow::reading;
use crate::flow::texts::TextKey;
use crate::flow::words::{Remedy, Words};
use crate::input::InvalidInput;
use crate::operation::{AnyOutcome, Preauthorize, TempPassIdentity};
use crate::outcome::{Expectation, PreauthorizationDecisions, is_same_resource};

/// How often an item that says `retry` is asked for at most, the first time included.
const MAX_ATTEMPTS: u32 = 3;

/// The locks of a catalogue. They are for showing alone: what may be played says
/// [`Account::authorize`](crate::flow::Account::authorize).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Locks {
    /// In the order in which they were asked for; each once.
    pub locks: Vec<Lock>,
    /// What the user should be told about all of them, if anything: to sign in, above all.
    pub words: Option<Words>,
    /// Why some are not known, if a request failed.
    pub error: Option<Error>,
}

/// The lock of one resource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lock {
    /// The resource as it was asked for.
    pub resource: String,
    /// Open or closed.
    pub state: LockState,
    /// Why it is closed, or not known, if the answer says: see [`Words::of_denial`].
    pub denial: Option<Denial>,
}

/// Whether a resource can probably be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LockState {
    /// It probably can.
    Open,
    /// It probably cannot.
    Closed,
    /// Nobody knows: show neither.
    Unknown,
}

impl Locks {
    /// The lock of a resource, by its text as it was asked for.
    #[must_use]
    pub fn about(&self, resource: &str) -> Option<&Lock> {
        self.locks
            .iter()
            .find(|lock| is_same_resource(&lock.resource, resource))
    }
}

/// The plan of locks.
pub struct LocksPlan {
    account: Account,
    mvpd: Option<String>,
    identity: Option<TempPassIdentity>,
    epoch: u64,
    locks: Locks,
    batches: VecDeque<Batch>,
    asking: Option<Batch>,
    to_present: bool,
    began: bool,
    failed: Option<Error>,
}

/// What is asked for in one request.
struct Batch {
    resources: Vec<String>,
    attempt: u32,
    not_before: u64,
}

impl LocksPlan {
    pub(in crate::flow) fn new(
        account: &Account,
        mvpd: Option<&str>,
        identity: Option<TempPassIdentity>,
        resources: &[String],
    ) -> Result<Self, InvalidInput> {
        let mut locks: Vec<Lock> = Vec::new();
        for resource in resources {
            // Anything that is refused is refused before a part of it is asked for.
            Preauthorize::new(account.service_provider(), mvpd.unwrap_or("x"), [resource])?;
            if !locks
                .iter()
                .any(|lock| is_same_resource(&lock.resource, resource))
            {
                locks.push(Lock {
                    resource: resource.clone(),
                    state: LockState::Unknown,
                    denial: None,
                });
            }
        }
        Ok(Self {
            account: account.clone(),
            mvpd: mvpd.map(str::to_owned),
            identity,
            epoch: account.permits(|permits| permits.epoch()),
            locks: Locks {
                locks,
                words: None,
                error: None,
            },
            batches: VecDeque::new(),
            asking: None,
            to_present: false,
            began: false,
            failed: None,
        })
    }

    fn begin(&mut self, now: u64) {
        self.began = true;
        let Some(mvpd) = self.mvpd.clone() else {
            self.locks.words = Some(Words::of_key(Remedy::SignIn, TextKey::SignIn));
            return;
        };
        let mut unknown = Vec::new();
        let size = self.account.permits(|permits| {
            for lock in &mut self.locks.locks {
                match permits.is_known(now, &mvpd, &lock.resource) {
                    true => lock.state = LockState::Open,
                    false => unknown.push(lock.resource.clone()),
                }
            }
            batch_size(permits.is_reduced(&mvpd))
        });
        self.to_present = !unknown.is_empty() && unknown.len() < self.locks.locks.len();
        self.add_batches(&unknown, size, 1, now);
    }

    fn add_batches(&mut self, resources: &[String], size: usize, attempt: u32, not_before: u64) {
        self.batches
            .extend(resources.chunks(size).map(|chunk| Batch {
                resources: chunk.to_vec(),
                attempt,
                not_before,
            }));
    }

    fn take(&mut self, now: u64, batch: &Batch, answer: &PreauthorizationDecisions) {
        let mut again = Vec::new();
        for resource in &batch.resources {
            let decision = answer.about(resource);
            let is_lock = |lock: &&mut Lock| lock.resource == *resource;
            if let Some(lock) = self.locks.locks.iter_mut().find(is_lock) {
                let expectation = decision.map(|decision| decision.expectation);
                lock.state = match expectation {
                    Some(Expectation::ProbablyPermitted) => LockState::Open,
                    Some(Expectation::ProbablyDenied) => LockState::Closed,
                    _ => LockState::Unknown,
                };
                lock.denial = decision.and_then(|decision| decision.denial.clone());
                if decision.is_some_and(|decision| decision.is_retryable()) {
                    // A failure on the way to the MVPD is no answer of the MVPD.
                    lock.state = LockState::Unknown;
                    again.push(resource.clone());
                }
                if lock.state == LockState::Open {
                    self.permit(now, resource);
                }
            }
        }
        if !again.is_empty() && batch.attempt < MAX_ATTEMPTS {
            let pause = self.account.client().backoff_ms(batch.attempt);
            let at = now.saturating_add(pause);
            self.add_batches(&again, Preauthorize::USUAL_RESOURCES, batch.attempt + 1, at);
        }
        self.sign_in_wanted();
        self.to_present = !self.batches.is_empty();
    }

    /// If a lock says that nobody is signed in, the user should be told once, and not at each.
    fn sign_in_wanted(&mut self) {
        let denials = self
            .locks
            .locks
            .iter()
            .filter_map(|lock| lock.denial.as_ref());
        let mut words = denials.map(Words::of_denial);
        self.locks.words = words.find(|words| words.remedy == Remedy::SignIn);
    }

    fn permit(&self, now: u64, resource: &str) {
        let Some(mvpd) = &self.mvpd else {
            return;
        };
        self.account.permits(|permits| {
            if permits.epoch() == self.epoch {
                permits.add(now, mvpd, resource);
            }
        });
    }

    fn refused(&mut self, now: u64, batch: &Batch, error: Error) {
        let code = error.adobe_code().and_then(DocumentedCode::from_text);
        if let (Some(DocumentedCode::TooManyResources), Some(mvpd)) = (code, &self.mvpd) {
            let was_reduced = self.account.permits(|permits| {
                let was_reduced = permits.is_reduced(mvpd);
                permits.reduce(mvpd);
                was_reduced
            });
            let is_smaller = batch.resources.len() > batch_size(true);
            if !was_reduced || is_smaller {
                let mut resources = batch.resources.clone();
                for rest in self.batches.drain(..) {
                    resources.extend(rest.resources);
                }
                return self.add_batches(&resources, batch_size(true), batch.attempt, now);
            }
        }
        // What is not known stays unknown; the rest would be refused in the same way.
        self.batches.clear();
        if matches!(error, Error::Cancelled) {
            self.failed = Some(error);
            return;
        }
        let words = Words::of_error(&error);
        if words.remedy == Remedy::SignIn {
            self.locks.words = Some(words);
        }
        self.locks.error = Some(error);
    }
}

fn batch_size(is_reduced: bool) -> usize {
    match is_reduced {
        true => Preauthorize::USUAL_RESOURCES / 2,
        false => Preauthorize::USUAL_RESOURCES,
    }
}

impl sealed::Sealed for LocksPlan {}

impl Plan for LocksPlan {
    type Input = std::convert::Infallible;
    type Presented = Locks;
    type Output = Locks;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<Locks, Locks> {
        if !self.began {
            self.begin(now);
        }
        if std::mem::take(&mut self.to_present) {
            return Next::Present(self.locks.clone());
        }
        if let Some(error) = self.failed.take() {
            return Next::Done(Err(error));
        }
        let (Some(batch), Some(mvpd)) = (self.batches.front(), &self.mvpd) else {
            return Next::Done(Ok(self.locks.clone()));
        };
        if now < batch.not_before {
            return Next::Wait(batch.not_before);
        }
        let sp = self.account.service_provider();
        let operation = Preauthorize::new(sp, mvpd, &batch.resources);
        let identity = self.identity.as_ref();
        match self.account.dressed(now, operation, identity) {
            Ok(operation) => {
                self.asking = self.batches.pop_front();
                Next::Call(operation, CallOptions::new())
            }
            Err(error) => Next::Done(Err(error)),
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        let Some(batch) = self.asking.take() else {
            return;
        };
        match reading::preauthorization(result) {
            Ok(answer) => self.take(now, &batch, &answer),
            Err(error) => self.refused(now, &batch, error),
        }
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
