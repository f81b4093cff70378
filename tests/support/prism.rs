//! Prism, an OpenAPI server, run on one of Adobe's descriptions; and a plain HTTP/1.1 client that
//! sends what it is given.
//!
//! A request that does not fit the description is answered with a violation (`--errors`), never
//! served.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Prism starts in about a second; a loaded machine may take many.
const START_LIMIT: Duration = Duration::from_secs(60);
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A running Prism. The end of this process ends it, by whatever cause, and takes its copy of the
/// description away.
pub(crate) struct Prism {
    address: SocketAddr,
    child: Child,
    /// The description that it serves.
    served: PathBuf,
}

impl Prism {
    /// The one that serves this file of `tests/data/adobe`. All tests share it: it keeps nothing
    /// from one request to the next, and starts longer than a test takes.
    pub(crate) fn of(description: &'static str) -> &'static Self {
        static RUNNING: Mutex<BTreeMap<&str, &Prism>> = Mutex::new(BTreeMap::new());
        let mut running = RUNNING.lock().expect("the others have started theirs");
        running
            .entry(description)
            .or_insert_with(|| Box::leak(Box::new(Self::start(description))))
    }

    /// Serves it on a free port of 127.0.0.1.
    fn start(description: &str) -> Self {
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prism");
        let program = tools.join("node_modules/.bin/prism");
        assert!(
            program.exists(),
            "Prism is not installed: run `cargo xtask test prism`"
        );

        let served = with_server_path(description);
        let preload = format!("--require={}", tools.join("exit-with-parent.cjs").display());
        let mut child = Command::new(program)
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", "0"])
            .arg(&served)
            .env("NODE_OPTIONS", preload)
            .env("TVPASS_SERVED", &served)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Prism starts");

        // Prism logs every request; somebody has to go on reading when the address is known.
        let output = child.stdout.take().expect("standard output is a pipe");
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        // From here on a panic ends Prism.
        let mut prism = Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            child,
            served,
        };
        let start = Instant::now();
        let mut log = Vec::new();
        while prism.address.port() == 0 {
            let left = START_LIMIT.saturating_sub(start.elapsed());
            let Ok(line) = told.recv_timeout(left) else {
                panic!("Prism did not start:\n{}", log.join("\n"));
            };
            if let Some((_, address)) = line.split_once("Prism is listening on http://") {
                prism.address = address.trim().parse().expect("an address and a port");
            }
            log.push(line);
        }
        prism
    }

    /// The base that requests to this Prism start with.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends the request and returns the answer, whatever it is.
    pub(crate) fn send(&self, request: &Sent) -> Answer {
        let target = request
            .url
            .strip_prefix(&self.base())
            .unwrap_or_else(|| panic!("{} does not go to {}", request.url, self.base()));
        let mut text = format!(
            "{} {target} HTTP/1.1\r\nHost: {}\r\n",
            request.method, self.address
        );
        for (name, value) in &request.headers {
            text += &format!("{name}: {value}\r\n");
        }
        if !request.body.is_empty() {
            text += &format!("Content-Length: {}\r\n", request.body.len());
        }
        text += "Connection: close\r\n\r\n";

        let mut stream = TcpStream::connect(self.address).expect("Prism listens");
        stream
            .set_read_timeout(Some(ANSWER_LIMIT))
            .expect("a time limit");
        stream
            .write_all(text.as_bytes())
            .expect("the request is sent");
        stream.write_all(&request.body).expect("the body is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer in time");
        Answer::parse(&answer)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.served);
    }
}

/// A request, byte for byte as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl From<&tvpass::Request> for Sent {
    fn from(request: &tvpass::Request) -> Self {
        let headers = request.headers().iter();
        Self {
            method: request.method().as_str().to_owned(),
            url: request.url().to_owned(),
            headers: headers
                .map(|header| (header.name.to_string(), header.value.as_str().to_owned()))
                .collect(),
            body: request.body().to_vec(),
        }
    }
}

impl Sent {
    /// Asks Prism for a certain answer (RFC 7240), such as `code=401` or `dynamic=true`.
    pub(crate) fn prefer(mut self, preference: &str) -> Self {
        self.headers
            .push(("Prefer".to_owned(), preference.to_owned()));
        self
    }

