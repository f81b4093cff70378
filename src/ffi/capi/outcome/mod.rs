//! `tvpass_outcome`: what a successful answer says. One file for each result.

mod attribute;
pub(super) mod authorization;
pub(super) mod configuration;
pub(super) mod decision;
pub(super) mod logout;
pub(super) mod partner_request;
mod preauthorization;
pub(super) mod profiles;
pub(super) mod session;
mod session_details;
pub(super) mod session_parameter;
pub(super) mod url_refusal;

use std::mem::MaybeUninit;
use std::ptr;

use self::authorization::{tvpass_authorization_decisions, tvpass_media_token};
use self::configuration::tvpass_configuration;
use self::logout::tvpass_logout;
use self::preauthorization::tvpass_preauthorization_decisions;
use self::profiles::tvpass_profiles;
use self::session::tvpass_session;
use self::session_details::tvpass_session_details;
use super::arena::{Arena, Owned, Root, Within};
use super::boundary::{Poison, free, get, handle, take};
use super::error::tvpass_error;
use super::failure::Failure;
#[cfg(feature = "flows")]
use super::flow::face::Played;
use super::status::tvpass_status;
use super::text::Text;
#[cfg(feature = "flows")]
use crate::flow::TemporaryAccess;
use crate::operation::AnyOutcome;
#[cfg(feature = "flows")]
use crate::outcome::is_same_resource;
use crate::outcome::{AuthorizationDecisions, Verdict};

/// What a successful answer says. Each operation's description names the function that tells it;
/// for another operation's outcome that returns NULL. Immutable, but that a media token can be
/// taken out.
pub struct tvpass_outcome {
    poison: Poison,
    result: Result,
}

handle!(tvpass_outcome, "outcome");

// SAFETY: a handle is `Send` and `Sync`.
unsafe impl Root for tvpass_outcome {}

const NOTHING_DECIDED: &str = "nothing was decided about this resource";
const TAKEN: &str = "the permit came without one, or it was taken already";

enum Result {
    Logout(Within<tvpass_logout>),
    Configuration(Within<tvpass_configuration>),
    Session(Within<tvpass_session>),
    SessionDetails(Within<tvpass_session_details>),
    Profiles(Within<tvpass_profiles>),
    Preauthorization(Within<tvpass_preauthorization_decisions>),
    Authorization {
        visible: Within<tvpass_authorization_decisions>,
        /// Has the media tokens.
        own: AuthorizationDecisions,
    },
    /// A flow's, which may have been permitted to play.
    #[cfg(feature = "flows")]
    Flow(Option<Played>),
    Nothing,
}

impl Result {
    fn new(arena: &Arena, outcome: AnyOutcome) -> Self {
        match outcome {
            AnyOutcome::Logout(logout) => {
                Self::Logout(arena.put(tvpass_logout::fill(arena, &logout)).into())
            }
            AnyOutcome::Configuration(configuration) => {
                let made = tvpass_configuration::fill(arena, &configuration);
                Self::Configuration(arena.put(made).into())
            }
            AnyOutcome::Session(session) => {
                Self::Session(arena.put(tvpass_session::fill(arena, &session)).into())
            }
            AnyOutcome::SessionDetails(details) => {
                let made = tvpass_session_details::fill(arena, &details);
                Self::SessionDetails(arena.put(made).into())
            }
            AnyOutcome::Profiles(profiles) => {
                Self::Profiles(arena.put(tvpass_profiles::fill(arena, &profiles)).into())
            }
            AnyOutcome::Preauthorization(decisions) => {
                let made = tvpass_preauthorization_decisions::fill(arena, &decisions);
                Self::Preauthorization(arena.put(made).into())
            }
            AnyOutcome::Authorization(own) => {
                let made = tvpass_authorization_decisions::fill(arena, &own);
                Self::Authorization {
                    visible: arena.put(made).into(),
                    own,
                }
            }
            AnyOutcome::Nothing => Self::Nothing,
        }
    }
}

impl tvpass_outcome {
    #[cfg(feature = "flows")]
    pub(super) fn of_flow(played: Option<Played>) -> Owned<Self> {
        Owned::new(0, |_| Self {
            poison: Poison::default(),
            result: Result::Flow(played),
        })
    }

    /// Of a playback by a TempPass.
    #[cfg(feature = "flows")]
    pub(super) fn temporary_access(&self) -> Option<TemporaryAccess> {
        match &self.result {
            Result::Flow(Some(played)) => played.temporary.clone(),
            _ => None,
        }
    }

