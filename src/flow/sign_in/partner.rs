//! Single sign-on with Apple's framework, up to a profile or to the sign-in without it (Adobe:
//! *Single sign-on, partner flows*; *Apple SSO Cookbook*).

use std::sync::Arc;

use super::screen::{PERMISSION_MISSING, PartnerStep, SignInInput};
use crate::call::CallOptions;
use crate::error::{Delivery, Error};
use crate::flow::account::{Account, is_temporary};
use crate::flow::reading;
use crate::operation::{
    APPLE, AnyOperation, AnyOutcome, CreatePartnerProfile, PartnerFrameworkStatus,
    RetrieveConfiguration, RetrievePartnerRequest, SamlResponse,
};
use crate::outcome::{PartnerAuthenticationRequest, Profiles, Session, SessionAction};

/// What comes next.
pub(super) enum PartnerNext {
    Present(PartnerStep),
    Call(Box<AnyOperation>, CallOptions),
    /// The host answers the last step.
    Wait,
    End(PartnerEnd),
}

/// How it ends.
pub(super) enum PartnerEnd {
    /// Signed in.
    Found(Profiles),
    /// The service answered with a session for a sign-in without the partner, or with none because
    /// none is needed.
    Session(Box<Session>),
    /// The sign-in without the partner; with this MVPD, if it is known, so that nobody has to
    /// choose twice.
    Basic {
        mvpd: Option<String>,
    },
    Fail(Error),
}

pub(super) struct Partner {
    state: State,
    /// The MVPD that the session of the partner's request named.
    mvpd: Option<String>,
}

enum State {
    Query,
    Queried,
    PermissionMissing,
    LookForProfile,
    LookingForProfile,
    Configure,
    Configuring,
    Pick,
    Picking,
    Request,
    Requesting,
    Ask(PartnerAuthenticationRequest),
    Asking,
    Make(SamlResponse, PartnerFrameworkStatus),
    Making,
    LookAgain,
    LookingAgain,
    /// What there is to tell; then it is over.
    End(PartnerEnd),
    Over,
}

impl Partner {
    pub(super) fn new(mvpd: Option<String>) -> Self {
        Self {
            state: State::Query,
            mvpd,
        }
    }

