//! The blocking driver: ureq on rustls with the ring provider.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::AutoHeaderValue;
use ureq::http;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error as UreqError, Proxy, Timeout};

use super::exchange::{Limits, Running, earlier};
use super::proxy;
use super::tcp::{Connections, Later};
use crate::error::{Delivery, Error, TransportError, TransportErrorKind};
use crate::http::{Method, Request, Response, text};
use crate::input::InvalidInput;
use crate::operation::{Operation, Site};
use crate::token::AccessToken;

/// How many idle connections are kept; all go to Adobe's host.
const IDLE_CONNECTIONS: usize = 4;

/// What a longer limit is taken for: a clock cannot show any.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests, blocking the calling thread. Keeps connections open for reuse; may be shared
/// between threads; cheap to clone.
///
/// It sends to `https` only (and to plain `http` on this machine), exactly the headers of the
/// request and those that HTTP itself needs, and follows no redirect: an `Authorization` never
/// reaches another host. Failures say whether the server may have acted.
///
/// A connection is reused until it has been idle for 15 s. No request is repeated by itself, also
/// not one that was lost because the server had closed the connection: whether to try again is the
/// core's to decide.
///
/// Limits are kept whatever the other end does, a proxy's `CONNECT` included: after them, nothing
/// is waited for. So that this can be, the host's name is looked up and a connection is made in a
/// thread of its own, which ends by itself. A request over an open connection needs neither.
///
/// A new connection to the same host resumes the TLS session of an earlier one of this driver, if
/// the server gives tickets out: one round trip, and no certificates. A new driver begins anew.
///
/// It logs nothing itself; ureq logs through the `log` crate, with tokens redacted, except that at
/// level *trace* the target `ureq_proto::util` is a dump of all bytes on the wire, **tokens
/// included**. An app that installs a logger keeps that target off.
#[derive(Clone, Debug)]
pub struct UreqDriver {
    agent: Agent,
    total_timeout: Duration,
    max_response_bytes: u64,
}

/// The settings of a [`UreqDriver`].
#[derive(Clone, Debug)]
pub struct UreqDriverBuilder {
    connect_timeout: Duration,
    total_timeout: Duration,
    max_response_bytes: u64,
    proxy: Option<Proxy>,
    roots: RootCerts,
}

impl Default for UreqDriverBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_response_bytes: 1024 * 1024,
            proxy: None,
            roots: RootCerts::WebPki,
        }
    }
}

