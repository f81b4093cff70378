//! An HTTPS server on 127.0.0.1, in a process of its own, so that what it costs is not counted.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::Outcome;

/// A logout's answer with nothing to do.
const BODY: &str = r#"{"logouts": {}}"#;

const END_OF_PEM: &str = "-----END CERTIFICATE-----";

/// The server's process, which ends with this one.
pub(crate) struct Server {
    process: Child,
    /// Open as long as the process may write to it.
    _output: BufReader<ChildStdout>,
    /// `https://localhost:…`.
    pub(crate) base: String,
    /// Its certificate, which nobody else has signed.
    pub(crate) pem: String,
}

impl Server {
    /// Starts this program again, as a server. `closes`: each connection ends after one answer.
    pub(crate) fn start(closes: bool) -> Outcome<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", if closes { "close" } else { "keep" }])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let mut output = BufReader::new(output);
        let mut port = String::new();
        output.read_line(&mut port)?;
        let mut pem = String::new();
        while !pem.trim_end().ends_with(END_OF_PEM) {
            if output.read_line(&mut pem)? == 0 {
                return Err("the server ended".into());
            }
        }
        Ok(Self {
            process,
            _output: output,
            base: format!("https://localhost:{}", port.trim_end()),
            pem,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends by itself; this takes it off the list of processes.
        drop(self.process.wait());
    }
}

/// Says the port and the certificate, and answers until standard input ends.
pub(crate) fn serve(closes: bool) -> Outcome<()> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])?.self_signed(&key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let configuration = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )?;
    let configuration = Arc::new(configuration);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}\n{}", listener.local_addr()?.port(), certificate.pem());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let configuration = configuration.clone();
            // A client that goes away is no failure of the server.
            std::thread::spawn(move || drop(answer(stream, configuration, closes)));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn answer(stream: TcpStream, configuration: Arc<ServerConfig>, closes: bool) -> Outcome<()> {
    stream.set_nodelay(true)?;
    let mut stream = StreamOwned::new(ServerConnection::new(configuration)?, stream);
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        received.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if !received.ends_with(b"\r\n\r\n") {
            continue;
        }
        received.clear();
        let connection = if closes { "Connection: close\r\n" } else { "" };
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{connection}Content-Length: {}\r\n\r\n{BODY}",
            BODY.len()
        );
        stream.write_all(answer.as_bytes())?;
        stream.flush()?;
        if closes {
            stream.conn.send_close_notify();
            stream.flush()?;
            return Ok(());
        }
    }
}
