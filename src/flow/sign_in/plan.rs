//! The course of a sign-in: what it asks, presents and waits for (Adobe: *Basic authentication
//! flow*, *REST API V2 Checklist*).

use std::sync::Arc;

use super::live::LiveSession;
use super::options::SignInOptions;
use super::partner::{Partner, PartnerEnd, PartnerNext};
use super::screen::{Obstacle, SignInInput, SignInOutcome, SignInStep};
use crate::call::{CallOptions, Client};
use crate::error::Error;
use crate::flow::account::Account;
use crate::flow::engine::{Next, Plan, sealed};
use crate::flow::reading;
use crate::input::{InvalidInput, check_id};
use crate::operation::{
    AnyOperation, AnyOutcome, CreateSession, ResumeSession, RetrieveConfiguration,
    RetrieveProfileForCode,
};
use crate::outcome::SessionReason;

/// The longest that one poll may take, in milliseconds, with a new access token.
const POLL_DEADLINE_MS: u64 = 20_000;

/// After the user agent has reached the redirect URL: once, and so many times more.
const MORE_CHECKS: u32 = 3;

/// How many of the checks may be lost and are made up for.
const MORE_LOST_CHECKS: u32 = 2;

/// The plan of a sign-in.
pub struct SignInPlan {
    pub(super) account: Account,
    pub(super) options: SignInOptions,
    /// Which sign-in of the account this is.
    number: u64,
    pub(super) state: State,
    pub(super) mvpd: Option<String>,
    pub(super) session: Option<LiveSession>,
    /// What is known was supplied by *resume*.
    pub(super) resumed: bool,
    new_code_wanted: bool,
    pub(super) failures: u32,
    /// When the first code was shown.
    opened: Option<u64>,
    pub(super) already: Option<SessionReason>,
}

pub(super) enum State {
    Begin,
    Partner(Box<Partner>),
    Choose,
    Loading,
    Choosing,
    Create,
    Creating,
    Resume,
    Resuming,
    ShowCode,
    CodeShown,
    Polling,
    OpenBrowser,
    BrowserOpen,
    Check(Checks),
    Checking(Checks),
    FindProfile,
    FindingProfile,
    End(Box<SignInOutcome>),
    Fail(Error),
}

/// Questions after the browser.
#[derive(Clone, Copy)]
pub(super) struct Checks {
    pub(super) at: u64,
    pub(super) more: u32,
    pub(super) more_lost: u32,
}

type Step = Next<SignInStep, SignInOutcome>;

impl SignInPlan {
    pub(in crate::flow) fn new(
        account: &Account,
        options: SignInOptions,
    ) -> Result<Self, InvalidInput> {
        options.check(account.settings())?;
        Ok(Self {
            account: account.clone(),
            number: account.begin_sign_in(),
            state: State::Begin,
            mvpd: options.mvpd.clone(),
            session: None,
            resumed: false,
            new_code_wanted: false,
            failures: 0,
            opened: None,
            already: None,
            options,
        })
    }

    fn step(&mut self, now: u64) -> Option<Step> {
        match &mut self.state {
            State::Begin => {
                self.state = match self.options.partner {
                    true => State::Partner(Box::new(Partner::new(self.mvpd.clone()))),
                    false => self.first(),
                };
            }
            State::Partner(partner) => {
                let next = partner.next(&self.account, now);
                return self.partner_said(now, next);
            }
            State::Choose => match self.account.picker(now) {
                Some(providers) => {
                    self.state = State::Choosing;
                    return Some(Next::Present(SignInStep::ChooseProvider(providers)));
                }
                None => {
                    let operation = RetrieveConfiguration::new(self.account.service_provider());
                    let operation = operation.map(AnyOperation::from);
                    return Some(self.call(now, State::Loading, operation, CallOptions::new()));
                }
            },
            State::Create => {
                let operation = self.create();
                return Some(self.call(now, State::Creating, operation, CallOptions::new()));
            }
            State::Resume => {
                let operation = self.resume();
                return Some(self.call(now, State::Resuming, operation, CallOptions::new()));
            }
            State::ShowCode => return self.show(now),
            State::CodeShown => return self.wait_for_second_screen(now),
            State::OpenBrowser => return self.open(),
            State::BrowserOpen => match &self.session {
                Some(session) if !session.is_over(now) => {
                    return Some(Next::Wait(session.expires()));
                }
                _ => self.end(SignInOutcome::CodeExpired),
            },
            State::Check(checks) => {
                let checks = *checks;
                if now < checks.at {
                    return Some(Next::Wait(checks.at));
                }
                // A code that has ended is not asked about: the profile may have been made before,
                // and has an MVPD.
                let left = self.code_left_ms(now);
                let operation = left.map_or_else(|| self.find(), |_| self.poll());
                let deadline = POLL_DEADLINE_MS.min(left.unwrap_or(POLL_DEADLINE_MS));
                let options = CallOptions::new().once(true).deadline_ms(deadline);
                return Some(self.call(now, State::Checking(checks), operation, options));
            }
            State::FindProfile => {
                let operation = self.find();
                return Some(self.call(now, State::FindingProfile, operation, CallOptions::new()));
            }
            State::End(outcome) => return Some(Next::Done(Ok((**outcome).clone()))),
            State::Fail(error) => return Some(Next::Done(Err(error.clone()))),
            // The user, or a call that runs.
            State::Choosing
            | State::Loading
            | State::Creating
            | State::Resuming
            | State::Polling
            | State::Checking(_)
            | State::FindingProfile => return Some(Next::Wait(u64::MAX)),
        }
        None
    }

