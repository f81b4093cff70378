//! A server on 127.0.0.1 that answers with exactly the bytes it is told to, and keeps the bytes
//! that it gets.
//!
//! Nothing but std: no HTTP library stands between a test and the wire. It ends when it is dropped.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What to do about a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Send these bytes and wait for the next request on the same connection.
    Answer(Vec<u8>),
    /// Send these bytes and close the connection.
    AnswerAndClose(Vec<u8>),
    /// Send nothing, keep the connection open.
    Silence,
    /// Send these bytes one by one, with pauses of 20 ms.
    Trickle(Vec<u8>),
}

impl Reply {
    /// A whole answer with a body of known length.
    pub(crate) fn whole(status: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::Answer(bytes)
    }

    /// The same in chunks of 1000 bytes.
    pub(crate) fn chunked(body: &[u8]) -> Self {
        let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for chunk in body.chunks(1000) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        Self::Answer(bytes)
    }
}

#[derive(Debug, Default)]
struct Seen {
    connections: AtomicUsize,
    closed: AtomicUsize,
    requests: Mutex<Vec<Vec<u8>>>,
    stopped: AtomicBool,
}

pub(crate) struct RawServer {
    address: SocketAddr,
    seen: Arc<Seen>,
    acceptor: Option<JoinHandle<()>>,
}

impl RawServer {
    /// Answers the request with this number, counted from 0 over all connections.
    pub(crate) fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Seen::default());
        let reply = Arc::new(reply);
        let acceptor = std::thread::spawn({
            let seen = seen.clone();
            move || {
                for stream in listener.incoming().flatten() {
                    if seen.stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    seen.connections.fetch_add(1, Ordering::SeqCst);
                    let (seen, reply) = (seen.clone(), reply.clone());
                    std::thread::spawn(move || {
                        serve(stream, &seen, &*reply);
                        seen.closed.fetch_add(1, Ordering::SeqCst);
                    });
                }
            }
        });
        Self {
            address,
            seen,
            acceptor: Some(acceptor),
        }
    }

    /// Always the same.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone())
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Waits until the server has closed this many connections.
    pub(crate) fn wait_until_closed(&self, count: usize) {
        for _ in 0..1000 {
            if self.seen.closed.load(Ordering::SeqCst) >= count {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server closed no connection in 10 s");
    }

    /// The requests received, byte for byte, in text.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.seen.requests.lock().expect("no panic in the server");
        requests
            .iter()
            .map(|bytes| String::from_utf8(bytes.clone()).expect("requests are text"))
            .collect()
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.seen.stopped.store(true, Ordering::SeqCst);
        // Wakes the acceptor.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn serve(mut stream: TcpStream, seen: &Seen, reply: &dyn Fn(usize) -> Reply) {
    let mut pending = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut pending) {
        let number = {
            let mut requests = seen.requests.lock().expect("no panic in the server");
            requests.push(request);
            requests.len() - 1
        };
        // A client that has had enough closes the connection; that is no failure here.
        match reply(number) {
            Reply::Answer(bytes) => {
                let _ = stream.write_all(&bytes);
            }
            Reply::AnswerAndClose(bytes) => {
                let _ = stream.write_all(&bytes);
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
            Reply::Silence => {}
            Reply::Trickle(bytes) => {
                for byte in bytes {
                    if stream.write_all(&[byte]).is_err() {
                        return;
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
        }
    }
}

/// The next request with its body, or `None` when the client has closed the connection.
fn read_request(stream: &mut TcpStream, pending: &mut Vec<u8>) -> Option<Vec<u8>> {
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = find(pending, b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&pending[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .map_or(0, |length| length.trim().parse().expect("a length"));
            let end = end + 4 + length;
            if pending.len() >= end {
                return Some(pending.drain(..end).collect());
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => pending.extend_from_slice(&buffer[..count]),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