    /// In one piece of memory with its result.
    pub(super) fn new(outcome: AnyOutcome) -> Owned<Self> {
        let bytes = match &outcome {
            AnyOutcome::Logout(logout) => tvpass_logout::size(logout),
            AnyOutcome::Configuration(configuration) => tvpass_configuration::size(configuration),
            AnyOutcome::Session(session) => tvpass_session::size(session),
            AnyOutcome::SessionDetails(_) => tvpass_session_details::SIZE,
            AnyOutcome::Profiles(profiles) => tvpass_profiles::size(profiles),
            AnyOutcome::Preauthorization(decisions) => {
                tvpass_preauthorization_decisions::size(decisions)
            }
            AnyOutcome::Authorization(decisions) => tvpass_authorization_decisions::size(decisions),
            AnyOutcome::Nothing => 0,
        };
        Owned::new(bytes, |arena| Self {
            poison: Poison::default(),
            result: Result::new(arena, outcome),
        })
    }

    fn take_media_token(
        &mut self,
        resource: &str,
    ) -> std::result::Result<Owned<tvpass_media_token>, Failure> {
        let own = match &mut self.result {
            Result::Authorization { own, .. } => own,
            #[cfg(feature = "flows")]
            Result::Flow(Some(played)) if is_same_resource(&played.resource, resource) => {
                let token = played
                    .media_token
                    .take()
                    .ok_or_else(|| Failure::no_media_token(TAKEN))?;
                return Ok(tvpass_media_token::new(token));
            }
            #[cfg(feature = "flows")]
            Result::Flow(_) => return Err(Failure::no_media_token(NOTHING_DECIDED)),
            _ => {
                return Err(Failure::no_media_token(
                    "the outcome is another operation's",
                ));
            }
        };
        if let Some(token) = own.take_media_token(resource) {
            return Ok(tvpass_media_token::new(token));
        }
        Err(Failure::no_media_token(match own.about(resource) {
            None => NOTHING_DECIDED,
            Some(decision) if decision.verdict == Verdict::Permit => TAKEN,
            Some(_) => "the decision is no permit",
        }))
    }
}

/// Frees an outcome, and all that was borrowed from it. A media token that was taken is not
/// affected.
///
/// @param outcome consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_outcome_free(outcome: *mut tvpass_outcome) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(outcome) });
}

/// What a logout means for the device.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_logout(outcome: Option<&tvpass_outcome>) -> *const tvpass_logout {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Logout(logout) => logout.as_ptr(),
        _ => ptr::null(),
    })
}

/// The MVPDs to choose from.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_configuration(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_configuration {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Configuration(configuration) => configuration.as_ptr(),
        _ => ptr::null(),
    })
}

/// What the device has to do next about a session.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_session(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_session {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Session(session) => session.as_ptr(),
        _ => ptr::null(),
    })
}

/// What a code names.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_session_details(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_session_details {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::SessionDetails(details) => details.as_ptr(),
        _ => ptr::null(),
    })
}

/// With which MVPDs the user is signed in.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_profiles(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_profiles {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Profiles(profiles) => profiles.as_ptr(),
        _ => ptr::null(),
    })
}

/// What the user can probably watch, for locks and filters.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_preauthorization_decisions(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_preauthorization_decisions {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Preauthorization(decisions) => decisions.as_ptr(),
        _ => ptr::null(),
    })
}

/// Whether the user may watch something now.
///
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_authorization_decisions(
    outcome: Option<&tvpass_outcome>,
) -> *const tvpass_authorization_decisions {
    get(outcome, ptr::null(), |outcome| match &outcome.result {
        Result::Authorization { visible, .. } => visible.as_ptr(),
        _ => ptr::null(),
    })
}

/// Takes the media token out of the decision of an authorization about a resource, or of a flow
/// that ended with `TVPASS_PRESENTED_PLAY`: once, for one playback, and only if the decision is a
/// permit.
///
/// @param outcome changed; what was borrowed from it stays as it is.
/// @param resource borrowed for the call: as it was asked for; white space at the ends does not
///   matter.
/// @param out receives the token; caller frees with `tvpass_media_token_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_NO_MEDIA_TOKEN` (it was taken already, the decision
///   is no permit, or nothing was decided), or a common status.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_outcome_take_media_token(
    outcome: Option<&mut tvpass_outcome>,
    resource: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_media_token>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    take(outcome, out, error, |outcome| {
        outcome.take_media_token(resource.str("resource")?)
    })
}

/// Frees a media token and overwrites it with zeros.
///
/// @param media_token consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_media_token_free(media_token: *mut tvpass_media_token) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(media_token) });
}
