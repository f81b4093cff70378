//! What can be set before a sandbox starts.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::Clock;

/// Settings of a sandbox. Write `Config { throttle: false, ..Config::default() }`: fields may be
/// added.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port; 0 takes a free one.
    pub port: u16,
    /// The address to listen on. On any but 127.0.0.1, whoever can reach it can use the service and
    /// its pages.
    pub listen: IpAddr,
    /// Whether other machines may use the controls and the workbench, too. They show secrets.
    pub remote_control: bool,
    /// Names, besides `localhost` and addresses, by which the controls and the workbench may be
    /// asked for. A name that is not listed may be a web page elsewhere, by DNS rebinding.
    pub host_names: Vec<String>,
    /// Whether users of the application sign in in a browser on the device itself: then polling
    /// before that has reached the redirect URL breaks a rule.
    pub browser_on_device: bool,
    /// Whether requests are throttled as in Adobe's table (1 a second after a one-time burst of 10,
    /// per device IP).
    pub throttle: bool,
    /// How long an access token is good for. Adobe's samples say 21,600 s. Told to clients in whole
    /// seconds.
    pub token_lifetime: Duration,
    /// How long an authentication code is good for. Adobe's samples say 30 minutes.
    pub code_lifetime: Duration,
    /// How long a profile is good for. Adobe's samples say a year.
    pub profile_lifetime: Duration,
    /// How long an authorization is kept before the MVPD is asked again; what a decision's
    /// `notAfter` says.
    pub authorization_lifetime: Duration,
    /// How long a media token is good for. Adobe's page says 7 minutes.
    pub media_token_lifetime: Duration,
    /// What expiry and the throttle go by.
    pub clock: Clock,
    /// Makes codes, tokens and ids the same in every run. The `trace` of an error is not among
    /// them.
    pub seed: Option<u64>,
    /// Whether a device whose first request is a logout is signed in at every provider of
    /// [`catalogue`](crate::catalogue). One that begins with anything else is signed in nowhere.
    pub default_profiles: bool,
    /// What happens to a service provider or an MVPD that the catalogue does not have.
    pub unknown_ids: UnknownIds,
    /// Reproduces what Adobe's first logout sample shows: an `https` redirect URL was asked for,
    /// and the user agent is sent to the same one with `http`.
    pub downgrade_redirect: bool,
    /// Whether a V2 request with a header that Adobe does not document, and that HTTP itself does
    /// not need, is refused with 400. Adobe only says that such a request may be refused.
    pub strict_headers: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            listen: Ipv4Addr::LOCALHOST.into(),
            remote_control: false,
            host_names: Vec::new(),
            browser_on_device: false,
            throttle: true,
            token_lifetime: Duration::from_secs(21_600),
            code_lifetime: Duration::from_secs(30 * 60),
            profile_lifetime: Duration::from_secs(365 * 86_400),
            authorization_lifetime: Duration::from_secs(3_600),
            media_token_lifetime: Duration::from_secs(7 * 60),
            clock: Clock::running(),
            seed: None,
            default_profiles: true,
            unknown_ids: UnknownIds::Refuse,
            downgrade_redirect: false,
            strict_headers: false,
        }
    }
}

impl Config {
    /// The default without the throttle: for tests that are about something else.
    #[must_use]
    pub fn unthrottled() -> Self {
        Self {
            throttle: false,
            ..Self::default()
        }
    }
}

/// What to do with ids that the catalogue does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownIds {
    /// As documented: `invalid_parameter_service_provider`, `invalid_parameter_mvpd`,
    /// `invalid_requestor`.
    Refuse,
    /// Every id is known, without a profile: a logout answers `invalid` and names the MVPD as it
    /// was received. For tests that send arbitrary ids and want to see what arrived.
    NoProfile,
}