    pub(super) fn next(&mut self, account: &Account, now: u64) -> PartnerNext {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Query => {
                    self.state = State::Queried;
                    return PartnerNext::Present(PartnerStep::QueryStatus);
                }
                State::PermissionMissing => {
                    self.end(PartnerEnd::Basic { mvpd: None });
                    return PartnerNext::Present(PERMISSION_MISSING);
                }
                State::LookForProfile => {
                    return self.call(State::LookingForProfile, self.look(account, now));
                }
                State::Configure => match account.configuration(now) {
                    Some(_) => self.state = State::Pick,
                    None => {
                        let operation = RetrieveConfiguration::new(account.service_provider());
                        let operation = account.dressed(now, operation, None);
                        return self.call(State::Configuring, operation);
                    }
                },
                State::Pick => {
                    let providers = account.picker(now);
                    let provider_ids = providers.map_or_else(Vec::new, |p| p.platform_ids());
                    if provider_ids.is_empty() {
                        return PartnerNext::End(PartnerEnd::Basic { mvpd: None });
                    }
                    self.state = State::Picking;
                    return PartnerNext::Present(PartnerStep::ShowPicker { provider_ids });
                }
                State::Request => return self.call(State::Requesting, request(account, now)),
                State::Ask(request) => {
                    self.state = State::Asking;
                    return PartnerNext::Present(PartnerStep::RequestResponse(request));
                }
                State::Make(response, status) => {
                    let sp = account.service_provider();
                    let operation = CreatePartnerProfile::new(sp, APPLE, &status, &response);
                    return self.call(State::Making, account.dressed(now, operation, None));
                }
                State::LookAgain => return self.call(State::LookingAgain, self.look(account, now)),
                State::End(end) => return PartnerNext::End(end),
                waiting => {
                    self.state = waiting;
                    return PartnerNext::Wait;
                }
            }
        }
    }

    /// How it has ended, once.
    pub(super) fn ended(&mut self) -> Option<PartnerEnd> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::End(end) => Some(end),
            other => {
                self.state = other;
                None
            }
        }
    }

    fn call(&mut self, state: State, operation: Result<Box<AnyOperation>, Error>) -> PartnerNext {
        match operation {
            Ok(operation) => {
                self.state = state;
                PartnerNext::Call(operation, CallOptions::new())
            }
            Err(error) => PartnerNext::End(PartnerEnd::Fail(error)),
        }
    }

    fn look(&self, account: &Account, now: u64) -> Result<Box<AnyOperation>, Error> {
        account.dressed(now, account.profile_question(self.mvpd.as_deref()), None)
    }

    fn end(&mut self, end: PartnerEnd) {
        self.state = State::End(end);
    }

    fn basic(&mut self) {
        let mvpd = self.mvpd.clone();
        self.end(PartnerEnd::Basic { mvpd });
    }

    pub(super) fn answered(
        &mut self,
        account: &Account,
        now: u64,
        result: Result<AnyOutcome, Error>,
    ) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::LookingForProfile => match reading::profiles(result) {
                // Who watches by temporary access wants to sign in.
                Ok(profiles) if !profiles.profiles.iter().all(is_temporary) => {
                    self.end(PartnerEnd::Found(profiles));
                }
                // Not refused for a reason that ends all: nobody is signed in yet.
                Ok(_) | Err(Error::Enhanced(_)) => {
                    let status = account.partner_status();
                    let known = status.is_some_and(|status| status.provider_id().is_some());
                    self.state = match known {
                        true => State::Request,
                        false => State::Configure,
                    };
                }
                Err(error) => self.end(PartnerEnd::Fail(error)),
            },
            State::Configuring => match reading::configuration(result) {
                Ok(configuration) => {
                    account.set_configuration(now, Arc::new(configuration));
                    self.state = State::Pick;
                }
                Err(error) => self.end(PartnerEnd::Fail(error)),
            },
            State::Requesting => match reading::session(result) {
                Ok(session) => self.requested(account, now, session),
                // Refused for the partner's sake; there is still the way without.
                Err(Error::Enhanced(_)) => self.without_partner(account, now),
                Err(error) => self.end(PartnerEnd::Fail(error)),
            },
            State::Making => match reading::profiles(result) {
                Ok(profiles) if !profiles.profiles.is_empty() => {
                    self.end(PartnerEnd::Found(profiles));
                }
                Ok(_) => self.without_partner(account, now),
                Err(error) if may_have_counted(&error) => self.state = State::LookAgain,
                // Refused, for whatever reason: there is still the way without.
                Err(Error::Enhanced(_)) => self.without_partner(account, now),
                Err(error) => self.end(PartnerEnd::Fail(error)),
            },
            State::LookingAgain => match reading::profiles(result) {
                Ok(profiles) if !profiles.profiles.is_empty() => {
                    self.end(PartnerEnd::Found(profiles));
                }
                Ok(_) | Err(Error::Enhanced(_)) => self.without_partner(account, now),
                Err(error) => self.end(PartnerEnd::Fail(error)),
            },
            other => self.state = other,
        }
    }

    fn requested(&mut self, account: &Account, now: u64, session: Session) {
        if let Some(mvpd) = &session.mvpd {
            self.mvpd = Some(mvpd.as_str().to_owned());
        }
        match session.action {
            SessionAction::AskPartner(request) => self.state = State::Ask(request),
            SessionAction::PartnerRequestMissing => self.without_partner(account, now),
            _ => self.end(PartnerEnd::Session(Box::new(session))),
        }
    }

    /// The user chose a provider at Apple: the same one, if it is known here.
    fn without_partner(&mut self, account: &Account, now: u64) {
        if self.mvpd.is_none() {
            let status = account.partner_status();
            let id = status
                .as_ref()
                .and_then(PartnerFrameworkStatus::provider_id);
            self.mvpd = id.and_then(|id| mvpd_of(account, now, id));
        }
        self.basic();
    }

    pub(super) fn told(
        &mut self,
        account: &Account,
        now: u64,
        input: SignInInput,
    ) -> Result<(), Error> {
        let state = match (&self.state, input) {
            (State::Queried, SignInInput::PartnerStatus(status)) => {
                let is_granted = status.is_granted();
                account.set_partner_status(Some(status));
                match is_granted {
                    true => State::LookForProfile,
                    false => State::PermissionMissing,
                }
            }
            (State::Picking, SignInInput::PartnerStatus(status)) => {
                let is_chosen = status.is_granted() && status.provider_id().is_some();
                account.set_partner_status(Some(status));
                match is_chosen {
                    true => State::Request,
                    false => State::End(PartnerEnd::Basic { mvpd: None }),
                }
            }
            (State::Picking, SignInInput::PartnerUnsupported(id)) => {
                let mvpd = mvpd_of(account, now, &id);
                State::End(PartnerEnd::Basic { mvpd })
            }
            (State::Asking, SignInInput::PartnerResponse { response, status }) => {
                account.set_partner_status(Some(status.clone()));
                State::Make(response, status)
            }
            (State::Queried | State::Picking, SignInInput::PartnerFailed) => {
                State::End(PartnerEnd::Basic { mvpd: None })
            }
            (State::Asking, SignInInput::PartnerFailed) => {
                self.without_partner(account, now);
                return Ok(());
            }
            _ => {
                return Err(Error::OutOfOrder(
                    "the partner's framework was not asked for this",
                ));
            }
        };
        self.state = state;
        Ok(())
    }
}

fn request(account: &Account, now: u64) -> Result<Box<AnyOperation>, Error> {
    let Some(status) = account.partner_status() else {
        return Err(Error::OutOfOrder("the partner's status is gone"));
    };
    let parameters = account.settings().parameters(None)?;
    let sp = account.service_provider();
    let operation = RetrievePartnerRequest::new(sp, APPLE, &status, parameters);
    account.dressed(now, operation, None)
}

fn mvpd_of(account: &Account, now: u64, platform_id: &str) -> Option<String> {
    let configuration = account.configuration(now)?;
    let mvpd = configuration.mvpd_of_platform(platform_id)?;
    Some(mvpd.id.as_str().to_owned())
}

/// The profile may have been made although its answer was lost: a SAML response is good for one
/// use, so it is looked for.
fn may_have_counted(error: &Error) -> bool {
    match error.cause() {
        Error::Transport(error) => error.delivery == Delivery::Possible,
        Error::Malformed(_) | Error::DeadlineExceeded(_) => true,
        other => other.http_status().is_some_and(|status| status >= 500),
    }
}