impl UreqDriverBuilder {
    /// The limit for resolving the name and, counted anew, for connecting with the TLS handshake.
    /// Default: 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The limit for a whole request, from resolving the name to the last byte of the answer.
    /// Default: 30 s.
    #[must_use]
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.total_timeout = limit;
        self
    }

    /// The largest body that is read. A larger one is an error, never cut. Default: 1 MiB.
    #[must_use]
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Uses the proxy that the environment names, now; `false`: none, which is the default.
    ///
    /// The first of `ALL_PROXY`, `all_proxy`, `HTTPS_PROXY`, `https_proxy`, `HTTP_PROXY` and
    /// `http_proxy` that is set and not empty decides: `[http://][user:password@]host[:port]`, or
    /// `https://` for a proxy that is spoken to in TLS. If none is, there is no proxy. Plain `http`
    /// to this machine never goes through one, nor does a host in `NO_PROXY` (or `no_proxy`), a
    /// list with commas and without spaces: `name`, `.domain` or `*.domain` for what is below a
    /// domain, `*` for all.
    ///
    /// # Errors
    /// The variable that decides cannot be used: another scheme (`socks5://`), no host, not a port.
    /// The error names the variable and shows nothing of its value, which may have a password. It
    /// is never taken for no proxy.
    pub fn proxy_from_environment(mut self, yes: bool) -> Result<Self, InvalidInput> {
        self.proxy = match yes {
            true => proxy::from_environment()?,
            false => None,
        };
        Ok(self)
    }

    /// Verifies servers with the operating system's verifier instead of Mozilla's roots, which are
    /// compiled in.
    #[cfg(feature = "platform-verifier")]
    #[must_use]
    pub fn platform_verifier(mut self) -> Self {
        self.roots = RootCerts::PlatformVerifier;
        self
    }

    /// Trusts only these root certificates (one or more, PEM) instead of Mozilla's roots, which are
    /// compiled in.
    ///
    /// # Errors
    /// Not PEM, or without a certificate.
    pub fn root_certificates_pem(mut self, pem: &[u8]) -> Result<Self, InvalidInput> {
        let refuse = |reason: &'static str| InvalidInput::new("root_certificates_pem", reason);
        let mut roots: Vec<Certificate<'static>> = Vec::new();
        for item in parse_pem(pem) {
            match item.map_err(|_| refuse("is not valid PEM"))? {
                PemItem::Certificate(certificate) => roots.push(certificate),
                _ => return Err(refuse("has something other than certificates")),
            }
        }
        if roots.is_empty() {
            return Err(refuse("has no certificate"));
        }
        self.roots = RootCerts::Specific(Arc::new(roots));
        Ok(self)
    }

    /// Makes the driver. Nothing is sent yet.
    #[must_use]
    pub fn build(self) -> UreqDriver {
        let tls = TlsConfig::builder().root_certs(self.roots).build();
        let connect_timeout = self.connect_timeout.min(LONGEST);
        let config = Agent::config_builder()
            // Statuses and redirects are the core's to interpret.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Adobe answers unexpected headers with 400: send what the request has, nothing of
            // ureq's own.
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .timeout_connect(Some(connect_timeout))
            .max_idle_connections(IDLE_CONNECTIONS)
            .max_idle_connections_per_host(IDLE_CONNECTIONS)
            .tls_config(tls)
            .proxy(self.proxy)
            .build();
        UreqDriver {
            agent: Agent::with_parts(config, Connections::new(), Later),
            total_timeout: self.total_timeout.min(LONGEST),
            max_response_bytes: self.max_response_bytes,
        }
    }
}

impl UreqDriver {
    /// A driver with the default settings.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Settings to change.
    #[must_use]
    pub fn builder() -> UreqDriverBuilder {
        UreqDriverBuilder::default()
    }

    /// Sends `request` and returns the answer, whatever its status.
    ///
    /// # Errors
    /// Whatever happens below HTTP, with whether the server may have received the request.
    pub fn send(&self, request: &Request) -> Result<Response, TransportError> {
        self.exchange(request, Limits::default())
    }

    /// The same within `limit`, or the driver's own limit if that is shorter: for a call, what is
    /// left until [`Call::deadline_ms`](crate::call::Call::deadline_ms).
    ///
    /// # Errors
    /// As [`send`](Self::send). [`TransportErrorKind::Timeout`] when the limit has passed; nothing
    /// is sent if it is zero.
    pub fn send_within(
        &self,
        request: &Request,
        limit: Duration,
    ) -> Result<Response, TransportError> {
        let limits = Limits {
            until: Instant::now().checked_add(limit),
            interrupt: None,
        };
        self.exchange(request, limits)
    }

    /// Sends `request` within `limits` and the driver's own.
    pub(super) fn exchange(
        &self,
        request: &Request,
        mut limits: Limits,
    ) -> Result<Response, TransportError> {
        let now = Instant::now();
        limits.until = earlier(limits.until, now.checked_add(self.total_timeout));
        if limits.until.is_some_and(|until| until <= now) {
            return Err(TransportError::new(
                TransportErrorKind::Timeout,
                Delivery::NotSent,
                "there was no time left to send the request",
            ));
        }
        let base = request.base();
        // A base is https, or a plain server on this machine.
        let rest = request.url().strip_prefix(base.as_str());
        if !rest.is_some_and(|rest| rest.starts_with('/')) {
            return Err(refused("a request is sent to its own base only"));
        }
        let plain = base.is_plain_loopback();
        let mut builder = http::Request::builder()
            .method(request.method().as_str())
            .uri(request.url());
        for header in request.headers() {
            let mut value = http::HeaderValue::from_str(header.value.as_str())
                .map_err(|_| refused("a header value is not valid"))?;
            value.set_sensitive(header.value.is_secret());
            builder = builder.header(header.name.as_str(), value);
        }
        let running = Running::begin(limits);
        let body = request.body();
        // An empty body of a method that has one needs its length, too (RFC 9110 §8.6).
        let result = if request.method() == Method::Post {
            self.run_request(builder.body(body), plain)
        } else {
            self.run_request(builder.body(()), plain)
        };
        let received = result.and_then(|received| self.receive(received));
        received.map_err(|error| transport_error(error, running.was_connecting()))
    }

