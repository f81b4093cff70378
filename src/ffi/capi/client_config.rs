//! `tvpass_client_config`: how a client behaves.

use super::failure::Failure;
use super::input::input;
use super::text::{Flag, Text};
use crate::call::{ClientConfig, TokenSource};
use crate::input::InvalidInput;
use crate::operation::{Site, SoftwareStatement};
use crate::uri::RedirectUrl;

/// The longest event queue, in events.
pub const TVPASS_MAX_EVENT_QUEUE: usize = 4096;

/// How a client behaves. Input; `TVPASS_CLIENT_CONFIG_INIT`.
///
/// Required is one of `software_statement`, with which the client registers the app, once, and gets
/// access tokens by itself, and `app_supplies_tokens`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_client_config<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// One line, as downloaded from Adobe's TVE Dashboard.
    pub software_statement: Text<'a>,
    /// `redirect_uri` of the registration, an absolute URL in ASCII; only for statements that list
    /// several.
    pub redirect_uri: Text<'a>,
    /// Whether the app has tokens of its own and supplies one when a call asks with
    /// `TVPASS_STEP_PROVIDE_TOKEN`.
    pub app_supplies_tokens: Flag,
    /// Whether requests are not paced. By default 10 go at once, then 1 a second. Silence after a
    /// 429 is kept in any case.
    pub no_pacing: Flag,
    /// Whether calls do not ask for the state to be stored. Then each start of the app registers
    /// again, and the user's profiles are gone: for tests only.
    pub no_persistence: Flag,
    /// Whether a call may register again by itself when the registration is lost. By default it
    /// does not: `TVPASS_STATUS_REGISTRATION_LOST` is reported until
    /// `tvpass_client_forget_registration` is called. Either way the user's profiles are gone;
    /// `registration_was_lost` of `tvpass_step` tells.
    pub register_again: Flag,
    /// How many events wait for `tvpass_client_next_event` before the oldest is dropped, at most
    /// `TVPASS_MAX_EVENT_QUEUE`. 0: no queue. The support report has the last events in any case.
    pub event_queue: usize,
    /// How long one request may take, if its call has that long: `timeout_ms` of `tvpass_step`, in
    /// milliseconds. 0: 15 s, so that a service that hangs does not use up a whole call.
    pub attempt_timeout_ms: u64,
}

input!(tvpass_client_config, attempt_timeout_ms: u64);

impl tvpass_client_config<'_> {
    /// For a client at this site.
    pub(super) fn settings(&self, site: &Site) -> Result<ClientConfig, Failure> {
        if self.event_queue > TVPASS_MAX_EVENT_QUEUE {
            return Err(Failure::out_of_range("event_queue"));
        }
        let mut settings = ClientConfig::new(site.clone(), self.token_source()?)
            .pacing(!self.no_pacing.is_set())
            .persistence(!self.no_persistence.is_set())
            .register_again(self.register_again.is_set());
        if self.attempt_timeout_ms > 0 {
            settings = settings.attempt_timeout_ms(self.attempt_timeout_ms);
        }
        Ok(settings)
    }

    fn token_source(&self) -> Result<TokenSource, Failure> {
        let statement = self.software_statement.optional("software_statement")?;
        let redirect_uri = self.redirect_uri.optional("redirect_uri")?;
        if !self.app_supplies_tokens.is_set() {
            return Ok(TokenSource::Registration {
                // None is refused as an empty one is.
                software_statement: SoftwareStatement::new(statement.unwrap_or_default())?,
                redirect_uri: redirect_uri.map(RedirectUrl::new).transpose()?,
            });
        }
        let given = [
            ("software_statement", statement),
            ("redirect_uri", redirect_uri),
        ];
        match given.iter().find(|(_, text)| text.is_some()) {
            Some((name, _)) => {
                let reason = "is given together with app_supplies_tokens, which needs none";
                Err(InvalidInput::new(name, reason).into())
            }
            None => Ok(TokenSource::App),
        }
    }
}
