//! Which flow is wished: one line for each, with its inputs.

use std::sync::Arc;

use super::extras::TempPassIdentity;
use super::outcome::TemporaryPlay;
use crate::flow::{Access, SignInOptions};
use crate::input::InvalidInput;

/// A flow with its input.
#[derive(Clone, uniffi::Enum)]
pub enum AccountFlow {
    /// The MVPDs for a picker.
    Providers,
    /// Who is signed in.
    Status,
    /// A sign-in.
    SignIn {
        /// How it is to go.
        options: SignInWish,
    },
    /// The locks of a catalogue.
    Preauthorize {
        /// By which MVPD.
        access: AccessInput,
        /// The resources.
        resources: Vec<String>,
    },
    /// The permit for one playback.
    Authorize {
        /// By which MVPD.
        access: AccessInput,
        /// The resource.
        resource: String,
    },
    /// The end of temporary access.
    TemporaryAccessEnd {
        /// Of this playback.
        play: Arc<TemporaryPlay>,
    },
    /// A sign-out.
    SignOut {
        /// Of which MVPD; `None`: of all.
        mvpd: Option<String>,
    },
}

/// How a sign-in is to go.
#[derive(Clone, uniffi::Record)]
pub struct SignInWish {
    /// Where the user sees the MVPD's login page.
    pub method: SignInMethod,
    /// With this MVPD; `None`: the user chooses.
    pub mvpd: Option<String>,
    /// Leaves the choice of the MVPD to the second screen.
    pub chosen_on_second_screen: bool,
    /// Tries single sign-on with Apple's framework first.
    pub partner_first: bool,
    /// Whether a new code replaces one that is about to end.
    pub renew_codes: bool,
    /// How long codes are renewed, in milliseconds; `None`: two hours.
    pub open_for_ms: Option<u64>,
    /// The pause between two polls, in milliseconds; `None`: five seconds.
    pub poll_interval_ms: Option<u64>,
}

/// Where the user sees the MVPD's login page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SignInMethod {
    /// On a second screen, by a code.
    SecondScreen,
    /// In a browser on this device.
    Browser,
}

/// By which MVPD something is watched.
#[derive(Clone, uniffi::Record)]
pub struct AccessInput {
    /// By this one; `None`: that of a status's `current`.
    pub mvpd: Option<String>,
    /// Whose promotional TempPass that is. Not without an MVPD.
    pub identity: Option<TempPassIdentity>,
}

impl SignInWish {
    pub(super) fn read(&self) -> Result<SignInOptions, InvalidInput> {
        let mut options = match self.method {
            SignInMethod::SecondScreen => SignInOptions::second_screen(),
            SignInMethod::Browser => SignInOptions::browser(),
        }
        .renew_codes(self.renew_codes);
        if let Some(mvpd) = &self.mvpd {
            options = options.mvpd(mvpd)?;
        }
        if self.chosen_on_second_screen {
            options = options.choose_on_second_screen();
        }
        if self.partner_first {
            options = options.partner_first();
        }
        if let Some(open_for_ms) = self.open_for_ms {
            options = options.open_for_ms(open_for_ms);
        }
        match self.poll_interval_ms {
            Some(poll_interval_ms) => options.poll_interval_ms(poll_interval_ms),
            None => Ok(options),
        }
    }
}

impl AccessInput {
    pub(super) fn read(&self) -> Result<Access, InvalidInput> {
        match (&self.mvpd, &self.identity) {
            (None, None) => Ok(Access::current()),
            (Some(mvpd), None) => Access::mvpd(mvpd),
            (Some(mvpd), Some(identity)) => Access::temp_pass(mvpd, &identity.read()?),
            (None, Some(_)) => Err(InvalidInput::new(
                "mvpd",
                "is missing; an identity belongs to a TempPass, so pass its id, too",
            )),
        }
    }
}
