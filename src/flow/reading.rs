//! Which result a call of a flow has: the flow knows what it has asked.

use crate::error::Error;
use crate::operation::AnyOutcome;
use crate::outcome::{
    AuthorizationDecisions, Configuration, Logout, PreauthorizationDecisions, Profiles, Session,
};

/// It cannot be: an operation has one kind of result.
const ANOTHER: Error = Error::OutOfOrder("the result is another operation's");

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
