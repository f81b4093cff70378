//! The blocking driver and TLS: which servers it trusts, and that nothing is sent to those it does
//! not.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::support::logout_request;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion, version};
use tvpass::Response;
use tvpass::driver::UreqDriver;
use tvpass::error::{Delivery, TransportError, TransportErrorKind as Kind};

const REFUSED: (Kind, Delivery) = (Kind::Tls, Delivery::NotSent);
const PATIENT: Duration = Duration::from_secs(60);

/// A certificate authority that no system knows.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { params, key, pem }
    }
}

static AUTHORITY: LazyLock<Authority> = LazyLock::new(Authority::new);

/// The certificate of a server with these names, changed by `change`.
fn certificate(
    names: &[&str],
    change: impl FnOnce(&mut CertificateParams),
) -> (CertificateDer<'static>, KeyPair) {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::from_params(&AUTHORITY.params, &AUTHORITY.key);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    (certificate.der().clone(), key)
}

fn server_config(
    (certificate, key): (CertificateDer<'static>, KeyPair),
    versions: &[&'static SupportedProtocolVersion],
) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    Arc::new(config)
}

/// An HTTPS server on 127.0.0.1 that ends when it is dropped.
struct TlsServer {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    stopped: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl TlsServer {
    fn start(names: &[&str]) -> Self {
        Self::with(certificate(names, |_| ()), rustls::ALL_VERSIONS)
    }

    fn with(
        certificate: (CertificateDer<'static>, KeyPair),
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        let config = server_config(certificate, versions);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let stopped = Arc::new(AtomicBool::new(false));
        let acceptor = std::thread::spawn({
            let (requests, stopped) = (requests.clone(), stopped.clone());
            move || {
                for stream in listener.incoming().flatten() {
                    if stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    let (config, requests) = (config.clone(), requests.clone());
                    std::thread::spawn(move || serve(stream, config, &requests));
                }
            }
        });
        Self {
            address,
            requests,
            stopped,
            acceptor: Some(acceptor),
        }
    }

    /// The base under `host`, which has to lead to this machine.
    fn base(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }

    /// How many requests came through.
    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, requests: &AtomicUsize) {
    let connection = ServerConnection::new(config).expect("a valid configuration");
    let mut stream = rustls::StreamOwned::new(connection, stream);
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    // A client that refuses the certificate ends the connection here.
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        received.extend_from_slice(&buffer[..count]);
        if received.ends_with(b"\r\n\r\n") {
            received.clear();
            requests.fetch_add(1, Ordering::SeqCst);
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"logouts\": {}}";
            if stream
                .write_all(answer)
                .and_then(|()| stream.flush())
                .is_err()
            {
                return;
            }
        }
    }
}

/// A driver that trusts [`AUTHORITY`] alone.
fn trusting() -> UreqDriver {
    UreqDriver::builder()
        .connect_timeout(PATIENT)
        .total_timeout(PATIENT)
        .root_certificates_pem(AUTHORITY.pem.as_bytes())
        .unwrap()
        .build()
}

fn send(driver: &UreqDriver, base: &str) -> Result<Response, TransportError> {
    driver.send(&logout_request(base))
}

fn assert_refused(driver: &UreqDriver, server: &TlsServer, host: &str) {
    let error = send(driver, &server.base(host)).unwrap_err();
    assert_eq!((error.kind, error.delivery), REFUSED, "{error}");
    assert_eq!(server.requests(), 0);
}

#[test]
fn a_server_with_a_trusted_certificate_is_answered_to() {
    let server = TlsServer::start(&["localhost", "127.0.0.1"]);
    let driver = trusting();
    for host in ["localhost", "127.0.0.1", "LOCALHOST"] {
        assert_eq!(send(&driver, &server.base(host)).unwrap().status(), 200);
    }
    assert_eq!(server.requests(), 3);
}

/// Each connection is closed after an answer; the next one needs no certificates.
#[test]
fn a_new_connection_resumes_the_session_of_an_earlier_one() {
    for version in [&version::TLS12, &version::TLS13] {
        let config = server_config(certificate(&["localhost"], |_| ()), &[version]);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let server = std::thread::spawn(move || {
            let mut kinds = Vec::new();
            for _ in 0..3 {
                let (stream, _) = listener.accept().unwrap();
                let connection = ServerConnection::new(config.clone()).unwrap();
                let mut stream = rustls::StreamOwned::new(connection, stream);
                let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
                while !received.ends_with(b"\r\n\r\n") {
                    let count = stream.read(&mut buffer).unwrap();
                    received.extend_from_slice(&buffer[..count]);
                }
                let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
                stream.write_all(answer).unwrap();
                stream.conn.send_close_notify();
                stream.flush().unwrap();
                kinds.push(stream.conn.handshake_kind());
            }
            kinds
        });
        let driver = trusting();
        for _ in 0..3 {
            assert_eq!(send(&driver, &base).unwrap().status(), 204);
        }
        let kinds = server.join().unwrap().into_iter();
        let resumed: Vec<_> = kinds
            .map(|kind| kind == Some(rustls::HandshakeKind::Resumed))
            .collect();
        assert_eq!(resumed, [false, true, true], "{version:?}");
    }
}

#[test]
fn one_of_several_root_certificates_is_enough() {
    let server = TlsServer::start(&["localhost"]);
    let other = Authority::new();
    let bundle = format!("# a comment\n{}\n{}", other.pem, AUTHORITY.pem);
    let driver = UreqDriver::builder()
        .root_certificates_pem(bundle.as_bytes())
        .unwrap()
        .build();
    assert!(send(&driver, &server.base("localhost")).is_ok());

    let driver = UreqDriver::builder()
        .root_certificates_pem(other.pem.as_bytes())
        .unwrap()
        .build();
    let server = TlsServer::start(&["localhost"]);
    assert_refused(&driver, &server, "localhost");
}

#[test]
fn an_unknown_authority_is_refused_before_the_request() {
    let server = TlsServer::start(&["localhost"]);
    assert_refused(&UreqDriver::new(), &server, "localhost");
}

#[test]
fn a_certificate_for_another_name_is_refused_before_the_request() {
    for names in [
        &["sp.auth.adobe.com"][..],
        &["*.localhost"],
        &["127.0.0.1"],
        &[],
    ] {
        let server = TlsServer::start(names);
        assert_refused(&trusting(), &server, "localhost");
    }
    let server = TlsServer::start(&["localhost"]);
    assert_refused(&trusting(), &server, "127.0.0.1");
}

#[test]
fn a_certificate_outside_its_time_is_refused_before_the_request() {
    let expired = certificate(&["localhost"], |params| {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    });
    let future = certificate(&["localhost"], |params| {
        params.not_before = date_time_ymd(3000, 1, 1);
        params.not_after = date_time_ymd(3001, 1, 1);
    });
    for certificate in [expired, future] {
        let server = TlsServer::with(certificate, rustls::ALL_VERSIONS);
        assert_refused(&trusting(), &server, "localhost");
    }
}

#[test]
fn tls_1_2_and_1_3_are_spoken() {
    for version in [&version::TLS12, &version::TLS13] {
        let server = TlsServer::with(certificate(&["localhost"], |_| ()), &[version]);
        assert!(
            send(&trusting(), &server.base("localhost")).is_ok(),
            "{version:?}"
        );
    }
}

#[test]
fn a_server_that_does_not_speak_tls_gets_no_request() {
    for answer in [
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("https://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut received = vec![0; 16 * 1024];
            let count = stream.read(&mut received).unwrap();
            let _ = stream.write_all(answer.as_bytes());
            received.truncate(count);
            received
        });
        let error = send(&trusting(), &base).unwrap_err();
        let expected = if answer.is_empty() {
            Kind::ConnectionLost
        } else {
            Kind::Tls
        };
        assert_eq!(error.kind, expected, "{answer:?}: {error}");
        let received = server.join().unwrap();
        // A handshake record, and nothing of the request.
        assert_eq!(received[0], 22);
        let text = String::from_utf8_lossy(&received);
        assert!(!text.contains("Bearer") && !text.contains("logout"));
    }
}

#[test]
fn root_certificates_that_are_none_are_refused() {
    let key = AUTHORITY.key.serialize_pem();
    let (head, _) = AUTHORITY.pem.split_at(AUTHORITY.pem.len() / 2);
    let cases = [
        (String::new(), "no certificate"),
        ("not PEM at all".to_owned(), "no certificate"),
        (key.clone(), "other than certificates"),
        (format!("{}{key}", AUTHORITY.pem), "other than certificates"),
        (head.to_owned(), "PEM"),
        (
            "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n".to_owned(),
            "PEM",
        ),
        (
            "-----BEGIN CERTIFICATE-----\n-----END PRIVATE KEY-----\n".to_owned(),
            "PEM",
        ),
    ];
    for (pem, reason) in cases {
        let error = UreqDriver::builder()
            .root_certificates_pem(pem.as_bytes())
            .unwrap_err();
        assert_eq!(error.field(), "root_certificates_pem");
        assert!(error.reason().contains(reason), "{pem}: {error}");
        assert!(!error.to_string().contains(key.lines().nth(1).unwrap()));
    }
}

#[test]
fn a_root_certificate_that_cannot_be_read_makes_nothing_trusted() {
    // Valid base64, but not a certificate.
    let pem = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let driver = UreqDriver::builder()
        .root_certificates_pem(pem.as_bytes())
        .unwrap()
        .build();
    let server = TlsServer::start(&["localhost"]);
    assert_refused(&driver, &server, "localhost");
}

/// On Linux the system's roots are a file that can be named.
#[cfg(all(feature = "platform-verifier", target_os = "linux"))]
mod platform_verifier {
    use super::*;

    /// Set for the processes that [`child`] starts: where they send to.
    const TARGET: &str = "TVPASS_TEST_TARGET";
    /// Set for them, too: what has to come of it.
    const EXPECTED: &str = "TVPASS_TEST_EXPECTED";

    /// Runs the test below in a process whose system trusts these certificates alone. (Variables of
    /// this process cannot be set safely: other tests run in other threads.)
    fn child(name: &str, roots: &str, target: &str, expected: &str) {
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("roots-{name}"));
        std::fs::write(&file, roots).unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "--nocapture"])
            .arg("driver_tls::platform_verifier::the_systems_verifier_trusts_the_systems_roots_and_no_others")
            .env("SSL_CERT_FILE", &file)
            .env_remove("SSL_CERT_DIR")
            .env(TARGET, target)
            .env(EXPECTED, expected);
        let output = command.output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {printed}");
        assert!(printed.contains("1 passed"), "{name}: {printed}");
    }

    #[test]
    fn the_systems_verifier_trusts_the_systems_roots_and_no_others() {
        if let Ok(base) = std::env::var(TARGET) {
            let driver = UreqDriver::builder()
                .connect_timeout(PATIENT)
                .total_timeout(PATIENT)
                .platform_verifier()
                .build();
            let result = send(&driver, &base)
                .map(|answer| answer.status())
                .map_err(|error| (error.kind, error.delivery));
            assert_eq!(format!("{result:?}"), std::env::var(EXPECTED).unwrap());
            return;
        }
        let server = TlsServer::start(&["localhost"]);
        let refused = format!("{:?}", Err::<u16, _>(REFUSED));
        let other = Authority::new();
        child("other", &other.pem, &server.base("localhost"), &refused);
        child("none", "", &server.base("localhost"), &refused);
        child("name", &AUTHORITY.pem, &server.base("127.0.0.1"), &refused);
        assert_eq!(server.requests(), 0);
        child("ours", &AUTHORITY.pem, &server.base("localhost"), "Ok(200)");
        assert_eq!(server.requests(), 1);
    }
}
