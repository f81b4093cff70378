//! Right before a playback: one authorization, never from a cache, and what it means for the user
//! (Adobe: *REST API V2 Checklist*; *Decisions*).

use super::temporary::TemporaryAccess;
use crate::call::{CallOptions, Client};
use crate::error::{Denial, DocumentedCode, Error};
use crate::flow::account::Account;
use crate::flow::engine::{Next, Plan, sealed};
use crate::flow::reading;
use crate::flow::texts::TextKey;
use crate::flow::words::{Remedy, Words};
use crate::input::InvalidInput;
use crate::operation::{AnyOutcome, Authorize, TempPassIdentity};
use crate::outcome::{AuthorizationDecisions, DecisionSource, MediaToken, Verdict};

/// How often a resource whose decision says `retry` is asked for at most, the first time included.
const MAX_ATTEMPTS: u32 = 3;

/// The same with a TempPass identity, which counts resources.
const MAX_COUNTED_ATTEMPTS: u32 = 2;

/// What to do when the user presses *play*.
#[derive(Debug)]
#[non_exhaustive]
pub enum PlayOutcome {
    /// Play.
    Play(Box<Play>),
    /// Offer to sign in.
    SignIn(Box<Refusal>),
    /// Explain why not; trying again changes nothing.
    Explain(Box<Refusal>),
    /// Offer to try again later.
    TryLater(Box<Refusal>),
}

/// A permit for one playback. It cannot be cloned: for the next playback, also of the same
/// resource, authorize again. When the media token runs out while the stream plays, the stream goes
/// on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Play {
    /// For the programmer's server, at once.
    pub media_token: MediaToken,
    /// The MVPD that permitted it.
    pub mvpd: String,
    /// Who decided.
    pub source: Option<DecisionSource>,
    /// By a TempPass: the app has to stop the stream at its end, see
    /// [`Account::temporary_access_end`](crate::flow::Account::temporary_access_end).
    pub temporary: Option<TemporaryAccess>,
}

/// Why it is not played.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// What helps, and what may be shown to the user: the MVPD's own message first.
    pub words: Words,
    /// The denial, if the service has decided.
    pub denial: Option<Denial>,
    /// The failure, if it has not.
    pub error: Option<Error>,
}

/// The plan of a playback.
pub struct PlayPlan {
    account: Account,
    mvpd: Option<String>,
    identity: Option<TempPassIdentity>,
    resource: String,
    attempt: u32,
    /// When it was asked last: see [`Account::users`].
    users: u64,
    state: State,
    /// The user waits for the stream.
    plays: bool,
}

enum State {
    Ask { not_before: u64 },
    Asking,
    End(Option<Result<PlayOutcome, Error>>),
}

impl PlayPlan {
    pub(in crate::flow) fn new(
        account: &Account,
        mvpd: Option<&str>,
        identity: Option<TempPassIdentity>,
        resource: &str,
    ) -> Result<Self, InvalidInput> {
        Authorize::new(account.service_provider(), mvpd.unwrap_or("x"), [resource])?;
        Ok(Self {
            account: account.clone(),
            mvpd: mvpd.map(str::to_owned),
            identity,
            resource: resource.to_owned(),
            attempt: 0,
            users: 0,
            state: State::Ask { not_before: 0 },
            plays: false,
        })
    }

    fn decided(&mut self, now: u64, mut decisions: AuthorizationDecisions) {
        let Some(mvpd) = self.mvpd.clone() else {
            return;
        };
        let Some(decision) = decisions.about(&self.resource) else {
            return self.refuse(
                Words::of_key(Remedy::TryLater, TextKey::TryLater),
                None,
                None,
            );
        };
        let source = decision.source.clone();
        let is_temporary = source == Some(DecisionSource::TempPass);
        let temporary = is_temporary.then(|| TemporaryAccess {
            mvpd: mvpd.clone(),
            not_after_ms: decision.not_after_ms,
            identity: self.identity.clone(),
        });
        let denial = decision.denial.clone();
        let (verdict, is_retryable) = (decision.verdict, decision.is_retryable());
        if let Some(media_token) = decisions.take_media_token(&self.resource) {
            let play = Play {
                media_token,
                mvpd,
                source,
                temporary,
            };
            self.plays = true;
            self.state = State::End(Some(Ok(PlayOutcome::Play(Box::new(play)))));
            return;
        }
        if is_retryable && self.attempt < self.max_attempts() {
            let pause = self.account.client().backoff_ms(self.attempt);
            let not_before = now.saturating_add(pause);
            self.state = State::Ask { not_before };
            return;
        }
        if verdict == Verdict::Deny && !is_retryable {
            // What was thought of it before is not so.
            self.account
                .permits(|permits| permits.remove(&mvpd, &self.resource));
        }
        let words = match (&denial, verdict) {
            (Some(denial), _) => Words::of_denial(denial),
            (None, Verdict::Deny) => Words::of_key(Remedy::Explain, TextKey::NotIncluded),
            // A permit that nothing can be played with.
            (None, Verdict::Permit) => {
                Words::of_key(Remedy::ContactSupport, TextKey::ContactSupport)
            }
            (None, _) => Words::of_key(Remedy::TryLater, TextKey::TryLater),
        };
        let code = denial.as_ref().and_then(Denial::documented_code);
        self.signed_out(code, &mvpd);
        self.refuse(words, denial, None);
    }

