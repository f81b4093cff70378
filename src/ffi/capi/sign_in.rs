//! What an answer means for a sign-in that is polled.

use crate::error::Error;
use crate::operation::{RetrieveProfileForCode, SignInProgress};

/// What an answer means for a sign-in that is polled (`tvpass_profile_for_code_new`).
pub type tvpass_sign_in_progress = i32;

/// Nothing: the failure is another one. Polling ends.
pub const TVPASS_SIGN_IN_FAILED: tvpass_sign_in_progress = 0;
/// Not yet: ask again, after a pause. An empty answer, `authenticated_profile_missing`, and every
/// failure that may be tried again.
pub const TVPASS_SIGN_IN_PENDING: tvpass_sign_in_progress = 1;
/// There is a profile.
pub const TVPASS_SIGN_IN_SIGNED_IN: tvpass_sign_in_progress = 2;
/// The session is unknown or over (`invalid_authentication_session`, `invalid_parameter_code`):
/// create a new one.
pub const TVPASS_SIGN_IN_SESSION_OVER: tvpass_sign_in_progress = 3;

/// What an error means.
pub(super) fn progress(error: &Error) -> tvpass_sign_in_progress {
    match RetrieveProfileForCode::progress_after(error) {
        SignInProgress::SignedIn => TVPASS_SIGN_IN_SIGNED_IN,
        SignInProgress::Pending => TVPASS_SIGN_IN_PENDING,
        SignInProgress::SessionOver => TVPASS_SIGN_IN_SESSION_OVER,
        SignInProgress::Failed => TVPASS_SIGN_IN_FAILED,
    }
}