    /// The request without one of its headers.
    pub(crate) fn without(mut self, name: &str) -> Self {
        let before = self.headers.len();
        self.headers
            .retain(|(found, _)| !found.eq_ignore_ascii_case(name));
        assert_eq!(
            before,
            self.headers.len() + 1,
            "exactly one {name} is taken away"
        );
        self
    }
}

/// An answer from Prism.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("a whole head");
        let head = std::str::from_utf8(&bytes[..end]).expect("a head in UTF-8");
        let mut lines: VecDeque<&str> = head.split("\r\n").collect();
        let status = lines
            .pop_front()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status");
        let headers: Vec<_> = lines
            .into_iter()
            .map(|line| line.split_once(':').expect("a header"))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let answer = Self {
            status: status.parse().expect("a number"),
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        let length = answer
            .header("Content-Length")
            .expect("Prism states the length");
        assert_eq!(length, answer.body.len().to_string(), "the whole body");
        answer
    }

    /// The answer as the library takes it.
    pub(crate) fn response(&self) -> tvpass::Response {
        let headers = self.headers.iter().cloned();
        headers.fold(
            tvpass::Response::new(self.status, self.body.clone()),
            |response, (name, value)| response.with_header(name, value),
        )
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// What Prism finds wrong with the request, one text for each fault.
    ///
    /// Faults are in the header `sl-violations`; a path, method or media type that the description
    /// lacks is reported as a problem document (RFC 7807) instead.
    pub(crate) fn violations(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(list) = self.header("sl-violations") {
            let list: Vec<Value> = serde_json::from_str(list).expect("a list of violations");
            faults.extend(
                list.iter()
                    .map(|fault| format!("{} {}", fault["location"], fault["message"])),
            );
        }
        if self
            .header("Content-Type")
            .is_some_and(|kind| kind.starts_with("application/problem+json"))
        {
            faults.push(String::from_utf8_lossy(&self.body).into_owned());
        }
        faults
    }
}

/// The requests of a file in `tests/data/vectors`, as Adobe printed them.
pub(crate) fn samples(file: &str, prism: &Prism) -> Vec<Sent> {
    let file = read("vectors", file);
    let samples = file["samples"].as_array().expect("a list of samples");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let request = |sample: &Value| {
        let request = &sample["request"];
        let headers = request["headers"].as_array().expect("a list of headers");
        Sent {
            method: text(&request["method"]),
            url: prism.base() + &text(&request["target"]),
            headers: headers
                .iter()
                .map(|pair| (text(&pair[0]), text(&pair[1])))
                .collect(),
            body: text(&request["body"]).into_bytes(),
        }
    };
    samples.iter().map(request).collect()
}

/// The operation of an original description, for asking what it documents.
pub(crate) fn operation(description: &str, path: &str, method: &str) -> Value {
    let operation = &read("adobe", description)["paths"][path][method];
    assert!(operation.is_object(), "{description} has {method} {path}");
    operation.clone()
}

/// A copy of the description in which each path starts with the path of `servers`, as OpenAPI says
/// a URL does. Prism, when it mocks, serves the paths without it. Nothing else is changed.
fn with_server_path(description: &str) -> PathBuf {
    let mut value = read("adobe", description);
    let server = value["servers"][0]["url"]
        .as_str()
        .expect("a server")
        .to_owned();
    let host = server.strip_prefix("https://").expect("an https server");
    let prefix = host.find('/').map_or("", |slash| &host[slash..]);
    let paths = value["paths"].as_object().expect("paths").clone();
    value["paths"] = paths
        .into_iter()
        .map(|(path, item)| (format!("{prefix}{path}"), item))
        .collect();

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prism");
    std::fs::create_dir_all(&folder).expect("a folder for the copy");
    let copy = folder.join(format!("{}-{description}", std::process::id()));
    std::fs::write(&copy, value.to_string()).expect("the copy is written");
    copy
}

fn read(folder: &str, file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder)
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("a JSON file")
}
