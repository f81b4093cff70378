//! What a host drives: a call, or a flow of several. One loop serves both.

use std::convert::Infallible;

use super::running::{Call, Step};
use crate::error::{Error, TransportError};
use crate::http::Response;
use crate::operation::Runnable;
use crate::token::AccessToken;

/// What is polled with the time and says what to do next. The methods are those of [`Call`], with
/// the same meaning; a [`Flow`](crate::flow::Flow) has things to present, and is told what the user
/// does about them.
///
/// A host that has written its loop for this drives every operation and every flow with it.
pub trait Driven {
    /// What there is at the end.
    type Output;

    /// What is shown to the user; a call has nothing.
    type Presented;

    /// What the user does; nothing about a call.
    type Input;

    /// What to do next: as [`Call::poll`].
    fn poll(&mut self, now_ms: u64) -> Step<Self::Output, Self::Presented>;

    /// The answer to the last request: as [`Call::respond`].
    ///
    /// # Errors
    /// As there.
    fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error>;

    /// The last request, or its answer, was lost: as [`Call::fail`].
    ///
    /// # Errors
    /// As there.
    fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error>;

    /// The state was stored, or not: as [`Call::persisted`].
    ///
    /// # Errors
    /// As there.
    fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error>;

    /// The token that was asked for: as [`Call::provide_token`].
    ///
    /// # Errors
    /// As there.
    fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error>;

    /// There is no token: as [`Call::token_failed`].
    ///
    /// # Errors
    /// As there.
    fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error>;

    /// What the user, or the platform, did.
    ///
    /// # Errors
    /// [`Error::OutOfOrder`]: nothing that was presented asks for this now. Nothing has changed.
    fn tell(&mut self, now_ms: u64, input: Self::Input) -> Result<(), Error>;

    /// Ends it: as [`Call::cancel`].
    fn cancel(&mut self, now_ms: u64);

    /// When the call that runs ends at the latest: as [`Call::deadline_ms`].
    fn deadline_ms(&self) -> u64;

    /// Until when to wait for an answer: as [`Call::attempt_deadline_ms`].
    fn attempt_deadline_ms(&self) -> u64;

    /// Whether the app was registered again on the way: as [`Call::registration_was_lost`].
    fn registration_was_lost(&self) -> bool;
}

impl<O: Runnable> Driven for Call<O> {
    type Output = O::Outcome;
    type Presented = Infallible;
    type Input = Infallible;

    fn poll(&mut self, now_ms: u64) -> Step<O::Outcome> {
        self.poll(now_ms)
    }

    fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
        self.respond(now_ms, response)
    }

    fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
        self.fail(now_ms, failure)
    }

    fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
        self.persisted(now_ms, success)
    }

    fn provide_token(
        &mut self,
        now_ms: u64,
        access_token: AccessToken,
        expires_in_s: Option<u64>,
    ) -> Result<(), Error> {
        self.provide_token(now_ms, access_token, expires_in_s)
    }

    fn token_failed(&mut self, now_ms: u64, reason: &str) -> Result<(), Error> {
        self.token_failed(now_ms, reason)
    }

    fn tell(&mut self, _now_ms: u64, input: Infallible) -> Result<(), Error> {
        match input {}
    }

    fn cancel(&mut self, now_ms: u64) {
        self.cancel(now_ms);
    }

    fn deadline_ms(&self) -> u64 {
        self.deadline_ms()
    }

    fn attempt_deadline_ms(&self) -> u64 {
        self.attempt_deadline_ms()
    }

    fn registration_was_lost(&self) -> bool {
        self.registration_was_lost()
    }
}
