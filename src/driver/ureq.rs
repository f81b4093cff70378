//! The blocking driver: ureq on rustls with the ring provider.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use ureq::config::AutoHeaderValue;
use ureq::http;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error as UreqError, Proxy, Timeout};

use crate::error::{Delivery, Error, TransportError, TransportErrorKind};
use crate::http::{Request, Response, text};
use crate::input::InvalidInput;
use crate::operation::Operation;
use crate::token::AccessToken;

/// How many idle connections are kept; all go to Adobe's host.
const IDLE_CONNECTIONS: usize = 4;

/// Sends requests, blocking the calling thread. Keeps connections open for reuse; may be shared between threads; cheap to clone.
///
/// It sends to `https` only (and to plain `http` on this machine), exactly the headers of the request and those that HTTP itself
/// needs, and follows no redirect: an `Authorization` never reaches another host. Failures say whether the server may have acted.
///
/// A connection is reused until it has been idle for 15 s. ureq looks the host's name up for each request, in a thread of its own so that
/// the lookup can time out, also for one that then goes over an open connection.
///
/// It logs nothing itself; ureq logs through the `log` crate, with tokens redacted, except that at level *trace* the target
/// `ureq_proto::util` is a dump of all bytes on the wire, **tokens included**. An app that installs a logger keeps that target off.
#[derive(Clone, Debug)]
pub struct UreqDriver {
    agent: Agent,
    max_response_bytes: u64,
}

/// The settings of a [`UreqDriver`].
#[derive(Clone, Debug)]
pub struct UreqDriverBuilder {
    connect_timeout: Duration,
    total_timeout: Duration,
    max_response_bytes: u64,
    proxy_from_environment: bool,
    roots: RootCerts,
}

impl Default for UreqDriverBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_response_bytes: 1024 * 1024,
            proxy_from_environment: false,
            roots: RootCerts::WebPki,
        }
    }
}

impl UreqDriverBuilder {
    /// The limit for resolving the name and, counted anew, for connecting with the TLS handshake. Default: 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The limit for a whole request, from resolving the name to the last byte of the answer. Default: 30 s.
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

    /// Uses the proxy that `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY` name, except for plain `http` to this machine. Default: no proxy.
    #[must_use]
    pub fn proxy_from_environment(mut self, yes: bool) -> Self {
        self.proxy_from_environment = yes;
        self
    }

    /// Verifies servers with the operating system's verifier instead of Mozilla's roots, which are compiled in.
    #[cfg(feature = "platform-verifier")]
    #[must_use]
    pub fn platform_verifier(mut self) -> Self {
        self.roots = RootCerts::PlatformVerifier;
        self
    }

    /// Trusts only these root certificates (one or more, PEM) instead of Mozilla's roots, which are compiled in.
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
        let proxy = match self.proxy_from_environment {
            true => Proxy::try_from_env(),
            false => None,
        };
        let config = Agent::config_builder()
            // Statuses and redirects are the core's to interpret.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Adobe answers unexpected headers with 400: send what the request has, nothing of ureq's own.
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            // ureq counts the two one after the other; a name server that keeps silent must not use up the whole request's time.
            .timeout_resolve(Some(self.connect_timeout))
            .timeout_connect(Some(self.connect_timeout))
            .timeout_global(Some(self.total_timeout))
            .max_idle_connections(IDLE_CONNECTIONS)
            .max_idle_connections_per_host(IDLE_CONNECTIONS)
            .tls_config(tls)
            .proxy(proxy)
            .build();
        UreqDriver {
            agent: Agent::new_with_config(config),
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
        self.exchange(request, None)
    }

    /// Sends `request` within `limit`, or the driver's own limit if that is shorter.
    pub(crate) fn exchange(
        &self,
        request: &Request,
        limit: Option<Duration>,
    ) -> Result<Response, TransportError> {
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
            builder = builder.header(header.name, value);
        }
        let body = request.body();
        let result = if body.is_empty() {
            let request = builder
                .body(())
                .map_err(|_| refused("the URL is not valid"))?;
            self.configure(request, plain, limit)
        } else {
            let request = builder
                .body(body)
                .map_err(|_| refused("the URL is not valid"))?;
            self.configure(request, plain, limit)
        };
        self.receive(result.map_err(transport_error)?)
    }

    fn configure<S: ureq::AsSendBody>(
        &self,
        request: http::Request<S>,
        plain: bool,
        limit: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, UreqError> {
        let own = self.agent.config();
        let total = match (limit, own.timeouts().global) {
            (Some(limit), Some(total)) => Some(limit.min(total)),
            (limit, total) => limit.or(total),
        };
        // A proxy would see the token in clear, and could not reach this machine's loopback anyway.
        let proxy = own.proxy().filter(|_| !plain);
        if total == own.timeouts().global && proxy.is_some() == own.proxy().is_some() {
            return self.agent.run(request);
        }
        let proxy = proxy.cloned();
        let config = self.agent.configure_request(request);
        self.agent
            .run(config.timeout_global(total).proxy(proxy).build())
    }

    fn receive(&self, received: http::Response<ureq::Body>) -> Result<Response, TransportError> {
        let (parts, mut body) = received.into_parts();
        // ureq's limit is the first size that it refuses.
        let bytes = body
            .with_config()
            .limit(self.max_response_bytes.saturating_add(1))
            .read_to_vec()
            .map_err(transport_error)?;
        let mut response = Response::new(parts.status.as_u16(), bytes);
        for (name, value) in &parts.headers {
            response = response.with_header(name.as_str().to_owned(), text(value.as_bytes()));
        }
        Ok(response)
    }

    /// Sends an operation's request with a token that the app has, and interprets the answer. No retry, no renewal.
    ///
    /// # Errors
    /// [`Error::Transport`], or what [`Operation::interpret`] says.
    pub fn run<O: Operation>(
        &self,
        operation: &O,
        access_token: &AccessToken,
    ) -> Result<O::Output, Error> {
        let request = operation.request(access_token);
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

/// Names what failed and whether the server may have acted. In doubt, it may have.
fn transport_error(error: UreqError) -> TransportError {
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
        // How rustls reports its errors. A refused certificate ends the handshake, before the request.
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

/// Whether a name was not resolved. The standard library has no stable kind for that: on Unix only its words tell, on Windows the numbers
/// WSAHOST_NOT_FOUND to WSANO_DATA.
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
    use super::*;

    /// What the agent of a driver goes by: the limits for resolving, connecting and all of it, in seconds.
    fn limits(driver: &UreqDriver) -> [Option<u64>; 3] {
        let timeouts = driver.agent.config().timeouts();
        [timeouts.resolve, timeouts.connect, timeouts.global]
            .map(|limit| limit.map(|limit| limit.as_secs()))
    }

    #[test]
    fn resolving_and_connecting_have_10_s_each_and_all_of_it_30_s_unless_set() {
        assert_eq!(limits(&UreqDriver::new()), [Some(10), Some(10), Some(30)]);
        assert_eq!(
            limits(&UreqDriver::default()),
            [Some(10), Some(10), Some(30)]
        );
        let driver = UreqDriver::builder()
            .connect_timeout(Duration::from_secs(3))
            .total_timeout(Duration::from_secs(7))
            .build();
        assert_eq!(limits(&driver), [Some(3), Some(3), Some(7)]);
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
