//! Which result a call of a flow has: the flow knows what it has asked.

use crate::error::{Error, ErrorAction};
use crate::input::check_id;
use crate::operation::AnyOutcome;
use crate::outcome::{
    AuthorizationDecisions, Configuration, Logout, PreauthorizationDecisions, Profiles,
    ReceivedText, Session,
};

/// It cannot be: an operation has one kind of result.
const ANOTHER: Error = Error::OutOfOrder("the result is another operation's");

/// Whether the service says that there is no profile, or none any more: a used-up TempPass among
/// others. A status 403 alone says nothing: that of a failure on the way to the MVPD is 403, too.
pub(super) fn says_no_profile(error: &Error) -> bool {
    matches!(error, Error::Enhanced(error) if error.action == ErrorAction::Authentication)
}

macro_rules! readers {
    ($($name:ident: $variant:ident => $result:ty,)*) => {
        $(pub(super) fn $name(result: Result<AnyOutcome, Error>) -> Result<$result, Error> {
            match result? {
                AnyOutcome::$variant(outcome) => Ok(outcome),
                _ => Err(ANOTHER),
            }
        })*
    };
}

readers! {
    any_session: Session => Session,
    any_profiles: Profiles => Profiles,
    any_configuration: Configuration => Configuration,
    logout: Logout => Logout,
    preauthorization: Preauthorization => PreauthorizationDecisions,
    authorization: Authorization => AuthorizationDecisions,
}

/// Whether a request could name this MVPD. One that none could must not be kept: it would be in the
/// way of everything that is asked later, a sign-out too.
fn is_usable(mvpd: &ReceivedText) -> bool {
    check_id("mvpd", mvpd).is_ok()
}

pub(super) fn session(result: Result<AnyOutcome, Error>) -> Result<Session, Error> {
    let mut session = any_session(result)?;
    session.mvpd = session.mvpd.filter(is_usable);
    Ok(session)
}

pub(super) fn profiles(result: Result<AnyOutcome, Error>) -> Result<Profiles, Error> {
    let mut found = any_profiles(result)?;
    found.profiles.retain(|profile| is_usable(&profile.mvpd));
    Ok(found)
}

pub(super) fn configuration(result: Result<AnyOutcome, Error>) -> Result<Configuration, Error> {
    let mut configuration = any_configuration(result)?;
    configuration.mvpds.retain(|mvpd| is_usable(&mvpd.id));
    Ok(configuration)
}
