//! Name lookup and TCP for ureq, within the limits of the [`exchange`](super::exchange): whatever
//! the other end does, and through a proxy too, nothing here waits beyond them.
//!
//! This stands where ureq's own `TcpConnector` and `DefaultResolver` would. It uses ureq's
//! `unversioned` modules, which may change with a minor version of it; hence the version in
//! Cargo.toml. What is amiss with ureq's own: docs/upstream/ureq-connect-timeout.md.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Duration as UreqDuration;
use ureq::unversioned::transport::{
    Buffers, ChainedConnector, ConnectProxyConnector, ConnectionDetails, Connector, Either,
    LazyBuffers, NextTimeout, RustlsConnector, Transport,
};
use ureq::{Error, Timeout};

use super::exchange::{Stopped, connecting, earlier, in_a_thread, left, limits};

/// So many addresses of a name are tried.
const MOST_ADDRESSES: usize = 16;

/// Looks no name up. ureq asks before it looks for a connection that can be used again; [`Tcp`]
/// asks when there is none.
#[derive(Debug)]
pub(super) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Looks a name up as the system does, in a thread of its own: the system's lookup has no time
/// limit.
fn look_up(uri: &Uri, until: Option<Instant>) -> Result<Vec<SocketAddr>, Error> {
    let name = uri
        .scheme()
        .zip(uri.authority())
        .and_then(|(scheme, authority)| DefaultResolver::host_and_port(scheme, authority))
        .ok_or(Error::HostNotFound)?;
    // An address is no name to look up.
    if let Ok(address) = name.parse() {
        return Ok(vec![address]);
    }
    let mut limits = limits();
    limits.until = earlier(limits.until, until);
    let looked_up = in_a_thread("tvpass lookup", &limits, move || name.to_socket_addrs());
    let found = looked_up.map_err(|stopped| stopped_error(stopped, Timeout::Resolve))??;
    let addresses: Vec<_> = found.take(MOST_ADDRESSES).collect();
    match addresses.is_empty() {
        true => Err(Error::HostNotFound),
        false => Ok(addresses),
    }
}

type Chain =
    ChainedConnector<(), ChainedConnector<(), ConnectProxyConnector, Tcp>, RustlsConnector>;

/// Connects: through a proxy's tunnel if there is one, by TCP, with TLS.
#[derive(Debug)]
pub(super) struct Connections(Chain);

impl Connections {
    pub(super) fn new() -> Self {
        let chain = ConnectProxyConnector::default()
            .chain(Tcp)
            .chain(RustlsConnector::default());
        Self(chain)
    }
}

impl Connector<()> for Connections {
    type Out = <Chain as Connector<()>>::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        connecting(|| self.0.connect(details, chained))
    }
}

/// Looks the host up and connects by TCP, unless there is a connection already (a proxy's).
#[derive(Debug)]
pub(super) struct Tcp;

impl<In: Transport> Connector<In> for Tcp {
    type Out = Either<In, TcpTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if let Some(chained) = chained {
            return Ok(Some(Either::A(chained)));
        }
        let config = details.config;
        let addresses = look_up(details.uri, from_now(details.timeout.after))?;
        // Connecting has its time anew.
        let connect_by = from_now(details.timeout.after);
        let mut limits = limits();
        limits.until = earlier(limits.until, connect_by);
        let until = limits.until;
        let connected = in_a_thread("tvpass connect", &limits, move || {
            connect_to_one(&addresses, until)
        });
        let reason = details.timeout.reason;
        let stream = match connected.map_err(|stopped| stopped_error(stopped, reason))? {
            Err(error) if is_late(&error) => return Err(Error::Timeout(reason)),
            connected => connected?,
        };
        stream.set_nodelay(config.no_delay())?;
        Ok(Some(Either::B(TcpTransport {
            stream: Arc::new(stream),
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
            connect_by,
        })))
    }
}

