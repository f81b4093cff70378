//! What all requests share: the configuration, the address, and the state behind its lock.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::AtomicUsize;
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
    /// Changes with the log; the number is how often the log was emptied.
    pub(crate) news: watch::Sender<u64>,
    /// How many read the log as it grows.
    pub(crate) readers: AtomicUsize,
}

impl App {
    pub(crate) fn new(config: Config, address: SocketAddr) -> Self {
        let base_url = format!("http://{}", within_reach(address));
        let state = Mutex::new(State::new(config.seed));
        Self {
            config,
            base_url,
            state,
            close_connections: watch::Sender::default(),
            news: watch::Sender::default(),
            readers: AtomicUsize::new(0),
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
        self.news.send_modify(|emptied| *emptied += 1);
    }

    /// Empties the log.
    pub(crate) fn clear_log(&self) {
        self.state().log.clear();
        self.news.send_modify(|emptied| *emptied += 1);
    }

    pub(crate) fn now(&self) -> Duration {
        self.config.clock.now()
    }
}

/// The address itself; of one that stands for all of this machine's, the one that other machines
/// reach it by.
fn within_reach(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        // Connecting a UDP socket sends nothing; it finds the interface that leads outside.
        let outside = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
            socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
            socket.local_addr()
        });
        let outside = outside.map_or(Ipv4Addr::LOCALHOST.into(), |address| address.ip());
        address.set_ip(outside);
    }
    address
}