    /// Where the sign-in without the partner begins.
    fn first(&self) -> State {
        let is_chosen = self.mvpd.is_some() || self.options.chosen_on_second_screen;
        match (is_chosen, &self.session) {
            (false, _) => State::Choose,
            (true, None) => State::Create,
            (true, Some(_)) => State::Resume,
        }
    }

    fn partner_said(&mut self, now: u64, next: PartnerNext) -> Option<Step> {
        match next {
            PartnerNext::Present(step) => return Some(Next::Present(SignInStep::Partner(step))),
            PartnerNext::Call(operation, options) => return Some(Next::Call(operation, options)),
            PartnerNext::Wait => return Some(Next::Wait(u64::MAX)),
            PartnerNext::End(end) => self.partner_ended(now, end),
        }
        None
    }

    fn partner_ended(&mut self, now: u64, end: PartnerEnd) {
        match end {
            PartnerEnd::Found(profiles) => self.signed_in(&profiles),
            PartnerEnd::Session(session) => self.take_session(now, &session),
            PartnerEnd::Basic { mvpd } => {
                if self.mvpd.is_none() {
                    self.mvpd = mvpd;
                }
                self.state = self.first();
            }
            PartnerEnd::Fail(error) => self.state = State::Fail(error),
        }
    }

    fn call(
        &mut self,
        now: u64,
        state: State,
        operation: Result<AnyOperation, InvalidInput>,
        options: CallOptions,
    ) -> Step {
        match self.account.dressed(now, operation, None) {
            Ok(operation) => {
                self.state = state;
                Next::Call(operation, options)
            }
            Err(error) => Next::Done(Err(error)),
        }
    }

    fn create(&self) -> Result<AnyOperation, InvalidInput> {
        let parameters = self.account.settings().parameters(self.mvpd.as_deref())?;
        let operation = CreateSession::new(self.account.service_provider(), parameters)?;
        Ok(operation.into())
    }

    fn resume(&self) -> Result<AnyOperation, InvalidInput> {
        let parameters = self.account.settings().parameters(self.mvpd.as_deref())?;
        match &self.session {
            Some(session) => {
                let sp = self.account.service_provider();
                Ok(ResumeSession::new(sp, &session.code, parameters)?.into())
            }
            None => self.create(),
        }
    }

    fn poll(&self) -> Result<AnyOperation, InvalidInput> {
        match &self.session {
            Some(session) => {
                let sp = self.account.service_provider();
                Ok(RetrieveProfileForCode::new(sp, &session.code)?.into())
            }
            None => self.find(),
        }
    }

    /// How long the code is good; none if there is none that is.
    fn code_left_ms(&self, now: u64) -> Option<u64> {
        let left = self.session.as_ref()?.left_ms(now);
        Some(left).filter(|left| *left > 0)
    }

    fn find(&self) -> Result<AnyOperation, InvalidInput> {
        self.account.profile_question(self.mvpd.as_deref())
    }

    pub(super) fn end(&mut self, outcome: SignInOutcome) {
        self.state = State::End(Box::new(outcome));
    }

    fn show(&mut self, now: u64) -> Option<Step> {
        let Some(session) = &self.session else {
            self.end(SignInOutcome::NotPossible(Obstacle::NoCode));
            return None;
        };
        self.opened.get_or_insert(now);
        let expires_at_ms = self.account.client().host_time(session.expires());
        let screen = session.screen(self.account.settings(), expires_at_ms);
        self.state = State::CodeShown;
        Some(Next::Present(SignInStep::ShowCode(screen)))
    }

    /// Whether a new code is made without being asked for.
    pub(super) fn renews(&self, now: u64) -> bool {
        let opened = self.opened.unwrap_or(now);
        let lived = |session: &LiveSession| session.lived_long_enough(now);
        self.options.renews
            && now.saturating_sub(opened) < self.options.open_for_ms
            && self.session.as_ref().is_some_and(lived)
    }