/// Tries one address after the other: each gets half of what is left, and the last one all of it.
fn connect_to_one(addresses: &[SocketAddr], until: Option<Instant>) -> io::Result<TcpStream> {
    let mut failure = io::Error::from(io::ErrorKind::ConnectionRefused);
    for (index, address) in addresses.iter().enumerate() {
        let left = left(until).ok_or(io::ErrorKind::TimedOut)?;
        let is_last = index + 1 == addresses.len();
        let limit = if is_last { left } else { left / 2 };
        match TcpStream::connect_timeout(address, limit.max(Duration::from_millis(1))) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// A TCP connection.
pub(super) struct TcpTransport {
    stream: Arc<TcpStream>,
    buffers: LazyBuffers,
    /// By when the connection has to be ready for the request, which for ureq is what follows: a
    /// proxy's answer, TLS.
    connect_by: Option<Instant>,
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let until = self.until(timeout);
        let output = self.buffers.output();
        let mut rest = output.get(..amount).unwrap_or(output);
        let stream = &self.stream;
        within_limits(stream, until, timeout.reason, |left| {
            while !rest.is_empty() {
                set_timeout(stream.set_write_timeout(Some(left()?)))?;
                match (&**stream).write(rest) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                    Err(error) if is_to_be_repeated(&error) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let until = self.until(timeout);
        let stream = &self.stream;
        let input = self.buffers.input_append_buf();
        let count = within_limits(stream, until, timeout.reason, |left| {
            loop {
                set_timeout(stream.set_read_timeout(Some(left()?)))?;
                match (&**stream).read(input) {
                    Err(error) if is_to_be_repeated(&error) => {}
                    result => return result,
                }
            }
        })?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    /// Whether it can be used again: the server has neither closed it nor sent what nobody asked
    /// for.
    fn is_open(&mut self) -> bool {
        let probe = || {
            self.stream.set_nonblocking(true)?;
            let peeked = self.stream.peek(&mut [0]);
            self.stream.set_nonblocking(false)?;
            peeked
        };
        probe().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

impl TcpTransport {
    fn until(&self, timeout: NextTimeout) -> Option<Instant> {
        let own = match timeout.reason {
            // What ureq says is left may be said anew with each byte; this is not.
            Timeout::Connect => self.connect_by,
            _ => None,
        };
        earlier(earlier(own, from_now(timeout.after)), limits().until)
    }
}

impl fmt::Debug for TcpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TcpTransport")
            .field("peer", &self.stream.peer_addr().ok())
            .finish_non_exhaustive()
    }
}

/// Does `work` with a socket that is shut down if the exchange is interrupted meanwhile. `work`
/// asks how much time is left.
fn within_limits<T>(
    stream: &Arc<TcpStream>,
    until: Option<Instant>,
    reason: Timeout,
    work: impl FnOnce(&dyn Fn() -> io::Result<Duration>) -> io::Result<T>,
) -> Result<T, Error> {
    let interrupt = limits().interrupt;
    let watch = match &interrupt {
        Some(interrupt) => {
            let stream = stream.clone();
            // A socket that is closed already cannot be shut down; nothing waits for it then.
            let wake = move || drop(stream.shutdown(Shutdown::Both));
            Some(interrupt.watch(wake).ok_or_else(interrupted)?)
        }
        None => None,
    };
    let result = work(&|| left(until).ok_or_else(|| io::ErrorKind::TimedOut.into()));
    drop(watch);
    // A socket that was shut down looks like one that the server has closed.
    if interrupt.is_some_and(|interrupt| interrupt.is_raised()) {
        return Err(interrupted());
    }
    match result {
        Err(error) if is_late(&error) => Err(Error::Timeout(reason)),
        result => Ok(result?),
    }
}

/// Apple's systems refuse to change a limit after the other end has closed; reading and writing
/// then say what is the matter.
fn set_timeout(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error)
            if cfg!(target_vendor = "apple") && error.kind() == io::ErrorKind::InvalidInput =>
        {
            Ok(())
        }
        result => result,
    }
}

/// A signal came, or the time that was left: whether it was all of it, the clock says.
fn is_to_be_repeated(error: &io::Error) -> bool {
    is_late(error) || error.kind() == io::ErrorKind::Interrupted
}

/// Systems differ in what they call it.
fn is_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
    )
}

fn stopped_error(stopped: Stopped, reason: Timeout) -> Error {
    match stopped {
        Stopped::Late => Error::Timeout(reason),
        Stopped::Interrupted => interrupted(),
        Stopped::Failed(error) => Error::Io(error),
    }
}

fn interrupted() -> Error {
    Error::Io(io::Error::new(
        io::ErrorKind::ConnectionAborted,
        "the call was cancelled",
    ))
}

fn from_now(after: UreqDuration) -> Option<Instant> {
    match after {
        UreqDuration::Exact(after) => Instant::now().checked_add(after),
        _ => None,
    }
}