    fn run_request<S: ureq::AsSendBody>(
        &self,
        request: Result<http::Request<S>, http::Error>,
        plain: bool,
    ) -> Result<http::Response<ureq::Body>, UreqError> {
        let request = request?;
        if self.agent.config().proxy().is_none() || !plain {
            return self.agent.run(request);
        }
        // A proxy would see the token in clear, and could not reach this machine's loopback anyway.
        let config = self.agent.configure_request(request);
        self.agent.run(config.proxy(None).build())
    }

    fn receive(&self, received: http::Response<ureq::Body>) -> Result<Response, UreqError> {
        let (parts, mut body) = received.into_parts();
        // ureq's limit is the first size that it refuses.
        let bytes = body
            .with_config()
            .limit(self.max_response_bytes.saturating_add(1))
            .read_to_vec()?;
        let mut response = Response::new(parts.status.as_u16(), bytes);
        for (name, value) in &parts.headers {
            response = response.with_header(name.as_str().to_owned(), text(value.as_bytes()));
        }
        Ok(response)
    }

    /// Sends an operation's request with a token that the app has, and interprets the answer. No
    /// retry, no renewal.
    ///
    /// # Errors
    /// [`Error::Transport`], or what [`Operation::interpret`] says.
    pub fn run<O: Operation>(
        &self,
        operation: &O,
        site: &Site,
        access_token: &AccessToken,
    ) -> Result<O::Outcome, Error> {
        let request = operation.request(site, access_token);
        let response = self.send(&request)?;
        O::interpret(&request, &response)
    }
}

impl Default for UreqDriver {
    fn default() -> Self {
        Self::new()
    }
}

fn refused(message: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Refused, Delivery::NotSent, message)
}

/// Names what failed and whether the server may have acted. In doubt, it may have; not if it failed
/// while `connecting`.
fn transport_error(error: UreqError, connecting: bool) -> TransportError {
    use Delivery::{NotSent, Possible};
    use TransportErrorKind as Kind;
    let (kind, delivery) = match &error {
        UreqError::HostNotFound => (Kind::Dns, NotSent),
        UreqError::Timeout(Timeout::Resolve | Timeout::Connect) => (Kind::Timeout, NotSent),
        UreqError::Timeout(_) => (Kind::Timeout, Possible),
        UreqError::ConnectionFailed
        | UreqError::ConnectProxyFailed(_)
        | UreqError::InvalidProxyUrl => (Kind::Connect, NotSent),
        UreqError::Io(error) => io_failure(error),
        UreqError::Rustls(_) | UreqError::Tls(_) | UreqError::TlsRequired => (Kind::Tls, NotSent),
        UreqError::BodyExceedsLimit(_) | UreqError::LargeResponseHeader(..) => {
            (Kind::ResponseTooLarge, Possible)
        }
        UreqError::Protocol(_) | UreqError::BodyStalled => (Kind::Protocol, Possible),
        UreqError::BadUri(_) | UreqError::RequireHttpsOnly(_) | UreqError::Http(_) => {
            (Kind::Refused, NotSent)
        }
        _ => (Kind::Other, Possible),
    };
    // ureq's words for a bad URI repeat it; the kind says enough there.
    let message = match (kind, &error) {
        (Kind::Refused, _) => "the request is not valid".to_owned(),
        (_, UreqError::BodyExceedsLimit(limit)) => {
            format!("the body is longer than {} bytes", limit.saturating_sub(1))
        }
        _ => error.to_string(),
    };
    let delivery = if connecting { NotSent } else { delivery };
    TransportError::new(kind, delivery, message)
}

