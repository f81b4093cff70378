//! How a sign-in is to go.

use crate::flow::settings::AccountSettings;
use crate::input::{InvalidInput, check_id};

/// The shortest pause between two polls, in milliseconds (Adobe: *REST API V2 Checklist*).
pub const MIN_POLL_INTERVAL_MS: u64 = 3000;

/// The usual pause, in milliseconds: 3 to 5 s or more are Adobe's words.
const USUAL_POLL_INTERVAL_MS: u64 = 5000;

/// How long codes are renewed, in milliseconds: a TV may be left alone with its screen on.
const OPEN_FOR_MS: u64 = 2 * 3600 * 1000;

/// How a sign-in is to go: where the user sees the MVPD's login page, and where the MVPD is chosen.
#[derive(Clone, Debug)]
pub struct SignInOptions {
    pub(super) method: Method,
    pub(super) mvpd: Option<String>,
    pub(super) chosen_on_second_screen: bool,
    pub(super) partner: bool,
    pub(super) renews: bool,
    pub(super) open_for_ms: u64,
    pub(super) poll_interval_ms: u64,
}

/// Where the user sees the MVPD's login page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    SecondScreen,
    Browser,
}

impl SignInOptions {
    /// On a second screen, by a code and a QR code. The MVPD is chosen on this device.
    #[must_use]
    pub fn second_screen() -> Self {
        Self {
            method: Method::SecondScreen,
            mvpd: None,
            chosen_on_second_screen: false,
            partner: false,
            renews: true,
            open_for_ms: OPEN_FOR_MS,
            poll_interval_ms: USUAL_POLL_INTERVAL_MS,
        }
    }

    /// In a browser, or a view with one, on this device. The MVPD is chosen on this device.
    #[must_use]
    pub fn browser() -> Self {
        Self {
            method: Method::Browser,
            ..Self::second_screen()
        }
    }

    /// With this MVPD: the user has chosen it already, or confirmed the one of last time. Then no
    /// configuration is asked for.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn mvpd(mut self, mvpd: &str) -> Result<Self, InvalidInput> {
        check_id("mvpd", mvpd)?;
        self.mvpd = Some(mvpd.to_owned());
        Ok(self)
    }

    /// Leaves the choice of the MVPD to the second screen, on the programmer's
    /// [activation page](super::super::ActivationPage).
    #[must_use]
    pub fn choose_on_second_screen(mut self) -> Self {
        self.chosen_on_second_screen = true;
        self
    }

    /// Tries single sign-on with Apple's framework first; the host answers the steps that are for
    /// the framework. Whatever fails there leads to the sign-in that these options are for.
    #[must_use]
    pub fn partner_first(mut self) -> Self {
        self.partner = true;
        self
    }

    /// Whether a new code replaces one that is about to end, while the screen is open. Default:
    /// yes.
    #[must_use]
    pub fn renew_codes(mut self, yes: bool) -> Self {
        self.renews = yes;
        self
    }

    /// How long codes are renewed, in milliseconds. Default: two hours. The code that is shown then
    /// is the last one; at its end the sign-in is over.
    #[must_use]
    pub fn open_for_ms(mut self, open_for_ms: u64) -> Self {
        self.open_for_ms = open_for_ms;
        self
    }

    /// The pause between the end of a poll and the next one, in milliseconds. Default: 5,000; after
    /// five minutes, and after a 429, it is 10,000 or this, whichever is longer.
    ///
    /// # Errors
    /// Less than [`MIN_POLL_INTERVAL_MS`].
    pub fn poll_interval_ms(mut self, poll_interval_ms: u64) -> Result<Self, InvalidInput> {
        if poll_interval_ms < MIN_POLL_INTERVAL_MS {
            return Err(InvalidInput::new(
                "poll_interval_ms",
                format!("is {poll_interval_ms}; Adobe allows {MIN_POLL_INTERVAL_MS} or more"),
            ));
        }
        self.poll_interval_ms = poll_interval_ms;
        Ok(self)
    }

    /// Whether they go together with the settings.
    pub(super) fn check(&self, settings: &AccountSettings) -> Result<(), InvalidInput> {
        if self.method == Method::Browser && settings.session.told_redirect_url().is_none() {
            return Err(InvalidInput::new(
                "redirect_url",
                "is not set; a browser on this device has to end up somewhere",
            ));
        }
        if !self.chosen_on_second_screen {
            return Ok(());
        }
        if self.method == Method::Browser {
            return Err(InvalidInput::new(
                "choose_on_second_screen",
                "is set, and there is none; choose the MVPD on this device",
            ));
        }
        match settings.activation_page {
            Some(_) => Ok(()),
            None => Err(InvalidInput::new(
                "activation_page",
                "is not set; a second screen can choose the MVPD on such a page alone",
            )),
        }
    }
}
