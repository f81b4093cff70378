//! What a call makes of answers and lost requests: go on, try again, get a new token, register
//! again, or end.

use super::config::TokenSource;
use super::date::date_ms;
use super::event::{EventKind, Purpose};
use super::machine::Machine;
use super::retry::{MAX_ATTEMPTS, MAX_THROTTLES, backoff_ms};
use super::shared::Inner;
use super::stage::Sent;
use crate::error::{Delivery, Error, ErrorAction, Redactor, TransportError};
use crate::header::DATE;
use crate::http::Response;
use crate::operation::{GrantedToken, RegisterClient, Repeat, RetrieveAccessToken};

/// Whether a request is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Yes,
    /// The pause before it would last until the deadline or longer.
    TooLate,
    No,
}

impl Machine {
    /// An answer to a registration or token request.
    pub(super) fn auth_answered(&mut self, now_ms: u64, response: &Response) {
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            let Some(sent) = self.take_sent() else {
                return;
            };
            let error = match sent.purpose {
                Purpose::Register => {
                    let result = RegisterClient::interpret(&sent.request, response);
                    self.record_status(inner, now, &sent, response, result.as_ref().err());
                    result.map(|credentials| {
                        if inner.auth.registered(self.id, credentials) {
                            inner.record(now, self.id, EventKind::Registered);
                        }
                    })
                }
                _ => {
                    let result = RetrieveAccessToken::interpret(&sent.request, response);
                    self.record_status(inner, now, &sent, response, result.as_ref().err());
                    result.map(|granted| {
                        // A token of credentials that have been replaced meanwhile is of no use.
                        if inner.auth.credentials_generation() == sent.generation {
                            self.token_granted(inner, now, granted);
                        }
                    })
                }
            };
            match error {
                Ok(()) => self.auth_attempts = 0,
                Err(error) => self.auth_failed(inner, now, &sent, error),
            }
        });
    }

    pub(super) fn token_granted(&mut self, inner: &mut Inner, now: u64, granted: GrantedToken) {
        self.tokens_granted += 1;
        let expires_in_s = granted.expires_in_s;
        let unix_ms = inner.unix_ms(now);
        inner.auth.granted(self.id, granted, now, unix_ms);
        inner.record(now, self.id, EventKind::TokenRenewed { expires_in_s });
    }

    /// The app has a token, or none.
    pub(super) fn provided(&mut self, now_ms: u64, token: Result<GrantedToken, String>) -> bool {
        if !self.end_providing() {
            return false;
        }
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            match token {
                Ok(granted) => self.token_granted(inner, now, granted),
                // As with a token request that fails, the token that is still good is used.
                Err(_) if inner.auth.postpone_renewal(self.id, now) => {}
                Err(reason) => {
                    let redactor = Redactor::of(&shared.confidential(inner));
                    let error = Error::TokenSource(redactor.text(&reason));
                    inner.auth.give_up(self.id, error.clone());
                    self.failure = Some(error);
                }
            }
        });
        true
    }

    fn auth_failed(&mut self, inner: &mut Inner, now: u64, sent: &Sent, error: Error) {
        let unknown_client = error.action() == Some(&ErrorAction::ApplicationRegistration)
            || matches!(&error, Error::Dcr(dcr) if dcr.code == "invalid_client");
        if sent.purpose == Purpose::Token && (unknown_client || !error.is_retryable()) {
            // With credentials that have been replaced meanwhile, the answer says nothing about
            // today's: what comes next has all its attempts.
            if inner.auth.credentials_generation() != sent.generation {
                self.auth_attempts = 0;
                return;
            }
            if unknown_client {
                self.registration_lost(inner, now, error);
                return;
            }
        }
        let again = self.try_again(inner, now, sent, &error, false);
        if again == Again::Yes {
            return;
        }
        if inner.auth.postpone_renewal(self.id, now) {
            self.auth_attempts = 0;
            return;
        }
        // Those that wait for this call may have the time that it lacks.
        if again == Again::No {
            inner.auth.give_up(self.id, error.clone());
        }
        self.failure = Some(error);
    }

    /// The service no longer accepts the registration: register again if the app allowed it, once
    /// in this call. Else fail, now and until the app says so, or for a while where calls may
    /// register again.
    fn registration_lost(&mut self, inner: &mut Inner, now: u64, cause: Error) {
        inner.record(now, self.id, EventKind::RegistrationLost);
        if self.shared.config.register_again && !self.registered_again {
            self.registered_again = true;
            self.auth_attempts = 0;
            self.last_error = Some(cause);
            inner.auth.drop_registration();
        } else {
            // For this call it stays so, even if the app lets go of the registration before it is
            // polled.
            self.failure = Some(Error::RegistrationLost(Box::new(cause.clone())));
            let register_again = self.shared.config.register_again;
            inner.auth.lose(now, cause, register_again);
        }
    }

    /// What the answer says about the service's clock.
    pub(super) fn clock_of_service(&self, now_ms: u64, response: &Response) {
        if let Some(date_ms) = response.header(&DATE).and_then(date_ms) {
            self.shared.with(|inner| {
                let now = inner.now(now_ms);
                inner.set_service_clock(now, date_ms);
            });
        }
    }

    /// An answer to the operation that is a success.
    pub(super) fn operation_succeeded(&mut self, now_ms: u64, response: &Response) {
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            if let Some(sent) = self.take_sent() {
                self.record_status(inner, now, &sent, response, None);
            }
            self.end(inner, now, None);
        });
    }

    /// An answer to the operation that means `error`. `None` if the call goes on, else its result.
    pub(super) fn operation_failed(
        &mut self,
        now_ms: u64,
        response: &Response,
        error: Error,
    ) -> Option<Error> {
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            let sent = self.take_sent()?;
            self.record_status(inner, now, &sent, response, Some(&error));
            let result = self.recover(inner, now, &sent, error);
            if let Some(error) = &result {
                self.end(inner, now, Some(error.code()));
            }
            result
        })
    }

    fn recover(&mut self, inner: &mut Inner, now: u64, sent: &Sent, error: Error) -> Option<Error> {
        let authorized = self.kind.needs_token;
        if authorized && error.action() == Some(&ErrorAction::ApplicationRegistration) {
            if matches!(self.shared.config.token_source, TokenSource::App) {
                // The app registers by itself; its next token is another registration's.
                inner.auth.reject_token(sent.generation, &error);
                return Some(Error::RegistrationLost(Box::new(error)));
            }
            // With a token that has been replaced meanwhile, the answer says nothing about today's
            // registration.
            if inner.auth.is_current(sent.generation) {
                // As after 401, the three attempts begin with the new registration's.
                self.operation_attempts = self.operation_attempts.saturating_sub(1);
                self.registration_lost(inner, now, error);
                return None;
            }
            return (self.operation_attempts >= MAX_ATTEMPTS).then_some(error);
        }
        if authorized && is_unauthorized(&error) && !self.renewed_after_401 {
            self.renewed_after_401 = true;
            self.operation_attempts = self.operation_attempts.saturating_sub(1);
            if inner.auth.reject_token(sent.generation, &error) {
                inner.record(now, self.id, EventKind::TokenRejected);
            }
            self.last_error = Some(error);
            return None;
        }
        // A gateway answers 5xx for a service that may have acted. Of a success that cannot be
        // read, the service has.
        let lost = error.http_status().is_some_and(|status| status >= 500)
            || matches!(error, Error::Malformed(_));
        self.lost_answer |= lost;
        let again = self.try_again(inner, now, sent, &error, lost);
        (again != Again::Yes).then_some(error)
    }

    /// The request that the host was sending, or its answer, was lost. `None` if the call goes on,
    /// else its result.
    pub(super) fn transport_failed(
        &mut self,
        now_ms: u64,
        failure: TransportError,
    ) -> Option<Error> {
        let shared = self.shared.clone();
        shared.with(|inner| {
            let now = inner.now(now_ms);
            let sent = self.take_sent()?;
            let kind = EventKind::TransportFailure {
                purpose: sent.purpose,
                kind: failure.kind,
                delivery: failure.delivery,
                duration_ms: now.saturating_sub(sent.at),
            };
            inner.record(now, self.id, kind);
            let possible = failure.delivery == Delivery::Possible;
            let redactor = Redactor::new(&sent.request);
            let error = Error::Transport(failure.redacted(&redactor));
            if sent.purpose != Purpose::Operation {
                self.auth_failed(inner, now, &sent, error);
                return None;
            }
            self.lost_answer |= possible;
            if self.try_again(inner, now, &sent, &error, possible) == Again::Yes {
                return None;
            }
            self.end(inner, now, Some(error.code()));
            Some(error)
        })
    }

    /// Arranges another attempt after `error`, if there may be one. `lost` says whether the service
    /// may have acted all the same.
    fn try_again(
        &mut self,
        inner: &mut Inner,
        now: u64,
        sent: &Sent,
        error: &Error,
        lost: bool,
    ) -> Again {
        if !error.is_retryable() {
            return Again::No;
        }
        let purpose = sent.purpose;
        let attempts = *self.attempts(purpose);
        // Whether or not this call tries again, and whatever the others are about to send.
        inner
            .pacer
            .refused(now, error, sent.epoch, &mut inner.random);
        let is_once = self.once || lost && self.kind.repeat == Repeat::Once;
        if purpose == Purpose::Operation && is_once {
            return Again::No;
        }
        if matches!(error, Error::Throttled(_)) {
            // The request was turned away unread: it does not count as an attempt.
            *self.attempts(purpose) = attempts.saturating_sub(1);
            self.throttles += 1;
            self.last_error = Some(error.clone());
            return match self.throttles <= MAX_THROTTLES {
                true => Again::Yes,
                false => Again::No,
            };
        }
        if attempts >= MAX_ATTEMPTS {
            return Again::No;
        }
        let not_before = now.saturating_add(backoff_ms(attempts, &mut inner.random));
        if now >= self.deadline {
            // The host gave the request up because the call's time was up: that is what the call
            // ends with, and this is the cause.
            self.last_error = Some(error.clone());
            return Again::Yes;
        }
        if not_before >= self.deadline {
            return Again::TooLate;
        }
        self.not_before = not_before;
        self.last_error = Some(error.clone());
        let kind = EventKind::Retry {
            attempt: attempts + 1,
            error: error.code(),
        };
        inner.record(now, self.id, kind);
        Again::Yes
    }

    fn record_status(
        &self,
        inner: &mut Inner,
        now: u64,
        sent: &Sent,
        response: &Response,
        error: Option<&Error>,
    ) {
        if !matches!(error, Some(Error::Throttled(_))) {
            inner.pacer.admitted(sent.epoch);
        }
        let kind = EventKind::Status {
            purpose: sent.purpose,
            status: response.status(),
            duration_ms: now.saturating_sub(sent.at),
            error: error.map(Error::code),
            adobe_code: error.and_then(Error::adobe_code).map(str::to_owned),
            trace: error.and_then(Error::trace).map(str::to_owned),
        };
        inner.record(now, self.id, kind);
    }
}

fn is_unauthorized(error: &Error) -> bool {
    error.http_status() == Some(401)
        || matches!(error, Error::Enhanced(enhanced) if enhanced.status == Some(401))
}
