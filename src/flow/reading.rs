//! Which result a call of a flow has: the flow knows what it has asked.

use crate::error::{Error, ErrorAction};
use crate::operation::AnyOutcome;
use crate::outcome::{
    AuthorizationDecisions, Configuration, Logout, PreauthorizationDecisions, Profiles, Session,
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
    session: Session => Session,
    profiles: Profiles => Profiles,
    configuration: Configuration => Configuration,
    logout: Logout => Logout,
    preauthorization: Preauthorization => PreauthorizationDecisions,
    authorization: Authorization => AuthorizationDecisions,
}
