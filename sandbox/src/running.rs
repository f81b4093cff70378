//! Starting, steering and stopping a sandbox from Rust.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Fault;
use crate::log_entry::{Counters, LogEntry};
use crate::profile::{MvpdSession, Profile};
use crate::report::Report;
use crate::server;

/// The sandbox. It is started, and from then on a [`Running`].
#[derive(Debug, Clone, Copy)]
pub struct Sandbox;

impl Sandbox {
    /// Starts a sandbox on a thread with a runtime of its own. It serves when this returns: on
    /// 127.0.0.1, unless the configuration says otherwise.
    ///
    /// # Errors
    ///
    /// The port is taken, or the operating system gives no socket or thread.
    pub fn start(config: Config) -> io::Result<Running> {
        // Bound here rather than on the thread, so that a port that is taken is the caller's error.
        let listener = TcpListener::bind((config.listen, config.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let app = Arc::new(App::new(config, address));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let serving = Arc::clone(&app);
        let thread = std::thread::Builder::new()
            .name("tvpass-sandbox".into())
            .spawn(move || {
                runtime.block_on(server::run(serving, listener, stopped));
                // Dropping the runtime here ends whatever is left, requests that a fault delays
                // among them.
            })?;
        Ok(Running {
            app,
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

/// A sandbox that serves. Dropping it stops it: open connections are closed and its thread has
/// ended when the drop returns.
///
/// Devices are named by their identifier in plain text, the one whose base64 stands in
/// `AP-Device-Identifier`.
pub struct Running {
    pub(crate) app: Arc<App>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Running {
    /// Where it serves, without a slash at the end: `http://127.0.0.1:8480`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.app.base_url
    }

    /// The address it serves on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The clock that expiry and the throttle go by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.app.config.clock
    }

    /// Forgets everything: clients, tokens, profiles, throttle counts, faults, log and counters.
    /// Two things stay: the clock goes on, and connections, with their counter, stay as they are.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// A good access token, for tests that are not about getting one. It does not go through the
    /// endpoints, and so is neither throttled nor counted. All of them are of one client, so that
    /// what is signed in with one is found with another.
    #[must_use]
    pub fn access_token(&self) -> String {
        self.app.mint_access_token()
    }

    /// Makes every token issued so far an expired one.
    pub fn expire_tokens(&self) {
        self.app.state().expire_tokens();
    }

    /// The ids of the registered clients, oldest first.
    #[must_use]
    pub fn client_ids(&self) -> Vec<String> {
        self.app.state().client_ids()
    }

    /// Forgets a client: the token endpoint answers `invalid_client`, and its tokens are refused
    /// with `invalid_access_token_client_application`. Says whether there was one with this id.
    pub fn delete_client(&self, id: &str) -> bool {
        self.app.state().delete_client(id)
    }

    /// Forgets all clients.
    pub fn delete_all_clients(&self) {
        self.app.state().delete_all_clients();
    }

    /// Makes the token endpoint answer `unauthorized_client` to a client. Says whether there is one
    /// with this id.
    pub fn block_client(&self, id: &str) -> bool {
        self.app.state().block_client(id)
    }

    /// Replaces what a device is signed in with at a service provider, and opens a session at each
    /// MVPD that has a logout endpoint. A profile of an MVPD that the catalogue does not have makes
    /// it known at this service provider.
    pub fn set_profiles(&self, device: &str, service_provider: &str, profiles: Vec<Profile>) {
        self.app.set_profiles(device, service_provider, profiles);
    }

    /// What a device is signed in with at a service provider; `None` if it was never seen there.
    #[must_use]
    pub fn profiles(&self, device: &str, service_provider: &str) -> Option<Vec<Profile>> {
        self.app.state().profiles.of(device, service_provider)
    }

    /// The sessions at MVPDs. One that is no longer open proves that a user agent walked through
    /// the MVPD's logout.
    #[must_use]
    pub fn mvpd_sessions(&self) -> Vec<MvpdSession> {
        self.app.state().profiles.sessions()
    }

    /// Whether a device's session at an MVPD is open; `None` if it never had one.
    #[must_use]
    pub fn mvpd_session_open(
        &self,
        device: &str,
        service_provider: &str,
        mvpd: &str,
    ) -> Option<bool> {
        let is_it = |session: &MvpdSession| {
            session.device == device
                && session.service_provider == service_provider
                && session.mvpd == mvpd
        };
        self.mvpd_sessions()
            .into_iter()
            .find(is_it)
            .map(|session| session.open)
    }

    /// Plans a fault, after those that are planned already.
    ///
    /// # Errors
    ///
    /// A status, a header or a code in it cannot be answered; the text says which.
    pub fn inject(&self, fault: Fault) -> Result<(), String> {
        self.app.inject(fault)
    }

    /// The faults that are still to come.
    #[must_use]
    pub fn pending_faults(&self) -> Vec<Fault> {
        self.app.state().faults.pending()
    }

    /// Takes back all faults that are still to come.
    pub fn clear_faults(&self) {
        self.app.state().faults.clear();
    }

    /// Closes the connections that are idle now, as a server or a middlebox does after a while. One
    /// with a request on it is closed after the answer.
    pub fn close_connections(&self) {
        self.app.close_connections.send_replace(());
    }

    /// The requests so far, oldest first, without secrets. The oldest of more than 20,000 are gone.
    #[must_use]
    pub fn log(&self) -> Vec<LogEntry> {
        self.app.state().log.entries()
    }

    /// Empties the log.
    pub fn clear_log(&self) {
        self.app.clear_log();
    }

    /// What Adobe's rules say about the requests that the log still has.
    #[must_use]
    pub fn report(&self) -> Report {
        self.app.report()
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.app.state().counters
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The receiver wakes up when its sender is gone.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic on the thread was printed there; a drop is no place for another.
            let _ = thread.join();
        }
    }
}