fn io_failure(error: &io::Error) -> (TransportErrorKind, Delivery) {
    use Delivery::{NotSent, Possible};
    use TransportErrorKind as Kind;
    if is_lookup_failure(error) {
        return (Kind::Dns, NotSent);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => (Kind::Connect, NotSent),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => (Kind::Timeout, Possible),
        // How rustls reports its errors. A refused certificate ends the handshake, before the
        // request.
        io::ErrorKind::InvalidData if error.to_string().contains("certificate") => {
            (Kind::Tls, NotSent)
        }
        io::ErrorKind::InvalidData => (Kind::Tls, Possible),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::NotConnected => (Kind::ConnectionLost, Possible),
        _ => (Kind::Other, Possible),
    }
}

/// Whether a name was not resolved. The standard library has no stable kind for that: on Unix only
/// its words tell, on Windows the numbers WSAHOST_NOT_FOUND to WSANO_DATA.
fn is_lookup_failure(error: &io::Error) -> bool {
    match error.raw_os_error() {
        Some(number) => cfg!(windows) && (11001..=11004).contains(&number),
        None => error
            .to_string()
            .starts_with("failed to lookup address information"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::exchange::THREADS;
    use super::*;

    /// Lookups and connecting are in threads of their own: none is started.
    #[test]
    fn a_kept_connection_is_used_again_without_a_lookup_and_without_a_thread() {
        use std::io::{Read as _, Write as _};
        // A name, and every address that it may have.
        let listener = std::net::TcpListener::bind("localhost:0").unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
            while let Ok(count @ 1..) = stream.read(&mut buffer) {
                received.extend_from_slice(buffer.get(..count).unwrap());
                if received.ends_with(b"\r\n\r\n") {
                    received.clear();
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
                    stream.write_all(answer).unwrap();
                }
            }
        });
        let base = crate::uri::Base::new(&base).unwrap();
        let headers = crate::header::Headers::with_capacity(0);
        let request = Request::new(crate::http::Method::Get, &base, "/", headers);
        let driver = UreqDriver::new();
        let mut started = Vec::new();
        for _ in 0..3 {
            let before = THREADS.get();
            driver.send(&request).unwrap();
            started.push(THREADS.get() - before);
        }
        assert_eq!(started, [2, 0, 0]);
        drop(driver);
        server.join().unwrap();
    }

    /// What a driver goes by: the limits for connecting and for all of it, in seconds.
    fn limits(driver: &UreqDriver) -> [Option<u64>; 2] {
        let connect = driver.agent.config().timeouts().connect;
        [connect, Some(driver.total_timeout)].map(|limit| limit.map(|limit| limit.as_secs()))
    }

    #[test]
    fn connecting_has_10_s_and_all_of_it_30_s_unless_set() {
        assert_eq!(limits(&UreqDriver::new()), [Some(10), Some(30)]);
        assert_eq!(limits(&UreqDriver::default()), [Some(10), Some(30)]);
        let driver = UreqDriver::builder()
            .connect_timeout(Duration::from_secs(3))
            .total_timeout(Duration::from_secs(7))
            .build();
        assert_eq!(limits(&driver), [Some(3), Some(7)]);
    }

    #[test]
    fn a_request_that_leads_away_from_its_base_is_not_sent() {
        let base = crate::uri::Base::new("http://127.0.0.1:9").unwrap();
        for url in [
            "https://sp.auth.adobe.com/",
            "http://127.0.0.1:9",
            "http://127.0.0.1:9@evil.example/",
            "http://127.0.0.1:99/",
            "/",
            "",
        ] {
            let request = Request {
                method: crate::http::Method::Get,
                base: base.clone(),
                url: url.to_owned(),
                headers: crate::header::Headers::default(),
                body: None,
                confidential: Vec::new(),
                kept: crate::http::Kept::Beginning,
            };
            let error = UreqDriver::new().send(&request).unwrap_err();
            assert_eq!(
                (error.kind, error.delivery),
                (TransportErrorKind::Refused, Delivery::NotSent),
                "{url}"
            );
        }
    }
}
