//! The list of providers for a picker, at most three minutes old.

use std::convert::Infallible;
use std::sync::Arc;

use super::account::Account;
use super::engine::{Next, Plan, sealed};
use super::providers::Providers;
use super::reading;
use crate::call::{CallOptions, Client};
use crate::error::Error;
use crate::operation::{AnyOutcome, RetrieveConfiguration};

/// The plan of a list of providers.
pub struct ProvidersPlan {
    account: Account,
    asking: bool,
    failed: Option<Error>,
}

impl ProvidersPlan {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            account: account.clone(),
            asking: false,
            failed: None,
        }
    }
}

impl sealed::Sealed for ProvidersPlan {}

impl Plan for ProvidersPlan {
    type Input = Infallible;
    type Presented = Infallible;
    type Output = Providers;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<Infallible, Providers> {
        if let Some(error) = self.failed.take() {
            return Next::Done(Err(error));
        }
        if let Some(providers) = self.account.picker(now) {
            return Next::Done(Ok(providers));
        }
        if self.asking {
            return Next::Wait(u64::MAX);
        }
        let operation = RetrieveConfiguration::new(self.account.service_provider());
        match self.account.dressed(now, operation, None) {
            Ok(operation) => {
                self.asking = true;
                Next::Call(operation, CallOptions::new())
            }
            Err(error) => Next::Done(Err(error)),
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        match reading::configuration(result) {
            Ok(configuration) => {
                self.account.set_configuration(now, Arc::new(configuration));
                // Another thread may have told of a later time, at which it is too old already.
                self.asking = false;
            }
            Err(error) => self.failed = Some(error),
        }
    }

    fn is_replaced(&self) -> bool {
        false
    }

    fn stores(&self) -> bool {
        true
    }

    fn told(&mut self, _now: u64, input: Infallible) -> Result<(), Error> {
        match input {}
    }
}
