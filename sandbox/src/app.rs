//! What all requests share: the configuration, the address, and the state behind its lock.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::config::Config;
use crate::state::State;

/// What all requests share.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) base_url: String,
    state: Mutex<State>,
    /// Changes when idle connections are to be closed.
    pub(crate) close_connections: watch::Sender<()>,
}

impl App {
    pub(crate) fn new(config: Config, address: SocketAddr) -> Self {
        let base_url = format!("http://{address}");
        let state = Mutex::new(State::new(config.seed));
        Self {
            config,
            base_url,
            state,
            close_connections: watch::Sender::default(),
        }
    }

    /// The state. Never held across an await. A handler that panicked while it held it leaves it
    /// usable: no update here is in two steps that could come apart.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything: see [`State::reset`].
    pub(crate) fn reset(&self) {
        self.state().reset(self.config.seed);
    }

    pub(crate) fn now(&self) -> Duration {
        self.config.clock.now()
    }
}