    fn wait_for_second_screen(&mut self, now: u64) -> Option<Step> {
        let renews = self.renews(now);
        let Some(session) = &self.session else {
            self.end(SignInOutcome::CodeExpired);
            return None;
        };
        if std::mem::take(&mut self.new_code_wanted) {
            self.state = State::Create;
            return None;
        }
        if session.is_over(now) {
            match renews {
                true => self.state = State::Create,
                false => self.end(SignInOutcome::CodeExpired),
            }
            return None;
        }
        if renews && now >= session.renew_at() {
            self.state = State::Create;
            return None;
        }
        if now < session.poll_at() {
            let mut until = session.poll_at().min(session.expires());
            if self.options.renews && session.renew_at() > now {
                until = until.min(session.renew_at());
            }
            return Some(Next::Wait(until));
        }
        let deadline = POLL_DEADLINE_MS.min(session.left_ms(now));
        let options = CallOptions::new().once(true).deadline_ms(deadline);
        let operation = self.poll();
        Some(self.call(now, State::Polling, operation, options))
    }

    fn open(&mut self) -> Option<Step> {
        let browser = self.session.as_ref().and_then(|session| {
            let expires_at_ms = self.account.client().host_time(session.expires());
            session.browser(self.account.settings(), expires_at_ms)
        });
        let Some(browser) = browser else {
            self.end(SignInOutcome::NotPossible(Obstacle::NoCode));
            return None;
        };
        self.state = State::BrowserOpen;
        Some(Next::Present(SignInStep::OpenBrowser(browser)))
    }
}

impl sealed::Sealed for SignInPlan {}

impl Plan for SignInPlan {
    type Input = SignInInput;
    type Presented = SignInStep;
    type Output = SignInOutcome;

    fn client(&self) -> &Client {
        self.account.client()
    }

    fn next(&mut self, now: u64) -> Step {
        loop {
            let is_over = matches!(self.state, State::End(_) | State::Fail(_));
            if !is_over && self.is_replaced() {
                self.end(SignInOutcome::Replaced);
            }
            if let Some(step) = self.step(now) {
                return step;
            }
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        // Signed in meanwhile by another one, or out: nothing of this one may be kept, but for the
        // list of providers, which is nobody's and saves a request.
        if self.is_replaced() {
            if let Ok(configuration) = reading::configuration(result) {
                self.account.set_configuration(now, Arc::new(configuration));
            }
            return self.end(SignInOutcome::Replaced);
        }
        match &mut self.state {
            State::Partner(partner) => {
                partner.answered(&self.account, now, result);
                // The service has acted, whether or not the host polls once more.
                if let Some(end) = partner.ended() {
                    self.partner_ended(now, end);
                }
            }
            State::Loading => match reading::configuration(result) {
                Ok(configuration) => {
                    self.account.set_configuration(now, Arc::new(configuration));
                    self.state = State::Choose;
                }
                Err(error) => self.state = State::Fail(error),
            },
            State::Creating => self.created(now, reading::session(result)),
            State::Resuming => match reading::session(result) {
                Ok(session) => {
                    self.resumed = true;
                    self.take_session(now, &session);
                }
                Err(error) => self.state = State::Fail(error),
            },
            State::Polling => self.polled(now, reading::profiles(result)),
            State::Checking(checks) => {
                let checks = *checks;
                self.checked(now, checks, reading::profiles(result));
            }
            State::FindingProfile => self.found(reading::profiles(result)),
            _ => {}
        }
    }

    fn is_replaced(&self) -> bool {
        !self.account.is_newest_sign_in(self.number)
    }

    fn stores(&self) -> bool {
        true
    }

    fn told(&mut self, now: u64, input: SignInInput) -> Result<(), Error> {
        let checks = |more| {
            State::Check(Checks {
                at: now,
                more,
                more_lost: MORE_LOST_CHECKS,
            })
        };
        match (&mut self.state, input) {
            (State::Partner(partner), input) => return partner.told(&self.account, now, input),
            (State::Choosing, SignInInput::ProviderChosen(id)) => {
                check_id("mvpd", &id)?;
                self.mvpd = Some(id);
                self.state = self.first();
            }
            (State::CodeShown | State::Polling, SignInInput::NewCode) => {
                self.new_code_wanted = true;
            }
            // The earlier code is on the screen still; the one that is wanted is on its way.
            (
                State::Create | State::Creating | State::Resume | State::Resuming | State::ShowCode,
                SignInInput::NewCode,
            ) if self.opened.is_some() => {}
            (State::BrowserOpen, SignInInput::RedirectReached) => self.state = checks(MORE_CHECKS),
            (State::BrowserOpen, SignInInput::BrowserClosed) => self.state = checks(0),
            _ => {
                return Err(Error::OutOfOrder(
                    "nothing that was presented asks for this now",
                ));
            }
        }
        Ok(())
    }
}
