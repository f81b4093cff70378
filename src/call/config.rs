//! What a client is made of, and the settings of a call.

use std::fmt;
use std::sync::Arc;

use super::event::Observer;
use crate::input::InvalidInput;
use crate::operation::{RequestExtras, Site, SoftwareStatement};
use crate::uri::RedirectUrl;

/// Where access tokens come from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenSource {
    /// The client registers the app with its software statement, once, and gets tokens by itself.
    Registration {
        /// The app's software statement.
        software_statement: SoftwareStatement,
        /// `redirect_uri`, for statements that list several.
        redirect_uri: Option<RedirectUrl>,
    },
    /// The app supplies tokens, when a call asks with
    /// [`Step::ProvideToken`](super::Step::ProvideToken).
    App,
}

/// The configuration of a client.
#[derive(Clone)]
pub struct ClientConfig {
    pub(super) site: Site,
    pub(super) token_source: TokenSource,
    pub(super) pacing: bool,
    pub(super) persistence: bool,
    pub(super) register_again: bool,
    pub(super) attempt_timeout_ms: u64,
    pub(super) observer: Option<Arc<dyn Observer>>,
}

impl ClientConfig {
    /// The usual configuration: paced, with persistence, not registering again.
    #[must_use]
    pub fn new(site: Site, token_source: TokenSource) -> Self {
        Self {
            site,
            token_source,
            pacing: true,
            persistence: true,
            register_again: false,
            attempt_timeout_ms: 15_000,
            observer: None,
        }
    }

    /// Where access tokens come from.
    #[must_use]
    pub fn token_source(&self) -> &TokenSource {
        &self.token_source
    }

    /// Optional headers of every request: see [`Site::with_extras`].
    ///
    /// # Errors
    /// As [`Site::with_extras`].
    pub fn extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        self.site = self.site.with_extras(extras)?;
        Ok(self)
    }

    /// Whether requests are paced (10 at once, then 1 a second). Default: yes. Silence after a 429
    /// is kept in any case.
    #[must_use]
    pub fn pacing(mut self, yes: bool) -> Self {
        self.pacing = yes;
        self
    }

    /// Whether calls ask for the state to be stored. Default: yes. Without it **each start of the
    /// app registers again, and the user's profiles are gone**: for tests only.
    #[must_use]
    pub fn persistence(mut self, yes: bool) -> Self {
        self.persistence = yes;
        self
    }

    /// Whether a call may register again by itself when the registration is lost. Default: no; then
    /// [`Error::RegistrationLost`](crate::Error::RegistrationLost) is reported until
    /// [`Client::forget_registration`](super::Client::forget_registration) is called.
    ///
    /// A call registers again once. If the service then refuses the new registration too, the call
    /// ends with that error, and so does every other call, without a request, for a minute; then
    /// the next call may try.
    ///
    /// Either way the user's profiles are gone;
    /// [`Call::registration_was_lost`](super::Call::registration_was_lost) and the observer tell.
    #[must_use]
    pub fn register_again(mut self, yes: bool) -> Self {
        self.register_again = yes;
        self
    }

    /// How long one request may take, in milliseconds, if its call has that long:
    /// [`Call::attempt_deadline_ms`](super::Call::attempt_deadline_ms). Default: 15 s, so that a
    /// service that hangs does not use up a whole call.
    #[must_use]
    pub fn attempt_timeout_ms(mut self, attempt_timeout_ms: u64) -> Self {
        self.attempt_timeout_ms = attempt_timeout_ms;
        self
    }

    /// Sets the observer.
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("site", &self.site)
            .field("token_source", &self.token_source)
            .field("pacing", &self.pacing)
            .field("persistence", &self.persistence)
            .field("register_again", &self.register_again)
            .field("attempt_timeout_ms", &self.attempt_timeout_ms)
            .finish_non_exhaustive()
    }
}

/// Settings of one call.
#[derive(Clone, Copy, Debug)]
pub struct CallOptions {
    pub(super) deadline_ms: u64,
    pub(super) once: bool,
}

impl CallOptions {
    /// The deadline is 60 s after the start.
    #[must_use]
    pub fn new() -> Self {
        Self {
            deadline_ms: 60_000,
            once: false,
        }
    }

    /// Whether the operation's first failure is the result of the call, 429 among them: for who
    /// asks again at a time of their own, as the polling of a sign-in does. Default: no. A new
    /// access token after a 401 is still got, and pauses that the service asks for are kept by
    /// the next call.
    #[must_use]
    pub fn once(mut self, yes: bool) -> Self {
        self.once = yes;
        self
    }

    /// How long the call may take from its start, in milliseconds, with all waiting and retrying.
    ///
    /// If the service asks for a pause (429, or `Retry-After`) that lasts until then or longer,
    /// waiting is of no use: the call ends at once with the error of that answer, whichever call of
    /// the client it was given to. So does a call whose own pause before another attempt would last
    /// that long, with its last error.
    #[must_use]
    pub fn deadline_ms(mut self, deadline_ms: u64) -> Self {
        self.deadline_ms = deadline_ms;
        self
    }
}

impl Default for CallOptions {
    fn default() -> Self {
        Self::new()
    }
}