    fn max_attempts(&self) -> u32 {
        match self.identity {
            Some(_) => MAX_COUNTED_ATTEMPTS,
            None => MAX_ATTEMPTS,
        }
    }

    /// A profile that the service does not have any more is not greeted any more. The choice of the
    /// MVPD stays, and nobody is signed out.
    fn signed_out(&self, code: Option<DocumentedCode>, mvpd: &str) {
        if let Some(
            DocumentedCode::AuthenticatedProfileMissing
            | DocumentedCode::AuthenticatedProfileExpired
            | DocumentedCode::AuthenticatedProfileInvalidated
            | DocumentedCode::AuthorizationDeniedBySessionInvalidated,
        ) = code
        {
            self.account.drop_profile(self.users, mvpd);
        }
    }

    fn failed(&mut self, error: Error) {
        if matches!(
            error,
            Error::Cancelled | Error::OutOfOrder(_) | Error::InvalidInput(_)
        ) {
            self.state = State::End(Some(Err(error)));
            return;
        }
        if let Some(mvpd) = &self.mvpd {
            let code = error.adobe_code().and_then(DocumentedCode::from_text);
            self.signed_out(code, mvpd);
        }
        self.refuse(Words::of_error(&error), None, Some(error));
    }

    fn refuse(&mut self, words: Words, denial: Option<Denial>, error: Option<Error>) {
        let remedy = words.remedy;
        let refusal = Box::new(Refusal {
            words,
            denial,
            error,
        });
        let outcome = match remedy {
            Remedy::SignIn => PlayOutcome::SignIn(refusal),
            Remedy::TryLater => PlayOutcome::TryLater(refusal),
            _ => PlayOutcome::Explain(refusal),
        };
        self.state = State::End(Some(Ok(outcome)));
    }
}

impl sealed::Sealed for PlayPlan {}

impl Plan for PlayPlan {
    type Input = std::convert::Infallible;
    type Presented = std::convert::Infallible;
    type Output = PlayOutcome;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Next<std::convert::Infallible, PlayOutcome> {
        loop {
            match &mut self.state {
                State::Ask { not_before } if now < *not_before => return Next::Wait(*not_before),
                State::Ask { .. } => {
                    let Some(mvpd) = &self.mvpd else {
                        let words = Words::of_key(Remedy::SignIn, TextKey::SignIn);
                        self.refuse(words, None, None);
                        continue;
                    };
                    let sp = self.account.service_provider();
                    let operation = Authorize::new(sp, mvpd, [&self.resource]);
                    let identity = self.identity.as_ref();
                    return match self.account.dressed(now, operation, identity) {
                        Ok(operation) => {
                            self.attempt += 1;
                            self.users = self.account.users();
                            self.state = State::Asking;
                            Next::Call(operation, CallOptions::new())
                        }
                        Err(error) => Next::Done(Err(error)),
                    };
                }
                State::Asking => return Next::Wait(u64::MAX),
                State::End(result) => {
                    const TAKEN: Error = Error::OutOfOrder("the result was taken");
                    return Next::Done(result.take().unwrap_or(Err(TAKEN)));
                }
            }
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        match reading::authorization(result) {
            Ok(decisions) => self.decided(now, decisions),
            Err(error) => self.failed(error),
        }
    }

    fn is_replaced(&self) -> bool {
        false
    }

    fn stores(&self) -> bool {
        !self.plays
    }

    fn told(&mut self, _now: u64, input: std::convert::Infallible) -> Result<(), Error> {
        match input {}
    }
}
